"""What the imports of a store declare together: the text of one ``prezent.toml``."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from features.errors import Refused
from features.files.bounded_text import parse_toml
from features.i18n.text import Bilingual
from features.reading.declarations import INVENTED, Declarations, parse_declarations
from features.schema.problems import Problem
from features.store.database.connection import NoStoreError, reading
from features.store.database.tables import BATCHES, DECLARATIONS
from features.store.database.url import StoreUrl

_OF_BEFORE, _TOGETHER = 0, 1  # what imports declared together before each said its own, and what those that stand do


def stored_text(connection: Connection) -> str:
    """Return what the imports that stand declare; empty where that is nothing."""
    return _text(connection, _TOGETHER)


def _text(connection: Connection, which: int) -> str:
    return connection.execute(select(DECLARATIONS.c.toml).where(DECLARATIONS.c.id == which)).scalar() or ""


def keep_text(connection: Connection) -> None:
    """Put together what the imports that stand declare: nothing stays of one that is undone."""
    query = select(BATCHES.c.declared).where(BATCHES.c.undone_at.is_(None)).order_by(BATCHES.c.id)
    said = connection.execute(query).scalars().all()
    text = _text(connection, _OF_BEFORE) if None in said else ""
    for own in filter(None, dict.fromkeys(said)):
        text = together(text, own)
    if text != stored_text(connection):
        connection.execute(DECLARATIONS.delete().where(DECLARATIONS.c.id == _TOGETHER))
        connection.execute(DECLARATIONS.insert().values(id=_TOGETHER, toml=text))


_WITH_INVENTED = Bilingual(
    "the children of the database are invented and these count with them, for trying out only; take another database "
    "for the records of a school",
    "copiii din baza de date sunt inventați, iar aceștia se socotesc împreună cu ei, numai pentru încercare; pentru "
    "datele unei școli folosiți altă bază de date",
)


def kinds_told(stored: str, new: str) -> tuple[Bilingual, ...]:
    """Return what is to be told where real children come to invented ones: they count as invented with them.

    So sheets can be tried in a demo. What is made of such records says that it is for trying out only, as long as an
    import of invented children stands.

    Raises
    ------
    Refused
        If invented children would come to real ones.
    """
    are, come = (bool(parse_toml(text).get(INVENTED)) for text in (stored, new))
    if come and not are:
        raise Refused(
            Bilingual(
                "These children are invented, those of the database are not; take another database for them.",
                "Acești copii sunt inventați, cei din baza de date nu; folosiți altă bază de date pentru ei.",
            )
        )
    return (_WITH_INVENTED,) if are and not come else ()


def declared(text: str) -> tuple[Declarations, list[Problem]]:
    """Return what a text declares, which was read before, and what is wrong with it."""
    return parse_declarations(parse_toml(text))


def together(stored: str, new: str) -> str:
    """Return what two texts declare together, as the text of one.

    Raises
    ------
    Refused
        If they say different things of one name.
    """
    if new == stored or not new.strip():
        return stored
    old, own = parse_toml(stored), parse_toml(new)
    merged = _merged(old, own, "")
    return stored if merged == old else new if merged == own else _written(merged)


def _merged(old: Mapping[str, Any], own: Mapping[str, Any], where: str) -> dict[str, Any]:
    merged = dict(old)
    for key, value in own.items():
        name = f"{where}{key}"
        if key in merged and isinstance(value, dict) and isinstance(merged[key], dict) and name.count(".") < 1:
            merged[key] = _merged(merged[key], value, f"{name}.")
        elif key in merged and merged[key] != value:
            raise Refused(
                Bilingual(
                    f"prezent.toml says something else of {name} than an earlier import; say the same, or take another "
                    "database.",
                    f"prezent.toml spune altceva despre {name} decât un import anterior; spuneți la fel sau folosiți "
                    "altă bază de date.",
                )
            )
        else:
            merged[key] = value
    return merged


def _written(content: Mapping[str, Any]) -> str:
    """Return content as TOML: what is at the top first, then a section each, with what is deeper inside braces."""
    top = [f"{_key(key)} = {_value(value)}" for key, value in content.items() if not isinstance(value, dict)]
    lines = [*top]
    for key, value in content.items():
        if isinstance(value, dict):
            lines += ["", f"[{_key(key)}]", *(f"{_key(name)} = {_value(each)}" for name, each in value.items())]
    return "\n".join(lines).lstrip("\n") + "\n"


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)} = {_value(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def key_of_store(url: StoreUrl) -> str | None:
    """Return the id of the key of a store's records; None where it is not known, or nothing is there yet."""
    try:
        with reading(url) as connection:
            return key_declared(stored_text(connection))
    except NoStoreError:
        return None


def key_declared(text: str) -> str | None:
    """Return the id of the key that a declaration names; None where it names none.

    >>> key_declared('[import]\\nkey = "abc"'), key_declared("")
    ('abc', None)
    """
    try:
        section = parse_toml(text).get("import")
    except ValueError:
        return None
    key = section.get("key") if isinstance(section, dict) else None
    return key if isinstance(key, str) else None
