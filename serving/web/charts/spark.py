"""The bars of a few weeks beside a name."""

from collections.abc import Sequence
from dataclasses import dataclass

_STEP, _WIDTH, _BASE, _TALLEST, _FULL = 7, 5, 30, 28, 15  # hours a week that make a bar as high as can be


@dataclass(frozen=True)
class SparkBar:
    """A bar: its left edge, its top and its height."""

    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Spark:
    """Bars in a box of ``width`` by 32, with the ``values`` they stand for."""

    bars: tuple[SparkBar, ...]
    values: tuple[int, ...]
    width: int
    base: int = _BASE


def spark(values: Sequence[int]) -> Spark:
    """Return a bar for each value, of one scale for all children, higher values cut off at its top.

    >>> [bar.height for bar in spark([0, 1, 15, 40]).bars]
    [0, 2, 28, 28]
    """
    heights = [min(_TALLEST, -(-value * _TALLEST // _FULL)) for value in values]
    bars = (SparkBar(_STEP * place, _BASE - height, height) for place, height in enumerate(heights))
    return Spark(tuple(bars), tuple(values), _STEP * len(values))
