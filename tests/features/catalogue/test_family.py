"""The situation at home, as known last, and the columns declared in ``prezent.toml``."""

import pytest

from features.catalogue.family import FAMILY_FEATURES, declared_features
from features.reading.declarations import Declarations
from tests.support.small_records import declarations, table_at, values_at

DECLARED = {
    "situation": {
        "own_desk": {"type": "yes_no", "direction": "down", "can_change": True, "en": "own desk", "ro": "birou"},
        "siblings": {"type": "whole", "unit": "children", "direction": "up", "en": "siblings", "ro": "frați"},
        "reading": {
            "type": "choice", "choices": ["never", "daily"], "ordered": True, "direction": "down",
            "en": "reading", "ro": "citit",
        },
        "transport": {"type": "choice", "choices": ["foot", "bus"], "en": "transport", "ro": "transport"},
    }
}  # fmt: skip
SITUATION = """
    pupil_id valid_from own_desk siblings reading transport
    P1       2024-09-01 da       2        daily   bus
    P2       2024-09-01 nu       0        never   foot
    P3       2024-09-01 -        -        -       -
"""


def declared() -> Declarations:
    return declarations(DECLARED)


def test_of_each_column_the_value_known_last_holds() -> None:
    family = """
        pupil_id valid_from guardianship parents_abroad mother_education
        P1       2024-09-01 both_parents none           3
        P1       2024-12-01 relatives    -              -
        P1       2025-02-03 institution  both           5
    """
    assert values_at("without_both_parents", "2025-02-03", family=family) == {"P1": 1}
    assert values_at("parents_abroad", "2025-02-03", family=family) == {"P1": 0}
    assert values_at("mother_education", "2025-02-03", family=family) == {"P1": 3}
    assert values_at("mother_education", "2025-02-04", family=family) == {"P1": 5}


def test_what_was_told_late_replaces_what_was_told_before_it() -> None:
    family = """
        pupil_id valid_from household_size known_on
        P1       2024-10-01 3              2024-10-01
        P1       2024-09-01 5              2024-11-15
    """
    assert values_at("household_size", "2024-11-15", family=family) == {"P1": 3}
    assert values_at("household_size", "2024-11-16", family=family) == {"P1": 5}


def test_what_is_known_ahead_counts_from_the_day_it_holds() -> None:
    family = """
        pupil_id valid_from parents_abroad known_on
        P1       2024-09-01 none           -
        P1       2025-02-03 both           2025-01-10
    """
    assert values_at("parents_abroad", "2025-02-03", family=family) == {"P1": 0}
    assert values_at("parents_abroad", "2025-02-04", family=family) == {"P1": 2}


def test_only_both_parents_are_both_parents() -> None:
    family = """
        pupil_id valid_from guardianship
        P1       2024-09-01 both_parents
        P2       2024-09-01 one_parent
        P3       2024-09-01 foster_care
        P4       2024-09-01 -
    """
    values = values_at("without_both_parents", "2025-02-03", family=family)
    assert values == {"P1": 0, "P2": 1, "P3": 1, "P4": None}


def test_numbers_and_yes_or_no_are_taken_as_they_are() -> None:
    family = """
        pupil_id valid_from father_education commute_minutes social_benefit home_internet
        P1       2024-09-01 0                45              da             0
        P2       2024-09-01 8                -               false          yes
    """
    assert values_at("father_education", "2025-02-03", family=family) == {"P1": 0, "P2": 8}
    assert values_at("commute_minutes", "2025-02-03", family=family) == {"P1": 45, "P2": None}
    assert values_at("social_benefit", "2025-02-03", family=family) == {"P1": 1, "P2": 0}
    assert values_at("home_internet", "2025-02-03", family=family) == {"P1": 0, "P2": 1}


def test_the_mothers_education_is_compared_with_the_other_mothers_that_are_known() -> None:
    family = """
        pupil_id valid_from mother_education
        P1       2024-09-01 2
        P2       2024-09-01 3
        P3       2024-09-01 6
        P4       2024-09-01 -
    """
    values = values_at("mother_education_vs_school", "2025-02-03", family=family)
    assert values == pytest.approx({"P1": -2.5 * 2 / 6, "P2": -1 * 2 / 6, "P3": 3.5 * 2 / 6, "P4": None})


def test_changes_at_home_are_counted_when_they_were_learnt_within_365_days() -> None:
    """P1: a change of guardianship on the first of the 365 days, and of both others later. P2: a day too early."""
    family = """
        pupil_id valid_from guardianship parents_abroad social_benefit
        P1       2023-09-01 both_parents none           nu
        P1       2024-02-04 relatives    -              nu
        P1       2024-09-01 relatives    both           da
        P2       2023-09-01 both_parents none           nu
        P2       2024-02-03 relatives    none           nu
    """
    assert values_at("situation_changes", "2025-02-03", family=family) == {"P1": 3, "P2": 0}


def test_what_is_told_for_the_first_time_is_no_change() -> None:
    family = """
        pupil_id valid_from guardianship parents_abroad
        P1       2024-09-01 both_parents -
        P1       2024-10-01 -            both
        P1       2024-11-01 both_parents both
    """
    assert values_at("situation_changes", "2025-02-03", family=family) == {"P1": 0}


def test_nothing_recorded_is_missing() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on
        P1       S1        2024-2025   2024-09-01
    """
    table = table_at("2025-02-03", enrolments=enrolments, family=[])
    assert table.values[[feature.spec.name for feature in FAMILY_FEATURES]].isna().all(axis=None)
    assert "family" not in table.missing_tables


def test_a_declared_yes_no_is_one_feature() -> None:
    values = values_at("own_desk", "2025-02-03", declared(), family=SITUATION)
    assert values == {"P1": 1, "P2": 0, "P3": None}


def test_a_declared_number_is_one_feature() -> None:
    values = values_at("siblings", "2025-02-03", declared(), family=SITUATION)
    assert values == {"P1": 2, "P2": 0, "P3": None}


def test_a_declared_ordered_choice_is_its_place_in_the_order() -> None:
    values = values_at("reading", "2025-02-03", declared(), family=SITUATION)
    assert values == {"P1": 1, "P2": 0, "P3": None}


def test_a_declared_choice_without_order_is_one_feature_per_value() -> None:
    by_foot = values_at("transport_foot", "2025-02-03", declared(), family=SITUATION)
    by_bus = values_at("transport_bus", "2025-02-03", declared(), family=SITUATION)
    assert by_foot == {"P1": 0, "P2": 1, "P3": None}
    assert by_bus == {"P1": 1, "P2": 0, "P3": None}


def test_declared_features_keep_their_words_and_direction() -> None:
    specs = [feature.spec for feature in declared_features(declared().situation)]
    desk, siblings, reading, _foot, bus = specs
    assert [each.direction for each in specs] == [-1, 1, -1, 0, 0]
    assert [each.can_change for each in (desk, siblings)] == [True, False]
    assert desk.text(0.0, "ro") == "birou: nu"
    assert siblings.text(2.0, "en") == "siblings: 2 children"
    assert reading.text(1.0, "ro") == "citit: daily"
    assert bus.text(0.0, "en") == "transport: not bus"
    assert {each.group for each in specs} == {"family"}
