"""A mark is a number on its scale, or told to be none."""

import pytest

from features.schema.scales import SCALES
from features.validation.cell_parsers import CellError
from features.validation.marks import read_mark


@pytest.mark.parametrize(
    ("mark", "scale", "number"),
    [("10", "1-10", 10.0), ("7.50", "1-10", 7.5), ("1", "1-10", 1.0), ("FB", "FB-I", 4.0), ("I", "FB-I", 1.0),
     ("0", "0-20", 0.0), ("100", "0-100", 100.0)],
)  # fmt: skip
def test_a_mark_is_its_place_on_its_scale(mark: str, scale: str, number: float):
    assert read_mark(mark, next(each for each in SCALES if each.name == scale)) == number


@pytest.mark.parametrize(
    ("mark", "scale", "code"),
    [("11", "1-10", "mark_not_on_scale"), ("0.99", "1-10", "mark_not_on_scale"), ("FB", "1-10", "mark_not_on_scale"),
     ("NaN", "1-10", "mark_not_on_scale"), ("7,5", "1-10", "mark_not_on_scale"), ("7", "FB-I", "mark_not_on_scale"),
     ("4", "FB-I", "mark_not_on_scale"), ("fb", "FB-I", "mark_not_on_scale")],
)  # fmt: skip
def test_a_mark_off_its_scale_is_a_fault(mark: str, scale: str, code: str):
    with pytest.raises(CellError) as caught:
        read_mark(mark, next(each for each in SCALES if each.name == scale))
    assert caught.value.code == code
