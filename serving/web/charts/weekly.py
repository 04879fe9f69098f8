"""Stacked bars of weeks, with bands behind them and lines where something began."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

LEFT, RIGHT, TOP, BASE = 30, 632, 24, 164
_ROUND = (5, 10, 20, 30, 40, 60, 80, 120, 200)


@dataclass(frozen=True)
class WeekBar:
    """A week's two parts, one on the other: where they stand and what they are."""

    x: int
    width: int
    lower_y: int
    lower_height: int
    upper_y: int
    upper_height: int
    monday: dt.date
    lower: float
    upper: float


@dataclass(frozen=True)
class Band:
    """A stretch of time behind the bars, with its name."""

    x: int
    width: int
    name: str


@dataclass(frozen=True)
class Line:
    """A day on which something began, with its name; names stand left of their line where there is no room right."""

    x: int
    name: str
    day: dt.date
    label_y: int
    is_left: bool


@dataclass(frozen=True)
class Tick:
    """A value at the side, with the height it stands at."""

    y: int
    value: int


@dataclass(frozen=True)
class WeeklyChart:
    """All of it; ``first`` and ``last`` are the days at both ends."""

    bars: tuple[WeekBar, ...]
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    first: dt.date
    last: dt.date
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    base: int = BASE


@dataclass(frozen=True)
class WeekValue:
    """A week and its two amounts: ``lower`` stands at the bottom."""

    monday: dt.date
    lower: float
    upper: float


@dataclass(frozen=True)
class Span:
    """A named stretch of days, both included."""

    name: str
    first: dt.date
    last: dt.date


def weekly_chart(
    weeks: Sequence[WeekValue], spans: Sequence[Span], starts: Sequence[Span], *, last: dt.date
) -> WeeklyChart:
    """Lay out weeks from the first one to a last day, the spans as bands, and a line for the first day of each start.

    >>> monday = dt.date(2026, 1, 5)
    >>> chart = weekly_chart([WeekValue(monday, 5, 5)], [], [], last=dt.date(2026, 1, 11))
    >>> [(bar.lower_height, bar.upper_y) for bar in chart.bars], [tick.value for tick in chart.ticks]
    ([(70, 24)], [0, 5, 10])
    """
    first = weeks[0].monday
    days = max((last - first).days + 1, 7)
    top = next((each for each in _ROUND if each >= max(week.lower + week.upper for week in weeks)), 400)

    def x(day: dt.date) -> int:
        return LEFT + round((RIGHT - LEFT) * min(max((day - first).days, 0), days) / days)

    def height(value: float) -> int:
        return min(round((BASE - TOP) * value / top), BASE - TOP)

    width = max((RIGHT - LEFT) * 5 // days, 2)
    bars = tuple(
        WeekBar(
            x(week.monday), width, BASE - height(week.lower), height(week.lower),
            BASE - height(week.lower) - height(week.upper), height(week.upper), week.monday, week.lower, week.upper,
        )
        for week in weeks
    )  # fmt: skip
    bands = (
        Band(x(span.first), x(span.last + dt.timedelta(1)) - x(span.first), span.name)
        for span in spans if span.last >= first and span.first <= last
    )  # fmt: skip
    lines = (
        Line(x(each.first), each.name, each.first, TOP + 14 + 14 * (place % 4), x(each.first) > (LEFT + RIGHT) // 2)
        for place, each in enumerate(starts) if first <= each.first <= last
    )  # fmt: skip
    ticks = (Tick(BASE - height(value), value) for value in (0, top // 2, top))
    return WeeklyChart(bars, tuple(bands), tuple(lines), tuple(ticks), first, last)
