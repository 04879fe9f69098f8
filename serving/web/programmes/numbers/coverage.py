"""How far the lists of schools reach: who is on the last one of each, what people decided, and what was done."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from models.ranking.scored_cohort import FeatureCohort
from serving.web.configuration.ranking import left_out
from serving.web.lists.address import CAPACITY
from serving.web.lists.models import ShownList, ShownPlace
from serving.web.plans.models import Plan, Step
from serving.web.reviews.models import Decision
from serving.web.reviews.states import Stage, states_of
from serving.web.roster.models import Child

RECENT_DAYS = 30
Reaches = Callable[[Child], bool]


@dataclass(frozen=True)
class SchoolCoverage:
    """One school: its children, how many of them are listed or were added, and how far people have come with each.

    ``enrolled`` are in school at the day. ``stages`` count the children on the last list that was shown, of which the
    usual number is counted, however long a list somebody looks at; it is of ``as_of`` and holds ``listed``; and those
    whom people added; ``expected`` of the listed are expected to have the
    outcome. ``recent`` are decisions and changes of plans in the last 30 days.
    """

    school_id: str
    name: str
    enrolled: int
    as_of: dt.date | None = None
    listed: int = 0
    expected: float = 0.0
    stages: Mapping[Stage, int] = field(default_factory=dict)
    recent: int = 0

    @property
    def others(self) -> int:
        """How many are on no last list, but were on an earlier one or added, and have a decision or a plan."""
        return sum(self.stages.values()) - self.listed

    @property
    def looked_at(self) -> int:
        """How many children a person decided about."""
        return sum(count for stage, count in self.stages.items() if stage is not Stage.PROPOSED)

    @property
    def stage_counts(self) -> list[int]:
        """The children at each stage, in the order of ``Stage``."""
        return [self.stages.get(stage, 0) for stage in Stage]


@dataclass(frozen=True)
class StepCounts:
    """Steps of plans: done, to be done later, and overdue."""

    done: int
    waiting: int
    overdue: int

    @property
    def due(self) -> int:
        """How many were to be done by now."""
        return self.done + self.overdue


def coverage(
    cohort: FeatureCohort, school_ids: Collection[str], *, today: dt.date, reaches: Reaches = lambda _child: True
) -> tuple[SchoolCoverage, ...]:
    """Return the coverage of some schools, by their names; of their children, only those who may be reached."""
    last = _last_lists(school_ids)
    counted = ShownPlace.objects.filter(shown__in=last.values(), rank__lte=CAPACITY)
    counted = counted.exclude(child__pupil_id__in=left_out())
    places = [each for each in counted.select_related("child") if reaches(each.child)]
    children = {each.child_id: (each.shown_id, each.child) for each in places}
    schools = {child.pk: child.school_id for child in _added(school_ids) if reaches(child)}
    of_list = {shown.pk: school for school, shown in last.items()}
    schools |= {pk: of_list[shown] for pk, (shown, _child) in children.items()}
    states = states_of(Child.objects.filter(pk__in=schools)) if schools else {}
    stages: dict[str, Counter[Stage]] = {school: Counter() for school in school_ids}
    for pk, state in states.items():
        stages[schools[pk]][state.stage] += 1
    recent = _recent(school_ids, since=today - dt.timedelta(days=RECENT_DAYS), reaches=reaches)
    counties = _counties(cohort, school_ids)
    found = [
        SchoolCoverage(
            school_id=school,
            name=_called(cohort, school, counties),
            enrolled=_enrolled(cohort, school, reaches),
            as_of=last[school].as_of if school in last else None,
            listed=sum(of_list[each.shown_id] == school for each in places),
            expected=sum(each.score for each in places if of_list[each.shown_id] == school),
            stages=stages[school],
            recent=recent[school],
        )
        for school in school_ids
    ]
    return tuple(sorted(found, key=lambda each: (each.name, each.school_id)))


def last_lists(school_ids: Collection[str]) -> dict[str, dt.date]:
    """Return the day of the last list of each school that its own people opened."""
    return {school: shown.as_of for school, shown in _last_lists(school_ids).items()}


def names_of(cohort: FeatureCohort, school_ids: Collection[str]) -> dict[str, str]:
    """Return what each school is called, with its county where they are of several."""
    counties = _counties(cohort, school_ids)
    return {school: _called(cohort, school, counties) for school in school_ids}


def step_counts(plans: Iterable[Plan], *, today: dt.date) -> StepCounts:
    """Count the steps of some plans; of a plan that is over, what was not done is not waited for."""
    counts: Counter[str] = Counter()
    for step in Step.objects.filter(plan__in=list(plans)).select_related("plan"):
        if step.done_on is not None:
            counts["done"] += 1
        elif not step.plan.is_closed:
            counts["overdue" if step.due_on < today else "waiting"] += 1
    return StepCounts(counts["done"], counts["waiting"], counts["overdue"])


def _counties(cohort: FeatureCohort, school_ids: Collection[str]) -> Mapping[str, str]:
    """Return the county of each school where they are of several; names come back from county to county."""
    table = cohort.index.records["schools"][["school_id", "county"]].dropna()
    found = {str(school): str(county) for school, county in table.itertuples(index=False) if school in school_ids}
    return found if len(set(found.values())) > 1 else {}


def _called(cohort: FeatureCohort, school_id: str, counties: Mapping[str, str]) -> str:
    name = cohort.named(school_id).name or school_id
    return f"{name} ({counties[school_id]})" if school_id in counties else name


def _last_lists(school_ids: Collection[str]) -> dict[str, ShownList]:
    """Return the list of each school that is counted: the school's own last one of the usual length.

    No short look changes it, nor one at another day or by others. Of a school of which nobody has opened one as long it
    is the longest of the last day and model.
    """
    of_schools = ShownList.objects.filter(school_id__in=school_ids, is_of_school=True)
    shown = list(of_schools.order_by("-as_of", "-shown_at"))
    last: dict[str, ShownList] = {}
    for each in (*(each for each in shown if each.is_whole), *shown):
        known = last.setdefault(each.school_id, each)
        is_same = (each.as_of, each.model_version) == (known.as_of, known.model_version)
        if is_same and not known.is_whole and each.capacity > known.capacity:
            last[each.school_id] = each
    return last


def _added(school_ids: Collection[str]) -> Iterable[Child]:
    """Return the children about whom people decided, or for whom there is a plan, listed or not."""
    is_known = Q(decisions__isnull=False) | Q(plans__isnull=False)
    return Child.objects.filter(is_known, school_id__in=school_ids).distinct()


def _recent(school_ids: Collection[str], *, since: dt.date, reaches: Reaches) -> Counter[str]:
    """Count decisions and changes of plans by school, of the children who may be reached."""
    decisions = Decision.objects.filter(school_id__in=school_ids, at__date__gte=since).select_related("child")
    plans = Plan.objects.filter(school_id__in=school_ids, changed_at__date__gte=since).select_related("child")
    counts = Counter(decision.school_id for decision in decisions if reaches(decision.child))
    counts.update(plan.school_id for plan in plans if reaches(plan.child))
    return counts


def _enrolled(cohort: FeatureCohort, school_id: str, reaches: Reaches) -> int:
    """Count the children of a school, of those classes that may be reached."""
    if school_id not in cohort.schools:
        return 0
    labels = cohort.table.pupils["class_label"].to_numpy(object)[cohort.schools[school_id]]
    named = Counter(label if isinstance(label, str) else "" for label in labels)
    return sum(count for label, count in named.items() if reaches(Child(school_id=school_id, class_label=label)))
