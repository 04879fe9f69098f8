"""What the law of 2025 changed in the invented county, and that it changed nothing before."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.world.policy import excused_for_money, in_force, merged_into, open_schools
from features.synthetic.world.school_year import school_year

BEFORE, AFTER = school_year(2024), school_year(2025)


@pytest.fixture
def units() -> pd.DataFrame:
    """A legal unit with four structures, the smallest of 20 pupils in a thousand, and another legal unit."""
    return pd.DataFrame(
        {
            "school_id": list("ABCDEF"),
            "parent_school_id": [None, "A", "A", "A", "A", None],
            "weight": [0.4, 0.02, 0.1, 0.12, 0.16, 0.2],
        }
    )


@pytest.fixture
def days() -> pd.DataFrame:
    """400 pupils: each 12 hours in two spells of one November, and 4 in December."""
    november, december = (int(np.searchsorted(AFTER.days, np.datetime64(day))) for day in ("2025-11-10", "2025-12-02"))
    rows = [
        {"row": row, "day": day, "spell": 3 * row + number, "hours": hours, "excused": False}
        for row in range(400)
        for number, (day, hours) in enumerate([(november, 6), (november + 3, 6), (december, 4)])
    ]
    return pd.DataFrame(rows)


def test_the_law_holds_from_the_school_year_2025_26_on() -> None:
    assert [in_force(school_year(first)) for first in (2023, 2024, 2025, 2026)] == [False, False, True, True]


def test_the_smallest_structures_are_merged_into_the_school_they_belong_to(units: pd.DataFrame) -> None:
    assert merged_into(units, BEFORE).tolist() == [0, 1, 2, 3, 4, 5]
    assert merged_into(units, AFTER).tolist() == [0, 0, 2, 3, 4, 5]
    assert open_schools(units, BEFORE)["weight"].tolist() == units["weight"].tolist()
    assert open_schools(units, AFTER)["weight"].tolist() == pytest.approx([0.42, 0, 0.1, 0.12, 0.16, 0.2])


def test_a_county_without_structures_merges_nothing(units: pd.DataFrame) -> None:
    alone = units.assign(parent_school_id=None)
    assert merged_into(alone, AFTER).tolist() == [0, 1, 2, 3, 4, 5]


def test_a_month_that_would_cost_the_scholarship_is_excused_spell_by_spell(days: pd.DataFrame) -> None:
    excused = excused_for_money(np.random.default_rng(1), days, pupils=400, year=AFTER)
    november = days["spell"] % 3 < 2
    assert excused[november].mean() == pytest.approx(0.40 * 0.5, abs=0.04)
    assert not excused[~november].any()


def test_under_ten_unexcused_hours_a_month_nothing_is_excused(days: pd.DataFrame) -> None:
    fewer = days.assign(hours=days["hours"].clip(upper=4))
    assert not excused_for_money(np.random.default_rng(1), fewer, pupils=400, year=AFTER).any()
    excused = days.assign(excused=days["spell"] % 3 == 0)
    assert not excused_for_money(np.random.default_rng(1), excused, pupils=400, year=AFTER).any()


def test_before_the_law_nothing_is_excused_for_money(days: pd.DataFrame) -> None:
    assert not excused_for_money(np.random.default_rng(1), days, pupils=400, year=BEFORE).any()
