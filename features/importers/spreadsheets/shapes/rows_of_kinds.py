"""Sheets with several rows for each pupil, one of marks and one of absences: put together, so that each is a row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.files.grid import Cell, Sheet, shown
from features.importers.spreadsheets.headings.heading_rows import header_rows
from features.importers.spreadsheets.headings.meaning import part_in
from features.importers.spreadsheets.headings.pupil_rows import NAMES
from features.importers.spreadsheets.headings.words import subject_of

_Place = tuple[int, int]


@dataclass(frozen=True)
class _Kinds:
    """Where a table has a column with the kind of each row: its heading row, that column, the pupil's, the kinds."""

    header: int
    column: int
    named: int
    kinds: tuple[str, ...]


def with_one_row_each(sheet: Sheet, year: Year, answers: Mapping[str, str]) -> Sheet:
    """Return the sheet with a row for each pupil, where the rows of one say Note and Absențe; else the sheet itself."""
    found = _kinds(sheet, year, answers)
    if found is None:
        return sheet
    rows: list[list[Cell]] = []
    origins: dict[_Place, _Place] = {}

    def add(places: list[_Place | None]) -> None:
        for column, place in enumerate(places):
            if place:
                origins[len(rows), column] = sheet.place(*place)
        rows.append([_cell(sheet, *place) if place else None for place in places])

    for row in range(found.header):
        add([(row, column) for column in range(len(sheet.rows[row]))])
    columns = _columns(sheet, found)
    add([(found.header, column) for column, _ in columns])
    kinds = {shown(_cell(sheet, row, found.column)): row for row in range(len(sheet.rows) - 1, found.header, -1)}
    add([(kinds[kind], found.column) if kind else None for _, kind in columns])
    for group in _groups(sheet, found):
        of_kind = {shown(_cell(sheet, row, found.column)): row for row in group}
        firsts = {column: next((row for row in group if _cell(sheet, row, column) is not None), group[0])
                  for column, kind in columns if not kind}  # fmt: skip
        add([((of_kind[kind], column) if kind in of_kind else None) if kind else (firsts[column], column)
             for column, kind in columns])  # fmt: skip
    places = {origin: place for place, origin in origins.items()}
    formulas = {places[place]: text for place, text in sheet.uncalculated.items() if place in places}
    return replace(sheet, rows=rows, origins=origins, uncalculated=formulas)


def _kinds(sheet: Sheet, year: Year, answers: Mapping[str, str]) -> _Kinds | None:
    """Return the column of kinds of the only table of a sheet; None where it has none that goes with pupils."""
    headers, target = header_rows(sheet, year, answers)
    if len(headers) != 1:
        return None
    header = headers[0]
    cells = sheet.rows[header]
    named = next((place for place, cell in enumerate(cells) if target(cell) in NAMES), 0)
    subjects = [place for place, cell in enumerate(cells) if subject_of(shown(cell))]
    for column in range(named + 1, max(subjects, default=0)):
        if target(cells[column]) or subject_of(shown(cells[column])):
            continue
        told = [text for row in range(header + 1, len(sheet.rows)) if (text := shown(_cell(sheet, row, column)))]
        kinds = tuple(dict.fromkeys(told))
        if len({part_in(kind) for kind in kinds} - {""}) == len(kinds) > 1 and not any(map(subject_of, kinds)):
            found = _Kinds(header, column, named, kinds)
            return found if _go_with_pupils(sheet, found) else None
    return None


def _go_with_pupils(sheet: Sheet, found: _Kinds) -> bool:
    """Tell whether each pupil has each kind at most once, and some several."""
    groups = [[shown(_cell(sheet, row, found.column)) for row in group] for group in _groups(sheet, found)]
    told = [[kind for kind in group if kind] for group in groups]
    return all(len(set(each)) == len(each) for each in told) and any(len(each) > 1 for each in told)


def _groups(sheet: Sheet, found: _Kinds) -> Iterator[list[int]]:
    """Yield the rows of each pupil: those with its name, or with a kind and without a name below it."""
    group: list[int] = []
    for row in range(found.header + 1, len(sheet.rows)):
        name, kind = (shown(_cell(sheet, row, column)) for column in (found.named, found.column))
        goes_on = kind and group and name in ("", shown(_cell(sheet, group[0], found.named)))
        if goes_on and kind not in [shown(_cell(sheet, each, found.column)) for each in group]:
            group.append(row)
            continue
        if group:
            yield group
        group = [row]
    if group:
        yield group


def _columns(sheet: Sheet, found: _Kinds) -> list[tuple[int, str]]:
    """Return the columns, those of subjects once for each kind."""
    columns: list[tuple[int, str]] = []
    for column in range(len(sheet.rows[found.header])):
        if column == found.column:
            continue
        is_subject = column > found.column and bool(subject_of(shown(_cell(sheet, found.header, column))))
        columns += [(column, kind) for kind in found.kinds] if is_subject else [(column, "")]
    return columns


def _cell(sheet: Sheet, row: int, column: int) -> Cell:
    cells = sheet.rows[row]
    return cells[column] if column < len(cells) else None
