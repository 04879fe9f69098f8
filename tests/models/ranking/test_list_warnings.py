import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.i18n.dates import date_words
from features.point_in_time.record_index import index_records
from features.records.records import Records, load_records
from features.table.feature_table import FeatureTable, build_features
from models.drift.reference import SchoolUsual, TrainingStatistics, digest_of_school, training_statistics
from models.ranking.list_warnings import MOST_SHOWN, Caution, ListWarnings, most_important, of_ties
from models.ranking.ordering import Ties
from models.risk.model import Target, TrainedOn
from tests.support.small_models import TRAINED_ON, fitted_model
from tests.support.small_records import index_of

ABSENCES = "pupil_id date hours\nP1 2025-01-20 3"
MARKS = "pupil_id date mark scale\nP1 2025-01-10 7 1-10"


def cautions(
    trained_on: TrainedOn, table: FeatureTable, records: Records, *, horizon_days: int = 365, school: str | None = None
) -> tuple[Caution, ...]:
    """Return the cautions of one list of all schools, or of a school's own."""
    model = replace(fitted_model(), trained_on=trained_on, target=Target(("dropped_out",), horizon_days=horizon_days))
    warnings = ListWarnings(model, table, records, np.arange(len(table)))
    return warnings.of_all() if school is None else warnings.of_school(school)


def cautions_at(as_of: str, *, trained_at: tuple[str, ...] = ("2024-02-01",), **tables: str) -> dict[str, Caution]:
    """Return the cautions of a list, made by a model that was trained with absences and marks, by their codes."""
    index = index_of(**tables)
    table = build_features(index, dt.date.fromisoformat(as_of))
    trained_on = replace(TRAINED_ON, as_of=tuple(map(dt.date.fromisoformat, trained_at)))
    found = cautions(trained_on, table, index.records)
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
        assert "the latest one is of 20 January 2025" in found["stale_records"].text_en
        assert "ultima este din 20 ianuarie 2025" in found["stale_records"].text_ro


def test_what_was_entered_later_does_not_make_records_fresh():
    late = "pupil_id date hours known_on\nP1 2025-01-02 3 2025-01-02\nP1 2025-02-10 3 2025-03-01"
    found = cautions_at("2025-03-01", attendance=late, grades=MARKS)
    assert "the latest one is of 10 January 2025" in found["stale_records"].text_en


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
        days = [dt.date.fromisoformat(day) for day in trained_at]
        assert f"({', '.join(date_words(day, 'en') for day in days)})" in found["season"].text_en
        assert f"({', '.join(date_words(day, 'ro') for day in days)})" in found["season"].text_ro


def test_all_cautions_are_said_together():
    found = cautions_at("2025-07-01", attendance=ABSENCES)
    assert list(found) == ["missing_table", "stale_records", "season"]
    assert all(caution.text_en != caution.text_ro for caution in found.values())


# The model

RECORDS = index_of(attendance=ABSENCES, grades=MARKS)
TWO_SCHOOLS = {
    "attendance": ABSENCES,
    "grades": MARKS,
    "schools": "school_id county\nS1 VL\nS2 IS",
    "enrolments": """
        pupil_id school_id school_year enrolled_on
        P1       S1        2024-2025   2024-09-01
        P2       S2        2024-2025   2024-09-01
    """,
}


def said_of_model(
    as_of: str = "2025-02-03", *, horizon_days: int = 365, school: str | None = None,
    tables: Mapping[str, str] = TWO_SCHOOLS, **trained: object,
) -> dict[str, Caution]:  # fmt: skip
    """Return the cautions of a list of two schools in two counties, made by a model that was trained so."""
    index = index_of(**tables)
    table = build_features(index, dt.date.fromisoformat(as_of))
    trained_on = replace(TRAINED_ON, **trained)
    found = cautions(trained_on, table, index.records, horizon_days=horizon_days, school=school)
    return {caution.code: caution for caution in found if caution.code not in ("season", "stale_records")}


def knowing(*schools: str) -> TrainingStatistics:
    return TrainingStatistics((), tuple(SchoolUsual(digest_of_school(each, ""), (), ()) for each in schools))


def test_a_model_of_invented_children_says_so_first():
    found = said_of_model(invented=True, usual=knowing("S1"))
    assert list(found) == ["invented_children", "school_unseen"]
    assert found["invented_children"].text_ro == "Model antrenat cu copii inventați: numai pentru încercare."
    assert found["invented_children"].text_en.endswith("for trying out only.")


def test_a_county_that_was_not_in_the_training_is_named_and_its_schools_are_not_named_again():
    found = said_of_model(counties=("VL",), usual=knowing("S1"))
    assert list(found) == ["county_unseen"]
    assert "Județul IS nu era în datele de antrenare" in found["county_unseen"].text_ro
    assert said_of_model(counties=("IS", "VL"), usual=knowing("S1", "S2")) == {}
    assert "The counties IS, VL were not" in said_of_model(counties=("CJ",))["county_unseen"].text_en


def test_a_school_that_was_not_in_the_training_is_told_on_its_own_list_and_counted_on_that_of_all():
    known = knowing("S1")
    assert said_of_model(usual=known, school="S1") == {}
    assert said_of_model(usual=known, school="S2")["school_unseen"].text_ro == (
        "Școala nu era în datele de antrenare; scorurile copiilor ei sunt mai puțin sigure."
    )
    assert "1 of 2 schools was not in the training (S2)" in said_of_model(usual=known)["school_unseen"].text_en
    assert "2 școli din 2 nu erau în datele de antrenare (S1, S2)" in (
        said_of_model(usual=knowing("S9"))["school_unseen"].text_ro
    )


def test_records_that_name_no_county_are_of_no_other_one():
    tables = {**TWO_SCHOOLS, "schools": "school_id\nS1\nS2"}
    assert said_of_model(counties=("CJ",), tables=tables) == {}


def test_a_model_that_knows_no_schools_says_nothing_of_them():
    assert said_of_model() == {}


@pytest.mark.parametrize(("as_of", "is_old"), [("2026-12-02", False), ("2026-12-03", True)])
def test_a_model_is_old_a_year_after_the_last_outcomes_that_it_knows(as_of: str, is_old: bool):
    """It was trained until 1 February 2025 with a horizon of 304 days, that is until 2 December 2025."""
    tables = {**TWO_SCHOOLS, "enrolments": TWO_SCHOOLS["enrolments"].replace("2024-2025   2024", "2026-2027   2026")}
    found = said_of_model(as_of, horizon_days=304, tables=tables)
    assert list(found) == ["old_model"] * is_old
    if is_old:
        assert "numai până la 2 decembrie 2025" in found["old_model"].text_ro


@pytest.mark.parametrize(("known", "elsewhere"), [((), False), (("S1",), False), (("S9",), True)])
def test_records_are_from_elsewhere_where_the_training_saw_none_of_their_schools(
    known: tuple[str, ...], elsewhere: bool
):
    index = index_of(**TWO_SCHOOLS)
    table = build_features(index, dt.date(2025, 2, 3))
    model = replace(fitted_model(), trained_on=replace(TRAINED_ON, usual=knowing(*known)))
    assert ListWarnings(model, table, index.records, np.arange(2)).is_elsewhere == elsewhere


def test_another_season_silences_nothing():
    tables = dict(TWO_SCHOOLS)
    index = index_of(**tables)
    trained_on = replace(TRAINED_ON, invented=True, usual=knowing("S9"), counties=("VL",))
    found = cautions(trained_on, build_features(index, dt.date(2025, 6, 10)), index.records)
    assert [each.code for each in found] == [
        "invented_children", "county_unseen", "school_unseen", "stale_records", "season",
    ]  # fmt: skip


def test_two_lines_fit_beside_a_list_and_they_are_the_weightiest():
    every = [Caution(code, code, code) for code in ("invented_children", "school_unseen", "season")]
    assert [each.code for each in most_important(every)] == ["invented_children", "school_unseen"]
    assert len(most_important(every)) == MOST_SHOWN
    assert every[0].text("ro") == "invented_children"


# An invented county, a year later


@pytest.fixture(scope="module")
def county(county_folder: Path) -> Records:
    return load_records(county_folder, today=dt.date(2026, 12, 31))


@pytest.fixture(scope="module")
def county_usual(county: Records) -> TrainedOn:
    dates = tuple(map(dt.date.fromisoformat, ("2023-11-15", "2024-02-15", "2024-05-15")))
    tables = [build_features(index_records(county), date) for date in dates]
    pupils = pd.concat([table.pupils.assign(as_of=table.as_of) for table in tables], ignore_index=True)
    values = pd.concat([table.values for table in tables], ignore_index=True)
    return replace(TRAINED_ON, as_of=dates, usual=training_statistics(tables[0].features, values, pupils, salt=""))


def county_cautions(usual: TrainedOn, records: Records, as_of: str) -> dict[str, Caution]:
    table = build_features(index_records(records), dt.date.fromisoformat(as_of))
    return {caution.code: caution for caution in cautions(usual, table, records)}


def with_attendance(county: Records, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Records:
    return replace(county, tables={**county.tables, "attendance": change(county["attendance"])})


@pytest.mark.parametrize("as_of", ["2024-11-15", "2025-01-12", "2025-02-15", "2025-05-15"])
def test_a_later_term_of_the_same_county_needs_no_caution(county: Records, county_usual: TrainedOn, as_of: str):
    assert county_cautions(county_usual, county, as_of) == {}


@pytest.mark.parametrize(("times", "now"), [(3.0, "more"), (0.4, "fewer")])
def test_hours_written_otherwise_are_named_with_both_means(
    county: Records, county_usual: TrainedOn, times: float, now: str
):
    other = with_attendance(county, lambda rows: rows.assign(hours=(rows["hours"] * times).round(2)))
    caution = county_cautions(county_usual, other, "2025-05-15")["records_moved"]
    assert caution.text_en.startswith("In all schools together the records are unlike those of the training: ")
    said = re.search(r"hours missed, last 20 school days \(on average (\S+), in training (\S+)\)", caution.text_en)
    assert said
    assert (float(said[1]) > float(said[2])) == (now == "more")
    assert caution.text_ro.startswith("La toate școlile la un loc, datele sunt altfel decât la antrenare: ore ")


def test_marks_that_are_no_longer_entered_are_said_once_with_the_classes_that_have_none(
    county: Records, county_usual: TrainedOn
):
    marks = county["grades"][county["grades"]["date"] < "2024-09-01"]
    found = county_cautions(county_usual, replace(county, tables={**county.tables, "grades": marks}), "2025-05-15")
    assert list(found) == ["marks_missing"]
    assert re.search(
        r"100 % dintre copii nu au nicio notă anul acesta .*; \d+ (de )?clase nu au niciuna\.",
        found["marks_missing"].text_ro,
    )
    assert "classes have none at all. Enter the marks" in found["marks_missing"].text_en


def test_one_school_that_writes_otherwise_is_told_on_its_own_list_alone(county: Records, county_usual: TrainedOn):
    pupils = county["enrolments"].groupby("school_id")["pupil_id"].agg(set)
    school, other = pupils.map(len).sort_values().index[:2]

    def fewer(rows: pd.DataFrame) -> pd.DataFrame:
        mine = rows["pupil_id"].isin(pupils[school])
        return rows[~mine | (np.arange(len(rows)) % 10 == 0)].reset_index(drop=True)

    records = with_attendance(county, fewer)
    table = build_features(index_records(records), dt.date(2025, 5, 15))
    (caution,) = cautions(county_usual, table, records, school=school)
    assert (caution.code, caution.text_ro[:42]) == ("features_moved", "Datele acestei școli sunt altfel decât la ")
    assert cautions(county_usual, table, records, school=other) == ()
    old = replace(county_usual, as_of=(dt.date(2020, 9, 1),), invented=True)
    every = cautions(old, table, records, school=school)
    assert [each.code for each in every] == ["invented_children", "features_moved", "old_model", "season"]
    assert [each.code for each in most_important(every)] == ["invented_children", "features_moved"]


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
