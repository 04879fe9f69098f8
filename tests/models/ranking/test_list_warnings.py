import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.point_in_time.record_index import index_records
from features.records.records import Records, load_records
from features.table.feature_table import FeatureTable, build_features
from models.ranking.list_warnings import Caution, of_children, of_records, of_ties
from models.ranking.ordering import Ties
from models.risk.drift import references
from models.risk.model import TrainedOn
from tests.support.small_models import CATALOGUE, TRAINED_ON
from tests.support.small_records import index_of

ABSENCES = "pupil_id date hours\nP1 2025-01-20 3"
MARKS = "pupil_id date mark scale\nP1 2025-01-10 7 1-10"


def cautions(
    trained_on: TrainedOn, table: FeatureTable, records: Records, *, scored: np.ndarray
) -> tuple[Caution, ...]:
    return (*of_records(trained_on, table.as_of, records), *of_children(trained_on, table, scored))


def cautions_at(as_of: str, *, trained_at: tuple[str, ...] = ("2024-02-01",), **tables: str) -> dict[str, Caution]:
    """Return the cautions of a list, made by a model that was trained with absences and marks, by their codes."""
    index = index_of(**tables)
    table = build_features(index, dt.date.fromisoformat(as_of))
    trained_on = replace(TRAINED_ON, as_of=tuple(map(dt.date.fromisoformat, trained_at)))
    found = cautions(trained_on, table, index.records, scored=np.arange(len(table)))
    return {caution.code: caution for caution in found}


def test_there_is_nothing_to_say_of_records_like_those_of_the_training():
    assert cautions_at("2025-02-03", attendance=ABSENCES, grades=MARKS) == {}


def test_a_table_of_the_training_that_is_missing_now_is_named():
    found = cautions_at("2025-02-03", attendance=ABSENCES)
    assert list(found) == ["missing_table"]
    assert "the table grades, which is missing" in found["missing_table"].text_en
    assert "tabelul grades, care aici lipsește" in found["missing_table"].text_ro


@pytest.mark.parametrize(("as_of", "stale"), [("2025-02-19", False), ("2025-02-20", True)])
def test_records_are_stale_when_nothing_was_learnt_for_more_than_thirty_days(as_of: str, stale: bool):
    found = cautions_at(as_of, attendance=ABSENCES, grades=MARKS)
    assert ("stale_records" in found) == stale
    if stale:
        assert "the latest one is of 2025-01-20" in found["stale_records"].text_en
        assert "ultima este din 2025-01-20" in found["stale_records"].text_ro


def test_what_was_entered_later_does_not_make_records_fresh():
    late = "pupil_id date hours known_on\nP1 2025-01-02 3 2025-01-02\nP1 2025-02-10 3 2025-03-01"
    found = cautions_at("2025-03-01", attendance=late, grades=MARKS)
    assert "the latest one is of 2025-01-10" in found["stale_records"].text_en


def test_records_without_any_absence_or_mark_are_stale():
    found = cautions_at("2025-02-03", outcomes="pupil_id date outcome\nP1 2024-06-20 promoted")
    assert "there is none" in found["stale_records"].text_en
    assert "nu există niciuna" in found["stale_records"].text_ro


@pytest.mark.parametrize(
    ("trained_at", "season"),
    [
        (("2023-12-20",), False),  # 45 days of the year before 3 February
        (("2023-12-19",), True),
        (("2024-03-19",), False),  # 45 days after it, in a leap year
        (("2024-03-20",), True),
        (("2023-10-15", "2022-02-10"), False),  # one date near is enough
    ],
)
def test_a_model_trained_for_another_time_of_the_year_is_less_certain(trained_at: tuple[str, ...], season: bool):
    found = cautions_at("2025-02-03", trained_at=trained_at, attendance=ABSENCES, grades=MARKS)
    assert ("season" in found) == season
    if season:
        assert f"({', '.join(trained_at)})" in found["season"].text_en
        assert f"({', '.join(trained_at)})" in found["season"].text_ro


def test_all_cautions_are_said_together():
    found = cautions_at("2025-07-01", attendance=ABSENCES)
    assert list(found) == ["missing_table", "stale_records", "season"]
    assert all(caution.text_en != caution.text_ro for caution in found.values())


# Drift

FEBRUARY = dt.date(2024, 2, 1)
NOW = dt.date(2025, 2, 3)
RECORDS = index_of(attendance=ABSENCES, grades=MARKS).records


def values_of(children: int, changes: Mapping[str, object]) -> pd.DataFrame:
    """Return the values 0 to 9 in turn of every feature, but for some columns."""
    turns = np.arange(children) % 10
    return pd.DataFrame({feature.name: turns for feature in CATALOGUE}, dtype=float).assign(**changes)


def drift_of(
    changes: Mapping[str, object], *, children: int = 200, scored: int | None = None, as_of: dt.date = NOW,
    missing_tables: tuple[str, ...] = (), trained: Mapping[str, object] | None = None,
) -> dict[str, Caution]:  # fmt: skip
    """Return the cautions where the children's values were changed since the training, the same otherwise."""
    before = pd.DataFrame({"school_id": ["S1"] * 200, "as_of": [FEBRUARY] * 200})
    usual = references(CATALOGUE, values_of(200, trained or {}), before)
    ids = [f"P{number}" for number in range(children)]
    labels = [f"{number % 4 + 5}A" if number % 8 else None for number in range(children)]
    pupils = pd.DataFrame({"pupil_id": ids, "school_id": "S1", "class_label": labels})
    table = FeatureTable(as_of, pupils, values_of(children, changes), pd.DataFrame(), CATALOGUE, missing_tables)
    trained_on = replace(TRAINED_ON, as_of=(FEBRUARY,), references=usual)
    found = cautions(trained_on, table, RECORDS, scored=np.arange(children if scored is None else scored))
    return {caution.code: caution for caution in found if caution.code not in ("season", "stale_records")}


TURNS = np.arange(200) % 10


def test_children_like_those_of_the_training_need_no_caution():
    assert drift_of({}) == {}


def test_a_feature_that_moved_is_named_in_words_with_both_means():
    found = drift_of({"unexcused_hours_20d": 3 * TURNS})
    assert list(found) == ["features_moved"]
    caution = found["features_moved"]
    assert "training: unexcused hours, last 20 school days (on average 14, in training 4.5). The" in caution.text_en
    assert "ore nemotivate, ultimele 20 de zile de școală (în medie 14, la antrenare 4,5)." in caution.text_ro


def test_no_more_than_five_features_are_named_the_strongest_first():
    names = [feature.name for feature in CATALOGUE if feature.group == "attendance"][:7]
    text = drift_of({name: TURNS + 10 * (place + 1) for place, name in enumerate(names)})["features_moved"].text_en
    titles = [feature.title.en for feature in CATALOGUE if feature.name in names]
    assert text.count("on average") == 5
    assert [text.index(f"{title} (on") for title in titles[:1:-1]] == sorted(text.index(f"{t} (on") for t in titles[2:])
    assert f"{titles[0]} (on" not in text


def test_a_yes_or_no_is_said_as_a_share_and_a_mean_that_stayed_is_not_repeated():
    before, now = np.arange(200) % 10 == 0, np.arange(200) % 2 == 0
    text = drift_of({"home_internet": now * 1.0}, trained={"home_internet": before * 1.0})["features_moved"].text_ro
    assert "internet acasă (în medie 50 %, la antrenare 10 %)" in text
    text = drift_of({"commute_minutes": np.where(TURNS < 5, -5.5, 14.5)})["features_moved"].text_en
    assert "way to school (spread differently, with the same mean)" in text


def test_values_that_are_missing_more_often_are_a_shift():
    text = drift_of({"commute_minutes": np.where(TURNS < 3, np.nan, TURNS)})["features_moved"].text_ro
    assert "drumul până la școală (lipsește la 30 %, la antrenare 0 %)" in text


def test_missing_marks_are_said_once_with_the_classes_that_have_none():
    """Of every ten children four have no mark; then nobody in the five classes, one of them those without a label."""
    grades = [feature.name for feature in CATALOGUE if feature.group == "grades"]
    same, some = dict.fromkeys(grades, 6.0), dict.fromkeys(grades, np.where(TURNS < 4, np.nan, 6.0))
    found = drift_of(some, trained=same)
    assert list(found) == ["marks_missing"]
    assert "40 % of the children have no mark this year (in training 0 %). Enter" in found["marks_missing"].text_en
    assert "40 % dintre copii nu au nicio notă anul acesta (la antrenare 0 %)." in found["marks_missing"].text_ro
    found = drift_of(dict.fromkeys(grades, np.nan), trained=same)
    assert "(la antrenare 0 %); 5 clase nu au niciuna." in found["marks_missing"].text_ro
    assert "(in training 0 %); 5 classes have none at all." in found["marks_missing"].text_en


def test_only_the_children_that_are_scored_count_and_of_a_few_nothing_is_said():
    moved = {"unexcused_hours_20d": np.where(np.arange(200) < 100, TURNS, 90.0)}
    assert drift_of(moved)
    assert drift_of(moved, scored=100) == {}
    assert drift_of({"unexcused_hours_20d": 90.0}, scored=100)
    assert drift_of({"unexcused_hours_20d": 90.0}, scored=99) == {}


def test_a_table_that_is_missing_has_a_caution_of_its_own():
    assert drift_of({"commute_minutes": np.nan}, missing_tables=("family",)) == {}
    assert drift_of({"commute_minutes": np.nan})


def test_another_time_of_the_year_is_not_compared():
    assert drift_of({"unexcused_hours_20d": 90.0}, as_of=dt.date(2025, 6, 1)) == {}


# An invented county, a year later


@pytest.fixture(scope="module")
def county(county_folder: Path) -> Records:
    return load_records(county_folder, today=dt.date(2026, 12, 31))


@pytest.fixture(scope="module")
def county_usual(county: Records) -> TrainedOn:
    dates = tuple(map(dt.date.fromisoformat, ("2023-11-15", "2024-02-15", "2024-05-15")))
    tables = [build_features(index_records(county), date) for date in dates]
    pupils = pd.concat([table.pupils.assign(as_of=table.as_of) for table in tables], ignore_index=True)
    usual = references(tables[0].features, pd.concat([table.values for table in tables], ignore_index=True), pupils)
    return replace(TRAINED_ON, as_of=dates, references=usual)


def county_cautions(usual: TrainedOn, records: Records, as_of: str) -> dict[str, str]:
    table = build_features(index_records(records), dt.date.fromisoformat(as_of))
    found = cautions(usual, table, records, scored=np.arange(len(table)))
    return {caution.code: caution.text_en for caution in found}


@pytest.mark.parametrize("as_of", ["2024-11-15", "2025-02-15", "2025-05-15"])
def test_a_later_term_of_the_same_county_needs_no_caution(county: Records, county_usual: TrainedOn, as_of: str):
    assert county_cautions(county_usual, county, as_of) == {}


def test_three_times_the_unexcused_hours_do(county: Records, county_usual: TrainedOn):
    attendance = county["attendance"]
    hours = attendance["hours"].where(attendance["excused_on"].notna(), 3 * attendance["hours"])
    more = replace(county, tables={**county.tables, "attendance": attendance.assign(hours=hours)})
    found = county_cautions(county_usual, more, "2025-05-15")
    assert list(found) == ["features_moved"]
    assert "unexcused hours this year (on average" in found["features_moved"]


# Ties at the end of the list


@pytest.mark.parametrize(
    ("ties", "en", "ro"),
    [
        (
            Ties(5, 65),
            "5 of 65 children with the same score stand on the list",
            "stau 5 din 65 de copii cu același scor",
        ),
        (Ties(1, 2), "1 of 2 children with the same score stands on", "stă 1 din 2 copii cu același scor"),
    ],
)
def test_ties_at_the_end_of_the_list_are_told(ties: Ties, en: str, ro: str):
    (caution,) = of_ties(ties)
    assert caution.code == "ties_at_cut"
    assert en in caution.text_en
    assert ro in caution.text_ro


@pytest.mark.parametrize("ties", [Ties(0, 0), Ties(1, 1), Ties(3, 3)])
def test_a_list_that_cuts_no_ties_has_nothing_to_tell(ties: Ties):
    assert of_ties(ties) == ()
