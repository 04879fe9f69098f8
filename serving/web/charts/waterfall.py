"""Bars from a beginning to an end, each beginning where the one before ended."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 300


@dataclass(frozen=True)
class WaterfallBar:
    """A bar from where the one before ended: ``raises`` says to which side it goes."""

    x: int
    width: int
    raises: bool
    end_x: int


@dataclass(frozen=True)
class Waterfall:
    """The bars, and where the beginning and the end stand."""

    bars: tuple[WaterfallBar, ...]
    start_x: int
    end_x: int


def waterfall(start: float, amounts: Sequence[float]) -> Waterfall:
    """Lay out amounts one after the other from a start; they end where start and amounts add up to.

    >>> drawn = waterfall(-2.0, [3.0, -1.0])
    >>> [(bar.x, bar.width) for bar in drawn.bars], (drawn.start_x, drawn.end_x)
    ([(0, 300), (200, 100)], (0, 200))
    """
    ends = [start]
    for each in amounts:
        ends.append(ends[-1] + each)
    low, high = min(ends), max(max(ends), min(ends) + 0.01)
    x = [round(WIDTH * (value - low) / (high - low)) for value in ends]
    bars = tuple(
        WaterfallBar(min(before, after), max(abs(after - before), 1), each > 0, after)
        for before, after, each in zip(x[:-1], x[1:], amounts, strict=True)
    )
    return Waterfall(bars, x[0], x[-1])
