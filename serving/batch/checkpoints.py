"""The files of a country's lists, kept so that a run that was killed goes on where it was.

A file is written under a hidden name and then renamed, so that no half of one is ever seen. A partition's marker in
``done/`` is written last: it names the files of the partition and the data they were made from. ``run.json`` says what
was asked; the same folder never holds the lists of two requests. The summary is there only once a run is over.
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from features.errors import UsageError
from features.files.bounded_text import read_json
from features.files.whole_files import HALF, write_text_whole, write_whole
from features.i18n.text import Bilingual, Language
from features.partitions.partition import Partition
from serving.batch.tables import LISTS, NOT_SCORED, SCHOOLS, SCHOOLS_RO, TableFormat
from serving.output.spreadsheet import BYTE_ORDER_MARK, table_text
from serving.paper.school_files import PaperFormat

RUN = "run.json"
SUMMARY = "summary"  # .json and .csv
PLACES = "places"  # .json and .csv; where places are given to schools
FOR_SCHOOLS = "for_schools"  # a folder for each partition, with a file for each school
DONE = "done"
SCORES, SCORED = "scores", "scored"  # of all children, from which places are given, and the markers of their partitions
MOST_OF_A_MARKER = 2**26  # bytes; run.json names all partitions
TABLES = (LISTS, NOT_SCORED, SCHOOLS)
LENGTH = frozenset({"capacity", "places", "by", "at_least", "at_most"})  # what a request says of how long lists are

Json = Mapping[str, Any]


@dataclass(frozen=True)
class CountryFiles:
    """The folder ``out`` of a country's lists, with one file per partition and table in ``file_format``.

    A partition is done when ``tables`` are written, and its marker in the folder ``done``. With ``paper`` each school
    has a file of its own beside them, in that format. With ``schools_to_read`` the table of the schools is CSV as
    people open it, whatever the others are.
    """

    out: Path
    file_format: TableFormat
    tables: tuple[str, ...] = TABLES
    done: str = DONE
    paper: PaperFormat | None = None
    schools_to_read: bool = False

    @property
    def scores(self) -> "CountryFiles":
        """The files of the scores from which places are given to schools."""
        return CountryFiles(self.out, "parquet", (SCORES,), SCORED)

    def format_of(self, table: str) -> TableFormat:
        """Return the format of a table."""
        return "csv" if table == SCHOOLS and self.schools_to_read else self.file_format

    def begin(self, request: Json, partitions: Sequence[Partition]) -> None:
        """Claim the folder for a request about these partitions, or go on with one that is the same.

        Raises
        ------
        UsageError
            If the folder holds something else, lists of another request, or lists of partitions that are no more.
        """
        before = self.require_ours()
        if before is not None:
            _require_same(
                self.out, self._but_for_length(before, request), request, {partition.name for partition in partitions}
            )
        _make_folder(self.out)
        for name in (SUMMARY, PLACES):
            for ending in ("json", "csv"):
                (self.out / f"{name}.{ending}").unlink(missing_ok=True)
        write_json(
            self.out / RUN,
            {"request": request, "data": {partition.name: partition.source.watermark() for partition in partitions}},
        )
        self.make_folders()  # after the claim: a folder without it is somebody else's

    def make_folders(self) -> None:
        """Make the folders of the tables and markers."""
        for name in (*self.tables, self.done, *([FOR_SCHOOLS] if self.paper else [])):
            _make_folder(self.out / name)

    def _but_for_length(self, before: Json, request: Json) -> Json:
        """Return the earlier run; one that gave no places yet, as if it had asked for as many as this one."""
        if any((self.out / DONE).glob("*.json")):
            return before
        asked = {name: value for name, value in before["request"].items() if name not in LENGTH}
        return {**before, "request": asked | {name: value for name, value in request.items() if name in LENGTH}}

    def require_ours(self) -> Any:
        """Return what the folder says of an earlier run, None if it is new; UsageError if it holds something else."""
        before = _read_json(self.out / RUN)
        if before is None:
            _require_empty(self.out)
        return before

    def figures(self, partition: Partition, *, data: str) -> Json | None:
        """Return the figures of a partition that is done; None if it is not, its files are gone or its data others."""
        marker = _read_json(self._marker(partition))
        if marker is None or marker["data"] != data or marker["files"] != self._sizes(partition):
            return None
        figures: Json = marker["figures"]
        return figures

    def write(self, partition: Partition, tables: Mapping[str, pd.DataFrame], *, language: Language = "en") -> None:
        """Write the tables of a partition; that of the schools, as CSV, is one of the language."""
        for name, table in tables.items():
            if name == SCHOOLS and self.format_of(name) == "csv":
                rows = [{str(name): cell for name, cell in row.items()} for row in table.to_dict("records")]
                text = table_text(rows, list(table.columns), headings=SCHOOLS_RO, language=language)
                write_text_whole(self.path(partition, name), text)
            else:
                write_whole(self.path(partition, name), partial(self._write_table, table))

    def write_for_schools(self, partition: Partition, files: Iterable[tuple[str, bytes]]) -> None:
        """Write the files of a partition's schools."""
        folder = self._for_schools(partition)
        _make_folder(folder)
        for name, content in files:
            write_whole(folder / name, partial(_write_bytes, content))

    def mark_done(self, partition: Partition, figures: Json, *, data: str) -> None:
        """Write down that a partition is done; ``data`` tells what it was made from, before that was read."""
        write_json(self._marker(partition), {"data": data, "files": self._sizes(partition), "figures": figures})

    def forget(self, partition: Partition) -> None:
        """Delete what there is of a partition that was not finished, or whose data have changed."""
        for path in (self._marker(partition), *(self.path(partition, name) for name in self.tables)):
            path.unlink(missing_ok=True)
        if self.paper:
            shutil.rmtree(self._for_schools(partition), ignore_errors=True)

    def path(self, partition: Partition, table: str) -> Path:
        """Return where a table of a partition is."""
        return self.out / table / f"{partition.name}.{self.format_of(table)}"

    def column(self, partition: Partition, table: str, name: str) -> "pd.Series[str]":
        """Read one column of texts of a finished partition."""
        path = self.path(partition, table)
        if self.format_of(table) == "parquet":
            return pd.read_parquet(path, columns=[name])[name]
        if table == SCHOOLS and path.read_text(encoding="utf-8").startswith(BYTE_ORDER_MARK):  # in Romanian
            found = pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype="str", na_filter=False)
            return found[SCHOOLS_RO[name]]
        return pd.read_csv(path, usecols=[name], dtype="str", na_filter=False)[name]

    def _marker(self, partition: Partition) -> Path:
        return self.out / self.done / f"{partition.name}.json"

    def _sizes(self, partition: Partition) -> dict[str, int | None]:
        paths = {name: self.path(partition, name) for name in self.tables}
        if self.paper:
            paths |= {f"{FOR_SCHOOLS}/{path.name}": path for path in sorted(self._for_schools(partition).glob("[!.]*"))}
        return {name: path.stat().st_size if path.is_file() else None for name, path in paths.items()}

    def _for_schools(self, partition: Partition) -> Path:
        return self.out / FOR_SCHOOLS / partition.name

    def _write_table(self, table: pd.DataFrame, path: Path) -> None:
        if self.file_format == "parquet":
            table.to_parquet(path, index=False)
        else:
            table.to_csv(path, index=False, lineterminator="\n")


def _write_bytes(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def write_json(path: Path, content: Json) -> None:
    """Write JSON as a whole."""
    write_text_whole(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def _read_json(path: Path) -> Any:
    """Return the content of a file of ours, None where it is not there or damaged; what cannot be read is told."""
    try:
        return read_json(path, most=MOST_OF_A_MARKER)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    except OSError as error:
        raise UsageError(
            Bilingual(
                f"{path} cannot be read ({error.strerror}); let its owner read it, or name another folder.",
                f"{path} nu poate fi citit ({error.strerror}); dați-i proprietarului drept de citire sau indicați alt "
                "dosar.",
            )
        ) from error


def _make_folder(folder: Path) -> None:
    """Make a folder, or delete in it what a killed run left of files it had begun."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for half in folder.glob(f".*{HALF}"):
            half.unlink()
    except OSError as error:
        raise UsageError(
            Bilingual(
                f"{folder} cannot be written ({error.strerror}); name another folder.",
                f"{folder} nu poate fi scris ({error.strerror}); indicați alt dosar.",
            )
        ) from error


def _require_empty(out: Path) -> None:
    """Refuse a folder with anything in it but the first file of a run that was killed while it began."""
    if out.exists() and (not out.is_dir() or any(path.suffix != HALF for path in out.iterdir())):
        raise UsageError(
            Bilingual(
                f"{out} already holds something else; name a new or empty folder for the lists.",
                f"{out} conține deja altceva; indicați pentru liste un dosar nou sau gol.",
            )
        )


def _require_same(out: Path, before: Json, request: Json, partitions: set[str]) -> None:
    if before["request"] != request:
        was, now = before["request"], request
        differing = [(key, was.get(key), now.get(key)) for key in now if was.get(key) != now.get(key)]
        en, ro = ("; ".join(f"{key} {old}, {word} {new}" for key, old, new in differing) for word in ("now", "acum"))
        raise UsageError(
            Bilingual(
                f"{out} holds lists of another request ({en}); name another folder.",
                f"{out} conține listele altei cereri ({ro}); indicați alt dosar.",
            )
        )
    if gone := ", ".join(sorted(set(before["data"]) - partitions)):
        raise UsageError(
            Bilingual(
                f"{out} holds lists of partitions that these records lack ({gone}); name another folder.",
                f"{out} conține liste ale unor părți pe care datele nu le au ({gone}); indicați alt dosar.",
            )
        )
