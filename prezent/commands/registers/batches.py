"""Commands of a database of records: what was imported into it, what is undone, and the way back to files."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.i18n.numbers import counted
from features.i18n.table_words import table_words
from features.i18n.text import LANGUAGES, Bilingual
from features.store.database.url import StoreUrl
from prezent.bilingual_commands import command, echo, option
from prezent.option_types import Signature, StorePlace
from prezent.options import FOLDER, pass_settings, say, say_cleared
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.importers.import_differences import TableDifference
    from features.records.records import Records
    from features.records.writer import FileFormat
    from features.store.batches import Batch
    from features.store.imports.history import Enrolled

_MOST_SHOWN = 10
URL = click.argument("url", type=StorePlace())
_HEADINGS = (
    Bilingual("import", "import"), Bilingual("day", "ziua"), Bilingual("school", "școala"),
    Bilingual("rows", "rânduri"), Bilingual("by", "de"), Bilingual("file", "fișierul"), Bilingual("undone", "anulat"),
    Bilingual("came again", "adus din nou"),
)  # fmt: skip


@command(ro="Arată fiecare import dintr-o bază de date: când, de cine, din ce fișier, și care sunt anulate.")
@URL
@pass_settings
def batches(settings: Settings, url: StoreUrl) -> None:
    """List every import of a database: when, by whom, of which file, and which are undone."""
    from features.i18n.text_table import table_lines
    from features.store.batches import list_batches
    from features.store.database.connection import reading
    from features.store.imports.brought_again import days_waiting

    with reading(url) as connection:
        again = days_waiting(connection)
    rows = [_cells(batch, again.get(batch.number, ())) for batch in list_batches(url)]
    headings = _HEADINGS if again else _HEADINGS[:-1]
    header = [heading.said(settings.language) for heading in headings]
    lines = [header, *(row[: len(header)] for row in rows)]
    click.echo("\n".join(table_lines(lines, right=[0, 3], whole=[0, 1, 3])))


def _cells(batch: "Batch", again: Sequence[dt.date]) -> Sequence[str]:
    schools = batch.schools
    undone = f"{batch.undone_at:%Y-%m-%d} {batch.undone_by}: {batch.undone_because}" if batch.undone_at else ""
    return (
        str(batch.number), batch.origin.day.isoformat(), schools[0] if len(schools) == 1 else f"({len(schools)})",
        str(batch.rows), batch.origin.who, batch.origin.file_name, undone, ", ".join(map(str, again)),
    )  # fmt: skip


@command(ro="Anulează un import, semnat și cu un motiv; nimic nu se șterge.")
@URL
@click.argument("batch", type=int)
@option("--by", type=Signature(), required=True, en="Who undoes it.", ro="Cine îl anulează.")
@option("--reason", type=Signature(), required=True, en="Why.", ro="De ce.")
@pass_settings
def undo(settings: Settings, url: StoreUrl, batch: int, *, by: str, reason: str) -> None:
    """Take an import back, signed and with a reason; nothing is deleted."""
    from features.importers.import_differences import standing_differences
    from features.store.batches import list_batches
    from features.store.imports.batch_writing import undo_batch
    from prezent.commands.registers.imports.dry_runs import records_there

    schools = next((each.schools for each in list_batches(url) if each.number == batch), ())
    before = records_there(settings, url, schools)
    undone = undo_batch(url, batch, by=by, because=reason, today=settings.today)
    rows = counted(undone.rows, "row", "rows", "en"), counted(undone.rows, "rând", "rânduri", "ro")
    echo(
        Bilingual(
            f"Import {batch} of {undone.origin.day} with {rows[0]} no longer stands; 'prezent batches' still lists it.",
            f"Importul {batch} din {undone.origin.day}, cu {rows[1]}, nu mai este valabil; „prezent batches” îl arată "
            "în continuare.",
        )
    )
    _say_again(url, undone)
    after = records_there(settings, url, schools)
    for difference in standing_differences(before, after):
        echo(_after_undoing(difference))
    _say_above(url, undone)
    _say_back(url, _enrolled(after, settings.today) - _enrolled(before, settings.today))
    echo(
        Bilingual(
            "Names that it brought stay in the roster; the next import corrects them.",
            "Numele aduse de el rămân în lista de nume; următorul import le corectează.",
        )
    )


def _after_undoing(difference: "TableDifference") -> Bilingual:
    """Say of a table how many rows are there no more, are there again, or are as they were before."""
    gone, again, changed = difference.gone, difference.new, difference.changed
    ro = (
        f"{gone} {'dispărut' if gone == 1 else 'dispărute'}, {again} {'revenit' if again == 1 else 'revenite'}, "
        f"{changed} {'schimbat înapoi' if changed == 1 else 'schimbate înapoi'}"
    )
    return Bilingual(
        f"{table_words(difference.table, 'en')}: {gone} gone, {again} back, {changed} changed back",
        f"{table_words(difference.table, 'ro')}: {ro}",
    )


def _say_again(url: StoreUrl, undone: "Batch") -> None:
    """Say on which later days the file of an import that was undone had come again, which no longer count either."""
    from features.i18n.dates import date_words
    from features.store.database.connection import reading
    from features.store.imports.brought_again import days_again

    with reading(url) as connection:
        days = days_again(connection, undone.number)
    if days:
        en, ro = (", ".join(date_words(day, language) for day in days) for language in LANGUAGES)
        echo(
            Bilingual(
                f"The same file was brought in again on {en}; that no longer counts either. If it was right then, "
                "import it again with that day (--day).",
                f"Același fișier a fost adus din nou pe {ro}; nici aceasta nu mai contează. Dacă atunci era corect, "
                "importați-l din nou cu acea zi (--day).",
            )
        )


def _say_above(url: StoreUrl, undone: "Batch") -> None:
    """Say which imports of the same schools came after one that was undone, and still stand."""
    from features.store.batches import in_order, list_batches

    place = (undone.origin.day, undone.number)
    above = [
        batch for batch in in_order(list_batches(url))
        if (batch.origin.day, batch.number) > place and set(batch.schools) & set(undone.schools)
    ]  # fmt: skip
    if above:
        numbers = _numbers(above)
        echo(
            Bilingual(
                f"Later imports still stand, and what they say too: {numbers}.",
                f"Importurile de după el rămân valabile, cu tot ce spun ele: {numbers}.",
            )
        )
    if same := _numbers([batch for batch in above if batch.origin.sha256 == undone.origin.sha256]):
        echo(
            Bilingual(
                f"Of the very same file: {same}. If the file was wrong, undo them too.",
                f"Din același fișier: {same}. Dacă fișierul era greșit, anulați-le și pe acestea.",
            )
        )


def _numbers(batches: "Sequence[Batch]") -> str:
    return ", ".join(str(batch.number) for batch in batches)


def _enrolled(records: "Records | None", today: dt.date) -> "set[Enrolled]":
    """Return which children are in which class of which school today, as the records stand."""
    import pandas as pd

    rows = records["enrolments"] if records is not None else None
    if rows is None or "class_label" not in rows:
        return set()
    rows = rows[rows["retracted_on"].isna()] if "retracted_on" in rows else rows
    rows = rows[~(rows["left_on"] <= pd.Timestamp(today))] if "left_on" in rows else rows
    rows = rows[rows["class_label"].notna()]
    return set(zip(*(rows[name].astype(str) for name in ("pupil_id", "school_id", "class_label")), strict=True))


def _say_back(url: StoreUrl, back: "set[Enrolled]") -> None:
    """Say which children are in a class again whose last list has not got them, and what to do."""
    from features.store.imports.history import missed_by_last_list

    for label, batch, pupils in missed_by_last_list(url, back) if back else ():
        shown = ", ".join(pupils[:_MOST_SHOWN]) + (f" (+{len(pupils) - _MOST_SHOWN})" if pupils[_MOST_SHOWN:] else "")
        day = batch.origin.day
        echo(
            Bilingual(
                f"In class {label} again, though its list of {day} (import {batch.number}) does not have them: {shown}."
                " Import the list of the class in which they are now, or this one with the day on which they left.",
                f"Din nou în clasa {label}, deși lista ei din {day} (importul {batch.number}) nu îi cuprinde: {shown}. "
                "Importați lista clasei în care sunt acum sau lista aceasta cu data plecării lor.",
            )
        )


@command(ro="Scrie datele unei baze de date ca dosar, cu zilele în care s-a aflat și s-a retras fiecare rând.")
@URL
@click.argument("out", type=FOLDER)
@option(
    "--format", "file_format", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True,
    en="csv, which a spreadsheet opens, or parquet, which is small.",
    ro="csv, care se deschide cu un program de calcul tabelar, sau parquet, care este mic.",
)  # fmt: skip
@pass_settings
def export(_settings: Settings, url: StoreUrl, out: Path, *, file_format: "FileFormat") -> None:
    """Write the records of a database as a record folder, with the days on which rows were known and taken back."""
    from features.store.export import export_records
    from features.store.source import RecordStore

    say_cleared(out)
    say(Bilingual("reading the database", "citirea bazei de date"))
    export_records(RecordStore(url), out, file_format=file_format)
    echo(Bilingual(f"Wrote {out}. Next: prezent check {out}", f"Am scris {out}. Urmează: prezent check {out}"))
