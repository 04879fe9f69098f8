"""The files of a record folder that are tables, before anything in them is believed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.headings.derived_columns import with_derived_columns
from features.headings.file_names import table_of_file, tables_by_word
from features.headings.headers import close_name, read_headings
from features.i18n.text import Bilingual
from features.reading.csv_parquet import read_cells
from features.schema.problems import Problem
from features.schema.synonyms import plain
from features.schema.tables import TABLES, Table

FORMATS = (".csv", ".parquet")
COUNTY = "county="  # a folder of that name holds the tables of a county, or of a part of one

_NAMES = tuple(table.name for table in TABLES)
_WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers")


@dataclass(frozen=True)
class RawTable:
    """The cells of one file, not yet checked: a column for each of the schema's that the file has.

    ``rows`` are the row numbers a spreadsheet shows, None where they simply count from 2. ``whole`` is False where some
    rows of the file could not be read, so that what other tables say of them cannot be judged. ``headings`` are those
    of the columns that have another name in the file, ``notes`` how it was read where it is written otherwise.
    """

    table: Table
    file: str
    frame: pd.DataFrame
    rows: npt.NDArray[np.int64] | None = None
    whole: bool = True
    headings: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Bilingual, ...] = ()

    def without_cells(self) -> "RawTable":
        """Return the same table without its cells, which take much memory."""
        return replace(self, frame=pd.DataFrame(index=self.frame.index))


ReadTable = tuple[RawTable | None, list[Problem]]  # with what is wrong with its file, header and rows


def read_folder(folder: Path, tables: Iterable[Table]) -> Iterator[ReadTable]:
    """Read the tables of a record folder, or of its ``county=XX`` folders, one after the other.

    A table is read when it is asked for, so that the cells of the one before need not be kept. Problems of the folder
    and of files that are no tables come without a table. Files of a county, also of one that is read alone, are named
    with it.
    """
    by_name = {table.name: table for table in tables}
    yield None, beside_counties(folder)
    for part in county_folders(folder) or [folder]:
        files, prefix = _visible_files(part), f"{part.absolute().name}/" if is_county(part) else ""
        yield None, _file_problems(files, prefix)
        for name, path in _one_per_table(files).items():
            raw, problems = _read_file(path, prefix + path.name, by_name[name])
            if _table_name(path) or (raw is not None and len(raw.frame.columns)):  # else it was meant as no table
                yield raw, problems
            del raw
    yield None, without_enrolments(folder)


def county_folders(folder: Path) -> list[Path]:
    """Return the ``county=XX`` folders of a record folder; none where it is all one."""
    return sorted(path for path in folder.glob(f"{COUNTY}*") if path.is_dir())


def is_county(folder: Path) -> bool:
    """Tell whether a folder is a ``county=XX`` folder, also from inside it."""
    return folder.absolute().name.startswith(COUNTY)


def beside_counties(folder: Path) -> list[Problem]:
    """Say which tables lie beside the county folders, where nobody would read them."""
    found = Bilingual("a table beside the county=... folders", "un tabel lângă dosarele county=...")
    tables = [path for path in _visible_files(folder) if county_folders(folder) and _table_name(path)]
    return [Problem("beside_counties", path.name, found=found) for path in tables]


def without_enrolments(folder: Path) -> list[Problem]:
    """Say whether no file of a record folder, or of any of its counties, seems to be meant as enrolments."""
    files = [path for part in county_folders(folder) or [folder] for path in _visible_files(part)]
    meant = any(_meant_table(path) == "enrolments" for path in files)
    return [] if meant else [Problem("no_enrolments", folder.name or str(folder))]


def _visible_files(folder: Path) -> list[Path]:
    """Return what could be meant as a table: no hidden files, no lock files of spreadsheet programs."""
    return sorted(
        path
        for path in folder.iterdir()
        if not path.name.startswith((".", "~$")) and (path.is_file() or path.suffix.lower() in FORMATS)
    )


def _table_name(path: Path) -> str:
    """Return the table that a file names, by the table's name or another word for it; empty if it names none."""
    named = path.suffix.lower() in FORMATS and path.is_file()
    return table_of_file(path.stem) if named else ""


def _meant_table(path: Path) -> str:
    """Return the table a file seems to be meant as, whatever its format; empty if there is none."""
    name = path.name.partition(".")[0]
    words = tables_by_word()
    return _table_name(path) or table_of_file(name) or words.get(close_name(plain(name), words), "")


def _one_per_table(files: Iterable[Path]) -> dict[str, Path]:
    """Return the file that is read for each table; a file whose name is a slip of writing where there is no other."""
    first: dict[str, Path] = {}
    for name_of in (_table_name, _meant_table):
        for path in files:
            if path.suffix.lower() in FORMATS and path.is_file() and (name := name_of(path)):
                first.setdefault(name, path)
    return {name: first[name] for name in _NAMES if name in first}


def _file_problems(files: list[Path], prefix: str) -> list[Problem]:
    """Say which files are no tables though they seem meant as such, and of which table there are two."""
    tables = {path: name for path in files if (name := _table_name(path))}
    problems = []
    for name in _NAMES:
        same = [path.name for path, table in tables.items() if table == name]
        if len(same) > 1:
            found = Bilingual(" and ".join(same), " și ".join(same))
            problems.append(Problem("two_files", prefix + same[0], found=found))
    for path in files:
        if path.suffix.lower() not in FORMATS or not path.is_file():
            problems += _other_format(path, prefix, set(tables.values()))
        elif path not in tables:
            problems.append(_unknown_file(path, prefix))
    return problems


def _other_format(path: Path, prefix: str, given: set[str]) -> list[Problem]:
    """Refuse a workbook, and any other file that is named after a table that is not given."""
    meant, suffix = _meant_table(path), path.suffix
    named = tables_by_word().get(plain(path.name.partition(".")[0]), "") in set(_NAMES) - given
    if path.is_file() and suffix.lower() not in _WORKBOOKS and not named:
        return []
    found = Bilingual(f"a file of the kind {suffix}", f"un fișier de tipul {suffix}")
    if not path.is_file():
        found = Bilingual("a folder of that name", "un dosar cu acest nume")
    elif not suffix:
        found = Bilingual("a file without an ending", "un fișier fără terminație")
    name = f"{meant}.csv" if meant else "enrolments.csv, grades.csv, ..."
    return [Problem("other_format", prefix + path.name, found=found, values={"name": name})]


def _unknown_file(path: Path, prefix: str) -> Problem:
    found = Bilingual("an unknown table", "un tabel necunoscut")
    if meant := _meant_table(path):
        name = f"{meant}{path.suffix.lower()}"
        return Problem("close_file", prefix + path.name, found=found, values={"name": name})
    return Problem("unknown_file", prefix + path.name, found=found, values={"tables": ", ".join(_NAMES)})


def _read_file(path: Path, file: str, table: Table) -> ReadTable:
    cells, problems = read_cells(path, file)
    other_name = plain(path.stem) != plain(table.name)
    notes = (Bilingual(f"the table {table.name}", f"tabelul {table.name}"),) if other_name else ()
    return named_table(
        RawTable(table, file, cells.frame, cells.rows, cells.whole, notes=(*notes, *cells.notes)), problems
    )


def named_table(raw: RawTable, problems: list[Problem]) -> ReadTable:
    """Return a table with the columns that its headings name, and what is wrong with its headings beside the rest."""
    names = list(raw.frame.columns)
    if not names and not len(raw.frame):  # it could not be read
        return raw, problems
    headings = read_headings(raw.frame, raw.file, raw.table)
    by_column = {column: name for name, column in headings.columns.items()}
    known = [by_column[column.name] for column in raw.table.readable if column.name in by_column]
    frame = raw.frame if known == names else raw.frame[known]
    if (columns := [headings.columns[name] for name in known]) != known:
        frame = frame.set_axis(columns, axis="columns")
    other = {column: name for column, name in by_column.items() if column != name}
    frame, derived = with_derived_columns(frame, other, raw.table)
    named = replace(raw, frame=frame, headings=other, notes=(*raw.notes, *headings.note, *derived))
    return named, [*problems, *headings.problems]
