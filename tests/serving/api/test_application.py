"""The application that ``prezent serve`` runs, in this process: it keeps nothing of a request that is over."""

import asyncio
import gc
import logging
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

    slow = SimpleNamespace(explain=explain, scorer=SimpleNamespace(version="3"), without=lambda _apart: slow)
    monkeypatch.setattr(opened, "service", slow)
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


NO_ANSWER = {"/rank/": 404, "/model/": 404, "/nowhere": 404, "//evil.example/rank/": 404, "/rank": 405, "/readyz": 405}


def test_what_is_not_there_is_said_in_json_and_both_languages_and_nobody_is_sent_away(app: Any) -> None:
    async def ask(client: httpx.AsyncClient) -> dict[str, httpx.Response]:
        return {
            path: await client.request("PUT" if status == 405 else "GET", f"http://127.0.0.1:3000{path}")
            for path, status in NO_ANSWER.items()
        }

    answers = asked(app, ask)
    assert {path: answer.status_code for path, answer in answers.items()} == NO_ANSWER
    for answer in answers.values():
        assert "location" not in answer.headers
        (problem,) = answer.json()["problems"]
        assert problem["text_en"] != problem["text_ro"]


def test_a_body_beyond_the_limit_is_answered_before_it_is_read(app: Any) -> None:
    async def ask(client: httpx.AsyncClient) -> httpx.Response:
        headers = {"Content-Type": "application/json", "Content-Length": str(2**30)}
        return await client.post("/rank", content=b"{}", headers=headers)

    answer = asked(app, ask)
    assert answer.status_code == 413
    assert "larger than 64 MB" in answer.json()["problems"][0]["text_en"]


def test_a_path_with_a_line_break_is_one_line_of_the_log(app: Any, caplog: pytest.LogCaptureFixture) -> None:
    async def ask(client: httpx.AsyncClient) -> httpx.Response:
        return await client.get("/x%0a2026-01-01%20[INFO]%20all%20is%20well")

    with caplog.at_level(logging.INFO, "bentoml.access"):
        assert asked(app, ask).status_code == 404
    lines = [record.getMessage() for record in caplog.records if record.name == "bentoml.access"]
    assert len(lines) == 1
    assert "\n" not in lines[0]
    assert r"path=/x\n2026-01-01" in lines[0]


@pytest.mark.parametrize("odd", [b"application/json; charset=\xff", b"application/json; charset*=bogus''x"])
def test_a_body_whose_kind_nothing_can_read_is_refused_in_words_and_logged_in_a_line(
    app: Any, caplog: pytest.LogCaptureFixture, odd: bytes
) -> None:
    async def ask(client: httpx.AsyncClient) -> httpx.Response:
        return await client.post("/rank", content=b"{}", headers={b"Content-Type": odd})

    with caplog.at_level(logging.INFO):
        answer = asked(app, ask)
    assert answer.status_code == 415
    assert "The body must be JSON" in answer.json()["problems"][0]["text_en"]
    assert ["status=415" in record.getMessage() for record in caplog.records if record.name == "bentoml.access"] == [
        True
    ]
