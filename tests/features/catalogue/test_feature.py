"""Is the catalogue complete, and does it say every value as a person would?"""

import re

import numpy as np
import pytest

from features.arrays import Floats
from features.catalogue import attendance, enrolment, family, grades, school_context
from features.catalogue.feature import GROUP_NAMES, Feature, FeatureGroup, feature
from features.i18n.text import Language
from features.point_in_time.snapshot import Snapshot
from features.reading.declarations import Declarations
from features.table.feature_table import feature_catalogue
from tests.support.small_records import declarations

FEATURES = feature_catalogue(Declarations())
LANGUAGES: tuple[Language, ...] = ("en", "ro")
VALUES = (-40.0, -1.0, -0.3, 0.0, 0.5, 1.0, 2.0, 19.0, 20.0, 100.0)
every_feature = pytest.mark.parametrize("entry", FEATURES, ids=lambda entry: entry.name)


def by_name(name: str) -> Feature:
    return next(entry for entry in FEATURES if entry.name == name)


def test_there_are_more_than_forty_features_each_under_a_name_of_its_own() -> None:
    names = [entry.name for entry in FEATURES]
    assert len(names) > 40
    assert len(set(names)) == len(names)


def test_every_group_has_features() -> None:
    assert {entry.group for entry in FEATURES} == set(GROUP_NAMES)


@pytest.mark.parametrize("module", [attendance, family, grades, school_context, enrolment])
def test_every_feature_that_is_written_is_in_the_catalogue(module: object) -> None:
    written = {name: value for name, value in vars(module).items() if isinstance(value, Feature)}
    assert all(value in FEATURES for value in written.values())
    assert all(name == value.name for name, value in written.items())


@every_feature
def test_a_feature_is_a_function_of_its_name(entry: Feature) -> None:
    assert entry.compute.__name__ == entry.name
    assert entry.definition.endswith(".")
    assert "\n" not in entry.definition


@every_feature
def test_a_feature_has_words_in_both_languages(entry: Feature) -> None:
    for words in (entry.title_en, entry.title_ro, entry.missing_en, entry.missing_ro, entry.unit):
        assert words.strip()
    assert entry.title_en != entry.title_ro
    assert entry.en != entry.ro


@every_feature
def test_a_feature_has_a_direction(entry: Feature) -> None:
    assert entry.direction in {-1, 0, 1}
    assert set(entry.tables) <= {"attendance", "grades", "family", "outcomes"}


@every_feature
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_is_said_without_a_place_left_open(entry: Feature, language: Language) -> None:
    for value in VALUES:
        said = entry.text(value, language)
        assert said
        assert not re.search(r"[{}|]|nan", said)


@every_feature
def test_a_missing_value_is_said_as_what_it_means(entry: Feature) -> None:
    assert entry.text(np.nan, "en") == entry.missing_en
    assert entry.text(np.nan, "ro") == entry.missing_ro


def test_a_reason_is_a_sentence_a_parent_would_say() -> None:
    hours = by_name("unexcused_hours_20d")
    assert hours.text(12, "en") == "12 unexcused hours in the last 20 school days"
    assert hours.text(23, "ro") == "23 de ore nemotivate în ultimele 20 de zile de școală"
    assert by_name("parents_abroad").text(2, "ro") == "ambii părinți sunt plecați la muncă în străinătate"
    assert by_name("mark_mean_vs_class").text(-7.5, "en") == (
        "this year's marks 7.5 points lower than the others in the class"
    )


def test_classes_are_named_as_romanians_name_them() -> None:
    said = [by_name("grade_level").text(level, "ro") for level in (0, 1, 2, 9)]
    assert said == ["în clasa pregătitoare", "în clasa I", "în clasa a 2-a", "în clasa a 9-a"]


def test_nothing_recorded_in_attendance_is_said_otherwise_than_no_absence() -> None:
    assert by_name("unexcused_hours_20d").text(np.nan, "en") == "absences of that time are not recorded"
    assert by_name("days_since_absence").text(np.nan, "en") == "no absence this school year"


def test_schooling_is_not_for_a_school_to_change() -> None:
    assert not any(entry.can_change for entry in enrolment.SCHOOLING)
    assert not any(entry.can_change for entry in school_context.SCHOOL_CONTEXT)
    assert all(entry.can_change for entry in attendance.ATTENDANCE if entry.name != "no_absence_year")


def test_declared_columns_come_after_the_familys_own() -> None:
    declared = declarations({"situation": {"siblings": {"type": "whole", "en": "siblings", "ro": "frați"}}})
    names = [entry.name for entry in feature_catalogue(declared)]
    assert names[names.index("situation_changes") + 1] == "siblings"
    assert len(names) == len(FEATURES) + 1


def test_a_function_becomes_a_feature_of_its_name() -> None:
    about = FeatureGroup("family", ("family",), ("not recorded", "neînregistrat"))

    @feature(about, unit="shoes", title=("shoes", "pantofi"), text=("{n|shoe|shoes}", "{n|pantof|pantofi}"))
    def shoes(snapshot: Snapshot) -> Floats:
        """Pairs of shoes
        by the door.
        """
        return np.full(len(snapshot), 2.0)

    assert (shoes.name, shoes.definition, shoes.direction) == ("shoes", "Pairs of shoes by the door.", 0)
    assert shoes.text(20, "ro") == "20 de pantofi"
    assert shoes.text(np.nan, "ro") == "neînregistrat"
