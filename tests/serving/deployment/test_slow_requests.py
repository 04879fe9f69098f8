"""A connection whose request does not come is closed; one that is quick, or worked on, is not."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvicorn

from serving.deployment import slow_requests
from serving.deployment.slow_requests import ImpatientProtocol

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer after a while, without looking at a body."""
    assert scope["type"] == "http"
    await asyncio.sleep(0.4 if scope["path"] == "/long" else 0)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


Client = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[bytes]]


def answered(client: Client, monkeypatch: pytest.MonkeyPatch, *, seconds: float = 0.2) -> bytes:
    """Return what a client reads until its connection is closed, or 2 seconds are over."""
    monkeypatch.setattr(slow_requests, "HEADER_SECONDS", seconds)

    async def ask() -> bytes:
        config = uvicorn.Config(application, log_config=None, lifespan="off", http=ImpatientProtocol)
        config.load()
        state = uvicorn.server.ServerState()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: ImpatientProtocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
        )
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            return await asyncio.wait_for(client(reader, writer), 3)
        finally:
            writer.close()
            server.close()
            await asyncio.sleep(0.01)

    return asyncio.run(ask())


@pytest.mark.parametrize("beginning", [b"", b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_who_begins_a_request_and_does_not_go_on_is_closed(beginning: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(beginning)
        return await reader.read()

    assert answered(client, monkeypatch) == b""


def test_headers_that_drip_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"GET / HTTP/1.1\r\n")
        reading = asyncio.ensure_future(reader.read())
        for _ in range(40):
            if reading.done():
                break
            writer.write(b"X: y\r\n")
            await asyncio.sleep(0.05)
        assert reading.done()
        return await reading

    assert answered(client, monkeypatch) == b""


def test_a_second_request_that_drips_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(REQUEST + b"GET")
        return await reader.read()

    assert answered(client, monkeypatch).endswith(b"ok")


def test_a_body_that_goes_on_after_its_answer_is_not_taken_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
        found = await reader.readuntil(b"ok")
        for _ in range(40):
            writer.write(b"x" * 10)
            await asyncio.sleep(0.05)
            if reader.at_eof():
                return found
        raise AssertionError

    assert b"200" in answered(client, monkeypatch)


def test_who_waits_for_an_answer_is_not_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(REQUEST.replace(b"GET /", b"GET /long"))
        return await reader.readuntil(b"ok")

    assert answered(client, monkeypatch, seconds=0.1).endswith(b"ok")


def test_one_request_after_the_other_is_answered_on_one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        found = b""
        for _ in range(5):
            writer.write(REQUEST)
            found += await reader.readuntil(b"ok")
            await asyncio.sleep(0.1)
        return found

    assert answered(client, monkeypatch).count(b"200 OK") == 5
