"""Tables on a sheet: the rows of their headings, the rows of pupils below, the title above."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise

from features.cells.months import Month
from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.files.grid import Cell, Sheet, shown
from features.importers.spreadsheets.headings.meaning import WEEKDAYS, Heading, heading_of
from features.importers.spreadsheets.headings.pupil_rows import NAMES, pupil_rows
from features.importers.spreadsheets.headings.words import meant_by
from features.schema.synonyms import plain

_MOST_TITLE_ROWS = 15
_DISTINCT_TEXTS = 65_536
_Target = Callable[[Cell], str]


@dataclass(frozen=True)
class SheetTable:
    """One table of a sheet.

    ``rows`` are those of pupils, ``title`` the texts above them, ``left_out`` how many rows were totals or signatures.
    """

    sheet: Sheet
    headings: tuple[Heading, ...]
    rows: tuple[int, ...]
    title: tuple[str, ...]
    header: int
    left_out: int = 0

    def columns(self, target: str) -> list[Heading]:
        """Return the headings of a target."""
        return [each for each in self.headings if each.target == target]

    def column(self, target: str) -> Heading | None:
        """Return the first heading of a target; None where there is none."""
        return next((each for each in self.headings if each.target == target), None)

    def cells(self, heading: Heading) -> Iterator[Cell]:
        """Yield the cells below a heading."""
        for row in self.rows:
            cells = self.sheet.rows[row]
            yield cells[heading.column] if heading.column < len(cells) else None


def tables_of(sheet: Sheet, year: Year, answers: Mapping[str, str]) -> list[SheetTable]:
    """Return the tables of a sheet, from its top; none where no row of it is one of headings."""
    target = lru_cache(_DISTINCT_TEXTS)(partial(_target, answers=answers))
    headers = [row for row, cells in enumerate(sheet.rows) if cells and _is_header(cells, target)]
    if not headers:  # a slip of writing in the heading that names the pupil
        target = lru_cache(_DISTINCT_TEXTS)(partial(_near_target, answers=answers))
        headers = [row for row in range(min(len(sheet.rows), _MOST_TITLE_ROWS)) if _is_header(sheet.rows[row], target)][
            :1
        ]
    headers = [
        row for place, row in enumerate(headers) if place == 0 or _is_further(sheet, headers[place - 1], row, year)
    ]
    tables: list[SheetTable] = []
    end_before = 0
    for place, row in enumerate(headers):
        upper = row - 1 if row > end_before and _is_group_row(sheet, row - 1, row, year, target) else None
        lower = row + 1 if row + 1 < len(sheet.rows) and _is_second_row(sheet, row, row + 1, year, target) else None
        end = _before_title(sheet, headers[place + 1]) if place + 1 < len(headers) else len(sheet.rows)
        first = (row if lower is None else lower) + 1
        title = _title(sheet, end_before, row if upper is None else upper)
        last = first
        for columns in _side_by_side(sheet, row, target):
            headings = _headings(sheet, (upper, row, lower), columns, year, answers)
            rows, left_out = pupil_rows(sheet, headings, range(first, end))
            tables.append(SheetTable(sheet, headings, rows, title, row, left_out))
            last = max([last, *(each + 1 for each in rows)])
        end_before = last
    return tables


def _before_title(sheet: Sheet, header: int) -> int:
    """Return the row in which the title of a further table begins: rows of one text each, right above its headings."""
    row = header
    while row and len({cell for cell in sheet.rows[row - 1] if cell is not None}) <= 1:
        row -= 1
    return row


def _target(cell: Cell, answers: Mapping[str, str]) -> str:
    if not isinstance(cell, str) or len(cell) > 80:
        return ""
    for text in (cell, re.sub(r"\([^()]*\)", "", cell)):
        if meant := answers.get(plain(text)) or meant_by(text):
            return meant
    return ""


def _near_target(cell: Cell, answers: Mapping[str, str]) -> str:
    if not isinstance(cell, str) or len(cell) > 80:
        return ""
    return _target(cell, answers) or heading_of(0, None, cell, Year(), answers).target


def _is_header(row: Sequence[Cell], target: _Target) -> bool:
    """Tell whether a row is one of headings: it names the pupil, and something else beside."""
    distinct = {cell for cell in row if cell is not None}
    if len(distinct) < 2:
        return False
    found = {meant for cell in distinct if isinstance(cell, str) and (meant := target(cell))}
    if not found:
        return False
    texts = sum(isinstance(cell, str) for cell in distinct)
    return bool(found & set(NAMES)) and (len(found) > 1 or texts > 1 or len(distinct) > 3)


def _is_further(sheet: Sheet, before: int, row: int, year: Year) -> bool:
    """Tell whether a row begins another table: not the second row of the headings before, nor a pupil named Elev."""
    cells = {cell for cell in sheet.rows[row] if cell is not None}
    same = cells & {cell for cell in sheet.rows[before] if cell is not None}
    if row == before + 1 and same:
        return False
    known = sum(_is_word(cell, year) for cell in cells)
    return len(same) > len(cells) / 2 or (known > 1 and known >= len(cells) / 2)


def _is_word(cell: Cell, year: Year) -> bool:
    heading = heading_of(0, None, cell, year, {})
    is_told = heading.target not in ("", "day") or bool(heading.subject or heading.month)
    return is_told and not heading.near and len(plain(heading.text)) > 1


def _anchor(sheet: Sheet, row: int, target: _Target) -> int:
    """Return the column of the first heading that names the pupil."""
    return next((place for place, cell in enumerate(sheet.rows[row]) if target(cell) in NAMES), 0)


def _is_second_row(sheet: Sheet, row: int, below: int, year: Year, target: _Target) -> bool:
    """Tell whether the row below one of headings holds more of them: no pupil's name, and known words or days."""
    anchor = _anchor(sheet, row, target)
    name, heading = sheet.text(below, anchor), sheet.text(row, anchor)
    if name and name != heading:
        return _goes_on(sheet, row, below)
    cells = [(place, cell) for place, cell in enumerate(sheet.rows[below]) if cell is not None]
    free = [(place, cell) for place, cell in cells if shown(cell) != sheet.text(row, place)]
    if name and sheet.merged:
        return bool(free)  # the cell that names the pupil is as high as both rows
    days = _count_up([cell for _, cell in free])
    known = [1 for place, cell in free if _can_stand_below(cell, sheet.text(row, place), year, days=days)]
    return bool(free) and len(known) >= len(free) / 2


def _means(place: int, cell: Cell, year: Year) -> bool:
    return heading_of(place, None, cell, year, {}).is_known or bool(meant_by(shown(cell), "parts"))


def _goes_on(sheet: Sheet, row: int, below: int) -> bool:
    """Tell whether a second row only goes on with the words above: ``Data`` and ``absenței``."""
    places = [place for place, cell in enumerate(sheet.rows[below]) if cell is not None]
    words = [sheet.text(row, place) + sheet.text(below, place) for place in places]
    return len(words) > 1 and all(map(meant_by, words))


def _count_up(cells: Sequence[Cell]) -> bool:
    """Tell whether at least three whole numbers are among cells, each above the one before: days of a month."""
    numbers = [int(shown(cell)) for cell in cells if shown(cell).isdecimal()]
    return len(numbers) > 2 and all(one < other for one, other in pairwise(numbers))


def _can_stand_below(cell: Cell, above: str, year: Year, *, days: bool) -> bool:
    """Tell whether a cell can be a heading below another: ``mot.`` below a month, 12 below nothing, none below Data."""
    if above.rstrip(".").isdecimal():
        return plain(shown(cell)) in WEEKDAYS
    upper = heading_of(0, None, above, year, {})
    is_known = _means(0, cell, year)
    if not above or upper.subject or upper.month or not upper.target:
        return is_known
    if days and shown(cell).isdecimal():
        return upper.target == "date" or upper.target.startswith("attendance.")
    return is_known and upper.target.startswith(("attendance.", "grades.")) and bool(meant_by(shown(cell), "parts"))


def _is_group_row(sheet: Sheet, above: int, row: int, year: Year, target: _Target) -> bool:
    """Tell whether the row above one of headings groups them: by months or subjects, not as a title does."""
    anchor = _anchor(sheet, row, target)
    name = sheet.text(above, anchor)
    if name and name != sheet.text(row, anchor):
        return False
    cells = {
        (shown(cell)): place for place, cell in enumerate(sheet.rows[above]) if cell is not None and place > anchor
    }
    return any(_means(place, text, year) for text, place in cells.items())


def _side_by_side(sheet: Sheet, row: int, target: _Target) -> list[range]:
    """Return the columns of each table of a row of headings: where a pupil is named again, another one begins."""
    cells = sheet.rows[row]
    named = [place for place, cell in enumerate(cells) if target(cell) == "pupil.name"
             and (place == 0 or cells[place - 1] != cell)]  # fmt: skip
    if len(named) < 2:
        return [range(len(cells))]
    starts = [0]
    for place in named[1:]:
        while place > starts[-1] + 1 and cells[place - 1] is not None:
            place -= 1
        starts.append(place)
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(cells)], strict=True)]


def _headings(
    sheet: Sheet, rows: tuple[int | None, int, int | None], columns: range, year: Year, answers: Mapping[str, str]
) -> tuple[Heading, ...]:
    upper, row, lower = rows
    width = max(len(sheet.rows[each]) for each in rows if each is not None)
    above = _group_cells(sheet, upper, row, width) if upper is not None else [None] * width
    here = [*sheet.rows[row], *([None] * (width - len(sheet.rows[row])))]
    below = [None] * width if lower is None else [*sheet.rows[lower], *([None] * (width - len(sheet.rows[lower])))]
    if lower is not None:
        here = _spread(here, below, sheet)
    found = []
    for place in range(columns.start, width if columns.stop == len(sheet.rows[row]) else columns.stop):
        top, bottom = (here[place], below[place]) if below[place] is not None else (above[place], here[place])
        if below[place] is not None and above[place] is not None and top is None:
            top = above[place]
        found.append(heading_of(place, top, bottom, year, answers))
    return tuple(_months_of_first_days(found))


def _group_cells(sheet: Sheet, upper: int, row: int, width: int) -> list[Cell]:
    cells = [*sheet.rows[upper], *([None] * width)][:width]
    return _spread(cells, [*sheet.rows[row], *([None] * width)][:width], sheet)


def _spread(groups: list[Cell], below: Sequence[Cell], sheet: Sheet) -> list[Cell]:
    """Let a group's heading hold for the columns right of it that have none, where merged cells do not say so."""
    if sheet.merged and any(one is not None and one == other for one, other in pairwise(groups)):
        return groups
    starts = [place for place, cell in enumerate(groups) if cell is not None and below[place] is not None]
    if not starts:
        return groups
    gaps = Counter(later - earlier for earlier, later in pairwise(starts))
    usual = max(gaps, key=lambda gap: (gaps[gap], -gap)) if gaps else len(groups)
    spread = list(groups)
    for start in starts:
        for place in range(start + 1, min(start + usual, len(groups))):
            if spread[place] is not None or below[place] is None:
                break
            spread[place] = groups[start]
    return spread


def _months_of_first_days(headings: list[Heading]) -> list[Heading]:
    """Read headings that are all first days of months as months: a spreadsheet made days of them."""
    days = [each.day for each in headings if each.target == "day" and each.day]
    if len(days) < 2 or any(day.day != 1 for day in days) or len(set(days)) != len(days):
        return headings
    return [
        replace(each, target="", day=None, month=Month(each.day.year, each.day.month)) if each.day else each
        for each in headings
    ]


def _title(sheet: Sheet, first: int, header: int) -> tuple[str, ...]:
    """Return the texts above a table, each row of them as one."""
    rows = range(max(first, header - _MOST_TITLE_ROWS), header)
    return tuple(
        text
        for row in rows
        if (text := " ".join(dict.fromkeys(shown(cell) for cell in sheet.rows[row] if cell is not None)))
    )
