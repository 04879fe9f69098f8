"""A body is taken whole, up to a size and a time; a client that goes away is one quiet line."""

import asyncio
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from serving.http.request_bodies import BODIES_AT_ONCE, MEGABYTE, RequestBodyMiddleware

GONE = {"type": "http.disconnect"}
KILOBYTE = 1024


@dataclass
class Application:
    """Takes what it is given, and answers 200."""

    bodies: list[bytes] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        assert not message["more_body"]
        self.bodies.append(message["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def chunk(content: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": content, "more_body": more}


def guarded(application: Application, *, megabytes: int = 1, seconds: float = 60) -> RequestBodyMiddleware:
    return RequestBodyMiddleware(application, megabytes=lambda: megabytes, language=lambda: "en", seconds=seconds)


async def ask(
    middleware: RequestBodyMiddleware, messages: Iterable[dict[str, Any]], *, length: bytes | None = None,
    wait: float = 0,
) -> tuple[int | None, list[dict[str, str]]]:  # fmt: skip
    """Send what is given; return the status and the problems of the answer, None where there is no answer."""
    coming, sent = iter(messages), list[Any]()

    async def receive() -> Any:
        await asyncio.sleep(wait)
        return next(coming)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [] if length is None else [(b"content-length", length)]
    await middleware({"type": "http", "method": "POST", "path": "/rank", "headers": headers}, receive, send)
    if not sent:
        return None, []
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], json.loads(body)["problems"] if body else []


@pytest.mark.parametrize("pieces", [[b""], [b"{}"], [b"{", b"}"], [b"", b"{}", b""], [b"x" * MEGABYTE], [b"x"] * 1000])
def test_a_body_is_handed_on_in_one_piece(pieces: list[bytes]) -> None:
    application = Application()
    messages = [*map(chunk, pieces[:-1]), chunk(pieces[-1], more=False)]
    status, _ = asyncio.run(ask(guarded(application), messages))
    assert (status, application.bodies) == (200, [b"".join(pieces)])


@pytest.mark.parametrize("length", [b"1048577", b"1000000000", b"9" * 30, b"9" * 5000])
def test_a_body_that_says_that_it_is_too_large_is_not_even_taken(length: bytes) -> None:
    application = Application()
    status, problems = asyncio.run(ask(guarded(application), [], length=length))
    assert (status, application.bodies) == (413, [])
    assert problems[0]["text_en"].startswith("The body is larger than 1 MB;")
    assert problems[0]["text_ro"].startswith("Corpul cererii depășește 1 MB;")


def test_of_a_body_without_a_size_no_more_is_held_than_the_limit() -> None:
    application, taken = Application(), []

    def endless() -> Iterable[dict[str, Any]]:
        while True:
            taken.append(64 * KILOBYTE)
            yield chunk(b"x" * 64 * KILOBYTE)

    assert asyncio.run(ask(guarded(application), endless()))[0] == 413
    assert sum(taken) == MEGABYTE + 64 * KILOBYTE
    assert application.bodies == []


@pytest.mark.parametrize("length", [b"", b"-1", b"many", b"5"])
def test_a_length_that_lies_is_not_believed(length: bytes) -> None:
    messages = [chunk(b"x" * MEGABYTE), chunk(b"x", more=False)]
    assert asyncio.run(ask(guarded(Application()), messages, length=length))[0] == 413


def test_many_bodies_at_once_are_held_up_to_a_limit_and_let_go_of() -> None:
    middleware = guarded(Application())

    async def ask_at_once(number: int) -> list[int | None]:
        answers = await asyncio.gather(
            *(ask(middleware, [chunk(b"x" * MEGABYTE), chunk(b"", more=False)], wait=0.01) for _ in range(number))
        )
        return [status for status, _ in answers]

    assert sorted(asyncio.run(ask_at_once(BODIES_AT_ONCE + 2)), key=str) == [200] * BODIES_AT_ONCE + [503] * 2
    assert asyncio.run(ask_at_once(BODIES_AT_ONCE)) == [200] * BODIES_AT_ONCE


def test_a_body_that_drips_is_not_waited_for() -> None:
    application = Application()
    drops = (chunk(b"x") for _ in range(1000))
    status, problems = asyncio.run(ask(guarded(application, seconds=0.1), drops, wait=0.02))
    assert (status, application.bodies) == (408, [])
    assert "did not come within 60 seconds" in problems[0]["text_en"]
    assert "nu a sosit în 60 de secunde" in problems[0]["text_ro"]


@pytest.mark.parametrize("before", [[], [chunk(b"{")], [chunk(b"x")] * 5, [chunk(b"")], [chunk(b"x" * MEGABYTE)]])
def test_a_client_that_goes_away_is_one_quiet_line_and_no_answer(
    before: list[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    application = Application()
    with caplog.at_level(logging.INFO, "bentoml.prezent"):
        answered = asyncio.run(ask(guarded(application), [*before, GONE]))
    assert (answered, application.bodies) == ((None, []), [])
    (line,) = caplog.records
    assert (line.levelname, line.getMessage()) == ("INFO", "A client went away before its request was whole.")
    assert line.exc_info is None


def test_whoever_works_on_a_request_learns_that_its_client_is_gone() -> None:
    later: list[Any] = []

    async def application(_scope: Any, receive: Any, _send: Any) -> None:
        later.extend([await receive(), await receive()])

    middleware = RequestBodyMiddleware(application, megabytes=lambda: 1, language=lambda: "ro")
    asyncio.run(ask(middleware, [chunk(b"{}", more=False), GONE]))
    assert later == [{"type": "http.request", "body": b"{}", "more_body": False}, GONE]


def test_what_is_no_request_is_handed_on() -> None:
    async def lifespan(scope: Any, _receive: Any, _send: Any) -> None:
        scope["seen"] = True

    scope: dict[str, Any] = {"type": "lifespan"}
    asyncio.run(RequestBodyMiddleware(lifespan, megabytes=lambda: 1, language=lambda: "en")(scope, None, None))  # type: ignore[arg-type]
    assert scope["seen"]
