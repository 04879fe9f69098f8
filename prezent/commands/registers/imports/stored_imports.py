"""What was read brought into a database, as one import with where it comes from; or shown that it is there already."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.i18n.dates import date_words
from features.i18n.numbers import counted
from features.i18n.text import LANGUAGES, Bilingual
from features.identity_numbers import masked
from features.store.database.url import StoreUrl
from prezent.bilingual_commands import echo
from prezent.commands.registers.imports.origin import Delivery
from prezent.option_types import Place
from prezent.options import say
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.records.imported_records import ImportedRecords
    from features.store.imports.importing import ImportResult
    from features.store.imports.trial import Trial


def kept_trial(out: Place) -> "Trial | None":
    """Return what takes in the changes of an import that is made; None where no import stands before it."""
    from features.store.batches import list_batches
    from features.store.database.connection import NoStoreError
    from features.store.imports.trial import Trial

    if not isinstance(out, StoreUrl):
        return None
    try:
        return Trial(kept=True) if any(batch.undone_at is None for batch in list_batches(out)) else None
    except NoStoreError:
        return None


def store_imported(
    url: StoreUrl,
    imported: "ImportedRecords",
    origin: Delivery,
    settings: Settings,
    *,
    trial: "Trial | None" = None,
) -> bool:
    """Bring what was read into a database whole, or nothing of it; tell whether it was not there already.

    A ``trial`` takes in what changes; unless it is kept, the import is only tried, and nothing is said.

    Raises
    ------
    RecordsError
        With every problem of it.
    """
    from features.importers.import_origin import hash_of
    from features.store.imports.importing import import_batch

    names = ", ".join(path.name for path in origin.files)
    done = import_batch(
        url, imported, day=origin.day, who=origin.who, file_name=names,
        sha256=hash_of(origin.files, origin.read_as), today=settings.today, kind=origin.kind, trial=trial,
        day_told=origin.day_told,
    )  # fmt: skip
    if trial is None or trial.kept:
        _say_result(url, names, done, settings, day=origin.day)
    return not done.again


def store_folder(url: StoreUrl, folder: Path, settings: Settings, who: str, *, day: dt.date | None = None) -> None:
    """Bring a record folder into a database, and say what came of it."""
    from features.store.imports.importing import import_record_folder

    shown = masked(str(folder))
    say(Bilingual(f"importing {shown}", f"import {shown}"))
    on = day or settings.today
    done = import_record_folder(url, folder, day=on, who=who, today=settings.today, day_told=day is not None)
    _say_result(url, str(folder), done, settings, day=on)


def _say_result(url: StoreUrl, source: str, done: "ImportResult", settings: Settings, *, day: dt.date) -> None:
    source, number, rows, where = masked(source), done.batch.number, done.batch.rows, _as_typed(url)
    if done.again:
        first, again = (
            Bilingual(*(date_words(each, language) for language in LANGUAGES)) for each in (done.batch.origin.day, day)
        )
        still = Bilingual("", "")
        if day > done.batch.origin.day:
            still = Bilingual(f" It holds for {again.en} too.", f" Este valabil și pentru {again.ro}.")
        echo(
            Bilingual(
                f"{source} is in {where} already, as import {number} of {first.en}; nothing was changed.{still.en}",
                f"{source} este deja în {where}: importul {number} din {first.ro}; nu s-a schimbat nimic.{still.ro}",
            )
        )
        return
    for note in done.notes:
        click.echo(note.sentence(settings.language))
    counts = counted(rows, "row", "rows", "en"), counted(rows, "rând", "rânduri", "ro")
    are, sunt = ("is", "este") if rows == 1 else ("are", "sunt")
    echo(
        Bilingual(
            f"Import {number}: {counts[0]} from {source} {are} in {where}. Next: prezent check {where}",
            f"Importul {number}: {counts[1]} din {source} {sunt} în {where}. Urmează: prezent check {where}",
        )
    )


def _as_typed(url: StoreUrl) -> str:
    """Return an address as people would type it where they are."""
    here = Path.cwd()
    return str(url.file.relative_to(here) if url.file and url.file.is_relative_to(here) else url)
