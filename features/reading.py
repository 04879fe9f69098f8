"""How is a folder of record files read into text, before anything is believed?"""

import csv
import difflib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from features.problems import Bilingual, Problem
from features.schema import TABLES, Table

FORMATS = (".csv", ".parquet")

_PERSONAL = re.compile(
    r"(first|last|full|sur|pupil|student)?_?name|nume|prenume|nume_.*|cnp|.*_cnp|ethnic.*|etnie|rom[ai]", re.I
)


@dataclass(frozen=True)
class RawTable:
    """The cells of one file, not yet checked: a column for each of the schema's that the file has."""

    table: Table
    file: str
    frame: pd.DataFrame


def read_folder(folder: Path, tables: Iterable[Table]) -> tuple[list[RawTable], list[Problem]]:
    """Read every table of a record folder, or of its ``county=XX`` folders.

    Returns the tables that could be read at all, and a problem for each file, header or row that could not.
    """
    by_name = {table.name: table for table in tables}
    counties = sorted(path for path in folder.glob("county=*") if path.is_dir())
    raw: list[RawTable] = []
    problems: list[Problem] = []
    for part in counties or [folder]:
        prefix = f"{part.name}/" if counties else ""
        files, folder_problems = _table_files(part, prefix)
        problems += folder_problems
        for path in files:
            table, file_problems = _read_file(path, prefix + path.name, by_name[path.stem])
            problems += file_problems
            raw += [table] if table else []
    if not any(path.stem == "enrolments" for part in counties or [folder] for path in part.iterdir()):
        problems.append(Problem("no_enrolments", folder.name, values={}))
    return raw, problems


def _table_files(folder: Path, prefix: str) -> tuple[list[Path], list[Problem]]:
    """Return the files that are tables, in the schema's order, and what is wrong with the names of the others."""
    names = [table.name for table in TABLES]
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in FORMATS and path.is_file())
    unknown = [path for path in files if path.stem not in names]
    problems = [
        Problem(
            "unknown_file", prefix + path.name, found=Bilingual("an unknown table", "un tabel necunoscut"),
            values={"tables": ", ".join(names), "hint": _hint(path.stem, names)},
        )
        for path in unknown
    ]  # fmt: skip
    for name in names:
        same = [path.name for path in files if path.stem == name]
        if len(same) > 1:
            problems.append(
                Problem("two_files", prefix + same[0], found=Bilingual(" and ".join(same), " și ".join(same)))
            )
    known = sorted((path for path in files if path.stem in names), key=lambda path: names.index(path.stem))
    return known, problems


def _read_file(path: Path, file: str, table: Table) -> tuple[RawTable | None, list[Problem]]:
    frame, problems = _read_parquet(path, file) if path.suffix.lower() == ".parquet" else _read_csv(path, file)
    if frame is None:
        return None, problems
    problems += _header_problems(frame, file, table)
    known = [column.name for column in table.columns if list(frame.columns).count(column.name) == 1]
    return RawTable(table, file, frame[known]), problems


def _read_parquet(path: Path, file: str) -> tuple[pd.DataFrame | None, list[Problem]]:
    try:
        return pd.read_parquet(path), []
    except (OSError, ValueError):  # pyarrow's errors are kinds of ValueError
        return None, [
            Problem(
                "unreadable", file, found=Bilingual("a damaged file", "un fișier stricat"), values={"format": "Parquet"}
            )
        ]


def _read_csv(path: Path, file: str) -> tuple[pd.DataFrame | None, list[Problem]]:
    try:
        text = path.read_bytes().decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return None, [
            Problem(
                "not_utf8",
                file,
                (line,),
                found=Bilingual(
                    "letters in another encoding (perhaps Windows-1250)", "litere în altă codare (poate Windows-1250)"
                ),
            )
        ]
    header = next(csv.reader(io.StringIO(text)), [])
    if not any(header):
        return None, [Problem("empty_file", file)]
    if len(header) == 1 and re.search(r"[;\t]", header[0]):
        found = (
            Bilingual("columns separated by semicolons", "coloane despărțite prin punct și virgulă")
            if ";" in header[0]
            else Bilingual("columns separated by tabs", "coloane despărțite prin tabulatori")
        )
        return None, [Problem("separator", file, (1,), found=found)]
    ragged = _ragged_rows(text, len(header))
    if ragged:
        return None, [
            Problem(
                "row_length",
                file,
                tuple(rows),
                found=Bilingual(f"{cells} cells", f"{cells} celule"),
                values={"expected": str(len(header))},
            )
            for cells, rows in ragged.items()
        ]
    return _text_frame(text, header), []


def _text_frame(text: str, header: list[str]) -> pd.DataFrame:
    frame = pd.read_csv(
        io.StringIO(text), header=None, skiprows=1, names=range(len(header)), dtype="str",
        na_filter=False, skip_blank_lines=False,
    )  # fmt: skip
    frame.columns = pd.Index([name.strip() for name in header])
    return frame


def _ragged_rows(text: str, width: int) -> Mapping[int, list[int]]:
    """Return the rows that do not have as many cells as the header, by their number of cells.

    A trailing blank line is no row.
    """
    ragged: dict[int, list[int]] = {}
    for number, row in enumerate(csv.reader(io.StringIO(text)), start=1):
        if len(row) != width:
            ragged.setdefault(len(row), []).append(number)
    return ragged


def _header_problems(frame: pd.DataFrame, file: str, table: Table) -> list[Problem]:
    names = [str(name) for name in frame.columns]
    allowed = [column.name for column in table.columns]
    problems = [
        Problem(
            "duplicate_column",
            file,
            (1,),
            name,
            found=Bilingual(f"it {names.count(name)} times", f"numele de {names.count(name)} ori"),
        )
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    problems += [_unknown_column(file, name, allowed, table) for name in names if name not in allowed]
    problems += [
        Problem(
            "missing_column", file, (1,),
            values={"column": column.name, "meaning": Bilingual(column.en, column.ro)},
        )
        for column in table.columns
        if column.required and column.name not in names
    ]  # fmt: skip
    return problems


def _unknown_column(file: str, name: str, allowed: list[str], table: Table) -> Problem:
    if _PERSONAL.fullmatch(name):
        found = Bilingual("a column about the person", "o coloană despre persoană")
        return Problem("personal_column", file, (1,), name, found)
    values: dict[str, str | Bilingual] = {"columns": ", ".join(allowed), "name": name, "hint": _hint(name, allowed)}
    if table.name == "family":
        values["hint"] = _hint(name, allowed, ", ", "rename it", "redenumiți-o")
        found = Bilingual("a column nobody declared", "o coloană nedeclarată")
        return Problem("undeclared_column", file, (1,), name, found, values)
    found = Bilingual("an unknown column", "o coloană necunoscută")
    return Problem("unknown_column", file, (1,), name, found, values)


def _hint(name: str, allowed: list[str], lead: str = "", en: str = "", ro: str = "") -> Bilingual:
    close = difflib.get_close_matches(name.strip().lower(), allowed, n=1)
    if not close:
        return Bilingual("", "")
    return Bilingual(f"{lead}{en} to {close[0]}", f"{lead}{ro} în {close[0]}")
