"""What every reader of another system is told beside the place of its files."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class PupilPseudonyms(Protocol):
    """What makes pseudonyms of pupils under an installation's key."""

    def of_register(self, school_id: str, number: str) -> str:
        """Return the pseudonym of a number in the register of a school, or of another keeper of numbers."""

    def of_name(self, school_id: str, name: str, birth_year: int | None) -> str:
        """Return the pseudonym of a child without a number."""


@dataclass(frozen=True)
class ImportOptions:
    """How outside files become records.

    Parameters
    ----------
    pseudonyms
        What makes pseudonyms of pupils.
    today
        The day of the import: no event is later, and what a file dates at nothing else was known on it.
    school_id, school_year
        The school, and its school year, of files that name none.
    day_hours
        The lessons of a school day, where a system says that a whole day was missed.
    pass_mark
        The lowest mark of 100 that is a pass, where a system gives per cent and no pass mark.
    codes
        What a district's own codes of attendance mean: ``excused``, ``unexcused``, ``tardy``, ``present``, ``absent``
        (whether it is excused is not known) or ``ignored``.
    """

    pseudonyms: PupilPseudonyms
    today: dt.date
    school_id: str = ""
    school_year: str = ""
    day_hours: float = 6
    pass_mark: float = 60
    codes: Mapping[str, str] = field(default_factory=dict)


def exact_number(number: str) -> str:
    """Return the number of another system so that no two of them become one, whatever is made of case and zeros.

    Register numbers are compared without leading zeros and in capitals, as people write them; ``a1`` and ``A1``, ``7``
    and ``07`` are two children of a system that counts in letters.

    >>> exact_number("a1") == exact_number("A1"), exact_number("7")
    (False, 'X37')
    """
    return "X" + number.encode().hex().upper()
