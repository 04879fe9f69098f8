"""Children, their homes, and the rolls they are on."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.hazard.people import SIBLING, first_roll, invent_people, next_roll
from features.synthetic.world.levels import first_class, last_class
from features.synthetic.world.schools import invent_schools


@pytest.fixture
def units() -> pd.DataFrame:
    return invent_schools(np.random.default_rng(1), 12, pupils=2400)


def test_about_a_third_share_the_home_of_a_child_of_their_school(units: pd.DataFrame) -> None:
    rng = np.random.default_rng(2)
    people = invent_people(rng, rng.integers(0, 12, 3000), units=units)
    assert len(people.homes) == pytest.approx((1 - SIBLING) * 3000, rel=0.05)
    assert (people.children.groupby("home")["school"].nunique() == 1).all()
    assert people.children["home"].max() == len(people.homes) - 1


def test_new_children_may_share_the_home_of_one_who_came_before(units: pd.DataFrame) -> None:
    rng = np.random.default_rng(2)
    before = invent_people(rng, np.zeros(200, dtype=np.int64), units=units)
    after = invent_people(rng, np.zeros(100, dtype=np.int64), units=units, earlier=before)
    pd.testing.assert_frame_equal(after.children.iloc[:200], before.children)
    assert (after.children["home"].iloc[200:] < len(before.homes)).any()


def test_a_child_alone_in_its_school_has_a_home_of_its_own(units: pd.DataFrame) -> None:
    people = invent_people(np.random.default_rng(3), np.arange(12), units=units)
    assert people.children["home"].tolist() == list(range(12))


def test_everybody_sits_in_a_class_that_the_school_has(units: pd.DataFrame) -> None:
    rng = np.random.default_rng(4)
    roll = first_roll(rng, pupils=2400, units=units)
    for _ in range(3):
        low, high = first_class(units)[roll["school"]], last_class(units)[roll["school"]]
        assert roll["grade"].between(low, high).all()
        closing = pd.Series(np.where(roll["grade"] == high, "graduated", "promoted"))
        roll = next_roll(rng, roll, closing=closing, pupils=2400, known=int(roll["pupil"].max()) + 1, units=units)
        assert len(roll) == 2400
        assert roll["pupil"].is_unique


def test_who_is_gone_is_on_no_later_roll(units: pd.DataFrame) -> None:
    rng = np.random.default_rng(5)
    roll = first_roll(rng, pupils=500, units=units)
    closing = pd.Series(np.where(np.arange(500) < 50, "", "promoted"))
    closing[roll["grade"] == last_class(units)[roll["school"]]] = ""
    later = next_roll(rng, roll, closing=closing, pupils=500, known=500, units=units)
    assert set(later["pupil"]).isdisjoint(roll["pupil"][closing == ""])
    stayed = later[later["pupil"] < 500].set_index("pupil")
    assert (stayed["grade"] == roll.set_index("pupil")["grade"][stayed.index] + 1).all()
    assert (stayed["letter"] == roll.set_index("pupil")["letter"][stayed.index]).all()
