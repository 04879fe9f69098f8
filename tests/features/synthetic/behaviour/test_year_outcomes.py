"""How the invented school years go: how often they end badly, for whom, and what is written at the end."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.behaviour.simulation import County, simulate
from features.synthetic.behaviour.year_outcomes import BAD, LEFT_EARLY
from features.synthetic.world.school_year import school_year

PUPILS, SCHOOLS = 4000, 20


@pytest.fixture(scope="module")
def told(simulated: County) -> pd.DataFrame:
    """The stories of all years one below the other."""
    years = [year.first for year in simulated.years]
    return pd.concat(simulated.stories, keys=years, names=["year"]).reset_index("year").reset_index(drop=True)


def ranking_quality(score: pd.Series, happened: pd.Series) -> float:
    """Area under the curve: how often one to whom it happened stands above one to whom it did not."""
    place = score.rank()
    hits = int(happened.sum())
    return float((place[happened].sum() - hits * (hits + 1) / 2) / (hits * (len(score) - hits)))


def test_as_many_years_end_badly_as_the_risks_say(told: pd.DataFrame) -> None:
    assert told["fate"].isin(BAD).sum() == pytest.approx(told["risk"].sum(), rel=0.15)
    assert told["fate"].isin(LEFT_EARLY).sum() == pytest.approx(told["hazard"].sum(), rel=0.15)
    assert (told["fate"] == "dropped_out").sum() == pytest.approx(0.75 * told["hazard"].sum(), rel=0.2)


def test_the_true_risk_ranks_about_as_well_as_in_the_dossier(told: pd.DataFrame) -> None:
    # A county of 20 schools is a matter of luck; a larger one is held to less in test_synthetic_anchors.py.
    assert 0.82 < ranking_quality(told["risk"], told["fate"].isin(BAD)) < 0.95
    assert 0.80 < ranking_quality(told["hazard"], told["fate"] == "dropped_out") < 0.91


def test_the_school_alone_tells_less_than_the_pupil(simulated: County, told: pd.DataFrame) -> None:
    adversity = pd.Series(simulated.units["adversity"].to_numpy()[told["school"]])
    bad = told["fate"].isin(BAD)
    assert 0.55 < ranking_quality(adversity, bad) < ranking_quality(told["risk"], bad) - 0.05


def test_only_class_eight_has_an_exam_to_miss(told: pd.DataFrame) -> None:
    assert set(told.loc[told["fate"] == "exam_no_show", "grade"]) == {8}
    assert set(told.loc[told["fate"] == "exam_no_show", "closing"]) == {"graduated"}


def test_nobody_is_missed_in_september_after_the_last_class(told: pd.DataFrame) -> None:
    assert not told.loc[told["fate"].isin(["not_reenrolled", "changed_school"]), "last"].any()


def test_who_left_in_the_middle_of_the_year_has_no_closing(told: pd.DataFrame) -> None:
    assert set(told.loc[told["fate"] == "dropped_out", "closing"]) == {""}
    assert set(told.loc[(told["fate"] == "emigrated") & ~told["summer"], "closing"]) == {""}
    assert set(told.loc[told["fate"] == "year_not_closed", "closing"]) == {"year_not_closed"}
    assert not (told.loc[told["fate"].isin(["stays", "changed_school", "not_reenrolled"]), "closing"] == "").any()


def test_last_classes_graduate_and_nobody_else(told: pd.DataFrame) -> None:
    assert told.loc[told["closing"] == "graduated", "last"].all()
    assert set(told.loc[told["last"], "grade"]) == {8, 11, 12}
    assert not told.loc[told["closing"] == "promoted", "last"].any()


def test_the_preparatory_class_is_never_repeated(told: pd.DataFrame) -> None:
    repeats = told[told["closing"] == "repeated_year"]
    assert repeats["grade"].min() > 0
    assert 0.008 < len(repeats) / len(told) < 0.03


def test_exits_are_within_the_year_and_known_ten_to_ninety_days_later(told: pd.DataFrame) -> None:
    gone = told[told["fate"] == "dropped_out"]
    assert gone["left_on"].notna().all()
    assert (gone["until_day"] > gone["from_day"]).all()
    assert (gone["left_known_on"] - gone["left_on"]).dt.days.between(5, 40).all()
    assert (gone["reason_known_on"] - gone["left_on"]).dt.days.between(10, 90).all()


def test_emigration_is_known_months_later(told: pd.DataFrame) -> None:
    gone = told[told["fate"] == "emigrated"]
    assert 0.002 < len(gone) / len(told) < 0.007
    assert gone.loc[gone["summer"], "left_on"].isna().all()
    assert (gone["reason_known_on"] - gone["left_on"]).dt.days.min() >= 35


def test_most_exits_are_announced_by_absences(told: pd.DataFrame) -> None:
    ramped = told.loc[told["fate"] == "dropped_out", "ramp"] > 0
    assert 0.6 < ramped.mean() < 0.8
    stays = ~told["fate"].isin([*LEFT_EARLY, "emigrated"])
    assert (told.loc[stays, "ramp"] == 0).all()


def test_who_emigrates_looks_like_a_dropout_at_first(told: pd.DataFrame) -> None:
    gone = told[(told["fate"] == "emigrated") & ~told["summer"]]
    assert 0.4 < (gone["ramp"] > 0).mean() < 0.95


def test_transfers_are_two_or_three_percent_a_year(told: pd.DataFrame) -> None:
    moved = told["fate"].isin(["changed_school", "left_county"]) & told["left_on"].notna()
    assert 0.018 < moved.mean() < 0.03


def test_who_changes_school_is_in_another_one_of_the_kind_next_year(simulated: County, told: pd.DataFrame) -> None:
    moved = told[told["fate"] == "changed_school"]
    assert (moved["next_school"] != moved["school"]).all()
    kind = simulated.units["kind"].to_numpy()
    assert (kind[moved["next_school"]] == kind[moved["school"]]).all()
    others = told[told["fate"] != "changed_school"]
    assert (others["next_school"] == others["school"]).all()


def test_in_a_county_of_one_school_nobody_changes_school() -> None:
    alone = simulate(np.random.default_rng(1), pupils=400, schools=1, years=(school_year(2025),))
    assert "changed_school" not in set(alone.stories[0]["fate"])
