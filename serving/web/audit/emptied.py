"""Entries of the log that were emptied of a child who was erased: they stay, and say of nobody any more."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db import connection, transaction

from serving.web.audit.models import Entry

ERASED = "children_erased"  # what the log calls an erasure; ``entries`` are the numbers of those that it emptied
_AT_ONCE = 500
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")


def empty_entries(numbers: Collection[int]) -> None:
    """Take out of entries what may be about a child; the digests of it stay, so that the chain holds."""
    with transaction.atomic():
        _erasing("on")
        for some in _chunks(sorted(numbers)):
            Entry.objects.filter(number__in=some).update(pupil_id="", why="", salt="")
        _erasing("off")


def emptied_numbers() -> frozenset[int]:
    """Return the numbers of all entries that the log says were emptied."""
    said = Entry.objects.filter(action=ERASED).values_list("what", flat=True)
    return frozenset(number for what in said for number in read_numbers(str(what.get("entries", ""))))


def said_numbers(numbers: Iterable[int]) -> str:
    """Return numbers in few words.

    >>> said_numbers({7, 3, 4, 5})
    '3-5, 7'
    """
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def read_numbers(text: str) -> Iterator[int]:
    """Yield the numbers that such words mean.

    >>> list(read_numbers("3-5, 7"))
    [3, 4, 5, 7]
    """
    for first, last in _RANGE.findall(text):
        yield from range(int(first), int(last or first) + 1)


def _erasing(switch: str) -> None:
    """Let PostgreSQL change entries until the end of this transaction, or no more."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.erasing', %s, true)", [switch])


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    yield from (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))
