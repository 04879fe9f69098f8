"""What schools know of homes in the invented county: less than there is."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.lives import County, live
from features.synthetic.recording import record
from features.synthetic.teaching_days import school_year


@pytest.fixture(scope="module")
def county() -> County:
    years = tuple(school_year(first) for first in (2024, 2025))
    return live(np.random.default_rng(9), pupils=4000, schools=20, years=years)


@pytest.fixture(scope="module")
def first(county: County) -> pd.DataFrame:
    """What was asked at entry, beside what is true."""
    rows = county.situations.sort_values("valid_from", kind="stable").drop_duplicates("pupil")
    return rows.merge(county.people, left_on="pupil", right_index=True, suffixes=("", "_true"))


def test_every_pupil_is_asked_on_the_day_of_the_first_enrolment(county: County) -> None:
    tables = record(np.random.default_rng(1), county)
    asked = tables["family"].groupby("pupil_id")["valid_from"].min()
    enrolled = tables["enrolments"].groupby("pupil_id")["enrolled_on"].min()
    pd.testing.assert_series_equal(asked, enrolled, check_names=False)


def test_a_third_of_parents_abroad_are_on_record(first: pd.DataFrame) -> None:
    # Who left during these years was at home when the school asked.
    away = first[first["parents_away"] > 0]
    recorded = away["parents_abroad"].isin(["one", "both"]).mean()
    assert 0.24 < recorded < 0.40
    assert set(first.loc[first["parents_away"] == 0, "parents_abroad"].dropna()) == {"none"}


def test_a_benefit_is_on_record_for_sixty_percent_of_the_poor(first: pd.DataFrame) -> None:
    recorded = first["social_benefit"].fillna(False).groupby(first["poor"]).mean()
    assert 0.55 < recorded[True] < 0.65
    assert recorded[False] < 0.06


def test_cells_are_missing_but_never_the_day(county: County) -> None:
    rows = county.situations[county.situations["guardianship"].notna() & county.situations["household_size"].notna()]
    assert county.situations["valid_from"].notna().all()
    for column in ("mother_education", "father_education", "commute_minutes", "home_internet"):
        assert 0.05 < rows[column].isna().mean() < 0.3, column


def test_children_of_two_absent_parents_mostly_live_with_relatives(first: pd.DataFrame) -> None:
    both = first[first["parents_away"] == 2]
    assert (both["guardianship"].dropna() == "relatives").mean() > 0.85


def test_some_situations_change_later_and_only_what_changed_is_filled_in(county: County) -> None:
    later = county.situations[county.situations.duplicated("pupil")]
    assert 0.01 < len(later) / 8000 < 0.06
    assert later["mother_education"].isna().all()
    assert (later["social_benefit"].notna() ^ (later["parents_abroad"] == "one")).all()


def test_a_parent_who_leaves_is_away_from_then_on(county: County) -> None:
    left = county.situations[county.situations.duplicated("pupil") & (county.situations["parents_abroad"] == "one")]
    assert (county.people.loc[left["pupil"], "parents_away"] == 1).all()
