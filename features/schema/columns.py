"""What a column and a table of records are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from features.i18n.text import Bilingual

Kind = Literal["id", "text", "date", "whole", "number", "yes_no", "choice", "school_year", "mark"]

_DTYPES: Mapping[Kind, str] = {
    "date": "datetime64[s]", "whole": "float64", "number": "float64", "yes_no": "float64", "mark": "float64",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column of a record table.

    ``low`` and ``high`` are inclusive bounds in ``unit``; ``choices`` is the whole list of allowed words.
    An ``audit_only`` column never reaches a feature. ``past`` says that a date after today is a mistake. ``added``
    columns came to the vocabulary later: where one is empty, a row has the fingerprint that it had without it. No
    feature, list or label looks at what is ``kept_only``. ``gives`` are the columns that are worked out from this one.
    A day that is missing, or before that in the column ``not_before``, counts as the latter.
    """

    name: str
    kind: Kind
    meaning: Bilingual
    required: bool = False
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    audit_only: bool = False
    past: bool = True
    added: bool = False
    kept_only: bool = False
    gives: tuple[str, ...] = ()
    not_before: str = ""

    @property
    def dtype(self) -> str:
        """The array type of its values in checked records; a missing one is NaT, NaN or None."""
        return _DTYPES.get(self.kind, "object")


@dataclass(frozen=True)
class Table:
    """One record table: what a row is, its columns, and the columns that together may occur only once.

    ``instead`` are columns that a file may have instead of others: they are read, and are no columns of records.
    """

    name: str
    meaning: Bilingual
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    instead: tuple[Column, ...] = ()

    @property
    def readable(self) -> tuple[Column, ...]:
        """The columns that a file may have."""
        return (*self.columns, *self.instead)

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError if there is none."""
        for column in self.readable:
            if column.name == name:
                return column
        raise KeyError(name)
