"""What a month does to children and homes."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.hazard import shocks
from features.synthetic.hazard.people import People
from features.synthetic.hazard.shocks import OF_HOME, SHOCKS, LatentState, next_month, with_new_children


def people_of(homes: list[int]) -> People:
    children = pd.DataFrame({"home": homes, "steadiness": np.linspace(-1, 1, len(homes))})
    return People(children, pd.DataFrame({"poor": [False] * (max(homes) + 1)}))


def a_month(people: People, *, grade: int = 8, seed: int = 1, state: LatentState | None = None) -> LatentState:
    count = len(people.children)
    roll = pd.DataFrame({"pupil": np.arange(count), "grade": grade})
    return next_month(
        np.random.default_rng(seed), state or with_new_children(None, people), roll=roll, people=people,
        classes=np.zeros(count, dtype=np.int64), month=3,
    )  # fmt: skip


def test_a_new_child_is_held_as_its_own_steadiness_says() -> None:
    people = people_of([0, 1, 2])
    state = with_new_children(None, people)
    assert state.hold.tolist() == [-1, 0, 1]
    assert [getattr(state, name).sum() for name in SHOCKS] == [0] * len(SHOCKS)
    more = with_new_children(state.of(np.array([0, 1])), people)
    assert more.hold.tolist() == [-1, 0, 1]


def test_what_happens_to_a_home_happens_to_all_its_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shocks, "CHANCE", dict.fromkeys(SHOCKS, 0.5))
    state = a_month(people_of([0, 0, 1, 1] * 50 + [2, 2]))
    for name in OF_HOME:
        met = getattr(state, name) > 0
        assert met[0::2].tolist() == met[1::2].tolist()


def test_young_children_neither_work_nor_quarrel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shocks, "CHANCE", dict.fromkeys(SHOCKS, 0.9))
    young, older = (a_month(people_of(list(range(50))), grade=grade) for grade in (3, 8))
    assert (young.work.sum(), young.conflict.sum()) == (0, 0)
    assert older.work.sum() > 0
    assert older.conflict.sum() > 0


def test_shocks_fade_and_pull_at_the_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shocks, "CHANCE", dict.fromkeys(SHOCKS, 0.0))
    monkeypatch.setattr(shocks, "CLASS_QUARREL", 0.0)
    people = people_of([0])
    calm = with_new_children(None, people)
    shaken = LatentState(calm.hold, *(np.ones(1) for _ in SHOCKS))
    quiet, after = (a_month(people, state=state) for state in (calm, shaken))
    assert after.conflict.tolist() == [shocks.FADES]
    assert after.hold[0] - quiet.hold[0] == pytest.approx(-shocks.FADES * sum(shocks.PULL.values()))
