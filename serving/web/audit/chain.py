"""The chain of the log: entries are added at its end or emptied of an erased child; a changed one is found."""

import hashlib
import json
import re
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from serving.web.access.rows import every_row
from serving.web.audit.heads import remember, remembered
from serving.web.audit.models import Entry
from serving.web.configuration.erased import erased_among

ERASED = "children_erased"  # what the log calls an erasure; ``entries`` are the numbers of those that it emptied
_AT_ONCE = 500
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")
BEGINNING = "0" * 64
_LOCK = 0x70726573  # an advisory lock of PostgreSQL, so that two workers add one after the other


@dataclass(frozen=True)
class Fault:
    """An entry that is not as it was written, or the place of one that is gone."""

    number: int
    kind: str


def record(
    request: HttpRequest | None, action: str, *, pupil_id: str = "", school_id: str = "",
    what: Mapping[str, object] | None = None, why: str = "", who: str = "",
) -> Entry:  # fmt: skip
    """Add an entry; called inside the transaction of what it speaks of, so that neither is without the other."""
    if pupil_id and erased_among([pupil_id]):  # a request that was on its way, or records of before the erasure
        pupil_id, why = "", ""
    pupil_id, school_id, who = as_in_log(pupil_id), _fitting(school_id, "school_id"), _fitting(who, "who")
    with transaction.atomic(), every_row():
        hold_the_end()
        last = Entry.objects.order_by("-number").first()
        entry = Entry(
            number=last.number + 1 if last else 1,
            at=timezone.now(),
            who=who or _name(request),
            action=action,
            pupil_id=pupil_id,
            school_id=school_id,
            what=dict(what or {}),
            why=why,
            address=(request.META.get("REMOTE_ADDR") or "") if request else "",
            salt=secrets.token_hex(16) if pupil_id or why else "",
            before=last.digest if last else BEGINNING,
        )
        entry.personal = personal_digest_of(entry)
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
        transaction.on_commit(partial(remember, entry.number, entry.digest), robust=True)
    return entry


def hold_the_end() -> None:
    """Let no other process of PostgreSQL add an entry until the end of this transaction, as SQLite does by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def as_in_log(pupil_id: str) -> str:
    """Return a pseudonym as the log has it: one that a program made up, and no database keeps, as its digest.

    >>> as_in_log("e1")
    'e1'
    >>> as_in_log("e" * 201)[:20]
    'sha256:53d7ce533a0b9'
    """
    return pupil_id if _fitting(pupil_id, "pupil_id") == pupil_id else f"sha256:{_digest(pupil_id)}"


def faults() -> Iterator[Fault]:
    """Yield what is wrong with the chain, entry by entry, and with its end."""
    beside, emptied = remembered(), emptied_numbers()
    before, number = BEGINNING, 0
    for entry in Entry.objects.order_by("number").iterator():
        if entry.number != number + 1:
            yield Fault(number + 1, "missing")
        if not _is_as_written(entry, emptied) or (beside or {}).get(entry.number, entry.digest) != entry.digest:
            yield Fault(entry.number, "changed")
        elif entry.before != before and entry.number == number + 1:
            yield Fault(entry.number, "unlinked")
        before, number = entry.digest, entry.number
    if beside is None and number:
        yield Fault(number, "unwitnessed")
    elif beside and max(beside) > number:
        yield Fault(number + 1, "missing")


def entries_whole() -> int:
    """Return how many entries there are."""
    return Entry.objects.count()


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


def digest_of(entry: Entry) -> str:
    """Return the digest of all that an entry says; of what may be about a child, through the digest of that."""
    return _digest(
        entry.number, entry.at.isoformat(), entry.who, entry.action, entry.school_id, entry.what, entry.address,
        entry.personal, entry.before,
    )  # fmt: skip


def personal_digest_of(entry: Entry) -> str:
    """Return the digest of what an entry says that may be about a child, empty where that is nothing."""
    said = entry.salt, entry.pupil_id, entry.why
    return _digest(*said) if any(said) else ""


def _is_as_written(entry: Entry, emptied: Collection[int]) -> bool:
    if entry.digest != digest_of(entry):
        return False
    if entry.number in emptied:
        return not (entry.salt or entry.pupil_id or entry.why)
    return entry.personal == personal_digest_of(entry)


def _digest(*said: object) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _fitting(text: str, field: str) -> str:
    """Return a text without what the field of an entry has no place for; programs ask for anything."""
    return text.replace("\0", "")[: Entry._meta.get_field(field).max_length]  # type: ignore[union-attr]


def _erasing(switch: str) -> None:
    """Let PostgreSQL change entries until the end of this transaction, or no more."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.erasing', %s, true)", [switch])


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    yield from (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))


def _name(request: HttpRequest | None) -> str:
    if request is None:
        return "prezent"
    return request.user.email if request.user.is_authenticated else "nobody"
