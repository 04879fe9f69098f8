"""The OpenAPI description of the service, with a schema and an example of each answer and of each mistake."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from features.i18n.text import Bilingual
from features.schema.problems import Problem, in_quotes
from serving.api.answers import UNKNOWN_SCHOOL
from serving.api.callers import ADDRESSES, KEY_NEEDED, NO_KEY, NOT_WITH_THIS_KEY
from serving.api.model_card import CARD_ADDRESS, FORMATS, LANGUAGES, NO_CARD_SENTENCE, unknown_wish
from serving.api.request_models import EXPLAIN_EXAMPLE, RANK_EXAMPLE, ExplainRequest, RankRequest, wrong
from serving.api.response_models import (
    Answer,
    ListAnswer,
    ModelAnswer,
    NotScoredAnswer,
    ProblemsAnswer,
    PupilAnswer,
    WarningsAnswer,
    answer_schemas,
    example_of,
)
from serving.api.startup import BODY_LIMIT_MB
from serving.http.error_answers import ANOTHER_METHOD
from serving.http.request_bodies import SLOW_BODY, large_body
from serving.http.responses import BUSY, FORBIDDEN, SORRY, VERSION_HEADER, problems_content
from serving.http.trusted_requests import ANOTHER_TYPE, OTHER_NAME

OPENAPI = "3.1.0"  # the first version that understands JSON Schema as it is

_KEY = "key"  # what the description calls the way in of programs
_HEADERS = {VERSION_HEADER: {"schema": {"type": "string"}, "description": "The model version that answered."}}


class Mistake(NamedTuple):
    """What a status means, and a sentence that is answered with it."""

    meaning: str
    example: Bilingual


def describe(spec: dict[str, Any], *, description: str, version: str, keys: bool) -> dict[str, Any]:
    """Complete BentoML's OpenAPI description: what it is, what the answers look like, and the routes mounted beside.

    Parameters
    ----------
    spec
        The description that BentoML makes of the routes it knows.
    description
        What the service does.
    version
        The model version that answers now.
    keys
        Whether a key is asked for, since there are people.
    """
    paths, schemas = spec["paths"], spec.get("components", {}).get("schemas", {})
    tags, mistakes = paths["/rank"]["post"]["tags"], _mistakes(_of_requests())
    for path, kind, example, answer in (
        ("/rank", RankRequest, RANK_EXAMPLE, ListAnswer),
        ("/warnings", RankRequest, RANK_EXAMPLE, WarningsAnswer),
        ("/explain", ExplainRequest, EXPLAIN_EXAMPLE, PupilAnswer),
    ):
        body = {"schema": kind.model_json_schema(), "example": example}
        paths[path]["post"]["requestBody"] = {"required": True, "content": {"application/json": body}}
        paths[path]["post"]["responses"] = {"200": _answer("The answer.", answer), **mistakes}
    about = "Which model answers: version, target, what it was trained on, its features, and where its card is."
    answers = {"200": _answer("The model.", ModelAnswer), **_mistakes(_OF_EVERY_ROUTE)}
    paths["/model"] = {"get": {"tags": tags, "description": about, "responses": answers}}
    paths[CARD_ADDRESS] = {"get": {"tags": tags, **_card()}}
    info = {"title": "Prezent", "description": description, "version": version}
    components = {**spec.get("components", {}), "schemas": {**schemas, **answer_schemas()}}
    if keys:
        components["securitySchemes"] = {_KEY: {"type": "http", "scheme": "bearer", "description": KEY_NEEDED.en}}
        paths = {path: _with_key(routes) if path in ADDRESSES else routes for path, routes in paths.items()}
    return {**spec, "openapi": OPENAPI, "info": info, "paths": paths, "components": components}


_OF_EVERY_ROUTE: Mapping[str, Mistake] = {
    "405": Mistake("The address does not take that method.", ANOTHER_METHOD),
    "421": Mistake("The request was sent to another name than the service's own.", OTHER_NAME),
}

_OF_KEYS: Mapping[str, Mistake] = {
    str(NO_KEY): Mistake("The request has no key, or one that does not hold.", KEY_NEEDED),
    str(FORBIDDEN): Mistake(
        "The key is not for that, does not reach so far, or was not sent by TLS.", NOT_WITH_THIS_KEY
    ),
}


def _with_key(routes: Mapping[str, Any]) -> dict[str, Any]:
    """Say of the routes at an address that they need a key, and what is answered without one that opens them."""
    refusals = _mistakes(_OF_KEYS)
    return {
        method: {**route, "security": [{_KEY: []}], "responses": {**route["responses"], **refusals}}
        for method, route in routes.items()
    }


def _of_requests() -> Mapping[str, Mistake]:
    no_enrolments = Problem("no_enrolments", "records")
    silent = example_of(NotScoredAnswer)
    return {
        "400": Mistake(
            "The request is wrong: no JSON, a missing or unknown key, no date, no capacity, a wrong declaration.",
            _said(wrong("capacity", in_quotes("0"))),
        ),
        "404": Mistake("There is no such school, or no such pupil in school at that date.", _said(UNKNOWN_SCHOOL)),
        "409": Mistake(
            "Refused: nobody is in school at that date, the records lack columns of the model, or of that pupil "
            "nothing can be said yet; why is said in the answer.",
            Bilingual(silent["text_en"], silent["text_ro"]),
        ),
        "408": Mistake("The body did not come within a minute.", SLOW_BODY),
        "413": Mistake("The body is larger than body_limit_mb.", large_body(BODY_LIMIT_MB)),
        "415": Mistake("The body does not say that it is JSON.", ANOTHER_TYPE),
        **_OF_EVERY_ROUTE,
        "422": Mistake("The records of the request have problems; all of them are named.", _said(no_enrolments)),
        "500": Mistake("The service made a mistake.", SORRY),
        "503": Mistake("Too much waits already, or the machine has no memory left.", BUSY),
        "504": Mistake("The service was busy for five minutes with what came before.", BUSY),
    }


def _card() -> dict[str, Any]:
    wishes = (
        ("lang", LANGUAGES, "Without it, the language that Accept-Language prefers; Romanian if it names neither."),
        ("format", FORMATS, "Without it, the form that Accept prefers; HTML if it names neither."),
    )
    mistakes = {
        "400": Mistake("There is no such language or form.", _said(unknown_wish("lang", "de"))),
        "404": Mistake("The model version has no card.", NO_CARD_SENTENCE),
        **_OF_EVERY_ROUTE,
    }
    return {
        "description": "The card of the model that answers, for people: what it is for, and how far to trust it.",
        "parameters": [
            {"name": name, "in": "query", "schema": {"type": "string", "enum": list(offers)}, "description": otherwise}
            for name, offers, otherwise in wishes
        ],
        "responses": {
            "200": {
                "description": "The card, a page that loads nothing from elsewhere, or Markdown.",
                "headers": _HEADERS,
                "content": {names[0]: {"schema": {"type": "string"}} for names in FORMATS.values()},
            },
            **_mistakes(mistakes),
        },
    }


def _answer(description: str, answer: type[Answer]) -> dict[str, Any]:
    return {"description": description, "headers": _HEADERS, "content": _content(answer, example_of(answer))}


def _mistakes(mistakes: Mapping[str, Mistake]) -> dict[str, Any]:
    return {
        status: {"description": each.meaning, "content": _content(ProblemsAnswer, problems_content([each.example]))}
        for status, each in mistakes.items()
    }


def _content(answer: type[Answer], example: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer.__name__}"}, "example": example}}


def _said(problem: Problem) -> Bilingual:
    return Bilingual(problem.sentence("en"), problem.sentence("ro"))
