"""How do other programs ask for ranked lists and explanations? The BentoML service, pinned to one model version."""

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import bentoml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from serving.requests import ExplainRequest, RankRequest
from serving.responses import answered

if TYPE_CHECKING:
    from serving.desk import Desk

MODEL_VARIABLE, RECORDS_VARIABLE = "PREZENT_MODEL_DIR", "PREZENT_RECORDS"
MODEL_IN_BENTO = Path(__file__).with_name("pinned_model")
TIMEOUT_SECONDS = 300


@dataclass(frozen=True)
class Start:
    """What a service starts with: the folder of its pinned model, and that of its records if it has any."""

    model: Path
    records: Path | None


def read_start(environment: Mapping[str, str]) -> Start:
    """Read what to start with; without a model's folder it is the one inside the bento."""
    records = environment.get(RECORDS_VARIABLE)
    return Start(Path(environment.get(MODEL_VARIABLE) or MODEL_IN_BENTO), Path(records) if records else None)


def open_desk(start: Start, *, today: dt.date) -> "Desk":
    """Load the model and the records; here the heavy libraries are imported, in the process that answers."""
    from features.histories import sort_records
    from features.records import load_records
    from serving.desk import Desk
    from serving.pinned import read_pinned

    scorer = read_pinned(start.model)
    return Desk(scorer, sort_records(load_records(start.records, today=today)) if start.records else None)


async def model(_request: Request) -> Response:
    """Answer GET /model."""
    desk: Desk = bentoml.get_current_service().desk
    return JSONResponse(desk.about_model())


async def api_docs(_request: Request) -> Response:
    """Answer GET /docs.json: BentoML's own description with all that it cannot know."""
    from serving.api_docs import describe

    return JSONResponse(describe(Prezent.openapi_spec.asdict()))


async def index(_request: Request) -> Response:
    """Answer GET / instead of BentoML's page, which loads a tracker from elsewhere."""
    return RedirectResponse("docs.json")


PAGES = Starlette(routes=[Route("/", index), Route("/model", model), Route("/docs.json", api_docs)])


@bentoml.asgi_app(PAGES)  # type: ignore[untyped-decorator]
@bentoml.service(http={"host": "127.0.0.1"}, traffic={"timeout": TIMEOUT_SECONDS})  # type: ignore[untyped-decorator]
class Prezent:
    """Ranked lists of children to look after first, with reasons, from one pinned model version.

    A score is a share of children like this one, a place in the list a priority to check; a person decides.
    """

    def __init__(self) -> None:
        self.desk = open_desk(read_start(os.environ), today=_today())

    @bentoml.api(output_spec=dict)  # type: ignore[untyped-decorator]
    def rank(self, request: RankRequest, /) -> Response:
        """Whom should this school look after first, and why? The ranked list, sized by capacity, with reasons."""
        return answered(request, partial(self.desk.rank, today=_today()))

    @bentoml.api(output_spec=dict)  # type: ignore[untyped-decorator]
    def explain(self, request: ExplainRequest, /) -> Response:
        """Why is one child's score what it is? All reasons, which with the base margin add up to the margin."""
        return answered(request, partial(self.desk.explain, today=_today()))


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
