"""Children that an installation knows already, found again where sheets name them otherwise than before.

A class list with register numbers and a later sheet with names alone are about one child, as are the two in the other
order. A child is taken for a known one where exactly one can be meant, and asked about where it is doubtful.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.importers.pseudonyms import DoubtfulPair, Person, are_alike, doubtful_pairs, folded_name, register_number

_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")  # in front of any part of a number, such as 12/045
_NAMESAKE = Bilingual("the same name is known already, perhaps of another child",
                      "numele este deja cunoscut, poate al altui copil")  # fmt: skip


@dataclass(frozen=True)
class KnownChild:
    """A child of a school as it is known; what is not known is empty or None. ``classes`` are those by school year.

    ``left_on`` is the day from which it is no longer in its last class.
    """

    pupil_id: str
    name: str = ""
    register_number: str = ""
    birth_year: int | None = None
    classes: Mapping[str, str] = field(default_factory=dict)
    left_on: dt.date | None = None
    sex: str = ""

    def person(self, school_year: str) -> Person:
        """Return the child as a row of the sheets of a school year would name it."""
        label = self.classes.get(school_year, "")
        return Person(self.pupil_id, label, self.name, self.register_number, self.birth_year, self.sex)


def classmates_of(
    known: Iterable[KnownChild], school_year: str, *, day: dt.date | None = None
) -> dict[str, dict[str, str]]:
    """Return the known children of each class of a school year, each with the name; empty where nobody keeps it.

    With a ``day`` only those who have not left by then.
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for each in known:
        has_left = day is not None and each.left_on is not None and each.left_on <= day
        if not has_left and (label := each.classes.get(school_year, "")):
            found[label][each.pupil_id] = each.name
    return dict(found)


@dataclass(frozen=True)
class Recognised:
    """Whom the sheets are about: by pseudonym the known child it stands for, pairs to ask about, and notes.

    ``unnamed`` are new children who may be known ones of their class whose names nobody keeps.
    """

    same: Mapping[str, str] = field(default_factory=dict)
    doubtful: tuple[DoubtfulPair, ...] = ()
    notes: tuple[Bilingual, ...] = ()
    unnamed: int = 0


def recognised(
    people: Sequence[Person], known: Iterable[KnownChild], *, school_year: str, settled: Iterable[str] = (),
    apart: Iterable[tuple[str, str]] = (), joined: Iterable[tuple[str, str]] = (),
) -> Recognised:  # fmt: skip
    """Find children of sheets among those that are known, none of whom is another child of the same sheets.

    A register number tells who it is; else the whole name does, in the same class or where the class is not known, of
    one year of birth. Of pseudonyms that are ``settled`` it was told before who they are; ``apart`` are pairs that were
    told to be two children, ``joined`` those told to be one. A number that another child had is asked about, and so is
    a child whose number is another one than before.
    """
    own = {each.pupil_id for each in people}
    of_school = [each.person(school_year) for each in known]
    if not (ids := {each.pupil_id for each in of_school}):
        return Recognised()
    others = _Others([each for each in of_school if each.pupil_id not in own], set(map(frozenset, apart)))
    new = [each for each in people if each.pupil_id not in ids.union(settled)]
    found = {each.pupil_id: others.of(each) for each in new}
    taken = Counter(each[0].pupil_id for each in found.values() if len(each) == 1)
    same, doubtful = {}, []
    for person in new:
        meant = found[person.pupil_id]
        if len(meant) == 1 and taken[meant[0].pupil_id] == 1 and not _moved(meant[0], person):
            same[person.pupil_id] = meant[0].pupil_id
        doubtful += [DoubtfulPair(each, person, _NAMESAKE, first_stays=True) for each in meant]
    doubtful = [pair for pair in doubtful if pair.second.pupil_id not in same]
    nobody = [each for each in new if not found[each.pupil_id]]
    doubtful += [*others.alike(nobody, set(same.values())), *others.renumbered(nobody)]
    doubtful += _taken_over(people, of_school, set(joined))
    unnamed = others.unnamed(new)
    return Recognised(same, tuple(doubtful), (*_told(len(same)), *_told_unnamed(unnamed)), unnamed)


@dataclass(frozen=True)
class _Others:
    """The known children who are not in the sheets by the pseudonym that they have."""

    people: Sequence[Person]
    apart: Collection[frozenset[str]]
    _by_name: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    _by_number: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for each in self.people:
            if each.name:
                self._by_name[folded_name(each.name)].append(each)
            if each.register_number:
                self._by_number[register_number(each.register_number)].append(each)

    def of(self, person: Person) -> list[Person]:
        """Return whom a child of the sheets may be: by the number, else by the name, in the same class if there."""
        numbered = self._by_number.get(register_number(person.register_number), []) if person.register_number else []
        named = numbered or [
            each for each in self._by_name.get(folded_name(person.name), ())
            if not (each.register_number and person.register_number)
            and (None in (each.birth_year, person.birth_year) or each.birth_year == person.birth_year)
        ]  # fmt: skip
        named = [each for each in named if frozenset((each.pupil_id, person.pupil_id)) not in self.apart]
        classmates = [each for each in named if each.class_label and each.class_label == person.class_label]
        return classmates or named

    def alike(self, people: Sequence[Person], taken: Collection[str]) -> list[DoubtfulPair]:
        """Return pairs of children of the sheets with those of their class whose names are alike."""
        left = [each for each in self.people if each.name and each.class_label and each.pupil_id not in taken]
        known = {each.pupil_id for each in left}
        return [
            DoubtfulPair(pair.first, pair.second, pair.why, first_stays=True)
            for pair in doubtful_pairs([*left, *people], answered=[(min(pair), max(pair)) for pair in self.apart])
            if pair.first.pupil_id in known and pair.second.pupil_id not in known
        ]

    def renumbered(self, people: Sequence[Person]) -> Iterator[DoubtfulPair]:
        """Yield pairs of children of the sheets with those whom all but the register number says that they are."""
        for person in people:
            for each in self._by_name.get(folded_name(person.name), ()):
                numbered = each.register_number and person.register_number
                is_apart = frozenset((each.pupil_id, person.pupil_id)) in self.apart
                if numbered and not is_apart and _says_the_same(each, person):
                    number = person.register_number
                    why = Bilingual(f"the same name, now with register number {number}",
                                    f"același nume, acum cu numărul matricol {number}")  # fmt: skip
                    yield DoubtfulPair(each, person, why, first_stays=True)

    def unnamed(self, people: Sequence[Person]) -> int:
        """Count how many new children may be known ones of their class whose names nobody keeps."""
        missing = Counter(each.class_label for each in self.people if each.class_label and not each.name)
        come = Counter(each.class_label for each in people)
        return sum((missing & come).values())


def _says_the_same(known: Person, person: Person) -> bool:
    """Tell whether class, year of birth and sex allow two to be one child, and more than the name speaks for it."""
    if "" not in (labels := {known.class_label, person.class_label}) and len(labels) > 1:
        return False
    pairs = (known.birth_year, person.birth_year), (known.sex, person.sex)
    told = [one == other for one, other in pairs if one and other]
    numbers = {_ZEROS.sub("", register_number(each.register_number)) for each in (known, person)}
    return all(told) and (bool(told) or len(numbers) == 1)


def _taken_over(
    people: Sequence[Person], known: Sequence[Person], joined: Collection[tuple[str, str]]
) -> Iterator[DoubtfulPair]:
    """Yield pairs of children of the sheets with those who had their register number, where they seem to be others.

    The names are quite other ones, and so is the year of birth or the sex, or the name is that of another known child.
    """
    by_id = {each.pupil_id: each for each in known if each.name}
    ids: dict[str, set[str]] = defaultdict(set)
    for each in by_id.values():
        ids[folded_name(each.name)].add(each.pupil_id)
    for person in people:
        before = by_id.get(person.pupil_id)
        if before is None or not person.other_id or are_alike(before.name, person.name):
            continue
        one = {before.pupil_id}.union(*(pair for pair in joined if before.pupil_id in pair))
        is_another = bool(ids.get(folded_name(person.name), set()) - one)
        if (is_another or _differ(before, person)) and (person.other_id, before.pupil_id) not in joined:
            number = person.register_number
            why = Bilingual(f"the first had register number {number} before",
                            f"primul avea înainte numărul matricol {number}")  # fmt: skip
            yield DoubtfulPair(before, replace(person, pupil_id=person.other_id), why, first_stays=True)


def _differ(one: Person, other: Person) -> bool:
    pairs = (one.birth_year, other.birth_year), (one.sex, other.sex)
    return any(first and second and first != second for first, second in pairs)


def _moved(known: Person, person: Person) -> bool:
    """Tell whether a child found by its name is in another class than the one that is known of it."""
    labels = known.class_label, person.class_label
    numbers = register_number(known.register_number), register_number(person.register_number)
    return "" not in labels and labels[0] != labels[1] and not (numbers[0] and numbers[0] == numbers[1])


def _told(count: int) -> list[Bilingual]:
    if not count:
        return []
    children = counted(count, "child was", "children were", "en"), counted(count, "copil", "copii", "ro")
    found = "a fost recunoscut" if count == 1 else "au fost recunoscuți"
    return [
        Bilingual(
            f"{children[0]} found again by name or register number among those known here, and stays one child",
            f"{children[1]} {found} după nume sau număr matricol printre cei știuți aici: rămâne același copil"
            if count == 1
            else f"{children[1]} {found} după nume sau număr matricol printre cei știuți aici: rămân aceiași copii",
        )
    ]


def _told_unnamed(count: int) -> list[Bilingual]:
    if not count:
        return []
    children = counted(count, "child is", "children are", "en"), counted(count, "copil nou", "copii noi", "ro")
    return [Bilingual(
        f"{children[0]} new in classes in which as many known ones are not in the sheets; no names are kept here that "
        "tell whether they are the same. If they are, write into the sheet what stood there before, the register "
        "number or the name, and give the sheet again before it is brought in; if they are new, nothing is to be done",
        f"{children[1]} în clase din ale căror liste lipsesc tot atâția copii știuți; aici nu se păstrează nume "
        "care să arate dacă sunt aceiași. Dacă sunt, scrieți în foaie ce era înainte, numărul matricol sau numele, și "
        "dați din nou foaia înainte de a aduce datele; dacă sunt noi, nu este nimic de făcut",
    )]  # fmt: skip
