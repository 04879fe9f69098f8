"""What schools know of homes in the invented county: less than there is."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.behaviour.simulation import County, simulate
from features.synthetic.records.tables import record
from features.synthetic.world.school_year import school_year


@pytest.fixture(scope="module")
def first(simulated: County) -> pd.DataFrame:
    """What was asked at entry, beside what is true."""
    rows = simulated.situations.sort_values("valid_from", kind="stable").drop_duplicates("pupil")
    return rows.merge(simulated.people, left_on="pupil", right_index=True, suffixes=("", "_true"))


@pytest.fixture(scope="module")
def later(simulated: County) -> pd.DataFrame:
    """What the school heard of afterwards."""
    return simulated.situations[simulated.situations.duplicated("pupil")]


def test_every_pupil_is_asked_on_the_day_of_the_first_enrolment(simulated: County) -> None:
    tables = record(np.random.default_rng(1), simulated)
    asked = tables["family"].groupby("pupil_id")["valid_from"].min()
    enrolled = tables["enrolments"].groupby("pupil_id")["enrolled_on"].min()
    pd.testing.assert_series_equal(asked, enrolled, check_names=False)


def test_a_third_of_parents_abroad_are_on_record(first: pd.DataFrame, later: pd.DataFrame) -> None:
    moved = first["pupil"].isin(later.loc[later["parents_abroad"].notna(), "pupil"])
    away = first[(first["parents_away"] > 0)]
    assert 0.28 < away["parents_abroad"].isin(["one", "both"]).mean() < 0.40
    assert 0.30 < (away["away_recorded"] > 0).mean() < 0.40
    assert set(first.loc[(first["parents_away"] == 0) & ~moved, "parents_abroad"].dropna()) == {"none"}


def test_a_benefit_is_on_record_for_sixty_percent_of_the_poor(first: pd.DataFrame) -> None:
    recorded = first["social_benefit"].fillna(False).groupby(first["poor"]).mean()
    assert 0.55 < recorded[True] < 0.65
    assert recorded[False] < 0.06


def test_cells_are_missing_but_never_the_day(simulated: County) -> None:
    rows = simulated.situations[
        simulated.situations["guardianship"].notna() & simulated.situations["household_size"].notna()
    ]
    assert simulated.situations["valid_from"].notna().all()
    for column in ("mother_education", "father_education", "commute_minutes", "home_internet"):
        assert 0.05 < rows[column].isna().mean() < 0.3, column


def test_children_of_two_absent_parents_mostly_live_with_relatives(first: pd.DataFrame) -> None:
    both = first[first["parents_away"] == 2]
    assert (both["guardianship"].dropna() == "relatives").mean() > 0.85


def test_some_situations_change_later_and_only_what_changed_is_filled_in(later: pd.DataFrame) -> None:
    assert 0.01 < len(later) / 8000 < 0.06
    assert later["mother_education"].isna().all()
    changed = later[["social_benefit", "parents_abroad", "commute_minutes"]].notna()
    assert (changed.sum(axis=1) == 1).all()
    assert changed.any().all()
    assert (later["guardianship"].notna() == later["parents_abroad"].notna()).all()


def test_a_parent_who_leaves_or_returns_is_away_or_at_home_from_then_on(simulated: County, later: pd.DataFrame) -> None:
    last = later[later["parents_abroad"].notna()].drop_duplicates("pupil", keep="last")
    away = simulated.people.loc[last["pupil"], ["parents_away", "away_recorded"]].to_numpy()
    expected = last["parents_abroad"].map({"one": 1, "none": 0}).to_numpy()
    # A parent who went unheard of is the only difference.
    assert (away[:, 1] == expected).all()
    assert (away[:, 0] >= expected).all()


def test_as_many_parents_leave_as_return_and_the_shares_on_record_stay() -> None:
    years = tuple(school_year(first) for first in range(2019, 2026))
    people = simulate(np.random.default_rng(2), pupils=2000, schools=9, years=years).people
    assert 0.11 < (people["parents_away"] > 0).mean() < 0.17
    assert 0.55 < people.loc[people["poor"], "benefit_recorded"].mean() < 0.65
    assert 0.28 < (people.loc[people["parents_away"] > 0, "away_recorded"] > 0).mean() < 0.42


def test_who_goes_on_to_a_school_in_town_has_another_way_to_it(simulated: County, later: pd.DataFrame) -> None:
    moved = later[later["commute_minutes"].notna()]
    assert simulated.people.loc[moved["pupil"], "rural"].all()
    assert (simulated.people.loc[moved["pupil"], "commute"].to_numpy() == moved["commute_minutes"].to_numpy()).all()
    assert 0.5 < (moved["commute_minutes"] >= 25).mean() < 0.8
