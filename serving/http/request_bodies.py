"""The bodies of requests, taken whole before anybody works on one: not too large, not too slow, not cut off.

Whoever waits for a body holds what came of it. So it is held to a size, all bodies together are, and the wait has an
end. A client that goes away in the middle is one quiet line in the log.
"""

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from features.i18n.text import Bilingual, Language
from serving.http.responses import BUSY, UNAVAILABLE, logger, problems

TOO_SLOW, TOO_LARGE = 408, 413
MEGABYTE = 2**20
BODY_SECONDS = 60
_DIGITS = 18  # of a length; more of them would be no smaller
BODIES_AT_ONCE = 4  # together they may be as large as so many of the largest

SLOW_BODY = Bilingual(
    f"The body did not come within {BODY_SECONDS} seconds; send it in one go.",
    f"Corpul cererii nu a sosit în {BODY_SECONDS} de secunde; trimiteți-l dintr-o dată.",
)
_WENT_AWAY = Bilingual(
    "A client went away before its request was whole.", "Un client a plecat înainte ca cererea lui să fie întreagă."
)


def large_body(megabytes: int) -> Bilingual:
    """Say that a body is larger than it may be."""
    return Bilingual(
        f"The body is larger than {megabytes} MB; bring one school at a time, or raise body_limit_mb in config.toml.",
        f"Corpul cererii depășește {megabytes} MB; aduceți câte o școală sau măriți body_limit_mb în config.toml.",
    )


class RequestBodyMiddleware:
    """Takes the body of a request before it hands the request on, and answers one whose body cannot be taken.

    Parameters
    ----------
    app
        The application.
    megabytes
        Returns how large a body may be.
    language
        Returns what the log is written in.
    seconds
        How long a body may take to come.
    """

    def __init__(
        self, app: ASGIApp, *, megabytes: Callable[[], int], language: Callable[[], Language],
        seconds: float = BODY_SECONDS,
    ) -> None:  # fmt: skip
        self._app, self._megabytes, self._seconds, self._language = app, megabytes(), seconds, language()
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on with its body, or say what is wrong with that."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        chunks: list[bytes] = []
        try:
            app = await self._taken(scope, receive, chunks)
            body = b"".join(chunks)
            chunks[:] = [body]  # which alone is held from here on
            await app(scope, _giving(body, receive), send)
        except ClientDisconnect:
            logger.info("%s", _WENT_AWAY.said(self._language))
        finally:
            self._held -= sum(map(len, chunks))

    async def _taken(self, scope: Scope, receive: Receive, chunks: list[bytes]) -> ASGIApp:
        """Take a body piece by piece; return who answers then."""
        most = self._megabytes * MEGABYTE
        if _declared(scope) > most:
            return problems(TOO_LARGE, [large_body(self._megabytes)])
        try:
            async with asyncio.timeout(self._seconds):
                size = 0
                async for chunk in _pieces(receive):
                    chunks.append(chunk)
                    size, self._held = size + len(chunk), self._held + len(chunk)
                    if size > most:
                        return problems(TOO_LARGE, [large_body(self._megabytes)])
                    if self._held > most * BODIES_AT_ONCE:
                        return problems(UNAVAILABLE, [BUSY])
        except TimeoutError:
            return problems(TOO_SLOW, [SLOW_BODY])
        return self._app


def _declared(scope: Scope) -> int:
    """Return how large a body says that it is; 0 where it does not."""
    length = Headers(scope=scope).get("content-length", "")
    return int(length[:_DIGITS]) if length.isdecimal() else 0


async def _pieces(receive: Receive) -> AsyncIterator[bytes]:
    """Yield what comes of a body until it is whole; ClientDisconnect if that never happens."""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        yield message.get("body", b"")
        more = message.get("more_body", False)


def _giving(body: bytes, receive: Receive) -> Receive:
    """Return what gives the body at once, and afterwards what comes later."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return waiting.pop() if waiting else await receive()

    return give
