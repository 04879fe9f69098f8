"""The card in the reader's language and form, and a sentence where that cannot be."""

import json

import pytest
from starlette.requests import Request
from starlette.responses import Response

from serving.api.model_card import card_answer
from tests.support.serving.served import CARD


def get(query: str = "", card: dict[str, str] = CARD, **headers: str) -> Response:
    """Ask for the card as a browser or program with these headers would."""
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    request = Request({"type": "http", "query_string": query.encode(), "headers": sent})
    return card_answer(card, request, version="3")


def name_of(answer: Response) -> str:
    """Which of the card's files an answer is."""
    assert answer.status_code == 200
    (name,) = [name for name, text in CARD.items() if text.encode() == answer.body]
    return name


@pytest.mark.parametrize(
    ("query", "headers", "expected"),
    [
        ("", {}, "card.ro.html"),
        ("lang=en", {}, "card.en.html"),
        ("format=md", {}, "card.ro.md"),
        ("lang=en&format=md", {}, "card.en.md"),
        # languages
        ("", {"accept_language": "ro-RO,ro;q=0.9,en-US;q=0.8,en;q=0.7"}, "card.ro.html"),
        ("", {"accept_language": "en-GB,en;q=0.9"}, "card.en.html"),
        ("", {"accept_language": "EN"}, "card.en.html"),
        ("", {"accept_language": "hu, en;q=0.4, ro;q=0.5"}, "card.ro.html"),
        ("", {"accept_language": "hu, ro;q=0.4, en;q=0.5"}, "card.en.html"),
        ("", {"accept_language": "ro;q=0, en;q=0.1"}, "card.en.html"),
        ("", {"accept_language": "en;q=0.1, en-US;q=0.9, ro;q=0.5"}, "card.en.html"),
        ("", {"accept_language": "hu"}, "card.ro.html"),
        ("", {"accept_language": "*"}, "card.ro.html"),
        ("", {"accept_language": "en;q=much, ;;, ro;q=1"}, "card.ro.html"),
        # forms
        ("", {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, "card.ro.html"),
        ("", {"accept": "*/*"}, "card.ro.html"),
        ("", {"accept": "text/*"}, "card.ro.html"),
        ("", {"accept": "text/markdown"}, "card.ro.md"),
        ("", {"accept": "text/markdown, */*;q=0.1"}, "card.ro.md"),
        ("", {"accept": "text/markdown;q=0.5, text/html"}, "card.ro.html"),
        ("", {"accept": "application/json"}, "card.ro.html"),
        # what the address says goes before what the program prefers
        ("lang=ro", {"accept_language": "en"}, "card.ro.html"),
        ("format=html", {"accept": "text/markdown"}, "card.ro.html"),
        ("page=2", {}, "card.ro.html"),
    ],
)
def test_the_card_comes_as_asked_for_else_as_preferred_else_in_romanian_as_a_page(
    query: str, headers: dict[str, str], expected: str
) -> None:
    assert name_of(get(query, **headers)) == expected


@pytest.mark.parametrize(("form", "kind"), [("html", "text/html"), ("md", "text/markdown")])
def test_the_answer_says_what_it_is_and_that_nothing_is_loaded_from_elsewhere(form: str, kind: str) -> None:
    headers = get(f"lang=en&format={form}").headers
    assert headers["content-type"] == f"{kind}; charset=utf-8"
    assert headers["content-language"] == "en"
    assert headers["content-security-policy"] == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert headers["prezent-model-version"] == "3"
    assert headers["vary"] == "Accept, Accept-Language"


def test_romanian_letters_arrive() -> None:
    assert "Fișa modelului" in bytes(get().body).decode("utf-8")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lang=de", "URL, key lang: found 'de'; expected ro or en; correct the value."),
        ("lang=", "URL, key lang: found ''; expected ro or en; correct the value."),
        ("lang=RO", "URL, key lang: found 'RO'; expected ro or en; correct the value."),
        ("format=pdf", "URL, key format: found 'pdf'; expected html or md; correct the value."),
        ("format=1960101123456", "URL, key format: found '[13 digits]'; expected html or md; correct the value."),
    ],
)
def test_a_wrong_wish_is_answered_with_a_sentence_in_both_languages(query: str, said: str) -> None:
    answer = get(query)
    assert answer.status_code == 400
    (problem,) = json.loads(answer.body)["problems"]
    assert problem["text_en"] == said
    assert problem["text_ro"].startswith("URL, cheia ")


@pytest.mark.parametrize("card", [{}, {"card.en.html": "half a card"}])
def test_a_version_without_a_card_says_so_in_both_languages(card: dict[str, str]) -> None:
    answer = get(card=card)
    assert answer.status_code == 404
    (problem,) = json.loads(answer.body)["problems"]
    assert "has no model card" in problem["text_en"]
    assert "nu are fișă" in problem["text_ro"]
