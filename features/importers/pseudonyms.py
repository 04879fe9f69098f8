"""Pseudonyms of pupils under an installation's key, and pairs of rows that may be one child."""

import base64
import hashlib
import hmac
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from features.cells.visible_letters import visible
from features.i18n.text import Bilingual, Language

LETTERS = 20  # of a pseudonym, the first of them p: 95 bits, and never thirteen digits
_SPACES = re.compile(r"\s+")
_DASHES = re.compile(r"[‐‑‒–—−]")
_NO_LETTERS = re.compile(r"[\W_]+")
_WHOLE = re.compile(r"0*(\d+?)(?:[.,]0+)?", re.ASCII)
_ALIKE = 85  # of 100, as rapidfuzz counts
_FEWEST_LETTERS = 6  # of a name that may be told from another by one letter


@dataclass(frozen=True)
class Person:
    """A row that names a child; what the file does not say is empty or None."""

    pupil_id: str
    class_label: str
    name: str
    register_number: str = ""
    birth_year: int | None = None
    sex: str = ""
    other_id: str = ""  # the pseudonym that the row has if its register number was another child's before


@dataclass(frozen=True)
class DoubtfulPair:
    """Two rows of one class that may be one child, and why they may be; ``first_stays`` where the first was before."""

    first: Person
    second: Person
    why: Bilingual
    first_stays: bool = False

    def words(self) -> Bilingual:
        """Return the pair as a sentence for people."""
        label = self.second.class_label or self.first.class_label or "-"
        first, second = self._first("en"), self._second("en")
        first_ro, second_ro = self._first("ro"), self._second("ro")
        return Bilingual(
            f"Class {label}: {first} and {second} may be one child ({self.why.en}).",
            f"Clasa {label}: {first_ro} și {second_ro} pot fi același copil ({self.why.ro}).",
        )

    def _first(self, language: Language) -> str:
        """Return the first child; one known before, of another class or the same name, with class and number."""
        moved = self.first_stays and (self._is_alike() or self.first.class_label != self.second.class_label)
        told = [self.first.class_label, _number(self.first, language)] if moved else []
        return _with_details(self.first.name, [*told, *self._details(self.first, language)])

    def _second(self, language: Language) -> str:
        return _with_details(self.second.name, self._details(self.second, language))

    def _details(self, person: Person, language: Language) -> list[str]:
        """Return what tells two children of one name apart: the number, and the year of birth where these differ."""
        if not self._is_alike():
            return []
        year = person.birth_year if self.first.birth_year != self.second.birth_year else None
        born = {"en": "born in", "ro": "an al nașterii"}[language]
        return [_number(person, language), f"{born} {year}" if year else ""]

    def _is_alike(self) -> bool:
        return folded_name(self.first.name) == folded_name(self.second.name)

    def same(self) -> tuple[str, str]:
        """Return the pseudonym that is left where they are one child, and the one that stays: with a number, if any."""
        turned = self.second.register_number and not self.first_stays
        first, second = (self.second, self.first) if turned else (self.first, self.second)
        return second.pupil_id, first.pupil_id


def _number(person: Person, language: Language) -> str:
    word = {"en": "register number", "ro": "număr matricol"}[language]
    return f"{word} {person.register_number}" if person.register_number else ""


def _with_details(name: str, details: Sequence[str]) -> str:
    said = ", ".join(dict.fromkeys(filter(None, details)))
    return f"{name} ({said})" if said else name


class Parted(NamedTuple):
    """A link that was taken back: the pseudonym that a school's rows give, the one it had been linked with, and it."""

    other_id: str
    pupil_id: str
    school_id: str


@dataclass(frozen=True)
class Pseudonyms:
    """The pseudonyms that one installation's key gives.

    ``links`` are pseudonyms whose children go on under another one, each with that one: they moved between schools.
    ``parted`` are links that were taken back.

    >>> pseudonyms = Pseudonyms(b"0" * 32)
    >>> pseudonyms.of_register("0761101234", " 0123 ") == pseudonyms.of_register("0761101234", "123")
    True
    """

    key: bytes
    links: Mapping[str, str] = field(default_factory=dict)
    parted: frozenset[Parted] = frozenset()

    def __repr__(self) -> str:
        """Name the key without showing it."""
        return f"Pseudonyms({self.key_id})"

    @property
    def key_id(self) -> str:
        """What tells this key from another one without telling the key."""
        return self._digest(b"key")

    def of_register(self, school_id: str, number: str) -> str:
        """Return the pseudonym of a register number in a school; see ``register_number``."""
        return self._pseudonym(b"register", school_id.strip(), register_number(number))

    def of_name(self, school_id: str, name: str, birth_year: int | None) -> str:
        """Return the pseudonym of a child without a register number; see ``folded_name``."""
        year = "" if birth_year is None else str(birth_year)
        return self._pseudonym(b"name", school_id.strip(), folded_name(name), year)

    def _pseudonym(self, kind: bytes, *parts: str) -> str:
        own = "p" + self._digest(kind, *parts)
        return self.links.get(own, own)

    def _digest(self, kind: bytes, *parts: str) -> str:
        """Return letters a-z and digits 2-7 of a keyed digest; NUL parts what is digested, as no cell has it."""
        message = b"\0".join([kind, *(part.replace("\0", "").encode() for part in parts)])
        digest = hmac.new(self.key, message, hashlib.sha256).digest()
        return base64.b32encode(digest).decode("ascii").lower()[: LETTERS - 1]


def register_number(text: str) -> str:
    """Return a register number as it is compared: without spaces, in capitals, with one kind of dash.

    A number of digits only has no leading zeros, which spreadsheets drop, nor a fraction of zeros, which they add.

    >>> register_number(" 00123.0 "), register_number("i / 012–b")
    ('123', 'I/012-B')
    """
    number = _DASHES.sub("-", _SPACES.sub("", unicodedata.normalize("NFKC", visible(text)))).upper()
    whole = _WHOLE.fullmatch(number)
    return whole[1] if whole else number


def folded_name(text: str) -> str:
    """Return a name as it is compared: small letters without marks, words in their order with one space between.

    >>> folded_name("ŞTEFĂNESCU-Țurcanu  Ana,Maria")
    'stefanescu turcanu ana maria'
    """
    letters = unicodedata.normalize("NFKD", visible(text).casefold())
    return _NO_LETTERS.sub(" ", "".join(each for each in letters if not unicodedata.combining(each))).strip()


def are_alike(one: str, other: str) -> bool:
    """Tell whether two names may be those of one child: one may hold the other, or be written otherwise."""
    names = folded_name(one), folded_name(other)
    if not all(names) or names[0] == names[1]:
        return True
    first, second = (set(name.split()) for name in names)
    if len(first & second) >= 2 or first <= second or second <= first:
        return True
    from rapidfuzz import fuzz

    return bool(fuzz.token_sort_ratio(*names) >= _ALIKE)


def doubtful_pairs(people: Sequence[Person], *, answered: Iterable[tuple[str, str]] = ()) -> list[DoubtfulPair]:
    """Return pairs of rows of one class that may be one child, in the order of the rows; never joined unasked.

    Two different register numbers are two children. ``answered`` are pairs of pseudonyms already told apart or joined,
    in either order.
    """
    classes: dict[str, dict[str, Person]] = defaultdict(dict)
    for person in people:
        classes[person.class_label].setdefault(person.pupil_id, person)
    known = set(map(frozenset, answered))
    return [
        DoubtfulPair(first, second, why)
        for group in classes.values()
        for first, second in _sharing_a_word(list(group.values()))
        if {first.pupil_id, second.pupil_id} not in known and (why := _doubt(first, second))
    ]


def _sharing_a_word(people: Sequence[Person]) -> Iterator[tuple[Person, Person]]:
    """Yield pairs whose names share a word, each once, in the order of the rows."""
    by_word: dict[str, list[int]] = defaultdict(list)
    pairs: set[tuple[int, int]] = set()
    for place, person in enumerate(people):
        for word in set(folded_name(person.name).split()):
            pairs.update((other, place) for other in by_word[word])
            by_word[word].append(place)
    for first, second in sorted(pairs):
        yield people[first], people[second]


def _doubt(first: Person, second: Person) -> Bilingual | None:
    """Say why two rows may be one child; None where they are two."""
    numbers = {register_number(each.register_number) for each in (first, second)} - {""}
    if len(numbers) > 1:
        return None
    names = folded_name(first.name), folded_name(second.name)
    if names[0] == names[1]:
        return Bilingual("the same name, with another number or year of birth",
                         "același nume, cu alt număr sau alt an al nașterii")  # fmt: skip
    years = {first.birth_year, second.birth_year} - {None}
    if len(years) > 1:
        return None
    words = [name.split() for name in names]
    if sorted(words[0]) == sorted(words[1]):
        return Bilingual("the same words in another order", "aceleași cuvinte, în altă ordine")
    if _all_in(words[0], words[1]) or _all_in(words[1], words[0]):
        return Bilingual("one has a further given name or an initial", "unul are încă un prenume sau o inițială")
    return _one_letter_off(*names)


def _all_in(fewer: Sequence[str], more: Sequence[str]) -> bool:
    """Tell whether at least two words are all among the others, an initial standing for any word that begins so."""
    left = list(more)
    for word in sorted(fewer, key=len, reverse=True):
        match = next(
            (each for each in left if each == word or (1 in (len(word), len(each)) and word[0] == each[0])), ""
        )
        if not match:
            return False
        left.remove(match)
    return len(fewer) > 1


def _one_letter_off(first: str, second: str) -> Bilingual | None:
    from rapidfuzz.distance import OSA

    if min(len(first), len(second)) < _FEWEST_LETTERS or OSA.distance(first, second, score_cutoff=1) > 1:
        return None
    return Bilingual("the names differ in one letter", "numele diferă printr-o literă")
