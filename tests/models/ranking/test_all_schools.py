"""The lists of all schools at once are, to the last bit, the lists each school would get for itself."""

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from features.errors import Refused, UsageError
from features.point_in_time.record_index import RecordIndex, index_records
from features.point_in_time.register_recency import RecordingRate
from features.records.records import load_records
from models.drift.reference import training_statistics
from models.explain.reasons import reasons
from models.ranking.all_schools import EverySchool, rank_every_school
from models.ranking.expected_hits import expected_hits
from models.ranking.ranked_list import RankedPupil
from models.ranking.scored_cohort import feature_cohort
from models.ranking.scorer import Scorer
from models.risk.school_effect import mean_past_share
from tests.support.small_models import TRAINED_ON, fitted_model
from tests.support.small_records import Row, index_of
from tests.support.viewers import ALL

TODAY = dt.date(2026, 11, 1)
SPRING = dt.date(2026, 4, 20)
AS_OF = dt.date(2025, 2, 3)
WEEKLY = replace(
    TRAINED_ON, recording_rates=tuple(RecordingRate("attendance", level, 0.9, 0.2) for level in (None, *range(14)))
)
CAREFUL = Scorer(replace(fitted_model(), trained_on=WEEKLY), "3")


@pytest.fixture(scope="module")
def county(county_folder: Path) -> RecordIndex:
    """Four schools and 1,000 pupils; in one class of the first nobody has written down an absence since Christmas."""
    records = load_records(county_folder, today=TODAY)
    of_this_year = records["enrolments"][records["enrolments"]["school_year"] == "2025-2026"]
    school = min(of_this_year["school_id"])
    sizes = of_this_year[of_this_year["school_id"] == school].groupby("class_label")["pupil_id"].nunique()
    silent = of_this_year[(of_this_year["school_id"] == school) & (of_this_year["class_label"] == sizes.idxmax())]
    absences = records["attendance"]
    unwritten = absences["pupil_id"].isin(silent["pupil_id"]) & (absences["known_on"] >= "2025-12-20")
    return index_records(replace(records, tables={**records.tables, "attendance": absences[~unwritten]}))


@pytest.fixture(scope="module")
def scorer(county: RecordIndex) -> Scorer:
    """A model that judges stale classes, and finds that one school is unlike it was in its training."""
    table = feature_cohort(county, SPRING).table
    in_first = (table.pupils["school_id"] == min(table.pupils["school_id"])).to_numpy()
    values = table.values.assign(absent_hours_20d=table.values["absent_hours_20d"] * np.where(in_first, 9, 1))
    usual = training_statistics(table.features, values, table.pupils.assign(as_of=SPRING), salt="")
    trained_on = replace(WEEKLY, as_of=(SPRING,), usual=usual)
    return Scorer(replace(CAREFUL.model, trained_on=trained_on), "3")


def pupils_of(found: EverySchool, school_id: str) -> tuple[RankedPupil, ...]:
    """Put a school's listed children together again from the rows."""
    is_listed = found.children["listed"].to_numpy()
    rows = np.flatnonzero((found.children["school_id"] == school_id) & is_listed)
    numbers = np.cumsum(is_listed) - 1
    assert np.array_equal(found.listed.contributions[numbers[rows]], found.contributions[rows])
    return tuple(
        RankedPupil(
            reasons=reasons(found.listed, int(numbers[row])),
            **{
                name: found.children[name].iloc[row].item() if name == "rank" else found.children[name].iloc[row]
                for name in ("rank", "pupil_id", "school_id", "class_label", "score", "margin", "base_margin")
            },
        )
        for row in rows
    )


@pytest.mark.parametrize("capacity", [0.05, 3, 5000])
def test_every_list_of_a_county_is_the_one_its_school_gets_alone_to_the_last_bit(
    county: RecordIndex, scorer: Scorer, capacity: float
):
    found = rank_every_school(scorer, county, SPRING, viewer=ALL, capacity=capacity)
    assert len(found.schools) == 4
    for school in found.schools:
        alone = scorer.rank(county, SPRING, viewer=ALL, capacity=capacity, school_id=school.school_id)
        assert pupils_of(found, school.school_id) == alone.pupils
        assert (school.scored, school.listed) == (alone.cohort_size, alone.capacity)
        assert (school.not_scored, school.expected, school.cautions) == (
            alone.not_scored, alone.expected, alone.cautions,
        )  # fmt: skip
        unsaid = found.not_scored[found.not_scored["school_id"] == school.school_id]
        assert [tuple(row) for row in unsaid[["pupil_id", "reason", "text_ro", "text_en"]].to_numpy()] == [
            (child.pupil_id, child.reason, child.text_ro, child.text_en) for child in alone.not_scored
        ]
        assert (found.as_of, found.model_version, found.data_fingerprint) == (
            alone.as_of, alone.model_version, alone.data_fingerprint,
        )  # fmt: skip


def test_the_county_of_these_tests_has_silent_classes_and_cautions(county: RecordIndex, scorer: Scorer):
    found = rank_every_school(scorer, county, SPRING, viewer=ALL, capacity=0.05)
    assert 0 < len(found.not_scored) < len(found.children) / 2
    assert any(school.cautions for school in found.schools)
    assert len({school.cautions for school in found.schools}) > 1


def test_whoever_is_not_listed_has_rank_score_and_reasons_all_the_same(county: RecordIndex, scorer: Scorer):
    few, all_of_them = (
        rank_every_school(scorer, county, SPRING, viewer=ALL, capacity=capacity) for capacity in (1, 5000)
    )
    assert all_of_them.children["listed"].all()
    assert few.children["listed"].sum() == len(few.schools)
    assert few.children.drop(columns="listed").equals(all_of_them.children.drop(columns="listed"))
    assert np.array_equal(few.contributions, all_of_them.contributions)
    sums = few.contributions.sum(axis=1) + few.children["base_margin"]
    assert sums.to_numpy() == pytest.approx(few.children["margin"].to_numpy(), abs=1e-9)


def test_all_schools_together_expect_what_all_listed_children_would(county: RecordIndex, scorer: Scorer):
    found = rank_every_school(scorer, county, SPRING, viewer=ALL, capacity=0.1)
    listed = found.children[found.children["listed"]]
    exact = expected_hits(
        listed["score"].to_numpy(), listed["school_id"].to_numpy(object), scorer.model.school_sd,
        shared_sd=scorer.model.shared.sd,
    )  # fmt: skip
    assert (found.expected.low, found.expected.high) == (exact.low, exact.high)
    assert found.expected.mean == pytest.approx(exact.mean)
    assert found.hits_variance > 0


@pytest.mark.parametrize("past_share", [None, 0.1, 2.0, 40.0])
def test_in_a_county_that_the_training_did_not_see_cases_are_as_uncertain_as_its_past_is_unlike(
    county: RecordIndex, scorer: Scorer, past_share: float | None
):
    """Of no school of these records does the model know the name."""
    usual = scorer.model.trained_on.usual
    of_others = replace(usual, schools=tuple(replace(each, school=f"other {each.school}") for each in usual.schools))
    shared = replace(scorer.model.shared, past_share=past_share)
    trained_on = replace(scorer.model.trained_on, usual=of_others)
    model = replace(scorer.model, trained_on=trained_on, shared=shared)
    found = rank_every_school(Scorer(model, "3"), county, SPRING, viewer=ALL, capacity=0.1)
    listed = found.children[found.children["listed"]]
    mean = mean_past_share(feature_cohort(county, SPRING).table.values)
    exact = expected_hits(
        listed["score"].to_numpy(), listed["school_id"].to_numpy(object), scorer.model.school_sd,
        shared_sd=math.hypot(shared.sd * math.sqrt(2), math.log(mean / past_share)) if past_share and mean else 0.7,
    )  # fmt: skip
    assert (found.expected.low, found.expected.high) == (exact.low, exact.high)


def test_the_cautions_of_all_are_those_of_the_pooled_list(county: RecordIndex, scorer: Scorer):
    found = rank_every_school(scorer, county, SPRING, viewer=ALL, capacity=0.05)
    assert found.cautions == scorer.rank(county, SPRING, viewer=ALL, capacity=0.05).cautions


TWO_SCHOOLS = """
    pupil_id school_id school_year enrolled_on class_label
    P2       S2        2024-2025   2024-09-09  -
    P1       S2        2024-2025   2024-09-09  5A
    P3       S1        2024-2025   2024-09-09  5A
    P4       S3        2023-2024   2023-09-04  8B
"""


def test_rows_stand_school_by_school_and_only_for_who_is_there():
    found = rank_every_school(CAREFUL, index_of(enrolments=TWO_SCHOOLS), AS_OF, viewer=ALL, capacity=1)
    assert found.children["school_id"].tolist() == ["S1", "S2", "S2"]
    assert found.children["rank"].tolist() == [1, 1, 2]
    assert found.children["listed"].tolist() == [True, True, False]
    labels = dict(zip(found.children["pupil_id"], found.children["class_label"], strict=True))
    assert {pupil: label if isinstance(label, str) else None for pupil, label in labels.items()} == {
        "P1": "5A", "P2": None, "P3": "5A",
    }  # fmt: skip
    assert [school.school_id for school in found.schools] == ["S1", "S2"]
    assert len(found.not_scored) == 0


def silent_school() -> RecordIndex:
    """Return twenty children in each of two schools: in S1 an hour is missed every Friday, in S2 none lately."""
    pupils = [(f"{school}{number:02}", school) for school in ("S1", "S2") for number in range(20)]
    enrolments: list[Row] = [
        {"pupil_id": pupil, "school_id": school, "school_year": "2024-2025", "enrolled_on": "2024-09-09"}
        for pupil, school in pupils
    ]
    absences: list[Row] = [
        {"pupil_id": pupil, "hours": 1, "date": dt.date(2024, 9, 13) + dt.timedelta(weeks=week)}
        for week in range(10)
        for number, (pupil, school) in enumerate(pupils)
        if number % 5 == week % 5 and (school == "S1" or week < 5)
    ]
    return index_of(enrolments=enrolments, attendance=absences)


def test_a_school_of_whose_children_nothing_can_be_said_has_an_empty_list():
    monday, index = dt.date(2024, 11, 18), silent_school()
    found = rank_every_school(CAREFUL, index, monday, viewer=ALL, capacity=0.1)
    assert [(school.school_id, school.scored, school.listed, len(school.not_scored)) for school in found.schools] == [
        ("S1", 20, 2, 0), ("S2", 0, 0, 20),
    ]  # fmt: skip
    alone = CAREFUL.rank(index, monday, viewer=ALL, capacity=0.1, school_id="S2")
    assert found.schools[1].expected == alone.expected
    assert set(found.children["school_id"]) == {"S1"}
    assert found.not_scored["pupil_id"].tolist() == [f"S2{number:02}" for number in range(20)]
    assert set(found.not_scored["reason"]) == {"stale_class"}


def test_a_date_at_which_nobody_is_in_school_is_refused():
    with pytest.raises(Refused, match="Nobody is in school at 4 September 2023"):
        rank_every_school(CAREFUL, index_of(enrolments=TWO_SCHOOLS), dt.date(2023, 9, 4), viewer=ALL, capacity=1)


def test_a_capacity_that_is_none_is_refused():
    with pytest.raises(UsageError, match=r"The capacity 1.5 is no number of children"):
        rank_every_school(CAREFUL, index_of(enrolments=TWO_SCHOOLS), AS_OF, viewer=ALL, capacity=1.5)
