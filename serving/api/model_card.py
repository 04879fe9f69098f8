"""The model card in the language and form that somebody asks for."""

import re
from collections.abc import Iterator, Mapping

from starlette.requests import Request
from starlette.responses import Response

from features.i18n.text import Bilingual
from features.schema.problems import Problem, in_quotes
from serving.http.responses import VERSION_HEADER, RequestError, mistaken, problems

CARD_ADDRESS = "/model/card"
# What a header may call them, their proper name first.
LANGUAGES: Mapping[str, tuple[str, ...]] = {"ro": ("ro",), "en": ("en",)}
FORMATS: Mapping[str, tuple[str, ...]] = {
    "html": ("text/html", "text/*", "*/*"),
    "md": ("text/markdown", "text/*", "*/*"),
}
NOTHING_FROM_ELSEWHERE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
NO_CARD = 404

_EXPECTED = {"lang": Bilingual("ro or en", "ro sau en"), "format": Bilingual("html or md", "html sau md")}
NO_CARD_SENTENCE = Bilingual(
    "This model version has no model card, since it was trained before cards were written; train a new version.",
    "Această versiune a modelului nu are fișă, fiindcă a fost antrenată înainte să se scrie fișe; antrenați una nouă.",
)


def card_answer(card: Mapping[str, str], request: Request, *, version: str) -> Response:
    """Return the card of a model version; Romanian HTML to whoever has no other wish."""
    try:
        language = _wished(request, "lang", LANGUAGES, header="accept-language")
        form = _wished(request, "format", FORMATS, header="accept")
    except RequestError as error:
        return mistaken(error)
    text = card.get(f"card.{language}.{form}")
    if text is None:
        return problems(NO_CARD, [NO_CARD_SENTENCE])
    headers = {
        "Content-Language": language,
        "Content-Security-Policy": NOTHING_FROM_ELSEWHERE,
        "Vary": "Accept, Accept-Language",
        VERSION_HEADER: version,
    }
    return Response(text, media_type=f"{FORMATS[form][0]}; charset=utf-8", headers=headers)


def _wished(request: Request, key: str, offers: Mapping[str, tuple[str, ...]], *, header: str) -> str:
    """Return what the address asks for, else the offer that the header weighs highest, the first among equals."""
    asked = request.query_params.get(key)
    if asked is None:
        weights = dict(sorted(_weights(request.headers.get(header, "")), key=lambda each: each[1]))
        return max(offers, key=lambda offer: next((weights[name] for name in offers[offer] if name in weights), 0.0))
    if asked not in offers:
        raise RequestError([unknown_wish(key, asked)])
    return asked


def unknown_wish(key: str, asked: str) -> Problem:
    """Say that the card does not come in what is asked for."""
    return Problem("config_value", "URL", (), key, in_quotes(asked), {"expected": _EXPECTED[key]})


def _weights(header: str) -> Iterator[tuple[str, float]]:
    """Yield the names in an Accept header with their weights; a language without its country.

    >>> list(_weights("en-GB, ro;q=0.5"))
    [('en', 1.0), ('ro', 0.5)]
    """
    for offer in header.lower().split(","):
        name, _, parameters = offer.partition(";")
        weight = re.search(r"q=(\d*\.?\d+)", parameters)
        yield name.strip().partition("-")[0], float(weight[1]) if weight else 1.0
