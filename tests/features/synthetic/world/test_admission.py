"""Who goes where after class VIII of the invented county."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.world.admission import admitted, places_in_class_nine


@pytest.fixture
def units() -> pd.DataFrame:
    """A lower school, a hard and an easy lyceum of 100 pupils each, and a vocational school of 50."""
    return pd.DataFrame(
        {
            "kind": ["lower", "upper", "upper", "vocational"],
            "weight": [0.75, 0.10, 0.10, 0.05],
            "adversity": [0.0, 2.0, -2.0, 0.0],
        }
    )


def graduates(count: int, **columns: object) -> pd.DataFrame:
    story = pd.DataFrame({"pupil": np.arange(count), "grade": 8, "closing": "graduated", "fate": "stays"})
    return story.assign(average=np.linspace(4, 10, count), repeated=0).assign(**columns)


def test_each_upper_school_has_room_for_one_of_its_classes(units: pd.DataFrame) -> None:
    assert places_in_class_nine(units, 1000) == pytest.approx([0, 25, 25, 50 / 3])


def test_the_best_marks_go_to_the_easy_school_and_the_lowest_to_the_vocational_one(units: pd.DataFrame) -> None:
    taken = admitted(np.random.default_rng(1), graduates(66), units=units, pupils=1000)
    assert taken["grade"].eq(9).all()
    assert taken["admitted"].all()
    counts = taken["school"].value_counts()
    assert counts[[1, 2, 3]].tolist() == pytest.approx([25, 25, 16], abs=1)
    average = graduates(66)["average"].to_numpy()[taken["pupil"]]
    means = pd.Series(average).groupby(taken["school"].to_numpy()).mean()
    assert means[2] > means[1] > means[3]


def test_who_missed_the_exam_left_or_is_in_another_class_is_not_admitted(units: pd.DataFrame) -> None:
    for column, value in (
        ("fate", "exam_no_show"), ("fate", "left_county"), ("fate", "emigrated"), ("closing", "repeated_year"),
        ("grade", 12),
    ):  # fmt: skip
        assert len(admitted(np.random.default_rng(1), graduates(9, **{column: value}), units=units, pupils=1000)) == 0


def test_where_places_are_few_the_others_go_to_another_county(units: pd.DataFrame) -> None:
    assert len(admitted(np.random.default_rng(1), graduates(200), units=units, pupils=1000)) == 76  # 1.15 of 66.7


def test_without_upper_schools_nobody_is_admitted(units: pd.DataFrame) -> None:
    lower = units.assign(kind="lower")
    assert len(admitted(np.random.default_rng(1), graduates(9), units=lower, pupils=1000)) == 0
