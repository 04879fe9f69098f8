"""What the records say of one child this school year, as it was known before a day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from features.arrays import Codes, Positions
from features.as_of import known_before
from features.catalogue.feature import FeatureSpec, Theme
from features.counting.event_rows import HUNDREDTHS
from features.days import LONG_AGO, NEVER, date_of
from features.i18n.text import Bilingual
from features.point_in_time.events import EventIndex
from features.schema.scales import PASS_POINTS, Scale
from models.explain.comparisons import read_direction
from models.ranking.scored_cohort import FeatureCohort
from serving.output.next_steps import NEXT_STEPS
from serving.web.lists.modules import Module, modules_of

LONG_WAY_MINUTES = 30  # one way, from which on help with the way is worth asking for
FIRST_WITH_RULE = 5  # class; before it conduct is a qualifier, which hours do not lower
STEP_HOURS = 20  # unexcused hours of a school year for each of which the conduct mark goes down by one


@dataclass(frozen=True)
class Day:
    """A day with missed hours: those excused by now, those not, and those of which nobody says."""

    day: dt.date
    excused: float
    unexcused: float


@dataclass(frozen=True)
class Mark:
    """A mark: its day, its points of 100, and how it is said."""

    day: dt.date
    points: float
    said: Bilingual


@dataclass(frozen=True)
class SubjectMarks:
    """The marks of a subject this year, the oldest first, and their mean; ``passes`` where that is high enough."""

    subject: str
    marks: tuple[Mark, ...]
    mean: Bilingual
    passes: bool


@dataclass(frozen=True)
class Need:
    """Something of the situation at home, and what support may be due; no cause and no fault."""

    fact: Bilingual
    support: Bilingual


@dataclass(frozen=True)
class Evidence:
    """All of it; ``first`` is the day the school year began.

    ``tells_excuses`` says whether the school records excuses, ``in_words`` whether marks are words, and ``rule_holds``
    whether unexcused hours lower the conduct mark: the child is no longer in primary school, and no conduct mark of
    this year is a word.
    """

    as_of: dt.date
    first: dt.date
    days: tuple[Day, ...]
    subjects: tuple[SubjectMarks, ...]
    conduct: tuple[Mark, ...]
    needs: tuple[Need, ...]
    modules: tuple[Module, ...]
    tells_excuses: bool
    in_words: bool = False
    rule_holds: bool = True


@dataclass(frozen=True)
class _Rows:
    day: Codes
    value: Codes
    code: Codes
    weight: Codes


def evidence_of(cohort: FeatureCohort, place: int) -> Evidence:
    """Return what was known of the child at a place of the cohort."""
    snapshot, index = cohort.snapshot, cohort.index
    pupil, as_of = int(snapshot.pupils[place]), snapshot.as_of
    start = max(int(snapshot.cohort["year_starts_on"].iloc[place]), LONG_AGO)
    rows = {
        name: _rows(getattr(index, name), pupil, start=start, as_of=as_of)
        for name in ("absences", "excuses", "marks", "conduct")
    }
    county = index.counties[int(snapshot.cohort["county"].iloc[place])]
    first, conduct = date_of(start), cohort.scales.of(place, conduct=True)
    return Evidence(
        as_of=cohort.as_of,
        first=first,
        days=_days(rows["absences"], rows["excuses"]),
        subjects=_subjects(rows["marks"], index.subjects, cohort.scales.of(place)),
        conduct=_said(rows["conduct"], conduct),
        needs=_needs(cohort, place),
        modules=tuple(each for each in modules_of(index, county) if each.last >= first),
        tells_excuses=bool(np.isfinite(cohort.table.values["unexcused_hours_year"].iloc[place])),
        in_words=_are_words(cohort.scales.of(place)),
        rule_holds=_rule_holds(float(snapshot.enrolment("grade_level")[place]), rows["conduct"], conduct),
    )


def _rule_holds(grade_level: float, given: _Rows, scale: Scale | None) -> bool:
    """Tell whether hours lower conduct: last year's qualifier says nothing of a child who has left primary school."""
    says_words = _are_words(scale) and (len(given.day) > 0 or np.isnan(grade_level))
    return not (says_words or grade_level < FIRST_WITH_RULE)


def _are_words(scale: Scale | None) -> bool:
    return scale is not None and not scale.takes_numbers


def _rows(events: EventIndex, pupil: int, *, start: int, as_of: int) -> _Rows:
    """Return a pupil's rows from a day on, as they were known before another one."""
    if pupil + 1 >= len(events.starts):
        places: Positions = np.empty(0, np.intp)
    else:
        places = np.arange(events.starts[pupil], events.starts[pupil + 1])
    retracted = np.full(len(places), NEVER)
    if len(places):
        within = np.arange(*np.searchsorted(events.retracted, (places[0], places[-1] + 1)))
        retracted[events.retracted[within] - places[0]] = events.retracted_on[within]
    seen = known_before(events.known[places], as_of) & ~known_before(retracted, as_of)
    day = events.day[places]
    places = places[seen & (day >= start) & (day < as_of)]
    weight = events.weight[places] if len(events.weight) else np.ones(len(places), np.int32)
    return _Rows(
        events.day[places], events.value[places], events.code[places] if len(events.code) else places * 0, weight
    )


def _days(absences: _Rows, excuses: _Rows) -> tuple[Day, ...]:
    hours: dict[int, list[float]] = {}
    for rows, part in ((absences, 0), (excuses, 1)):
        for day, value in zip(rows.day.tolist(), rows.value.tolist(), strict=True):
            hours.setdefault(day, [0.0, 0.0])[part] += value / HUNDREDTHS
    return tuple(
        Day(date_of(day), excused=min(excused, missed), unexcused=max(missed - excused, 0.0))
        for day, (missed, excused) in sorted(hours.items()) if missed > 0
    )  # fmt: skip


def _subjects(rows: _Rows, names: tuple[str, ...], scale: Scale | None) -> tuple[SubjectMarks, ...]:
    found = []
    for code in np.unique(rows.code[rows.code >= 0]).tolist():
        mine = rows.code == code
        each = _Rows(rows.day[mine], rows.value[mine], rows.code[mine], rows.weight[mine])
        mean = float(np.average(each.value, weights=each.weight)) / HUNDREDTHS
        found.append(SubjectMarks(names[code], _said(each, scale), _mark_said(mean, scale), mean >= PASS_POINTS))
    return tuple(sorted(found, key=lambda subject: (subject.passes, subject.subject)))


def _said(rows: _Rows, scale: Scale | None) -> tuple[Mark, ...]:
    return tuple(
        Mark(date_of(day), value / HUNDREDTHS, _mark_said(value / HUNDREDTHS, scale))
        for day, value in zip(rows.day.tolist(), rows.value.tolist(), strict=True)
    )


def _mark_said(points: float, scale: Scale | None) -> Bilingual:
    if scale is None:
        return Bilingual(f"{points:.0f}/100", f"{points:.0f}/100")
    return scale.said_at(points)


# Of these themes of the situation at home it is said what support may be due; education of parents is none of them.
_SUPPORTED: tuple[Theme, ...] = ("parents_abroad", "poverty", "distance", "health_and_support", "declared")


def _needs(cohort: FeatureCohort, place: int) -> tuple[Need, ...]:
    values = cohort.table.values
    row: Mapping[str, float] = dict(zip(values.columns.tolist(), values.iloc[place].tolist(), strict=True))
    return tuple(
        Need(Bilingual(spec.text(row[spec.name], "en"), spec.text(row[spec.name], "ro")), NEXT_STEPS[spec.theme])
        for theme in _SUPPORTED
        for spec in cohort.table.features
        if spec.theme == theme and spec.group == "family" and _is_need(spec, row[spec.name])
    )


def _is_need(spec: FeatureSpec, value: float) -> bool:
    """Tell whether a known value is one that people take for a difficulty: some of a bad thing, none of a good one."""
    if spec.name == "commute_minutes":
        return value >= LONG_WAY_MINUTES
    direction = read_direction(spec)
    return (direction > 0 and value > 0) or (direction < 0 and value == 0)
