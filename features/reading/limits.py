"""How much a table may be, asked before its cells are read: what is more is no register and costs too much."""

from collections.abc import Collection
from pathlib import Path

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.schema.problems import Problem

MOST_COLUMNS = 500
MOST_LETTERS = 200 * MOST_COLUMNS  # of all headings together
MOST_CELLS = 500_000_000  # a country's marks of a year are some sixty million
MOST_BYTES = 2**33

_SEPARATORS = ",;\t"


def beyond_limits(path: Path, file: str) -> list[Problem]:
    """Return what is too much in a file, judged by its size and its headings; nothing where it is not readable yet."""
    try:
        if path.suffix.lower() == ".parquet":
            return _parquet_limits(path, file)
        with path.open("rb") as opened:
            header = opened.read(4 * MOST_LETTERS).partition(b"\n")[0].decode("utf-8", errors="replace")
        size = path.stat().st_size
    except OSError:
        return []  # whoever reads it says so
    if problems := heading_limits(max((header.split(each) for each in _SEPARATORS), key=len), file):
        return problems
    return [_too_large(file, Bilingual(f"{size:,} bytes", f"{size} de octeți"))] if size > MOST_BYTES else []


def heading_limits(names: Collection[str], file: str) -> list[Problem]:
    """Say at once that there are more columns, or longer names of them, than any table has."""
    if len(names) <= MOST_COLUMNS and sum(map(len, names)) > MOST_LETTERS:
        return [_too_many(file, Bilingual("column names without end", "nume de coloane fără sfârșit"))]
    return _column_limits(len(names), file)


def _column_limits(count: int, file: str) -> list[Problem]:
    if count <= MOST_COLUMNS:
        return []
    found = Bilingual(counted(count, "column", "columns", "en"), counted(count, "coloană", "coloane", "ro"))
    return [_too_many(file, found)]


def _parquet_limits(path: Path, file: str) -> list[Problem]:
    """Judge a Parquet file by its footer: a small file can unpack to a hundred million rows."""
    from pyarrow.lib import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        with path.open("rb") as opened:
            footer = ParquetFile(opened).metadata
            names = [footer.schema.column(place).name for place in range(min(footer.num_columns, MOST_COLUMNS))]
            unpacked = sum(footer.row_group(place).total_byte_size for place in range(footer.num_row_groups))
    except (ValueError, ArrowException):
        return []  # damaged, which whoever reads it says
    rows, columns = footer.num_rows, footer.num_columns
    if problems := _column_limits(columns, file) or heading_limits(names, file):
        return problems
    if rows * max(columns, 1) <= MOST_CELLS and unpacked <= MOST_BYTES:
        return []
    return [_too_large(file, Bilingual(counted(rows, "row", "rows", "en"), counted(rows, "rând", "rânduri", "ro")))]


def _too_many(file: str, found: Bilingual) -> Problem:
    return Problem("too_many_columns", file, (1,), found=found, values={"most": str(MOST_COLUMNS)})


def _too_large(file: str, found: Bilingual) -> Problem:
    return Problem("too_large", file, found=found)
