"""What is large waits for what is large, and nothing else does."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

import pytest

from serving.http import request_queue
from serving.http.request_queue import LARGE_BODY, RequestQueue

SMALL, LARGE = b" " * LARGE_BODY, b" " * (LARGE_BODY + 1)


def together(*asked: Coroutine[Any, Any, str]) -> list[str]:
    async def ask() -> list[str]:
        return await asyncio.gather(*asked)

    return asyncio.run(ask())


class Bench:
    """Work that notes how much of it goes on at once, and may have to wait."""

    def __init__(self) -> None:
        self.at_once, self.most, self.threads = 0, 0, set[int]()
        self.go_on = threading.Event()

    def work(self) -> str:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.threads.add(threading.get_ident())
        assert self.go_on.wait(60)
        self.at_once -= 1
        return "records"

    def let_go_on(self) -> str:
        self.go_on.set()
        return "list"


def test_a_small_request_does_not_wait_for_a_large_one() -> None:
    line, bench = RequestQueue(), Bench()
    answers = together(line.take(LARGE, bench.work), line.take(SMALL, bench.let_go_on))
    assert answers == ["records", "list"]  # the large one ends because the small one has been answered


def test_large_requests_are_worked_on_one_after_the_other_in_one_thread() -> None:
    line, bench = RequestQueue(), Bench()
    answers = together(*(line.take(LARGE, bench.work) for _ in range(3)), line.take(SMALL, bench.let_go_on))
    assert answers == ["records"] * 3 + ["list"]
    assert bench.most == 1
    assert len(bench.threads) == 1


def test_after_a_large_request_memory_is_given_back_whatever_came_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    monkeypatch.setattr(request_queue, "give_back_memory", lambda: given.append("back"))

    def fail() -> str:
        raise ValueError("no such work")

    with pytest.raises(ValueError, match="no such work"):
        together(RequestQueue().take(LARGE, fail))
    together(RequestQueue().take(SMALL, lambda: "list"))
    assert given == ["back"]
