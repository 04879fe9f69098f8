"""Outside files: whether they are what their importer expects, and what their cells say.

The file as a whole is judged first: a wrong or missing file is one sentence. Then the cells of all files are read as
the cells of records are, and all wrong ones are told at once.
"""

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from features.errors import UsageError
from features.identity_numbers import redact
from features.reading.csv_parquet import FIRST_ROW
from features.reading.declarations import Declarations
from features.reading.folder import RawTable
from features.schema.problems import Problem, RecordsError, quoted
from features.schema.tables import Table
from features.validation.row_rules import type_table

_ROWS_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class SourceFile:
    """What an outside file should hold; further columns are passed over.

    ``origin`` says in a person's words where the file is from. Of a log (``distinct``) only the distinct rows of the
    table's columns are kept, so that it may be larger than memory.
    """

    table: Table
    origin: str
    separator: str = ","
    distinct: bool = False


def read_source_files(files: Mapping[Path, SourceFile]) -> dict[Path, pd.DataFrame]:
    """Read the expected columns of all files.

    Returns
    -------
    dict
        A frame for each file: whole numbers as int64 and yes/no as bool (where a cell may be empty: float64), else
        text. The index is the position of the row in its file. An empty cell or ``?`` is missing.

    Raises
    ------
    UsageError
        If a file is missing or is another kind of file.
    RecordsError
        With every wrong cell and repeated key of all the files.
    """
    for path, source in files.items():
        _refuse_other_columns(path, source)
    frames: dict[Path, pd.DataFrame] = {}
    problems: list[Problem] = []
    for path, source in files.items():
        frames[path], found = _read(path, source)
        problems += found
    if problems:
        raise RecordsError(problems)
    return {path: _typed(frame, files[path].table) for path, frame in frames.items()}


def refuse_unmatched(frame: pd.DataFrame, known: pd.DataFrame, *, on: list[str], file: Path, known_file: Path) -> None:
    """Raise UsageError when a row's ``on`` cells are not in the known frame: the files do not belong together."""
    found = frame[on].merge(known[on].drop_duplicates(), on=on, how="left", indicator="found_in")["found_in"]
    rows = frame.index[(found == "left_only").to_numpy()]
    if len(rows):
        example = ", ".join(f"{column} {frame.at[rows[0], column]}" for column in on)
        raise UsageError(
            f"{file}: {len(rows)} rows, the first of them row {rows[0] + FIRST_ROW}, have no partner in "
            f"{known_file.name} ({example}); expected all files of one download; download them again together."
        )


def _refuse_other_columns(path: Path, source: SourceFile) -> None:
    expected = f"expected {source.table.en}, {source.origin}; name that file, just as it was downloaded."
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            header = next(csv.reader(lines, delimiter=source.separator), [])
    except FileNotFoundError:
        raise UsageError(f"{path} is not there; {expected}") from None
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UsageError(f"{path} cannot be read as text; {expected}") from None
    missing = [column.name for column in source.table.columns if column.name not in header]
    if missing:
        found = quoted(redact(f" {source.separator} ".join(header)))
        raise UsageError(
            f"{path} has no column {', '.join(missing)} where '{source.separator}' separates the columns; "
            f"found {found}; {expected}"
        )


def _read(path: Path, source: SourceFile) -> tuple[pd.DataFrame, list[Problem]]:
    parts: list[pd.DataFrame] = []
    problems: list[Problem] = []
    for rows in _chunks(path, source):
        typed, found = type_table(RawTable(source.table, path.name, rows), Declarations(), today=dt.date.max)
        parts.append(typed.frame.drop_duplicates() if source.distinct else typed.frame)
        problems += [
            replace(problem, rows=tuple(int(rows.index[row - FIRST_ROW]) + FIRST_ROW for row in problem.rows))
            for problem in found
        ]
    frame = pd.concat(parts) if parts else pd.DataFrame()
    if frame.empty:
        raise UsageError(
            f"{path} has a header and no rows; expected {source.table.en}, {source.origin}; name that file."
        )
    return (frame.drop_duplicates() if source.distinct else frame), problems


def _chunks(path: Path, source: SourceFile) -> Iterator[pd.DataFrame]:
    """Yield the rows in pieces, indexed by their position in the file; blank lines count, and are left out."""
    columns = [column.name for column in source.table.columns]
    try:
        with pd.read_csv(
            path, sep=source.separator, encoding="utf-8-sig", keep_default_na=False, na_values=["", "?"],
            skip_blank_lines=False, low_memory=False, chunksize=_ROWS_AT_ONCE,
            # Text shows a wrong cell as it stands; a log of ten million rows is read three times faster as numbers.
            dtype=None if source.distinct else "str",
        ) as chunks:  # fmt: skip
            for chunk in chunks:
                if not isinstance(chunk.index, pd.RangeIndex):  # pandas makes an index of the first row's surplus cells
                    raise pd.errors.ParserError("row 2 has more cells than the header")
                yield chunk[columns].dropna(how="all")
    except (pd.errors.ParserError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} is damaged ({redact(str(error).strip())}); expected {source.table.en}, {source.origin}; "
            "download it again."
        ) from None


def _typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    types = {"whole": "int64", "yes_no": "bool"}
    return frame.astype({c.name: types[c.kind] for c in table.columns if c.required and c.kind in types})
