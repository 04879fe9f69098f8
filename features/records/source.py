"""Sources of records that are not checked yet: what any of them gives, and the folder of files."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.reading.declarations import Declarations, declarations_file, read_declarations
from features.reading.folder import (
    COUNTY,
    FORMATS,
    ReadTable,
    beside_counties,
    county_folders,
    read_folder,
    without_enrolments,
)
from features.schema.problems import Problem, RecordsError
from features.schema.tables import Table


class RecordSource(Protocol):
    """Where records come from; a database can stand in for the folder of files.

    A source travels to other processes, and two sources of the same place are equal.
    """

    @property
    def name(self) -> str:
        """What people call it."""

    def declarations(self) -> tuple[Declarations, list[Problem]]:
        """Return what is declared of its tables, and what is wrong with that."""

    def tables(self, tables: Sequence[Table]) -> Iterator[ReadTable]:
        """Yield its raw tables, one after the other, each with the problems of reading it.

        ``tables`` are those of the schema, with the declared columns. Problems of no single table come with None.
        """

    def partitions(self) -> tuple["RecordSource", ...]:
        """Return the sources that it consists of, in the order of their names; itself where it is all one.

        Raises
        ------
        RecordsError
            If tables belong to none of them, or there are no enrolments anywhere.
        """

    def watermark(self) -> str:
        """Return a text that stays the same while the records do."""

    def size(self) -> int:
        """Return how much there is to read, in bytes."""


@dataclass(frozen=True)
class RecordFolder:
    """A folder of record files, or of ``county=XX`` folders of them, each of which is a partition.

    Its name is ``CJ-1`` for the folder ``county=CJ-1``, otherwise that of the folder. Of a county that is read alone,
    the declarations are those beside all counties, and problems name its folder.

    Every method raises UsageError where there is no such folder.
    """

    path: Path

    @property
    def name(self) -> str:
        """The folder's name, without ``county=``."""
        return self.path.absolute().name.removeprefix(COUNTY)

    def declarations(self) -> tuple[Declarations, list[Problem]]:
        """Return what ``prezent.toml`` declares, and what is wrong with it."""
        self._require_folder()
        return read_declarations(self.path)

    def tables(self, tables: Sequence[Table]) -> Iterator[ReadTable]:
        """Yield the tables of all its files, county by county; files are read when they are asked for."""
        self._require_folder()
        return read_folder(self.path, tables)

    def partitions(self) -> tuple["RecordFolder", ...]:
        """Return its county folders, or itself; their files are not looked into."""
        self._require_folder()
        if problems := beside_counties(self.path) + without_enrolments(self.path):
            raise RecordsError(problems)
        return tuple(map(RecordFolder, county_folders(self.path))) or (self,)

    def watermark(self) -> str:
        """Return a hash of the names, sizes and times of change of all files the records are read from."""
        files = [
            (Path(os.path.relpath(path, self.path)).as_posix(), path.stat().st_size, path.stat().st_mtime_ns)
            for path in self._files()
        ]
        return hashlib.sha256(repr(files).encode()).hexdigest()

    def size(self) -> int:
        """Return the size of all files the records are read from, in bytes."""
        return sum(path.stat().st_size for path in self._files())

    def _files(self) -> list[Path]:
        self._require_folder()
        folders = (self.path, *county_folders(self.path))
        tables = [path for each in folders for path in each.iterdir() if path.suffix.lower() in FORMATS]
        return sorted(path for path in {*map(declarations_file, folders), *tables} if path.is_file())

    def _require_folder(self) -> None:
        if not self.path.is_dir():
            raise UsageError(
                Bilingual(
                    f"{self.path} is not a folder; name the folder that holds the record files.",
                    f"{self.path} nu este un dosar; indicați dosarul în care se află fișierele cu date.",
                )
            )
