"""What do imports of one table and school say together? Row by row, as one would with pencil and paper."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Row = dict[str, object]


@dataclass(frozen=True)
class Look:
    """One import: its day, what it is the whole of (first and last day), and its rows."""

    day: dt.date
    first: dt.date
    last: dt.date
    rows: Sequence[Mapping[str, object]]

    def covers(self, row: Mapping[str, object]) -> bool:
        return self.first <= row["date"] <= self.last  # type: ignore[operator]


def folded(looks: Sequence[Look]) -> list[Row]:
    """Return the absences that imports in the order of their days say together."""
    state = [dict(row) for row in looks[0].rows]
    for place in range(1, len(looks)):
        state = _after(state, looks[place], looks[:place])
    return state


def _after(state: list[Row], look: Look, former: Sequence[Look]) -> list[Row]:
    rest = [dict(row) for row in look.rows]
    unmatched = []
    for row in state:
        same = next((each for each in rest if row["retracted_on"] is None and _same(row, each)), None)
        if same is None:
            unmatched.append(row)
        else:
            rest.remove(same)
    kept = [row for row in state if not any(row is each for each in unmatched)]
    result: list[Row] = list(kept)
    for row in unmatched:
        if row["retracted_on"] is not None or not look.covers(row):
            result.append(row)
            continue
        excused = next((each for each in rest if _excuses(row, each, former)), None)
        if excused is not None:
            rest.remove(excused)
            result.append(row | {"excused_on": excused["excused_on"]})
        elif _known(row) < look.day:
            result.append(row | {"retracted_on": look.day})
    return result + [_first_known(row, look, former) for row in rest]


def _same(row: Row, other: Row) -> bool:
    return all(row[name] == other[name] for name in ("pupil_id", "date", "hours", "excused_on"))


def _excuses(row: Row, other: Row, former: Sequence[Look]) -> bool:
    if row["excused_on"] is not None or other["excused_on"] is None:
        return False
    alike = all(row[name] == other[name] for name in ("pupil_id", "date", "hours"))
    last = _last_look(other, former)
    return alike and (last is None or other["excused_on"] >= last)  # type: ignore[operator]


def _first_known(row: Row, look: Look, former: Sequence[Look]) -> Row:
    last = _last_look(row, former)
    if last is None or (row["known_on"] is not None and row["known_on"] >= last):  # type: ignore[operator]
        return row
    return row | {"known_on": look.day}


def _last_look(row: Row, former: Sequence[Look]) -> dt.date | None:
    return next((look.day for look in reversed(former) if look.covers(row)), None)


def _known(row: Row) -> dt.date:
    known = row["known_on"]
    return row["date"] if known is None else max(row["date"], known)  # type: ignore[type-var, return-value]
