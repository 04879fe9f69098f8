"""A sheet for one pupil, whose name stands in a title block: its tables get columns that name the pupil in each row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from features.identity_numbers import is_like_a_name
from features.importers.spreadsheets.cells.classes import class_in, is_class
from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.cells.modules import module_named
from features.importers.spreadsheets.files.grid import Cell, Sheet, shown
from features.importers.spreadsheets.headings.meaning import heading_of
from features.importers.spreadsheets.headings.pupil_rows import NAMES, is_total_row
from features.importers.spreadsheets.headings.words import meant_by, subject_of

_TITLED = {"pupil.name": "Nume și prenume", "pupil.register_number": "Nr. matricol", "enrolments.class_label": "Clasa"}
_IDENTITY = (*_TITLED, "pupil.surname", "pupil.given_names")
_KEYS = ("subject", "date", "month")
_EVENTS = (*_KEYS, "attendance.", "grades.", "incidents.")
_TOTAL = "Total"  # of the rows that are no pupil's
_LABELLED = re.compile(r"(?P<label>[^:]{2,60}?)\s*:\s*(?P<value>\S.*)", re.DOTALL)
_CALLED = re.compile(
    r"(?:(?:fi[șs]a|situa[țt]ia|catalogul|registrul)\s+(?:[^\W\d_]+\s+){0,2}?)?"
    r"(?:elevului|elevei|elevul|eleva|elev)(?:\s*\(?/?\s*(?:ei|a|ă)\)?)?\s*[:\-–]?\s+(?P<value>[^\W\d_].*)",
    re.IGNORECASE,
)  # fmt: skip
_MAY_NAME = re.compile(r"elev|num[ei]|pren|matri|clas|pupil|student|name", re.IGNORECASE)
_NAME_ENDS = re.compile(r"\s*(?:[,;(|]|\s[-–]\s|\s(?:din\s+)?(?:clasa|cls|cl)\b|\snr\b).*", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"\bnr\.?\s*matr\w*\.?\s*:?\s*(?P<number>[\w/.\-]*\d[\w/.\-]*)", re.IGNORECASE)
_ELEMENTS = re.compile(r"elev(?:ul|a|ului|ei)?(?:\s*\(?/?\s*(?:ei|a|ă)\)?)", re.IGNORECASE)
_Place = tuple[int, int]


@dataclass
class _Block:
    """What a title block says of its pupil, with the cells that say it; ``labels`` are all cells of the block."""

    row: int
    said: dict[str, str] = field(default_factory=dict)
    places: dict[str, _Place] = field(default_factory=dict)
    labels: set[_Place] = field(default_factory=set)


def with_pupil_columns(sheet: Sheet, year: Year, answers: Mapping[str, str]) -> Sheet:
    """Return the sheet with columns for the pupil of each row, where title blocks name pupils; else as it is."""
    blocks = _blocks(sheet)
    if not blocks:
        return sheet
    labels = set().union(*(each.labels for each in blocks))
    if any(_names_pupils(cells, row, labels) for row, cells in enumerate(sheet.rows)):
        return sheet
    if any(_lists_pupils(sheet, each) for each in blocks):
        return sheet
    headers = [
        row for row, cells in enumerate(sheet.rows) if row > blocks[0].row and _is_event_header(cells, year, answers)
    ]
    ends = [*(each.row for each in blocks[1:]), len(sheet.rows)]
    if any(not any(each.row < row < end for row in headers) for each, end in zip(blocks, ends, strict=True)):
        return sheet
    return _titled(sheet, blocks, headers, labels, year, answers)


def _blocks(sheet: Sheet) -> list[_Block]:
    blocks: list[_Block] = []
    for row, cells in enumerate(sheet.rows):
        if not any(isinstance(cell, str) and _MAY_NAME.search(cell) for cell in cells):
            continue
        for target, value, places in _labelled(cells):
            if target in NAMES and (not blocks or target in blocks[-1].said):
                blocks.append(_Block(row))
            if blocks and target not in blocks[-1].said:
                blocks[-1].said[target] = value
                blocks[-1].places[target] = (row, places[-1])
                blocks[-1].labels.update((row, place) for place in places)
    for each in blocks:
        whole = " ".join(filter(None, (each.said.pop(f"pupil.{part}", "") for part in ("surname", "given_names"))))
        if whole and "pupil.name" not in each.said:
            each.said["pupil.name"] = whole
            each.places["pupil.name"] = each.places.get("pupil.surname") or each.places["pupil.given_names"]
    return blocks


def _labelled(cells: Sequence[Cell]) -> Iterator[tuple[str, str, list[int]]]:
    """Yield what labels of a row say: of whom, the value, and the columns of label and value."""
    texts = [shown(cell) for cell in cells]
    for place, text in enumerate(texts):
        if not text or (place and texts[place - 1] == text):
            continue
        if (called := _CALLED.fullmatch(text)) and is_like_a_name(_NAME_ENDS.sub("", called["value"])):
            yield from _said_of_name(called["value"], [place])
            continue
        within = _LABELLED.fullmatch(text)
        label = within["label"] if within else text.rstrip(" :.")
        target = meant_by(label) or ("pupil.name" if _ELEMENTS.fullmatch(label) else "")
        right = next((at for at in range(place + 1, len(texts)) if texts[at] and texts[at] != text), None)
        value = within["value"] if within else texts[right] if right is not None else ""
        is_label = target in NAMES and (text.rstrip(" ._…").endswith(":") or (within is not None and within["label"]))
        if is_label and not _is_value(target, value):
            empty = [at for at, other in enumerate(texts) if at >= place and other in (text, value)]
            yield target, value if any(map(str.isalpha, value)) and not meant_by(value) else "", empty
        elif _is_value(target, value):
            spread = [at for at, other in enumerate(texts) if at >= place and other in (text, value)]
            yield from _said_of_name(value, spread) if target == "pupil.name" else [(target, value, spread)]


def _said_of_name(text: str, places: list[int]) -> Iterator[tuple[str, str, list[int]]]:
    """Yield the name of a text, and the class and register number that may stand behind it."""
    name = _NAME_ENDS.sub("", text)
    yield "pupil.name", name, places
    rest = text.removeprefix(name)
    if found := _NUMBER.search(rest):
        yield "pupil.register_number", found["number"], places
    if label := class_in(rest.strip(" ,;()-–")):
        yield "enrolments.class_label", label, places


def _is_value(target: str, value: str) -> bool:
    """Tell whether a text can be what its label promises, and is no further label."""
    if not value or target not in _IDENTITY:
        return False
    if meant_by(value.rstrip(" :.")) or subject_of(value) or module_named(value):
        return False
    if target == "pupil.name":
        return is_like_a_name(_NAME_ENDS.sub("", value))
    if target in ("pupil.surname", "pupil.given_names"):
        return value[0].isupper() and not any(map(str.isdigit, value))
    if target == "pupil.register_number":
        return any(map(str.isdigit, value))
    return target == "enrolments.class_label" and is_class(value)


def _names_pupils(cells: Sequence[Cell], row: int, labels: set[_Place]) -> bool:
    """Tell whether a row of headings names the pupil of its own rows: this sheet is not of one pupil."""
    named = [
        place for place, cell in enumerate(cells) if isinstance(cell, str) and meant_by(cell.rstrip(" :.")) in NAMES
    ]
    others = {shown(cell) for place, cell in enumerate(cells) if cell is not None and (row, place) not in labels}
    return any((row, place) not in labels for place in named) and len(others) > 1


def _lists_pupils(sheet: Sheet, block: _Block) -> bool:
    """Tell whether names stand below a label: it is the heading of a list of pupils."""
    column = min(column for _, column in block.labels)
    below = {sheet.text(row, column) for row in range(block.row + 1, len(sheet.rows))}
    return sum(is_like_a_name(text) and not heading_of(0, None, text, Year(), {}).is_known for text in below) > 1


def _is_event_header(cells: Sequence[Cell], year: Year, answers: Mapping[str, str]) -> bool:
    """Tell whether a row is one of headings of marks or absences, in which no pupil is named."""
    distinct = dict.fromkeys(cell for cell in cells if cell is not None)
    if len(distinct) < 2 or not isinstance(next(iter(distinct)), str):
        return False
    found = [heading_of(0, None, cell, year, answers) for cell in distinct]
    known = [each for each in found if each.is_known and not each.near]
    if 3 * len(known) < 2 * len(found):
        return False
    is_text = all(isinstance(cell, str) for cell in distinct)
    return any(each.target in _KEYS for each in found) or (
        is_text and all(each.target.startswith(_EVENTS) for each in known)
    )


def _titled(
    sheet: Sheet, blocks: list[_Block], headers: list[int], labels: set[_Place], year: Year, answers: Mapping[str, str]
) -> Sheet:
    width = max(map(len, sheet.rows))
    columns = {target: width + place for place, target in enumerate(_TITLED)}
    rows = [
        [None if (row, place) in labels else cell for place, cell in enumerate(cells)]
        for row, cells in enumerate(sheet.rows)
    ]
    origins = dict(sheet.origins)
    for place, block in enumerate(blocks):
        end = blocks[place + 1].row if place + 1 < len(blocks) else len(rows)
        own = [row for row in headers if block.row < row < end]
        for header, stop in zip(own, [*own[1:], end], strict=True):
            key = _key(rows[header], year, answers)
            rows[header] += [None] * (width - len(rows[header])) + list(_TITLED.values())
            for row in _rows_of_pupil(rows, range(header + 1, stop), key):
                is_total = is_total_row(shown(rows[row][key]) if key < len(rows[row]) else "")
                rows[row] += [None] * (width - len(rows[row]))
                for target, column in columns.items():
                    rows[row].append((_TOTAL if is_total else block.said.get(target)) or None)
                    origins[row, column] = block.places.get(target, next(iter(block.places.values())))
    return replace(sheet, rows=rows, origins=origins)


def _key(cells: Sequence[Cell], year: Year, answers: Mapping[str, str]) -> int:
    """Return the column that tells the rows of a table from each other: that of the subject, the day or the month."""
    found = [heading_of(0, None, cell, year, answers).target for cell in cells]
    return next((place for place, target in enumerate(found) if target in _KEYS), 0)


def _rows_of_pupil(rows: Sequence[Sequence[Cell]], within: range, key: int) -> Iterator[int]:
    """Yield the rows below headings from the first on in which something stands in the column that tells them apart."""
    begun = False
    for row in within:
        cells = rows[row]
        begun = begun or (key < len(cells) and cells[key] is not None)
        if begun and any(cell is not None for cell in cells):
            yield row
