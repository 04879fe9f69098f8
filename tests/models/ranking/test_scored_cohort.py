"""Many lists of one date: each is the list that would be made alone."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from features.errors import Refused, UsageError
from features.point_in_time.register_recency import RecordingRate
from features.records.fingerprint import data_fingerprint
from models.ranking.abstention import CannotSay
from models.ranking.scored_cohort import ScoredCohort, feature_cohort
from models.ranking.scorer import Scorer
from tests.support.small_models import TRAINED_ON, fitted_model
from tests.support.small_records import index_of
from tests.support.viewers import ALL

FRIDAY = dt.date(2024, 12, 20)
HISTORIES = index_of(
    enrolments=[
        {"pupil_id": f"{school}-{label}-{place}", "school_id": school, "class_label": label,
         "school_year": "2024-2025", "enrolled_on": "2024-09-02"}
        for school, label in (("S1", "5A"), ("S1", "5B"), ("S2", "5A")) for place in range(9)
    ],
    attendance=[
        {"pupil_id": f"{school}-5A-{place}", "date": f"2024-{month}-{day:02}", "hours": place}
        for school in ("S1", "S2") for place in range(9) for month in (10, 11, 12) for day in (2, 9, 16)
    ],
)  # fmt: skip
RHYTHMS = (RecordingRate("attendance", None, 0.9, 0.5),)  # of classes like these the catalogue has a row every week
SCORER = Scorer(replace(fitted_model(), trained_on=replace(TRAINED_ON, recording_rates=RHYTHMS)), "3")


@pytest.fixture
def cohort() -> ScoredCohort:
    return SCORER.score(feature_cohort(HISTORIES, FRIDAY))


def test_each_list_of_a_cohort_is_the_list_that_is_made_alone(cohort: ScoredCohort) -> None:
    for school in ("S1", "S2", None, "S1"):
        for capacity in (3, 0.5):
            alone = SCORER.rank(HISTORIES, FRIDAY, viewer=ALL, capacity=capacity, school_id=school)
            assert SCORER.list_of(cohort, viewer=ALL, capacity=capacity, school_id=school) == alone
    assert cohort.features.fingerprint == data_fingerprint(HISTORIES.records, FRIDAY)


def test_a_silent_class_has_no_margin_and_is_in_its_school_only(cohort: ScoredCohort) -> None:
    silent = cohort.features.table.pupils["class_label"].to_numpy() == "5B"
    assert np.isnan(cohort.margins[silent]).all()
    assert not np.isnan(cohort.margins[~silent]).any()
    assert [child.pupil_id for child in cohort.school("S1").not_scored] == [f"S1-5B-{place}" for place in range(9)]
    assert cohort.school("S2").not_scored == ()
    assert [len(cohort.school(school).ordered) for school in ("S1", "S2", None)] == [9, 9, 18]


def test_a_child_is_explained_with_the_rank_among_all(cohort: ScoredCohort) -> None:
    everybody = SCORER.list_of(cohort, viewer=ALL, capacity=100).pupils
    assert [SCORER.child_of(cohort, viewer=ALL, pupil_id=pupil.pupil_id) for pupil in everybody] == list(everybody)
    with pytest.raises(CannotSay, match="5B"):
        SCORER.child_of(cohort, viewer=ALL, pupil_id="S1-5B-3")


def test_a_cohort_refuses_what_it_has_not(cohort: ScoredCohort) -> None:
    with pytest.raises(UsageError, match="no school S9 in these records; they have S1, S2"):
        cohort.school("S9")
    with pytest.raises(UsageError, match="is in school at 20 December 2024"):
        SCORER.child_of(cohort, viewer=ALL, pupil_id="nobody")
    with pytest.raises(Refused, match="Nobody is in school"):
        feature_cohort(HISTORIES, dt.date(1999, 1, 1))


@pytest.mark.parametrize(("left", "last"), [("", "20 January 2025"), ("2024-12-02", "2 December 2024")])
def test_where_all_enrolments_were_taken_back_they_covered_the_days_until_then(left: str, last: str):
    enrolment = {
        "pupil_id": "e1", "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-09", "left_on": left,
        "retracted_on": "2025-01-20",
    }  # fmt: skip
    with pytest.raises(Refused, match=f"cover 10 September 2024 to {last}"):
        feature_cohort(index_of(enrolments=[enrolment]), dt.date(2025, 2, 3))


ODD = {
    "enrolments": [
        {"pupil_id": pupil, "school_id": school, "school_year": year, "enrolled_on": enrolled}
        for pupil, school, year, enrolled in (
            ("here", "S1", "2024-2025", "2024-09-02"), ("here too", "S2", "2024-2025", "2024-09-02"),
            ("twice", "S1", "2024-2025", "2024-09-02"), ("twice", "S2", "2024-2025", "2024-10-01"),
            ("ended", "S1", "2024-2025", "2024-09-02"), ("coming", "S1", "2025-2026", "2024-12-01"),
        )
    ],
    "outcomes": [{"pupil_id": "ended", "date": "2024-11-01", "outcome": "dropped_out"}],
    "terms": [
        {"school_year": "2024-2025", "term": "1", "starts_on": "2024-09-02", "ends_on": "2025-06-20"},
        {"school_year": "2025-2026", "term": "1", "starts_on": "2025-09-08", "ends_on": "2026-06-19"},
    ],
}  # fmt: skip


def test_who_is_enrolled_and_on_no_list_is_named_with_the_reason() -> None:
    cohort = replace(SCORER, model=fitted_model()).score(feature_cohort(index_of(None, **ODD), FRIDAY))
    named = {school: {child.pupil_id: child.reason for child in cohort.school(school).not_scored}
             for school in ("S1", "S2", None)}  # fmt: skip
    assert named == {
        "S1": {"coming": "not_begun", "ended": "story_ended", "twice": "other_school"},
        "S2": {},
        None: {"coming": "not_begun", "ended": "story_ended"},
    }
