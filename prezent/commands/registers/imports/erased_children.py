"""Children erased from this installation, left out of what is brought in."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from prezent.bilingual_commands import echo
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.records.imported_records import ImportedRecords


def erased_among(settings: Settings, pupils: Iterable[str]) -> set[str]:
    """Return those of some children who were erased here."""
    from serving.roster.erasure_book import FOLDER, ErasureBook

    return ErasureBook(settings.var / FOLDER).left_out(pupils)


def without_erased(imported: "ImportedRecords", settings: Settings) -> "ImportedRecords":
    """Return what was imported without rows and names of children who were erased here, and say how many they are."""
    from serving.roster.erasure_book import FOLDER, ErasureBook, left_out_words

    rest, count = ErasureBook(settings.var / FOLDER).without_erased(imported)
    if count:
        echo(left_out_words(count), err=True)
    return rest
