"""What an importer read, checked and written to a folder or database, and the names among it to the roster."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.store.database.url import StoreUrl
from prezent.bilingual_commands import echo
from prezent.commands.registers.imports.erased_children import erased_among
from prezent.commands.registers.imports.installation import NO_ROSTER, Installation
from prezent.commands.registers.imports.origin import Origin
from prezent.option_types import Place
from prezent.options import say_cleared, writable_place
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.records.imported_records import ImportedRecords
    from features.records.records import Records


def require_place(out: Place) -> None:
    """Refuse a place that records cannot be written to, before any work is done; databases are asked for their key."""
    if isinstance(out, StoreUrl):
        if out.file is not None:
            writable_place(out.file)
        return
    from features.records.writer import refuse_full_folder

    say_cleared(out)
    refuse_full_folder(out)


def write_imported(out: Place, imported: "ImportedRecords", origin: Origin, settings: Settings) -> bool:
    """Write what was imported as a whole, or nothing; tell whether it was not there already.

    Raises
    ------
    RecordsError
        With every problem of it.
    """
    require_place(out)
    if isinstance(out, StoreUrl):
        from prezent.commands.registers.imports.stored_imports import store_imported

        return store_imported(out, imported, origin, settings)
    from features.records.writer import new_folder, write_table

    with new_folder(out) as folder:
        for name, frame in imported.tables.items():
            write_table(folder, name, frame, file_format="csv")
        if imported.config:
            (folder / "prezent.toml").write_text(imported.config, encoding="utf-8")
        _check(folder, imported, settings)
    echo(Bilingual(f"Wrote {out}. Next: prezent check {out}", f"Am scris {out}. Urmează: prezent check {out}"))
    return True


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


def keep_people(imported: "ImportedRecords", installation: Installation, settings: Settings) -> None:
    """Keep who the children are in the roster, and say so; or say that names are not kept.

    A child who was erased while the records were written is not kept, as ``erased_children`` asks before.
    """
    if imported.people is None or imported.people.empty:
        return
    if installation.roster is None:
        echo(NO_ROSTER)
        return
    where = installation.roster.where
    kept = installation.roster.keep(
        imported.people, key_id=installation.pseudonyms.key_id, left_out=partial(erased_among, settings)
    )
    whose = "Numele unui copil este" if kept == 1 else f"Numele pentru {counted(kept, 'copil', 'copii', 'ro')} sunt"
    echo(
        Bilingual(
            f"Names of {counted(kept, 'child', 'children', 'en')} are in {where}, and nowhere else.",
            f"{whose} în {where} și nicăieri altundeva.",
        )
    )


def say_notes(imported: "ImportedRecords", settings: Settings) -> None:
    """Say what was read otherwise than it stands, or dropped."""
    for note in imported.notes:
        click.echo(note.said(settings.language), err=True)
