"""Is nothing lost that a person was told is kept, when the processes of the pages are killed while people work?

Two processes at once, on one database. A hundred times: benchmarks/pages_kills.py.
"""

from random import Random

import pytest

from tests.support.serving.killed_pages import KilledPages


@pytest.mark.slow
def test_what_was_confirmed_is_there_and_the_log_is_whole_after_each_kill(guarded_database, tmp_path):
    killed = KilledPages(tmp_path, guarded_database, Random(7))
    for _ in range(2):
        killed.once()
    killed.look()
    assert len(killed.confirmed) > 5
