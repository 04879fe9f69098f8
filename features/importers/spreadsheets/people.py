"""Who the rows of sheets are: one pupil for each register number, else for each name in a class."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from features.importers.known_children import KnownChild, Recognised, recognised
from features.importers.options import PupilPseudonyms
from features.importers.pseudonyms import Person, register_number
from features.importers.spreadsheets.files.grid import Sheet, cell_name
from features.importers.spreadsheets.headings.words import subject_name
from features.importers.spreadsheets.layouts.facts import PupilSeen
from features.importers.spreadsheets.layouts.reading import TableReading
from features.schema.synonyms import plain


@dataclass
class Pupil:
    """A child of the sheets: what all rows together say; of several classes the first counts."""

    pupil_id: str = ""
    register_number: str = ""
    name: str = ""
    birth_year: str = ""
    classes: dict[str, None] = field(default_factory=dict)
    contacts: dict[str, None] = field(default_factory=dict)

    def learn(self, seen: PupilSeen) -> None:
        """Take in what a row says and no row before did."""
        self.register_number = self.register_number or seen.register_number
        self.name = seen.name if len(seen.name) > len(self.name) and plain(self.name) in plain(seen.name) else self.name
        self.birth_year = self.birth_year or seen.birth_year
        if seen.class_label:
            self.classes[seen.class_label] = None


class People:
    """Finds the pupil of each row; of rows that may be two children it keeps a problem."""

    def __init__(self, school_id: str, pseudonyms: PupilPseudonyms, same: Mapping[str, str]) -> None:
        self._school_id, self._pseudonyms, self._same = school_id, pseudonyms, same
        self._by_register: dict[str, Pupil] = {}
        self._by_name: dict[str, list[Pupil]] = {}
        self._of_seen: dict[tuple[str, str, str, str], Pupil] = {}
        self.pupils: list[Pupil] = []

    def learn(self, readings: Sequence[TableReading]) -> None:
        """Get to know everyone: rows with a register number first, then those with a year of birth, then the others."""
        for certainty in range(4):
            for reading in readings:
                for row, seen in reading.pupils.items():
                    if _uncertainty(seen) == certainty:
                        self._learn(seen, row, reading)
        for pupil in self.pupils:
            pupil.pupil_id = self._pseudonym(pupil)

    def of(self, seen: PupilSeen) -> Pupil | None:
        """Return the pupil of a row that was learnt; None where it may be two."""
        return self._of_seen.get(seen[:4])

    def persons(self) -> list[Person]:
        """Return the pupils as rows that name them."""
        return [
            Person(
                pupil.pupil_id, next(iter(pupil.classes), ""), pupil.name, pupil.register_number,
                int(pupil.birth_year) if pupil.birth_year else None,
            )
            for pupil in self.pupils
        ]  # fmt: skip

    def recognise(self, known: Sequence[KnownChild], school_year: str, *, apart: Mapping[str, str]) -> Recognised:
        """Let pupils go on under the pseudonyms of children who were known before; return who they are."""
        people, settled = self.persons(), self._same.values()
        found = recognised(people, known, school_year=school_year, settled=settled, apart=apart.items())
        names = {each.pupil_id: each.name for each in known}
        for pupil in self.pupils:
            pupil.pupil_id = found.same.get(pupil.pupil_id, pupil.pupil_id)
            pupil.name = _fuller(pupil.name, names.get(pupil.pupil_id, ""))
        return found

    def table(self) -> pd.DataFrame:
        """Return who the pupils are, for the roster alone."""
        rows = {pupil.pupil_id: pupil for pupil in self.pupils}
        columns = ("pupil_id", "school_id", "name", "register_number", "contacts")
        people = [
            (key, self._school_id, each.name, each.register_number, "; ".join(each.contacts))
            for key, each in rows.items()
        ]
        return pd.DataFrame(people, columns=columns, dtype=object)

    def _learn(self, seen: PupilSeen, row: int, reading: TableReading) -> None:
        if (known := self._of_seen.get(seen[:4])) is not None:
            known.learn(seen)
            return
        pupil = self._registered(seen, row, reading) if seen.register_number else self._named(seen, row, reading)
        if pupil is not None:
            pupil.learn(seen)
            self._of_seen[seen[:4]] = pupil

    def _registered(self, seen: PupilSeen, row: int, reading: TableReading) -> Pupil | None:
        number = register_number(seen.register_number)
        pupil = self._by_register.get(number)
        if pupil is None:
            pupil = self._by_register[number] = self._new(seen)
        elif not _alike(pupil.name, seen.name):
            heading = reading.table.column("pupil.register_number")
            column = heading.column if heading else seen.place[1]
            reading.findings.wrong_cell("sheet_two_names", row, column, seen.register_number)
            return None
        return pupil

    def _named(self, seen: PupilSeen, row: int, reading: TableReading) -> Pupil | None:
        same = [
            each for each in self._by_name.get(plain(seen.name), ())
            if (not seen.class_label or not each.classes or seen.class_label in each.classes)
            and (not seen.birth_year or not each.birth_year or seen.birth_year == each.birth_year)
        ]  # fmt: skip
        if len(same) > 1:
            reading.findings.wrong_cell("sheet_which_pupil", row, seen.place[1], seen.name)
            return None
        return same[0] if same else self._new(seen)

    def _new(self, seen: PupilSeen) -> Pupil:
        pupil = Pupil(name=seen.name)
        self.pupils.append(pupil)
        if seen.name:
            self._by_name.setdefault(plain(seen.name), []).append(pupil)
        return pupil

    def _pseudonym(self, pupil: Pupil) -> str:
        if pupil.register_number:
            made = self._pseudonyms.of_register(self._school_id, pupil.register_number)
        else:
            year = int(pupil.birth_year) if pupil.birth_year else None
            made = self._pseudonyms.of_name(self._school_id, pupil.name, year)
        return self._same.get(made, made)


def _fuller(name: str, known: str) -> str:
    """Return the known name of a child where a sheet has only some of its words, or its letters without their marks.

    >>> _fuller("Rostas Florin", "Rostaș Florin"), _fuller("Stan Cristian", "Stan V. Cristian")
    ('Rostaș Florin', 'Stan V. Cristian')
    >>> _fuller("Rostaș Florin", "Rostas Florin"), _fuller("Stan Cristina", "Stan V. Cristian")
    ('Rostaș Florin', 'Stan Cristina')
    """
    own, there = (_plain_words(each) for each in (name, known))
    if own == there:
        return known if _marked_letters(known) > _marked_letters(name) else name
    return known if own and own < there else name


def _plain_words(name: str) -> frozenset[str]:
    return frozenset(plain(word) for word in name.replace("-", " ").split())


def _marked_letters(name: str) -> int:
    return sum(not letter.isascii() for letter in name)


def _uncertainty(seen: PupilSeen) -> int:
    """Return how little a row says of who it is: 0 with a register number, 3 with a name alone."""
    return next(
        (place for place, text in enumerate((seen.register_number, seen.birth_year, seen.class_label)) if text), 3
    )


def refuse_repeated(readings: Iterable[TableReading], people: People) -> None:
    """Keep a problem for each pupil who stands twice in a table of pupils, unless merged cells make one of two rows."""
    for reading in readings:
        if reading.layout == "event_rows":
            continue
        table, rows = reading.table, dict[tuple[int, tuple[str, ...]], int]()
        own = [each for each in table.headings if each.target in ("subject", "month")]  # a pupil has a row for each
        for row, seen in reading.pupils.items():
            pupil = people.of(seen)
            if pupil is None:
                continue
            of_row = tuple(subject_name(table.sheet.text(row, each.column)) for each in own)
            before = rows.get((id(pupil), of_row))
            if before is not None and not _is_same_entry(reading, before, row):
                reading.findings.wrong_cell(
                    "sheet_number_twice" if _has_one_number(reading, before, row) else "sheet_pupil_twice",
                    row,
                    seen.place[1],
                    seen.name or seen.register_number,
                    other=_row_name(table.sheet, before, seen.place[1]),
                )
            rows[id(pupil), of_row] = row


def _has_one_number(reading: TableReading, before: int, row: int) -> bool:
    numbers = {register_number(reading.pupils[each].register_number) for each in (before, row)}
    return len(numbers) == 1 and "" not in numbers


def refuse_unknown(
    readings: Sequence[TableReading],
    people: People,
    classmates: Mapping[str, Mapping[str, str]],
    *,
    settled: Collection[str],
) -> None:
    """Keep a problem for each row of a list of events that names a child whom its class does not have.

    A list of events is no class list: who is in it alone is a mistyped name more often than a new child. Where nobody
    keeps the names of a class, or none of it is known, nobody can tell.
    """
    listed = _pupils([each for each in readings if each.layout != "event_rows"], people)
    known = {*listed, *settled, *(pupil for of_class in classmates.values() for pupil in of_class)}
    named = {label for label, of_class in classmates.items() if all(of_class.values())}
    for reading in readings:
        if reading.layout != "event_rows":
            continue
        for row, seen in reading.pupils.items():
            is_told = seen.class_label in named if seen.class_label else named and len(named) == len(classmates)
            if is_told and (pupil := people.of(seen)) and pupil.pupil_id not in known:
                reading.findings.wrong_cell(
                    "sheet_unknown_pupil", row, seen.place[1], seen.name or seen.register_number
                )


def _pupils(readings: Iterable[TableReading], people: People) -> set[str]:
    found = (people.of(seen) for reading in readings for seen in reading.pupils.values())
    return {pupil.pupil_id for pupil in found if pupil is not None}


def _row_name(sheet: Sheet, row: int, column: int) -> str:
    """Return what people call the row of a pupil: its number, or the cell of the name where pupils stand in columns."""
    place = sheet.place(row, column)
    return str(row + 1) if place == (row, column) else cell_name(*place)


def _is_same_entry(reading: TableReading, before: int, row: int) -> bool:
    """Tell whether two rows are one in merged cells: the lower has no name or number of its own."""
    if reading.pupils[before] is reading.pupils[row]:
        return True
    sheet, numbers = (
        reading.table.sheet,
        [each.column for each in reading.table.headings if each.target == "ignore"][:1],
    )
    anew = any(sheet.text(row, column) != sheet.text(row - 1, column) for column in numbers)
    return sheet.merged and row == before + 1 and not anew


def _alike(one: str, other: str) -> bool:
    """Tell whether two names may be those of one child: one may hold the other, or be written otherwise."""
    if not one or not other or plain(one) == plain(other):
        return True
    first, second = map(_plain_words, (one, other))
    if len(first & second) >= 2 or first <= second or second <= first:
        return True
    from rapidfuzz import fuzz

    return bool(fuzz.token_sort_ratio(plain(one), plain(other)) >= 85)
