"""The application that ``prezent serve`` runs, in this process: it keeps nothing of a request that is over."""

import asyncio
import gc
import re
import threading
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from serving.api import service
from serving.api.hot_reload import ReloadingService
from tests.support.serving.in_process import asked

BODY = {"as_of": "2025-02-03", "pupil_id": "nobody"}
REQUESTS = 400


@pytest.mark.slow
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

    def explain(_request: object, *, viewer: object, today: object) -> str:
        assert over.wait(60)
        return "{}"

    async def ask(client: httpx.AsyncClient) -> httpx.Response:
        answer = await client.post("/explain", json=BODY)
        over.set()
        return answer

    monkeypatch.setattr(opened, "service", SimpleNamespace(explain=explain, scorer=SimpleNamespace(version="3")))
    monkeypatch.setattr(service, "TIMEOUT_SECONDS", 0.05)
    answer = asked(app, ask)
    assert answer.status_code == 504
    assert [problem["text_en"] for problem in answer.json()["problems"]] == [
        "The service was busy for too long; ask again later."
    ]


def test_what_was_asked_is_counted_for_whoever_measures(app: Any) -> None:
    async def ask(client: httpx.AsyncClient) -> httpx.Response:
        await client.post("/rank", json={})
        return await client.get("/metrics")

    answer = asked(app, ask)
    assert answer.status_code == 200
    counted = re.search(r'request_total{.*endpoint="/rank",.*http_response_code="400".*} (\S+)', answer.text)
    assert counted
    assert float(counted[1]) >= 1


def test_a_name_that_it_was_given_is_answered_to_and_no_other(app: Any) -> None:
    async def ask(client: httpx.AsyncClient) -> list[int]:
        hosts = ("lists.example", "rebound.example")
        return [(await client.get("/model", headers={"Host": host})).status_code for host in hosts]

    assert asked(app, ask) == [200, 421]
