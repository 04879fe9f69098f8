"""Bars from a beginning to an end, each beginning where the one before ended."""

from collections.abc import Sequence
from dataclasses import dataclass

TOP = 4


@dataclass(frozen=True)
class Room:
    """Where things stand: the bars between ``left`` and ``right``, a ``row`` of each, the bar in it and its words."""

    name: str
    width: int
    left: int
    right: int
    row: int
    bar: int = 0
    words: int = 14


WIDE = Room("wide", width=640, left=210, right=560, row=24)
NARROW = Room("narrow", width=300, left=0, right=300, row=46, bar=20)  # of a telephone: words above their bar


@dataclass(frozen=True)
class Amount:
    """What a bar adds, with its name and its number as it is written."""

    name: str
    value: float
    text: str


@dataclass(frozen=True)
class WaterfallBar:
    """A bar from where the one before ended: ``raises`` says to which side it goes."""

    name: str
    text: str
    x: int
    y: int
    width: int
    raises: bool
    end_x: int
    words_y: int


@dataclass(frozen=True)
class Waterfall:
    """The bars, and where the beginning and the end stand."""

    bars: tuple[WaterfallBar, ...]
    start_x: int
    end_x: int
    height: int
    room: Room


def waterfall(start: float, amounts: Sequence[Amount], *, room: Room = WIDE) -> Waterfall:
    """Lay out amounts one after the other from a start; they end where start and amounts add up to.

    >>> drawn = waterfall(-2.0, [Amount("a", 3.0, "+3"), Amount("b", -1.0, "-1")])
    >>> [(bar.x, bar.width) for bar in drawn.bars], (drawn.start_x, drawn.end_x)
    ([(210, 350), (443, 117)], (210, 443))
    """
    ends = [start]
    for each in amounts:
        ends.append(ends[-1] + each.value)
    low, high = min(ends), max(max(ends), min(ends) + 0.01)

    def x(value: float) -> int:
        return room.left + round((room.right - room.left) * (value - low) / (high - low))

    bars = tuple(
        WaterfallBar(
            each.name, each.text, min(x(ends[place]), x(ends[place + 1])), TOP + room.row * place + room.bar,
            max(abs(x(ends[place + 1]) - x(ends[place])), 1), each.value > 0, x(ends[place + 1]),
            TOP + room.row * place + room.words,
        )
        for place, each in enumerate(amounts)
    )  # fmt: skip
    return Waterfall(bars, x(start), x(ends[-1]), TOP + room.row * len(amounts) + 6, room)
