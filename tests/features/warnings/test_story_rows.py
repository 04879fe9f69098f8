"""Rows that do not fit a child's story are told, however they are written; what only looks like it is not."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.support.records.odd_inputs import WAYS, Input, Written, odd_rows

LEFT = "pupil_id school_id school_year enrolled_on left_on\n"
OUT = "pupil_id date outcome\n"
EXCUSED = "pupil_id date hours excused excused_on\n"
TWO_TERMS = "school_year term starts_on ends_on\n2025-2026 1 2025-09-08 2025-10-24\n2025-2026 2 2025-11-03 2025-12-19"
SATURDAYS = "school_year term starts_on ends_on weekdays\n2025-2026 1 2025-09-08 2025-12-19 1-6"
SUNDAYS = "school_year term starts_on ends_on weekdays\n2025-2026 1 2025-09-07 2025-12-18 7,1-4"


def absent(*days: str) -> str:
    return "pupil_id date hours\n" + "\n".join(f"{day} 2" for day in days)


def marked(*days: str) -> str:
    return "pupil_id date mark scale\n" + "\n".join(f"{day} 7 1-10" for day in days)


def of_events(name: str, rows: Mapping[str, str]) -> dict[str, str]:
    """The rows of a table of events beside other tables."""
    *days, others = (rows["days"].split("|"), rows)
    table = absent(*days[0]) if name == "attendance" else marked(*days[0])
    return {name: table, **{key: text for key, text in others.items() if key != "days"}}


ONE_LEFT = LEFT + "a S1 2025-2026 2025-09-08 2025-11-03\nb S1 2025-2026 2025-09-08 -"
CAME_BACK = LEFT + "a S1 2025-2026 2025-09-08 2025-10-03\na S2 2025-2026 2025-11-03 -"
AT_ONCE = LEFT + "a S1 2025-2026 2025-09-08 2025-10-03\na S2 2025-2026 2025-09-15 -"

# Of absences and of marks alike: the days of children, the other tables, and which rows are odd.
EVENTS: Mapping[str, Sequence[tuple[dict[str, str], Sequence[int]]]] = {
    "after_end": (
        ({"days": "a 2025-10-01|a 2025-10-06|b 2025-10-06", "outcomes": OUT + "a 2025-10-01 dropped_out"}, [3]),
        ({"days": "a 2025-10-02|a 2025-09-30", "outcomes": OUT + "a 2025-10-01 transferred"}, [2]),
        ({"days": "b 2025-12-01|b 2025-12-02", "outcomes": OUT + "b 2025-10-01 emigrated"}, [2, 3]),
        ({"days": "a 2025-10-06", "outcomes": OUT + "a 2025-10-01 promoted"}, []),
        ({"days": "a 2025-10-06", "outcomes": "pupil_id date outcome known_on\na 2025-10-01 transferred 2025-10-01\n"
          "a 2025-10-02 promoted 2025-10-20"}, []),
        ({"days": "a 2025-11-04", "enrolments": CAME_BACK, "outcomes": OUT + "a 2025-10-03 transferred"}, []),
    ),
    "before_enrolment": (
        ({"days": "a 2025-09-05|a 2025-09-08|b 2025-09-09"}, [2]),
        ({"days": "a 2025-09-09|a 2024-10-08|a 2023-10-03"}, [3, 4]),
        ({"days": "b 2025-09-10|a 2025-09-14", "enrolments": LEFT + "a S1 2025-2026 2025-09-15 -\n"
          "b S1 2025-2026 2025-09-08 -"},
         [3]),
        ({"days": "a 2025-09-08"}, []),
        ({"days": "a 2024-10-08", "enrolments": LEFT + "a S1 2025-2026 2025-09-08 -\n"
          "a S7 2024-2025 2024-09-09 2025-06-20"},
         []),
    ),
    "after_leaving": (
        ({"days": "a 2025-11-03|a 2025-11-04|b 2025-11-04", "enrolments": ONE_LEFT}, [3]),
        ({"days": "a 2025-12-15|a 2025-10-06", "enrolments": ONE_LEFT}, [2]),
        ({"days": "a 2025-10-03|a 2025-10-06|a 2025-11-03", "enrolments": CAME_BACK}, [3]),  # between two enrolments
        ({"days": "a 2025-10-31|a 2025-12-01", "enrolments": CAME_BACK}, [2]),
        ({"days": "a 2025-10-06", "enrolments": AT_ONCE}, []),
        ({"days": "a 2025-10-06|b 2026-01-12", "enrolments": ONE_LEFT}, []),
        ({"days": "a 2025-12-01", "enrolments": ONE_LEFT, "outcomes": OUT + "a 2025-11-03 transferred"},
         []),  # after_end
    ),
    "on_free_days": (
        ({"days": "a 2025-10-25|a 2025-10-24|a 2025-10-28", "terms": TWO_TERMS}, [2, 4]),
        ({"days": "a 2025-11-03|b 2025-11-02", "terms": TWO_TERMS}, [3]),
        ({"days": "a 2025-10-25|a 2025-10-26", "terms": SATURDAYS}, [3]),
        ({"days": "a 2025-10-26|a 2025-10-24|a 2025-10-23", "terms": SUNDAYS}, [3]),
        ({"days": "a 2025-09-07|a 2025-12-20|a 2026-03-01", "terms": TWO_TERMS}, []),  # no terms of then are known
        ({"days": "a 2025-10-25"}, []),
    ),
}  # fmt: skip

OTHERS: Mapping[str, Sequence[Input]] = {
    "outcomes_of_a_day": (
        ({"outcomes": OUT + "a 2025-06-20 promoted\na 2025-06-20 dropped_out"}, [3]),
        ({"outcomes": OUT + "b 2025-06-20 failed\na 2025-06-20 graduated\nb 2025-06-20 promoted"}, [4]),
        ({"outcomes": OUT + "a 2025-06-20 emigrated\na 2025-06-20 transferred"}, [3]),
        ({"outcomes": OUT + "a 2025-06-20 emigrated\na 2025-06-20 not_reenrolled"}, []),
        ({"outcomes": OUT + "a 2025-06-20 exam_no_show\na 2025-06-20 repeated_year"}, []),
        ({"outcomes": OUT + "a 2025-06-20 promoted\na 2025-06-21 dropped_out\nb 2025-06-20 transferred"}, []),
    ),
    "promoted_after_dropout": (
        ({"outcomes": OUT + "a 2025-10-01 dropped_out\na 2025-10-03 promoted"}, [3]),
        ({"outcomes": OUT + "a 2026-06-19 graduated\na 2025-12-01 dropped_out\nb 2026-06-19 promoted"}, [2]),
        ({"outcomes": OUT + "a 2025-10-01 dropped_out\na 2025-10-02 promoted\na 2026-06-19 promoted"}, [3, 4]),
        ({"outcomes": OUT + "a 2025-10-03 dropped_out\na 2026-06-19 promoted", "enrolments": CAME_BACK}, []),
        ({"outcomes": OUT + "a 2025-06-20 promoted\na 2025-10-01 dropped_out\nb 2026-06-19 promoted"}, []),
        ({"outcomes": OUT + "a 2025-10-01 year_not_closed\na 2025-10-20 promoted"}, []),
    ),
    "excused_before_absence": (
        ({"attendance": "pupil_id date hours excused_on\na 2025-10-06 2 2025-10-05\na 2025-10-07 2 2025-10-07"}, [2]),
        ({"attendance": "pupil_id date hours excused_on\na 2025-10-06 0.5 -\nb 2025-10-13 2 2024-10-13"}, [3]),
        ({"attendance": "pupil_id date hours excused_on from_date\na 2025-10-31 9 2025-09-30 2025-10-01"}, [2]),
        ({"attendance": "pupil_id date hours excused_on from_date\na 2025-10-31 9 2025-10-15 2025-10-01"}, []),
        ({"attendance": "pupil_id date hours excused_on\na 2025-10-06 2 -\na 2025-10-07 2 2025-12-07"}, []),
    ),
    "no_beside_excuse": (
        ({"attendance": EXCUSED + "a 2025-10-06 2 no 2025-10-08\na 2025-10-07 2 no -"}, [2]),
        ({"attendance": EXCUSED + "a 2025-10-06 2 yes -\nb 2025-10-06 2 no 2025-10-06"}, [3]),
        ({"attendance": EXCUSED + "a 2025-10-06 2 yes 2025-10-08\na 2025-10-07 2 no -"}, []),
        ({"attendance": EXCUSED + "a 2025-10-06 2 unknown 2025-10-08\nb 2025-10-07 2 - -"}, []),
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("table", ["attendance", "grades"])
@pytest.mark.parametrize("kind", EVENTS)
def test_absences_and_marks_beside_the_story(kind: str, table: str, way: str, tmp_path: Path) -> None:
    for number, (rows, expected) in enumerate(EVENTS[kind]):
        written: Written = of_events(table, rows)
        assert odd_rows(f"{table}_{kind}", written, way, tmp_path / str(number)) == expected, written


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", OTHERS)
def test_outcomes_and_excuses(kind: str, way: str, tmp_path: Path) -> None:
    for number, (written, expected) in enumerate(OTHERS[kind]):
        assert odd_rows(kind, written, way, tmp_path / str(number)) == expected, written
