"""Several schools together, for people who see no child: counts as they may be shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db.models import Q

from models.ranking.scored_cohort import FeatureCohort
from serving.web.configuration.ranking import left_out
from serving.web.lists.address import CAPACITY
from serving.web.lists.models import ShownPlace
from serving.web.plans.models import NEVER_BEGAN, NOT_BEGUN, Measure, Plan
from serving.web.programmes.numbers.coverage import SchoolCoverage
from serving.web.programmes.numbers.suppression import LEAST, TOTAL, Corners, Place, rounded, suppressed
from serving.web.reviews.states import Stage
from serving.web.roster.models import Child

Corner = tuple[str, int]  # a school, "" for the totals, and a stage by its place, ``TOTAL`` for the total


@dataclass(frozen=True)
class SchoolNumbers:
    """A school as it may be shown: None is hidden; ``stages`` are in the order of ``Stage``, ``total`` is of them."""

    school_id: str
    enrolled: int | None
    stages: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True)
class Totals:
    """The totals of some schools as they may be shown."""

    enrolled: int | None
    stages: tuple[int | None, ...]
    total: int | None
    expected: int | None


@dataclass(frozen=True)
class CountyNumbers:
    """The schools of a county and their totals.

    ``corners`` have, for each cell under five, the opposite corner of the rectangle in which it is hidden.
    """

    schools: tuple[SchoolNumbers, ...]
    totals: Totals
    corners: Mapping[Corner, Corner] = field(default_factory=dict)


@dataclass(frozen=True)
class Transition:
    """A class before a change of school: its children, how many are on a list, for how many there is a plan."""

    grade_level: int
    enrolled: int | None
    listed: int | None
    in_plan: int | None


def county_numbers(schools: Sequence[SchoolCoverage], before: Mapping[Corner, Corner] | None = None) -> CountyNumbers:
    """Return what may be shown of the schools of a county; ``before`` are the corners of its numbers shown last."""
    places = {school.school_id: number for number, school in enumerate(schools)} | {"": TOTAL}
    names = {number: school_id for school_id, number in places.items()}
    kept: Corners = {
        (places[school], stage): (places[other], other_stage)
        for (school, stage), (other, other_stage) in (before or {}).items() if {school, other} <= set(places)
    }  # fmt: skip
    table = suppressed([school.stage_counts for school in schools], kept)
    rows = tuple(
        SchoolNumbers(school.school_id, _beside(school.enrolled, sum(school.stage_counts)), cells, total)
        for school, cells, total in zip(schools, table.cells, table.row_totals, strict=True)
    )
    stages = table.column_totals or (None,) * len(Stage)
    totals = _totals(schools, stages, table.total)

    def named(place: Place) -> Corner:
        return names[place[0]], place[1]

    return CountyNumbers(rows, totals, {named(place): named(corner) for place, corner in table.corners.items()})


def programme_totals(schools: Sequence[SchoolCoverage], corners: Mapping[Corner, Corner]) -> Totals:
    """Return the totals of the schools of a programme, whose rows are shown as their counties show them.

    ``corners`` are those of these counties, whose numbers are the same whatever a small cell is. Totals of a programme
    would not be where it has one school of a rectangle and not the other; they are hidden.
    """
    ours = {school.school_id for school in schools}
    crossing = [(stage, opposite) for (school, stage), (other, opposite) in corners.items()
                if (school in ours) != (other in ours)]  # fmt: skip
    hidden = {stage for stages in crossing for stage in stages}
    counts = np.array([school.stage_counts for school in schools], dtype=np.int64).reshape(-1, len(Stage)).sum(0)
    stages = tuple(None if stage in hidden else rounded(int(count)) for stage, count in enumerate(counts))
    total = None if TOTAL in hidden else rounded(int(counts.sum()))
    return _totals(schools, stages, total)


def transitions(
    cohort: FeatureCohort, school_ids: Collection[str], grade_levels: Sequence[int]
) -> tuple[Transition, ...]:
    """Count the children of some schools in each class before a change of school."""
    is_here = cohort.table.pupils["school_id"].isin(school_ids).to_numpy()
    levels = cohort.snapshot.enrolment("grade_level")
    pupil_ids = cohort.table.pupils["pupil_id"].to_numpy(object)
    counted = ShownPlace.objects.filter(shown__school_id__in=school_ids, shown__is_of_school=True, rank__lte=CAPACITY)
    listed = set(counted.values_list("child__pupil_id", flat=True)) - left_out().keys()
    planned = set(Child.objects.filter(_with_plan(school_ids)).values_list("pupil_id", flat=True))
    found = []
    for level in grade_levels:
        here = set(pupil_ids[np.flatnonzero(is_here & (levels == level))])
        counts = (len(here), len(here & listed), len(here & planned))
        found.append(Transition(level, *map(rounded, counts)))
    return tuple(found)


def helped(school_ids: Collection[str], code: str) -> int | None:
    """Return for how many children of some schools a plan holds a kind of help, as it may be shown."""
    begun = Plan.objects.filter(school_id__in=school_ids).exclude(NOT_BEGUN)
    measures = Measure.objects.filter(code=code, plan__in=begun).exclude(NEVER_BEGAN)
    return rounded(measures.values("plan__child").distinct().count())


def in_plans(school_ids: Collection[str]) -> int | None:
    """Return for how many children of some schools there is or was a plan, as it may be shown."""
    return rounded(Child.objects.filter(_with_plan(school_ids)).distinct().count())


def _with_plan(school_ids: Collection[str]) -> Q:
    """Return which children of some schools have or had a plan, as far as it was begun."""
    return Q(school_id__in=school_ids, plans__in=Plan.objects.exclude(NOT_BEGUN))


def _totals(schools: Sequence[SchoolCoverage], stages: tuple[int | None, ...], total: int | None) -> Totals:
    enrolled, expected = (rounded(sum(each)) for each in ((school.enrolled for school in schools),
                                                          (school.expected for school in schools)))  # fmt: skip
    return Totals(enrolled, stages, total, expected)


def _beside(enrolled: int, counted: int) -> int | None:
    """Return the children of a school, hidden also where all but a few of them are counted."""
    return None if 0 < enrolled - counted < LEAST else rounded(enrolled)
