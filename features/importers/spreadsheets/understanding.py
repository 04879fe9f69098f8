"""Sheets understood: their tables, what each heading means, and what had to be asked."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.cells.signs import MEANINGS
from features.importers.spreadsheets.files.grid import Sheet, Workbook, column_name, shown
from features.importers.spreadsheets.headings.fitting_cells import fitting
from features.importers.spreadsheets.headings.meaning import SUBJECT, Heading, near_targets
from features.importers.spreadsheets.headings.profiles import candidates, profile_of
from features.importers.spreadsheets.headings.tables import SheetTable, tables_of
from features.importers.spreadsheets.layouts.columns import NUMBER_KEYS, UNTOLD, UNTOLD_PAIRS, with_targets
from features.importers.spreadsheets.layouts.facts import SheetContext, located
from features.importers.spreadsheets.layouts.list_cells import MARKS
from features.importers.spreadsheets.layouts.reading import TableReading, layout_name, read_table
from features.importers.spreadsheets.layouts.titles import context_of
from features.importers.spreadsheets.mapping import LayoutMapping, SheetMapping, fingerprint_of
from features.importers.spreadsheets.questions import (
    DAY_KINDS,
    PAIR_KINDS,
    SHEET_KINDS,
    Ask,
    Kind,
    OpenQuestions,
    Question,
    answered,
)
from features.importers.spreadsheets.shapes.a_pupil_a_row import a_pupil_a_row
from features.schema.problems import Problem
from features.schema.tables import OUTCOMES

_ROUNDS = 4
_MOST_SIGNS = 12  # of a table, that are asked about; more of them are wrong cells
_NEW_SIGN = re.compile(r"[^\d\s]{1,4}|[^\W\d_]{1,20}")
_LONG_NUMBER = re.compile(r"\d{13,}")  # it may be an identity number with a slip in it
_STRAY = 2  # cells under no heading that are passed over
_FEWEST_NAMES = 3  # below each other, by which a sheet without headings is seen to be one of pupils


@dataclass(frozen=True)
class UnderstoodTable:
    """A table with its context, and what is remembered of its layout."""

    table: SheetTable
    context: SheetContext
    layout: LayoutMapping


@dataclass(frozen=True)
class Calendar:
    """The school year that days of sheets are of, its last day of lessons, and today."""

    year: Year
    last_day: dt.date
    today: dt.date


def understood(
    workbooks: Sequence[Workbook], mapping: SheetMapping, calendar: Calendar, ask: Ask | None
) -> tuple[list[TableReading], SheetMapping, list[Sheet]]:
    """Read every table; return the readings, the mapping with what was answered, and sheets without tables.

    Raises
    ------
    OpenQuestions
        If something must be asked and nobody answers.
    """
    for _ in range(_ROUNDS):
        tables = list(_tables(workbooks, mapping, calendar))
        questions = _each_topic_once(question for each in tables for question in _of_headings(each))
        readings = [] if questions else [read_table(each.table, each.context) for each in tables]
        for each, reading in zip(tables, readings, strict=False):
            questions = _each_topic_once([*questions, *_of_signs(each, reading)])
        if not questions:
            break
        mapping = _with_answers(mapping, answered(questions, ask), tables)
    else:
        raise OpenQuestions(questions)  # answers that settle nothing
    for each in tables:
        mapping = mapping.with_layout(_remembered(each, mapping))
    with_tables = {(each.table.sheet.file, each.table.sheet.name) for each in tables}
    sheets = (sheet for book in workbooks for sheet in book.sheets if sheet.rows)
    return readings, mapping, [sheet for sheet in sheets if (sheet.file, sheet.name) not in with_tables]


def _each_topic_once(questions: Iterable[Question]) -> list[Question]:
    """Return one question for what stands on several sheets."""
    found: dict[tuple[str, str], Question] = {}
    for question in questions:
        found.setdefault(question.topic(), question)
    return list(found.values())


def without_header(sheet: Sheet) -> Problem | None:
    """Return the problem of a sheet in which names of pupils stand, and no headings; None where none do."""
    width = max(map(len, sheet.rows), default=0)
    for column in range(min(width, 6)):
        cells = [row[column] for row in sheet.rows if column < len(row) and row[column] is not None]
        if profile_of(cells).names * len(set(map(shown, cells))) >= _FEWEST_NAMES:
            first = next(place for place, row in enumerate(sheet.rows) if any(cell is not None for cell in row))
            return Problem("sheet_no_header", sheet.file, (first + 1,), cells=(located(sheet, first, column),))
    return None


def _tables(workbooks: Sequence[Workbook], mapping: SheetMapping, calendar: Calendar) -> Iterator[UnderstoodTable]:
    answers = mapping.answers()
    for book in workbooks:
        for sheet in book.sheets:
            for table in tables_of(a_pupil_a_row(sheet, calendar.year, answers), calendar.year, answers):
                layout = mapping.layout(fingerprint_of(table.headings))
                context = context_of(
                    table, calendar.year, today=calendar.today, last_day=calendar.last_day, stem=Path(book.file).stem
                )
                context = replace(
                    context,
                    signs={k.lower(): v for k, v in mapping.values(layout.fingerprint).items()},
                    cross_hours=layout.cross_hours,
                )
                told = with_targets(table, context, layout.kind, layout.values)
                yield UnderstoodTable(told, context, replace(layout, sheet=sheet.name or book.file))


def _of_headings(each: UnderstoodTable) -> Iterator[Question]:
    """Yield a question for each heading that means nothing known, and one for marks that may be averages."""
    sheet = each.table.sheet
    untold = [heading for heading in each.table.headings if heading.target == UNTOLD]
    if untold:
        kinds: tuple[Kind, tuple[str, ...]] = (
            ("day_numbers", DAY_KINDS) if untold[0].day or untold[0].day_number else ("marks", SHEET_KINDS)
        )
        yield Question(
            kinds[0], sheet.file, sheet.name, untold[0].text, located(sheet, each.table.header, untold[0].column),
            _examples(each.table, untold[0]), kinds[1], each.layout.fingerprint,
        )  # fmt: skip
    pairs = [heading for heading in each.table.headings if heading.target == UNTOLD_PAIRS]
    if pairs:
        yield Question(
            "pairs", sheet.file, sheet.name, pairs[0].text, located(sheet, each.table.header, pairs[0].column),
            _examples(each.table, pairs[0]), PAIR_KINDS, each.layout.fingerprint,
        )  # fmt: skip
    yield from _of_subjects(each)
    for heading in each.table.headings:
        if heading.is_known and (heading.target or not heading.module):
            continue
        examples = _examples(each.table, heading)
        is_blank = heading.text == f"({column_name(heading.column)})"
        if not examples or (is_blank and sum(cell is not None for cell in each.table.cells(heading)) <= _STRAY):
            continue
        cells = [cell for cell in each.table.cells(heading) if cell is not None]
        likely = fitting([*near_targets(heading.text), *candidates(profile_of(cells))], cells)
        as_subject = [f"{SUBJECT}{heading.text}"] if set(MARKS) & {*likely} and not is_blank else []
        yield Question(
            "heading", sheet.file, sheet.name, heading.text, located(sheet, each.table.header, heading.column),
            examples, tuple(dict.fromkeys([*as_subject, *likely, "ignore"])), each.layout.fingerprint,
        )  # fmt: skip


def _of_subjects(each: UnderstoodTable) -> Iterator[Question]:
    """Yield a question for marks without a subject, where the table names subjects or what may be one."""
    headings, sheet = each.table.headings, each.table.sheet
    if each.context.subject or each.table.column("subject"):
        return
    whole = {heading.text.partition(" / ")[0] for heading in headings if heading.target.startswith("pupil.")}
    has_subjects = any(heading.subject for heading in headings)
    for heading in headings:
        text = heading.over if heading.over not in whole else ""
        is_one_of_many = has_subjects and heading.target in MARKS and not (heading.subject or heading.over)
        if is_one_of_many and heading.text not in each.layout.columns:
            text = heading.text
        if not text or not heading.target.startswith("grades.") or not (examples := _examples(each.table, heading)):
            continue
        likely = (f"{SUBJECT}{text}", "ignore") if heading.over else (heading.target, "ignore")
        yield Question(
            "heading", sheet.file, sheet.name, text, located(sheet, each.table.header, heading.column), examples,
            likely, each.layout.fingerprint,
        )  # fmt: skip


def _examples(table: SheetTable, heading: Heading) -> tuple[str, ...]:
    told = (_LONG_NUMBER.sub("…", shown(cell))[:40] for cell in table.cells(heading) if cell is not None)
    return tuple(dict.fromkeys(told))[:4]


def _of_signs(each: UnderstoodTable, reading: TableReading) -> Iterator[Question]:
    """Yield a question for each sign or word that is not known; where there are too many, each is a wrong cell."""
    unknown = reading.findings.unknown_signs
    outcome = each.table.column("outcomes.outcome")
    for sign, places in unknown.items():
        row, column = places[0]
        is_outcome = outcome is not None and column == outcome.column
        sheet = each.table.sheet
        if len(unknown) > _MOST_SIGNS or (not is_outcome and not _NEW_SIGN.fullmatch(sign)):
            for row, column in places:
                reading.findings.wrong_cell("not_an_outcome_word" if is_outcome else "sheet_sign", row, column, sign)
            continue
        yield Question(
            "outcome" if is_outcome else "sign", sheet.file, sheet.name, sign, located(sheet, row, column),
            candidates=(*OUTCOMES, "ignore") if is_outcome else MEANINGS,
            fingerprint=each.layout.fingerprint,
        )  # fmt: skip


def _with_answers(
    mapping: SheetMapping, answers: dict[Question, str], tables: Sequence[UnderstoodTable]
) -> SheetMapping:
    layouts = {each.layout.fingerprint: each.layout for each in tables}
    for question, answer in answers.items():
        layout = mapping.layout(question.fingerprint)
        layout = layout if layout.sheet else layouts[question.fingerprint]
        if question.kind == "heading":
            layout = replace(layout, columns={**layout.columns, question.text: answer})
        elif question.kind == "marks":
            layout = replace(layout, kind=answer)
        else:
            key = NUMBER_KEYS.get(question.kind, question.text.lower())
            layout = replace(layout, values={**layout.values, key: answer})
        mapping = mapping.with_layout(layout)
    return mapping


def _remembered(each: UnderstoodTable, mapping: SheetMapping) -> LayoutMapping:
    """Return what a mapping keeps of a table: its headings with what they mean, and its layout's name."""
    layout = mapping.layout(each.layout.fingerprint)
    columns = {
        heading.text: heading.target
        for heading in each.table.headings
        if heading.text and heading.near and heading.target and heading.target != UNTOLD
    }
    headings = tuple(heading.text for heading in each.table.headings if heading.text and heading.target != "day")
    return replace(
        layout, sheet=layout.sheet or each.layout.sheet, kind=layout.kind or layout_name(each.table),
        columns={**columns, **layout.columns}, headings=headings,
    )  # fmt: skip
