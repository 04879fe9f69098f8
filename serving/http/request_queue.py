"""The order of requests, in two lines, each one after the other: what brings much, and everything else.

Several at once are no faster in one process of Python, but each takes its own memory while it is worked on: the records
of a school, once they are read, are many times as large as their body. A large body therefore waits unread, and whoever
brings little does not wait for it. A line is one thread, which finds the memory again that it used before.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from features.partitions.process_memory import give_back_memory

LARGE_BODY = 65_536  # bytes; a list or a child of the service's own records is asked for with a hundred

T = TypeVar("T")


class RequestQueue:
    """The two lines of a service."""

    def __init__(self) -> None:
        self._small, self._large = ThreadPoolExecutor(1), ThreadPoolExecutor(1)

    async def take(self, body: bytes, work: Callable[[], T]) -> T:
        """Return what the work for a request with this body gives, when its turn has come."""
        loop = asyncio.get_running_loop()
        if len(body) > LARGE_BODY:
            return await loop.run_in_executor(self._large, _then_give_back, work)
        return await loop.run_in_executor(self._small, work)


def _then_give_back(work: Callable[[], T]) -> T:
    try:
        return work()
    finally:
        give_back_memory()
