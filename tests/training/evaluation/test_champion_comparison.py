import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from models.risk.baselines import FeatureRows
from models.risk.calibration import Calibration
from models.risk.lightgbm_fit import Hyperparameters, fit_trees
from models.risk.model import RiskModel, Target, TrainedOn, tabulated_trees
from tests.support.small_models import CATALOGUE, fitted_model, invented_values
from tests.support.small_records import index_of
from tests.support.training.labelled_rows import evaluated as judged_rows
from training.dataset.cohorts import Cohorts
from training.evaluation.backtest import EvaluatedRows
from training.evaluation.champion_comparison import Champion, ChampionComparison, Change, compare
from training.plan.plan import TrainingPlan

TEST_DAY = dt.date(2025, 2, 1)
PLAN = TrainingPlan((TEST_DAY,), ("failed",), horizon_days=300, capacity=0.2)
NEWCOMERS = ("P8", "P9")  # enrolled on 2 December 2024
ENROLMENTS = [
    {"pupil_id": f"P{n}", "school_id": "S1", "school_year": f"{year}-{year + 1}", "enrolled_on": dt.date(year, 9, 2)}
    for year in (2022, 2023, 2024)
    for n in range(8)
] + [
    {"pupil_id": pupil, "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-12-02"}
    for pupil in NEWCOMERS
]
VALUES = invented_values(10, seed=3)


def ten_children(
    scores: list[float] | None = None, *, on: dt.date = TEST_DAY, schools: list[str] | None = None
) -> EvaluatedRows:
    """Return the ten children of the test day, evaluated by the challenger; by falling score where none are given."""
    rows = judged_rows([1] * 5 + [0] * 5, schools or ["S1"] * 10, lightgbm=scores or np.linspace(0.9, 0.1, 10).tolist())
    return replace(rows, pupils=rows.pupils.assign(as_of=on))


@cache
def cohorts() -> Cohorts:
    rows = FeatureRows(VALUES, pd.DataFrame(index=range(10)))
    index = index_of(None, enrolments=ENROLMENTS)
    return Cohorts(index, PLAN, rows, ten_children().pupils, np.zeros(10), CATALOGUE, ())


def trained_at(*dates: str, until: str = "", horizon: int = 300, model: RiskModel | None = None) -> Champion:
    as_of = tuple(dt.date.fromisoformat(date) for date in dates)
    fitted = replace(
        model or fitted_model(), target=Target(("failed",), horizon), trained_on=TrainedOn(as_of, (), 800, 160)
    )
    return Champion("3", fitted, {"until": until})


def compared(
    champion: Champion, *, evaluated: EvaluatedRows | None = None, challenger: RiskModel | None = None
) -> ChampionComparison:
    found = compare(
        champion, challenger or fitted_model(), cohorts=cohorts(), evaluated=evaluated or ten_children(), values=VALUES
    )
    assert found is not None
    return found


def unseen(champion: Champion, *, on: dt.date = TEST_DAY) -> set[str]:
    evaluated = ten_children(on=on)
    return set(evaluated.pupils["pupil_id"].iloc[compared(champion, evaluated=evaluated).unseen])


EVERYBODY = {f"P{number}" for number in range(10)}


# Whose outcome the champion was fitted on


@pytest.mark.parametrize(
    ("date", "seen"),
    [
        ("2024-04-06", False),  # 300 days later it is 31 January 2025
        ("2024-04-07", False),  # the window ends on the test day: outcomes after it were not seen
        ("2024-04-08", True),
        ("2025-02-01", True),
    ],
)
def test_children_are_left_out_if_the_champions_label_window_reached_beyond_the_test_date(date: str, seen: bool):
    left = unseen(trained_at(date))
    assert left == (set(NEWCOMERS) if seen and date < "2024-12" else set() if seen else EVERYBODY)


@pytest.mark.parametrize(
    ("date", "seen"),
    [
        ("2024-09-29", False),  # until 30 September 2024
        ("2024-09-30", True),  # until 30 September 2025
        ("2024-11-01", True),
    ],
)
def test_the_same_holds_for_a_window_until_a_day(date: str, seen: bool):
    champion = trained_at("2022-10-03", date, until="09-30", horizon=1)
    assert unseen(champion) == (set(NEWCOMERS) if seen else EVERYBODY)


def test_children_who_were_not_there_yet_are_compared():
    assert unseen(trained_at("2023-02-01", "2024-11-15")) == set(NEWCOMERS)
    assert unseen(trained_at("2023-02-01", "2024-12-02")) == set(NEWCOMERS)  # known the day after
    assert unseen(trained_at("2023-02-01", "2024-12-03")) == set()


def test_each_child_is_looked_up_for_the_date_at_which_it_was_judged():
    champion = trained_at("2023-10-01")  # until 27 July 2024
    assert unseen(champion, on=dt.date(2024, 7, 26)) == set(NEWCOMERS)
    assert unseen(champion, on=dt.date(2024, 7, 27)) == EVERYBODY


def test_what_a_champion_was_trained_for_is_read_from_its_model_and_tags():
    assert trained_at("2024-02-01").plan().horizon_days == 300
    until = trained_at("2024-02-01", until="09-30").plan()
    assert (until.until, until.horizon_days, until.outcomes) == ("09-30", None, ("failed",))
    assert replace(trained_at("2024-02-01"), tags={}).plan().until is None


# Its scores


def test_the_champion_scores_every_child_calibrated():
    model = replace(fitted_model(), calibration=Calibration(0.5, -1.0))
    found = compared(trained_at("2023-02-01", model=model))
    assert found.scores.tolist() == model.calibration.probability(model.margins(VALUES)).tolist()


def test_a_champion_that_needs_a_feature_the_records_lack_cannot_be_compared():
    fewer = VALUES.drop(columns=[fitted_model().feature_names[5]])
    asked = {"cohorts": cohorts(), "evaluated": ten_children()}
    assert compare(trained_at("2023-02-01"), fitted_model(), values=fewer, **asked) is None
    further = VALUES.assign(something_new=1.0)
    assert compare(trained_at("2023-02-01"), fitted_model(), values=further, **asked) is not None


# How the list changes


def scores_listing(*children: int) -> list[float]:
    return [0.9 if number in children else 0.1 for number in range(10)]


def test_the_share_of_the_list_that_stays_by_hand():
    champion = trained_at("2023-02-01")
    first, second, *_, last = np.argsort(-compared(champion).scores, kind="stable").tolist()
    for listed, stays in (((first, second), 1.0), ((second, last), 0.5), ((last, _[-1]), 0.0)):
        found = compared(champion, evaluated=ten_children(scores_listing(*listed))).change
        assert found.stays == stays, listed


def test_the_lists_are_those_of_each_school_whatever_one_list_over_all_would_hold():
    """Of one list over all, half would stay: the two with the highest scores; in the schools, one of two lists does."""
    champion = trained_at("2023-02-01")
    theirs = compared(champion).scores
    halves = ["S1" if number in np.argsort(-theirs)[:5] else "S2" for number in range(10)]
    of_school = [np.flatnonzero([each == school for each in halves]) for school in ("S1", "S2")]
    (top, *_, other), (best, *_, worst) = (mine[np.argsort(-theirs[mine])].tolist() for mine in of_school)
    for listed, stays in (((top, best), 1.0), ((top, worst), 0.5), ((other, best), 0.5), ((other, worst), 0.0)):
        evaluated = ten_children(scores_listing(*listed), schools=halves)
        assert compared(champion, evaluated=evaluated).change.stays == stays, listed


@pytest.mark.parametrize("seed", range(5))
def test_who_is_on_the_list_of_a_school_is_what_a_slow_count_says(seed: int):
    chance = np.random.default_rng(seed)
    champion = trained_at("2023-02-01", model=replace(fitted_model(), calibration=Calibration(float(seed % 2), 0.0)))
    schools = chance.choice(["S1", "S2", "S3"], 10).tolist()
    evaluated = ten_children(chance.integers(0, 4, 10).astype(float).tolist(), schools=schools)
    found = compared(champion, evaluated=evaluated)
    ours, theirs = (_slowly_listed(each, schools) for each in (evaluated.scores["lightgbm"], found.scores))
    assert found.change.stays == len(ours & theirs) / len(ours)


def _slowly_listed(scores: np.ndarray, schools: list[str]) -> set[int]:
    listed: set[int] = set()
    for school in set(schools):
        mine = sorted((n for n in range(10) if schools[n] == school), key=lambda n: (-scores[n], f"P{n}"))
        listed |= set(mine[: max(1, int(len(mine) * PLAN.capacity))])
    return listed


def test_ties_are_listed_by_pupil_id_as_in_every_list():
    champion = trained_at("2023-02-01", model=replace(fitted_model(), calibration=Calibration(0.0, 0.0)))
    evaluated = ten_children(scores_listing(0, 1))
    assert compared(champion, evaluated=evaluated).change.stays == 1.0  # of equals the champion lists P0 and P1


def test_where_nobody_comes_or_goes_no_feature_is_named():
    champion = trained_at("2023-02-01")
    assert compared(champion, evaluated=ten_children(compared(champion).scores.tolist())).change == Change(1.0, ())


def driven_by(feature: str, features: tuple = CATALOGUE) -> RiskModel:
    """Return a model that knows only one feature."""
    values = invented_values(600)[[each.name for each in features]]
    labels = (values[feature].fillna(0) >= 7).to_numpy(np.int64)
    sure = Hyperparameters(trees=40, feature_fraction=1.0, learning_rate=0.1, threads=1)
    text = fit_trees(values, labels, features, sure).model_to_string()
    return replace(
        fitted_model(), trees=tabulated_trees(text), lightgbm_text=text,
        calibration=Calibration(1.0, 0.0), catalogue=tuple(each.entry() for each in features),
    )  # fmt: skip


def one_feature_each(champion: RiskModel, challenger: RiskModel, features: tuple[str, str]) -> Change:
    """Compare two models on ten children, of whom two are high in one feature and two in the other."""
    values = pd.DataFrame(0.0, index=range(10), columns=list(VALUES))
    values.loc[[0, 1], features[0]] = 9.0
    values.loc[[8, 9], features[1]] = 9.0
    scores = challenger.margins(values).tolist()
    evaluated, former = ten_children(scores), trained_at("2023-02-01", model=champion)
    return compare(former, challenger, cohorts=cohorts(), evaluated=evaluated, values=values).change


def test_the_features_behind_the_change_are_named_strongest_first():
    both = ("commute_minutes", "repeated_years")
    change = one_feature_each(driven_by(both[0]), driven_by(both[1]), both)
    assert change.stays == 0.0
    assert set(change.because_of[:2]) == set(both)
    assert len(change.because_of) <= 3


def test_a_feature_that_the_champion_did_not_have_can_be_behind_the_change():
    both = ("commute_minutes", "repeated_years")
    fewer = tuple(feature for feature in CATALOGUE if feature.name != "repeated_years")
    change = one_feature_each(driven_by("commute_minutes", fewer), driven_by("repeated_years"), both)
    assert "repeated_years" in change.because_of[:2]
