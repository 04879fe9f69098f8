"""The chain of the log: entries are added at its end, and a changed or missing one is found."""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from serving.web.access.rows import every_row
from serving.web.audit.emptied import emptied_numbers
from serving.web.audit.heads import remember, remembered
from serving.web.audit.models import Entry
from serving.web.configuration.erased import erased_among

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
    with transaction.atomic(), every_row():
        _hold()
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


def _name(request: HttpRequest | None) -> str:
    if request is None:
        return "prezent"
    return request.user.email if request.user.is_authenticated else "nobody"


def _hold() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
