"""Is nobody overdue who is still in school, and everybody whose last year ended long enough ago?"""

import pytest

from features.store.erasure.retention import overdue
from tests.support.small_records import Rows, rows
from tests.support.stores import bring, day, url_of

TERMS = """
    school_year term starts_on   ends_on
    2024-2025   1    2024-09-09  2025-06-20
    2025-2026   1    2025-09-08  2025-12-19
    2025-2026   2    2026-01-08  2026-06-19
    2026-2027   1    2026-09-07  2026-12-20
"""


def enrolled(*lines: str) -> Rows:
    names = ("school_id", "school_year", "pupil_id", "enrolled_on", "left_on")
    return [{"left_on": "", **dict(zip(names, ["S1", *row.split()], strict=False))} for row in lines]


def due(database: str, on: str, *, months: int) -> tuple[str, ...]:
    return overdue(url_of(database), today=day(on), months=months).pupils


@pytest.mark.parametrize("enrolled_on", ["2025-06-25", "2025-09-01", "2025-09-08", "2026-02-02"])
@pytest.mark.parametrize(
    "years", ["2024-2025 2025-2026 2026-2027", "2024-2025 2025-2026", "2024-2025", "2026-2027", ""]
)
def test_a_child_of_a_running_school_year_is_never_overdue(tmp_path, enrolled_on, years):
    database = f"sqlite:///{tmp_path / 'store.sqlite'}"
    known = [each for each in rows(TERMS) if str(each["school_year"]) in years]
    bring(
        database,
        "2026-03-10",
        enrolments=enrolled(f"2025-2026 P1 {enrolled_on}"),
        **({"terms": known} if known else {}),
    )
    assert [due(database, on, months=0) for on in ("2026-03-10", "2026-05-01", "2026-06-19")] == [(), (), ()]


def test_the_period_begins_with_the_end_of_the_school_year_or_when_the_child_left(database):
    children = enrolled("2024-2025 P1 2024-09-01", "2025-2026 P2 2025-09-01", "2025-2026 P3 2025-09-01 2025-10-31")
    bring(database, "2026-03-10", enrolments=children, terms=TERMS)
    assert due(database, "2025-09-07", months=0) == ()
    assert due(database, "2025-09-08", months=0) == ("P1",)
    assert due(database, "2026-05-01", months=6) == ("P1", "P3")
    assert due(database, "2026-09-08", months=12) == ("P1",)
    assert due(database, "2027-09-06", months=12) == ("P1", "P3")
    assert due(database, "2027-09-07", months=12) == ("P1", "P2", "P3")


def test_a_year_that_is_repeated_counts_until_its_own_end(database):
    children = enrolled("2024-2025 P1 2024-09-01", "2025-2026 P1 2025-09-01")
    bring(database, "2026-03-10", enrolments=children, terms=TERMS)
    assert due(database, "2026-09-06", months=0) == ()
    assert due(database, "2026-09-07", months=0) == ("P1",)
