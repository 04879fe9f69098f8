"""What every command that brings records in shares: its options, and what becomes of what was read."""

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from features.errors import UsageError
from features.i18n.dates import date_words
from features.i18n.text import Bilingual
from features.store.database.url import StoreUrl
from prezent.bilingual_commands import echo, option
from prezent.commands.registers.imports.dry_runs import (
    records_there,
    say_covered,
    say_disagreements,
    say_missing,
    schools_of,
    show_differences,
)
from prezent.commands.registers.imports.erased_children import without_erased
from prezent.commands.registers.imports.origin import Delivery
from prezent.commands.registers.imports.stored_imports import kept_trial
from prezent.commands.registers.imports.written_imports import keep_people, say_notes, write_imported
from prezent.option_types import Day, Place, RecordsPlace, Signature
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.importers.changes.vanished_subjects import VanishedSubject
    from features.records.imported_records import ImportedRecords
    from features.records.records import Records
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

GONE = option(
    "--gone", is_flag=True,
    en="Subjects in no sheet any more were deleted, and lists that name few children are whole: take back the rest.",
    ro="Disciplinele care lipsesc au fost șterse, iar listele cu puțini elevi sunt complete: restul se retrage.",
)  # fmt: skip


def finish(
    settings: Settings, out: Place, imported: "ImportedRecords", installation: "Installation | None", origin: Delivery,
    *, dry_run: bool, gone: bool = False,
) -> None:  # fmt: skip
    """Write what was read, or show what would come; names go to the roster, and notes are said.

    With ``gone`` the rows of subjects that are in no sheet any more are taken back as well.
    """
    if installation is not None:
        from features.importers.import_origin import with_key

        imported = without_erased(with_key(imported, installation.pseudonyms), settings)
    say_notes(imported, settings)
    before = records_there(settings, out, schools_of(imported)) if isinstance(out, StoreUrl) else None
    imported, origin = _said_partial(imported, origin, gone=gone)
    imported, origin = _said_vanished(out, before, imported, origin, gone=gone)
    say_covered(imported)
    if dry_run:
        show_differences(settings, out, imported, installation, origin)
        return
    trial = kept_trial(out)
    if write_imported(out, imported, origin, settings, trial=trial):
        from features.importers.changes.counts import counts_line

        say_disagreements(imported, trial.after if trial else None)
        for difference in trial.differences() if trial else ():
            click.echo(counts_line(difference, settings.language))
        say_missing(settings, before, imported, installation)
    if installation is not None:
        keep_people(imported, installation, settings)


def export_day(day: dt.date | None, settings: Settings) -> dt.date:
    """Return the day of an export, by default today; it cannot be later."""
    if day is not None and day > settings.today:
        raise UsageError(
            Bilingual(f"--day {day} is after today.", f"--day este {date_words(day, 'ro')}, după ziua de azi.")
        )
    return day or settings.today


def _said_partial(imported: "ImportedRecords", origin: Delivery, *, gone: bool) -> "tuple[ImportedRecords, Delivery]":
    """Say that lists of events name few of the children; with ``gone`` return the import as the whole of them."""
    if imported.partial is None:
        return imported, origin
    if gone:
        return imported.with_whole_lists(), replace(origin, read_as=f"{origin.read_as}\nwhole")
    said = imported.partial.words()
    echo(
        Bilingual(
            f"{said.en} If the list is whole, import again with --gone.",
            f"{said.ro} Dacă lista este completă, importați din nou cu --gone.",
        )
    )
    return imported, origin


def _said_vanished(
    out: Place, before: "Records | None", imported: "ImportedRecords", origin: Delivery, *, gone: bool
) -> "tuple[ImportedRecords, Delivery]":
    """Say which subjects are in the sheets no more; with ``gone`` return the import as one that takes them back."""
    from features.importers.changes.vanished_subjects import read_as_with, vanished_subjects, with_vanished
    from features.store.batches import list_batches
    from features.store.imports.history import told_with

    found: list[VanishedSubject] = []
    if isinstance(out, StoreUrl) and before is not None and imported.coverage:
        found = vanished_subjects(before, imported, told_with=told_with(list_batches(out)))
    for each in found:
        echo(_sentence(each, gone=gone))
    if not gone or not found:
        return imported, origin
    return with_vanished(imported, found), replace(origin, read_as=read_as_with(origin.read_as, found))


def _sentence(vanished: "VanishedSubject", *, gone: bool) -> Bilingual:
    place, rows = vanished.place(), vanished.rows_said()
    if gone:
        return Bilingual(
            f"{place}: in the sheets no more; {rows.en} of earlier imports are taken back.",
            f"{place}: nu mai apare în foi; se retrag {rows.ro} din importurile anterioare.",
        )
    return Bilingual(
        f"{place}: in the sheets no more; {rows.en} of earlier imports stay. If they were deleted, import again "
        "with --gone.",
        f"{place}: nu mai apare în foi; {rows.ro} din importurile anterioare rămân. Dacă au fost șterse, importați "
        "din nou cu --gone.",
    )
