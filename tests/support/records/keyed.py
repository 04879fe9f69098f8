"""Pseudonyms for tests of importers: legible, and one for each number."""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass, replace
from typing import Any

from features.importers.options import ImportOptions

TODAY = dt.date(2026, 6, 1)


@dataclass(frozen=True)
class Keyed:
    """Pseudonyms under a key, as an installation makes them."""

    key: bytes = b"a key for tests only"

    def of_register(self, school_id: str, number: str) -> str:
        return self._digest(f"register|{school_id}|{number}")

    def of_name(self, school_id: str, name: str, birth_year: int | None) -> str:
        return self._digest(f"name|{school_id}|{name}|{birth_year}")

    def _digest(self, text: str) -> str:
        return "p" + hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()[:16]


def import_options(**changed: Any) -> ImportOptions:
    """Return options for tests, with some of them changed."""
    return replace(ImportOptions(Keyed(), TODAY), **changed)
