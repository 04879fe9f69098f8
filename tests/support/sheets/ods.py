"""Workbooks of LibreOffice written by hand: a text, number or day a cell."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def ods(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Return a workbook of sheets of rows."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(_row, rows))}</table:table>"
        for name, rows in sheets.items()
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0"?><office:document-content {_NAMES}>{body}</office:document-content>'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", _TYPE)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return written.getvalue()


def text_of(cell: object) -> str:
    """Return a cell as it is written in a text file."""
    if isinstance(cell, dt.date):
        return f"{cell:%d.%m.%Y}"
    return "" if cell is None else str(cell)


def _row(cells: Sequence[object]) -> str:
    return (
        f"<table:table-row>{''.join(map(_cell, cells))}</table:table-row>"
        if cells
        else "<table:table-row><table:table-cell/></table:table-row>"
    )


def _cell(cell: object) -> str:
    if cell is None:
        return "<table:table-cell/>"
    shown = f"<text:p>{escape(text_of(cell))}</text:p>"
    if isinstance(cell, int | float):
        kind = f'office:value-type="float" office:value="{cell}"'
    elif isinstance(cell, dt.date):
        kind = f'office:value-type="date" office:date-value="{cell:%Y-%m-%d}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}>{shown}</table:table-cell>"
