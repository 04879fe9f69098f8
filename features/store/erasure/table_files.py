"""Tables in files, CSV and Parquet, written anew without the rows of some children; other rows stay as they are."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from features.files.whole_files import write_whole
from features.headings.file_names import table_of_file
from features.headings.headers import read_headings
from features.reading.folder import FORMATS, county_folders
from features.schema.tables import ENROLMENTS, TABLES
from features.store.bodies import with_own_texts

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"
LONG = 8  # letters of an id, a name or a number that does not stand elsewhere by chance


def record_files(folder: Path) -> list[Path]:
    """Return the tables of a record folder, or of its ``county=XX`` folders, whatever they are called."""
    folders = (folder, *county_folders(folder))
    return sorted(path for each in folders for path in each.iterdir() if is_table(path))


def is_table(path: Path) -> bool:
    """Tell whether a file is a table of rows."""
    return path.suffix.lower() in FORMATS and path.is_file()


def remove_rows(path: Path, pupils: Collection[str]) -> int:
    """Write a file anew, as a whole, without the rows of some children; return how many went."""
    wanted = frozenset(pupils)
    return _from_parquet(path, wanted) if path.suffix.lower() == ".parquet" else _from_csv(path, wanted)


def has_rows(path: Path, pupils: Collection[str]) -> bool:
    """Tell whether a table has rows of any of some children."""
    wanted = frozenset(pupils)
    if path.suffix.lower() == ".parquet":
        table = _parquet_table(path)
        return table is not None and _any_of(table, wanted, path)
    data = path.read_bytes()
    return any(found for found, _ in _rows(data.decode(_encoding(data)), wanted, path))


def _from_csv(path: Path, pupils: frozenset[str]) -> int:
    data = path.read_bytes()
    encoding = _encoding(data)
    kept, gone = [], 0
    for row, raw in _rows(data.decode(encoding), pupils, path):
        gone += row
        kept += [] if row else [raw]
    if gone:
        content = "".join(kept).encode(encoding)
        write_whole(path, lambda half: half.write_bytes(content))
    return gone


def _encoding(data: bytes) -> str:
    """Return an encoding in which every byte comes back as it was."""
    if data.startswith(_UTF16):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig" if data.startswith(_UTF8_MARK) else "utf-8"


def _rows(text: str, pupils: frozenset[str], path: Path) -> Iterator[tuple[bool, str]]:
    """Yield each row as it is written, and whether it is of one of the children."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    header: list[str] | None = None
    places: list[int] = []
    limit = csv.field_size_limit(len(text) + 1)
    try:
        for row in csv.reader(lines(), delimiter=_separator(text)):
            if header is None and not (row and row[0].lower().startswith("sep=")):
                header, places = row, _pupil_places(row, path)
                yield False, "".join(taken)
            else:
                yield _is_of(row, places, pupils), "".join(taken)
            taken.clear()
    finally:
        csv.field_size_limit(limit)


def _separator(text: str) -> str:
    first = text.partition("\n")[0]
    return first.strip()[-1] if first.lower().startswith("sep=") else max(",;\t", key=first.count)


def _is_of(row: Sequence[str], places: Sequence[int], pupils: frozenset[str]) -> bool:
    """Tell whether a row is of some children: a short id counts in columns of pupils, a long one in any cell."""
    if any(place < len(row) and row[place].strip().lstrip("'") in pupils for place in places):
        return True
    return any(len(cell) >= LONG and cell.strip() in pupils for cell in row)


def _pupil_places(names: Sequence[str], path: Path) -> list[int]:
    """Return the places of columns that hold pseudonyms: by what their headings mean."""
    table = next((each for each in TABLES if each.name == table_of_file(path.stem)), ENROLMENTS)
    meant = read_headings(pd.DataFrame(columns=[name.strip() for name in names]), path.name, table).columns
    return [place for place, name in enumerate(names) if meant.get(name.strip()) == "pupil_id"]


def _from_parquet(path: Path, pupils: frozenset[str]) -> int:
    import pyarrow.compute as pc
    from pyarrow.parquet import write_table

    table = _parquet_table(path)
    if table is None:
        return 0
    of_them = _of_pupils(table, pupils, path)
    gone = int(pc.sum(of_them).as_py() or 0)
    if gone:
        rest = with_own_texts(table.filter(pc.invert(of_them)))
        write_whole(path, lambda half: write_table(rest, half))
    return gone


def _parquet_table(path: Path) -> Any:
    """Return the table of a Parquet file; None where it is damaged."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        with path.open("rb") as opened:
            return ParquetFile(opened).read()
    except (OSError, pa.ArrowException):
        return None


def _any_of(table: Any, pupils: frozenset[str], path: Path) -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(_of_pupils(table, pupils, path)).as_py())


def _of_pupils(table: Any, pupils: frozenset[str], path: Path) -> Any:
    """Tell which rows are of some children: a short id counts in columns of pupils, a long one in any text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    named, of_them = _pupil_places(table.column_names, path), pa.array([False] * len(table))
    for place in _text_places(table, path):
        ids = sorted(each for each in pupils if place in named or len(each) >= LONG)
        texts = pc.utf8_trim_whitespace(table.column(place).cast(pa.string()))
        of_them = pc.or_(of_them, pc.is_in(texts, value_set=pa.array(ids, pa.string())))
    return of_them


def _text_places(table: Any, path: Path) -> list[int]:
    """Return the places of columns that may hold pseudonyms: those named so, and every other of texts."""
    import pyarrow as pa

    texts = [
        place
        for place, field in enumerate(table.schema)
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type) or pa.types.is_dictionary(field.type)
    ]
    return sorted({*_pupil_places(table.column_names, path), *texts})
