"""Where what is imported comes from, and the key that pseudonyms of a place were made with."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from features.errors import Refused
from features.files.bounded_text import parse_toml, read_bounded
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
    try:
        section = parse_toml(_declared_at(out)).get("import")
    except (OSError, ValueError):
        return None
    key = section.get("key") if isinstance(section, dict) else None
    return key if isinstance(key, str) else None


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


def _declared_at(out: Place) -> str:
    """Return what is declared at a place; nothing where nothing is there yet."""
    if isinstance(out, StoreUrl):
        from features.store.database.connection import NoStoreError, reading
        from features.store.database.declared_text import stored_text

        try:
            with reading(out) as connection:
                return stored_text(connection)
        except NoStoreError:
            return ""
    path = out / "prezent.toml"
    return read_bounded(path).decode("utf-8-sig") if path.is_file() else ""
