"""Is nothing lost when a process is killed while it imports or undoes? Two hundred times: benchmarks/store_kills.py."""

from random import Random

import pytest

from tests.support.killed_store import Killed


@pytest.mark.slow
def test_nothing_is_lost_or_half_written_when_an_import_is_killed(database):
    killed = Killed(database, Random(7))
    for _ in range(5):
        killed.once()
