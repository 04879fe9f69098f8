"""The smallest binary workbook (XLSB) that holds a sheet of texts and numbers; no library writes this format."""

import io
import struct
import zipfile
from collections.abc import Sequence

_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"""
_RELATION = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{type}" Target="{target}"/>
</Relationships>"""
_ROW, _REAL, _TEXT = 0, 5, 6
_BEGIN_SHEET, _END_SHEET, _BEGIN_DATA, _END_DATA, _DIMENSION = 129, 130, 145, 146, 148
_BEGIN_BOOK, _END_BOOK, _SHEET, _BEGIN_SHEETS, _END_SHEETS = 131, 132, 156, 143, 144


def xlsb(name: str, rows: Sequence[Sequence[object]], *, first_row: int = 0) -> bytes:
    width = max(map(len, rows))
    sheet = _record(_BEGIN_SHEET)
    sheet += _record(_DIMENSION, struct.pack("<IIII", first_row, first_row + len(rows) - 1, 0, width - 1))
    sheet += _record(_BEGIN_DATA)
    for number, row in enumerate(rows, start=first_row):
        sheet += _record(_ROW, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        for column, cell in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(cell, str):
                sheet += _record(_TEXT, place + _text(cell))
            elif isinstance(cell, int | float):
                sheet += _record(_REAL, place + struct.pack("<d", cell))
    sheet += _record(_END_DATA) + _record(_END_SHEET)
    book = _record(_BEGIN_BOOK) + _record(_BEGIN_SHEETS)
    book += (
        _record(_SHEET, struct.pack("<II", 0, 1) + _text("rId1") + _text(name))
        + _record(_END_SHEETS)
        + _record(_END_BOOK)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATION.format(type="officeDocument", target="xl/workbook.bin"))
        archive.writestr(
            "xl/_rels/workbook.bin.rels", _RELATION.format(type="worksheet", target="worksheets/sheet1.bin")
        )
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return out.getvalue()


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(content)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + content


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
