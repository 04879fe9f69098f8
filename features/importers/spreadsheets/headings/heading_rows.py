"""The rows of a sheet that are of headings: which of them names the pupil, and which go with it."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise

from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.cells.pairs import pair_said
from features.importers.spreadsheets.cells.weeks import week_in, weekdays_of
from features.importers.spreadsheets.files.grid import Cell, Sheet, shown
from features.importers.spreadsheets.headings.meaning import WEEKDAYS, heading_of
from features.importers.spreadsheets.headings.pupil_rows import NAMES
from features.importers.spreadsheets.headings.words import meant_by
from features.schema.synonyms import plain

_MOST_TITLE_ROWS = 15
_MOST_ROWS = 3  # of headings above each other
_DISTINCT_TEXTS = 65_536
Target = Callable[[Cell], str]


def header_rows(sheet: Sheet, year: Year, answers: Mapping[str, str]) -> tuple[list[int], Target]:
    """Return the rows that name the pupil among other headings, and what tells what a cell of them stands for."""
    target = lru_cache(_DISTINCT_TEXTS)(partial(_target, answers=answers))
    headers = [row for row, cells in enumerate(sheet.rows) if cells and _is_header(cells, target)]
    if not headers:  # a slip of writing in the heading that names the pupil
        target = lru_cache(_DISTINCT_TEXTS)(partial(_near_target, answers=answers))
        headers = [row for row in range(min(len(sheet.rows), _MOST_TITLE_ROWS)) if _is_header(sheet.rows[row], target)][
            :1
        ]
    further = [
        row for place, row in enumerate(headers) if place == 0 or _is_further(sheet, headers[place - 1], row, year)
    ]
    return further, target


def rows_of_headings(sheet: Sheet, row: int, first: int, year: Year, target: Target) -> range:
    """Return the rows of headings around one that names the pupil, of which none is above ``first``: at most three."""
    above = row - 1 if row > first and _is_group_row(sheet, row - 1, row, year, target) else row
    below = row + 1 if row + 1 < len(sheet.rows) and _is_second_row(sheet, row, row + 1, year, target) else row
    if below > row and below - above + 1 < _MOST_ROWS and below + 1 < len(sheet.rows):
        below += _is_third_row(sheet, row, below + 1, year, target)
    if above < row and below - above + 1 < _MOST_ROWS and above > first:
        above -= _is_group_row(sheet, above - 1, row, year, target, fewest=2)
    return range(above, below + 1)


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


def _is_header(row: Sequence[Cell], target: Target) -> bool:
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


def _anchor(sheet: Sheet, row: int, target: Target) -> int:
    """Return the column of the first heading that names the pupil."""
    return next((place for place, cell in enumerate(sheet.rows[row]) if target(cell) in NAMES), 0)


def _is_second_row(sheet: Sheet, row: int, below: int, year: Year, target: Target) -> bool:
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
    if any(weekdays_of([shown(cell) for _, cell in free])):
        return True
    known = [1 for place, cell in free if _can_stand_below(cell, sheet.text(row, place), year, days=days)]
    return bool(free) and len(known) >= len(free) / 2


def _means(place: int, cell: Cell, year: Year) -> bool:
    text = shown(cell)
    return heading_of(place, None, cell, year, {}).is_known or bool(
        meant_by(text, "parts") or week_in(text, year) or pair_said(text)
    )


def _is_third_row(sheet: Sheet, row: int, below: int, year: Year, target: Target) -> bool:
    """Tell whether the row below two of headings holds more of them, such as days below ``Note`` and ``Absențe``."""
    anchor = _anchor(sheet, row, target)
    name = sheet.text(below, anchor)
    if name and not (sheet.merged and name == sheet.text(row, anchor)):
        return False
    cells = [(place, cell) for place, cell in enumerate(sheet.rows[below]) if cell is not None]
    free = [cell for place, cell in cells if shown(cell) not in (sheet.text(row, place), sheet.text(below - 1, place))]
    known = [1 for cell in free if _means(0, cell, year)]
    if name:
        return len(known) * 2 >= len(free) > 0
    return len(known) == len(free) > 1 and all(place > anchor for place, _ in cells)


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
    if not above or upper.subject or upper.month or not upper.target or upper.left_out:
        return is_known
    if days and shown(cell).isdecimal():
        return upper.target == "date" or upper.target.startswith("attendance.")
    return is_known and upper.target.startswith(("attendance.", "grades.")) and bool(meant_by(shown(cell), "parts"))


def _is_group_row(sheet: Sheet, above: int, row: int, year: Year, target: Target, *, fewest: int = 1) -> bool:
    """Tell whether the row above one of headings groups them: by months, weeks or subjects, not as a title does."""
    anchor = _anchor(sheet, row, target)
    name = sheet.text(above, anchor)
    if name and name != sheet.text(row, anchor):
        return False
    cells = {
        (shown(cell)): place for place, cell in enumerate(sheet.rows[above]) if cell is not None and place > anchor
    }
    return len(cells) >= fewest and any(_means(place, text, year) for text, place in cells.items())


def side_by_side(sheet: Sheet, row: int, target: Target) -> list[range]:
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
