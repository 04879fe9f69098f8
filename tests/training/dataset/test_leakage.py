import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from features.catalogue.feature import FeatureSpec
from features.point_in_time.record_index import RecordIndex, index_records
from features.records.records import Records
from tests.support.small_models import CATALOGUE, invented_labels, invented_values
from tests.support.training.leaks import named_leak, outcomes_to_come, plant
from tests.support.training.small_county import AS_OF, records
from training.dataset.leakage import SCHOOLS_LOOKED_AT, TOO_GOOD, features_that_look_ahead, features_too_good

DAY = AS_OF[-1]


def county() -> RecordIndex:
    return index_records(records())


def leaking_features(index: RecordIndex, *, as_of: dt.date = DAY) -> tuple[str, ...]:
    return features_that_look_ahead(index.records, as_of, seed=7)


# Changed by the future


def test_no_feature_of_the_catalogue_looks_ahead():
    assert leaking_features(county()) == ()


def test_a_feature_that_reads_later_outcomes_is_found_and_no_other(monkeypatch: pytest.MonkeyPatch):
    plant(monkeypatch, outcomes_to_come)
    assert leaking_features(county()) == ("outcomes_to_come",)


def test_a_feature_that_reads_only_what_was_known_is_not_found(monkeypatch: pytest.MonkeyPatch):
    honest = replace(outcomes_to_come, compute=lambda known: known.enrolment("grade_level"))
    plant(monkeypatch, honest)
    assert leaking_features(county()) == ()


def test_a_feature_that_sees_the_day_itself_is_found(monkeypatch: pytest.MonkeyPatch):
    """One absence of the test date, and a feature that counts absences up to and with that day."""
    plant(monkeypatch, named_leak("absences_so_far", _absences_up_to_today))
    plain = records()
    last = plain["attendance"].index[-1]
    today = plain["attendance"].copy()
    today.loc[last, ["date", "known_on"]] = np.datetime64(DAY)
    assert leaking_features(index_records(_with(plain, today))) == ("absences_so_far",)
    today.loc[last, ["date", "known_on"]] = np.datetime64(DAY - dt.timedelta(days=1))
    yesterday = _with(plain, today[today["date"] < np.datetime64(DAY)])
    assert leaking_features(index_records(yesterday)) == ()


def _with(plain: Records, attendance: object) -> Records:
    return replace(plain, tables={**plain.tables, "attendance": attendance})


def _absences_up_to_today(known) -> np.ndarray:
    absences = known.index.records["attendance"]
    seen = absences[absences["date"] <= np.datetime64(known.as_of, "D")]
    counts = seen.groupby("pupil_id", observed=True).size()
    return counts.reindex(known.cohort["pupil_id"]).fillna(0).to_numpy(float)


def test_children_who_appear_or_vanish_with_the_future_are_found(monkeypatch: pytest.MonkeyPatch):
    from training.dataset import leakage

    real = leakage.build_features

    def forgetful(index: RecordIndex, as_of: dt.date):
        table = real(index, as_of)
        gone = set(index.records["outcomes"]["pupil_id"][index.records["outcomes"]["date"] > str(as_of)])
        keep = ~table.pupils["pupil_id"].isin(sorted(gone)[:1]).to_numpy()
        return replace(table, pupils=table.pupils[keep].reset_index(drop=True), values=table.values[keep])

    monkeypatch.setattr(leakage, "build_features", forgetful)
    assert leaking_features(county()) == ("cohort",)


def test_a_leak_in_some_schools_is_found_where_all_are_looked_at(monkeypatch: pytest.MonkeyPatch):
    def in_one_school(known) -> np.ndarray:
        counts = known.index.outcomes.groupby("pupil").size().reindex(known.pupils).fillna(0).to_numpy(float)
        return np.where(known.cohort["school_id"] == "S3", counts, 0.0)

    plant(monkeypatch, replace(outcomes_to_come, compute=in_one_school))
    assert len(county().enrolments["school_id"].unique()) < SCHOOLS_LOOKED_AT
    assert leaking_features(county()) == ("outcomes_to_come",)


# Too good to be true


def named(name: str) -> FeatureSpec:
    return next(feature for feature in CATALOGUE if feature.name == name)


def test_a_feature_that_is_the_outcome_is_found_with_its_area():
    labels = np.array([1, 0, 1, 0, 0, 0])
    values = np.array([[5.0, 1.0], [2.0, 1.0], [6.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
    found = features_too_good(values, labels, (named("repeated_years"), named("grade_level")))
    assert found == {"repeated_years": 1.0}


def test_a_feature_that_is_the_outcome_turned_round_is_found_too():
    labels = np.array([1, 0, 1, 0])
    assert features_too_good(np.array([[1.0], [2.0], [1.0], [3.0]]), labels, (named("mark_latest"),)) == {
        "mark_latest": 1.0
    }


def test_to_be_missing_or_not_can_be_the_outcome_as_well():
    labels = np.array([1, 0, 1, 0])
    values = np.array([[np.nan], [2.0], [np.nan], [3.0]])
    assert features_too_good(values, labels, (named("mark_latest"),)) == {"mark_latest": 1.0}


@pytest.mark.parametrize(("alike", "found"), [(3, True), (5, False)])
def test_a_feature_that_is_the_outcome_but_for_a_few_is_found(alike: int, found: bool):
    labels = np.repeat([1, 0], 100)
    values = labels.astype(float)
    values[:alike] = 0  # these cases look like the others: half of their pairs are won
    assert (1 - alike / 200 > TOO_GOOD) == found
    assert bool(features_too_good(values[:, None], labels, (named("mark_latest"),))) == found


def test_features_that_only_help_are_not_suspected():
    values = invented_values(400)
    assert features_too_good(values.to_numpy(), invented_labels(values), CATALOGUE) == {}
