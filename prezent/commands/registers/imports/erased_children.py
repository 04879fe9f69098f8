"""Children erased from this installation, left out of what is brought in."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from prezent.bilingual_commands import echo
from prezent.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from features.records.imported_records import ImportedRecords


def erased_among(settings: Settings, pupils: Iterable[str]) -> set[str]:
    """Return those of some children who were erased here."""
    from serving.roster.erasure_book import FOLDER, ErasureBook

    return ErasureBook(settings.var / FOLDER).left_out(pupils)


def without_erased(imported: "ImportedRecords", settings: Settings) -> "ImportedRecords":
    """Return what was imported without rows and names of children who were erased here, and say how many they are."""
    tables = {name: table for name, table in imported.tables.items() if "pupil_id" in table}
    erased = erased_among(settings, {str(each) for table in tables.values() for each in table["pupil_id"].unique()})
    if not erased:
        return imported
    count = len(erased)
    echo(
        Bilingual(
            f"Left out {counted(count, 'child', 'children', 'en')} whose records were erased here; 'prezent readmit' "
            "lets one in again.",
            f"{counted(count, 'copil', 'copii', 'ro')} ale căror date au fost șterse aici nu au fost aduși; „prezent "
            "readmit” primește din nou un copil.",
        ),
        err=True,
    )
    rest = {name: _without(table, erased) for name, table in tables.items()}
    people = None if imported.people is None else _without(imported.people, erased)
    return replace(imported, tables={**imported.tables, **rest}, people=people)


def _without(table: "pd.DataFrame", pupils: set[str]) -> "pd.DataFrame":
    return table[~table["pupil_id"].astype(str).isin(pupils)].reset_index(drop=True)
