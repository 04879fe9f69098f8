"""Children taken out of the roster, and found as people write them: names, register numbers, pseudonyms."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from features.i18n.text import Bilingual
from features.importers.pseudonyms import folded_name
from features.store.erasure.table_files import LONG
from features.store.erasure.traces import GONE
from serving.roster.roster import Roster

if TYPE_CHECKING:
    from sqlalchemy import Row

_AT_ONCE = 500
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\w+(?:[/.-]\w+)*")
_MOST_BETWEEN = 3  # signs between two words of one name: a space, a comma with a space, a hyphen
_NUMBER = re.compile(r"(?=.*\d)(?:.*[/.-].*|.{5,})")  # a register number that is no year, day or class


@dataclass(frozen=True)
class NamedPeople:
    """Children as people write them: pseudonyms, names, register numbers.

    ``places`` are the schools in which the roster has them, each with the pseudonym.
    """

    pupils: frozenset[str]
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    places: frozenset[tuple[str, str]] = frozenset()

    @property
    def phrases(self) -> frozenset[bytes]:
        """The names as they stand in files, of those that are no word by chance."""
        return frozenset(name.encode() for name in self.names if len(name) >= LONG and " " in name)

    def are_in(self, text: str) -> bool:
        """Tell whether a text names any of them."""
        return bool(self._places(text))

    def may_be_in(self, row: str) -> bool:
        """Tell whether the cells of a row may be about any of them: two words of a name are enough, wherever.

        >>> people = NamedPeople(frozenset({"p17"}), frozenset({"Popescu Ana Ioana"}), frozenset({"12/345"}))
        >>> [people.may_be_in(row) for row in ("7 POPESCU I. V A Ană", "Pop Ana 7", "x 12/345")]
        [True, False, True]
        """
        words = {folded_name(word) for word in _WORD.findall(row)}
        names = {name for word in words for name in self._with_word.get(word, ())}
        return any(len(name & words) >= min(2, len(name)) for name in names) or self.are_in(row)

    def may_be_in_sheets(self, path: Path, *, name: str = "") -> bool:
        """Tell whether a row of a file may be about any of them; so may one that cannot be read to its end.

        People call the file by ``name``, where that is not the path's.
        """
        from features.importers.spreadsheets.files.grid import shown
        from features.importers.spreadsheets.files.workbooks import read_workbook

        workbook, problems = read_workbook(path, name)
        rows = (row for sheet in workbook.sheets for row in sheet.rows)
        return bool(problems) or any(self.may_be_in(" ".join(map(shown, row))) for row in rows)

    def taken_out_of(self, text: str) -> str:
        """Return a text without them: names in any order, with or without marks; the other words stay.

        >>> people = NamedPeople(frozenset({"p17"}), frozenset({"Popescu Ana Ioana"}), frozenset({"12/345"}))
        >>> people.taken_out_of("ANA POPESCU (p17, nr. 12/345) și Ana Ionescu")
        '… (…, nr. …) și Ana Ionescu'
        """
        for start, end in reversed(self._places(text)):
            text = f"{text[:start]}{GONE}{text[end:]}"
        return text

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Return where they stand, what overlaps as one."""
        taken: list[tuple[int, int]] = []
        joined: list[tuple[int, int]] = []
        if self._tokens:
            taken += [found.span() for found in _TOKEN.finditer(text) if found[0] in self._tokens]
        words = [(found.span(), folded_name(found[0])) for found in _WORD.finditer(text)] if self._with_word else []
        for name in {each for _, word in words for each in self._with_word.get(word, ())}:
            taken += _runs(words, name)
        for place in sorted(taken):
            if joined and place[0] < joined[-1][1]:
                joined[-1] = joined[-1][0], max(place[1], joined[-1][1])
            else:
                joined.append(place)
        return joined

    @cached_property
    def _tokens(self) -> frozenset[str]:
        return self.pupils | {number for number in self.numbers if _NUMBER.fullmatch(number)}

    @cached_property
    def _with_word(self) -> Mapping[str, list[frozenset[str]]]:
        """The names, each as its words, by each of their words."""
        found = defaultdict[str, list[frozenset[str]]](list)
        for name in {frozenset(folded_name(each).split()) for each in self.names}:
            for word in name:
                found[word].append(name)
        return found


def named_people(roster: Roster | None, pupils: Collection[str]) -> NamedPeople:
    """Return children with what the roster keeps of them, under each of their schools."""
    from serving.roster.tables import PEOPLE

    rows: list[Row[Any]] = []
    chosen = sorted(pupils)
    if roster is not None:
        with roster.begin() as connection:
            for start in range(0, len(chosen), _AT_ONCE):
                some = PEOPLE.c.pupil_id.in_(chosen[start : start + _AT_ONCE])
                rows += connection.execute(PEOPLE.select().where(some)).all()
    names, numbers = ({row[place] for row in rows if row[place]} for place in (2, 3))
    places = frozenset((str(row._mapping["pupil_id"]), str(row._mapping["school_id"])) for row in rows)
    return NamedPeople(frozenset(pupils), frozenset(names), frozenset(numbers), places)


def children_of(pupils: Collection[str], pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Return the children that some pseudonyms stand for, each with all its pseudonyms; pairs say which are one.

    >>> [sorted(child) for child in children_of(["p1", "p3"], [("p1", "p2"), ("p9", "p2"), ("p7", "p8")])]
    [['p1', 'p2', 'p9'], ['p3']]
    """
    beside = defaultdict[str, set[str]](set)
    for first, second in pairs:
        beside[first].add(second)
        beside[second].add(first)
    children: list[set[str]] = []
    seen: set[str] = set()
    for pupil in pupils:
        if pupil in seen:
            continue
        child, left = {pupil}, [pupil]
        while left:
            more = beside[left.pop()] - child
            child |= more
            left += more
        seen |= child
        children.append(child)
    return children


def forget_people(roster: Roster, pupils: Collection[str]) -> Mapping[str, int]:
    """Delete what the roster keeps of children, and write its tables anew without them; return what went."""
    from serving.roster.tables import PEOPLE, PUPIL_LINKS, UNDONE_LINKS

    removed = Counter[str]()
    chosen = sorted(pupils)
    with roster.begin(write=True) as connection:
        for start in range(0, len(chosen), _AT_ONCE):
            some = chosen[start : start + _AT_ONCE]
            removed["names"] += connection.execute(PEOPLE.delete().where(PEOPLE.c.pupil_id.in_(some))).rowcount
            for table in (PUPIL_LINKS, UNDONE_LINKS):
                links = table.c.other_id.in_(some) | table.c.pupil_id.in_(some)
                removed["links"] += connection.execute(table.delete().where(links)).rowcount
    _clear(roster)
    return {what: count for what, count in removed.items() if count}


def known_people(roster: Roster, pupils: Sequence[str]) -> list[str]:
    """Return the names that the roster keeps of children, those under several schools each once."""
    return sorted(set(roster.names(pupils).values()))


def _runs(words: Sequence[tuple[tuple[int, int], str]], name: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield words side by side that are of one name, at least two of it where it has two."""
    run: list[tuple[tuple[int, int], str]] = []
    for each in (*words, ((10**9, 10**9), "")):
        if run and (each[1] not in name or each[0][0] - run[-1][0][1] > _MOST_BETWEEN):
            if len({word for _, word in run}) >= min(2, len(name)):
                yield run[0][0][0], run[-1][0][1]
            run = []
        if each[1] in name:
            run.append(each)


def _clear(roster: Roster) -> None:
    """Write the tables anew, so that no free page holds what was deleted."""
    from features.store.erasure.free_pages import clear_tables
    from serving.roster.tables import PEOPLE, PUPIL_LINKS, UNDONE_LINKS

    where = Bilingual(f"The roster {roster.where}", f"Evidența numelor, {roster.where}")
    with roster.engine.connect() as plain:
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        clear_tables(connection, [PEOPLE.name, PUPIL_LINKS.name, UNDONE_LINKS.name], where=where)
