"""Processes of this machine that work on several partitions at once.

Processes, each with one partition in memory: within one process reading and checking would wait for Python's lock most
of the time. They are forked from one that has loaded what they need, so that it is loaded once; where a system cannot
do that, each loads it by itself.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Generic

from features.errors import OutsideServiceError
from features.i18n.text import Bilingual
from features.partitions.partition import Item, Result
from features.partitions.process_memory import keep_memory, peak_bytes


@dataclass(frozen=True)
class _Done(Generic[Result]):
    """What came of an item in which process, and the most memory that one has had, in bytes."""

    result: Result
    process: int
    peak_bytes: int


@dataclass(frozen=True)
class ProcessPool:
    """So many processes of this machine, each with one item at a time; items are yielded as they are done."""

    count: int
    _pool: ProcessPoolExecutor
    _peaks: dict[int, int] = field(default_factory=dict)

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[Item, Result]]:
        """Yield each item with what ``work`` made of it; what ``work`` raises is raised here, and nothing new begun.

        Raises
        ------
        OutsideServiceError
            If a process was ended by the system, as happens where there is too little memory.
        """
        waiting = iter(items)
        running: dict[Future[_Done[Result]], Item] = {}
        try:
            while True:
                for item in islice(waiting, self.count - len(running)):
                    running[self._pool.submit(_work_on, work, item)] = item
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    done = future.result()
                    self._peaks[done.process] = done.peak_bytes
                    yield running.pop(future), done.result
        except BrokenProcessPool as error:
            raise OutsideServiceError(
                Bilingual(
                    "A process that worked on a partition was ended from outside, as happens where there is too little "
                    "memory; work on fewer partitions at the same time, with --processes 1.",
                    "Un proces care lucra la o parte a fost oprit din afară, cum se întâmplă când memoria nu ajunge; "
                    "lucrați la mai puține părți deodată, cu --processes 1.",
                )
            ) from error

    def load(self) -> None:
        """Wait until what the items need is loaded, so that the first ones take no longer than their size tells."""
        self._pool.submit(os.getpid).result()

    @property
    def peak_bytes(self) -> int:
        """The most memory of each of them, added up."""
        return sum(self._peaks.values())


@contextmanager
def processes_of(count: int, *, loads: Sequence[str]) -> Iterator[ProcessPool]:
    """Start processes that end with the block, or with this process; ``loads`` are modules that they will need."""
    context = _context(loads)
    alive, hold = context.Pipe(duplex=False)
    with ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(alive,)) as pool, alive:
        try:
            yield ProcessPool(count, pool)
        except BaseException:
            hold.close()  # nobody waits for what they are at
            raise
        pool.shutdown()
        hold.close()


def _context(loads: Sequence[str]) -> BaseContext:
    """Return how processes are started, and begin to load what they need."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing.forkserver import ensure_running

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(loads))
    ensure_running()
    return context


def _begin(alive: Connection) -> None:
    """Prepare a process: Ctrl-C is for the one that started it, and without that one it ends at once."""
    keep_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(alive,), daemon=True).start()


def _end_with(alive: Connection) -> None:
    try:
        alive.recv()
    except EOFError:
        os._exit(1)


def _work_on(work: Callable[[Item], Result], item: Item) -> _Done[Result]:
    return _Done(work(item), os.getpid(), peak_bytes() or 0)
