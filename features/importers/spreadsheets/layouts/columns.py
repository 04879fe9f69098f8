"""Columns whose heading alone does not tell what they hold: a subject, a month, ``Motivate``; their cells do."""

import re
from collections.abc import Mapping
from dataclasses import replace

from features.importers.spreadsheets.cells.pairs import PAIRS, are_pairs, is_no_day, pair_said
from features.importers.spreadsheets.files.grid import Cell, shown
from features.importers.spreadsheets.headings.fitting_cells import (
    COMMUTE,
    asked_if_marks,
    read_if_minutes,
    reason_of_cells,
)
from features.importers.spreadsheets.headings.meaning import Heading
from features.importers.spreadsheets.headings.profiles import Profile, profile_of
from features.importers.spreadsheets.headings.tables import SheetTable
from features.importers.spreadsheets.layouts.day_grid import FEWEST_DAYS, is_day_grid
from features.importers.spreadsheets.layouts.event_rows import is_event_rows
from features.importers.spreadsheets.layouts.facts import SheetContext
from features.schema.synonyms import plain

UNTOLD = "untold"  # numbers of which nothing tells what they are: averages, marks or hours
# Where values of a layout say what its numbers are: those below days, and two in a cell.
NUMBER_KEYS: Mapping[str, str] = {"day_numbers": "(12)", "pairs": "(12/5)"}
PAIR, UNTOLD_PAIRS = "attendance.pair", "untold_pairs"
_IDENTITY = ("pupil.name", "pupil.surname", "pupil.given_names", "pupil.register_number", "enrolments.class_label")
_TOTALS = ("attendance.hours", "attendance.total", "attendance.list")
_NUMBERS = {"marks": "grades.list", "hours": "attendance.hours"}
_PARTS = {
    "attendance.excused_hours": "attendance.excused_list",
    "attendance.unexcused_hours": "attendance.unexcused_list",
}
_KIND_WORDS = ("tip", "tipul", "fel", "felul")  # of the mark or absence of the row


def with_targets(table: SheetTable, context: SheetContext, kind: str, values: Mapping[str, str]) -> SheetTable:
    """Return the table with a target for each heading that its cells tell.

    ``kind`` is what a mapping says it is, ``values`` what its words, signs and numbers are.
    """
    numbers, two = (values.get(key, "") for key in NUMBER_KEYS.values())
    table = _with_numbered_marks(_without_what_has_no_place(table))
    if is_day_grid(table):
        kept = ("day", "ignore", "pupil.cnp", "month", "attendance.excused", "incidents.kind")
        also = ("pupil", "school", "enrolments", "family", "outcomes")
        headings = [
            each if each.target in kept or each.target.partition(".")[0] in also
            else replace(each, target="ignore") if each.is_known else each
            for each in table.headings
        ]  # fmt: skip
        few = len(table.columns("day")) < FEWEST_DAYS
        headings = [
            _of_day(each, table, context, numbers, few=few) if each.target == "day" else each for each in headings
        ]
        return replace(table, headings=tuple(headings))
    if is_event_rows(table):
        return replace(table, headings=tuple(_of_event(each, table) for each in table.headings))
    titled = next((pair for text in (*reversed(table.title), table.sheet.name) if (pair := pair_said(text))), "")
    paired = (_with_pairs(each, table, context, two, titled) for each in table.headings)
    return replace(table, headings=tuple(each if each.part else _told(each, table, context, kind) for each in paired))


def _without_what_has_no_place(table: SheetTable) -> SheetTable:
    """Return the table with columns left out whose cells are not what their heading promises.

    A column that its heading alone would leave out is kept where its cells are marks or absences.
    """
    table = replace(table, headings=tuple(asked_if_marks(each, list(table.cells(each))) for each in table.headings))
    if not table.columns(COMMUTE):
        minutes = (read_if_minutes(each, list(table.cells(each))) for each in table.headings)
        table = _with_the_first(replace(table, headings=tuple(minutes)), COMMUTE, table)
    reasons = {each.column: reason_of_cells(each, list(table.cells(each))) for each in table.headings}
    left_out = {
        each.column: replace(each, target="ignore", subject="", left_out=reason)
        for each in table.headings if (reason := reasons[each.column])
    }  # fmt: skip
    return replace(table, headings=tuple(left_out.get(each.column, each) for each in table.headings))


def _with_the_first(table: SheetTable, target: str, former: SheetTable) -> SheetTable:
    """Return the table in which only the first column has a target; the others are as they were."""
    further = {each.column for each in table.columns(target)[1:]}
    headings = (
        before if now.column in further else now for now, before in zip(table.headings, former.headings, strict=True)
    )
    return replace(table, headings=tuple(headings))


def _with_numbered_marks(table: SheetTable) -> SheetTable:
    """Return the table with lists of marks where numbers below ``Note`` are no days: each mark has its own."""
    numbered = [each for each in table.columns("day") if each.day_number and each.part.startswith("grades.")]
    if not any(profile_of(table.cells(each)).dated_marks > 0 for each in numbered):
        return table
    told = {each.column: replace(each, target="grades.list", day_number=0, part="") for each in numbered}
    return replace(table, headings=tuple(told.get(each.column, each) for each in table.headings))


def _of_day(heading: Heading, table: SheetTable, context: SheetContext, kind: str, *, few: bool) -> Heading:
    """Return a day's heading with what a mapping says of numbers below it, where nothing in the sheet tells."""
    if heading.part or context.kind or not (heading.subject or few):
        return heading
    if kind in _NUMBERS:
        return replace(heading, part=_NUMBERS[kind])
    is_number = any(isinstance(cell, int | float) or shown(cell).isdecimal() for cell in table.cells(heading))
    return replace(heading, target=UNTOLD) if is_number else heading


def _of_event(heading: Heading, table: SheetTable) -> Heading:
    if not heading.is_known and plain(heading.text) in _KIND_WORDS:
        of_marks = any(each.target in ("grades.mark", "grades.list") for each in table.headings)
        return replace(heading, target="grades.kind" if of_marks else "attendance.excused")
    return replace(heading, target=_of_events(heading, table)) if heading.target else heading


def _with_pairs(heading: Heading, table: SheetTable, context: SheetContext, kind: str, titled: str) -> Heading:
    """Return a heading with the two numbers that its cells hold: as it says, or the title, else a mapping."""
    is_of_absences = heading.target.startswith("attendance.") or heading.month or context.kind == "attendance"
    said = pair_said(heading.text)
    cells = list(table.cells(heading)) if is_of_absences or said else []
    if heading.target in ("ignore", *_IDENTITY) or not are_pairs(cells):
        return heading
    doubtful = heading.month is not None or any(map(is_no_day, cells))
    of_title = titled if heading.month or heading.target in ("", *_TOTALS) else ""
    if pair := said or of_title or (kind if kind in PAIRS else ""):
        return replace(heading, target=PAIR, part=pair)
    return replace(heading, target=UNTOLD_PAIRS, part=UNTOLD_PAIRS) if doubtful and kind != "days" else heading


def _told(heading: Heading, table: SheetTable, context: SheetContext, kind: str) -> Heading:
    target = heading.target
    if heading.module and not target:
        told = context.kind == "attendance" and profile_of(table.cells(heading)).count
        return replace(heading, target="attendance.hours") if told else heading
    if target in (
        "attendance.list",
        "attendance.hours",
        *_PARTS,
        "grades.mark",
        "grades.list",
        "grades.average",
        "attendance.excused",
    ) or (not target and (heading.subject or heading.month)):
        return replace(heading, target=_of_lists(heading, profile_of(table.cells(heading)), table, context, kind))
    return heading


def _of_events(heading: Heading, table: SheetTable) -> str:
    """Return the target of a column beside a column of days; ``Motivate`` with words says whether they are."""
    if heading.target in ("attendance.excused_hours", "attendance.unexcused_hours", "attendance.list"):
        texts = {shown(cell).lower() for cell in table.cells(heading)} - {""}
        if texts and not all(text.isdecimal() or text in ("-",) for text in texts):
            return "attendance.excused" if heading.target == "attendance.excused_hours" else "ignore"
        return "attendance.hours" if heading.target == "attendance.list" else heading.target
    if heading.target in ("grades.list",):
        return "grades.mark"
    return heading.target


def _of_lists(heading: Heading, profile: Profile, table: SheetTable, context: SheetContext, kind: str) -> str:
    target = heading.target
    if profile.count == 0:
        return target or "ignore"
    if target in ("attendance.list", "attendance.hours"):
        is_list = _has_days(heading, table) or profile.dated_hours > profile.hours
        return (
            "attendance.list" if is_list or (target == "attendance.list" and not profile.hours) else "attendance.hours"
        )
    if target in _PARTS:
        return _PARTS[target] if profile.dated_hours > profile.hours else target
    if target == "attendance.excused":
        return "attendance.excused_list" if profile.dated_hours > 0.5 else target
    if target in ("grades.mark", "grades.list"):
        return "grades.list"
    if target == "grades.average":
        return target
    return _of_subject(heading, profile, table, context, kind)


def _of_subject(heading: Heading, profile: Profile, table: SheetTable, context: SheetContext, kind: str) -> str:
    """Tell what stands below the name of a subject or a month."""
    if profile.dated_marks > 0 and profile.dated_marks >= profile.absences and context.kind != "attendance":
        return "grades.list"
    if heading.month and _has_days(heading, table) and context.kind != "grades":
        return "attendance.list"
    listed = profile.dated_hours if context.kind == "attendance" else profile.absences
    if listed > 0 and listed >= profile.hours and listed >= profile.marks:
        return "attendance.list"
    if context.kind == "attendance" or (heading.month and context.kind != "grades"):
        return "attendance.hours"
    if kind in ("averages", "marks"):
        return "grades.average" if kind == "averages" else "grades.list"
    if context.kind == "averages":
        return "grades.average"
    if context.kind == "grades" or (context.month and profile.marks > 0):
        return "grades.list"
    return UNTOLD if profile.marks > 0 else "grades.list"


def _has_days(heading: Heading, table: SheetTable) -> bool:
    """Tell whether cells below a month list its days: ``3, 5m, 12`` or ``14.09 (2)``."""
    return heading.month is not None and any(_lists(cell, heading.month.month) for cell in table.cells(heading))


def _lists(cell: Cell, month: int) -> bool:
    text = f"{cell:.2f}" if isinstance(cell, float) else cell if isinstance(cell, str) else ""
    is_list = isinstance(cell, str) and any(sign in text for sign in ",;mn") and any(map(str.isdigit, text))
    return is_list or re.search(rf"(?<![\d.])(?:[0-2]?\d|3[01])\.{month:02}(?!\d)", text) is not None
