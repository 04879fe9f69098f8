"""Which class registers are up to date? Counted week by week and child by child, slowly and obviously."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from tests.support.reference.reference import DAY, Found, Past

Level = int | None
Week = tuple[str, int]


class Registers:
    """What was known of each class in one table: weeks are counted back from the as-of date, five school days each."""

    def __init__(self, past: Past, table: str) -> None:
        self.past = past
        rows = past.roll_calls if table == "attendance" else [row for row in past.marks if row.get("kind") != "conduct"]
        self.days = {
            child["pupil_id"]: sorted(
                row["day"]
                for row in rows
                if row["pupil_id"] == child["pupil_id"] and self.start(child) <= row["day"] < past.as_of
            )
            for child in past.cohort
        }
        self.classes: dict[tuple[str, str], list[Found]] = defaultdict(list)
        for child in past.cohort:
            self.classes[child["school_id"], child.get("class_label") or ""].append(child)

    def start(self, child: Found) -> dt.date:
        """Return the first day in the class: enrolled, and the year begun; nothing happens before it does."""
        return min(max(child["enrolled"], self.past.this_year(child).start), self.past.as_of)

    def taught(self, child: Found, after: dt.date) -> int:
        """Count the school days after a day, up to the day before the as-of date."""
        lessons = self.past.school_days(child)
        if lessons is not None:
            return sum(after < day for day in lessons)
        return weekdays_until(self.past.as_of - DAY) - weekdays_until(after)

    def weeks(self, child: Found) -> set[int]:
        """Return the weeks in which the child has a row."""
        return {self.taught(child, day) // 5 for day in self.days[child["pupil_id"]]}

    def days_in_class(self, child: Found) -> int:
        """Count the school days since the child came."""
        return self.taught(child, self.start(child) - DAY)

    def last_row(self, children: list[Found]) -> dt.date | None:
        """Return the day of a class's last row."""
        return max((day for child in children for day in self.days[child["pupil_id"]]), default=None)

    def silent(self, child: Found, last_row: dt.date | None) -> int:
        """Count the school days since the class's last row, not before the child came."""
        here = self.days_in_class(child)
        return here if last_row is None else min(self.taught(child, last_row), here)


def weekdays_until(day: dt.date) -> int:
    """Number weekdays where nobody gave terms; Saturday and Sunday count as the Friday before."""
    weeks, weekday = divmod(day.toordinal() - 1, 7)
    return weeks * 5 + min(weekday, 4)


def level_of(child: Found) -> Level:
    """Return a child's grade level, None where it is missing."""
    return None if child["grade_level"] != child["grade_level"] else int(child["grade_level"])


def recording_rates(pasts: Iterable[Past], table: str) -> dict[Level, tuple[float, float]]:
    """Return by grade level the share of class weeks, and of children's weeks, with a row."""
    sums: dict[Level, list[float]] = defaultdict(lambda: [0, 0, 0, 0])
    for past in pasts:
        registers = Registers(past, table)
        for children in registers.classes.values():
            written = set[int]().union(*(registers.weeks(child) for child in children))
            most = max(registers.days_in_class(child) for child in children)
            for child in children:
                counts = (len(written), -(-most // 5), len(registers.weeks(child)), registers.days_in_class(child) / 5)
                sums[level_of(child)] = [one + more for one, more in zip(sums[level_of(child)], counts, strict=True)]
    return {level: (a / b, c / d) for level, (a, b, c, d) in sums.items() if d}


def stale(past: Past, table: str, rates: Mapping[Level, float]) -> dict[tuple[str, str], dt.date]:
    """Return the classes silent for over three weeks and longer than one in a thousand would be, and since when."""
    registers, found = Registers(past, table), {}
    for name, children in registers.classes.items():
        last_row = registers.last_row(children)
        expected = silent = written = 0.0
        for child in children:
            rate = rates.get(level_of(child), 0)
            expected += rate * registers.days_in_class(child) / 5
            silent += rate * registers.silent(child, last_row) / 5
            written += len(registers.weeks(child)) if rate else 0
        longest = max(registers.silent(child, last_row) for child in children)
        if longest > 15 and (1 - silent / (4 + expected)) ** (4 + written) < 0.001:
            found[name] = max(last_row or dt.date.min, min(registers.start(child) for child in children))
    return found
