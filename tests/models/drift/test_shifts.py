"""A change of what schools write down is called by its name, and next year's class is not called one."""

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest

from models.drift.reference import (
    MonthUsual,
    Reference,
    TrainingStatistics,
    digest_of_school,
    salt_of,
    training_statistics,
)
from models.drift.school_statistics import is_compared, kinds_of, school_statistics
from models.drift.shifts import Drift, Shift
from tests.support.small_models import CATALOGUE

HOURS, MARKS, INTERNET = "absent_hours_20d", "mark_mean_year", "home_internet"
NAMES = (HOURS, MARKS, INTERNET, "grade_level", "school_year_week", "unexcused_hours_year")
FEATURES = tuple(feature for feature in CATALOGUE if feature.name in NAMES)
DATES = (dt.date(2023, 11, 15), dt.date(2024, 2, 1), dt.date(2024, 11, 15), dt.date(2025, 2, 3))
SCHOOLS, CHILDREN = 12, 60


def children(
    *, hours: float = 6.0, marks: float | None = 70.0, week: int = 20, of_each: int = CHILDREN, seed: int = 1,
    schools: Sequence[str] = tuple(f"S{number}" for number in range(SCHOOLS)),
) -> pd.DataFrame:  # fmt: skip
    """Return children of schools of which some have four times as many absences as others."""
    chance, count = np.random.default_rng(seed), len(schools) * of_each
    number = np.repeat(np.arange(len(schools)), of_each)
    level = hours * (0.5 + 1.5 * number / max(len(schools) - 1, 1))
    return pd.DataFrame({
        "school_id": np.repeat(np.array(schools, dtype=object), of_each),
        HOURS: chance.poisson(chance.gamma(2, level / 2, count)).astype(float),
        MARKS: np.nan if marks is None else chance.normal(marks, 12, count),
        INTERNET: (chance.random(count) < 0.7).astype(float),
        "grade_level": 6.0, "school_year_week": float(week), "unexcused_hours_year": float(week),
    })  # fmt: skip


def trained(dates: Sequence[dt.date] = DATES, **changes: object) -> TrainingStatistics:
    rows = [children(seed=number, **changes).assign(as_of=date) for number, date in enumerate(dates)]  # type: ignore[arg-type]
    both = pd.concat(rows, ignore_index=True)
    return training_statistics(FEATURES, both[list(NAMES)], both[["school_id", "as_of"]], salt="salt")


TRAINED = trained()


def drift(now: pd.DataFrame, known: TrainingStatistics = TRAINED) -> Drift:
    return Drift(known, FEATURES, now[list(NAMES)], now["school_id"].to_numpy(object), 2)


def found(now: pd.DataFrame, known: TrainingStatistics = TRAINED) -> Mapping[str, tuple[Shift, ...]]:
    """Return what moved in all schools, under "", and in each."""
    moved = drift(now, known)
    return {"": moved.of_all, **{name: moved.of_school(name) for name in dict.fromkeys(now["school_id"])}}


def changed_in(school: str, **changes: object) -> pd.DataFrame:
    """Return children among whom those of one school are another time's."""
    now, other = children(seed=77), children(seed=78, **changes)  # type: ignore[arg-type]
    return pd.concat([now[now["school_id"] != school], other[other["school_id"] == school]], ignore_index=True)


def test_statistics_of_schools_are_means_of_known_values_and_shares_without_one() -> None:
    values = np.array([[1.0, np.nan], [3.0, np.nan], [5.0, 8.0]])
    said = school_statistics(values, np.array([0, 0, 1]))
    assert said.means.tolist() == [[2.0, pytest.approx(np.nan, nan_ok=True)], [5.0, 8.0]]
    assert (said.known.tolist(), said.missing.tolist()) == ([[2, 0], [1, 1]], [[0, 1], [0, 0]])
    assert said.children.tolist() == [2, 1]


def test_kinds_are_levels_and_sizes() -> None:
    values = pd.DataFrame({"grade_level": [2.0] * 10 + [7.0] * 100 + [10.0] * 250 + [np.nan] * 5})
    assert kinds_of(values, np.repeat([0, 1, 2, 3], [10, 100, 250, 5])).tolist() == [
        "primary small", "gymnasium middle", "high large", "small",
    ]  # fmt: skip


def test_what_grows_with_the_school_year_is_not_compared() -> None:
    names = {feature.name for feature in CATALOGUE if is_compared(feature)}
    assert {HOURS, MARKS, INTERNET} <= names
    assert names.isdisjoint({"unexcused_hours_year", "absent_days_year", "days_since_mark", "school_size"})


def test_the_model_keeps_no_code_of_a_school() -> None:
    assert {each.school for each in TRAINED.schools} == {
        digest_of_school(f"S{number}", "salt") for number in range(SCHOOLS)
    }
    assert "S1" not in repr(TRAINED)


@pytest.mark.parametrize("few", [1, 2, 5, 7])
def test_of_a_school_of_few_children_a_model_keeps_no_value(few: int) -> None:
    rows = [
        pd.concat([children(seed=number), children(seed=90, schools=("TINY",), of_each=few)]).assign(as_of=date)
        for number, date in enumerate(DATES)
    ]
    both = pd.concat(rows, ignore_index=True)
    known = training_statistics(FEATURES, both[list(NAMES)], both[["school_id", "as_of"]], salt="a")
    kept = {each.school: (each.means, each.missing) for each in known.schools}
    assert kept[known.name_of("TINY")] == ((), ())
    assert all(means and missing for name, (means, missing) in kept.items() if name != known.name_of("TINY"))
    now = pd.concat([children(seed=77), children(seed=91, schools=("TINY",), of_each=20)], ignore_index=True)
    assert found(now, known)["TINY"] == ()


@pytest.mark.parametrize(("few", "is_kept"), [(7, False), (8, True)])
def test_a_mean_of_few_known_values_is_not_kept_however_many_children_the_school_has(few: int, is_kept: bool) -> None:
    values = children().assign(as_of=DATES[0])
    mine = np.flatnonzero(values["school_id"] == "S3")
    values.loc[mine[few:], MARKS] = np.nan
    twice = pd.concat([values, values.assign(as_of=DATES[1])], ignore_index=True)
    known = training_statistics(FEATURES, twice[list(NAMES)], twice[["school_id", "as_of"]], salt="a")
    (school,) = [each for each in known.schools if each.school == known.name_of("S3")]
    place = [each.feature for each in known.references].index(MARKS)
    assert (school.means[place] is not None) == is_kept
    assert sum(mean is None for mean in school.means) == (not is_kept)


def test_two_models_know_a_school_by_two_names_and_the_same_trees_by_one() -> None:
    assert salt_of("tree 1") == salt_of("tree 1") != salt_of("tree 2")
    assert digest_of_school("S1", salt_of("tree 1")) != digest_of_school("S1", salt_of("tree 2"))


def test_a_reference_holds_what_was_usual_in_each_month() -> None:
    (reference,) = [each for each in TRAINED.references if each.feature == HOURS]
    assert [each.month for each in reference.usual] == [2, 11]
    assert reference.of_month(5) == MonthUsual(5, reference.missing, reference.mean)
    assert (reference.as_ratio, reference.from_week) == (True, 20)
    assert reference.mean == pytest.approx(7.5, rel=0.05)


@pytest.mark.parametrize("seed", range(20, 30))
def test_another_year_of_the_same_schools_needs_no_caution(seed: int) -> None:
    assert not any(found(children(seed=seed)).values())


@pytest.mark.parametrize("seed", range(20, 25))
def test_other_schools_of_the_same_kinds_need_none(seed: int) -> None:
    others = tuple(f"N{number}" for number in range(SCHOOLS))
    assert not any(found(children(seed=seed, schools=others)).values())


@pytest.mark.parametrize("size", [3, 8, 15])
def test_in_small_schools_a_few_children_may_be_what_they_are(size: int) -> None:
    known = trained(of_each=size)
    alarms = [found(children(seed=seed, of_each=size), known) for seed in range(100, 120)]
    assert sum(bool(each) for said in alarms for each in said.values()) <= len(alarms) * SCHOOLS * 0.03


@pytest.mark.parametrize(
    ("changes", "feature", "of_missing"),
    [
        ({"hours": 3.0}, HOURS, False),
        ({"hours": 12.0}, HOURS, False),
        ({"marks": None}, MARKS, True),
        ({"marks": 50.0}, MARKS, False),
        ({"marks": 90.0}, MARKS, False),
    ],
)
def test_what_changed_in_all_schools_is_said_of_all_and_not_again_of_each(
    changes: Mapping[str, object], feature: str, of_missing: bool
) -> None:
    said = found(children(seed=5, **changes))  # type: ignore[arg-type]
    assert [(shift.feature.name, shift.of_missing) for shift in said[""]] == [(feature, of_missing)]
    assert not any(said[school] for school in said if school)


@pytest.mark.parametrize(
    ("changes", "feature"), [({"hours": 0.3}, HOURS), ({"marks": None}, MARKS), ({"marks": 40.0}, MARKS)]
)
def test_what_changed_in_one_school_is_said_of_it_alone(changes: Mapping[str, object], feature: str) -> None:
    said = found(changed_in("S9", **changes))
    assert [shift.feature.name for shift in said["S9"]] == [feature]
    assert not any(shifts for school, shifts in said.items() if school != "S9")


def test_a_school_alone_is_compared_with_its_own_past() -> None:
    now = children(seed=5, hours=0.3)
    alone = now[now["school_id"] == "S11"]
    assert drift(alone).of_all == ()
    (shift,) = drift(alone).of_school("S11")
    assert shift.current < shift.usual / 3
    assert drift(alone).of_school("S0") == ()


def test_of_fewer_than_eight_children_nothing_is_said() -> None:
    for size, said in ((7, 0), (8, 1)):
        now = children(seed=5, marks=0.0, of_each=size, schools=("S0",))
        assert len(drift(now).of_school("S0")) == said


def test_marks_of_the_year_are_not_missed_earlier_in_the_year_than_the_training_saw() -> None:
    assert found(children(seed=5, marks=None, week=19))[""] == ()
    assert found(children(seed=5, marks=None, week=20))[""]


def test_the_strongest_comes_first() -> None:
    shifts = found(children(seed=5, hours=60.0, marks=60.0))[""]
    assert [shift.feature.name for shift in shifts] == [HOURS, MARKS]
    assert shifts[0].strength > shifts[1].strength > 1


def test_a_feature_without_any_value_is_no_fault() -> None:
    known = trained(marks=None)
    (reference,) = [each for each in known.references if each.feature == MARKS]
    assert isinstance(reference, Reference)
    assert (reference.mean, reference.missing, reference.from_week) == (0.0, 1.0, 0.0)
    assert not any(found(children(seed=5, marks=None), known).values())


def test_one_date_is_enough_to_compare_with() -> None:
    known = trained(dates=DATES[:1])
    assert not any(found(children(seed=31), known).values())
    assert found(children(seed=31, hours=2.5), known)[""]
