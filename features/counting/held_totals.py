"""What the rows of one child count, as one total after another becomes known that holds others."""

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from features.days import NEVER


class Said(NamedTuple):
    """A row: its place in the table, its days, its hours in hundredths; ``holds`` says if it may hold others."""

    place: int
    first: int
    last: int
    hours: int
    lessons: float
    known: int
    retracted: int
    holds: bool


class Change(NamedTuple):
    """What a row counts more (or less) from a day on: hours in hundredths, and the lessons held; from ``first`` on."""

    place: int
    first: int
    hours: int
    lessons: float
    known: int


@dataclass
class _Part:
    """What a row counts now."""

    said: Said
    first: int
    hours: int


@dataclass
class _Whole:
    """A row that no other holds, with the parts that make up its hours, oldest first.

    ``inside`` are the hours that finer rows say of its days.
    """

    first: int
    last: int
    hours: int
    lessons: float
    parts: list[_Part]
    inside: int


@dataclass
class _Wholes:
    """The rows that no other holds. Totals are in order of their first days, and so of their last ones too."""

    totals: list[_Whole] = field(default_factory=list)
    others: list[_Whole] = field(default_factory=list)

    def holder(self, said: Said) -> _Whole | None:
        """Return the total known before that says these days; the same days said by a total again are said anew."""
        before = bisect_right(self.totals, said.first, key=lambda each: each.first) - 1
        if before < 0 or self.totals[before].last < said.last:
            return None
        same = (self.totals[before].first, self.totals[before].last) == (said.first, said.last)
        return None if said.holds and same else self.totals[before]

    def take_held(self, said: Said) -> list[_Whole]:
        """Take out what a total holds."""
        low = bisect_left(self.totals, said.first, key=lambda each: each.first)
        high = low
        while high < len(self.totals) and self.totals[high].last <= said.last:
            high += 1
        taken, self.totals[low:high] = self.totals[low:high], []
        low = bisect_left(self.others, said.first, key=lambda each: each.last)
        high = bisect_right(self.others, said.last, key=lambda each: each.last)
        within = self.others[low:high]
        self.others[low:high] = [each for each in within if each.first < said.first]
        return taken + [each for each in within if each.first >= said.first]


def changes_over_time(rows: Sequence[Said]) -> list[Change]:
    """Return what the rows of one child count, each hour once, from which day on.

    Rows are taken in the order in which they became known, of one day the shorter first. A row whose days a total held
    before adds nothing, but where such rows come to more than the total, what is more. A total counts what it says
    beyond the rows it holds; where it says less than the totals among them, the latest of these count less from then
    on. Rows of single days are not taken back by a total: whichever came first, the larger of both counts.
    """
    if all(row.retracted >= NEVER for row in rows):
        return list(_changes(rows))
    counted: dict[int, Change] = {}
    changes: list[Change] = []
    for day in sorted({day for row in rows for day in (row.known, row.retracted) if day < NEVER}):
        now = _counted_now([row for row in rows if row.known <= day < row.retracted])
        for place in sorted(counted.keys() | now.keys()):
            nothing = Change(place, (now.get(place) or counted[place]).first, 0, math.nan, day)
            before, after = counted.get(place, nothing), now.get(place, nothing)
            hours, lessons = after.hours - before.hours, _number(after.lessons) - _number(before.lessons)
            if hours or lessons:
                changes.append(Change(place, after.first, hours, lessons or math.nan, day))
        counted = now
    return changes


def _counted_now(rows: Sequence[Said]) -> dict[int, Change]:
    """Return what each of some rows counts when all are known."""
    counted: dict[int, Change] = {}
    for change in _changes(rows):
        before = counted.get(change.place)
        hours = change.hours + (before.hours if before else 0)
        counted[change.place] = (before or change)._replace(hours=hours)
    return counted


def _changes(rows: Sequence[Said]) -> Iterator[Change]:
    wholes = _Wholes()
    for said in sorted(rows, key=lambda row: (row.known, row.last, -row.first, row.holds, row.hours, row.place)):
        if held := wholes.holder(said):
            yield from () if said.holds else _beyond(held, said)
        elif said.holds:
            yield from _total(wholes, said)
        else:
            own = [_Part(said, said.first, said.hours)]
            whole = _Whole(said.first, said.last, said.hours, said.lessons, own, inside=said.hours)
            insort(wholes.others, whole, key=lambda each: each.last)
            yield Change(said.place, said.first, said.hours, said.lessons, said.known)


def _beyond(held: _Whole, said: Said) -> Iterator[Change]:
    """Let a row count what it says, together with others that a total holds, beyond that total."""
    held.inside += said.hours
    more = held.inside - held.hours
    if more > 0:
        held.hours = held.inside
        held.parts.append(_Part(said, said.first, more))
        yield Change(said.place, said.first, more, math.nan, said.known)


def _total(wholes: _Wholes, said: Said) -> Iterator[Change]:
    """Let a total stand for all that it holds."""
    held = wholes.take_held(said)
    first = max((each.last + 1 for each in held if each.first == said.first and each.last < said.last
                 and each.parts[-1].said.holds), default=said.first)  # fmt: skip
    own, inside = said.hours - sum(each.hours for each in held), sum(each.inside for each in held)
    lessons = said.lessons - sum(_number(each.lessons) for each in held)
    parts = held.pop(0).parts if held else []
    parts += [part for each in held for part in each.parts]
    yield Change(said.place, first, max(own, 0), lessons if math.isnan(lessons) else max(lessons, 0.0), said.known)
    left = min(own, 0)
    for part in sorted(parts, key=lambda each: -each.said.last) if left else ():
        taken = min(part.hours, -left) if part.said.holds else 0
        if taken:
            part.hours, left = part.hours - taken, left + taken
            yield Change(part.said.place, part.first, -taken, math.nan, said.known)
    hours = said.hours - left
    parts.append(_Part(said, first, max(own, 0)))
    whole = _Whole(said.first, said.last, hours, said.lessons, parts, inside)
    insort(wholes.totals, whole, key=lambda each: each.first)


def _number(lessons: float) -> float:
    return 0.0 if math.isnan(lessons) else lessons
