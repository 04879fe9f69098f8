"""The BentoML service: ranked lists and explanations for other programs, by one model version at a time."""

import asyncio
import datetime as dt
import inspect
import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import bentoml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from features.i18n.text import Bilingual
from serving.api.model_card import CARD_ADDRESS, card_answer
from serving.api.request_models import AnyRequest, ExplainRequest, RankRequest, Sent
from serving.api.request_queue import RequestQueue
from serving.api.responses import VERSION_HEADER, answered, problems
from serving.api.startup import ServerStart, read_server_start

if TYPE_CHECKING:
    from serving.api.answers import RankingService
    from serving.api.hot_reload import ReloadingService

TIMEOUT_SECONDS = 300
LOOK_SECONDS = 1

TOO_LATE = 504

_OPENED = "desk"  # by 'prezent serve', which says what is wrong before it begins
_KEEPS_TIMERS = "TimeoutMiddleware"
_TOO_LATE = Bilingual(
    "The service was busy for too long; ask again later.", "Serviciul a fost ocupat prea mult; întrebați mai târziu."
)


def open_desk(start: ServerStart, *, today: dt.date) -> "ReloadingService":
    """Load the model and the records; here the heavy libraries are imported, in the process that answers."""
    from features.point_in_time.record_index import index_records
    from features.records.records import load_records
    from serving.api.hot_reload import ReloadingService, look_every

    index = index_records(load_records(start.records, today=today)) if start.records else None
    current = ReloadingService(start.model, index)
    if start.follows:
        look_every(LOOK_SECONDS, current.look)
    return current


async def model(_request: Request) -> Response:
    """Answer GET /model."""
    desk: RankingService = bentoml.get_current_service().desk
    return JSONResponse(desk.about_model(), headers={VERSION_HEADER: desk.scorer.version})


async def model_card(request: Request) -> Response:
    """Answer GET /model/card."""
    desk: RankingService = bentoml.get_current_service().desk
    return card_answer(desk.card, request, version=desk.scorer.version)


async def api_docs(_request: Request) -> Response:
    """Answer GET /docs.json: BentoML's own description with all that it cannot know."""
    from serving.api.openapi import describe

    running = bentoml.get_current_service()
    spec, version = running.bento_service.openapi_spec.asdict(), running.desk.scorer.version
    return JSONResponse(describe(spec, description=inspect.getdoc(running) or "", version=version))


async def index(_request: Request) -> Response:
    """Answer GET / instead of BentoML's page, which loads a tracker from elsewhere."""
    return RedirectResponse("docs.json")


PAGES = Starlette(
    routes=[
        Route("/", index),
        Route("/model", model),
        Route(CARD_ADDRESS, model_card),
        Route("/docs.json", api_docs),
    ]
)


@bentoml.asgi_app(PAGES)
@bentoml.service(http={"host": "127.0.0.1"}, traffic={"timeout": TIMEOUT_SECONDS})
class Prezent:
    """Ranked lists of children to look after first, with reasons, from one model version at a time.

    A score is a share of children like this one, a place in the list a priority to check; a person decides.
    """

    def __init__(self) -> None:
        opened = _shared_state().get(_OPENED)
        self._current = opened or open_desk(read_server_start(os.environ), today=_today())
        self._turns = RequestQueue()

    @property
    def desk(self) -> "RankingService":
        """Who answers now; a request asks once."""
        return self._current.desk

    @bentoml.api(output_spec=dict)  # type: ignore[untyped-decorator]
    async def rank(self, request: RankRequest, /) -> Response:
        """Whom should this school look after first, and why? The ranked list, sized by capacity, with reasons."""
        return await self._answer(cast("Sent[RankRequest]", request), lambda desk: desk.rank)

    @bentoml.api(output_spec=dict)  # type: ignore[untyped-decorator]
    async def explain(self, request: ExplainRequest, /) -> Response:
        """Why is one child's score what it is? All reasons, which with the base margin add up to the margin."""
        return await self._answer(cast("Sent[ExplainRequest]", request), lambda desk: desk.explain)

    async def _answer(
        self, sent: Sent[AnyRequest], asked: "Callable[[RankingService], Callable[..., str]]"
    ) -> Response:
        """Answer a request when its turn comes, by the version of that moment."""

        def work() -> Response:
            desk = self.desk
            return answered(sent.read(), partial(asked(desk), today=_today()), version=desk.scorer.version)

        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return await self._turns.take(sent.body, work)
        except TimeoutError:
            return problems(TOO_LATE, [_TOO_LATE])


def application(opened: "ReloadingService") -> Any:
    """Return the service as an ASGI application that answers from an opened desk, for a server in this process.

    BentoML's time limit is left out: it keeps a timer of each request, and a trace with it, until the limit is over,
    five kilobytes for five minutes. The service has a limit of its own, which ends with the request.
    """
    _shared_state()[_OPENED] = opened
    service: Any = Prezent
    app = service.to_asgi()
    app.user_middleware = [each for each in app.user_middleware if each.cls.__name__ != _KEEPS_TIMERS]
    return app


def _shared_state() -> dict[str, Any]:
    """Return what BentoML keeps for a service in one process."""
    service: Any = Prezent
    state: dict[str, Any] = service.context.state
    return state


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
