"""What do imports of one table and school say together? Row by row, as one would with pencil and paper."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Row = dict[str, object]


@dataclass(frozen=True)
class Look:
    """One import: its day, what it is the whole of, its absences, and whom it enrols in which class.

    It is the whole of its ``classes``, of all where there are None; of those alone whom it enrols where ``of_listed``.
    """

    day: dt.date
    first: dt.date
    last: dt.date
    rows: Sequence[Mapping[str, object]]
    classes: frozenset[str] | None = None
    of_listed: bool = False
    enrolled: Sequence[Mapping[str, object]] = ()

    def covers(self, row: Mapping[str, object], label: object = None, *, day: str = "date") -> bool:
        inside = self.first <= row[day] <= self.last  # type: ignore[operator]
        return inside and (self.classes is None or label in self.classes)

    def names(self, row: Mapping[str, object]) -> bool:
        return not self.of_listed or any(each["pupil_id"] == row["pupil_id"] for each in self.enrolled)


def folded(looks: Sequence[Look]) -> list[Row]:
    """Return the absences that imports in the order of their days say together."""
    state = [dict(row) for row in looks[0].rows]
    for place in range(1, len(looks)):
        state = _Step(looks, place).after(state)
    return state


def class_then(row: Mapping[str, object], looks: Sequence[Look]) -> object:
    """Return the class of an absence's child on its day, by what some imports say, one after the other."""
    standing: list[Mapping[str, object]] = []
    last: list[Mapping[str, object]] = []
    for look in looks:
        own = [each for each in look.enrolled if each["pupil_id"] == row["pupil_id"]]
        fresh = [each for each in own if not any(_same_place(each, other) for other in standing)]
        standing = [
            each
            for each in standing
            if not any(_same_place(each, other) for other in own)
            and not (look.covers(each, each["class_label"], day="enrolled_on") and look.names(each))
            and not any(_contradict(other, each) for other in fresh)
        ] + own
        last = standing or last
    in_order = sorted(last, key=lambda each: each["enrolled_on"])  # type: ignore[arg-type, return-value]
    begun = [each for each in in_order if each["enrolled_on"] <= row["date"]]  # type: ignore[operator]
    return (begun[-1] if begun else in_order[0])["class_label"] if in_order else None


def _same_place(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return all(one[name] == other[name] for name in ("pupil_id", "enrolled_on", "class_label"))


def _contradict(later: Mapping[str, object], former: Mapping[str, object]) -> bool:
    if later["enrolled_on"] == former["enrolled_on"]:
        return True
    left = later["left_on"]
    there = later["enrolled_on"] < former["enrolled_on"] and (  # type: ignore[operator]
        left is None or left > former["enrolled_on"]  # type: ignore[operator]
    )
    return there and later["class_label"] != former["class_label"]


@dataclass(frozen=True)
class _Step:
    looks: Sequence[Look]
    place: int

    def after(self, state: list[Row]) -> list[Row]:
        look = self.looks[self.place]
        rest = [dict(row) for row in look.rows]
        unmatched = []
        for row in state:
            same = next((each for each in rest if row["retracted_on"] is None and _same(row, each)), None)
            if same is None:
                unmatched.append(row)
            else:
                rest.remove(same)
        result: list[Row] = [row for row in state if not any(row is each for each in unmatched)]
        for row in sorted(unmatched, key=lambda row: row["date"], reverse=True):  # type: ignore[arg-type, return-value]
            if row["retracted_on"] is not None or not (look.covers(row, self.class_now(row)) and look.names(row)):
                result.append(row)
                continue
            still = next((each for each in rest if self.still_stands(row, each)), None)
            if still is not None:
                rest.remove(still)
                result.append(row)
                continue
            excused = next((each for each in rest if self.excuses(row, each)), None)
            if excused is not None:
                rest.remove(excused)
                result.append(row | {"excused_on": excused["excused_on"]})
            elif _known(row) < look.day:
                result.append(row | {"retracted_on": look.day})
        return result + [self.first_known(row) for row in rest]

    def class_now(self, row: Row) -> object:
        return class_then(row, self.looks[: self.place + 1])

    def still_stands(self, row: Row, other: Row) -> bool:
        """Tell whether a mark of conduct is the one that stood, dated with the day of the file that has it again."""
        look = self.looks[self.place]
        alike = all(row[name] == other[name] for name in ("pupil_id", "hours", "excused_on"))
        once = row.get("kind") == "conduct" == other.get("kind")
        return once and alike and other["date"] in (look.day, look.last) and row["date"] < other["date"]  # type: ignore[operator]

    def excuses(self, row: Row, other: Row) -> bool:
        if row["excused_on"] is not None or other["excused_on"] is None:
            return False
        alike = all(row[name] == other[name] for name in ("pupil_id", "date", "hours"))
        last = self.last_look(other)
        return alike and (last is None or other["excused_on"] >= last)  # type: ignore[operator]

    def first_known(self, row: Row) -> Row:
        last = self.last_look(row)
        if last is None or (row["known_on"] is not None and row["known_on"] >= last):  # type: ignore[operator]
            return row
        return row | {"known_on": self.looks[self.place].day}

    def last_look(self, row: Row) -> dt.date | None:
        """Return the day of the last import that would have had a row: of its child's class then, or of that of now."""
        for place in reversed(range(self.place)):
            look = self.looks[place]
            if any(
                look.covers(row, label) for label in (class_then(row, self.looks[: place + 1]), self.class_now(row))
            ):
                return look.day
        return None


def _same(row: Row, other: Row) -> bool:
    return all(row[name] == other[name] for name in ("pupil_id", "date", "hours", "excused_on")) and (
        row.get("kind") == other.get("kind")
    )


def _known(row: Row) -> dt.date:
    known = row["known_on"]
    return row["date"] if known is None else max(row["date"], known)  # type: ignore[type-var, return-value]
