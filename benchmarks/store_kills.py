"""Is anything lost or half-written when an import, an undo, an erasure or a folding is killed at a random moment?

A process that imports, undoes and erases without end is killed (kill -9); then the store must load, hold only whole
batches, and take the next import. Each time the batches that were told as done before the kill must be there, and no
child that was told as erased.

    python benchmarks/store_kills.py [--kills 200] [--postgresql]
"""

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.killed_store import Killed
from tests.support.postgresql import programs, running_server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with ExitStack() as stack:
        if asked.postgresql:
            place = programs()
            assert place is not None, "PostgreSQL is not installed"
            database = stack.enter_context(running_server(place)).new_database()
        else:
            database = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/store.sqlite"
        killed = Killed(database, Random(asked.seed))
        for number in range(asked.kills):
            killed.once()
            if (number + 1) % 20 == 0:
                print(f"{number + 1} kills, {killed.batches} batches, nothing lost", flush=True)


if __name__ == "__main__":
    main()
