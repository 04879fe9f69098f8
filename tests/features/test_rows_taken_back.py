"""What was entered by mistake: seen until the day it was taken back, and never after it."""

import datetime as dt

import pytest

from features.days import NEVER, date_of, day_of
from features.derived_outcomes.chronic_absence import chronic_absence
from features.derived_outcomes.not_reenrolled import not_reenrolled
from features.point_in_time.cohort import seen_enrolments, unlisted_at
from features.point_in_time.record_index import index_records
from features.records.fingerprint import data_fingerprint
from features.records.known_before import records_before, standing_records
from features.records.summary import summary_lines
from features.table.audit_groups import audit_columns
from features.table.feature_table import build_features
from features.table.mark_scales import mark_scales
from features.warnings.all_warnings import records_warnings
from tests.support.records.two_years import two_years
from tests.support.small_records import (
    Rows,
    Tables,
    by_pupil,
    index_of,
    records_of,
    rows,
    snapshot_at,
    table_at,
    values_at,
)  # fmt: skip

# P1 was entered in V A and moved on paper to V B on 4 November; P2 and P3 are in V A and V B all the time.
CORRECTED = """
    pupil_id school_id school_year enrolled_on class_label sex known_on   retracted_on
    P1       S1        2024-2025   2024-09-09  V_A         F   -          2024-11-04
    P1       S1        2024-2025   2024-09-09  V_B         M   2024-11-04 -
    P2       S1        2024-2025   2024-09-09  V_A         F   -          -
    P3       S1        2024-2025   2024-09-09  V_B         F   -          -
"""
# P9 was entered in S2 by mistake and taken back on 4 November.
MISTAKEN = """
    pupil_id school_id school_year enrolled_on known_on   retracted_on
    P1       S1        2024-2025   2024-09-09  -          -
    P9       S2        2024-2025   2024-09-09  2024-09-16 2024-11-04
"""
THERE = "pupil_id school_id school_year enrolled_on\n P1 S1 2024-2025 2024-09-09"


def classes(as_of: str) -> list[tuple[str, str]]:
    pupils = table_at(as_of, enrolments=CORRECTED).pupils
    return list(zip(pupils["pupil_id"], pupils["class_label"], strict=True))


def pupils_at(as_of: str, **tables: str) -> list[str]:
    return list(table_at(as_of, **tables).pupils["pupil_id"])


# Enrolments


@pytest.mark.parametrize(("as_of", "label"), [("2024-10-01", "V_A"), ("2024-11-04", "V_A"), ("2024-11-05", "V_B")])
def test_a_child_is_in_the_class_that_was_known_at_the_date(as_of: str, label: str) -> None:
    assert classes(as_of) == [("P1", label), ("P2", "V_A"), ("P3", "V_B")]


@pytest.mark.parametrize(("as_of", "sizes"), [("2024-11-04", [2, 2, 1]), ("2024-11-05", [2, 1, 2])])
def test_a_class_is_compared_with_who_was_known_to_be_in_it(as_of: str, sizes: list[int]) -> None:
    assert list(values_at("class_size", as_of, enrolments=CORRECTED).values()) == sizes


@pytest.mark.parametrize(("as_of", "sex"), [("2024-11-04", "F"), ("2024-11-05", "M")])
def test_audits_read_the_version_of_the_enrolment_that_was_known(as_of: str, sex: str) -> None:
    index = index_of(None, enrolments=CORRECTED)
    table = build_features(index, dt.date.fromisoformat(as_of))
    assert audit_columns(index, table)["sex"].tolist()[0] == sex


@pytest.mark.parametrize(
    ("as_of", "pupils"),
    [("2024-09-16", ["P1"]), ("2024-09-17", ["P1", "P9"]), ("2024-11-04", ["P1", "P9"]), ("2024-11-05", ["P1"])],
)
def test_a_child_enrolled_by_mistake_is_there_until_it_was_taken_back(as_of: str, pupils: list[str]) -> None:
    assert pupils_at(as_of, enrolments=MISTAKEN) == pupils


def test_an_enrolment_taken_back_makes_no_former_school_and_no_second_one() -> None:
    moved = THERE.replace("enrolled_on", "enrolled_on left_on retracted_on") + " - -"
    moved += "\n P1 S2 2023-2024 2023-09-11 2024-06-21 2024-10-01\n P1 S3 2024-2025 2024-09-16 - 2024-10-01"
    index = index_of(None, enrolments=moved)
    assert len(unlisted_at(index, day_of(dt.date(2024, 10, 1)))) == 1  # listed in S3 then, also enrolled in S1
    assert unlisted_at(index, day_of(dt.date(2024, 10, 2))).empty
    assert values_at("schools_before", "2024-10-02", enrolments=moved) == {"P1": 0}
    assert pupils_at("2024-10-02", enrolments=moved) == ["P1"]


def test_a_school_year_begins_with_the_earliest_enrolment_that_was_known() -> None:
    """Without terms: one of 2 September is entered on 14 October, and one of 26 August is taken back that day."""
    enrolments = """
        pupil_id school_id school_year enrolled_on known_on   retracted_on
        P1       S1        2024-2025   2024-09-09  -          -
        P2       S1        2024-2025   2024-09-02  2024-10-14 -
        P3       S1        2024-2025   2024-08-26  -          2024-10-14
    """
    index = index_of(None, enrolments=enrolments)
    days = [dt.date(2024, 8, 27), dt.date(2024, 10, 14), dt.date(2024, 10, 15)]
    starts = [seen_enrolments(index, day_of(day))["year_starts_on"].iloc[-1] for day in days]
    assert [str(date_of(int(start))) for start in starts] == ["2024-08-26", "2024-08-26", "2024-09-02"]


def test_the_next_year_that_was_enrolled_by_mistake_does_not_end_this_one() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on retracted_on
        P1       S1        2024-2025   2024-09-09  -
        P2       S1        2025-2026   2025-04-14  2025-05-05
    """
    assert pupils_at("2025-05-05", enrolments=enrolments) == ["P2"]
    assert pupils_at("2025-05-06", enrolments=enrolments) == ["P1"]


def test_an_average_belongs_to_the_year_of_the_enrolments_that_are_seen() -> None:
    """A course begun in November by mistake parts a mark of December from the average of October until January."""
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on    retracted_on
        P1       S1        2024-2025   2024-09-09  -          -
        P1       S3        2024J       2024-11-04  2024-11-18 2025-01-20
    """
    grades = """
        pupil_id date       mark scale kind    subject
        P1       2024-10-20 4    1-10  average mathematics
        P1       2024-12-02 10   1-10  mark    mathematics
    """
    then, later = (
        values_at("mark_mean_year", as_of, enrolments=enrolments, grades=grades)["P1"]
        for as_of in ("2025-01-20", "2025-01-21")
    )
    assert (then, later) == (pytest.approx((100 + 37.5) / 2), 100)


def test_a_child_taken_off_the_roll_of_the_next_year_is_not_reenrolled() -> None:
    back = two_years({"P1": 5, "P2": 5, "P3": 5, "P4": 5, "P5": 6}, back=["P1", "P2", "P3"])
    header, *lines = back.strip().splitlines()
    mistaken = "\n".join([f"{header} retracted_on", *(f"{line} -" for line in lines)])
    mistaken += "\nP4 S1 2024-2025 2024-09-09 6 2025-02-03"
    index = index_of(None, enrolments=mistaken, outcomes="pupil_id date outcome")
    gone = {by: not_reenrolled(index, known_by=by)["pupil_id"].tolist() for by in (dt.date(2025, 2, 3), None)}
    assert gone == {dt.date(2025, 2, 3): [], None: ["P4"]}


# Situations, incidents, outcomes, absences, marks


@pytest.mark.parametrize(
    ("as_of", "abroad", "changes"), [("2024-10-08", 0, 0), ("2024-11-04", 2, 1), ("2024-11-05", 0, 0)]
)
def test_a_situation_taken_back_gives_way_to_the_one_before(as_of: str, abroad: int, changes: int) -> None:
    family = """
        pupil_id valid_from parents_abroad household_size retracted_on
        P1       2024-09-09 none           -              -
        P1       2024-10-08 both           3              2024-11-04
    """
    assert values_at("parents_abroad", as_of, enrolments=THERE, family=family) == {"P1": abroad}
    assert values_at("situation_changes", as_of, enrolments=THERE, family=family) == {"P1": changes}
    assert values_at("household_size", as_of, enrolments=THERE, family=family) == {"P1": 3 if abroad else None}


@pytest.mark.parametrize(("as_of", "count"), [("2024-10-08", 0), ("2024-11-04", 1), ("2024-11-05", 0)])
def test_an_incident_taken_back_does_not_count_any_more(as_of: str, count: int) -> None:
    incidents = "pupil_id date kind severity retracted_on\n P1 2024-10-08 fight 3 2024-11-04"
    assert values_at("incidents_year", as_of, enrolments=THERE, incidents=incidents) == {"P1": count}


@pytest.mark.parametrize(("as_of", "pupils"), [("2024-11-04", ["P1"]), ("2024-12-02", []), ("2024-12-03", ["P1"])])
def test_a_child_whose_dropout_was_taken_back_is_in_school_again(as_of: str, pupils: list[str]) -> None:
    outcomes = "pupil_id date outcome known_on retracted_on\n P1 2024-11-01 dropped_out 2024-11-04 2024-12-02"
    assert pupils_at(as_of, enrolments=THERE, outcomes=outcomes) == pupils


def test_the_outcome_before_stands_again_when_one_is_taken_back() -> None:
    outcomes = """
        pupil_id date       outcome     retracted_on
        P1       2024-10-01 dropped_out -
        P1       2024-11-01 promoted    2024-12-02
    """
    assert pupils_at("2024-12-02", enrolments=THERE, outcomes=outcomes) == ["P1"]
    assert pupils_at("2024-12-03", enrolments=THERE, outcomes=outcomes) == []


def test_absences_taken_back_make_nobody_chronically_absent() -> None:
    terms = "school_year term starts_on ends_on\n 2024-2025 1 2024-09-09 2024-09-20"
    absences = "pupil_id date hours retracted_on\n P1 2024-09-10 6 2024-10-01"
    index = index_of(None, enrolments=THERE, attendance=absences, terms=terms)
    reached = [
        len(chronic_absence(index, known_by=by).reached) for by in (dt.date(2024, 10, 1), dt.date(2024, 10, 2), None)
    ]
    assert reached == [1, 0, 0]
    assert len(chronic_absence(index, known_by=dt.date(2024, 10, 1)).years) == 1
    assert chronic_absence(index).years.empty  # nothing is left that says the school keeps a register


def test_marks_taken_back_do_not_say_the_scale_of_a_class() -> None:
    grades = """
        pupil_id date       mark scale retracted_on
        P1       2024-10-01 15   0-20  2024-11-04
        P1       2024-10-02 12   0-20  2024-11-04
        P1       2024-10-03 8    1-10  -
    """
    index = index_of(None, enrolments=THERE, grades=grades)
    named = []
    for as_of in ("2024-11-04", "2024-11-05"):
        scale = mark_scales(index, snapshot_at(as_of, enrolments=THERE, grades=grades)).of(0)
        named.append(scale and scale.name)
    assert named == ["0-20", "1-10"]


# What is taken back on the date or later changes nothing

NOTHING_BACK: Tables = {
    "enrolments": [
        *rows(CORRECTED)[2:],
        {"pupil_id": "P4", "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-01"},
    ],
    "attendance": [{"pupil_id": "P2", "date": "2024-10-08", "hours": "5"}],
    "grades": [{"pupil_id": "P2", "date": "2024-10-08", "mark": "5", "scale": "1-10", "kind": "mark"}],
    "family": [{"pupil_id": "P2", "valid_from": "2024-10-08", "parents_abroad": "both"}],
    "incidents": [{"pupil_id": "P2", "date": "2024-10-08", "kind": "fight"}],
    "outcomes": [{"pupil_id": "P3", "date": "2024-10-08", "outcome": "transferred"}],
}
DAY = dt.date(2024, 11, 4)


def with_last(table: str, **cells: str) -> Tables:
    *before, last = NOTHING_BACK[table]
    return {**NOTHING_BACK, table: [*before, {**last, **cells}]}


def seen_at_day(tables: Tables) -> tuple[str, str]:
    records = records_of(tables)
    table = build_features(index_records(records), DAY)
    return "\n".join(each.to_csv() for each in (table.pupils, table.values)), data_fingerprint(records, DAY)


@pytest.mark.parametrize("table", NOTHING_BACK)
def test_a_row_of_any_table_taken_back_on_the_date_changes_nothing_and_the_day_before_something(table: str) -> None:
    as_it_is, stood = seen_at_day(NOTHING_BACK)
    assert seen_at_day(with_last(table, retracted_on="2024-11-04")) == (as_it_is, stood)
    features, fingerprint = seen_at_day(with_last(table, retracted_on="2024-11-03"))
    assert features != as_it_is
    assert fingerprint != stood


@pytest.mark.parametrize("table", NOTHING_BACK)
def test_a_row_of_any_table_known_on_the_date_is_as_none(table: str) -> None:
    without = {**NOTHING_BACK, table: NOTHING_BACK[table][:-1]}
    late = seen_at_day(with_last(table, known_on="2024-11-04"))
    assert late == seen_at_day(without)
    assert late != seen_at_day(with_last(table, known_on="2024-11-03"))


@pytest.mark.parametrize("as_of", ["2024-08-30", "2024-11-04", "2024-11-05", "2025-09-15"])
@pytest.mark.parametrize("enrolments", [CORRECTED, MISTAKEN])
def test_records_cut_at_a_date_give_what_all_records_give(as_of: str, enrolments: str) -> None:
    date, records = dt.date.fromisoformat(as_of), records_of({"enrolments": rows(enrolments)})
    tables = [build_features(index_records(each), date) for each in (records, records_before(records, date))]
    assert tables[0].pupils.to_dict("records") == tables[1].pupils.to_dict("records")
    assert by_pupil(tables[0], "class_size") == by_pupil(tables[1], "class_size")


# Fingerprint, warnings, summary


def test_a_day_of_knowledge_that_says_no_more_than_the_enrolment_leaves_the_fingerprint() -> None:
    fingerprints = {
        data_fingerprint(records_of({"enrolments": [{**rows(THERE)[0], **cells}]}), dt.date(2025, 2, 3))
        for cells in ({}, {"known_on": ""}, {"known_on": "2024-09-09"}, {"known_on": "2024-09-01", "retracted_on": ""})
    }
    assert len(fingerprints) == 1


def test_nothing_is_odd_about_rows_that_were_taken_back() -> None:
    twice = THERE.replace("enrolled_on", "enrolled_on retracted_on") + " -\n P1 S2 2024-2025 2024-10-01 2024-11-04"
    standing, both = (records_of({"enrolments": rows(text)}) for text in (twice, twice.replace("2024-11-04", "-")))
    assert [warning.code for warning in records_warnings(both)] == ["two_schools_at_once"]
    assert records_warnings(standing) == ()


def test_absences_of_a_child_whose_enrolment_was_taken_back_are_no_other_childs() -> None:
    absences: Rows = [{"pupil_id": "P9", "date": "2024-10-08", "hours": 3}]
    found = records_warnings(records_of({"enrolments": rows(MISTAKEN), "attendance": absences}))
    assert {(warning.code, warning.pupils) for warning in found} == {("attendance_before_enrolment", frozenset({"P9"}))}


def test_a_summary_counts_the_rows_that_stand_and_says_how_many_were_taken_back() -> None:
    outcomes = [{"pupil_id": "P1", "date": "2024-11-01", "outcome": "dropped_out", "retracted_on": "2024-12-02"}]
    lines = summary_lines(records_of({"enrolments": rows(MISTAKEN), "outcomes": outcomes}), "en")
    assert "enrolments           1        1  2024-09-09  2024-09-09" in lines
    assert "No outcomes known." in lines
    assert "Rows taken back, not counted above: enrolments 1, outcomes 1." in lines


def test_records_without_rows_taken_back_stand_as_they_are() -> None:
    records = records_of({"enrolments": rows(THERE)})
    assert standing_records(records) is records
    assert len(standing_records(records_of({"enrolments": rows(MISTAKEN)}))["enrolments"]) == 1


def test_where_nothing_is_late_the_index_is_not_made_anew() -> None:
    index = index_of(None, enrolments=THERE)
    assert seen_enrolments(index, day_of(DAY)) is index.enrolments
    assert seen_enrolments(index, NEVER) is index.enrolments
