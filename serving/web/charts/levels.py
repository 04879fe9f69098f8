"""Points over time between a best and a worst, as a line or as steps, with a level to compare with."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Dot:
    """A point with what it stands for."""

    x: int
    y: int
    day: dt.date
    text: str


@dataclass(frozen=True)
class LevelChart:
    """Dots joined by ``path`` in a box of ``width`` by ``height``; ``level_y`` is the height of what is compared."""

    dots: tuple[Dot, ...]
    path: str
    level_y: int | None
    width: int
    height: int


@dataclass(frozen=True)
class Point:
    """A day, a share of the height (0 at the foot, 1 at the top) and its text."""

    day: dt.date
    share: float
    text: str


@dataclass(frozen=True)
class Box:
    """The days at both ends, and the size."""

    first: dt.date
    last: dt.date
    width: int
    height: int


def level_chart(points: Sequence[Point], box: Box, *, level: float | None = None, steps: bool = False) -> LevelChart:
    """Lay out points in order of their days; as steps each holds until the next one, and the last to the end.

    >>> box = Box(dt.date(2026, 1, 1), dt.date(2026, 1, 11), 112, 64)
    >>> chart = level_chart([Point(box.first, 1.0, "10"), Point(box.last, 0.5, "5")], box, level=0.5)
    >>> chart.path, chart.level_y
    ('6,6 106,32', 32)
    >>> level_chart([Point(box.first, 1.0, "10"), Point(box.last, 0.5, "5")], box, steps=True).path
    '6,6 106,6 106,32 106,32'
    """
    pad, days = 6, max((box.last - box.first).days, 1)

    def x(day: dt.date) -> int:
        return pad + round((box.width - 2 * pad) * min(max((day - box.first).days, 0), days) / days)

    def y(share: float) -> int:
        return pad + round((box.height - 2 * pad) * (1 - min(max(share, 0.0), 1.0)))

    dots = tuple(Dot(x(each.day), y(each.share), each.day, each.text) for each in points)
    places = [(dot.x, dot.y) for dot in dots]
    if steps and dots:
        places = [place for dot, before in zip(dots, (dots[0], *dots), strict=False)
                  for place in ((dot.x, before.y), (dot.x, dot.y))][1:]  # fmt: skip
        places.append((box.width - pad, dots[-1].y))
    path = " ".join(f"{left},{top}" for left, top in places)
    return LevelChart(dots, path, None if level is None else y(level), box.width, box.height)
