"""The charts of a child's page: what the records say, laid out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from features.i18n.text import Language
from features.schema.scales import PASS_POINTS
from serving.web.charts.heat_map import HeatMap, heat_map
from serving.web.charts.levels import Box, LevelChart, Point, level_chart
from serving.web.charts.weekly import Span, WeeklyChart, WeekValue, weekly_chart
from serving.web.children.evidence.records import STEP_HOURS, Evidence, SubjectMarks
from serving.web.children.evidence.subjects import subject_words
from serving.web.lists.models import ShownPlace

_WEEK = dt.timedelta(7)
_BEST, _STEPS = 10, 9  # the rule counts from the best conduct mark down


@dataclass(frozen=True)
class SubjectChart:
    """A subject with its marks as a line; ``level`` of the chart is the pass mark."""

    name: str
    mean: str
    passes: bool
    chart: LevelChart


@dataclass(frozen=True)
class ConductChart:
    """What the 20-hour rule comes to as steps, with the marks given as dots; ``by_rule`` is where it stands now."""

    rule: LevelChart
    given: LevelChart
    by_rule: int
    hours: float


@dataclass(frozen=True)
class PlaceThen:
    """A place on a list that was shown: its day, the rank, how long that list was and of how many children."""

    day: dt.date
    rank: int
    capacity: int
    cohort_size: int


def weekly_of(evidence: Evidence, support: Sequence[Span]) -> WeeklyChart:
    """Draw the hours missed by week, not excused below, excused above; modules as bands, support as lines."""
    mondays = _mondays(evidence)
    sums = {monday: [0.0, 0.0] for monday in mondays}
    for day in evidence.days:
        week = sums[_monday(day.day)]
        week[0] += day.unexcused
        week[1] += day.excused
    weeks = [WeekValue(monday, unexcused, excused) for monday, (unexcused, excused) in sums.items()]
    spans = [Span(module.name, module.first, min(module.last, evidence.as_of)) for module in evidence.modules]
    return weekly_chart(weeks, spans, support, last=evidence.as_of - dt.timedelta(1))


def heat_of(evidence: Evidence) -> HeatMap:
    """Draw the hours missed by weekday and week."""
    mondays = _mondays(evidence)
    taught = [(module.first, module.last) for module in evidence.modules]
    if taught:  # weeks of holidays would be empty columns
        mondays = [each for each in mondays if any(a <= each + dt.timedelta(4) and each <= b for a, b in taught)]
    place = {monday: number for number, monday in enumerate(mondays)}
    has_saturday = any(day.day.weekday() == 5 for day in evidence.days)
    names = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday")][: 5 + has_saturday]
    hours = [[0.0] * len(mondays) for _name in names]
    for day in evidence.days:
        column = place.get(_monday(day.day))
        if column is not None and day.day.weekday() < len(names):
            hours[day.day.weekday()][column] += day.unexcused + day.excused
    return heat_map(names, [date_format(monday, "j E") for monday in mondays], hours)


def subjects_of(evidence: Evidence, language: Language) -> list[SubjectChart]:
    """Draw the marks of each subject with the pass line; subjects below it first."""
    box = Box(evidence.first, evidence.as_of, 130, 58)
    return [_subject(each, box, language) for each in evidence.subjects]


def conduct_of(evidence: Evidence, language: Language) -> ConductChart:
    """Draw a step down for every 20 unexcused hours of the year, and the conduct marks that were given."""
    box, total, points = Box(evidence.first, evidence.as_of, 300, 90), 0.0, [Point(evidence.first, 1.0, str(_BEST))]
    for day in evidence.days:
        before, total = int(total // STEP_HOURS), total + day.unexcused
        if int(total // STEP_HOURS) > before:
            mark = max(_BEST - int(total // STEP_HOURS), 1)
            points.append(Point(day.day, (mark - 1) / _STEPS, str(mark)))
    given = [Point(each.day, each.points / 100, each.said.said(language)) for each in evidence.conduct]
    return ConductChart(
        level_chart(points, box, steps=True), level_chart(given, box), max(_BEST - int(total // STEP_HOURS), 1), total
    )


def places_of(places: Sequence[ShownPlace]) -> list[PlaceThen]:
    """Return the last place of each day on which a list was shown, the newest first."""
    found = {
        place.shown.as_of: PlaceThen(place.shown.as_of, place.rank, place.shown.capacity, place.shown.cohort_size)
        for place in sorted(places, key=lambda place: place.shown.shown_at)
    }
    return sorted(found.values(), key=lambda place: place.day, reverse=True)


def ranks_of(places: Sequence[PlaceThen]) -> LevelChart | None:
    """Draw the places over time, the first of the list at the top; nothing where it is always the same."""
    most = max((place.rank for place in places), default=0)
    if all(place.rank == most for place in places):
        return None
    points = [Point(each.day, 1 - (each.rank - 1) / max(most - 1, 1), str(each.rank)) for each in reversed(places)]
    return level_chart(points, Box(points[0].day, points[-1].day, 300, 90))


def _subject(each: SubjectMarks, box: Box, language: Language) -> SubjectChart:
    points = [Point(mark.day, mark.points / 100, mark.said.said(language)) for mark in each.marks]
    return SubjectChart(
        subject_words(each.subject, language),
        each.mean.said(language),
        each.passes,
        level_chart(points, box, level=PASS_POINTS / 100),
    )


def _mondays(evidence: Evidence) -> list[dt.date]:
    first = min([_monday(evidence.first), *(_monday(day.day) for day in evidence.days[:1])])
    weeks = max((evidence.as_of - dt.timedelta(1) - first).days // 7, 0) + 1
    return [first + _WEEK * number for number in range(weeks)]


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(day.weekday())
