"""What was known of each child at a date? Read off the rows one by one, slowly and obviously.

Nothing here calls the code under test: it is the second opinion on time, cohort, windows and sums. Hours and levels of
marks are kept in whole hundredths.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.support.small_records import Rows, Tables

NAN = float("nan")
ENDING = ("dropped_out", "transferred", "emigrated", "graduated")
SCALES = {
    "1-10": (1, 5, 10), "FB-I": (1, 2, 4), "0-20": (0, 10, 20), "1-6": (1, 4, 6), "0-100": (0, 50, 100),
    "DE 1-6": (6, 4, 1), "passed": (0, 1, 1),
}  # fmt: skip
WORDS = {"I": "1", "S": "2", "B": "3", "FB": "4", "2-": "2.3", "no": "0", "yes": "1"}
WHOLE = ("grade_level", "birth_year", "repeated_years")
DAY = dt.timedelta(days=1)

Found = dict[str, Any]
Compute = Callable[["Past", Found], float]


@dataclass(frozen=True)
class Span:
    """Days from ``start`` (included) to ``stop`` (excluded)."""

    start: dt.date
    stop: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day < self.stop


@dataclass(frozen=True)
class Past:
    """The records as they were known before a date."""

    tables: Tables
    as_of: dt.date

    # Rows

    @cached_property
    def enrolments(self) -> list[Found]:
        """Enrolments begun, oldest first, with the day they end as far as it was told, and whether that is past."""
        begun = []
        for row in self.enrolled:
            enrolled, left = day(row["enrolled_on"]), day(row.get("left_on"))
            told = left is not None and max(left, day(row.get("left_known_on")) or left) < self.as_of
            begins = max(enrolled, self.year_start(row))
            if begins < self.as_of:
                ends = left if told else self.year_end(row)
                found = {
                    **row,
                    "enrolled": enrolled,
                    "begins": begins,
                    "ends": ends,
                    "ended": ends is not None and ends < self.as_of,
                }
                begun.append(found | {name: number(row.get(name)) for name in WHOLE})
        return sorted(begun, key=lambda row: (row["enrolled"], row["school_id"], row["school_year"]))

    @cached_property
    def enrolled(self) -> list[Found]:
        """Enrolments known and not taken back, also of a school year that has yet to begin."""
        return self.known("enrolments", "enrolled_on")

    @cached_property
    def roll_calls(self) -> list[Found]:
        """Rows of attendance known, in whole hundredths of hours, and whether they were excused by now (None: unknown).

        ``told`` says whether it was said by now whether an absence is excused.
        """
        found = []
        for row in self.known("attendance", "date"):
            excused_on, first, said = day(row.get("excused_on")), day(row.get("from_date")), row.get("excused")
            excused = said == "yes" if excused_on is None else excused_on < self.as_of
            state = None if said == "unknown" and not excused else excused
            found.append({**row, "hundredths": round(Fraction(str(row["hours"])) * 100), "excused": state})
            found[-1]["lessons"] = round(Fraction(str(row.get("lessons") or 0)) * 100)
            found[-1]["length"] = None if first is None else (row["day"] - first).days + 1
            found[-1]["told"] = excused or said == "no"
        return found

    @property
    def absences(self) -> list[Found]:
        """Absences known, lateness among them."""
        return [row for row in self.roll_calls if row.get("kind") != "present"]

    @cached_property
    def marks(self) -> list[Found]:
        """Marks known, with their level and weight in whole hundredths; no average beside the marks it is made of."""
        taken = [row for row in self.known("grades", "date") if row.get("kind") != "not_taken"]
        marks = [{**row, "level": level(row), "weight": weight(row)} for row in taken]
        return [
            row for row in marks if row.get("kind") != "average" or not any(self._made_of(row, each) for each in marks)
        ]

    @cached_property
    def not_taken(self) -> list[Found]:
        """Marks that were due and not taken."""
        return [row for row in self.known("grades", "date") if row.get("kind") == "not_taken"]

    def _made_of(self, average: Found, mark: Found) -> bool:
        subjects = {row.get("subject", "").casefold() for row in (average, mark)}
        return (
            mark.get("kind", "") in ("", "mark", "exam")
            and mark["pupil_id"] == average["pupil_id"]
            and self._year_of(mark) == self._year_of(average)
            and (len(subjects) == 1 or "" in subjects)
        )

    def _year_of(self, row: Found) -> dt.date | None:
        """Return the start of the latest school year that the child's enrolments had begun by the day of a row."""
        mine = [each for each in self.enrolments if each["pupil_id"] == row["pupil_id"]]
        return max((self.year_start(each) for each in mine if each["begins"] <= row["day"]), default=None)

    @cached_property
    def family(self) -> list[Found]:
        """What was known of situations, in order of knowledge."""
        return sorted(self.known("family", "valid_from"), key=lambda row: (row["known"], row["day"]))

    @cached_property
    def standing(self) -> dict[str, Found]:
        """Each pupil's outcome known last."""
        known = self.known("outcomes", "date")
        ordered = sorted(known, key=lambda row: (row["known"], row["day"], row["outcome"]))
        return {row["pupil_id"]: row for row in ordered}

    def ending(self, enrolment: Found) -> str | None:
        """Return how an enrolment ended: the outcome known last of those that came while it was the latest one."""
        last: str | None = None
        mine = [row for row in self.enrolments if row["pupil_id"] == enrolment["pupil_id"]]
        mine.sort(key=lambda row: row["begins"])
        known = [row for row in self.known("outcomes", "date") if row["pupil_id"] == enrolment["pupil_id"]]
        for outcome in sorted(known, key=lambda row: (row["known"], row["day"], row["outcome"])):
            before = [row for row in mine if row["begins"] < outcome["day"]]
            same_day = [row for row in mine if row["begins"] == outcome["day"]]
            if (before or same_day) and (before or same_day)[-1] is enrolment:
                last = outcome["outcome"]
        return last

    def known(self, table: str, dated: str) -> list[Found]:
        """Return the rows of a table known before the date; known at the earliest on the day itself."""
        found = []
        for row in self.tables.get(table, ()):
            happened = day(row[dated])
            known = max(happened, day(row.get("known_on")) or happened)
            retracted = day(row.get("retracted_on"))
            if known < self.as_of and not (retracted and retracted < self.as_of):
                found.append({**row, "day": happened, "known": known})
        return found

    # The cohort

    @cached_property
    def cohort(self) -> list[Found]:
        """The children to look after: one enrolment each, by pupil_id."""
        children = []
        for pupil in sorted({row["pupil_id"] for row in self.enrolments}):
            mine = [row for row in self.enrolments if row["pupil_id"] == pupil]
            going_on = [row for row in mine if not row["ended"]]
            going_on.sort(key=lambda row: {"da": 1, "nu": -1}.get(row.get("main"), 0))
            if going_on and not self._story_ended(pupil, going_on[-1], mine[0]):
                children.append(going_on[-1])
        return children

    def _story_ended(self, pupil: str, latest: Found, first: Found) -> bool:
        outcome = self.standing.get(pupil)
        if outcome is None or outcome["outcome"] not in ENDING:
            return False
        came_back = latest["enrolled"] > outcome["day"]
        came_the_same_day = latest["enrolled"] == outcome["day"] and latest["enrolled"] > first["enrolled"]
        return not (came_back or came_the_same_day)

    def school(self, child: Found) -> list[Found]:
        """Return the children of the same school."""
        return [other for other in self.cohort if other["school_id"] == child["school_id"]]

    def classmates(self, child: Found) -> list[Found]:
        """Return the children of the same class: by its name, where it has none by the grade."""
        return [other for other in self.school(child) if class_of(other) == class_of(child)]

    # Windows

    def this_year(self, child: Found) -> Span:
        """Return the school year up to now."""
        return Span(self.year_start(child), self.as_of)

    def last_year(self, child: Found) -> Span:
        """Return the school year before: since the last year of the terms began, or for a year."""
        start = self.year_start(child)
        before = [first for first, _ in self.term_years(child).values() if first < start]
        recent = [first for first in before if first > start.replace(year=start.year - 2)]
        return Span(max(recent, default=start.replace(year=start.year - 1)), start)

    def term_years(self, row: Found) -> dict[str, tuple[dt.date, dt.date]]:
        """Return first and last day of the years that the terms know, for the county of a row's school."""
        years: dict[str, tuple[dt.date, dt.date]] = {}
        for county in {"", self.county(row)}:
            for label in {term["school_year"] for term in self.tables["terms"]}:
                terms = [
                    term for term in self.tables["terms"]
                    if term["school_year"] == label and term.get("county", "") == county
                ]  # fmt: skip
                if terms and (county or label not in years):
                    years[label] = min(day(t["starts_on"]) for t in terms), max(day(t["ends_on"]) for t in terms)
        return years

    def year_start(self, row: Found) -> dt.date:
        """Return when a row's school year began: by the terms, by the first who was enrolled, or by 1 September."""
        label = row["school_year"]
        if label in self.term_years(row):
            return self.term_years(row)[label][0]
        floor = dt.date(int(label[:4]), 1, 1) if "-" in label else dt.date.min
        enrolled = [
            day(other["enrolled_on"]) for other in self.enrolled
            if (other["school_id"], other["school_year"]) == (row["school_id"], label)
            and day(other["enrolled_on"]) >= floor
        ]  # fmt: skip
        return min(enrolled, default=dt.date(int(label[:4]), 9, 1))

    def year_end(self, row: Found) -> dt.date | None:
        """Return when it ends: before the next one begins, but not before its last term."""
        label, start, years = row["school_year"], self.year_start(row), self.term_years(row)
        if label not in years and "-" not in label:
            return None
        later = [first for first, _ in years.values() if first > start]
        end = min(later, default=start.replace(year=start.year + 1)) - DAY
        if label in years:
            return max(end, years[label][1])
        labels = {other["school_year"]: other for other in self.enrolled if "-" in other["school_year"]}
        nexts = [self.year_start({**row, "school_year": other}) for other in labels if self._is_taught(row, other)]
        begun = [first - DAY for first in nexts if start < first < self.as_of]
        return min([end, *begun])

    def _is_taught(self, row: Found, label: str) -> bool:
        return any((other["school_id"], other["school_year"]) == (row["school_id"], label) for other in self.enrolled)

    def county(self, row: Found) -> str:
        """Return the county of a row's school; empty where it is not known."""
        rows = self.tables["schools"]
        return next((each.get("county") or "" for each in rows if each["school_id"] == row["school_id"]), "")

    def last_school_days(self, child: Found, count: int, *, skip: int = 0) -> Span:
        """Return the last so many school days, or those before the last ``skip``."""
        return Span(self._ago(child, count + skip), self._ago(child, skip) if skip else self.as_of)

    def _ago(self, child: Found, count: int) -> dt.date:
        days = self.school_days(child)
        if days is None:
            return self.as_of - DAY * round(count / 5 * 7)
        return days[-count] if count <= len(days) else days[0]

    def school_days(self, child: Found) -> list[dt.date] | None:
        """Return the past school days by the calendar of the child's county; None where nobody gave one."""
        for county in (self.county(child), ""):
            days = self._calendars.get(county)
            if days and (self.as_of - days[-1]).days <= 120:
                return days
        return None

    @cached_property
    def _calendars(self) -> dict[str, list[dt.date]]:
        days: dict[str, set[dt.date]] = {}
        for row in self.tables["terms"]:
            days.setdefault(row.get("county", ""), set()).update(lessons(row))
        return {county: sorted(each for each in mine if each < self.as_of) for county, mine in days.items()}

    # Sums

    def absences_in(self, child: Found, span: Span) -> list[Found]:
        """Return a child's absences in a window."""
        return [row for row in self.absences if row["pupil_id"] == child["pupil_id"] and row["day"] in span]

    def hours(self, child: Found, span: Span, *, excused: bool | None = None) -> float:
        """Sum hours; unknown where this year's absences are totals over more days than the window has."""
        totals = [row["length"] for row in self.absences_in(child, self.this_year(child)) if row["length"]]
        if any(length > (span.stop - span.start).days for length in totals):
            return NAN
        rows = self.absences_in(child, span)
        if excused is not None:
            hours = [row["hundredths"] for row in rows if row["hundredths"]]
            unknown = [row["hundredths"] for row in rows if row["hundredths"] and row["excused"] is None]
            if not self.records(child, "told") or (unknown and sum(unknown) == sum(hours)):
                return NAN
        return sum(row["hundredths"] for row in rows if excused is None or row["excused"] is excused) / 100

    def missed_unless_excused(self, child: Found, span: Span) -> float:
        """Sum the hours that are not known to be excused."""
        hours = self.hours(child, span)
        return hours - sum(row["hundredths"] for row in self.absences_in(child, span) if row["excused"]) / 100

    def records(self, child: Found, what: str) -> bool:
        """Tell whether anybody in the school has an absence that was told to be excused or not, or came late."""
        pupils = {other["pupil_id"] for other in self.school(child)}
        mine = [row for row in self.absences if row["pupil_id"] in pupils]
        if what == "told":
            has_column = any(name in row for row in self.tables["attendance"] for name in ("excused_on", "excused"))
            return len(mine) < (2 if has_column else 1) or any(row["told"] for row in mine)
        return any(row.get("kind") == "late" for row in mine)

    def absence_rate(self, child: Found, span: Span) -> float:
        """Return the percent of hours lost of those held; unknown where none attended are recorded."""
        rows = [row for row in self.roll_calls if row["pupil_id"] == child["pupil_id"] and row["day"] in span]
        lost = sum(row["hundredths"] for row in rows if row.get("kind") != "present")
        attended = sum(
            row["hundredths"] if row.get("kind") == "present" else max(row["lessons"] - row["hundredths"], 0)
            for row in rows
        )
        return 100 * lost / (lost + attended) if attended and self.hours(child, span) >= 0 else NAN

    def has_totals(self, child: Found) -> bool:
        """Tell whether this year's absences come as totals of periods."""
        return any(row["length"] for row in self.absences_in(child, self.this_year(child)))

    def absent_days(self, child: Found, span: Span) -> list[dt.date]:
        """Return the days with a missed hour."""
        rows = self.absences_in(child, span)
        return sorted({row["day"] for row in rows if row["hundredths"] > 0 and not row["length"] and is_absent(row)})

    def marks_in(self, child: Found, span: Span, *, conduct: bool = False) -> list[Found]:
        """Return a child's marks in a window, or the conduct marks."""
        mine = [row for row in self.marks if row["pupil_id"] == child["pupil_id"] and row["day"] in span]
        return [row for row in mine if (row.get("kind") == "conduct") == conduct]

    def situation(self, child: Found, column: str) -> Any:
        """Return the value of a column known last; None where none was."""
        values = [row[column] for row in self.family if row["pupil_id"] == child["pupil_id"]]
        given = [value for value in values if value not in ("", None)]
        return given[-1] if given else None


def day(cell: object) -> Any:
    """Read a date; None where there is none."""
    return dt.date.fromisoformat(str(cell)) if cell else None


def number(cell: object) -> float:
    """Read a number; NaN where there is none."""
    return NAN if cell in ("", None) else float(str(cell))


def is_absent(row: Found) -> bool:
    """Tell an absence from coming late."""
    return row.get("kind") in (None, "", "absent")


def level(row: Mapping[str, object]) -> int:
    """Place a mark on its scale: 0 at the worst, 50 at the pass mark, 100 at the best, in hundredths."""
    worst, pass_value, best = SCALES[str(row["scale"])]
    mark = Fraction(WORDS.get(str(row["mark"])) or str(row["mark"]))
    if mark == best:
        return 10_000
    if abs(mark - worst) < abs(pass_value - worst):
        return round((mark - worst) / (pass_value - worst) * 5000)
    return round(5000 + (mark - pass_value) / (best - pass_value) * 5000)


def weight(row: Mapping[str, object]) -> int:
    """Return how much a mark weighs, in whole hundredths."""
    return round(Fraction(str(row.get("weight") or 1)) * 100)


def lessons(term: Mapping[str, object]) -> Rows:
    """Return the days of a term from Monday to Friday."""
    first, last = day(term["starts_on"]), day(term["ends_on"])
    days = [first + DAY * offset for offset in range((last - first).days + 1)]
    return [each for each in days if each.weekday() < 5]


def class_of(child: Found) -> tuple[str, str]:
    """Name a child's class."""
    label = child.get("class_label") or ""
    return label, "" if any(letter.isdecimal() for letter in label) else str(child["grade_level"])


def mean(values: list[float]) -> float:
    """Return the mean of the known values; NaN where none is known."""
    known = [value for value in values if value == value]
    return sum(known) / len(known) if known else NAN


def minus_others(value: Callable[[Found], float], child: Found, group: list[Found]) -> float:
    """Return how far a child is above the mean of the others in a group, less of it where they are few."""
    others = [value(other) for other in group if other["pupil_id"] != child["pupil_id"]]
    known = [each for each in others if each == each]
    mine = value(child)
    return 0 * mine if not known else (mine - mean(known)) * len(known) / (len(known) + 4)


def mean_with_usual(values: list[float], usual: float, *, usual_ones: int = 4) -> float:
    """Return the mean of the known values and some usual ones; NaN where none is known."""
    known = [value for value in values if value == value]
    return mean(known + [usual] * usual_ones) if known else NAN
