"""The files of a record folder that are tables, before anything in them is believed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.i18n.text import Bilingual
from features.reading.csv_parquet import read_cells
from features.reading.headers import close_name, header_problems
from features.schema.problems import Problem
from features.schema.tables import TABLES, Table

FORMATS = (".csv", ".parquet")
COUNTY = "county="  # a folder of that name holds the tables of a county, or of a part of one

_NAMES = tuple(table.name for table in TABLES)
_WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers")


@dataclass(frozen=True)
class RawTable:
    """The cells of one file, not yet checked: a column for each of the schema's that the file has.

    ``rows`` are the row numbers a spreadsheet shows, None where they simply count from 2. ``whole`` is False where some
    rows of the file could not be read, so that what other tables say of them cannot be judged.
    """

    table: Table
    file: str
    frame: pd.DataFrame
    rows: npt.NDArray[np.int64] | None = None
    whole: bool = True

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
        for path in _one_per_table(files):
            yield _read_file(path, prefix + path.name, by_name[path.stem])
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
    tables = [path for path in _visible_files(folder) if county_folders(folder) and _is_table(path)]
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


def _meant_table(path: Path) -> str:
    """Return the table a file seems to be meant as, whatever its format; empty if there is none."""
    name = path.name.partition(".")[0]
    return name if name in _NAMES else close_name(name, _NAMES)


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in FORMATS and path.stem in _NAMES and path.is_file()


def _one_per_table(files: Iterable[Path]) -> list[Path]:
    first = {path.stem: path for path in reversed(list(files)) if _is_table(path)}
    return [first[name] for name in _NAMES if name in first]


def _file_problems(files: list[Path], prefix: str) -> list[Problem]:
    """Say which files are no tables though they seem meant as such, and of which table there are two."""
    tables = [path for path in files if _is_table(path)]
    problems = []
    for name in _NAMES:
        same = [path.name for path in tables if path.stem == name]
        if len(same) > 1:
            found = Bilingual(" and ".join(same), " și ".join(same))
            problems.append(Problem("two_files", prefix + same[0], found=found))
    for path in files:
        if path.suffix.lower() not in FORMATS or not path.is_file():
            problems += _other_format(path, prefix, {table.stem for table in tables})
        elif path not in tables:
            problems.append(_unknown_file(path, prefix))
    return problems


def _other_format(path: Path, prefix: str, given: set[str]) -> list[Problem]:
    """Refuse a workbook, and any other file that is named after a table that is not given."""
    meant, suffix = _meant_table(path), path.suffix
    named = path.name.partition(".")[0] in set(_NAMES) - given
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
    meant = _meant_table(path)
    name = f"{meant}{path.suffix.lower()}"
    hint = Bilingual(f" to {name}", f" în {name}") if meant else ""
    found = Bilingual("an unknown table", "un tabel necunoscut")
    return Problem("unknown_file", prefix + path.name, found=found, values={"tables": ", ".join(_NAMES), "hint": hint})


def _read_file(path: Path, file: str, table: Table) -> ReadTable:
    cells, problems = read_cells(path, file)
    names = list(cells.frame.columns)
    if names:
        problems += header_problems(names, file, table)
    known = [column.name for column in table.readable if names.count(column.name) == 1]
    frame = cells.frame if known == names else cells.frame[known]
    return RawTable(table, file, frame, cells.rows, cells.whole), problems
