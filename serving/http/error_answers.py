"""Mistakes that the frameworks answer in their own words, answered in ours.

What is not there and what may not be done there are plain English in Starlette; a path with a slash too many sends the
client to whatever host it named; a fault outside our own functions ends in a traceback. All of them become sentences in
both languages.
"""

import re
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from features.i18n.text import Bilingual
from serving.http.responses import OUR_FAULT, SORRY, mistaken, problems

NOT_THERE, WRONG_METHOD = 404, 405
FROM_PAGES = "content-security-policy"  # what people read in a browser has it, and is said in their words already

NO_SUCH_PLACE = Bilingual(
    "There is nothing at this address; /docs.json describes what there is.",
    "La această adresă nu este nimic; /docs.json descrie ce există.",
)
ANOTHER_METHOD = Bilingual(
    "This address does not take that method; /docs.json says which it takes.",
    "Această adresă nu primește această metodă; /docs.json spune pe care o primește.",
)
_ELSEWHERE = re.compile(r"[a-z]+:|//", re.IGNORECASE)


class ErrorAnswerMiddleware:
    """Replaces the answers of mistakes that are not ours by sentences; ours are JSON, or pages, and pass."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on and look at how its answer begins."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, replaced = False, False

        async def look(message: Message) -> None:
            nonlocal begun, replaced
            if message["type"] == "http.response.start":
                begun = True
                if answer := _replacing(message):
                    replaced = True
                    await answer(scope, receive, send)
            if not replaced:
                await send(message)

        try:
            await self._app(scope, receive, look)
        except Exception as error:
            answer = mistaken(error)
            if begun and not replaced:
                raise
            if not begun:
                await answer(scope, receive, send)


def another_method(allowed: str) -> Response:
    """Return what is answered to a method that an address does not take."""
    answer = problems(WRONG_METHOD, [ANOTHER_METHOD])
    answer.headers["allow"] = allowed
    return answer


def _replacing(start: Message) -> ASGIApp | None:
    """Return what is answered instead of an answer that begins so; None if it may go out."""
    headers = Headers(raw=[(name.lower(), value) for name, value in start["headers"]])  # Django sends them in capitals
    status = start["status"]
    if FROM_PAGES in headers:
        return None
    if _ELSEWHERE.match(headers.get("location", "")):
        return problems(NOT_THERE, [NO_SUCH_PLACE])
    if status < HTTPStatus.BAD_REQUEST or headers.get("content-type", "").startswith("application/json"):
        return None
    said = {NOT_THERE: NO_SUCH_PLACE, WRONG_METHOD: ANOTHER_METHOD}.get(status)
    answer = problems(status if said else OUR_FAULT, [said or SORRY])
    if "allow" in headers:
        answer.headers["allow"] = headers["allow"]
    return answer
