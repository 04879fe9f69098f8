"""Incidents, counted by hand: how many, how grave, of which kind, and only those that were known."""

import pytest

from features.catalogue.incidents import incident_features
from features.schema.problems import RecordsError
from tests.support.small_records import Tables, declarations, records_of, rows, table_at, values_at

INCIDENTS = """
    pupil_id date       kind  severity known_on
    P1       2024-09-20 fight 2        -
    P1       2025-01-20 chiul -        -
    P1       2025-01-20 chiul -        -
    P1       2025-01-21 fight 3        2025-02-03
    P2       2025-01-22 chiul -        -
    P3       2024-05-10 fight 3        -
"""
ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P1       S1        2024-2025   2024-09-01  5A
    P2       S1        2024-2025   2024-09-01  5A
    P3       S1        2024-2025   2024-09-01  5A
"""
DECLARED = declarations({"incidents": {"fight": {"en": "fights", "ro": "bătăi"}, "chiul": {"en": "x", "ro": "y"}}})


def values(feature: str, as_of: str = "2025-02-03") -> dict[str, float | None]:
    return values_at(feature, as_of, DECLARED, enrolments=ENROLMENTS, incidents=INCIDENTS)


def test_incidents_of_the_year_and_of_its_last_weeks_are_counted() -> None:
    assert values("incidents_year") == {"P1": 3, "P2": 1, "P3": 0}
    assert values("incidents_60d") == {"P1": 2, "P2": 1, "P3": 0}


def test_an_incident_counts_from_the_day_after_it_was_known() -> None:
    assert values("incidents_year", "2025-02-04") == {"P1": 4, "P2": 1, "P3": 0}
    assert values("incident_severity_year", "2025-02-04")["P1"] == 3


def test_the_gravest_incident_is_of_those_whose_severity_is_recorded() -> None:
    assert values("incident_severity_year") == {"P1": 2, "P2": None, "P3": 0}


def test_incidents_are_compared_with_the_class() -> None:
    """The others have 0.5, 1.5 and 2 on average."""
    assert values("incidents_vs_class") == pytest.approx({"P1": 2.5 * 2 / 6, "P2": -0.5 * 2 / 6, "P3": -2 * 2 / 6})


def test_each_declared_kind_is_a_feature() -> None:
    assert values("incidents_fight_year") == {"P1": 1, "P2": 0, "P3": 0}
    assert values("incidents_chiul_year") == {"P1": 2, "P2": 1, "P3": 0}
    fights = incident_features(DECLARED.words.incidents)[0].spec
    assert (fights.text(2, "en"), fights.text(2, "ro")) == (
        "fights this school year: 2", "bătăi în acest an școlar: 2"
    )  # fmt: skip
    assert (fights.direction, fights.can_change) == (1, True)


def test_without_the_table_features_of_incidents_are_missing() -> None:
    table = table_at("2025-02-03", enrolments=ENROLMENTS)
    names = [feature.name for feature in table.features if feature.tables == ("incidents",)]
    assert len(names) == 4
    assert table.values[names].isna().all(axis=None)
    assert "incidents" in table.missing_tables


def test_a_kind_nobody_had_is_0_for_everyone() -> None:
    declared = declarations({"incidents": {"fight": {"en": "x", "ro": "y"}, "theft": {"en": "x", "ro": "y"}}})
    one = "pupil_id date kind\nP1 2025-01-20 fight"
    assert values_at("incidents_theft_year", "2025-02-03", declared, incidents=one) == {"P1": 0}


@pytest.mark.parametrize("kind", ["Bătaie", "whatever", "13", "fight/theft"])
def test_without_a_declaration_any_word_is_a_kind(kind: str) -> None:
    incidents = f"pupil_id date kind\nP1 2025-01-20 {kind}"
    assert values_at("incidents_year", "2025-02-03", incidents=incidents) == {"P1": 1}


def test_with_a_declaration_other_words_are_refused() -> None:
    tables: Tables = {"enrolments": rows(ENROLMENTS), "incidents": rows("pupil_id date kind\nP1 2025-01-20 theft")}
    with pytest.raises(RecordsError) as refused:
        records_of(tables, DECLARED)
    assert [problem.sentence("en") for problem in refused.value.problems] == [
        "incidents.csv, row 2, column kind: found 'theft'; expected one of fight, chiul; correct the cell."
    ]


def test_the_words_of_each_feature_read_well_in_both_languages() -> None:
    specs = {feature.name: feature for feature in table_at("2025-02-03", enrolments=ENROLMENTS).features}
    assert specs["incidents_60d"].text(20, "ro") == "20 de abateri în ultimele 60 de zile de școală"
    assert specs["incidents_year"].text(1, "en") == "1 incident this school year"
    assert specs["incident_severity_year"].text(3, "ro") == "cea mai gravă abatere de anul acesta: una gravă"
    assert specs["incidents_vs_class"].text(-2, "ro") == (
        "anul acesta, cu 2 abateri mai puțin decât media celorlalți din clasă"
    )
