"""Where what is imported comes from, and the key that pseudonyms of a place were made with."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from features.errors import Refused
from features.files.bounded_text import read_bounded
from features.i18n.text import Bilingual
from features.store.database.url import StoreUrl
from prezent.option_types import Place


@dataclass(frozen=True)
class Origin:
    """Who brought files in, when, which files they are, what kind, and how they were read where that may differ."""

    who: str
    day: dt.date
    files: tuple[Path, ...] = ()
    kind: str = "import"
    read_as: str = ""


def key_of(out: Place) -> str | None:
    """Return the id of the key that the records of a place were made with; None where it is not known."""
    from features.store.imports.stored_key import key_declared, key_of_store

    if isinstance(out, StoreUrl):
        return key_of_store(out)
    path = out / "prezent.toml"
    try:
        return key_declared(read_bounded(path).decode("utf-8-sig")) if path.is_file() else None
    except (OSError, ValueError):
        return None


def require_same_key(of_store: str | None, of_records: str | None) -> None:
    """Refuse records whose pseudonyms were made with another key than those of a database."""
    if None not in (of_store, of_records) and of_store != of_records:
        raise Refused(
            Bilingual(
                "The pseudonyms of these records were made with another key than those of the database: each child "
                "would become a second one. Nothing was changed; take another database for them.",
                "Pseudonimele din aceste date au fost făcute cu altă cheie decât cele din baza de date: fiecare copil "
                "ar deveni doi. Nu s-a schimbat nimic; folosiți altă bază de date pentru ele.",
            )
        )
