"""A OneRoster export as it lies there: a folder of CSV files, or one zip of them."""

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from features.errors import UsageError
from features.files.machine_faults import machine_fault
from features.i18n.text import Bilingual
from features.schema.problems import Problem, RecordsError

MOST_UNPACKED = 2**31  # bytes; a country's results of a year are less
_PIECE = 2**20


@contextmanager
def opened_export(source: Path) -> Iterator[Path]:
    """Give the folder of the files; what a zip holds is unpacked for as long as the block lasts, for its owner only.

    Raises
    ------
    UsageError
        If there is no such folder or file.
    RecordsError
        If the zip is damaged, has a file twice, or unpacks to more than ``MOST_UNPACKED`` bytes.
    MachineFault
        If there is no room to unpack it.
    """
    if source.is_dir():
        yield source
        return
    if not source.is_file():
        raise UsageError(
            Bilingual(
                f"{source} is not there; name the folder or the .zip file with manifest.csv.",
                f"{source} nu există; indicați dosarul sau fișierul .zip în care se află manifest.csv.",
            )
        )
    with tempfile.TemporaryDirectory() as folder:
        _unpack(source, Path(folder))
        yield Path(folder)


def _unpack(source: Path, folder: Path) -> None:
    """Write the CSV files of an archive, wherever in it they lie; not a byte more than may be is unpacked."""
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(source) as archive:
            for member in _members(source, archive):
                name = PurePosixPath(member.filename).name
                with archive.open(member) as packed, (folder / name).open("wb") as written:
                    while piece := packed.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise RecordsError([_too_much(source)])
                        written.write(piece)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, zlib.error) as error:
        raise machine_fault(error, folder) or RecordsError([_damaged(source)]) from error


def _members(source: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the CSV files of an archive; of each name, whatever its folder and letters, there may be one."""
    members: dict[str, zipfile.ZipInfo] = {}
    problems = []
    for member in archive.infolist():
        name = PurePosixPath(member.filename).name.lower()
        if not name.endswith(".csv") or name.startswith("."):
            continue
        if name in members:
            problems.append(_twice(source, name, members[name], member))
        members[name] = member
    if problems:
        raise RecordsError(problems)
    return list(members.values())


def _twice(source: Path, name: str, first: zipfile.ZipInfo, second: zipfile.ZipInfo) -> Problem:
    both = first.filename, second.filename
    found = Bilingual(f"{both[0]} and {both[1]}", f"{both[0]} și {both[1]}")
    return Problem("packed_twice", source.name, found=found, values={"name": name})


def _too_much(source: Path) -> Problem:
    found = Bilingual("an archive that unpacks to more", "o arhivă care despachetată are mai mult")
    return Problem("too_much_unpacked", source.name, found=found, values={"most": f"{MOST_UNPACKED // 2**30} GB"})


def _damaged(source: Path) -> Problem:
    found = Bilingual("an archive that is damaged or locked", "o arhivă deteriorată sau cu parolă")
    return Problem("broken_markup", source.name, found=found, values={"format": "zip"})
