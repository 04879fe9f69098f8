"""What an importer read, checked and written to a record folder, and the names among it to the roster."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from features.errors import Refused
from features.files.bounded_text import parse_toml, read_bounded
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from prezent.bilingual_commands import echo
from prezent.commands.registers.imports.installation import NO_ROSTER, Installation
from prezent.options import say_cleared
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.records.imported_records import ImportedRecords
    from features.records.records import Records

_DATABASE = re.compile(r"[a-z][a-z0-9+]*://|.*\.(sqlite3?|db)$", re.IGNORECASE)


@dataclass(frozen=True)
class Origin:
    """Who brought files in, when, and which files they are."""

    who: str
    day: dt.date
    files: tuple[Path, ...] = ()


def is_database(out: str) -> bool:
    """Tell whether records go to a database: an address, or a file of one."""
    return bool(_DATABASE.match(out))


def key_of_folder(out: str) -> str | None:
    """Return the id of the key that the records of a folder were made with; None where it is not known."""
    path = Path(out) / "prezent.toml"
    if is_database(out) or not path.is_file():
        return None
    try:
        section = parse_toml(read_bounded(path).decode("utf-8-sig")).get("import")
    except (OSError, ValueError):
        return None
    key = section.get("key") if isinstance(section, dict) else None
    return key if isinstance(key, str) else None


def require_place(out: str) -> None:
    """Refuse a place that records cannot be written to, before any work is done."""
    if is_database(out):
        raise Refused(
            Bilingual(
                "Records can be brought into a folder only; name a new folder.",
                "Datele se pot aduce numai într-un dosar; numiți un dosar nou.",
            )
        )
    from features.records.writer import refuse_full_folder

    say_cleared(Path(out))
    refuse_full_folder(Path(out))


def write_imported(out: str, imported: "ImportedRecords", _origin: Origin, settings: Settings) -> None:
    """Write what was imported as a whole, or nothing; RecordsError with every problem of it."""
    require_place(out)
    from features.records.writer import new_folder, write_table

    with new_folder(Path(out)) as folder:
        for name, frame in imported.tables.items():
            write_table(folder, name, frame, file_format="csv")
        if imported.config:
            (folder / "prezent.toml").write_text(imported.config, encoding="utf-8")
        _check(folder, imported, settings)


@contextmanager
def checked(imported: "ImportedRecords", settings: Settings) -> "Iterator[Records | None]":
    """Give what was imported as checked records, which are kept nowhere; None of schools alone."""
    from features.records.writer import write_records

    with TemporaryDirectory(prefix="prezent-") as scratch:
        folder = Path(scratch) / "import"
        write_records(folder, imported.tables, config=imported.config)
        yield _check(folder, imported, settings)


def _check(folder: Path, imported: "ImportedRecords", settings: Settings) -> "Records | None":
    """Check a folder like any other; only schools may come without enrolments, and are no records yet."""
    from features.records.records import load_records
    from features.schema.problems import RecordsError

    try:
        return load_records(folder, today=settings.today)
    except RecordsError as error:
        left = [each for each in error.problems if each.code != "no_enrolments"]
        if left or set(imported.tables) != {"schools"}:
            raise
    return None


def with_key(imported: "ImportedRecords", installation: Installation) -> "ImportedRecords":
    """Return what was imported with the id of the key that made its pseudonyms, and without identity numbers."""
    from features.importers.identity_number_drop import without_identity_numbers

    section = f'[import]\nkey = "{installation.pseudonyms.key_id}"\n'
    config = "\n".join(filter(None, [imported.config, section]))
    return replace(without_identity_numbers(imported), config=config)


def keep_people(imported: "ImportedRecords", installation: Installation) -> None:
    """Keep who the children are in the roster, and say so; or say that names are not kept."""
    if imported.people is None or imported.people.empty:
        return
    if installation.roster is None:
        echo(NO_ROSTER)
        return
    where = installation.roster.where
    kept = installation.roster.keep(imported.people, key_id=installation.pseudonyms.key_id)
    echo(
        Bilingual(
            f"Names of {counted(kept, 'child', 'children', 'en')} are in {where}, and nowhere else.",
            f"Numele pentru {counted(kept, 'copil', 'copii', 'ro')} sunt în {where} și nicăieri altundeva.",
        )
    )


def say_notes(imported: "ImportedRecords", settings: Settings) -> None:
    """Say what was read otherwise than it stands, or dropped."""
    for note in imported.notes:
        click.echo(note.said(settings.language), err=True)
