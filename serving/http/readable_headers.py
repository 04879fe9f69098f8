"""Headers that say what a body is, or which answer is wanted, in a way that nothing behind can read: taken for none."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

_READ = frozenset({b"content-type", b"accept"})
_ENCODED = re.compile(rb"\*\d*\*?\s*=")  # boundary*=utf-8''x: no browser and no program of ours writes so

# What a form is written in by every browser; Django answers any other by a fault.
_OTHER_LETTERS = re.compile(rb"application/x-www-form-urlencoded\s*;.*charset\s*=\s*(?![\"']?utf-8\b)", re.IGNORECASE)


class ReadableHeadersMiddleware:
    """Leaves such headers out before anything else looks: the log of requests and the pages would fail over them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        if scope["type"] == "http":
            kept = [(name, value) for name, value in scope["headers"] if name not in _READ or _is_readable(value)]
            scope = {**scope, "headers": kept}
        await self._app(scope, receive, send)


def _is_readable(value: bytes) -> bool:
    r"""Tell whether a header is of plain letters, has no parameter in another encoding, and no form in one.

    >>> [_is_readable(each) for each in (b"*/*;q=0.8", b"text/csv; charset=\xff", b"text/csv; charset*=x''y")]
    [True, False, False]
    """
    return value.isascii() and not _ENCODED.search(value) and not _OTHER_LETTERS.match(value)
