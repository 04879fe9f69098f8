"""What was before a plan and what is since, beside similar children without support; never that the plan did it.

Similar are the children of the same cycle whom the model gave a score of the same tenth on the day the plan began,
with no plan up to the day that is looked back from. Both spans are as long, and end before that day.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from features.arrays import Booleans, Floats, Positions
from features.days import day_of
from features.errors import PrezentError
from serving.web.access.rows import every_row
from serving.web.configuration.ranking import ranking_service
from serving.web.plans.models import NOT_BEGUN, Plan

if TYPE_CHECKING:
    from features.point_in_time.events import Window
    from features.point_in_time.snapshot import Snapshot
    from features.schema.scales import Scale
    from models.ranking.scored_cohort import ScoredCohort

WEEKS = (4, 12)
SMALLEST = 5  # beside fewer children nothing is said
TENTHS = 10
SCHOOL_WEEK = 5.0
_DAY = dt.timedelta(days=1)
_CYCLES = np.array([5.0, 9.0])  # primary, lower and upper secondary


@dataclass(frozen=True)
class BeforeAndSince:
    """A figure in the span before the start and in the span since; None where it is not known."""

    before: float | None
    since: float | None


@dataclass(frozen=True)
class FigureComparison:
    """A figure of the child beside the mean of similar children, ``others`` None where there are too few.

    ``made_of`` says of how many marks the child's figures are, before and since; empty where it is none of marks.
    """

    child: BeforeAndSince
    others: BeforeAndSince | None
    count: int
    made_of: tuple[int, ...] = ()


@dataclass(frozen=True)
class LookBack:
    """The look-back after so many weeks: hours missed in a week of school, and the mean mark.

    It compares the weeks before ``starts_on``, the first day of the plan, with as many since.

    Marks are on the ``scale`` of the child's class, or in points of 100 where that is none of numbers. ``due_on`` is
    the day from which it can be made; without the two figures it is not that day yet, or the records do not have the
    child on both days (``missing``).
    """

    weeks: int
    due_on: dt.date
    hours: FigureComparison | None = None
    marks: FigureComparison | None = None
    missing: bool = False
    scale: str = ""
    starts_on: dt.date | None = None

    @property
    def before(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day of the span before the plan."""
        if self.starts_on is None:
            return None
        return self.starts_on - dt.timedelta(weeks=self.weeks), self.starts_on - _DAY

    @property
    def since(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day of the span since."""
        return None if self.starts_on is None else (self.starts_on, self.due_on - _DAY)


def look_backs(plan: Plan, *, today: dt.date) -> tuple[LookBack, ...]:
    """Return the look-backs of a plan."""
    return tuple(_look_back(plan, weeks, today) for weeks in WEEKS)


def _look_back(plan: Plan, weeks: int, today: dt.date) -> LookBack:
    start, end = plan.starts_on, plan.starts_on + dt.timedelta(weeks=weeks)
    if end > today:
        return LookBack(weeks, end)
    try:
        began, ended = (ranking_service().cohort_at(day) for day in (start, end))
    except PrezentError:  # nobody is in school on one of the days
        return LookBack(weeks, end, missing=True)
    return compared(began, ended, pupil_id=plan.child.pupil_id, weeks=weeks, helped=_helped(end))


def compared(
    began: "ScoredCohort", ended: "ScoredCohort", *, pupil_id: str, weeks: int, helped: frozenset[str]
) -> LookBack:
    """Compare a child with similar children from the day of one cohort to that of another."""
    start, end = began.features.as_of, ended.features.as_of
    similar = similar_children(began, pupil_id) - helped
    ids = np.array(ended.pupil_ids, dtype=object)
    own = np.flatnonzero(ids == pupil_id)
    if not len(own) or pupil_id not in began.pupil_ids:
        return LookBack(weeks, end, missing=True)
    others = np.flatnonzero(np.isin(ids, list(similar)))
    snapshot = ended.features.snapshot
    before, since = _span(snapshot, start - dt.timedelta(weeks=weeks), start), _span(snapshot, start, end)
    hours, marks = (
        _compared(figure(snapshot, before), figure(snapshot, since), own=int(own[0]), others=others)
        for figure in (_hours, _marks)
    )
    rows = tuple(int(snapshot.window_stats("marks", span).rows[own[0]]) for span in (before, since))
    marks = replace(marks, made_of=rows)
    scale = ended.features.scales.of(int(own[0]))
    if scale is None or scale.words:
        return LookBack(weeks, end, hours, marks, starts_on=start)
    return LookBack(weeks, end, hours, _on_scale(marks, scale), scale=scale.name, starts_on=start)


def similar_children(cohort: "ScoredCohort", pupil_id: str) -> frozenset[str]:
    """Return the children of the child's cycle and tenth of scores, without the child; none for one without a score."""
    ids, scored = np.array(cohort.pupil_ids, dtype=object), ~np.isnan(cohort.margins)
    own = np.flatnonzero((ids == pupil_id) & scored)
    if not len(own):
        return frozenset()
    cycle = np.searchsorted(_CYCLES, cohort.features.snapshot.enrolment("grade_level"), side="right")
    there = np.flatnonzero(scored & (cycle == cycle[own[0]]))
    tenth = _tenths(cohort.margins[there])
    mine = tenth[there == own[0]][0]
    return frozenset(ids[there[tenth == mine]].tolist()) - {pupil_id}


def _tenths(margins: Floats) -> Positions:
    """Return the tenth of each margin among all; the same margin is in the same tenth."""
    ordered = np.sort(margins)
    return np.asarray(np.searchsorted(ordered, margins, side="left") * TENTHS // max(len(margins), 1))


def _hours(snapshot: "Snapshot", span: "Window") -> Floats:
    days = snapshot.school_days_in(span)
    return SCHOOL_WEEK * snapshot.hours(span) / np.where(days > 0, days, np.nan)


def _marks(snapshot: "Snapshot", span: "Window") -> Floats:
    return snapshot.mean_level(span)


def _span(snapshot: "Snapshot", start: dt.date, end: dt.date) -> "Window":
    from features.point_in_time.events import Window

    return Window(*(np.full(len(snapshot), day_of(day)) for day in (start, end)))


def _compared(before: Floats, since: Floats, *, own: int, others: Positions) -> FigureComparison:
    known: Booleans = ~(np.isnan(before[others]) | np.isnan(since[others]))
    with_both = others[known]
    beside = None
    if len(with_both) >= SMALLEST:
        beside = BeforeAndSince(float(before[with_both].mean()), float(since[with_both].mean()))
    return FigureComparison(BeforeAndSince(_known(before[own]), _known(since[own])), beside, len(with_both))


def _on_scale(found: FigureComparison, scale: "Scale") -> FigureComparison:
    def marks(pair: BeforeAndSince) -> BeforeAndSince:
        return BeforeAndSince(*(None if each is None else scale.mark_at(each) for each in (pair.before, pair.since)))

    return replace(found, child=marks(found.child), others=found.others and marks(found.others))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _helped(end: dt.date) -> frozenset[str]:
    """Return the children of any school with a plan that began before a day; they are compared with nobody."""
    plans = Plan.objects.filter(starts_on__lt=end).exclude(NOT_BEGUN)
    with every_row():
        return frozenset(plans.values_list("child__pupil_id", flat=True))
