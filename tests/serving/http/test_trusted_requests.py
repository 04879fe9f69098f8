"""A request is read if it was sent to the service's own name and says that its body is JSON; no other is."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from serving.http.trusted_requests import TrustedRequestMiddleware

LET_IN = 200


async def application(_scope: Any, _receive: Any, send: Any) -> None:
    """Answer whatever is let in."""
    await send({"type": "http.response.start", "status": LET_IN, "headers": []})


def status_of(
    host: str | None, *, method: str = "GET", content_type: str | None = None, names: tuple[str, ...] = (),
    server: tuple[str, int] | None = ("127.0.0.1", 3000), scheme: str = "http", path: str = "/rank",
) -> int:  # fmt: skip
    sent = {"host": host, "content-type": content_type}
    headers = [(name.encode(), value.encode()) for name, value in sent.items() if value is not None]
    scope = {"type": "http", "method": method, "headers": headers, "server": server, "scheme": scheme, "path": path}
    statuses: list[int] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    asyncio.run(TrustedRequestMiddleware(application, names=lambda: names)(scope, receive, send))
    return statuses[0]


@pytest.mark.parametrize("host", ["127.0.0.1:3000", "localhost:3000", "LOCALHOST:3000", "[::1]:3000"])
def test_the_names_of_this_computer_are_its_own_at_its_port(host: str) -> None:
    assert status_of(host) == LET_IN


@pytest.mark.parametrize(
    "host",
    [
        None, "", "rebound.example:3000", "rebound.example", "localhost:3001", "localhost", "127.0.0.1.example:3000",
        "localhost.example:3000", "x@localhost:3000", "localhost:3000@rebound.example", "localhost:3000/", "[::1",
        "localhost:", "localhost:99999", "localhost:x", "127.0.0.2:3000", "0.0.0.0:3000",
    ],
)  # fmt: skip
def test_any_other_name_is_refused(host: str | None) -> None:
    assert status_of(host) == 421


def test_a_name_that_is_configured_is_its_own_at_any_port_or_at_the_one_that_is_given() -> None:
    assert [status_of(f"lists.example:{port}", names=("Lists.example",)) for port in (3000, 8080)] == [LET_IN, LET_IN]
    assert [status_of(f"lists.example:{port}", names=("lists.example:8080",)) for port in (3000, 8080)] == [421, LET_IN]
    assert status_of("127.8.8.8:3000", names=("127.8.8.8:3000",)) == LET_IN


def test_without_a_port_the_usual_one_is_meant() -> None:
    assert status_of("localhost", server=("127.0.0.1", 80)) == LET_IN
    assert status_of("localhost", server=("127.0.0.1", 443), scheme="https") == LET_IN
    assert status_of("localhost", server=("127.0.0.1", 443)) == 421


def test_on_a_socket_without_a_port_the_name_alone_decides() -> None:
    assert [status_of(host, server=None) for host in ("localhost", "rebound.example")] == [LET_IN, 421]


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", LET_IN),
        ("Application/JSON; charset=utf-8", LET_IN),
        (None, 415),
        ("", 415),
        ("text/plain", 415),
        ("text/plain; application/json", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/vnd.bentoml+pickle", 415),
    ],
)
def test_a_body_must_say_that_it_is_json(content_type: str | None, status: int) -> None:
    assert status_of("localhost:3000", method="POST", content_type=content_type) == status


def test_who_only_asks_says_nothing_of_a_body() -> None:
    assert status_of("localhost:3000", content_type=None) == LET_IN


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("http://localhost:3000/rank", LET_IN),
        ("HTTP://127.0.0.1:3000/rank", LET_IN),
        ("http://localhost:3000", LET_IN),
        ("http://rebound.example/rank", 421),
        ("http://rebound.example", 421),
        ("http://x@localhost:3000/rank", 421),
        ("https://localhost:3001/rank", 421),
        ("http:///rank", 421),
    ],
)
def test_a_whole_address_in_the_request_line_stands_above_the_host_header(path: str, status: int) -> None:
    assert status_of("localhost:3000", path=path) == status


def test_a_whole_address_is_asked_for_its_path() -> None:
    paths: list[str] = []

    async def note(scope: Any, _receive: Any, _send: Any) -> None:
        paths.append(scope["path"])

    for path in ("http://localhost:3000/model/card", "http://localhost:3000", "/model"):
        scope = {"type": "http", "method": "GET", "headers": [], "server": ("127.0.0.1", 3000), "scheme": "http"}
        scope |= {"path": path, "headers": [(b"host", b"localhost:3000")]}
        asyncio.run(TrustedRequestMiddleware(note, names=tuple)(scope, None, None))  # type: ignore[arg-type]
    assert paths == ["/model/card", "/", "/model"]


def test_an_address_with_a_line_break_is_asked_of_the_pages_too() -> None:
    """Routes end at a line break: JSON would be answered where a browser expects the page that there is none."""
    asked = []

    async def pages(scope: Any, _receive: Any, send: Any) -> None:
        asked.append(scope["path"])
        await send({"type": "http.response.start", "status": LET_IN, "headers": []})

    app = TrustedRequestMiddleware(Starlette(routes=[Mount("/", pages)]), names=tuple, takes_forms=lambda _path: True)
    scope = {"type": "http", "method": "GET", "headers": [(b"host", b"127.0.0.1:3000")], "scheme": "http",
             "server": ("127.0.0.1", 3000), "path": "/plans/new/x\n/", "query_string": b""}  # fmt: skip

    async def ignore(*_message: Any) -> None:
        return None

    asyncio.run(app(scope, ignore, ignore))
    assert asked == ["/plans/new/x\ufffd/"]


def test_what_is_no_request_is_handed_on() -> None:
    async def lifespan(scope: Any, _receive: Any, _send: Any) -> None:
        scope["seen"] = True

    scope: dict[str, Any] = {"type": "lifespan"}
    asyncio.run(TrustedRequestMiddleware(lifespan, names=tuple)(scope, None, None))  # type: ignore[arg-type]
    assert scope["seen"]
