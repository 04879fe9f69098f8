"""Erased children, known only by salted hashes, so that an old file does not bring them back."""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, select

from features.store.database.tables import ERASED_PUPILS, ERASURES, STATE

_ENOUGH = 100  # of the children of one erasure, to find it again

Removed = Mapping[str, int]  # how many rows and copies went, by table or kind


def digest_of(pupil_id: str, salt: str) -> str:
    """Return what an erased child is kept as.

    >>> digest_of("p7", "salt") == digest_of(" p7 ", "salt") != digest_of("p7", "other salt")
    True
    """
    return hmac.new(salt.encode(), pupil_id.strip().encode(), hashlib.sha256).hexdigest()


def erased_among(connection: Connection, pupils: Iterable[str]) -> set[str]:
    """Return those of some children that were erased from the store."""
    digests = set(connection.execute(select(ERASED_PUPILS.c.digest)).scalars())
    if not digests:
        return set()
    salt = _salt(connection)
    return {pupil for pupil in set(pupils) if digest_of(pupil, salt) in digests}


def keep_erasure(connection: Connection, pupils: Collection[str], removed: Removed, *, by: str, because: str) -> int:
    """Write down an erasure and whom to leave out from now on; return its number."""
    written = json.dumps(removed)
    insert = ERASURES.insert().values(who=by, because=because, removed=written).returning(ERASURES.c.id)
    number = int(connection.execute(insert).scalar_one())
    known, salt = erased_among(connection, pupils), _salt(connection)
    if new := sorted(set(pupils) - known):
        connection.execute(
            ERASED_PUPILS.insert(), [{"digest": digest_of(each, salt), "erasure_id": number} for each in new]
        )
    return number


def removed_before(connection: Connection, pupils: Iterable[str]) -> Removed | None:
    """Return what the last erasure of these children removed; None where they were never erased."""
    salt = _salt(connection)
    digests = [digest_of(each, salt) for each in sorted(set(pupils))[:_ENOUGH]]
    query = select(ERASURES.c.removed).join(ERASED_PUPILS).where(ERASED_PUPILS.c.digest.in_(digests))
    query = query.order_by(ERASURES.c.id.desc()).limit(1)
    found = connection.execute(query).scalar()
    return None if found is None else dict(json.loads(found))


def readmit(connection: Connection, pupils: Iterable[str]) -> int:
    """Let children in again whom imports leave out; return how many."""
    salt = _salt(connection)
    digests = [digest_of(each, salt) for each in pupils]
    return connection.execute(delete(ERASED_PUPILS).where(ERASED_PUPILS.c.digest.in_(digests))).rowcount


def _salt(connection: Connection) -> str:
    """Return what is mixed into the hashes of this store alone: its own number, which nobody can guess."""
    return str(connection.execute(select(STATE.c.store_id)).scalar_one())
