"""A school's workbooks read into records: opened, understood, asked about, checked; all of it or nothing."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from features.cells.visible_letters import whole_letters
from features.days import school_year_label
from features.importers.known_children import KnownChild, Recognised, classmates_of
from features.importers.options import PupilPseudonyms
from features.importers.pseudonyms import DoubtfulPair, Person, doubtful_pairs
from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.coverage import coverage_of, school_year_days, with_partial_lists
from features.importers.spreadsheets.files.endless_numbers import endless_numbers
from features.importers.spreadsheets.files.grid import Workbook, shown
from features.importers.spreadsheets.files.workbooks import read_workbook
from features.importers.spreadsheets.identity_cells import without_identity_numbers
from features.importers.spreadsheets.layouts.reading import TableReading
from features.importers.spreadsheets.layouts.titles import recent_years, school_years_in, years_of_months
from features.importers.spreadsheets.mapping import SheetMapping
from features.importers.spreadsheets.notes import not_read, notes_of
from features.importers.spreadsheets.pupil_rows.enrolments import Enrolments
from features.importers.spreadsheets.pupil_rows.other_years import refuse_other_years
from features.importers.spreadsheets.pupil_rows.people import People
from features.importers.spreadsheets.pupil_rows.repeated import refuse_repeated
from features.importers.spreadsheets.pupil_rows.unlisted import refuse_unknown
from features.importers.spreadsheets.questions import Ask, Question, answered
from features.importers.spreadsheets.school_rows import refuse_other_schools
from features.importers.spreadsheets.tables import (
    PlacedRows,
    YearDays,
    cells_of,
    check_frames,
    copies,
    frames_of,
    placed_rows,
    undated_of,
    without_doubled_totals,
    without_repeated_figures,
)
from features.importers.spreadsheets.understanding import Calendar, understood, without_header
from features.reading.declarations import Declarations
from features.records.imported_records import ImportedRecords
from features.records.totals.disagreements import TotalDisagreement
from features.schema.problems import Problem, RecordsError
from features.schema.romania import MODULES, published_terms
from features.schema.school_time import first_year

_TITLE_ROWS = 15
Keep = Callable[[SheetMapping], None]


@dataclass(frozen=True)
class SheetImport:
    """What a school's sheets say: its records, what their layouts were understood as, and who the pupils are.

    ``mapping`` is to be kept for the next time. ``pupils`` are for asking about rows that may be one child,
    ``doubtful`` about those that may be a child known before.
    ``unnamed`` are new children who may be known ones, which nobody can tell here.
    ``read_as`` tells what headings and signs were taken for, and who the pupils are: another text, another reading.
    """

    records: ImportedRecords
    mapping: SheetMapping
    pupils: tuple[Person, ...]
    read_as: str = ""
    doubtful: tuple[DoubtfulPair, ...] = ()
    unnamed: int = 0

    def doubtful_pairs(self, *, left_out: AbstractSet[str] = frozenset()) -> list[DoubtfulPair]:
        """Return rows that may be one child, unless the mapping says whether they are; none of who is left out."""
        people = [pupil for pupil in self.pupils if pupil.pupil_id not in left_out]
        answered = [*self.mapping.same_pupil.items(), *self.mapping.other_pupil.items()]
        before = [pair for pair in self.doubtful if left_out.isdisjoint((pair.first.pupil_id, pair.second.pupil_id))]
        return [*before, *doubtful_pairs(people, answered=answered)]


def read_workbooks(
    files: Sequence[Path], *, school_id: str, pseudonyms: PupilPseudonyms, today: dt.date, school_year: str = "",
    mapping: SheetMapping | None = None, ask: Ask | None = None, keep: Keep | None = None,
    names: Mapping[Path, str] | None = None, known_children: Sequence[KnownChild] = (),
) -> SheetImport:  # fmt: skip
    """Read the sheets of a school.

    Parameters
    ----------
    files
        Workbooks and text files, in any format that is told by their content.
    school_id, school_year
        The school; and the school year, where the sheets do not say it.
    pseudonyms
        What gives pupils their pseudonyms.
    today
        No event may be dated later.
    mapping
        What is remembered of the school's layouts.
    ask
        Who answers questions, such as what an unknown heading means.
    keep
        What takes in the answers at once, whatever else is wrong with the sheets.
    names
        What people call the files, where that is not what they are called here.
    known_children
        The children of the school who are known already, whom sheets may name otherwise than before.

    Raises
    ------
    RecordsError
        With every problem of every file, each with its cell.
    OpenQuestions
        With everything that must be answered first.
    """
    known = mapping or SheetMapping(school_id)
    workbooks = _opened({path: (names or {}).get(path, whole_letters(path.name)) for path in files})
    label, known = _school_year(workbooks, school_year, known, today, ask)
    year = _year_days(label, today)
    readings, remembered, without = understood(workbooks, known, Calendar(Year(label), year.last_day, today), ask)
    if keep is not None:
        keep(replace(remembered, school_id=school_id))
    problems = [problem for sheet in without if (problem := without_header(sheet))]
    if not any(reading.pupils for reading in readings) and not problems:
        problems = [Problem("sheet_no_pupils", book.file) for book in workbooks]
    people = People(school_id, pseudonyms, remembered.same_pupil, remembered.other_pupil)
    told, readings = readings, refuse_other_years(readings, label, school_year_days(year))
    before = _identified(readings, people, known_children, label, remembered)
    refuse_other_schools(readings, school_id)
    enrolments = Enrolments({each.pupil_id: each.classes.get(label, "") for each in known_children})
    tables = placed_rows(readings, people, year, enrolments)
    doubled, disagreements = _without_doubled(tables)
    problems += [*(problem for reading in told for problem in reading.findings.problems), *copies(tables)]
    frames = frames_of(tables, school_id=school_id, year=year)
    documented, found = check_frames(frames, tables, Declarations(), today=today)
    problems += found
    if problems:
        raise RecordsError(_each_once(problems))
    people.learn_contacts(readings)
    notes = (*notes_of(workbooks, readings, known, label, doubled), *not_read(without), *before.notes)
    notes = (*notes, *enrolments.notes())
    coverage = coverage_of(readings, frames, school_id=school_id, year=year)
    pupils = tuple(people.persons())
    kept = replace(remembered, school_id=school_id, same_pupil={**remembered.same_pupil, **before.same})
    listed, there = {each.pupil_id for each in pupils}, _named(classmates_of(known_children, label, day=today))
    coverage, partial = with_partial_lists(coverage, named=listed, classmates=there)
    former = frozenset(
        (school_id, other) for other, pupil in kept.same_pupil.items() if pupil in listed and other not in listed
    )
    records = ImportedRecords(
        _without_empty(documented), "", coverage, people.table(), notes, former=former, partial=partial,
        disagreements=disagreements, cells=cells_of(tables), undated=undated_of(tables),
    )  # fmt: skip
    return SheetImport(records, kept, pupils, _read_as(label, readings, pupils), before.doubtful, before.unnamed)


def _identified(
    readings: Sequence[TableReading], people: People, known: Sequence[KnownChild], label: str, mapping: SheetMapping
) -> Recognised:
    """Tell who the rows are, and keep a problem of each that is nobody's or told twice; return who was known before."""
    people.learn(readings)
    before = people.recognise(known, label)
    refuse_repeated(readings, people)
    refuse_unknown(readings, people, classmates_of(known, label), settled=_settled(mapping, before))
    return before


def _without_doubled(tables: Mapping[str, PlacedRows]) -> tuple[dict[str, int], tuple[TotalDisagreement, ...]]:
    """Leave out what is said twice; return how much of what, and the totals that say otherwise than their days."""
    left_out, disagreements = without_doubled_totals(tables)
    doubled = {"doubled_totals": left_out, "repeated_figures": without_repeated_figures(tables)}
    return doubled, tuple(disagreements)


def _named(classmates: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return those with a name where names of the class are kept: a child without one goes on as another, who moved."""
    return {
        label: {pupil: name for pupil, name in known.items() if name or not any(known.values())}
        for label, known in classmates.items()
    }


def _settled(mapping: SheetMapping, before: Recognised) -> set[str]:
    """Return the children of whom it was told who they are, or is about to be asked."""
    told = {**mapping.same_pupil, **mapping.other_pupil}
    return {*told, *told.values(), *(pair.second.pupil_id for pair in before.doubtful)}


def _read_as(label: str, readings: Sequence[TableReading], pupils: Sequence[Person]) -> str:
    told = [label, *sorted(each.pupil_id for each in pupils)]
    for reading in readings:
        headings = [(each.text, each.target, each.subject) for each in reading.table.headings]
        told.append(
            repr((reading.layout, headings, reading.context.cross_hours, sorted(reading.context.signs.items())))
        )
    return "\n".join(told)


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return one problem for all cells of a file in which the same is wrong."""
    same: dict[tuple[object, ...], list[Problem]] = {}
    for each in problems:
        said = (each.code, each.file, each.found, each.column, tuple(sorted(each.values.items())))
        same.setdefault(said, []).append(each)
    return [
        replace(
            group[0],
            rows=tuple(sorted({row for each in group for row in each.rows})),
            cells=tuple(dict.fromkeys(cell for each in group for cell in each.cells)),
        )
        for group in same.values()
    ]


def _opened(files: Mapping[Path, str]) -> list[Workbook]:
    workbooks, problems = [], []
    for path, name in files.items():
        workbook, found = read_workbook(path, name)
        workbooks.append(without_identity_numbers(workbook))
        problems += [*found, *endless_numbers(workbook)]
    if problems:
        raise RecordsError(problems)
    return workbooks


def _school_year(
    workbooks: Sequence[Workbook], given: str, mapping: SheetMapping, today: dt.date, ask: Ask | None
) -> tuple[str, SheetMapping]:
    """Return the school year: as given, said by titles, shown by the days, or remembered; else it is asked.

    What is remembered counts in its own year alone, and where the sheets do not tell another one.
    """
    if given:
        return given, mapping
    told = school_years_in(_titles(workbooks))
    if len(told) == 1:
        return told.pop(), mapping
    of_months = years_of_months(_titles(workbooks, most=2)) - _later_years(today)
    if not told and len(of_months) == 1:
        return of_months.pop(), mapping
    cells = (cell for book in workbooks for sheet in book.sheets for row in sheet.rows for cell in row)
    shown_by_days = Counter(recent_years(cells, today))
    if not told and len(shown_by_days) == 1:
        return next(iter(shown_by_days)), mapping
    if _is_of(mapping.school_year, today) and (not told or mapping.school_year in told):
        return mapping.school_year, mapping
    start = today.year if today.month >= 9 else today.year - 1
    usual = [school_year_label(start), school_year_label(start - 1)]
    seen = sorted(told | of_months | set(shown_by_days), reverse=True) or usual
    question = Question("school_year", workbooks[0].file if workbooks else "", "", "", candidates=tuple(seen))
    label = answered([question], ask)[question]
    return label, replace(mapping, school_year=label)


def _later_years(today: dt.date) -> set[str]:
    return {school_year_label(first) for first in range(today.year + 1, today.year + 50)}


def _is_of(label: str, today: dt.date) -> bool:
    """Tell whether a day is of a remembered school year, holidays and all."""
    if not label:
        return False
    first, last = school_year_days(_year_days(label, today))
    return first <= today <= last


def _titles(workbooks: Sequence[Workbook], *, most: int = 1_000) -> Iterable[str]:
    """Yield the names of files and sheets, and the texts of the first rows that have no more than ``most`` of them."""
    for book in workbooks:
        yield book.file
        for sheet in book.sheets:
            yield sheet.name
            for row in sheet.rows[:_TITLE_ROWS]:
                texts = dict.fromkeys(shown(cell) for cell in row if isinstance(cell, str))
                if len(texts) <= most:
                    yield " ".join(texts)


def _year_days(label: str, today: dt.date) -> YearDays:
    """Return the days of a school year: those of the published calendar, else from September until June."""
    first = first_year(label)
    if "-" in label and first in MODULES:
        terms = published_terms("")
        own = terms[terms["school_year"] == label]
        return YearDays(label, own["starts_on"].min().date(), own["ends_on"].max().date(), today)
    if "-" in label:
        return YearDays(label, dt.date(first, 9, 1), dt.date(first + 1, 6, 20), today)
    return YearDays(label, dt.date(first, 1, 1), dt.date(first, 12, 31), today)


def _without_empty(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the frames without columns in which nothing stands."""
    return {name: frame.dropna(axis="columns", how="all").reset_index(drop=True) for name, frame in frames.items()}
