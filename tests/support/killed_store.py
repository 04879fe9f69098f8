"""What does a process do that is killed while it works on a store, and what must be there afterwards?"""

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from features.store.batches import list_batches
from tests.support.stores import bring, stored, url_of

ROOT = Path(__file__).parents[2]
ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P1       S1        2025-2026   2025-09-08  5A
    P2       S1        2025-2026   2025-09-08  5B
"""
# Imports and undoes without end, and says each as it is done: the number of the batch, and 'undone' after the other.
WORK = """
import sys
from random import Random
from tests.support.killed_store import ENROLMENTS, absences
from tests.support.stores import bring, undo
database, start = sys.argv[1], int(sys.argv[2])
rng = Random(start)
for place in range(start, start + 10**6):
    brought = bring(database, "2025-11-10", file=f"{place}", enrolments=ENROLMENTS, attendance=absences(rng))
    number = brought.batch.number
    print("done", number, flush=True)
    if rng.random() < 0.4:
        undo(database, number)
        print("undone", number, flush=True)
"""


@dataclass
class Killed:
    """A store on which a process is killed again and again; ``batches`` are those that it holds."""

    database: str
    rng: Random
    batches: int = 0
    _told: set[str] = field(default_factory=set)

    def once(self) -> None:
        """Have a process work, kill it at a random moment, and look whether anything is lost."""
        command = [sys.executable, "-c", WORK, self.database, str(self.rng.randrange(10**9))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            time.sleep(self.rng.random() * 0.5)
            process.kill()
            self._told |= {
                first.strip(),
                *(line.strip() for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")),
            }
        self._require_whole()

    def _require_whole(self) -> None:
        batches = list_batches(url_of(self.database))
        there = {f"done {batch.number}" for batch in batches}
        there |= {f"undone {batch.number}" for batch in batches if batch.undone_at}
        assert self._told <= there, f"lost: {sorted(self._told - there)}"
        assert len(stored(self.database)["enrolments"]) == 2 or all(batch.undone_at for batch in batches)
        bring(self.database, "2025-11-11", file=f"after {len(batches)}", enrolments=ENROLMENTS)
        self.batches = len(batches) + 1


def absences(rng: Random) -> list[dict[str, str]]:
    return [
        {"pupil_id": rng.choice(["P1", "P2"]), "date": f"2025-10-{rng.randrange(1, 31):02}", "hours": "2"}
        for _ in range(200)
    ]
