"""Several schools together, for people who see no child: counts as they may be shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from models.ranking.scored_cohort import FeatureCohort
from serving.web.lists.models import ShownPlace
from serving.web.plans.models import Measure
from serving.web.programmes.coverage import SchoolCoverage
from serving.web.programmes.suppression import LEAST, ShownTable, rounded, suppressed
from serving.web.roster.models import Child


@dataclass(frozen=True)
class SchoolRow:
    """A school as it may be shown: None is hidden; ``stages`` are in the order of ``Stage``, ``total`` is of them."""

    school: SchoolCoverage
    enrolled: int | None
    stages: tuple[int | None, ...]
    total: int | None
    opened: bool


@dataclass(frozen=True)
class SeveralSchools:
    """Schools with their rows, and the totals of the columns."""

    rows: tuple[SchoolRow, ...]
    enrolled: int | None
    stages: tuple[int | None, ...]
    total: int | None
    expected: int | None
    opened: int


@dataclass(frozen=True)
class Transition:
    """A class before a change of school: its children, how many are on a list, for how many there is a plan."""

    grade_level: int
    enrolled: int | None
    listed: int | None
    in_plan: int | None


def several_schools(schools: Sequence[SchoolCoverage]) -> SeveralSchools:
    """Return what may be shown of some schools; who is in school is to the nearest five."""
    table: ShownTable = suppressed([school.stage_counts for school in schools])
    rows = tuple(
        SchoolRow(
            school=school,
            enrolled=_beside(school.enrolled, sum(school.stage_counts)),
            stages=cells,
            total=total,
            opened=school.as_of is not None,
        )
        for school, cells, total in zip(schools, table.cells, table.row_totals, strict=True)
    )
    return SeveralSchools(
        rows=rows,
        enrolled=rounded(sum(school.enrolled for school in schools)),
        stages=table.column_totals,
        total=table.total,
        expected=rounded(sum(school.expected for school in schools)),
        opened=sum(row.opened for row in rows),
    )


def transitions(
    cohort: FeatureCohort, school_ids: Collection[str], grade_levels: Sequence[int]
) -> tuple[Transition, ...]:
    """Count the children of some schools in each class before a change of school."""
    is_here = cohort.table.pupils["school_id"].isin(school_ids).to_numpy()
    levels = cohort.snapshot.enrolment("grade_level")
    pupil_ids = cohort.table.pupils["pupil_id"].to_numpy(object)
    listed = set(ShownPlace.objects.filter(shown__school_id__in=school_ids).values_list("child__pupil_id", flat=True))
    planned = set(
        Child.objects.filter(school_id__in=school_ids, plans__isnull=False).values_list("pupil_id", flat=True)
    )
    found = []
    for level in grade_levels:
        here = set(pupil_ids[np.flatnonzero(is_here & (levels == level))])
        counts = (len(here), len(here & listed), len(here & planned))
        found.append(Transition(level, *map(rounded, counts)))
    return tuple(found)


def helped(school_ids: Collection[str], code: str) -> int | None:
    """Return for how many children of some schools a plan holds a kind of help, as it may be shown."""
    measures = Measure.objects.filter(code=code, plan__school_id__in=school_ids)
    return rounded(measures.values("plan__child").distinct().count())


def in_plans(school_ids: Collection[str]) -> int | None:
    """Return for how many children of some schools there is or was a plan, as it may be shown."""
    return rounded(Child.objects.filter(school_id__in=school_ids, plans__isnull=False).distinct().count())


def _beside(enrolled: int, counted: int) -> int | None:
    """Return the children of a school, hidden also where all but a few of them are counted."""
    return None if 0 < enrolled - counted < LEAST else rounded(enrolled)
