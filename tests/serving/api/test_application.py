"""The application that ``prezent serve`` runs, in this process: it keeps nothing of a request that is over."""

import asyncio
import gc
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import httpx
import pytest

from features.point_in_time.record_index import RecordIndex
from serving.api import service
from serving.api.hot_reload import ReloadingService

BODY = {"as_of": "2025-02-03", "pupil_id": "nobody"}
REQUESTS = 400
T = TypeVar("T")


@pytest.fixture(scope="module")
def opened(pinned: Path, index: RecordIndex) -> ReloadingService:
    return ReloadingService(pinned, index)


@pytest.fixture(scope="module")
def app(opened: ReloadingService) -> Any:
    """The application; BentoML's counters let a process have one only."""
    return service.application(opened)


def asked(app: Any, ask: Callable[[httpx.AsyncClient], Awaitable[T]]) -> T:
    """Ask the application, started and ended as a server would."""

    async def ask_it() -> T:
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://prezent") as client,
        ):
            return await ask(client)

    return asyncio.run(ask_it())


def test_no_timer_and_no_trace_of_a_request_is_kept(app: Any) -> None:
    async def timers_after_many(client: httpx.AsyncClient) -> int:
        for _ in range(REQUESTS):
            assert (await client.post("/explain", json=BODY)).status_code == 404
        return sum(isinstance(each, asyncio.TimerHandle) for each in gc.get_objects())

    # A loop clears away the timers that were called off once they are more than half of a hundred.
    assert asked(app, timers_after_many) < REQUESTS // 2


def test_who_waits_for_too_long_is_told_to_ask_again(
    app: Any, opened: ReloadingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()

    def explain(_request: object, *, today: object) -> str:
        assert over.wait(60)
        return "{}"

    async def ask(client: httpx.AsyncClient) -> httpx.Response:
        answer = await client.post("/explain", json=BODY)
        over.set()
        return answer

    monkeypatch.setattr(opened, "desk", SimpleNamespace(explain=explain, scorer=SimpleNamespace(version="3")))
    monkeypatch.setattr(service, "TIMEOUT_SECONDS", 0.05)
    answer = asked(app, ask)
    assert answer.status_code == 504
    assert [problem["text_en"] for problem in answer.json()["problems"]] == [
        "The service was busy for too long; ask again later."
    ]
