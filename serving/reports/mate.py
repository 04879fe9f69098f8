"""A sheet of suggestions for MATE's five yes/no indicators, with the evidence that the records hold.

The sheet's own wording and thresholds are not public: the four indicators that are known bear the words of the sources,
the fifth is left to the form teacher, and so is whatever the records say nothing of.
"""

from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from features.as_of import rows_before
from features.counting.counted_once import counted_once
from features.counting.event_rows import HUNDREDTHS
from features.days import date_of, day_of, to_days
from features.errors import Refused
from features.i18n.dates import date_words
from features.i18n.text import Bilingual
from features.point_in_time.cohort import known_outcomes
from features.point_in_time.events import Window
from features.schema.scales import SCALES, Scale
from serving.reports.document.evidence import evidence_table
from serving.reports.document.legal_values import LegalValue, LegalValues
from serving.reports.document.report import CLASS, PUPIL, Report, ReportTable, Row, columns_of, plain_hours
from serving.reports.register.school_register import Child, SchoolRegister
from serving.reports.register.silence_words import silence_words

YES, NO = Bilingual("YES", "DA"), Bilingual("NO", "NU")
TO_FILL_IN = Bilingual("form teacher to fill in", "de completat de diriginte")
INDICATORS = {
    "results": Bilingual("School results", "Rezultate școlare"),
    "absenteeism": Bilingual("Absenteeism", "Absenteism"),
    "repetition": Bilingual("Repetition", "Repetenție"),
    "conduct": Bilingual("Inappropriate conduct", "Comportament neadecvat"),
    "fifth": Bilingual("Fifth indicator (its wording is not public)", "Al cincilea indicator (textul nu este public)"),
}
_AS_GOOD_AS_NONE = 1e-6  # of a mark
_CYCLES = {"primary": "mate_primary", "lower_secondary": "mate_lower_secondary"}
_CYCLE_WORDS = {"primary": Bilingual("primary", "primar"), "lower_secondary": Bilingual("lower secondary", "gimnaziu")}
_THRESHOLDS = (
    "mate_subjects_below_pass", "mate_unexcused_hours", "mate_repeated_years", "mate_conduct_mark", "mate_incidents",
)  # fmt: skip
_DAY, _WHAT, _VALUE, _INDICATOR = (
    Bilingual("Date", "Data"), Bilingual("What", "Ce"), Bilingual("Value", "Valoarea"),
    Bilingual("Indicator", "Indicatorul"),
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What the records say of one child's indicator: yes, no, or nothing (None); and the facts behind it."""

    is_yes: bool | None = None
    facts: tuple[Row, ...] = ()  # what, day, value

    @property
    def answer(self) -> Bilingual:
        """The suggestion, or that a person fills it in."""
        if self.is_yes is None:
            return TO_FILL_IN
        return YES if self.is_yes else NO


Findings = Mapping[str, Finding]  # by pseudonym


def mate_report(register: SchoolRegister, values: LegalValues) -> Report:
    """Return the sheet, one table a class; of children in the cycles for which there is the mechanism in that month.

    Raises
    ------
    Refused
        If there was none in that month, or nobody here is in such a class.
    """
    orders = {cycle: value for cycle, name in _CYCLES.items() if (value := values.on(name, register.month.last))}
    children = tuple(child for child in register.children() if child.cycle in orders)
    if not children:
        raise Refused(_none_here(register, values))
    limits = {name: value for name in _THRESHOLDS if (value := values.on(name, register.month.last))}
    found: dict[str, Findings] = {
        "results": _results(register, children, limits["mate_subjects_below_pass"].number),
        "absenteeism": _absenteeism(register, children, limits["mate_unexcused_hours"].number),
        "repetition": _repetition(register, children, limits["mate_repeated_years"].number),
        "conduct": _conduct(register, children, limits["mate_conduct_mark"], limits["mate_incidents"]),
    }
    by_class = groupby(children, key=attrgetter("class_text"))
    used = [orders[cycle] for cycle in _CYCLES if any(child.cycle == cycle for child in children)]
    return Report(
        title=Bilingual("MATE: suggestions for the five indicators", "MATE: propuneri pentru cei cinci indicatori"),
        school=register.school,
        month=register.month.words,
        about=(register.month.known_words(), *_about(register, children)),
        tables=tuple(_class_table(tuple(own), name, found) for name, own in by_class),
        evidence=(
            _evidence(children, found),
            evidence_table(_year_hours(register, children), sheet=Bilingual("Absences", "Absențe")),
        ),
        values=(*used, *limits.values()),
        values_version=values.version,
        landscape=True,
        table_per_page=True,
    )


def _class_table(children: Sequence[Child], class_text: str, found: Mapping[str, Findings]) -> ReportTable:
    rows: tuple[Row, ...] = tuple(
        (each.pupil_id, *(found.get(name, {}).get(each.pupil_id, Finding()).answer for name in INDICATORS))
        for each in children
    )
    title = Bilingual(f"Class {class_text}", f"Clasa {class_text}")
    return ReportTable(title, columns_of((PUPIL, 24), *((words, 23) for words in INDICATORS.values())), rows)


def _evidence(children: Sequence[Child], found: Mapping[str, Findings]) -> ReportTable:
    rows = (
        (child.pupil_id, child.class_text, INDICATORS[name], *fact)
        for child in children
        for name, findings in found.items()
        for fact in findings.get(child.pupil_id, Finding()).facts
    )
    columns = columns_of((PUPIL, 24), (CLASS, 10), (_INDICATOR, 22), (_WHAT, 34), (_DAY, 12), (_VALUE, 12))
    return ReportTable(Bilingual("What the records say", "Ce spun datele"), columns, tuple(rows))


def _results(register: SchoolRegister, children: Sequence[Child], least: float) -> Findings:
    """Find subjects in which the mean of the school year's marks, on their own scale, is below the pass mark.

    Which marks count, and when an average stands in their place, is as for features.
    """
    marks, pupils = _year_marks(register), [child.pupil_id for child in children]
    window = Window(
        np.full(len(children), day_of(register.year_starts_on)), np.full(len(children), day_of(register.month.stop))
    )
    numbers = np.array([child.pupil for child in children])
    rows = register.index.marks.at(numbers, day_of(register.month.as_of)).rows(window)
    scales, of_subject = _scales(register), _scale_names(marks)
    above: dict[str, dict[str, float]] = {}
    for owner, code, level, weight in zip(rows.owner, rows.code, rows.value, rows.weight, strict=True):
        pupil, subject = pupils[owner], register.index.subjects[code] if code >= 0 else ""
        scale = scales[of_subject[pupil, subject]]
        way = 1 if scale.best > scale.worst else -1
        margin = way * (scale.mark_at(level / HUNDREDTHS) - scale.pass_mark) * float(weight)
        subjects = above.setdefault(pupil, {})
        subjects[subject] = subjects.get(subject, 0.0) + margin
    below = {
        pupil: {subject for subject, total in subjects.items() if total < -_AS_GOOD_AS_NONE}
        for pupil, subjects in above.items()
    }
    of_pupil = dict(iter(marks[(marks["kind"] != "conduct").to_numpy(bool)].groupby("pupil_id")))
    return {
        pupil: Finding(len(subjects) >= least, tuple(_mark_facts(register, of_pupil[pupil], subjects)))
        for pupil, subjects in below.items()
        if pupil in of_pupil
    }


def _scale_names(marks: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return the scale of the last mark that each child has in each subject."""
    subjects = (each.casefold() if isinstance(each, str) else "" for each in marks["subject"])
    return {
        (pupil, subject): scale
        for pupil, subject, scale in zip(marks["pupil_id"], subjects, marks["scale"], strict=True)
    }


def _year_marks(register: SchoolRegister) -> pd.DataFrame:
    """Return the marks of the school year, conduct among them, by child and day."""
    grades = rows_before(register.index.records["grades"], day_of(register.month.as_of))
    day = to_days(grades["date"])
    of_year = (day >= day_of(register.year_starts_on)) & (day < day_of(register.month.stop))
    kept = grades[of_year & (grades["kind"] != "not_taken").to_numpy(bool) & grades["mark"].notna().to_numpy()]
    return kept.assign(day=to_days(kept["date"])).sort_values(["day", "known_on"], kind="stable")


def _mark_facts(register: SchoolRegister, mine: pd.DataFrame, subjects: Container[str]) -> Iterator[Row]:
    for each in mine.to_dict("records"):
        subject = each["subject"] if isinstance(each["subject"], str) else ""
        if subject.casefold() in subjects:
            yield (subject, date_of(each["day"]), _said(register, each))


def _said(register: SchoolRegister, row: Mapping[Hashable, Any]) -> Bilingual:
    scale = _scales(register)[row["scale"]]
    return scale.said_at(scale.points(row["mark"]))


def _scales(register: SchoolRegister) -> Mapping[str, Scale]:
    return {scale.name: scale for scale in register.index.records.declared.scales}


def _absenteeism(register: SchoolRegister, children: Sequence[Child], least: float) -> Findings:
    """Find the unexcused hours of the year; nothing without excuses or register, no "no" without a row this month."""
    if not register.tells_excuses:
        return {}
    hours = _year_hours(register, children)
    since = day_of(register.year_starts_on)
    unsure = register.hours[(register.hours["excused"] == "unknown") & (register.hours["date"] >= since)]
    sums = hours.groupby("pupil_id")["hundredths"].sum()
    what = Bilingual("unexcused hours this school year", "ore nemotivate în acest an școlar")
    last = hours.groupby("pupil_id")["date"].max()
    found = {}
    for child in (child for child in children if child.class_text not in register.silent):
        pupil = child.pupil_id
        total = int(sums.get(pupil, 0))
        is_yes = total >= 100 * least
        is_told = child.class_text not in register.silent_in_month and not unsure["pupil_id"].eq(pupil).any()
        day = date_of(last[pupil]) if pupil in last else None
        found[pupil] = Finding(is_yes if is_yes or is_told else None, ((what, day, plain_hours(total)),))
    return found


def _year_hours(register: SchoolRegister, children: Sequence[Child]) -> pd.DataFrame:
    """Return the unexcused hours of the school year; none where the school records no excuses."""
    if not register.tells_excuses:
        return register.hours.iloc[:0]
    start, stop = day_of(register.year_starts_on), day_of(register.month.stop)
    hours = register.unexcused()
    mine = hours["pupil_id"].isin([child.pupil_id for child in children])
    return hours[mine & (hours["from_date"] >= start) & (hours["date"] < stop)]


def _repetition(register: SchoolRegister, children: Sequence[Child], least: float) -> Findings:
    """Find years repeated so far, by the enrolment or by an outcome; nothing where neither says any."""
    outcomes = known_outcomes(register.index, day_of(register.month.as_of))
    repeated = outcomes[(outcomes["outcome"] == "repeated_year") & (outcomes["date"] < day_of(register.month.stop))]
    what = Bilingual("years repeated so far", "ani repetați până acum")
    found = {}
    for child in children:
        days = repeated.loc[repeated["pupil"] == child.pupil, "date"]
        facts: list[Row] = [(INDICATORS["repetition"], date_of(day), 1) for day in days]
        told = not np.isnan(child.repeated_years)
        if told:
            facts.append((what, None, int(child.repeated_years)))
        years = max(len(days), int(child.repeated_years) if told else 0)
        found[child.pupil_id] = Finding(years >= least if told or len(days) else None, tuple(facts))
    return found


def _conduct(
    register: SchoolRegister, children: Sequence[Child], mark: LegalValue, incidents: LegalValue
) -> Findings:  # fmt: skip
    """Find the last mark of conduct and the incidents of the school year; nothing where there is neither."""
    marks = _year_marks(register)
    last = marks[(marks["kind"] == "conduct").to_numpy(bool)].drop_duplicates("pupil_id", keep="last")
    by_pupil = {each["pupil_id"]: each for each in last.to_dict("records")}
    events = _year_incidents(register)
    limit, scales = SCALES[0].points(mark.number), _scales(register)
    found = {}
    for pupil in (child.pupil_id for child in children):
        mine = events[events["pupil_id"] == pupil]
        facts: list[Row] = [
            (str(kind), date_of(day), severity)
            for kind, day, severity in zip(mine["kind"], mine["day"], mine["severity_text"], strict=True)
        ]
        is_low = None
        if (row := by_pupil.get(pupil)) is not None:
            is_low = scales[row["scale"]].points(row["mark"]) < limit
            facts.append((Bilingual("conduct", "purtare"), date_of(row["day"]), _said(register, row)))
        is_yes = True if len(mine) >= incidents.number else is_low
        found[pupil] = Finding(is_yes, tuple(facts))
    return found


def _year_incidents(register: SchoolRegister) -> pd.DataFrame:
    rows = rows_before(counted_once(register.index.records)["incidents"], day_of(register.month.as_of))
    day = to_days(rows["date"])
    kept = rows[(day >= day_of(register.year_starts_on)) & (day < day_of(register.month.stop))]
    severity = ["" if np.isnan(each) else f"{each:g}" for each in kept["severity"]]
    return kept.assign(day=to_days(kept["date"]), severity_text=severity).sort_values("day", kind="stable")


def _about(register: SchoolRegister, children: Sequence[Child]) -> Iterator[Bilingual]:
    yield Bilingual(
        "Suggestions from the records, to be confirmed or changed by the form teacher; nothing is sent anywhere. "
        "What the records do not say is left to be filled in. Thresholds are this program's own (below).",
        "Propuneri din date, pe care dirigintele le confirmă sau le schimbă; nu se trimite nimic nicăieri. Ce nu "
        "spun datele rămâne de completat. Pragurile sunt ale programului (mai jos).",
    )
    if others := len(register.enrolled) - len(children):
        yield Bilingual(
            f"Not in it, being in classes without the mechanism: {others}.",
            f"Nu apar, fiind în clase fără acest mecanism: {others}.",
        )
    yield from silence_words(register, {child.class_text for child in children})


def _none_here(register: SchoolRegister, values: LegalValues) -> Bilingual:
    days = sorted((day, cycle) for cycle, name in _CYCLES.items() if (day := values.first_day(name)))
    en = ", ".join(f"{_CYCLE_WORDS[cycle].en} since {date_words(day, 'en')}" for day, cycle in days)
    ro = ", ".join(f"{_CYCLE_WORDS[cycle].ro} din {date_words(day, 'ro')}" for day, cycle in days)
    return Bilingual(
        f"In {register.month.words.en} school {register.school_id} has nobody in a class with MATE: {en}.",
        f"În {register.month.words.ro} școala {register.school_id} nu are elevi în clase cu MATE: {ro}.",
    )
