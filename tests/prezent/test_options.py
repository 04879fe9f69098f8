"""What may be written on the command line for a capacity."""

import click
import pytest

from prezent.options import Capacity


@pytest.mark.parametrize(
    ("text", "capacity"),
    [("20", 20.0), ("0.05", 0.05), ("0,05", 0.05), ("5%", 0.05), ("5 %", 0.05), ("2,5%", 0.025), ("1%", 0.01)],
)
def test_a_capacity_is_a_number_or_a_share_as_people_write_them(text: str, capacity: float):
    assert Capacity().convert(text, None, None) == pytest.approx(capacity)


@pytest.mark.parametrize("text", ["five", "", "%", "nan", "100%", "0%", "-5%", "5%%"])
def test_anything_else_is_told_to_be_none(text: str):
    with pytest.raises(click.UsageError, match="is no capacity; give a number of children like 20"):
        Capacity().convert(text, None, None)
