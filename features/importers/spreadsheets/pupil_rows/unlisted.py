"""Children in lists of events whom no class list has: they are told, and never become pupils unasked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from features.importers.spreadsheets.layouts.reading import TableReading
from features.importers.spreadsheets.pupil_rows.people import People

_OfClass = Mapping[str, Collection[str]]


def refuse_unknown(
    readings: Sequence[TableReading],
    people: People,
    classmates: Mapping[str, Mapping[str, str]],
    *,
    settled: Collection[str],
) -> None:
    """Keep a problem for each row of a list of events that names a child whom its class does not have.

    A list of events is no class list: who is in it alone is a mistyped name or number more often than a new child. A
    class is known by its list in the same sheets, or from before. Where nobody keeps the names of a class, or none of
    it is known, nobody can tell; nor where a list lacks more children than it has.
    """
    events = [each for each in readings if each.layout == "event_rows"]
    listed = _pupils([each for each in readings if each.layout != "event_rows"], people)
    known = {*settled, *(pupil for pupils in (*listed.values(), *classmates.values()) for pupil in pupils)}
    lacking = {label: pupils - known for label, pupils in _pupils(events, people).items()}
    named = {label for label, of_class in classmates.items() if all(of_class.values())}
    whole = _pupils([each for each in readings if each.layout == "pupils"], people)
    told = named | _longer(whole, lacking)
    if len(named) == len(classmates) and (named or _longer({"": set[str]().union(*whole.values())}, lacking)):
        told.add("")
    for reading in events:
        for row, seen in reading.pupils.items():
            if seen.class_label in told and (pupil := people.of(seen)) and pupil.pupil_id not in known:
                found = ", ".join(filter(None, (seen.register_number, seen.name)))
                reading.findings.wrong_cell("sheet_unknown_pupil", row, seen.place[1], found)


def _longer(lists: _OfClass, lacking: _OfClass) -> set[str]:
    return {label for label, pupils in lists.items() if len(pupils) > len(lacking.get(label, ()))}


def _pupils(readings: Iterable[TableReading], people: People) -> dict[str, set[str]]:
    """Return the children that stand in tables, by the class that their rows say."""
    found: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        for seen in reading.pupils.values():
            if (pupil := people.of(seen)) is not None:
                found[seen.class_label].add(pupil.pupil_id)
    return found
