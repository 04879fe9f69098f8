"""The records and the people that tests of the pages share: two schools, three classes, nine children.

S1 (with its structure S1R) and S2 are in county OT, S9 in another one. P1 misses much of its classes, P6 some of them.
"""

import datetime as dt
from functools import cache

from models.ranking.scorer import Scorer
from serving.api.answers import RankingService, RecordState
from tests.support.serving.served import CARD
from tests.support.small_models import fitted_model
from tests.support.small_records import index_of

AS_OF = dt.date(2025, 2, 10)  # the day of these tests, unless an address says another one

PLACES = {
    "P1": "S1 5A", "P2": "S1 5A", "P3": "S1 5A", "P4": "S1 6B", "P5": "S1 6B", "P9": "S1R 5A",
    "P6": "S2 5A", "P7": "S2 5A", "P8": "S9 5A",
}  # fmt: skip
_ENROLMENTS = "\n".join(
    f"{pupil} {place.split()[0]} 2024-2025 2024-09-09 {place.split()[1][0]} {place.split()[1]}"
    for pupil, place in PLACES.items()
)
_TABLES = {
    "schools": """
        school_id name county parent_school_id
        S1        Unu  OT     -
        S1R       Unul OT     S1
        S2        Doi  OT     -
        S9        Nouă IS     -
    """,
    "terms": """
        school_year term starts_on  ends_on
        2024-2025   M1   2024-09-09 2024-10-25
        2024-2025   M2   2024-11-04 2024-12-20
        2024-2025   M3   2025-01-08 2025-02-21
        2024-2025   M4   2025-03-03 2025-04-17
        2024-2025   M5   2025-04-28 2025-06-20
    """,
    "enrolments": f"pupil_id school_id school_year enrolled_on grade_level class_label\n{_ENROLMENTS}",
    "attendance": """
        pupil_id date       hours excused_on
        P1       2024-11-05 5     -
        P1       2025-01-13 5     -
        P1       2025-01-14 5     -
        P1       2025-02-03 4     -
        P2       2025-01-20 3     2025-02-05
        P4       2025-01-21 2     -
        P6       2025-01-28 4     -
        P6       2025-01-29 4     -
        P9       2025-01-22 1     -
    """,
    "grades": """
        pupil_id date       mark scale subject
        P1       2025-01-16 3    1-10  Matematică
        P2       2025-01-16 8    1-10  Matematică
        P3       2025-01-16 9    1-10  Matematică
        P4       2025-01-16 4    1-10  Matematică
        P6       2025-01-17 4    1-10  Matematică
        P7       2025-01-17 7    1-10  Matematică
    """,
    "incidents": """
        pupil_id date       kind
        P1       2025-01-15 conduct_lowered
    """,
    "family": """
        pupil_id valid_from guardianship parents_abroad
        P1       2024-09-09 relatives    2
        P3       2024-09-09 both_parents 0
    """,
}


# P2 leaves S1 for S2, and P5 its class, on 27 January; both are known since.
_MOVED = "\n".join(
    [
        "pupil_id school_id school_year enrolled_on left_on grade_level class_label",
        *(
            f"{pupil} {place.split()[0]} 2024-2025 2024-09-09 {'2025-01-24' if pupil in ('P2', 'P5') else '-'} "
            f"{place.split()[1][0]} {place.split()[1]}"
            for pupil, place in PLACES.items()
        ),
        "P2 S2 2024-2025 2025-01-27 - 5 5C",
        "P5 S1 2024-2025 2025-01-27 - 6 6A",
    ]
)
BEFORE_MOVES = "2025-01-20"


@cache
def moved_service() -> RankingService:
    """Return the service of the same schools after two children moved; the same object each time."""
    tables = {**_TABLES, "enrolments": _MOVED}
    return RankingService(Scorer(fitted_model(), "3"), RecordState("two moves", index_of(None, **tables)), CARD)


@cache
def small_service() -> RankingService:
    """Return a ranking service of a small fitted model over these records; the same object each time."""
    return RankingService(Scorer(fitted_model(), "3"), RecordState("two schools", index_of(None, **_TABLES)), CARD)
