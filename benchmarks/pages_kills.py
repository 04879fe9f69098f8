"""Is a decision, a plan or a note lost that somebody was told is kept, when the pages are killed at a random moment?

Two processes serve the pages on one database to four people who decide, write and plan without pause; both are killed
(kill -9). The next start has to work, all that was confirmed has to be there with its entry in the log, whose chain has
to be whole.

    python benchmarks/pages_kills.py [--kills 100] [--processes 2] [--postgresql]
"""

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.postgresql import programs, running_server
from tests.support.serving.killed_pages import KilledPages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = f"sqlite:///{folder}/pages.sqlite"
        if asked.postgresql:
            place = programs()
            assert place is not None, "PostgreSQL is not installed"
            database = stack.enter_context(running_server(place)).database_of_nobody_special()
        killed = KilledPages(folder, database, Random(asked.seed), asked.processes)
        for number in range(asked.kills):
            killed.once()
            if (number + 1) % 10 == 0 or number + 1 == asked.kills:
                killed.look()
                print(f"{number + 1} kills, {len(killed.confirmed)} confirmed, nothing lost", flush=True)


if __name__ == "__main__":
    main()
