"""Mistakes that the frameworks answer in their own words are answered in sentences, in both languages."""

import asyncio
import json
import logging
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from serving.http.error_answers import ErrorAnswerMiddleware
from serving.http.responses import SORRY, problems


def answer_of(response: Any) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of what goes out where the application answers so."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/x", "headers": []}
    asyncio.run(ErrorAnswerMiddleware(response)(scope, None, send))  # type: ignore[arg-type]
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, sent[1]["body"]


def said(body: bytes) -> str:
    (problem,) = json.loads(body)["problems"]
    assert problem["text_ro"]
    assert problem["text_ro"] != problem["text_en"]
    return str(problem["text_en"])


@pytest.mark.parametrize(
    ("status", "answered", "words"),
    [
        (404, 404, "There is nothing at this address"),
        (405, 405, "This address does not take that method"),
        (500, 500, SORRY.en),
        (503, 500, SORRY.en),
        (400, 500, SORRY.en),
    ],
)
def test_a_plain_mistake_becomes_a_sentence(status: int, answered: int, words: str) -> None:
    found, headers, body = answer_of(PlainTextResponse("Not what we say", status, {"Allow": "POST"}))
    assert found == answered
    assert said(body).startswith(words)
    assert headers["content-type"] == "application/json"
    assert headers["allow"] == "POST"


@pytest.mark.parametrize(
    "place", ["http://evil.example/rank", "//evil.example/rank", "HTTPS://127.0.0.1:3000/rank", "http://localhost/rank"]
)
def test_nobody_is_sent_to_another_host(place: str) -> None:
    status, headers, body = answer_of(Response(status_code=307, headers={"location": place}))
    assert (status, said(body)[:30]) == (404, "There is nothing at this addre")
    assert "location" not in headers


@pytest.mark.parametrize(
    "response",
    [
        JSONResponse({"pupils": []}), problems(422, [SORRY]), PlainTextResponse("text of metrics"),
        RedirectResponse("docs.json"), JSONResponse({"problems": []}, 404),
    ],
)  # fmt: skip
def test_what_is_well_goes_out_as_it_is(response: Response) -> None:
    status, headers, body = answer_of(response)
    assert (status, body) == (response.status_code, response.body)
    assert headers == dict(response.headers)


def test_a_fault_beside_our_functions_is_logged_by_its_place_and_answered(caplog: pytest.LogCaptureFixture) -> None:
    pupil = "p000123"

    async def fails(_scope: Any, _receive: Any, _send: Any) -> None:
        raise KeyError(pupil)

    with caplog.at_level(logging.ERROR, "bentoml.prezent"):
        status, _, body = answer_of(fails)
    assert (status, said(body)) == (500, SORRY.en)
    assert "KeyError, at:" in caplog.text
    assert pupil not in caplog.text


def test_a_fault_in_the_middle_of_an_answer_is_logged_and_ends_it(caplog: pytest.LogCaptureFixture) -> None:
    async def fails(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise KeyError("p000123")

    with pytest.raises(KeyError):
        answer_of(fails)
    assert "KeyError, at:" in caplog.text


def test_a_fault_that_was_answered_already_is_whole_and_ends_there(caplog: pytest.LogCaptureFixture) -> None:
    async def answers_and_fails(scope: Any, receive: Any, send: Any) -> None:  # as Starlette does
        await PlainTextResponse("Internal Server Error", 500)(scope, receive, send)
        raise KeyError("p000123")

    status, _, body = answer_of(answers_and_fails)
    assert (status, said(body)) == (500, SORRY.en)
    assert "KeyError, at:" in caplog.text


@pytest.mark.parametrize("status", [400, 403, 404, 422, 429, 500])
def test_what_the_pages_say_of_a_mistake_is_read_as_they_say_it(status: int) -> None:
    page = Response("<h1>Nu există această pagină</h1>", status)
    page.raw_headers.append((b"Content-Security-Policy", b"default-src 'none'"))  # in capitals, as Django sends them
    found, _headers, body = answer_of(page)
    assert (found, body) == (status, page.body)
