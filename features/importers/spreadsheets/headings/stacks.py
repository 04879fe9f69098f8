"""Headings of one, two or three rows above each other, put together column by column."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from features.cells.months import Month
from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.cells.weeks import week_in, weekdays_of
from features.importers.spreadsheets.files.grid import Cell, Sheet, shown
from features.importers.spreadsheets.headings.meaning import Heading, answer_key, part_in, stacked
from features.importers.spreadsheets.headings.words import subject_of

_Stack = tuple[Cell, ...]


def headings_of(
    sheet: Sheet, rows: range, row: int, columns: range, year: Year, answers: Mapping[str, str], title: Sequence[str]
) -> tuple[Heading, ...]:
    """Return the headings of columns; ``row`` is the one of the rows that names the pupil."""
    stacks = _stacks(sheet, rows)
    width = len(stacks) if columns.stop == len(sheet.rows[row]) else columns.stop
    found = [stacked(place, stacks[place], year, answers) for place in range(columns.start, width)]
    found = _in_weeks(found, stacks[columns.start : width], year, answers, title)
    return tuple(_months_of_first_days(found))


def _stacks(sheet: Sheet, rows: range) -> list[_Stack]:
    """Return the cells of each column from the top, with those of groups spread over their columns: at least two."""
    width = max(len(sheet.rows[row]) for row in rows)
    levels = [[*sheet.rows[row], *([None] * (width - len(sheet.rows[row])))] for row in rows]
    for level in range(len(levels) - 2, -1, -1):
        spread = _spread if len(levels) == 2 else _spread_to_the_next
        levels[level] = spread(levels[level], levels[level + 1], sheet)
    if len(levels) == 1:
        levels = [[None] * width, *levels]
    if len(levels) == 2:
        return [(one, other) if other is not None else (None, one) for one, other in zip(*levels, strict=True)]
    return list(zip(*levels, strict=True))


def _spread(groups: Sequence[Cell], below: Sequence[Cell], sheet: Sheet) -> list[Cell]:
    """Let a group's heading hold for the columns right of it that have none, where merged cells do not say so."""
    spread = list(groups)
    if sheet.merged and any(one is not None and one == other for one, other in pairwise(groups)):
        return spread
    starts = [place for place, cell in enumerate(groups) if cell is not None and below[place] is not None]
    if not starts:
        return spread
    gaps = Counter(later - earlier for earlier, later in pairwise(starts))
    usual = max(gaps, key=lambda gap: (gaps[gap], -gap)) if gaps else len(groups)
    for start in starts:
        for place in range(start + 1, min(start + usual, len(groups))):
            if spread[place] is not None or below[place] is None:
                break
            spread[place] = groups[start]
    return spread


def _spread_to_the_next(groups: Sequence[Cell], below: Sequence[Cell], sheet: Sheet) -> list[Cell]:
    """Let a heading over groups of different widths hold as far as the next one."""
    spread = list(groups)
    if sheet.merged and any(one is not None and one == other for one, other in pairwise(groups)):
        return spread
    for place in range(1, len(spread)):
        if spread[place] is None and below[place] is not None and below[place - 1] is not None:
            spread[place] = spread[place - 1]
    return spread


def _in_weeks(
    headings: Sequence[Heading], stacks: Sequence[_Stack], year: Year, answers: Mapping[str, str], title: Sequence[str]
) -> list[Heading]:
    """Give the headings that name the days of a week in order their days: of the week above them, or of the title."""
    found = list(headings)
    for level in range(len(stacks[0]) if stacks else 0):
        numbers = weekdays_of([shown(stack[level]) for stack in stacks])
        runs = _runs(numbers)
        for run in runs:
            days = Counter(numbers[place] for place in run)
            if any(found[place].day or answer_key(found[place].text) in answers for place in run) or (
                max(days.values()) == 1 and any(found[place].day_number for place in run)
            ):
                continue  # real days stand beside them
            others = [[cell for at, cell in enumerate(stacks[place]) if at != level] for place in run]
            above = [shown(cell) for cells in others for cell in cells]
            monday = _week([*above, *(title if len(runs) == 1 else ())], year)
            for place, beside in zip(run, others, strict=True):
                found[place] = _of_week(found[place], numbers[place], monday, beside)
    return found


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Return the places of each week: where the days begin anew, another one begins."""
    runs: list[list[int]] = []
    for place, number in enumerate(numbers):
        before = numbers[place - 1] if place else 0
        if number and (not before or number < before):
            runs.append([])
        if number:
            runs[-1].append(place)
    return runs


def _week(texts: Sequence[str], year: Year) -> dt.date | None:
    weeks = {week for text in texts if (week := week_in(text, year))}
    return weeks.pop() if len(weeks) == 1 else None


def _of_week(heading: Heading, number: int, monday: dt.date | None, beside: Sequence[Cell]) -> Heading:
    day = monday + dt.timedelta(days=number - 1) if monday else None
    part = next((part for cell in reversed(beside) if (part := part_in(shown(cell)))), "")
    subject = next((subject for cell in beside if (subject := subject_of(shown(cell)))), heading.subject)
    return replace(
        heading, target="day", day=day, day_number=0, weekday=number, month=None, subject=subject, part=part, near=""
    )


def _months_of_first_days(headings: list[Heading]) -> list[Heading]:
    """Read headings that are all first days of months as months: a spreadsheet made days of them."""
    dated = [each for each in headings if each.target == "day" and each.day]
    days = [each.day for each in dated if each.day]
    parts = {(each.day, each.subject, each.part) for each in dated}
    if len(set(days)) < 2 or any(day.day != 1 for day in days) or len(parts) != len(days):
        return headings
    return [
        replace(each, target=each.part, part="", day=None, month=Month(each.day.year, each.day.month))
        if each.day
        else each
        for each in headings
    ]
