"""Numbers for people who see no child, made once a week: a change of a child is not told by two days' numbers.

A county's numbers are the first: of its schools nobody sees others, whichever of them a programme has. What was shown
last week says which cells go on being hidden together.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction

from models.ranking.scored_cohort import FeatureCohort
from serving.web.access.rows import every_row
from serving.web.plans.models import Plan
from serving.web.programmes.models import Programme, PublishedNumbers
from serving.web.programmes.numbers.coverage import coverage, last_lists, names_of, step_counts
from serving.web.programmes.numbers.several_schools import (
    Corner,
    SchoolNumbers,
    Totals,
    county_numbers,
    helped,
    in_plans,
    programme_totals,
    transitions,
)
from serving.web.programmes.numbers.suppression import rounded

Content = Mapping[str, Any]


@dataclass(frozen=True)
class SchoolRow:
    """A school of a table: what it is called, its numbers, and the day of its last list, None where none was opened."""

    name: str
    numbers: SchoolNumbers
    last_list: dt.date | None

    @property
    def is_opened(self) -> bool:
        """Whether somebody of it opened its list."""
        return self.last_list is not None


@dataclass(frozen=True)
class SeveralSchools:
    """Schools by their names, with their totals, as of a day; ``figures`` are those that stand alone.

    ``opened`` of them have a list that somebody of theirs opened.
    """

    as_of: dt.date
    rows: tuple[SchoolRow, ...]
    totals: Totals
    figures: Mapping[str, Any]

    @property
    def opened(self) -> int:
        """How many schools have a list that somebody of theirs opened."""
        return sum(row.last_list is not None for row in self.rows)


def county_of_schools(cohort: FeatureCohort) -> dict[str, str]:
    """Return the county of each school with children in it, empty where the records have none."""
    table = cohort.index.records["schools"]
    counties = {str(school): str(county) if isinstance(county, str) else ""
                for school, county in zip(table["school_id"], table["county"], strict=True)}  # fmt: skip
    return {school: counties.get(school, "") for school in cohort.schools}


def county_table(cohort: FeatureCohort, county: str, today: dt.date) -> SeveralSchools:
    """Return the numbers of a county's schools, as they are shown this week."""
    return _table(cohort, _county(cohort, county, today))


def programme_table(cohort: FeatureCohort, programme: Programme, today: dt.date) -> SeveralSchools:
    """Return the numbers of a programme's schools, as they are shown this week; of each what its county shows."""
    counties = county_of_schools(cohort)
    here = [school for school in cohort.schools if school in programme.school_ids]
    of_counties = [_county(cohort, county, today) for county in sorted({counties[school] for school in here})]
    shown = {school["school_id"]: school for content in of_counties for school in content["schools"]}

    def make(_before: Content) -> Content:
        covered = coverage(cohort, here, today=today)
        corners = {corner: opposite for content in of_counties for corner, opposite in _corners(content).items()}
        services = {service.code: helped(here, service.code) for service in programme.services.all()}
        return {
            "as_of": cohort.as_of.isoformat(), "totals": asdict(programme_totals(covered, corners)),
            "schools": [shown[school] for school in here if school in shown],
            "figures": {
                "in_plans": in_plans(here), "helped": services,
                "transitions": [asdict(each) for each in transitions(cohort, here, programme.transitions)],
            },
        }  # fmt: skip

    return _table(cohort, _published(f"programme {programme.code}", today, make))


def _county(cohort: FeatureCohort, county: str, today: dt.date) -> Content:
    here = [school for school, place in county_of_schools(cohort).items() if place == county]

    def make(before: Content) -> Content:
        with every_row():  # the county's numbers are the same, whoever asks first
            covered = coverage(cohort, here, today=today)
            steps = step_counts(Plan.objects.filter(school_id__in=here), today=today)
        found = county_numbers(covered, _corners(before))
        return {
            "as_of": cohort.as_of.isoformat(), "schools": [asdict(each) for each in found.schools],
            "totals": asdict(found.totals),
            "corners": [[*corner, *opposite] for corner, opposite in found.corners.items()],
            "figures": {name: rounded(getattr(steps, name)) for name in ("due", "done", "overdue")},
        }  # fmt: skip

    return _published(f"county {county}", today, make)


def _published(scope: str, today: dt.date, make: Callable[[Content], Content]) -> Content:
    """Return what is shown of a scope this week; made by whoever asks first, from what was shown last."""
    week = today - dt.timedelta(days=today.weekday())
    kept = PublishedNumbers.objects.filter(scope=scope, week__lte=week).order_by("-week").first()
    if kept is not None and kept.week == week:
        return _content(kept)
    content = make(_content(kept) if kept else {})
    try:
        with transaction.atomic():
            return _content(PublishedNumbers.objects.create(scope=scope, week=week, content=content))
    except IntegrityError:  # another worker was first
        return _content(PublishedNumbers.objects.get(scope=scope, week=week))


def _content(kept: PublishedNumbers) -> Content:
    content: Content = kept.content
    return content


def _corners(content: Content) -> dict[Corner, Corner]:
    return {(school, stage): (other, other_stage)
            for school, stage, other, other_stage in content.get("corners", ())}  # fmt: skip


def _table(cohort: FeatureCohort, content: Content) -> SeveralSchools:
    schools = [SchoolNumbers(**{**each, "stages": tuple(each["stages"])}) for each in content["schools"]]
    ids = [each.school_id for each in schools]
    names, last = names_of(cohort, ids), last_lists(ids)
    rows = [SchoolRow(names[each.school_id], each, last.get(each.school_id)) for each in schools]
    totals = Totals(**{**content["totals"], "stages": tuple(content["totals"]["stages"])})
    ordered = tuple(sorted(rows, key=lambda row: (row.name, row.numbers.school_id)))
    return SeveralSchools(dt.date.fromisoformat(content["as_of"]), ordered, totals, content["figures"])
