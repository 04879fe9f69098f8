"""Who asks the JSON interface: this computer, or a program with a key once there are people."""

import asyncio
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from features.i18n.text import Bilingual
from models.viewer import Viewer
from serving.http.responses import FORBIDDEN, problems

if TYPE_CHECKING:
    from models.ranking.abstention import NotScored

NO_KEY = 401
LISTS, CHILDREN, MODEL, OPERATION = "lists", "children", "model", "operation"
ADDRESSES = {
    "/rank": LISTS, "/warnings": LISTS, "/explain": CHILDREN, "/model": MODEL, "/model/card": MODEL,
    "/metrics": OPERATION, "/schema.json": MODEL,
}  # fmt: skip

KEY_NEEDED = Bilingual(
    "This needs a key that holds: send 'Authorization: Bearer KEY'; 'prezent people token' makes one.",
    "Este nevoie de o cheie valabilă: trimiteți „Authorization: Bearer CHEIE”; „prezent people token” face una.",
)
NOT_WITH_THIS_KEY = Bilingual("This key is not for that.", "Această cheie nu este pentru așa ceva.")
ONLY_BY_TLS = Bilingual("This service is asked by https only.", "Acest serviciu poate fi întrebat numai prin https.")


@dataclass(frozen=True)
class Caller:
    """Whoever asks, and how to note what was asked of whom: an action, a school and a pupil.

    ``apart`` are children of whom nothing is told from the list, since somebody objected.
    """

    viewer: Viewer
    note: Callable[[str, str, str], None] = lambda _action, _school_id, _pupil_id: None
    apart: "Mapping[str, NotScored]" = field(default_factory=dict)


Callers = Callable[[str, str], "Caller | None"]  # of a key and of what it asks for; PermissionError where it may not
THIS_COMPUTER = Caller(Viewer("this computer"))  # nobody else can ask where there are no people
_asking: ContextVar[Caller] = ContextVar("asking", default=THIS_COMPUTER)


def asking() -> Caller:
    """Return who asks in this request."""
    return _asking.get()


@dataclass(frozen=True)
class Doors:
    """Where keys are looked up, and whether nothing is answered without TLS."""

    callers: Callers
    secure: bool = False


class KeyMiddleware:
    """Asks for a key wherever no page answers, once there are people; pages have doors of their own.

    Parameters
    ----------
    app
        The application.
    doors
        Returns where keys are looked up; None where there are no people, and only this computer can ask.
    """

    def __init__(self, app: ASGIApp, doors: Callable[[], Doors | None]) -> None:
        self._app, self._doors = app, doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on as its caller's, or refuse it."""
        doors = self._doors() if scope["type"] == "http" else None
        wanted = ADDRESSES.get(scope["path"].rstrip("/")) if doors else None
        if doors is None or wanted is None:
            await self._app(scope, receive, send)
            return
        if doors.secure and scope["scheme"] != "https":
            await problems(FORBIDDEN, [ONLY_BY_TLS])(scope, receive, send)
            return
        kind, _, key = Headers(scope=scope).get("authorization", "").partition(" ")
        try:
            caller = await asyncio.to_thread(doors.callers, key.strip(), wanted) if kind.lower() == "bearer" else None
        except PermissionError:
            await problems(FORBIDDEN, [NOT_WITH_THIS_KEY])(scope, receive, send)
            return
        if caller is None:
            refusal = problems(NO_KEY, [KEY_NEEDED])
            refusal.headers["WWW-Authenticate"] = "Bearer"
            await refusal(scope, receive, send)
            return
        held = _asking.set(caller)
        try:
            await self._app(scope, receive, send)
        finally:
            _asking.reset(held)
