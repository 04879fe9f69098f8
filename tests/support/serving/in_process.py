"""Requests to the application in this process, started and ended as a server would."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx

URL = "http://127.0.0.1:3000"
T = TypeVar("T")


def asked(app: Any, ask: Callable[[httpx.AsyncClient], Awaitable[T]]) -> T:
    async def ask_it() -> T:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url=URL) as client,
        ):
            return await ask(client)

    return asyncio.run(ask_it())
