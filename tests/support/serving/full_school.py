"""A school of forty children whose list is full: names as children have them, hours and marks of each kind."""

import datetime as dt
from functools import cache

from models.ranking.scorer import Scorer
from serving.api.answers import RankingService, RecordState
from tests.support.serving.served import CARD
from tests.support.small_models import fitted_model
from tests.support.small_records import index_of

PUPILS, CLASSES = 40, ("5A", "6B", "7A", "8C")
FIRST = ("Ana-Maria", "Andrei", "Alexandru-Gabriel", "Ioana", "Mihai-Alexandru", "Teodora", "Ștefan", "Elena-Cristina")
LAST = ("Pop", "Dumitrescu", "Constantinescu", "Stan", "Gheorghiu")  # not one of a real register
LONGEST = "Ștefania-Alexandra Constantinescu-Popa"
_TERMS = """
    school_year term starts_on  ends_on
    2024-2025   M1   2024-09-09 2024-10-25
    2024-2025   M2   2024-11-04 2024-12-20
    2024-2025   M3   2025-01-08 2025-02-21
    2024-2025   M4   2025-03-03 2025-04-17
    2024-2025   M5   2025-04-28 2025-06-20
"""


def name_of(pupil_id: str) -> str:
    """Return what a child is called.

    >>> name_of("P1"), name_of("P8")
    ('Andrei Dumitrescu', 'Ana-Maria Stan')
    """
    number = int(pupil_id[1:])
    return f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"


@cache
def full_service() -> RankingService:
    """Return a ranking service of a small fitted model over these records; the same object each time."""
    pupils = range(1, PUPILS + 1)
    enrolments = "\n".join(f"P{pupil} S1 2024-2025 2024-09-09 {_class(pupil)[0]} {_class(pupil)}" for pupil in pupils)
    missed = "\n".join(
        f"P{pupil} {dt.date(2025, 1, 9) + dt.timedelta(days=day)} {1 + (pupil + day) % 5} -"
        for pupil in pupils for day in range(0, pupil % 11 * 2, 2)
    )  # fmt: skip
    marks = "\n".join(
        f"P{pupil} 2025-01-{10 + place} {3 + (pupil * 7 + place * 3) % 8} 1-10 {subject}"
        for pupil in pupils for place, subject in enumerate(("Matematică", "Română", "Fizică"))
    )  # fmt: skip
    family = "\n".join(f"P{pupil} 2024-09-09 relatives 2" for pupil in pupils if pupil % 7 == 0)
    index = index_of(
        None, schools="school_id name county parent_school_id\nS1 Nr._12 OT -", terms=_TERMS,
        enrolments=f"pupil_id school_id school_year enrolled_on grade_level class_label\n{enrolments}",
        attendance=f"pupil_id date hours excused_on\n{missed}", grades=f"pupil_id date mark scale subject\n{marks}",
        family=f"pupil_id valid_from guardianship parents_abroad\n{family}",
    )  # fmt: skip
    return RankingService(Scorer(fitted_model(), "3"), RecordState("a full school", index), CARD)


def _class(pupil: int) -> str:
    return CLASSES[pupil % len(CLASSES)]
