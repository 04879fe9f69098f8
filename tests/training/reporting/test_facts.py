import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from features.point_in_time.record_index import index_records
from features.progress import silent
from models.registry.registry import ModelVersion
from tests.support.small_models import CATALOGUE, fitted_model, invented_values
from tests.support.small_records import records_of, rows
from tests.support.training.school_years import DAYS, cohorts_of, plan_of, some_fail
from training.dataset.cohorts import Cohorts, prepare
from training.reporting.facts import about_data, about_features, about_versions

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on
    P1       S1        2024-2025   2024-09-09
    P2       S2        2024-2025   2024-09-09
    P2       S2        2025-2026   2025-09-08
"""
ABSENCES = """
    pupil_id date       hours
    P1       2024-10-01 2
    P1       2024-11-05 1
"""
OUTCOMES = """
    pupil_id date       outcome known_on
    P1       2024-09-20 failed  2025-12-20
"""
AS_OF = dt.date(2025, 2, 3)


def about(**tables: str) -> dict:
    records = records_of({name: rows(table) for name, table in tables.items()})
    plan = replace(plan_of((AS_OF,)), horizon_days=100, known_until=dt.date(2026, 1, 1))
    cohorts = prepare(index_records(records), plan, silent)
    return about_data(cohorts, cohorts.statistics(), "f1e2")


def test_the_data_are_counted():
    said = about(enrolments=ENROLMENTS, attendance=ABSENCES, outcomes=OUTCOMES)
    assert (said["schools"], said["pupils"]) == (2, 2)
    assert said["rows_per_table"] == {"enrolments": 3, "attendance": 2, "outcomes": 1}
    assert said["school_years"] == ["2024-2025", "2025-2026"]
    assert said["tables"] == ["attendance", "enrolments", "outcomes"]
    assert said["missing_tables"] == ["family", "grades", "incidents"]
    assert said["fingerprint"] == "f1e2"


def test_the_data_reach_from_the_first_event_to_the_last_that_was_learnt():
    said = about(enrolments=ENROLMENTS, attendance=ABSENCES, outcomes=OUTCOMES)
    assert (said["first_day"], said["last_day"]) == ("2024-09-20", "2025-12-20")
    assert about(enrolments=ENROLMENTS, attendance=ABSENCES)["first_day"] == "2024-10-01"


def test_a_table_that_is_not_there_hides_no_first_day():
    assert about(enrolments=ENROLMENTS, outcomes=OUTCOMES)["first_day"] == "2024-09-20"
    nothing = about(enrolments=ENROLMENTS)
    assert nothing["first_day"] is nothing["last_day"] is None


def test_of_every_feature_it_is_said_for_which_share_of_the_children_it_is_known():
    said = {each["feature"]: each for each in about(enrolments=ENROLMENTS, attendance=ABSENCES)["coverage"]}
    assert list(said) == [feature.name for feature in CATALOGUE]
    assert said["absent_hours_year"]["known"] == 1.0
    assert said["days_since_absence"]["known"] == 0.5  # P2 was never absent
    assert said["mark_latest"]["known"] == 0.0
    assert said["mark_latest"]["group"] == "grades"
    assert said["mark_latest"]["title_ro"] != said["mark_latest"]["title_en"]


# Features


def cohorts() -> Cohorts:
    return cohorts_of(some_fail(1, 60), plan_of(DAYS[:1]), values=invented_values(60, seed=4))


def test_shares_of_all_reasons_are_those_of_the_mean_size_of_contributions():
    model, values = fitted_model(), cohorts().rows.values
    sizes = np.abs(model.risk(values).contributions).mean(axis=0)
    expected = dict(zip(model.feature_names, sizes / sizes.sum(), strict=True))
    said = about_features(model, cohorts(), seed=7)
    assert {each["feature"]: each["share"] for each in said} == pytest.approx(expected)
    assert sum(each["share"] for each in said) == pytest.approx(1)


def test_the_strongest_comes_first_and_everything_of_a_feature_is_its_own():
    said = about_features(fitted_model(), cohorts(), seed=7)
    shares = [each["share"] for each in said]
    assert shares == sorted(shares, reverse=True)
    by_name = {feature.name: feature for feature in CATALOGUE}
    for each in said:
        feature = by_name[each["feature"]]
        assert (each["title_ro"], each["group"], each["can_change"]) == (
            feature.title.ro, feature.group, feature.can_change,
        )  # fmt: skip


# Versions


def version(number: str, **tags: str) -> ModelVersion:
    created = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)
    return ModelVersion(number, "run", created, ("champion",) if tags else (), tags)


def test_earlier_versions_are_told_with_who_signed():
    signed = {
        "outcomes": "failed", "promoted_by": "Ana Pop", "promoted_at": "2025-03-02T10:00:00+00:00",
        "promoted_reason": "better", "overruled_by": "Ion Rus", "lightgbm.recall_within_schools": "0.4125",
    }  # fmt: skip
    newest, oldest = about_versions([version("2", **signed), version("1")])
    assert newest == {
        "version": "2", "created": "2025-03-01", "aliases": ["champion"], "recall_within_schools": 0.4125,
        **{name: value for name, value in signed.items() if name != "lightgbm.recall_within_schools"},
        "promoted_at": "2025-03-02 12:00",  # by the clock of the schools, as the pages say it
    }  # fmt: skip
    assert oldest["version"] == "1"
    assert oldest["promoted_by"] is oldest["recall_within_schools"] is oldest["outcomes"] is None


def test_nobody_who_overruled_is_nobody_and_not_a_person_called_none():
    (said,) = about_versions([version("2", overruled_by="none", promoted_by="Ana Pop")])
    assert (said["promoted_by"], said["overruled_by"]) == ("Ana Pop", None)


def test_a_recall_that_could_not_be_said_is_none():
    (said,) = about_versions([version("2", **{"lightgbm.recall_within_schools": ""})])
    assert said["recall_within_schools"] is None
