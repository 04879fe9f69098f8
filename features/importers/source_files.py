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
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.identity_numbers import redact
from features.reading.csv_parquet import FIRST_ROW
from features.reading.declarations import Declarations
from features.reading.folder import RawTable
from features.schema.problems import Problem, RecordsError, in_quotes
from features.schema.tables import Table
from features.validation.row_rules import check_table

_ROWS_AT_ONCE = 1_000_000
_NAME_IT = Bilingual(
    "name that file, just as it was downloaded", "indicați acel fișier, exact așa cum a fost descărcat"
)
_DOWNLOAD_AGAIN = Bilingual("download it again", "descărcați-l din nou")


@dataclass(frozen=True)
class SourceFile:
    """What an outside file should hold; further columns are passed over.

    ``origin`` says in a person's words where the file is from. Of a log (``distinct``) only the distinct rows of the
    table's columns are kept, so that it may be larger than memory.
    """

    table: Table
    origin: Bilingual
    separator: str = ","
    distinct: bool = False

    def refusal(self, found: Bilingual, do: Bilingual) -> UsageError:
        """Return the refusal of another file: what was found, what was expected, what to do."""
        table, origin = self.table.meaning, self.origin
        return UsageError(
            Bilingual(
                f"{found.en}; expected {table.en}, {origin.en}; {do.en}.",
                f"{found.ro}; așteptam {table.ro}, {origin.ro}; {do.ro}.",
            )
        )


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
        example = ", ".join(f"{column} {frame.at[rows[0], column]!s}" for column in on)
        first = rows[0] + FIRST_ROW
        raise UsageError(
            Bilingual(
                f"{file}: {len(rows)} rows, the first of them row {first}, have no partner in {known_file.name} "
                f"({example}); expected all files of one download; download them again together.",
                f"{file}: {counted(len(rows), 'rând', 'rânduri', 'ro')} fără pereche în {known_file.name}, mai întâi "
                f"rândul {first} ({example}); așteptam toate fișierele aceleiași descărcări; descărcați-le din nou "
                "împreună.",
            )
        )


def _refuse_other_columns(path: Path, source: SourceFile) -> None:
    try:
        if path.exists() and not path.is_file():
            raise OSError("no regular file")
        with path.open(encoding="utf-8-sig", newline="") as lines:
            header = next(csv.reader(lines, delimiter=source.separator), [])
    except FileNotFoundError:
        raise source.refusal(Bilingual(f"{path} is not there", f"{path} nu există"), _NAME_IT) from None
    except (OSError, UnicodeDecodeError, csv.Error):
        found = Bilingual(f"{path} cannot be read as text", f"{path} nu se poate citi ca text")
        raise source.refusal(found, _NAME_IT) from None
    missing = [column.name for column in source.table.columns if column.name not in header]
    if missing:
        names, heading = ", ".join(missing), in_quotes(f" {source.separator} ".join(header))
        columns = "coloana" if len(missing) == 1 else "coloanele"
        found = Bilingual(
            f"{path} has no column {names} where '{source.separator}' separates the columns; found {heading.en}",
            f"{path} nu are {columns} {names} dacă „{source.separator}” desparte coloanele; am găsit {heading.ro}",
        )
        raise source.refusal(found, _NAME_IT)


def _read(path: Path, source: SourceFile) -> tuple[pd.DataFrame, list[Problem]]:
    parts: list[pd.DataFrame] = []
    problems: list[Problem] = []
    for rows in _chunks(path, source):
        checked, found = check_table(RawTable(source.table, path.name, rows), Declarations(), today=dt.date.max)
        frame = checked.frame.drop(index=checked.frame.index[checked.twins])
        parts.append(frame.drop_duplicates() if source.distinct else frame)
        problems += [
            replace(problem, rows=tuple(int(rows.index[row - FIRST_ROW]) + FIRST_ROW for row in problem.rows))
            for problem in found
        ]
    frame = pd.concat(parts) if parts else pd.DataFrame()
    if frame.empty:
        found_none = Bilingual(f"{path} has a header and no rows", f"{path} are un antet și niciun rând")
        raise source.refusal(found_none, Bilingual("name that file", "indicați acel fișier"))
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
        found = Bilingual(f"{path} is damaged ({redact(str(error).strip())})", f"{path} este deteriorat")
        raise source.refusal(found, _DOWNLOAD_AGAIN) from None


def _typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    types = {"whole": "int64", "yes_no": "bool"}
    return frame.astype({c.name: types[c.kind] for c in table.columns if c.required and c.kind in types})
