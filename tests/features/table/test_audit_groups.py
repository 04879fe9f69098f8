"""The groups in which a list is audited."""

import datetime as dt
from dataclasses import replace

import pytest

from features.table.audit_groups import CROSSING, GROUPS, audit_columns, group_words
from features.table.feature_table import build_features
from tests.support.small_records import index_of

SCHOOLS = """
    school_id locality
    S1        rural
    S2        urban
    S3        -
"""
CHILDREN = """
    pupil_id school_id school_year enrolled_on grade_level sex special_needs
    P1       S1        2024-2025   2024-09-09  0           F   yes
    P2       S1        2024-2025   2024-09-09  4           M   no
    P3       S2        2024-2025   2024-09-09  5           F   -
    P4       S2        2024-2025   2024-09-09  8           -   no
    P5       S3        2024-2025   2024-09-09  9           M   no
    P6       S3        2024-2025   2024-09-09  -           -   -
"""


def groups_at(as_of: str, enrolments: str | list[dict[str, object]], schools: str = SCHOOLS) -> dict[str, list[str]]:
    """Return every column of the audit, in the order of pupil_id."""
    index = index_of(None, enrolments=enrolments, schools=schools)
    table = build_features(index, dt.date.fromisoformat(as_of))
    groups = audit_columns(index, table)
    assert list(groups.index) == list(range(len(table)))
    return {name: groups[name].tolist() for name in groups}


def test_each_child_is_in_the_groups_of_its_enrolment() -> None:
    groups = groups_at("2024-10-01", CHILDREN)
    assert groups["sex"] == ["F", "M", "F", "", "M", ""]
    assert groups["special_needs"] == ["yes", "no", "", "no", "no", ""]
    assert groups["locality"] == ["rural", "rural", "urban", "urban", "", ""]


def test_classes_are_put_together_by_cycle() -> None:
    cycles = groups_at("2024-10-01", CHILDREN)["grade_level"]
    assert cycles == ["preparatory-IV", "preparatory-IV", "V-VIII", "V-VIII", "IX and above", ""]


def test_sex_and_locality_meet_only_where_both_are_recorded() -> None:
    assert groups_at("2024-10-01", CHILDREN)[CROSSING] == ["F rural", "M rural", "F urban", "", "", ""]


@pytest.mark.parametrize(
    ("children", "band"),
    [(99, "under 100"), (100, "100-299"), (299, "100-299"), (300, "300 and more")],
)
def test_a_school_is_as_large_as_its_children_of_that_day(children: int, band: str) -> None:
    here = {"school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-09"}
    gone = [here | {"pupil_id": f"G{number}", "left_on": "2024-09-20"} for number in range(5)]
    enrolments = [here | {"pupil_id": f"P{number}"} for number in range(children)]
    assert set(groups_at("2024-10-01", enrolments + gone)["school_size"]) == {band}


def test_nothing_is_seen_that_was_not_known_before_the_date() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on    sex special_needs grade_level
        P1       S1        2024-2025   2024-09-09  2024-11-04 -   no            4
        P1       S2        2024-2025   2024-11-04  -          F   yes           5
    """
    before, after = groups_at("2024-11-04", enrolments), groups_at("2024-11-05", enrolments)
    assert [before[name] for name in ("sex", "special_needs", "locality")] == [[""], ["no"], ["rural"]]
    assert [after[name] for name in ("sex", "special_needs", "locality")] == [["F"], ["yes"], ["urban"]]
    assert (before["grade_level"], after["grade_level"]) == (["preparatory-IV"], ["V-VIII"])


def test_records_without_audit_columns_have_no_groups_in_them() -> None:
    enrolments = "pupil_id school_id school_year enrolled_on\n P1 S1 2024-2025 2024-09-09"
    groups = groups_at("2024-10-01", enrolments)
    assert groups["sex"] == groups["special_needs"] == groups["grade_level"] == groups[CROSSING] == [""]


def test_groups_go_row_by_row_with_any_part_of_the_table() -> None:
    index = index_of(None, enrolments=CHILDREN, schools=SCHOOLS)
    table = build_features(index, dt.date(2024, 10, 1))
    part = replace(table, pupils=table.pupils.iloc[[4, 0]])
    groups = audit_columns(index, part)
    assert groups["sex"].tolist() == ["M", "F"]
    assert groups["grade_level"].tolist() == ["IX and above", "preparatory-IV"]


def test_a_date_with_nobody_in_school_has_no_groups() -> None:
    assert groups_at("2020-01-01", CHILDREN) == {name: [] for name in GROUPS} | {name: [] for name in GROUPS}


def test_every_group_that_there_is_has_words() -> None:
    groups = groups_at("2024-10-01", CHILDREN)
    assert set(groups) == set(GROUPS)
    for by, found in groups.items():
        assert set(found) - {""} <= set(GROUPS[by]), by


def test_groups_are_said_in_both_languages() -> None:
    assert group_words("sex", "F", "ro") == "fete"
    assert group_words(CROSSING, "M urban", "ro") == "băieți din mediul urban"
    assert group_words(CROSSING, "M urban", "en") == "urban boys"
    for by, groups in GROUPS.items():
        for group in groups:
            romanian, english = group_words(by, group, "ro"), group_words(by, group, "en")
            assert romanian != english
            assert not set("şţŞŢ") & set(romanian), "ș and ț are written with a comma"


def test_nothing_of_an_audit_is_a_feature() -> None:
    index = index_of(None, enrolments=CHILDREN, schools=SCHOOLS)
    features = set(build_features(index, dt.date(2024, 10, 1)).values)
    assert not features & {"sex", "special_needs", CROSSING}
