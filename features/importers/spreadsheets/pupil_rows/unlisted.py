"""Children in lists of events whom no class list has: they are told, and never become pupils unasked."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from features.importers.spreadsheets.layouts.reading import TableReading
from features.importers.spreadsheets.pupil_rows.people import People


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
