"""What no model looks at is said by check, with the way how it could."""

import pytest

from features.records.unseen import unseen
from tests.support.small_records import ENROLMENT, Rows, declarations, records_of, rows

ONE = [{"pupil_id": "P1", **ENROLMENT}]
FIGHT = rows("pupil_id date kind\nP1 2025-01-20 fight")


def said(declared: dict[str, object] | None = None, **tables: Rows) -> list[str]:
    records = records_of({"enrolments": ONE, **tables}, declarations(declared or {}))
    assert all(sentence.ro for sentence in unseen(records))
    return [sentence.en for sentence in unseen(records)]


def test_of_what_every_model_sees_nothing_is_said():
    assert said(attendance=rows("pupil_id date hours\nP1 2025-01-20 2")) == []


def test_columns_that_are_kept_only_are_named_where_they_are_filled():
    schools = rows("school_id parent_school_id\nS1 S2\nS2 -")
    absences = rows("pupil_id date hours subject\nP1 2025-01-20 2 maths")
    assert said(schools=schools, attendance=absences) == [
        "Kept, but no model looks at: schools.parent_school_id, attendance.subject."
    ]


def test_kinds_of_incidents_are_said_to_be_counted_together_until_they_are_declared():
    assert said(incidents=FIGHT) == [
        "Kinds of incidents are counted together; to have each counted, declare them in prezent.toml: [incidents.KIND]."
    ]
    assert said({"incidents": {"fight": {"en": "fights", "ro": "bătăi"}}}, incidents=FIGHT) == []


@pytest.mark.parametrize(
    ("tracks", "shown"),
    [
        (["real", "A2"], "'A2'"),
        (["B1", "A2", "-"], "'A2', 'B1'"),
        (["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG"], "'AAA', 'BBB', 'CCC', 'DDD', 'EEE' and 2 more"),
        (["x" * 99], f"'{'x' * 57}...'"),
        (["STEM+", "limba latină"], "'limba latină'"),
    ],
)
def test_tracks_that_no_feature_knows_are_named_with_the_way_to_declare_them(tracks: list[str], shown: str):
    enrolments = [{"pupil_id": f"P{place}", **ENROLMENT, "track": track} for place, track in enumerate(tracks)]
    assert said(enrolments=[row | {"track": row["track"].strip("-")} for row in enrolments]) == [
        f"Tracks in which no model finds a word it knows: {shown}; declare their words in prezent.toml: [tracks.NAME]."
    ]


def test_declared_words_of_tracks_are_known():
    declared = {"tracks": {"second": {"words": ["a2"], "en": "x", "ro": "y"}}}
    assert said(declared, enrolments=[ONE[0] | {"track": "A2"}]) == []
