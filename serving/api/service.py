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
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from serving.api.callers import ADDRESSES, Caller, Doors, KeyMiddleware, asking
from serving.api.model_card import CARD_ADDRESS, card_answer
from serving.api.request_models import AnyRequest, ExplainRequest, RankRequest, Sent
from serving.api.startup import ServerStart, read_server_start
from serving.http.access_log import keep_lines_whole
from serving.http.error_answers import ErrorAnswerMiddleware, another_method
from serving.http.readable_headers import ReadableHeadersMiddleware
from serving.http.request_bodies import RequestBodyMiddleware
from serving.http.request_queue import RequestQueue
from serving.http.responses import BUSY, TOO_LATE, VERSION_HEADER, answered, problems
from serving.http.trusted_requests import TrustedRequestMiddleware

if TYPE_CHECKING:
    from serving.api.answers import RankingService
    from serving.api.hot_reload import ReloadingService

TIMEOUT_SECONDS = 300
LOOK_SECONDS = 1

# By 'prezent serve', which says what is wrong before it begins.
_OPENED, _START, _PAGES, _DOORS = "opened", "start", "pages", "doors"
_JSON_ADDRESSES = frozenset({"/rank", "/warnings", "/explain"})
_READ_ADDRESSES = frozenset({*ADDRESSES, "/docs.json", "/healthz", "/livez", "/readyz"}) - _JSON_ADDRESSES
_KEEPS_TIMERS = "TimeoutMiddleware"


def open_service(start: ServerStart, *, today: Callable[[], dt.date]) -> "ReloadingService":
    """Load the model and the records; here the heavy libraries are imported, in the process that answers."""
    from features.store.source import records_at
    from serving.api.hot_reload import ReloadingService, look_every, readable_records

    records = readable_records(records_at(start.records), today=today) if start.records else None
    reloading = ReloadingService(start.model, records, language=start.language)
    if start.follows or records:
        look_every(LOOK_SECONDS, reloading.look)
    return reloading


async def model(_request: Request) -> Response:
    """Answer GET /model."""
    service: RankingService = bentoml.get_current_service().service
    return JSONResponse(service.about_model(), headers={VERSION_HEADER: service.scorer.version})


async def model_card(request: Request) -> Response:
    """Answer GET /model/card."""
    service: RankingService = bentoml.get_current_service().service
    return card_answer(service.card, request, version=service.scorer.version)


async def api_docs(_request: Request) -> Response:
    """Answer GET /docs.json: BentoML's own description with all that it cannot know."""
    from serving.api.openapi import describe

    running = bentoml.get_current_service()
    spec, version = running.bento_service.openapi_spec.asdict(), running.service.scorer.version
    about = inspect.getdoc(running) or ""
    return JSONResponse(describe(spec, description=about, version=version, keys=_doors() is not None))


async def index(_request: Request) -> Response:
    """Answer GET / instead of BentoML's page, which loads a tracker from elsewhere."""
    return RedirectResponse("docs.json")


_INDEX = Route("/", index)
PAGES = Starlette(
    routes=[
        _INDEX,
        Route("/model", model),
        Route(CARD_ADDRESS, model_card),
        Route("/docs.json", api_docs),
    ]
)


def _start() -> ServerStart:
    start: ServerStart | None = _shared_state().get(_START)
    return start or read_server_start(os.environ)


def _takes_forms(path: str) -> bool:
    """Tell whether forms are no danger at an address: the pages know their own, and what is only read refuses all."""
    return path not in _JSON_ADDRESSES and (_PAGES in _shared_state() or path in _READ_ADDRESSES)


def _doors() -> Doors | None:
    """Return where keys are looked up; None where there are no people."""
    doors: Doors | None = _shared_state().get(_DOORS)
    return doors


def _guarded(service: Any) -> Any:
    """Have a BentoML service refuse, before anything else, what was not meant for it or is too much."""
    service.add_asgi_middleware(ErrorAnswerMiddleware)
    service.add_asgi_middleware(TrustedRequestMiddleware, names=lambda: _start().hosts, takes_forms=_takes_forms)
    service.add_asgi_middleware(KeyMiddleware, doors=_doors)  # after a whole address in the request line was read
    service.add_asgi_middleware(
        RequestBodyMiddleware, megabytes=lambda: _start().body_limit_mb, language=lambda: _start().language
    )
    return service


@_guarded
@bentoml.asgi_app(PAGES)
@bentoml.service(http={"host": "127.0.0.1"}, traffic={"timeout": TIMEOUT_SECONDS})
class Prezent:
    """Ranked lists of children to look after first, with reasons, from one model version at a time.

    A score is a share of children like this one, a place in the list a priority to check; a person decides.
    """

    def __init__(self) -> None:
        opened = _shared_state().get(_OPENED)
        self._reloading = opened or open_service(read_server_start(os.environ), today=today)
        self._queue = RequestQueue()
        keep_lines_whole()

    @property
    def service(self) -> "RankingService":
        """What answers now; a request asks once."""
        return self._reloading.service

    @bentoml.api(output_spec=dict)  # type: ignore[untyped-decorator]
    async def rank(self, request: RankRequest, /) -> Response:
        """Whom should this school look after first, and why? The ranked list, sized by capacity, with reasons."""
        return await self._answer(cast("Sent[RankRequest]", request), lambda service: service.rank)

    @bentoml.api(output_spec=dict)  # type: ignore[untyped-decorator]
    async def warnings(self, request: RankRequest, /) -> Response:
        """What is odd in the records of the children whom the same request to /rank lists? At most three things."""
        return await self._answer(cast("Sent[RankRequest]", request), lambda service: service.warnings)

    @bentoml.api(output_spec=dict)  # type: ignore[untyped-decorator]
    async def explain(self, request: ExplainRequest, /) -> Response:
        """Why is one child's score what it is? All reasons, which with the base margin add up to the margin."""
        return await self._answer(cast("Sent[ExplainRequest]", request), lambda service: service.explain)

    async def _answer(
        self, sent: Sent[AnyRequest], asked: "Callable[[RankingService], Callable[..., str]]"
    ) -> Response:
        """Answer a request when its turn comes, by the version of that moment."""

        caller = asking()

        def work() -> Response:
            service = self.service
            answer = asked(service.without(caller.apart))
            request = sent.read()
            _note(caller, answer.__name__, request)
            ask = partial(answer, viewer=caller.viewer, today=today())
            return answered(request, ask, version=service.scorer.version)

        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return await self._queue.take(sent.body, work)
        except TimeoutError:
            return problems(TOO_LATE, [BUSY])


def _note(caller: Caller, asked: str, request: object) -> None:
    """Note what was asked, before it is answered: who may not have it has asked for it too."""
    caller.note(asked, getattr(request, "school_id", None) or "", getattr(request, "pupil_id", None) or "")


def application(
    opened: "ReloadingService", start: ServerStart, *, pages: Any = None, doors: Doors | None = None
) -> Any:
    """Return the service as an ASGI application that answers from what is opened, for a server in this process.

    ``pages`` is the application of the pages that people work with, which answers every address that is not of the
    JSON interface; ``doors`` has the keys without which that answers nobody then.

    BentoML's time limit is left out: it keeps a timer of each request, and a trace with it, until the limit is over,
    five kilobytes for five minutes. The service has a limit of its own, which ends with the request. What is counted
    stays in this process, since there is no other to add it up.
    """
    from bentoml._internal.configuration.containers import BentoMLContainer
    from bentoml._internal.server.metrics.prometheus import PrometheusClient

    _shared_state().update({_OPENED: opened, _START: start, _DOORS: doors})
    BentoMLContainer.metrics_client.set(PrometheusClient(multiproc=False))
    if pages is not None:
        _shared_state()[_PAGES] = pages
        own = [each for each in PAGES.router.routes if each is not _INDEX]
        PAGES.router.routes[:] = [*own, *_other_methods(), Mount("/", pages)]
    service: Any = Prezent
    app = service.to_asgi()
    kept = [each for each in app.user_middleware if each.cls.__name__ != _KEEPS_TIMERS]
    app.user_middleware = [Middleware(ReadableHeadersMiddleware), *kept]
    return app


def _other_methods() -> list[Route]:
    """Return what answers, before the pages do, whoever asks an address of the interface by another method."""
    return [
        *(Route(path, another_method("POST")) for path in sorted(_JSON_ADDRESSES)),
        *(Route(path, another_method("GET, HEAD")) for path in sorted(_READ_ADDRESSES)),
    ]


def _shared_state() -> dict[str, Any]:
    """Return what BentoML keeps for a service in one process."""
    service: Any = Prezent
    state: dict[str, Any] = service.context.state
    return state


def today() -> dt.date:
    """Return the day on this computer."""
    return dt.datetime.now().astimezone().date()
