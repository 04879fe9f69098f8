"""Beside a list stand the first warnings of its own children's records, and where the others are told."""

import datetime as dt
from dataclasses import replace

from features.warnings.all_warnings import records_warnings
from models.ranking.expected_hits import ExpectedHits
from models.ranking.ranked_list import RankedList, RankedPupil
from prezent.views.record_warnings import record_warning_lines
from tests.support.records.warned import small_records
from tests.support.small_models import predicted_at

RECORDS = small_records(
    attendance="""
        pupil_id date       hours excused_on
        p1       2025-10-06 7     -
        p1       2025-10-06 7     -
        p2       2025-10-07 7     2025-10-01
        p3       2025-09-01 7     -
    """,
    grades="pupil_id date mark scale\np1 2025-09-01 7 1-10\np9 2025-09-01 7 1-10",
)


def listed(*pupil_ids: str) -> RankedList:
    pupils = tuple(
        RankedPupil(rank, pupil_id, "S1", None, score=0.5, margin=0, base_margin=0, reasons=())
        for rank, pupil_id in enumerate(pupil_ids, 1)
    )
    made = RankedList(
        dt.date(2025, 10, 10),
        "1",
        "0f",
        len(pupils),
        9,
        ExpectedHits(1, 0, 2),
        pupils,
        not_scored=(),
        cautions=(),
        predicted=predicted_at(dt.date(2025, 10, 10)),
    )
    return made.with_record_warnings(records_warnings(RECORDS))


def test_only_the_rows_of_listed_children_are_told():
    assert record_warning_lines(listed("p2"), "en") == [
        "attendance.csv, row 4: excuses dated before their absence (1 row, 1 child); correct one of the two dates."
    ]
    assert record_warning_lines(listed("p8"), "ro") == []


def test_three_are_told_and_then_where_the_others_are():
    *said, more = record_warning_lines(listed("p1", "p2", "p3"), "ro")
    assert [line.partition(":")[0] for line in said] == [
        "attendance.csv, rândul 3", "attendance.csv, rândul 5", "grades.csv, rândul 2",
    ]  # fmt: skip
    assert more == "Alte observații despre datele acestei liste: prezent check."


def test_the_json_of_a_list_holds_at_most_three_in_both_languages():
    found = listed("p1", "p2", "p3").warnings_json()["record_warnings"]
    assert [set(each) for each in found] == [{"code", "text_ro", "text_en"}] * 3
    assert listed("p8").warnings_json()["record_warnings"] == []


def test_a_list_of_which_the_records_were_not_looked_at_says_none():
    assert replace(listed("p1"), record_warnings=()).warnings_json()["record_warnings"] == []
