"""The key with which the pseudonyms of a store were made."""

from features.files.bounded_text import parse_toml
from features.store.database.connection import NoStoreError, reading
from features.store.database.declared_text import stored_text
from features.store.database.url import StoreUrl


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
