"""The other pseudonyms of a child, kept so that only who knows one of them can read them."""

import hashlib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import permutations

from features.store.database.erased import digest_of

Sealed = Mapping[str, Mapping[str, str]]  # by the digest of a pseudonym, and by that of each other one of its child


def sealed(children: Iterable[AbstractSet[str]], salt: str) -> Sealed:
    """Return the other pseudonyms of each child, sealed under each of them."""
    found: dict[str, dict[str, str]] = {}
    for child in children:
        digests = {each: digest_of(each, salt) for each in sorted(child)}
        for one, other in permutations(digests, 2):
            text = _turned(other.encode(), one, other_digest=digests[other])
            found.setdefault(digests[one], {})[digests[other]] = text.hex()
    return found


def unsealed(pupil: str, kept: Sealed, salt: str) -> set[str]:
    """Return the other pseudonyms of a child, by one of them; none where none were sealed under it."""
    others = kept.get(digest_of(pupil, salt), {})
    return {_turned(bytes.fromhex(text), pupil, other_digest=digest).decode() for digest, text in others.items()}


def _turned(text: bytes, under: str, *, other_digest: str) -> bytes:
    """Seal a text, or open it: its bytes against those that the pseudonym gives for this one other pseudonym."""
    key = hashlib.shake_256(f"{other_digest}\0{under.strip()}".encode()).digest(len(text))
    return bytes(mine ^ theirs for mine, theirs in zip(text, key, strict=True))
