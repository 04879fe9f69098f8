"""The totals of absences that say otherwise than their days, told of an import and of what is there beside it."""

from collections.abc import Iterator

import pandas as pd

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.records.imported_records import ImportedRecords
from features.records.records import Records
from features.records.totals.beside_days import Absence, excused_as, totals_beside_rows
from features.records.totals.disagreements import TotalDisagreement, disagreement

_MOST = 40


def disagreements_told(imported: ImportedRecords, after: Records | None) -> list[Bilingual]:
    """Return a sentence for each total that says otherwise than its days: both of an import, or one of another one.

    ``after`` are the records as they are with the import.
    """
    children = set(imported.tables["enrolments"]["pupil_id"]) if "enrolments" in imported.tables else set()
    found = [each for each in imported.disagreements if each.total.pupil_id in children]
    found += _standing(imported, after) if after is not None and imported.cells else []
    people = imported.people
    numbers = {} if people is None else dict(zip(people["pupil_id"], people["register_number"], strict=True))
    told = [each.words(str(numbers.get(each.total.pupil_id) or "")) for each in dict.fromkeys(found)]
    if (rest := len(told) - _MOST) <= 0:
        return told
    more = counted(rest, "more total", "more totals", "en"), counted(rest, "alt total", "alte totaluri", "ro")
    return [
        *told[:_MOST],
        Bilingual(f"{more[0]} disagree with their days", f"{more[1]} nu se potrivesc cu zilele lor"),
    ]


def _standing(imported: ImportedRecords, after: Records) -> Iterator[TotalDisagreement]:
    """Yield what an import and an earlier one say of the same days."""
    absences = _absences(after, {str(key[0]) for key in imported.cells})
    for each in totals_beside_rows(absences):
        keys = [absences[place].said_of() for place in (each.total, *each.rows)]
        cells = [imported.cells[key] for key in keys if key in imported.cells]
        if 0 < len(cells) < len(keys) and (found := disagreement(absences, each, cells[0])):
            yield found


def _absences(records: Records, pupils: set[str]) -> list[Absence]:
    """Return the absences of some pupils who have totals that stand."""
    frame = records["attendance"] if "attendance" in records.given else pd.DataFrame()
    if "from_date" not in frame:
        return []
    frame = frame[frame["pupil_id"].isin(list(pupils))]
    frame = frame[frame["retracted_on"].isna()] if "retracted_on" in frame else frame
    frame = frame[frame["kind"].isna() | (frame["kind"] == "absent")] if "kind" in frame else frame
    is_total = frame["from_date"] < frame["date"]
    frame = frame[frame["pupil_id"].isin(frame.loc[is_total, "pupil_id"].unique())]
    empty = pd.Series(None, frame.index, dtype=object)
    columns = [frame.get(name, empty) for name in ("from_date", "subject", "excused", "excused_on")]
    cells = zip(frame["pupil_id"], frame["date"], frame["hours"], *columns, strict=True)
    return [
        Absence(
            str(pupil), (day if pd.isna(first) else min(first, day)).date(), day.date(),
            "" if pd.isna(subject) else str(subject), excused_as(excused, not pd.isna(on)), float(hours),
        )
        for pupil, day, hours, first, subject, excused, on in cells
    ]  # fmt: skip
