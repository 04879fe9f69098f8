"""Which class's silence is an empty register, and which one is just a quiet class?

Class 5A has children in grade 5; weeks run from Monday 2024-09-09 on. Where the training's rate is 0.2, each child has
an absence in every fifth week: of 20 children 4 rows a week are expected.
"""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from features.days import day_of
from features.point_in_time.record_index import RecordIndex, index_records
from features.point_in_time.register_recency import RecordingRate, StaleClass, measure_recording_rates, stale_classes
from features.point_in_time.snapshot import Snapshot
from features.records.records import load_records
from tests.support.records.random_records import DECLARED, Terms, random_tables
from tests.support.reference.reference import Past
from tests.support.reference.reference_registers import recording_rates as slow_recording_rates
from tests.support.reference.reference_registers import stale as slowly_stale
from tests.support.small_records import Row, declarations, index_of, records_of

FIRST = dt.date(2024, 9, 9)
USUAL = (RecordingRate("attendance", 5, 1.0, 0.2),)
ONE_TERM = [{"school_year": "2024-2025", "term": "1", "starts_on": "2024-09-09", "ends_on": "2025-06-20"}]


NEXT_TERM = [{"school_year": "2025-2026", "term": "1", "starts_on": "2025-09-08", "ends_on": "2026-06-19"}]


def monday(week: int) -> dt.date:
    """Return the first day of a week, the first one being week 1."""
    return FIRST + dt.timedelta(weeks=week - 1)


def pupils(count: int, label: str = "5A", *, grade: object = 5, enrolled: dt.date = FIRST) -> list[Row]:
    """Return the enrolments of a class, of pupils named after it."""
    same = {"school_id": "S1", "school_year": "2024-2025", "enrolled_on": enrolled, "grade_level": grade}
    return [same | {"pupil_id": f"{label or 'X'}-{number}", "class_label": label} for number in range(count)]


def absences(children: list[Row], weeks: range, *, a_week: int = 4) -> list[Row]:
    """Return an absence on the Friday of each week, of the next so many children in turn."""
    return [
        {"pupil_id": children[(week * a_week + nth) % len(children)]["pupil_id"], "hours": 1,
         "date": monday(week) + dt.timedelta(days=4)}
        for week in weeks for nth in range(min(a_week, len(children)))
    ]  # fmt: skip


def stale_at(
    as_of: dt.date,
    children: list[Row],
    rows: list[Row],
    *,
    recording_rates: tuple[RecordingRate, ...] = USUAL,
    **tables: list[Row],
) -> tuple[StaleClass, ...]:
    index = index_of(enrolments=children, attendance=rows, **tables)
    return stale_classes(Snapshot(index, day_of(as_of)), recording_rates)


FIVE_A = pupils(20)
TEN_WEEKS = absences(FIVE_A, range(1, 11))  # the last row is of Friday 2024-11-15
LAST_ROW = dt.date(2024, 11, 15)


# Silence


def test_a_class_that_was_written_of_last_week_is_up_to_date() -> None:
    assert stale_at(monday(11), FIVE_A, TEN_WEEKS) == ()


def test_a_class_silent_for_five_weeks_is_stale_since_its_last_row() -> None:
    (found,) = stale_at(monday(16), FIVE_A, TEN_WEEKS)
    assert (found.school_id, found.class_label) == ("S1", "5A")
    assert found.silent_since == {"attendance": LAST_ROW}
    assert found.pupil_ids == tuple(sorted(str(child["pupil_id"]) for child in FIVE_A))


@pytest.mark.parametrize(("days_later", "stale"), [(0, False), (1, True)])
def test_three_weeks_are_always_borne_with(days_later: int, stale: bool) -> None:
    as_of = monday(14) + dt.timedelta(days=days_later)  # 15 school days lie between Friday of week 10 and this Monday
    assert bool(stale_at(as_of, FIVE_A, TEN_WEEKS)) == stale


def test_a_small_class_may_honestly_have_no_absence_for_weeks() -> None:
    three = pupils(3)
    rows = absences(three, range(1, 11), a_week=1)
    assert stale_at(monday(16), three, rows) == ()
    assert stale_at(monday(36), three, rows)  # half a year is too long for them, too


def test_a_class_where_little_is_ever_written_is_given_more_time() -> None:
    """A row a week, not four: after 5 weeks ((4 + 40) / (4 + 60)) ** (4 + 10) is 0.005, after 8 it is 0.0005."""
    rows = absences(FIVE_A, range(1, 11), a_week=1)
    assert stale_at(monday(16), FIVE_A, rows) == ()
    assert stale_at(monday(19), FIVE_A, rows)


@pytest.mark.parametrize(("week", "stale"), [(5, False), (6, True)])
def test_an_empty_register_is_stale_after_five_weeks_since_the_first_child_came(week: int, stale: bool) -> None:
    """Four weeks: (4 / 20) ** 4 is 0.0016; five weeks: (4 / 24) ** 4 is 0.0008."""
    other = pupils(20, "5B")
    found = stale_at(monday(week), FIVE_A + other, absences(other, range(1, 10)))
    assert [(each.class_label, each.silent_since) for each in found] == [("5A", {"attendance": FIRST})] * stale


def test_holidays_are_no_silence() -> None:
    until, again = {"ends_on": LAST_ROW}, {"term": "2", "starts_on": monday(14)}
    with_holiday = [ONE_TERM[0] | until, ONE_TERM[0] | again]
    assert stale_at(monday(16), FIVE_A, TEN_WEEKS, terms=ONE_TERM)
    assert stale_at(monday(16), FIVE_A, TEN_WEEKS, terms=with_holiday) == ()
    assert stale_at(monday(19), FIVE_A, TEN_WEEKS, terms=with_holiday)


def test_each_silent_table_has_its_own_day() -> None:
    recording_rates = (*USUAL, RecordingRate("grades", 5, 1.0, 0.2))
    marks = [row | {"mark": 7, "scale": "1-10"} for row in absences(FIVE_A, range(1, 9))]
    marks = [{name: cell for name, cell in row.items() if name != "hours"} for row in marks]
    (found,) = stale_at(monday(16), FIVE_A, TEN_WEEKS, recording_rates=recording_rates, grades=marks)
    assert found.silent_since == {"attendance": LAST_ROW, "grades": dt.date(2024, 11, 1)}
    (found,) = stale_at(monday(13), FIVE_A, TEN_WEEKS, recording_rates=recording_rates, grades=marks)
    assert list(found.silent_since) == ["grades"]


def test_conduct_at_the_end_of_a_term_does_not_bring_marks_up_to_date() -> None:
    conduct = {"pupil_id": "5A-0", "date": monday(15), "mark": 10, "scale": "1-10", "kind": "conduct"}
    recording_rates = (RecordingRate("grades", 5, 1.0, 0.2),)
    assert stale_at(monday(16), FIVE_A, [], recording_rates=recording_rates, grades=[conduct])
    assert not stale_at(monday(16), FIVE_A, [], recording_rates=recording_rates, grades=[conduct | {"kind": "mark"}])


# Whose silence it is


def test_children_without_a_class_are_one_class_in_each_school() -> None:
    without = pupils(20, "")
    (found,) = stale_at(monday(16), without, absences(without, range(1, 11)))
    assert found.class_label is None
    assert len(found.pupil_ids) == 20


def test_classes_of_one_label_in_two_schools_are_two_classes() -> None:
    there = [row | {"school_id": "S2", "pupil_id": f"other-{row['pupil_id']}"} for row in FIVE_A]
    found = stale_at(monday(16), FIVE_A + there, TEN_WEEKS + absences(there, range(1, 16)))
    assert [each.school_id for each in found] == ["S1"]


def test_stale_classes_come_in_order_of_school_and_label() -> None:
    children = [child for label in ("5B", "5A", "") for child in pupils(20, label)]
    found = stale_at(monday(16), children, TEN_WEEKS)
    assert [each.class_label for each in found] == [None, "5A", "5B"]


def test_what_children_did_before_they_came_is_no_row_of_the_class() -> None:
    newcomers = pupils(20, enrolled=monday(6))
    (found,) = stale_at(monday(11), newcomers, absences(FIVE_A, range(1, 6)))
    assert found.silent_since == {"attendance": monday(6)}
    assert not stale_at(monday(11), newcomers, absences(FIVE_A, range(1, 11)))


def test_a_class_in_august_has_not_begun() -> None:
    coming = [row | {"school_year": "2025-2026", "enrolled_on": "2025-06-25"} for row in FIVE_A]
    index = index_of(enrolments=coming, attendance=TEN_WEEKS, terms=NEXT_TERM)
    assert stale_classes(Snapshot(index, day_of(dt.date(2025, 8, 28))), USUAL) == ()


# By which rhythm


@pytest.mark.parametrize(
    "recording_rates",
    [
        (),
        (RecordingRate("attendance", 5, 0.5, 0.2),),  # not in most weeks
        (RecordingRate("grades", 5, 1.0, 0.2),),  # of another table, which is not among the records
        (RecordingRate("attendance", 6, 1.0, 0.2),),  # of another grade level
        (RecordingRate("attendance", None, 1.0, 0.2),),
    ],
)
def test_without_a_weekly_rhythm_in_the_training_no_silence_is_too_long(
    recording_rates: tuple[RecordingRate, ...],
) -> None:
    assert stale_at(monday(36), FIVE_A, TEN_WEEKS, recording_rates=recording_rates) == ()


def test_children_whose_grade_level_is_missing_have_a_rhythm_of_their_own() -> None:
    unknown = pupils(20, grade="")
    assert stale_at(monday(16), unknown, TEN_WEEKS, recording_rates=(RecordingRate("attendance", None, 1.0, 0.2),))
    assert stale_at(monday(16), unknown, TEN_WEEKS, recording_rates=USUAL) == ()


def test_a_table_that_is_there_and_empty_is_silent() -> None:
    assert stale_at(monday(16), FIVE_A, [], recording_rates=(RecordingRate("grades", 5, 1.0, 0.2),), grades=[])


# Time


def test_what_was_known_later_makes_no_class_fresh() -> None:
    late = {"pupil_id": "5A-0", "hours": 1, "date": monday(15)}
    before = stale_at(monday(16), FIVE_A, TEN_WEEKS)
    assert stale_at(monday(16), FIVE_A, [*TEN_WEEKS, late | {"known_on": monday(16)}]) == before
    assert stale_at(monday(16), FIVE_A, [*TEN_WEEKS, late | {"date": monday(16)}]) == before
    assert stale_at(monday(16), FIVE_A, [*TEN_WEEKS, late | {"known_on": monday(16) - dt.timedelta(days=1)}]) == ()


# Measuring


def measured(index: RecordIndex, *dates: dt.date) -> dict[tuple[str, int | None], tuple[float, float]]:
    recording_rates = measure_recording_rates(index, dates)
    return {(each.table, each.grade_level): (each.recorded_weeks, each.rate) for each in recording_rates}


def test_a_rhythm_is_the_share_of_weeks_with_a_row() -> None:
    """Four weeks: of 5A one child has rows in two of them, of 5B one child in one; the other two have none."""
    rows = [
        {"pupil_id": pupil, "hours": 1, "date": date}
        for pupil, dates in {"5A-0": (monday(1), FIRST + dt.timedelta(2), monday(3)), "5B-1": (monday(4),)}.items()
        for date in dates
    ]
    index = index_of(enrolments=pupils(2) + pupils(2, "5B"), attendance=rows)
    found = measured(index, monday(5))
    assert found["attendance", 5] == (pytest.approx((2 + 2 + 1 + 1) / 16), pytest.approx((2 + 1) / 16))
    assert found["grades", 5] == (0, 0)


def test_grade_levels_have_recording_rates_of_their_own() -> None:
    """In the preparatory class there are no marks: that is no silence."""
    young, old = pupils(20, "CP", grade=0), pupils(20, "5A")
    marks = [{"pupil_id": row["pupil_id"], "date": row["date"], "mark": 7, "scale": "1-10"} for row in TEN_WEEKS]
    index = index_of(enrolments=young + old, grades=marks)
    assert measured(index, monday(11))["grades", 0] == (0, 0)
    recording_rates = measure_recording_rates(index, [monday(11)])
    assert stale_classes(Snapshot(index, day_of(monday(16))), recording_rates)[0].class_label == "5A"
    assert len(stale_classes(Snapshot(index, day_of(monday(16))), recording_rates)) == 1


def test_yearly_totals_have_no_weekly_rhythm() -> None:
    totals = [{"pupil_id": row["pupil_id"], "date": monday(20), "from_date": FIRST, "hours": 30} for row in FIVE_A]
    index = index_of(enrolments=FIVE_A, attendance=totals)
    recording_rates = measure_recording_rates(index, [monday(21), monday(30)])
    assert all(each.recorded_weeks < 0.1 for each in recording_rates)
    assert stale_classes(Snapshot(index, day_of(monday(40))), recording_rates) == ()


def test_before_the_first_school_day_there_is_nothing_to_measure() -> None:
    assert measure_recording_rates(index_of(enrolments=FIVE_A), [FIRST + dt.timedelta(days=1)])
    coming = [row | {"school_year": "2025-2026", "enrolled_on": "2025-08-20"} for row in FIVE_A]
    assert measure_recording_rates(index_of(enrolments=coming, terms=NEXT_TERM), [dt.date(2025, 8, 25)]) == ()


# A slow, obvious reference

DATES = tuple(map(dt.date.fromisoformat, ("2023-11-20", "2024-09-04", "2024-11-18", "2025-01-09", "2025-06-25")))


@pytest.mark.parametrize(("seed", "terms"), [(1, "none"), (2, "all"), (3, "county")])
@pytest.mark.parametrize("table", ["attendance", "grades"])
def test_recording_rates_and_silences_are_the_references(seed: int, terms: Terms, table: str) -> None:
    tables = random_tables(seed, terms=terms, pupils=50)
    index = index_records(records_of(tables, declarations(DECLARED)))
    pasts = {date: Past(tables, date) for date in DATES}
    expected = slow_recording_rates(pasts.values(), table)
    found = {level: shares for (name, level), shares in measured(index, *DATES).items() if name == table}
    assert found == {level: pytest.approx(shares) for level, shares in expected.items()}

    chance = Random(seed)
    rates = {level: chance.choice([0, 5.0, 9.0]) for level in expected}  # so much is expected that many are stale
    recording_rates = [RecordingRate(table, level, 1.0, rate) for level, rate in rates.items()]
    slow = {date: slowly_stale(past, table, rates) for date, past in pasts.items()}
    assert sum(map(len, slow.values())) >= 2
    for date in DATES:
        fast = stale_classes(Snapshot(index, day_of(date)), recording_rates)
        assert {(each.school_id, each.class_label or ""): each.silent_since[table] for each in fast} == slow[date]


# An invented county


def test_of_an_invented_county_nearly_everybody_is_up_to_date_and_an_empty_register_is_found(
    county_folder: Path,
) -> None:
    records = load_records(county_folder, today=dt.date(2026, 12, 31))
    dates = [dt.date.fromisoformat(date) for date in ("2023-11-15", "2024-02-15", "2024-05-15")]
    recording_rates = measure_recording_rates(index_records(records), dates)
    year = records["enrolments"][records["enrolments"]["school_year"] == "2024-2025"]
    school, label = year.groupby(["school_id", "class_label"]).size().idxmax()
    largest = set(year.loc[(year["school_id"] == school) & (year["class_label"] == label), "pupil_id"])
    attendance = records["attendance"]
    emptied = attendance[~(attendance["pupil_id"].isin(largest) & (attendance["date"] > "2024-09-01"))]
    without = replace(records, tables={**records.tables, "attendance": emptied})
    as_was, now = (Snapshot(index_records(each), day_of(dt.date(2025, 2, 15))) for each in (records, without))
    before, after = (stale_classes(snapshot, recording_rates) for snapshot in (as_was, now))
    assert sum(len(each.pupil_ids) for each in before) < 0.15 * len(as_was)  # of some 45 classes about 5 % are empty
    assert (school, label) in {(each.school_id, each.class_label) for each in after}
