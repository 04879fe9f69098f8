"""Who works on several parts at once, where one process has several cores?

Reading, sorting and the compiled loops leave Python's lock to others while they run. Each has one part in memory.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice

from features.parts import Item, Result

# Every few milliseconds a step asks for Python's lock again; by Python's own setting it might wait for five each time.
_SWITCH_SECONDS = 0.0005


@dataclass(frozen=True)
class Threads:
    """So many threads of this process, each with one item at a time; items are yielded as they are done."""

    count: int

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[Item, Result]]:
        """Yield each item with what ``work`` made of it; what ``work`` raises is raised here, and nothing new begun."""
        waiting = iter(items)
        interval = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_SECONDS)
        with ThreadPoolExecutor(self.count) as pool:
            running: dict[Future[Result], Item] = {}
            try:
                while True:
                    for item in islice(waiting, self.count - len(running)):
                        running[pool.submit(work, item)] = item
                    if not running:
                        return
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield running.pop(future), future.result()
            finally:
                for future in running:
                    future.cancel()
                sys.setswitchinterval(interval)
