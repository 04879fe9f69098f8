"""What every command that brings records in shares: its options, and what becomes of what was read."""

import datetime as dt
from typing import TYPE_CHECKING

import click

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.store.database.url import StoreUrl
from prezent.bilingual_commands import option
from prezent.commands.registers.imports.dry_runs import (
    counts_line,
    differences,
    records_there,
    say_covered,
    say_missing,
    show_differences,
)
from prezent.commands.registers.imports.erased_children import without_erased
from prezent.commands.registers.imports.origin import Origin
from prezent.commands.registers.imports.written_imports import keep_people, say_notes, write_imported
from prezent.option_types import Day, Place, RecordsPlace, Signature
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.records.imported_records import ImportedRecords
    from serving.roster.installation import Installation

OUT = click.argument("out", type=RecordsPlace())
BY = option(
    "--by",
    type=Signature(),
    en="Who brings it in; by default who runs the program.",
    ro="Cine aduce datele; implicit utilizatorul.",
)
DAY = option(
    "--day", type=Day(), en="The day on which the files were exported; by default today.",
    ro="Ziua în care au fost exportate fișierele; implicit azi.",
)  # fmt: skip
DRY_RUN = option(
    "--dry-run", is_flag=True, en="Show what would come, and write nothing of it.",
    ro="Arată ce ar veni și nu scrie nimic din el.",
)  # fmt: skip


def finish(
    settings: Settings, out: Place, imported: "ImportedRecords", installation: "Installation | None", origin: Origin, *,
    dry_run: bool,
) -> None:  # fmt: skip
    """Write what was read, or show what would come; names go to the roster, and notes are said."""
    if installation is not None:
        from features.importers.import_origin import with_key

        imported = without_erased(with_key(imported, installation.pseudonyms.key_id), settings)
    say_notes(imported, settings)
    say_covered(imported)
    if dry_run:
        show_differences(settings, out, imported, installation, origin)
        return
    before = records_there(settings, out) if isinstance(out, StoreUrl) else None
    changed = differences(settings, before, imported) if before is not None else ()
    if write_imported(out, imported, origin, settings):
        for difference in changed:
            click.echo(counts_line(difference, settings.language))
        say_missing(settings, before, imported, installation)
    if installation is not None:
        keep_people(imported, installation, settings)


def export_day(day: dt.date | None, settings: Settings) -> dt.date:
    """Return the day of an export, by default today; it cannot be later."""
    if day is not None and day > settings.today:
        raise UsageError(Bilingual(f"--day {day} is after today.", f"--day {day} este după ziua de azi."))
    return day or settings.today
