"""What a class council is told of what people have done for a child: where it stands, and the plan with its steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from serving.web.access.policy import Action
from serving.web.access.reach import Reach
from serving.web.charts.weekly import WeeklyChart
from serving.web.children.evidence.drawings import weekly_of
from serving.web.children.evidence.records import Evidence
from serving.web.children.evidence.support import support_of
from serving.web.plans.measures import measure_words
from serving.web.plans.models import NEVER_BEGAN, Plan, Step
from serving.web.plans.reachable import may
from serving.web.reviews.states import State, states_of
from serving.web.roster.models import Child


@dataclass(frozen=True)
class ToldPlan:
    """A plan on one sheet: its need, its help in words, the steps still to be done, and how many are done."""

    plan: Plan
    help: tuple[str, ...]
    waiting: Sequence[Step]
    done: int


def council_of(reach: Reach, child: Child, evidence: Evidence | None) -> dict[str, object]:
    """Return what the sheet for the class council shows beside the reasons; the plan to whoever may plan for the child.

    A plan that is over stands in the state alone.
    """
    state = states_of([child])[child.pk]
    return {
        "state": state, "told_plan": _plan(reach, state), "evidence": evidence,
        "weekly": _weekly(child, evidence) if evidence is not None else None,
    }  # fmt: skip


def _weekly(child: Child, evidence: Evidence) -> WeeklyChart | None:
    return weekly_of(evidence, support_of(child)) if evidence.days else None


def _plan(reach: Reach, state: State) -> ToldPlan | None:
    plan = Plan.objects.filter(opaque=state.plan).select_related("child", "owner").first() if state.plan else None
    if plan is None or plan.is_closed or not may(reach, Action.PLAN, plan):
        return None
    given = plan.measures.exclude(NEVER_BEGAN).filter(ends_on=None)
    steps = list(plan.steps.select_related("responsible"))
    return ToldPlan(
        plan,
        tuple(", ".join(filter(None, (measure_words(each.code), each.provider))) for each in given),
        [step for step in steps if step.done_on is None],
        sum(step.done_on is not None for step in steps),
    )
