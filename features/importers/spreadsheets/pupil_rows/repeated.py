"""Pupils who stand twice in a table: each is a mistake, unless merged cells make one of two rows."""

from collections.abc import Collection, Iterable, Sequence

from features.importers.spreadsheets.files.grid import Sheet, cell_name
from features.importers.spreadsheets.headings.words import subject_name
from features.importers.spreadsheets.layouts.reading import TableReading
from features.importers.spreadsheets.pupil_rows.people import People

_OWN = ("subject", "month", "family.valid_from")  # a pupil has a row for each
_NAMING = ("pupil.name", "pupil.surname", "pupil.register_number")
_Ranges = Sequence[tuple[tuple[int, int], tuple[int, int]]]
_Cell = tuple[int, int]


def refuse_repeated(readings: Iterable[TableReading], people: People) -> None:
    """Keep a problem for each pupil who stands twice in a table of pupils, unless merged cells make one of two rows.

    Of a list of pupils two rows of two classes are left to who puts enrolments together: a child may change its class.
    """
    for reading in readings:
        if reading.layout == "event_rows":
            continue
        twice = _twice(reading, people)
        joined = _joined(reading, twice)
        for before, row in twice:
            if (before, row) not in joined and not _are_two_classes(reading, before, row):
                seen, other = reading.pupils[row], _row_name(reading.table.sheet, before, reading.pupils[row].place[1])
                reading.findings.wrong_cell(
                    "sheet_number_twice" if seen.register_number else "sheet_pupil_twice",
                    row,
                    seen.place[1],
                    seen.name or seen.register_number,
                    other=other,
                )


def _twice(reading: TableReading, people: People) -> list[tuple[int, int]]:
    """Return the rows of pupils who stand in a row before them, each with the nearest of those."""
    table, rows = reading.table, dict[tuple[int, tuple[str, ...]], int]()
    own = [each for each in table.headings if each.target in _OWN]
    found = []
    for row, seen in reading.pupils.items():
        if (pupil := people.of(seen)) is None:
            continue
        of_row = tuple(subject_name(table.sheet.text(row, each.column)) for each in own)
        before = rows.get((id(pupil), of_row))
        if before is not None and reading.pupils[before] is not seen:
            found.append((before, row))
        rows[id(pupil), of_row] = row
    return found


def _are_two_classes(reading: TableReading, before: int, row: int) -> bool:
    labels = [reading.pupils[each].class_label for each in (before, row)]
    return reading.layout == "pupils" and all(labels) and labels[0] != labels[1]


def _row_name(sheet: Sheet, row: int, column: int) -> str:
    """Return what people call the row of a pupil: its number, or the cell of the name where pupils stand in columns."""
    place = sheet.place(row, column)
    return str(row + 1) if place == (row, column) else cell_name(*place)


def _joined(reading: TableReading, twice: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return those pairs of rows whose names or numbers are one in merged cells."""
    sheet = reading.table.sheet
    if not sheet.ranges or not twice:
        return set()
    columns = [each.column for each in reading.table.headings if each.target in _NAMING]
    places = {(row, column): sheet.place(row, column) for pair in twice for row in pair for column in columns}
    ranges = _ranges_of({*places.values()}, sheet.ranges)
    return {
        (before, row) for before, row in twice for column in columns
        if (of_row := ranges.get(places[row, column])) is not None and of_row == ranges.get(places[before, column])
    }  # fmt: skip


def _ranges_of(cells: Collection[_Cell], ranges: _Ranges) -> dict[_Cell, int]:
    """Return the number of the range that each of some cells is in."""
    found: dict[_Cell, int] = {}
    for number, ((top, left), (bottom, right)) in enumerate(ranges):
        if (bottom - top + 1) * (right - left + 1) > len(cells):
            found |= {cell: number for cell in cells if top <= cell[0] <= bottom and left <= cell[1] <= right}
            continue
        for row in range(top, bottom + 1):
            found |= {(row, column): number for column in range(left, right + 1) if (row, column) in cells}
    return found
