"""One enrolment made of what all rows of sheets say of a child, or two of a child that changed its class."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from features.i18n.text import Bilingual
from features.importers.spreadsheets.files.grid import Sheet
from features.importers.spreadsheets.layouts.facts import Fact, located
from features.importers.spreadsheets.layouts.reading import TableReading
from features.schema.problems import in_quotes
from features.schema.synonyms import plain, values_by_word
from features.schema.tables import ENROLMENTS

_OF_CHILD = ("birth_year", "sex", "special_needs")
_ONCE = (*_OF_CHILD, "repeated_years", "enrolled_on", "left_on")
_MOST_CELLS = 10


@dataclass(frozen=True)
class Enrolment:
    """An enrolment of a child: its cells, the fact and the reading that told it first, and where each cell stands."""

    values: dict[str, str]
    fact: Fact
    reading: TableReading
    places: dict[str, str] = field(default_factory=dict)

    @property
    def sheet(self) -> Sheet:
        """The sheet that told it first."""
        return self.reading.table.sheet

    @property
    def is_listed(self) -> bool:
        """Whether a list of pupils tells it."""
        return self.reading.layout == "pupils"

    def label(self) -> str:
        """Return its class; empty where no row says it."""
        return self.values.get("class_label", "")


class Enrolments:
    """Puts the enrolments of children together, lists of pupils first; what contradicts itself becomes a problem.

    ``known`` are the classes that children are known to be in: where no list of pupils tells the class, a list of
    events does not change it.
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self._of_pupil: dict[str, list[Enrolment]] = {}
        self._elsewhere: dict[tuple[str, str, str, str], dict[str, None]] = defaultdict(dict)

    def take(self, pupil_id: str, fact: Fact, reading: TableReading) -> None:
        """Take in what a row says of a child's enrolment."""
        mine = self._of_pupil.setdefault(pupil_id, [])
        values = {"pupil_id": pupil_id, **fact.values}
        if not mine:
            self._of_pupil[pupil_id] = [_new(self._as_known(values, fact, reading), fact, reading)]
            return
        label = fact.values.get("class_label", "")
        same = next((each for each in mine if not label or each.label() in ("", label)), None)
        if same is None and (other := _contradicted(mine, fact, reading)) is None:
            mine.append(_new(values, fact, reading))
            return
        if same is None and other is not None:
            if _are_lists(other.reading, reading, numbered=bool(fact.pupil.register_number)):
                told = reading.pupils[fact.row]
                place = located(other.sheet, other.fact.row, other.fact.columns.get("class_label", other.fact.column))
                column = fact.columns.get("class_label", fact.column)
                reading.findings.wrong_cell("sheet_two_classes", fact.row, column, told.class_label, other=place)
                return
            if other.label():
                self._tell(fact, reading, label, other.label())
        _fill(same or mine[0], fact, reading)

    def all(self) -> Iterator[Enrolment]:
        """Yield the enrolments; what is of a child stands in each of several."""
        for mine in self._of_pupil.values():
            child = {name: value for each in mine for name in _OF_CHILD if (value := each.values.get(name))}
            for each in mine:
                each.values.update({name: value for name, value in child.items() if len(mine) > 1})
                yield each

    def notes(self) -> Iterator[Bilingual]:
        """Yield a note for each class that rows name and that is not the one which counts of their children."""
        for (file, sheet, label, counted), cells in self._elsewhere.items():
            place = f"{file}, {sheet}" if sheet else file
            shown = ", ".join(list(cells)[:_MOST_CELLS])
            more = len(cells) - _MOST_CELLS
            rest = Bilingual(f" and {more} more", f" și încă {more}") if more > 0 else Bilingual("", "")
            yield Bilingual(
                f"{place}: {shown}{rest.en}: class {label}, but the same child is in {counted}, which counts; if it "
                "changed its class, write that into the list of pupils, else look whether another child is meant",
                f"{place}: {shown}{rest.ro}: clasa {label}, dar același copil este în {counted}, care contează; dacă "
                "și-a schimbat clasa, treceți asta în lista elevilor, altfel vedeți dacă nu este vorba de alt copil",
            )

    def _as_known(self, values: dict[str, str], fact: Fact, reading: TableReading) -> dict[str, str]:
        """Return what a row says with the class that is known of the child, where the row is of a list of events."""
        known, label = self._known.get(values["pupil_id"], ""), values.get("class_label", "")
        if reading.layout != "event_rows" or not known or label in ("", known):
            return values
        self._tell(fact, reading, label, known)
        return {**{name: value for name, value in values.items() if name != "grade_level"}, "class_label": known}

    def _tell(self, fact: Fact, reading: TableReading, label: str, counted: str) -> None:
        sheet = reading.table.sheet
        cell = located(sheet, fact.row, fact.columns.get("class_label", fact.column)).rpartition("!")[2]
        self._elsewhere[sheet.file, sheet.name, label, counted][cell] = None


def _new(values: dict[str, str], fact: Fact, reading: TableReading) -> Enrolment:
    sheet = reading.table.sheet
    places = {name: located(sheet, fact.row, fact.columns.get(name, fact.column)) for name in fact.values}
    return Enrolment(values, fact, reading, places)


def _contradicted(mine: Sequence[Enrolment], fact: Fact, reading: TableReading) -> Enrolment | None:
    """Return an enrolment in another class that a row contradicts; None where its days say that the class changed."""
    if reading.layout != "pupils":
        return mine[0]
    return next((each for each in mine if not (each.is_listed and _follow(each.values, fact.values))), None)


def _are_lists(one: TableReading, other: TableReading, *, numbered: bool) -> bool:
    """Tell whether two tables list pupils; without a register number one name in two catalogues may be two children."""
    layouts = {one.layout, other.layout}
    return layouts == {"pupils"} or (not numbered and "event_rows" not in layouts)


def _follow(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether one enrolment ended before the other began."""
    return any(
        "" < earlier.get("left_on", "") <= later.get("enrolled_on", "")
        for earlier, later in ((one, other), (other, one))
    )


def _fill(known: Enrolment, fact: Fact, reading: TableReading) -> None:
    """Take in what a row says and none before it; keep a problem of what it says otherwise."""
    sheet, has_class = reading.table.sheet, bool(known.label())
    for name, value in fact.values.items():
        before, column = known.values.get(name), fact.columns.get(name, fact.column)
        if not before and not (name == "grade_level" and has_class):
            known.values[name] = value
            known.places[name] = located(sheet, fact.row, column)
        elif before and name in _ONCE and known.reading is not reading and _differ(name, before, value):
            first = known.places.get(name, "")
            place = first if sheet.file == known.sheet.file else f"{known.sheet.file}, {first}"
            said = Bilingual(f"{place} says {in_quotes(before).en}", f"{place} spune {in_quotes(before).ro}")
            reading.findings.wrong_cell("sheet_said_otherwise", fact.row, column, value, other=said)


def _differ(name: str, one: str, other: str) -> bool:
    """Tell whether two texts of a column mean two things; of what is no word of it another problem tells."""
    if one == other:
        return False
    words = values_by_word(ENROLMENTS.column(name))
    if not words:
        return True
    meant = [words.get(plain(text)) for text in (one, other)]
    return None not in meant and meant[0] != meant[1]
