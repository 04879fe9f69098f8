"""Are the facts of a list those that can be counted by hand in the records?"""

import datetime as dt
import random

import pytest

from features.days import day_of
from features.i18n.text import Bilingual
from features.point_in_time.snapshot import Snapshot
from models.ranking.scored_cohort import feature_cohort
from serving.web.lists.facts import ChildFacts, _counted, cohort_facts, days_in_a_row, weekly_unexcused
from serving.web.lists.modules import Module, module_at, modules_of
from tests.support.serving.two_schools import AS_OF, small_service
from tests.support.small_records import index_of, snapshot_at

TERMS = """
    school_year term starts_on  ends_on
    2024-2025   M1   2024-09-09 2024-10-25
    2024-2025   M2   2024-11-04 2024-12-20
    2024-2025   M3   2025-01-08 2025-02-21
"""
YEAR = dt.timedelta(365)


def facts_of(pupil_id: str, as_of: dt.date = AS_OF) -> ChildFacts:
    return cohort_facts(small_service(), as_of).of(pupil_id)


def test_hours_of_this_module_are_those_since_it_began():
    facts = facts_of("P1")  # 5 in November; 5, 5 and 4 since 8 January
    assert (facts.unexcused_module, facts.unexcused_year) == (14, 19)


@pytest.mark.parametrize("of_last_year", [False, True])
def test_where_no_module_of_this_year_is_known_its_hours_are_not_told(monkeypatch, of_last_year):
    known = modules_of(small_service().own.index, "OT")  # type: ignore[union-attr]
    earlier = tuple(Module(each.name, each.first - YEAR, each.last - YEAR) for each in known) if of_last_year else ()
    monkeypatch.setattr("serving.web.lists.facts.modules_of", lambda *_of: earlier)
    facts = _counted(small_service().cohort_at(AS_OF).features).of("P1")
    assert (facts.unexcused_module, facts.unexcused_year) == (None, 19)


def test_an_excused_hour_is_not_counted_from_the_day_after_the_excuse():
    assert facts_of("P2").unexcused_year == 0  # excused on 5 February


def test_where_the_school_has_never_said_what_is_excused_the_hours_are_not_called_unexcused():
    facts = facts_of("P2", dt.date(2025, 2, 5))  # the first excuse of the school is told on this day
    assert (facts.unexcused_year, facts.weekly[9]) == (None, 3)


def test_subjects_below_the_pass_mark_are_counted():
    assert (facts_of("P1").subjects_below, facts_of("P2").subjects_below) == (1, 0)


def test_what_is_not_recorded_is_not_said():
    facts = facts_of("P5")
    assert (facts.subjects_below, facts.conduct) == (None, None)


def test_conduct_of_an_earlier_school_year_has_its_month_beside_it():
    grades = """
        pupil_id date       mark scale kind
        P1       2023-06-16 FB   FB-I  conduct
        P2       2023-06-16 FB   FB-I  conduct
        P1       2024-06-21 10   1-10  conduct
        P2       2024-06-21 9    1-10  conduct
        P2       2025-01-31 8    1-10  conduct
    """
    enrolments = """
        pupil_id school_id school_year enrolled_on grade_level class_label
        P1       S1        2024-2025   2024-09-09  6           6A
        P2       S1        2024-2025   2024-09-09  6           6A
    """
    found = _counted(feature_cohort(index_of(None, terms=TERMS, enrolments=enrolments, grades=grades), AS_OF))
    assert [found.of(pupil).conduct for pupil in ("P1", "P2")] == [
        Bilingual("10 (06.2024)", "10 (06.2024)"), Bilingual("8", "8"),
    ]  # fmt: skip


def test_weeks_end_the_day_before_the_list():
    weekly = facts_of("P1").weekly
    assert weekly == (0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 4)


def test_a_cycle_goes_by_the_class():
    assert facts_of("P1").cycle == "lower"


@pytest.mark.parametrize(
    ("absent", "in_a_row"),
    [
        ("2025-02-07", 1),  # Friday, the last school day before Monday the 10th
        ("2025-02-06 2025-02-07", 2),
        ("2025-01-31 2025-02-03 2025-02-04 2025-02-05 2025-02-06 2025-02-07", 6),  # over a week-end
        ("2025-02-05 2025-02-07", 1),
        ("2025-02-06", 0),  # was back on Friday
        ("2024-12-20", 0),
    ],
)
def test_days_in_a_row_are_school_days_up_to_the_last_one(absent: str, in_a_row: int):
    rows = [{"pupil_id": "P1", "date": day, "hours": "2"} for day in absent.split()]
    snapshot = snapshot_at("2025-02-10", terms=TERMS, attendance=rows)
    assert days_in_a_row(snapshot).tolist() == [in_a_row]


def test_days_in_a_row_go_on_over_holidays():
    rows = [{"pupil_id": "P1", "date": day, "hours": "2"} for day in ("2024-12-19", "2024-12-20", "2025-01-08")]
    assert days_in_a_row(snapshot_at("2025-01-09", terms=TERMS, attendance=rows)).tolist() == [3]


def test_hours_of_one_day_at_two_lessons_are_one_day():
    rows = [
        {"pupil_id": "P1", "date": "2025-02-07", "hours": "1"},
        {"pupil_id": "P1", "date": "2025-02-07", "hours": "2"},
    ]
    assert days_in_a_row(snapshot_at("2025-02-10", terms=TERMS, attendance=rows)).tolist() == [1]


def test_totals_of_a_month_have_no_days():
    rows = [{"pupil_id": "P1", "date": "2025-01-31", "from_date": "2025-01-01", "hours": "20"}]
    (found,) = days_in_a_row(snapshot_at("2025-02-10", terms=TERMS, attendance=rows)).tolist()
    assert found != found


@pytest.mark.parametrize("seed", range(6))
def test_weeks_are_those_of_a_slow_count(seed: int):
    chance = random.Random(seed)
    days = [dt.date(2024, 11, 4) + dt.timedelta(chance.randrange(95)) for _ in range(60)]
    rows = [
        {"pupil_id": chance.choice(["P1", "P2", "P3"]), "date": day.isoformat(), "hours": str(chance.randrange(1, 6)),
         "excused_on": (day + dt.timedelta(chance.randrange(1, 30))).isoformat() if chance.random() < 0.4 else ""}
        for day in dict.fromkeys(days)
    ]  # fmt: skip
    rows += [{"pupil_id": pupil, "date": "2024-09-10", "hours": "1", "excused_on": ""} for pupil in ("P1", "P2", "P3")]
    as_of = dt.date(2025, 2, 10)
    expected = {pupil: [0] * 12 for pupil in ("P1", "P2", "P3")}
    for row in rows:
        ago = (as_of - dt.timedelta(1) - dt.date.fromisoformat(row["date"])).days
        is_excused = bool(row["excused_on"]) and row["excused_on"] < as_of.isoformat()
        if 0 <= ago < 84 and not is_excused:
            expected[row["pupil_id"]][11 - ago // 7] += int(row["hours"])
    snapshot = Snapshot(index_of(None, attendance=rows), day_of(as_of))
    assert dict(zip(snapshot.cohort["pupil_id"], weekly_unexcused(snapshot).tolist(), strict=True)) == expected


def test_a_module_is_the_last_one_that_began_before():
    modules = modules_of(small_service().own.index, "OT")  # type: ignore[union-attr]
    days = (dt.date(2024, 9, 9), dt.date(2024, 9, 10), dt.date(2024, 12, 30), AS_OF)
    found = [module_at(modules, day) for day in days]
    assert [each.name if each else None for each in found] == [None, "M1", "M2", "M3"]
