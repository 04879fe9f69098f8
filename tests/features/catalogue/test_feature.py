"""Is the catalogue complete, and does it say every value as a person would?"""

import re

import numpy as np
import pytest

from features.arrays import Floats
from features.catalogue import attendance, enrolment, family, grades, school_context
from features.catalogue.feature import GROUP_NAMES, Feature, FeatureGroup, FeatureSpec, feature
from features.i18n.text import Language
from features.point_in_time.snapshot import Snapshot
from features.reading.declarations import Declarations
from features.table.feature_table import feature_catalogue
from tests.support.small_records import declarations

FEATURES = feature_catalogue(Declarations())
SPECS = tuple(feature.spec for feature in FEATURES)
LANGUAGES: tuple[Language, ...] = ("en", "ro")
VALUES = (-40.0, -1.0, -0.3, 0.0, 0.5, 1.0, 2.0, 19.0, 20.0, 100.0)
every_feature = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)


def by_name(name: str) -> FeatureSpec:
    return next(spec for spec in SPECS if spec.name == name)


def test_there_are_more_than_forty_features_each_under_a_name_of_its_own() -> None:
    names = [spec.name for spec in SPECS]
    assert len(names) > 40
    assert len(set(names)) == len(names)


def test_every_group_has_features() -> None:
    assert {spec.group for spec in SPECS} == set(GROUP_NAMES)


@pytest.mark.parametrize("module", [attendance, family, grades, school_context, enrolment])
def test_every_feature_that_is_written_is_in_the_catalogue(module: object) -> None:
    written = {name: value for name, value in vars(module).items() if isinstance(value, Feature)}
    assert all(value in FEATURES for value in written.values())
    assert all(name == value.spec.name for name, value in written.items())


def test_a_feature_is_a_function_of_its_name() -> None:
    assert all(feature.compute.__name__ == feature.spec.name for feature in FEATURES)


@every_feature
def test_a_feature_has_a_definition_of_one_paragraph(spec: FeatureSpec) -> None:
    assert spec.definition.endswith(".")
    assert "\n" not in spec.definition


@every_feature
def test_a_feature_has_words_in_both_languages(spec: FeatureSpec) -> None:
    for words in (spec.title.en, spec.title.ro, spec.missing.en, spec.missing.ro, spec.unit):
        assert words.strip()
    assert spec.title.en != spec.title.ro
    assert spec.en != spec.ro


@every_feature
def test_a_feature_has_a_direction(spec: FeatureSpec) -> None:
    assert spec.direction in {-1, 0, 1}
    assert set(spec.tables) <= {"attendance", "grades", "family", "incidents", "outcomes"}


@every_feature
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_is_said_without_a_place_left_open(spec: FeatureSpec, language: Language) -> None:
    for value in VALUES:
        said = spec.text(value, language)
        assert said
        assert not re.search(r"[{}|]|nan", said)


@every_feature
def test_a_missing_value_is_said_as_what_it_means(spec: FeatureSpec) -> None:
    assert spec.text(np.nan, "en") == spec.missing.en
    assert spec.text(np.nan, "ro") == spec.missing.ro


def test_a_reason_is_a_sentence_a_parent_would_say() -> None:
    hours = by_name("unexcused_hours_20d")
    assert hours.text(12, "en") == "12 unexcused hours in the last 20 school days"
    assert hours.text(23, "ro") == "23 de ore nemotivate în ultimele 20 de zile de școală"
    assert by_name("parents_abroad").text(2, "ro") == "ambii părinți sunt plecați la muncă în străinătate"
    assert by_name("mark_mean_vs_class").text(-7.5, "en") == (
        "this year's marks below those of the others in the class"
    )


def test_classes_are_named_as_romanians_name_them() -> None:
    said = [by_name("grade_level").text(level, "ro") for level in (0, 1, 2, 9)]
    assert said == ["în clasa pregătitoare", "în clasa I", "în clasa a II-a", "în clasa a IX-a"]


def test_nothing_recorded_in_attendance_is_said_otherwise_than_no_absence() -> None:
    assert by_name("absent_hours_20d").text(np.nan, "en") == "absences of that time are not recorded"
    assert by_name("days_since_absence").text(np.nan, "en") == "no absence this school year"


def test_schooling_is_not_for_a_school_to_change() -> None:
    assert not any(each.spec.can_change for each in enrolment.SCHOOLING)
    assert not any(each.spec.can_change for each in school_context.SCHOOL_CONTEXT)
    assert all(each.spec.can_change for each in attendance.ATTENDANCE if each.spec.name != "no_absence_year")


def test_declared_columns_come_after_the_familys_own() -> None:
    declared = declarations({"situation": {"siblings": {"type": "whole", "en": "siblings", "ro": "frați"}}})
    names = [each.spec.name for each in feature_catalogue(declared)]
    assert names[names.index("situation_changes") + 1] == "siblings"
    assert len(names) == len(FEATURES) + 1


def test_a_function_becomes_a_feature_of_its_name() -> None:
    about = FeatureGroup("family", ("family",), ("not recorded", "neînregistrat"))

    @feature(
        about, theme="declared", unit="shoes", title=("shoes", "pantofi"), text=("{n|shoe|shoes}", "{n|pantof|pantofi}")
    )
    def shoes(snapshot: Snapshot) -> Floats:
        """Pairs of shoes
        by the door.
        """
        return np.full(len(snapshot), 2.0)

    spec = shoes.spec
    assert (spec.name, spec.definition, spec.direction) == ("shoes", "Pairs of shoes by the door.", 0)
    assert spec.text(20, "ro") == "20 de pantofi"
    assert spec.text(np.nan, "ro") == "neînregistrat"
