"""Totals of absences beside the rows that lie in their days: what each of both says."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_LEAST = 0.005  # hours are compared to the hundredth


class Absence(NamedTuple):
    """Hours that a pupil missed, on a day or in a period; ``excused`` is yes, no or unknown."""

    pupil_id: str
    first: dt.date
    last: dt.date
    subject: str
    excused: str
    hours: float

    @property
    def is_total(self) -> bool:
        """Whether it is of several days."""
        return self.first < self.last

    def said_of(self) -> tuple[object, ...]:
        """Return what the hours are of."""
        return self[:-1]


@dataclass(frozen=True)
class Beside:
    """A total with rows in its days: the places of both, and the hours that those rows come to."""

    total: int
    rows: tuple[int, ...]
    hours: float


@dataclass
class _Counted:
    """What a row counts beside those that lie in its days."""

    place: int
    row: Absence
    hours: float


def excused_as(excused: object, excused_on: object) -> str:
    """Return whether hours are excused: yes, no or unknown; what is not said is not excused.

    >>> excused_as("", "2025-10-09"), excused_as("unknown", ""), excused_as("", "")
    ('yes', 'unknown', 'no')
    """
    return "yes" if excused == "yes" or excused_on else "unknown" if excused == "unknown" else "no"


def are_more(hours: float, others: float) -> bool:
    """Tell whether hours are more than others."""
    return hours - others > _LEAST


def totals_beside_rows(absences: Sequence[Absence]) -> Iterator[Beside]:
    """Yield each total that has rows in its days: of the same subject if it has one, and of the same kind.

    A total of which nobody knows how much of it is excused is beside rows of all kinds. The rows may be totals
    themselves: what they say beyond those in their own days counts.
    """
    of_pupils: dict[str, list[tuple[int, Absence]]] = defaultdict(list)
    for place, absence in enumerate(absences):
        of_pupils[absence.pupil_id].append((place, absence))
    for own in of_pupils.values():
        counted = [_Counted(place, each, each.hours) for place, each in own if not each.is_total]
        for place, total in sorted((each for each in own if each[1].is_total), key=lambda each: _order(each[1])):
            inside = [each for each in counted if _is_inside(each.row, total)]
            hours = sum(each.hours for each in inside if total.excused in ("unknown", _kind(each.row)))
            if inside:
                yield Beside(place, tuple(each.place for each in inside), hours)
            counted.append(_Counted(place, total, max(total.hours - hours, 0.0)))


def _order(total: Absence) -> tuple[object, ...]:
    """Return what puts totals in order: the shorter first, then those of a subject, then those of one kind."""
    return (total.last - total.first, not total.subject, total.excused == "unknown")


def _kind(absence: Absence) -> str:
    return "yes" if absence.excused == "yes" else "no"


def _is_inside(row: Absence, total: Absence) -> bool:
    if not (total.first <= row.first and row.last <= total.last) or row.said_of() == total.said_of():
        return False
    if row.is_total and total.excused not in ("unknown", _kind(row)):
        return False  # a total of one kind says nothing of the other
    return not total.subject or row.subject in ("", total.subject)
