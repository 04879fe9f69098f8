"""What does a process do that is killed while it works on a store, and what must be there afterwards?"""

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from features.store.batches import list_batches
from features.store.erasure.erasing import stored_among
from tests.support.stores import bring, erased_from, stored, url_of

ROOT = Path(__file__).parents[2]
ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P1       S1        2025-2026   2025-09-08  5A
    P2       S1        2025-2026   2025-09-08  5B
"""
# Imports, undoes and erases without end, and says each as it is done: the number of the batch, or the child.
WORK = """
import sys
from random import Random
from features.store.erasure.erasing import erase_pupils
from features.store.erasure.free_pages import clear_pages
from tests.support.killed_store import absences, enrolments, of_number
from tests.support.stores import bring, undo, url_of
database, start = sys.argv[1], int(sys.argv[2])
rng = Random(start)
for place in range(start, start + 10**6):
    child = of_number(place)
    brought = bring(
        database, "2025-11-10", file=f"{place}", enrolments=enrolments(child), attendance=absences(rng, child)
    )
    number = brought.batch.number
    print("done", number, flush=True)
    if rng.random() < 0.4:
        undo(database, number)
        print("undone", number, flush=True)
    if rng.random() < 0.4:
        erase_pupils(url_of(database), [child], by="Ana", because="asked")
        clear_pages(url_of(database))
        print("erased", child, flush=True)
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
        erased = {line.split()[1] for line in self._told if line.startswith("erased")}
        there |= {f"erased {child}" for child in erased - stored_among(url_of(self.database), erased)}
        assert self._told <= there, f"lost: {sorted(self._told - there)}"
        if not all(batch.undone_at for batch in batches):
            self._require_erased_whole()
        bring(self.database, "2025-11-11", file=f"after {len(batches)}", enrolments=ENROLMENTS)
        self.batches = len(batches) + 1

    def _require_erased_whole(self) -> None:
        """Whoever is known as erased is nowhere, and everybody else's rows have their enrolment."""
        records = stored(self.database)
        absent, enrolled = (set(records[name]["pupil_id"]) for name in ("attendance", "enrolments"))
        assert {"P1", "P2"} | absent <= enrolled
        assert erased_from(self.database, absent | enrolled) == set()


def of_number(place: int) -> str:
    """Return the pseudonym of a child of one import alone."""
    return f"p{place:09}".translate(str.maketrans("0123456789", "abcdefghij")) + "2" * 10


def enrolments(child: str) -> str:
    return f"{ENROLMENTS.rstrip()}\n{child} S1 2025-2026 2025-09-08 5A\n"


def absences(rng: Random, child: str) -> list[dict[str, str]]:
    return [
        {"pupil_id": rng.choice(["P1", "P2", child]), "date": f"2025-10-{rng.randrange(1, 31):02}", "hours": "2"}
        for _ in range(200)
    ]
