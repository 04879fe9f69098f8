"""What takes long to make is made once, also where several processes share the tests."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

MOST_SECONDS = 300  # that a process waits for what another one makes


def made_once(name: str, factory: pytest.TempPathFactory, make: Callable[[Path], object]) -> Path:
    """Return a folder that ``make`` filled: in this process, or in the one that was first to need it.

    Whoever gets it reads it and leaves it as it is.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = factory.mktemp(name, numbered=False)
        make(folder)
        return folder
    folder = factory.getbasetemp().parent / name  # the processes' own folders lie side by side in this one
    try:
        folder.mkdir()
    except FileExistsError:
        return _made_elsewhere(folder)
    ended = _mark(folder, "failed")
    try:
        make(folder)
        ended = _mark(folder, "made")
    finally:
        ended.touch()
    return folder


def _mark(folder: Path, how: str) -> Path:
    return folder.with_name(f"{folder.name}.{how}")


def _made_elsewhere(folder: Path) -> Path:
    start = time.monotonic()
    while not _mark(folder, "made").exists():
        assert not _mark(folder, "failed").exists(), f"{folder.name} could not be made in another process of this run"
        assert time.monotonic() - start < MOST_SECONDS, f"{folder.name} is not ready after {MOST_SECONDS} seconds"
        time.sleep(0.05)
    return folder
