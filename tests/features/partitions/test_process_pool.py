"""Several partitions at once: all are done, each once, by no more processes than asked for, and none is left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.errors import OutsideServiceError
from features.partitions.process_pool import ProcessPool, processes_of
from features.schema.problems import Problem, RecordsError

pytestmark = pytest.mark.slow

SECONDS = 30  # within which everything here is over, on a busy machine too


@pytest.fixture(scope="module")
def two() -> Iterator[ProcessPool]:
    with processes_of(2, loads=["features.errors"]) as started:
        yield started


def times_ten(item: int) -> int:
    return item * 10


def test_every_item_comes_with_what_was_made_of_it(two: ProcessPool):
    assert dict(two.each(times_ten, range(7))) == {item: item * 10 for item in range(7)}


def test_there_may_be_nothing_to_do(two: ProcessPool):
    assert list(two.each(times_ten, [])) == []


def meeting(item: int, *, folder: Path) -> int:
    """Wait for the other of a pair, and say in which process."""
    (folder / str(item)).touch()
    until_true((folder / str(item ^ 1)).exists)
    return os.getpid()


def until_true(holds: Callable[[], bool]) -> None:
    last = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < last
        time.sleep(0.01)


def test_two_processes_work_on_two_items_at_a_time(two: ProcessPool, tmp_path: Path):
    """Each item waits for the other of its pair: one after the other they would never be done."""
    assert len(set(dict(two.each(partial(meeting, folder=tmp_path), range(4))).values())) == 2
    assert two.peak_bytes > 2 * 10**6


def is_loaded(module: str) -> bool:
    return module in sys.modules


def test_once_they_are_loaded_they_have_what_items_need(two: ProcessPool):
    two.load()
    assert dict(two.each(is_loaded, ["features.errors"])) == {"features.errors": True}


def begun(item: int, *, folder: Path) -> None:
    (folder / str(item)).touch()


def test_no_more_is_begun_than_is_taken(two: ProcessPool, tmp_path: Path):
    """A partition must not be read while those before it have not been used: memory is bounded by the processes."""
    each = two.each(partial(begun, folder=tmp_path), range(10))
    next(each)
    each.close()
    list(two.each(times_ten, range(2)))  # what was begun is over by now
    assert len(list(tmp_path.iterdir())) <= 2


def failing_at_one(item: int, *, folder: Path) -> None:
    begun(item, folder=folder)
    if item == 1:
        raise RecordsError([Problem("no_enrolments", "CJ")])


def test_what_is_raised_comes_out_and_nothing_new_is_begun(tmp_path: Path):
    with pytest.raises(RecordsError) as wrong, processes_of(1, loads=[]) as one:
        list(one.each(partial(failing_at_one, folder=tmp_path), range(9)))
    assert [problem.file for problem in wrong.value.problems] == ["CJ"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1"]


def table(rows: int) -> dict[str, object]:
    numbers = np.arange(rows, dtype=np.float64)
    frame = pd.DataFrame({"number": numbers, "half": numbers / 2, "text": [f"p{row % 7}" for row in range(rows)]})
    return {"frame": frame, "one": np.arange(3, dtype=np.int8), "none": np.empty(0)}


@pytest.mark.parametrize("rows", [10, 200_000])
def test_a_table_arrives_as_it_was_sent_and_may_be_changed(two: ProcessPool, rows: int):
    ((_, arrived),) = two.each(table, [rows])
    pd.testing.assert_frame_equal(arrived["frame"], table(rows)["frame"])
    assert (arrived["one"].tolist(), len(arrived["none"])) == ([0, 1, 2], 0)
    arrived["frame"].loc[0, "number"] = 5.0
    arrived["one"][:] = 7
    assert arrived["frame"]["number"].iloc[0] == 5.0


HUNDRED_MB = 100 * 2**20


def memory_after_freeing(_item: int) -> int:
    """Fill a hundred megabytes, free them, and return what the process has then, in bytes."""
    np.ones(HUNDRED_MB, dtype=np.int8)
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="the C library decides alone what it keeps")
def test_a_process_keeps_the_memory_of_a_partition_for_the_next(two: ProcessPool):
    ((_, kept),) = two.each(memory_after_freeing, [0])
    assert kept > HUNDRED_MB


def killing_itself(_item: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_the_system_ends_is_told_with_what_to_do():
    with (
        pytest.raises(OutsideServiceError, match=r"too little memory; .* with --processes 1"),
        processes_of(1, loads=[]) as one,
    ):
        list(one.each(killing_itself, [1]))


def sleeping(item: int, *, folder: Path) -> None:
    (folder / str(os.getpid())).touch()
    time.sleep(10 * SECONDS)


def lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][:1]
    except OSError:
        return False
    return state != "Z"


def interrupted_at_work(folder: Path) -> None:
    with processes_of(2, loads=[]) as started:
        for item in range(2):
            started._pool.submit(partial(sleeping, folder=folder), item)
        until_true(lambda: len(list(folder.iterdir())) == 2)
        raise KeyboardInterrupt


def test_nobody_waits_for_what_is_at_work_when_the_block_fails(tmp_path: Path):
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupted_at_work(tmp_path)
    until_true(lambda: not any(lives(int(path.name)) for path in tmp_path.iterdir()))
    assert time.monotonic() - start < 5 * SECONDS


def test_no_process_outlives_the_one_that_started_it(tmp_path: Path):
    program = (
        "import sys; from functools import partial; from pathlib import Path\n"
        "from features.partitions.process_pool import processes_of\n"
        "from tests.features.partitions.test_process_pool import sleeping\n"
        "with processes_of(2, loads=[]) as started:\n"
        "    list(started.each(partial(sleeping, folder=Path(sys.argv[1])), range(2)))\n"
    )
    path = str(Path(__file__).parents[3])
    started = subprocess.Popen([sys.executable, "-c", program, tmp_path], env={**os.environ, "PYTHONPATH": path})
    until_true(lambda: len(list(tmp_path.iterdir())) == 2)
    assert all(lives(int(path.name)) for path in tmp_path.iterdir())
    started.kill()
    started.wait()
    until_true(lambda: not any(lives(int(path.name)) for path in tmp_path.iterdir()))
