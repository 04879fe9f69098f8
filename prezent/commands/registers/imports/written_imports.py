"""What an importer read, checked and written to a folder or database, and the names among it to the roster."""

from functools import partial
from typing import TYPE_CHECKING

import click

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.store.database.url import StoreUrl
from prezent.bilingual_commands import echo
from prezent.commands.registers.imports.erased_children import erased_among
from prezent.commands.registers.imports.origin import Delivery
from prezent.option_types import Place
from prezent.options import say_cleared, writable_place
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.records.imported_records import ImportedRecords
    from features.store.imports.trial import Trial
    from serving.roster.installation import Installation


def require_place(out: Place) -> None:
    """Refuse a place that records cannot be written to, before any work is done; databases are asked for their key."""
    if isinstance(out, StoreUrl):
        if out.file is not None:
            writable_place(out.file)
        return
    from features.records.writer import refuse_full_folder

    say_cleared(out)
    refuse_full_folder(out)


def write_imported(
    out: Place, imported: "ImportedRecords", origin: Delivery, settings: Settings, *, trial: "Trial | None" = None
) -> bool:
    """Write what was imported as a whole, or nothing; tell whether it was not there already.

    A ``trial`` takes in what changes in a database.

    Raises
    ------
    RecordsError
        With every problem of it.
    """
    require_place(out)
    if isinstance(out, StoreUrl):
        from prezent.commands.registers.imports.stored_imports import store_imported

        return store_imported(out, imported, origin, settings, trial=trial)
    from features.importers.checked_import import check_folder
    from features.records.writer import new_folder, write_table

    with new_folder(out) as folder:
        for name, frame in imported.tables.items():
            write_table(folder, name, frame, file_format="csv")
        if imported.config:
            (folder / "prezent.toml").write_text(imported.config, encoding="utf-8")
        check_folder(folder, imported, today=settings.today)
    echo(Bilingual(f"Wrote {out}. Next: prezent check {out}", f"Am scris {out}. Urmează: prezent check {out}"))
    return True


def keep_people(imported: "ImportedRecords", installation: "Installation", settings: Settings) -> None:
    """Keep who the children are in the roster, and say so; or say that names are not kept.

    A child who was erased while the records were written is not kept, as ``erased_children`` asks before.
    """
    if imported.people is None or imported.people.empty:
        return
    if installation.roster is None:
        from serving.roster.installation import NO_ROSTER

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
