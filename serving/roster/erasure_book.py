"""Erasures of an installation: whom imports leave out, known by hashes; the one that goes on; receipts."""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from features.files.bounded_text import read_json
from features.files.one_at_a_time import one_at_a_time
from features.files.whole_files import write_text_whole
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.store.database.erased import digest_of

if TYPE_CHECKING:
    import pandas as pd

    from features.records.imported_records import ImportedRecords

FOLDER = "erasures"  # in the folder for everything local
Sealed = Mapping[str, Mapping[str, str]]  # by the digest of a pseudonym, and by that of each other one of its child
OPEN = "open.json"
_LEFT_OUT = "left_out.json"
_OTHERS = "others"  # the further pseudonyms of each, sealed
_GOES_ON, _WRITES = "goes_on.lock", "left_out.lock"
_MOMENT, _WAIT = 2, 60  # seconds: an erasure may take hours, a list of hashes is soon written
_MOST = 2**26  # bytes; a hash takes 70
_BUSY = Bilingual(
    "Another erasure goes on in this installation; repeat the command when it is over.",
    "În această instalare este în curs o altă ștergere; repetați comanda după ce se încheie.",
)


@dataclass(frozen=True)
class OpenErasure:
    """An erasure that has begun; its children are named until it is over, then nowhere any more."""

    kind: str
    place: str
    pupils: tuple[str, ...]
    by: str
    because: str
    children: int = 1


@dataclass(frozen=True)
class Asked:
    """What a log of an erasure says of it: its receipt's number, how many children, who asked and why."""

    receipt: int
    children: int
    by: str
    because: str


@dataclass(frozen=True)
class LeftOut:
    """Everybody who was erased, by hashes under a salt."""

    salt: str
    digests: frozenset[str]

    def among(self, pupils: Iterable[str]) -> set[str]:
        """Return those of some children who were erased."""
        return {each for each in set(pupils) if digest_of(each, self.salt) in self.digests} if self.digests else set()


@dataclass(frozen=True)
class ErasureBook:
    """The folder of an installation's erasures."""

    folder: Path

    def left_out(self, pupils: Iterable[str]) -> set[str]:
        """Return those of some children who were erased here."""
        return self.everybody().among(pupils)

    def everybody(self) -> LeftOut:
        """Return everybody who was erased here."""
        kept = self._left_out()
        return LeftOut(kept["salt"], frozenset(kept["digests"]))

    def written_at(self) -> int | None:
        """Return when it was last written who was erased, in nanoseconds; None where nobody was."""
        try:
            return (self.folder / _LEFT_OUT).stat().st_mtime_ns
        except FileNotFoundError:
            return None

    def without_erased(self, imported: "ImportedRecords") -> "tuple[ImportedRecords, int]":
        """Return what was imported without rows and names of who was erased here, and how many children they are."""
        tables = {name: table for name, table in imported.tables.items() if "pupil_id" in table}
        erased = self.left_out({str(each) for table in tables.values() for each in table["pupil_id"].unique()})
        if not erased:
            return imported, 0
        rest = {name: _without(table, erased) for name, table in tables.items()}
        people = None if imported.people is None else _without(imported.people, erased)
        return replace(imported, tables={**imported.tables, **rest}, people=people), len(erased)

    @contextmanager
    def only_one(self) -> Iterator[None]:
        """Let nobody else erase or readmit meanwhile: what is open, and the number of a receipt, are of one erasure.

        Raises
        ------
        Refused
            If another one goes on.
        """
        self.folder.mkdir(mode=0o700, exist_ok=True)
        with one_at_a_time(self.folder / _GOES_ON, wait=_MOMENT, busy=_BUSY):
            yield

    def leave_out(self, children: Collection[AbstractSet[str]]) -> None:
        """Leave children out of imports from now on, each under all its pseudonyms."""
        with self._changing() as kept:
            salt = kept["salt"]
            digests = {*kept["digests"], *(digest_of(each, salt) for child in children for each in child)}
            others = {**kept[_OTHERS], **_sealed(children, salt)}
            self._write(_LEFT_OUT, {"salt": salt, "digests": sorted(digests), _OTHERS: others})

    def pseudonyms_of(self, pupils: Iterable[str]) -> set[str]:
        """Return some pseudonyms with all others under which the same children were left out."""
        kept = self._left_out()
        return set(pupils).union(*(_unsealed(each, kept[_OTHERS], kept["salt"]) for each in pupils))

    def readmit(self, pupils: Collection[str]) -> int:
        """Let children in again whom imports leave out; return how many pseudonyms that were."""
        with self._changing() as kept:
            gone = {digest_of(each, kept["salt"]) for each in pupils}
            rest = set(kept["digests"]) - gone
            others = {digest: each for digest, each in kept[_OTHERS].items() if digest not in gone}
            if count := len(kept["digests"]) - len(rest):
                self._write(_LEFT_OUT, {"salt": kept["salt"], "digests": sorted(rest), _OTHERS: others})
        return count

    def unfinished(self) -> OpenErasure | None:
        """Return the erasure that was stopped before its end, if there is one."""
        try:
            found = read_json(self.folder / OPEN, most=_MOST)
        except FileNotFoundError:
            return None
        return replace(OpenErasure(**found), pupils=tuple(found["pupils"]))

    def begin(self, erasure: OpenErasure) -> None:
        """Write down an erasure before anything of it is done."""
        self._write(OPEN, asdict(erasure))

    def finish(self, receipt: Mapping[str, Any]) -> Path:
        """Keep the receipt of the erasure that is over, and no longer whom it was about."""
        path = self.keep(receipt)
        (self.folder / OPEN).unlink(missing_ok=True)
        return path

    def keep(self, receipt: Mapping[str, Any]) -> Path:
        """Keep a receipt under its number."""
        path = self.folder / f"{receipt['number']:04}.json"
        self._write(path.name, receipt)
        return path

    def next_number(self) -> int:
        """Return the number of the next receipt."""
        return max((int(path.stem) for path in self.folder.glob("[0-9]*.json") if path.stem.isdecimal()), default=0) + 1

    @contextmanager
    def _changing(self) -> Iterator[Any]:
        """Give who is left out, to be written anew: what another one writes meanwhile is not lost."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        with one_at_a_time(self.folder / _WRITES, wait=_WAIT, busy=_BUSY):
            yield self._left_out()

    def _left_out(self) -> Any:
        try:
            return {_OTHERS: {}, **read_json(self.folder / _LEFT_OUT, most=_MOST)}
        except FileNotFoundError:
            return {"salt": secrets.token_hex(16), "digests": [], _OTHERS: {}}

    def _write(self, name: str, content: Mapping[str, Any]) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        write_text_whole(self.folder / name, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def left_out_words(count: int) -> Bilingual:
    """Return what people are told of children who are left out."""
    return Bilingual(
        f"Left out {counted(count, 'child', 'children', 'en')} whose records were erased here; 'prezent readmit' "
        "lets one in again.",
        f"{counted(count, 'copil', 'copii', 'ro')} ale căror date au fost șterse aici nu au fost aduși; „prezent "
        "readmit” primește din nou un copil.",
    )


def _sealed(children: Iterable[AbstractSet[str]], salt: str) -> Sealed:
    """Return the other pseudonyms of each child, sealed under each of them."""
    found: dict[str, dict[str, str]] = {}
    for child in children:
        digests = {each: digest_of(each, salt) for each in sorted(child)}
        for one, other in permutations(digests, 2):
            text = _turned(other.encode(), one, other_digest=digests[other])
            found.setdefault(digests[one], {})[digests[other]] = text.hex()
    return found


def _unsealed(pupil: str, kept: Sealed, salt: str) -> set[str]:
    """Return the other pseudonyms of a child, by one of them; none where none were sealed under it."""
    others = kept.get(digest_of(pupil, salt), {})
    return {_turned(bytes.fromhex(text), pupil, other_digest=digest).decode() for digest, text in others.items()}


def _turned(text: bytes, under: str, *, other_digest: str) -> bytes:
    """Seal a text, or open it: its bytes against those that the pseudonym gives for this one other pseudonym."""
    key = hashlib.shake_256(f"{other_digest}\0{under.strip()}".encode()).digest(len(text))
    return bytes(mine ^ theirs for mine, theirs in zip(text, key, strict=True))


def _without(table: "pd.DataFrame", pupils: Collection[str]) -> "pd.DataFrame":
    return table[~table["pupil_id"].astype(str).isin(pupils)].reset_index(drop=True)
