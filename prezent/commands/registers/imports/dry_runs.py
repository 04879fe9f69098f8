"""What an import would change, shown before anything is written."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.i18n.numbers import counted
from features.i18n.text import Bilingual, Language
from features.store.database.url import StoreUrl
from prezent.bilingual_commands import echo
from prezent.option_types import Place
from prezent.options import load
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.importers.import_differences import TableDifference
    from features.records.imported_records import ImportedRecords
    from features.records.records import Records


def show_differences(settings: Settings, out: Place, imported: "ImportedRecords") -> None:
    """Show what would be new, changed and gone in each table, with examples; RecordsError with every problem."""
    from features.importers.checked_import import checked_import
    from features.importers.import_differences import TableDifference, import_differences

    with checked_import(imported, today=settings.today) as now:
        found = (
            import_differences(_before(settings, out), now, imported.coverage)
            if now is not None
            else [TableDifference("schools", new=len(imported.tables["schools"]), changed=0, gone=0)]
        )
    people = imported.people
    _show(found, settings, {} if people is None else dict(zip(people["pupil_id"], people["name"], strict=True)))


def show_folder_differences(settings: Settings, url: StoreUrl, folder: Path) -> None:
    """Show what a record folder would change in a database; RecordsError with every problem."""
    from features.importers.import_differences import import_differences

    _show(import_differences(_before(settings, url), load(folder, settings)), settings, {})


def _show(found: "Sequence[TableDifference]", settings: Settings, names: Mapping[str, str]) -> None:
    for difference in found:
        click.echo("\n".join(difference_lines(difference, settings.language, names)))
    echo(Bilingual("Nothing was written.", "Nu s-a scris nimic."))


def difference_lines(difference: "TableDifference", language: Language, names: Mapping[str, str]) -> list[str]:
    """Return what would come to a table as lines: how many rows, and examples below, of children by their names."""
    new = Bilingual(counted(difference.new, "new row", "new rows", "en"),
                    counted(difference.new, "rând nou", "rânduri noi", "ro"))  # fmt: skip
    numbers = Bilingual(
        f"{difference.table}: {new.en}, {difference.changed} changed, {difference.gone} gone",
        f"{difference.table}: {new.ro}, {difference.changed} schimbate, {difference.gone} dispărute",
    )
    examples = (
        ", ".join(f"{name} {names.get(value) or value}" for name, value in row.items()) for row in difference.examples
    )
    return [numbers.said(language), *(f"  {example}" for example in examples)]


def _before(settings: Settings, out: Place) -> "Records | None":
    """Return the records that are there; None where there are none yet."""
    if isinstance(out, StoreUrl):
        return _stored(settings, out)
    return load(out, settings) if out.is_dir() and any(out.iterdir()) else None


def _stored(settings: Settings, url: StoreUrl) -> "Records | None":
    from features.schema.problems import RecordsError
    from features.store.database.connection import NoStoreError

    try:
        return load(url, settings)
    except NoStoreError:
        return None
    except RecordsError as error:
        if all(each.code == "no_enrolments" for each in error.problems):  # schools alone, or nothing that stands
            return None
        raise
