"""What an import changes, told after it or shown before anything is written; and which days and pupils it is of."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.i18n.dates import date_words
from features.i18n.table_words import cell_value, cell_words, table_words
from features.i18n.text import LANGUAGES, Bilingual, Language
from features.schema.tables import EVENT_TABLES
from features.store.database.url import StoreUrl
from prezent.bilingual_commands import echo
from prezent.commands.registers.imports.installation import names_for_import
from prezent.commands.registers.imports.origin import Delivery
from prezent.commands.registers.imports.stored_imports import store_imported
from prezent.option_types import Place
from prezent.options import load
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.importers.import_differences import TableDifference
    from features.records.imported_records import ImportedRecords
    from features.records.records import Records
    from serving.roster.installation import Installation

_NEW, _CHANGED, _GONE = Bilingual("new", "nou"), Bilingual("changed", "schimbat"), Bilingual("gone", "dispărut")
_NOTHING_WRITTEN = Bilingual("Nothing was written.", "Nu s-a scris nimic.")
_MOST_NAMES = 10


def show_differences(
    settings: Settings,
    out: Place,
    imported: "ImportedRecords",
    installation: "Installation | None",
    origin: Delivery,
) -> None:
    """Show what would be new, changed and gone in each table, with examples; RecordsError with every problem.

    Into a database it is brought and taken back again, so that what the database would not take is told as well.
    """
    found, before, after = _tried(settings, out, imported, origin)
    say_disagreements(imported, after)
    people = imported.people
    names = {} if people is None else dict(zip(people["pupil_id"], people["name"], strict=True))
    lost = {row.get("pupil_id", "") for each in found for row in each.lost} - set(names)
    _show(found, settings, {**_names(settings, installation, before, sorted(lost)), **names})
    say_missing(settings, before, imported, installation)
    echo(_NOTHING_WRITTEN)


def show_folder_differences(settings: Settings, url: StoreUrl, folder: Path, *, day: dt.date | None, who: str) -> None:
    """Show what a record folder would change in a database; RecordsError with every problem."""
    from features.store.imports.importing import import_record_folder
    from features.store.imports.trial import Trial

    on = day or settings.today
    import_record_folder(
        url, folder, day=on, who=who, today=settings.today, day_told=day is not None, trial=(trial := Trial())
    )
    if trial.older and day is None:
        echo(trial.older.words())
    _show(trial.differences(), settings, {})
    echo(_NOTHING_WRITTEN)


def _tried(
    settings: Settings, out: Place, imported: "ImportedRecords", origin: Delivery
) -> "tuple[Sequence[TableDifference], Records | None, Records | None]":
    """Return what an import would change, the records before it and, of a database, those after it."""
    from features.store.imports.first_days import with_first_days
    from features.store.imports.trial import Trial

    if isinstance(out, StoreUrl):
        store_imported(out, imported, origin, settings, trial=(trial := Trial()))
        if trial.older and not origin.day_told:
            echo(trial.older.words())
        return trial.differences(), trial.before, trial.after
    before = records_there(settings, out)
    if before is not None:
        imported = with_first_days(imported, before.__getitem__, day=origin.day)
    return differences(settings, before, imported), before, None


def differences(
    settings: Settings, before: "Records | None", imported: "ImportedRecords"
) -> "Sequence[TableDifference]":
    """Return what an import changes in each table; RecordsError with every problem of it."""
    from features.importers.checked_import import checked_import
    from features.importers.import_differences import TableDifference, import_differences

    with checked_import(imported, today=settings.today) as now:
        if now is None:
            return [TableDifference("schools", new=len(imported.tables["schools"]), changed=0, gone=0)]
        return import_differences(before, now, imported.coverage)


def say_covered(imported: "ImportedRecords") -> None:
    """Say of which days each table of an import is the whole; what is gone there is taken back."""
    spans: dict[tuple[dt.date, dt.date], dict[str, None]] = {}
    for each in (each for each in imported.coverage if each.first_day <= each.last_day and not each.adds_only):
        for table in (table for table in each.tables if table in EVENT_TABLES):
            spans.setdefault((each.first_day, each.last_day), {})[table] = None
    for (first, last), tables in spans.items():
        en, ro = (
            ", ".join(table_words(table, language) for table in EVENT_TABLES if table in tables)
            for language in LANGUAGES
        )
        echo(
            Bilingual(
                f"{en}: covers {date_words(first, 'en')} – {date_words(last, 'en')}",
                f"{ro}: acoperă {date_words(first, 'ro')} – {date_words(last, 'ro')}",
            )
        )


def say_disagreements(imported: "ImportedRecords", after: "Records | None") -> None:
    """Name the totals of absences that say otherwise than their days, in the import and beside what is there."""
    from features.importers.changes.totals_that_disagree import disagreements_told

    for each in disagreements_told(imported, after):
        echo(each)


def say_missing(
    settings: Settings, before: "Records | None", imported: "ImportedRecords", installation: "Installation | None"
) -> None:
    """Name the enrolled pupils of the classes of an import who are not in it, with what to do."""
    from features.importers.import_differences import missing_pupils

    missing = missing_pupils(before, imported) if before is not None and imported.coverage else []
    if not missing:
        return
    shown = missing[:_MOST_NAMES]
    known = _names(settings, installation, before, shown)
    names = ", ".join(sorted(known.get(each, each) for each in shown))
    rest = len(missing) - _MOST_NAMES
    more = Bilingual(f" and {rest} more", f" și încă {rest}") if rest > 0 else Bilingual("", "")
    echo(
        Bilingual(
            f"Not in the sheets, though enrolled in their classes: {names}{more.en}. Their rows stay as they were. Who "
            "left: give the row a leaving date ('Left on') and import again; who was forgotten: import the sheet with "
            "them.",
            f"Lipsesc din foi, deși sunt înscriși în clasele lor: {names}{more.ro}. Rândurile lor rămân cum erau. Cine "
            "a plecat: treceți-l cu data plecării (coloana „Data plecării”) și importați din nou; cine a fost uitat: "
            "importați foaia cu el.",
        )
    )


def _names(
    settings: Settings, installation: "Installation | None", before: "Records | None", pupils: Sequence[str]
) -> Mapping[str, str]:
    if installation is None or before is None or not pupils:
        return {}
    enrolled = before["enrolments"]
    schools = enrolled.loc[enrolled["pupil_id"].isin(pupils), "school_id"].astype(str).unique()
    return names_for_import(settings, installation.roster, pupils, schools=schools)


def _show(found: "Sequence[TableDifference]", settings: Settings, names: Mapping[str, str]) -> None:
    for difference in found:
        click.echo("\n".join(difference_lines(difference, settings.language, names)))


def difference_lines(difference: "TableDifference", language: Language, names: Mapping[str, str]) -> list[str]:
    """Return what would come to a table as lines: how many rows, and examples below, of children by their names."""
    from features.importers.changes.counts import counts_line, group_lines

    def row(cells: Mapping[str, str]) -> str:
        return ", ".join(cell_words(name, names.get(value) or value, language) for name, value in cells.items())

    new, changed, gone = (words.said(language) for words in (_NEW, _CHANGED, _GONE))
    return [
        counts_line(difference, language),
        *(f"  {line}" for line in group_lines(difference, language)),
        *(f"  {new}: {row(each)}" for each in difference.examples),
        *(f"  {changed}: {row(_same(old, now))}: {_steps(old, now, language)}" for old, now in difference.changes),
        *(f"  {gone}: {row(each)}" for each in difference.lost),
    ]


def _same(old: Mapping[str, str], now: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in now.items() if old.get(name) == value}


def _steps(old: Mapping[str, str], now: Mapping[str, str], language: Language) -> str:
    """Return the cells that changed, each with what stood there and what stands there now."""
    names = [name for name in {**old, **now} if old.get(name) != now.get(name)]
    return ", ".join(
        f"{cell_words(name, old.get(name, '-'), language)} → {cell_value(name, now.get(name, '-'), language)}"
        for name in names
    )


def records_there(settings: Settings, out: Place, schools: Iterable[str] = ()) -> "Records | None":
    """Return the records that are there, of a database those of some schools if any are named; None where none are."""
    if isinstance(out, StoreUrl):
        return _stored(settings, out, frozenset(schools))
    return load(out, settings) if out.is_dir() and any(out.iterdir()) else None


def schools_of(imported: "ImportedRecords") -> set[str]:
    """Return the schools that an import speaks of; none where it does not tell, and it may be of all."""
    if "enrolments" not in imported.tables:
        return set()
    enrolled = imported.tables["enrolments"]["school_id"].astype(str).unique()
    return {*enrolled, *(each.school_id for each in imported.coverage)}


def _stored(settings: Settings, url: StoreUrl, schools: frozenset[str]) -> "Records | None":
    from features.records.records import load_records
    from features.schema.problems import RecordsError
    from features.store.database.connection import NoStoreError
    from features.store.source import RecordStore

    try:
        return load_records(RecordStore(url, schools=schools), today=settings.today)
    except NoStoreError:
        return None
    except RecordsError as error:  # schools alone, nothing that stands, or none of these schools
        if all(each.code in ("no_enrolments", "no_rows") for each in error.problems):
            return None
        raise
