"""Zipped workbooks made safe: a small file that unpacks to gigabytes is refused before it is opened."""

import io
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.parsers import expat

from features.importers.spreadsheets.files.formulas import Formulas, uncalculated
from features.importers.spreadsheets.files.other_files import other_archive

MOST_UNPACKED = 400 * 2**20
MOST_CELLS = 12_000_000  # between the first cell of a sheet and its last; a school's year has a tenth
_MOST_MEMBERS = 5_000
_MOST_RATIO, _RATIO_FROM = 400, 2**24
_LEFT_OUT = ("xl/media/", "xl/drawings/", "xl/embeddings/", "Pictures/", "Thumbnails/", "xl/printerSettings/")
_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["']\s*\$?([A-Za-z]{1,7})\$?(\d{1,12})""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*["'](\d{1,12})""")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*\bhidden\s*=\s*["'](?:1|true)""")
_HIDDEN_ODS = re.compile(rb"""<table:table-row\s[^>]*table:visibility=["'](?:collapse|filter)""")
_REPEATED = re.compile(r"\d{1,9}")


class Unfit(Exception):  # noqa: N818  (what is wrong with a file, which the caller says)
    """A file that is not read: ``code`` is that of its problem, ``cells`` are those that it is about."""

    def __init__(self, code: str, cells: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code, self.cells = code, cells


def kind_of_archive(names: list[str]) -> str:
    """Return which workbook a zip archive is; empty where it is none."""
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    return "ods" if "content.xml" in names else ""


class SafeArchive(NamedTuple):
    """A zipped workbook with nothing in it that unpacks to more than it says, and what its reader does not tell.

    ``uncalculated`` are formulas without a value, by sheet.
    """

    kind: str
    data: bytes
    hidden_rows: int = 0
    uncalculated: Mapping[str, Formulas] = {}  # never changed


def safe_archive(data: bytes) -> SafeArchive:
    """Return a zipped workbook made safe.

    Raises
    ------
    Unfit
        If it is damaged, locked, no workbook, or more than any register.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            kind = _judged(members)
            unpacked = dict(_unpacked(archive, members))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, struct.error):
        raise Unfit("sheet_damaged") from None
    except Exception as error:  # zlib.error, lzma.LZMAError, which have no common name
        if isinstance(error, Unfit):
            raise
        raise Unfit("sheet_damaged") from None
    hidden = _checked(kind, unpacked)
    return SafeArchive(kind, _packed(unpacked), hidden, uncalculated(unpacked) if kind == "xlsx" else {})


def _judged(members: list[zipfile.ZipInfo]) -> str:
    """Judge an archive by its directory."""
    sizes = [(each.file_size, each.compress_size) for each in members]
    if len(members) > _MOST_MEMBERS or sum(size for size, _ in sizes) > MOST_UNPACKED:
        raise Unfit("sheet_bomb")
    if any(size > _RATIO_FROM and size > _MOST_RATIO * max(packed, 1) for size, packed in sizes):
        raise Unfit("sheet_bomb")
    names = [each.filename for each in members]
    if not (kind := kind_of_archive(names)):
        raise Unfit(other_archive(names))
    if any(each.flag_bits & 1 for each in members):
        raise Unfit("sheet_locked")
    return kind


def _unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Yield the members by name, none of them longer than the directory says."""
    for member in members:
        if not member.filename.startswith(_LEFT_OUT) and not member.is_dir():
            content = archive.read(member)
            if len(content) != member.file_size:
                raise Unfit("sheet_damaged")
            yield member.filename, content


def _packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _checked(kind: str, members: dict[str, bytes]) -> int:
    """Judge the sheets by the extent of their cells; return how many rows are hidden."""
    if any(b"<!DOCTYPE" in each[:4096] or b"<!ENTITY" in each[:4096] for each in members.values()):
        raise Unfit("sheet_damaged")
    if kind == "ods":
        if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
            raise Unfit("sheet_locked")
        _refuse_large(_extent_of_ods(members["content.xml"]))
        return len(_HIDDEN_ODS.findall(members["content.xml"]))
    sheets = [each for name, each in members.items() if name.startswith("xl/worksheets/") and not name.endswith("rels")]
    for sheet in sheets:
        if kind == "xlsb":
            _refuse_large(_extent_of_xlsb(sheet))
        else:
            _refuse_large_xlsx(sheet)
    return sum(len(_HIDDEN_ROW.findall(sheet)) for sheet in sheets)


def _refuse_large(cells: int) -> None:
    if cells > MOST_CELLS:
        raise Unfit("sheet_bomb")


def _refuse_large_xlsx(sheet: bytes) -> None:
    """Refuse a sheet with too many cells between the first and the last one; few of them that lie far off are named."""
    names = _CELL.findall(sheet)
    widths = {letters: _number_of(letters) for letters, _ in names}
    rows = {int(row) for _, row in names} | {int(row) for row in _ROW.findall(sheet)}
    cells = max(widths.values(), default=1) * max(max(rows, default=0), sheet.count(b"<row"))
    if cells > MOST_CELLS and 0 < len(names) < MOST_CELLS // 10:
        right, down = max(names, key=lambda name: widths[name[0]]), max(names, key=lambda name: int(name[1]))
        raise Unfit("sheet_far_cells", tuple(dict.fromkeys(b"".join(each).decode() for each in (right, down))))
    _refuse_large(cells)


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


def _extent_of_xlsb(sheet: bytes) -> int:
    """Walk the records of a binary sheet: a row's header says its number, a cell its column."""
    place, rows, columns = 0, 0, 0
    while place + 2 <= len(sheet):
        kind, place = _varied(sheet, place, 2)
        size, place = _varied(sheet, place, 4)
        if kind == 0 and size >= 4 and place + 4 <= len(sheet):
            rows = max(rows, 1 + int.from_bytes(sheet[place : place + 4], "little"))
        elif 1 <= kind <= 11 and size >= 4 and place + 4 <= len(sheet):
            columns = max(columns, 1 + int.from_bytes(sheet[place : place + 4], "little"))
        place += size
    return rows * columns


def _varied(sheet: bytes, place: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and the place after it."""
    number = 0
    for count in range(most):
        if place >= len(sheet):
            break
        byte = sheet[place]
        number |= (byte & 0x7F) << (7 * count)
        place += 1
        if byte < 0x80:
            break
    return number, place


class _Extent:
    """Counts the cells of an OpenDocument sheet, in which one element may stand for a million of them."""

    def __init__(self) -> None:
        self.most, self.rows, self.last, self.widest = 0, 0, 0, 0
        self.column, self.full, self.repeats = 0, 0, 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.rows = self.last = self.widest = 0
        elif name == "table:table-row":
            self.repeats, self.column, self.full = _times(attributes, "table:number-rows-repeated"), 0, 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.column += _times(attributes, "table:number-columns-repeated")
            if any(key.endswith((":value-type", ":value", ":formula")) for key in attributes):
                self.full = self.column
        elif name == "text:p":
            self.full = max(self.full, self.column)

    def end(self, name: str) -> None:
        if name == "table:table-row":
            self.rows += self.repeats
            if self.full:
                self.last, self.widest = self.rows, max(self.widest, self.full)
                self.most = max(self.most, self.last * self.widest)


def _extent_of_ods(content: bytes) -> int:
    extent = _Extent()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = extent.start, extent.end
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise Unfit("sheet_damaged") from None
    return extent.most


def _times(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if _REPEATED.fullmatch(text) else 10**9
