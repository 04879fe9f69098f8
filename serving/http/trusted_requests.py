"""Which requests are read at all: those to the service's own names, and bodies that say that they are JSON.

A page that is open in the same browser may give its own name the address of this computer, and then read what it asks
for; its requests still bear its name. And it may send a body to any address without asking first, but not as JSON.
"""

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from features.i18n.text import Bilingual
from serving.http.responses import problems

MISDIRECTED, NOT_JSON = 421, 415
_WHOLE_ADDRESS = re.compile(r"https?://(?P<host>[^/?#]*)(?P<path>/.*)?", re.IGNORECASE | re.DOTALL)
_NO_LINE = "\ufffd"  # addresses end at a line break for the router: the pages would not be asked, and JSON answered
OWN_NAMES = ("127.0.0.1", "localhost", "::1")

OTHER_NAME = Bilingual(
    "This service does not answer to that Host name; ask it by the address it was started with.",
    "Acest serviciu nu răspunde la acest nume (Host); întrebați-l la adresa cu care a fost pornit.",
)
ANOTHER_TYPE = Bilingual(
    "The body must be JSON; send it with Content-Type: application/json.",
    "Corpul cererii trebuie să fie JSON; trimiteți-l cu Content-Type: application/json.",
)


class TrustedRequestMiddleware:
    """Answers other requests with a sentence.

    Parameters
    ----------
    app
        The application.
    names
        Returns the names that the service has beside those of this computer: ``name`` at any port, or ``name:port``.
    takes_forms
        Tells of an address whether forms may be sent to it, since what answers there knows its own forms by a token.
    """

    def __init__(
        self, app: ASGIApp, names: Callable[[], Sequence[str]], takes_forms: Callable[[str], bool] = lambda _path: False
    ) -> None:
        self._app, self._names, self._takes_forms = app, frozenset(name.lower() for name in names()), takes_forms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or refuse it."""
        app = self._app
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            host, scope = _target(headers.get("host", ""), scope)
            if self._takes_forms(scope["path"]):
                scope = {**scope, "path": scope["path"].replace("\n", _NO_LINE)}
            if not self._is_own(host, scope):
                app = problems(MISDIRECTED, [OTHER_NAME])
            elif (
                scope["method"] == "POST"
                and not _is_json(headers.get("content-type", ""))
                and not self._takes_forms(scope["path"])
            ):
                app = problems(NOT_JSON, [ANOTHER_TYPE])
        await app(scope, receive, send)

    def _is_own(self, host: str, scope: Scope) -> bool:
        name, port = _name_and_port(host, 443 if scope["scheme"] == "https" else 80)
        if not name or {name, f"{name}:{port}"} & self._names:
            return bool(name)
        _, own_port = scope.get("server") or ("", None)
        return name in OWN_NAMES and own_port in (port, None)


def _target(host: str, scope: Scope) -> tuple[str, Scope]:
    """Return which host is asked and for what; a whole address in the request line stands above the Host header."""
    whole = _WHOLE_ADDRESS.fullmatch(scope["path"])
    if not whole:
        return host, scope
    path = whole["path"] or "/"
    return whole["host"], {**scope, "path": path, "raw_path": path.encode()}


def _name_and_port(host: str, default: int) -> tuple[str, int]:
    """Split a Host header; an address in brackets loses them, and what is no Host header gives no name.

    >>> _name_and_port("[::1]:3000", 80), _name_and_port("LocalHost", 80), _name_and_port("x@localhost:80", 80)
    (('::1', 3000), ('localhost', 80), ('', 80))
    """
    if set(host) & set("@/?#\\ "):
        return "", default
    try:
        parts = urlsplit(f"//{host}")
        return parts.hostname or "", parts.port or default
    except ValueError:
        return "", default


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"
