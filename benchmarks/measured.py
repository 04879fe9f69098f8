"""What was measured where: machine, date; time and memory of this process and those it started."""

import datetime as dt
import os
import platform
import threading
import time
from pathlib import Path
from typing import Self

_EVERY_SECONDS = 0.2  # a look costs a millisecond
_TICKS = os.sysconf("SC_CLK_TCK")


def machine_line() -> str:
    """Say in one line on what machine and day a benchmark ran."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    today = dt.datetime.now().astimezone().date()
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, {today}"


class Watch:
    """What a block takes: ``seconds``; ``cpu`` of a process and all those below it; their ``peak`` memory, in bytes.

    The peak is the most that each of them had, added up: what they share is counted for each.
    """

    def __init__(self, root: int | None = None) -> None:
        self.seconds = self.cpu = 0.0
        self._root = root or os.getpid()
        self._over = threading.Event()
        self._before: dict[int, float] = {}
        self._last: dict[int, float] = {}
        self._peaks: dict[int, int] = {}

    def __enter__(self) -> Self:
        self._before = {each: _cpu(each) for each in _below(self._root)}  # of those that begin later, all counts
        self._looking = threading.Thread(target=self._look)
        self._start = time.perf_counter()
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._start
        self._over.set()
        self._looking.join()
        self.cpu = sum(used - self._before.get(each, 0) for each, used in self._last.items())
        self.peak = sum(self._peaks.values())

    def _look(self) -> None:
        over = False
        while not over:
            over = self._over.wait(_EVERY_SECONDS)
            found = _below(self._root)
            self._last |= {each: used for each in found if (used := _cpu(each))}  # one that is gone says nothing
            self._peaks |= {each: peak for each in found if (peak := _peak(each))}


def _below(root: int) -> list[int]:
    """Return a process and all those that it or they have started."""
    parents = {int(path.name): _stat(int(path.name))[1] for path in Path("/proc").iterdir() if path.name.isdecimal()}
    found = [root]
    for process in found:
        found += [each for each, parent in parents.items() if parent == str(process)]
    return found


def _stat(process: int) -> list[str]:
    """Return what the system says of a process from its state on; nothing of one that is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return ["", ""]


def _cpu(process: int) -> float:
    return sum(map(int, _stat(process)[11:13])) / _TICKS


def _peak(process: int) -> int:
    """Return the most memory of a process; what getrusage says includes the process that started it."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
