"""What support plans have due: steps, look-backs, what one is asked to take over, and approvals waited for."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import Action
from serving.web.access.reach import Reach
from serving.web.plans.models import State, Step
from serving.web.plans.reachable import plans_within
from serving.web.plans.transfers import asked_of
from serving.web.roster.names import names_for

SOON = dt.timedelta(7)


@dataclass(frozen=True)
class Task:
    """Something due of another part of the pages: what, until when, and where it is done."""

    text: str
    url: str
    due_on: dt.date | None = None
    is_late: bool = False


def plan_tasks(request: SignedInRequest) -> list[Task]:
    """Return the steps due within a week that are the person's own, or of plans of theirs; and what they are asked."""
    reach = request.reach
    if not reach.may(Action.PLAN):
        return []
    steps = Step.objects.filter(
        plan__in=plans_within(reach), done_on=None, due_on__lte=reach.today + SOON, plan__closed_on=None
    ).exclude(plan__state=State.CLOSED).select_related("plan__child", "plan__owner")  # fmt: skip
    mine = [step for step in steps if reach.user.pk in (step.responsible_id, step.plan.owner_id)]
    names = names_for(reach, [step.plan.child for step in mine])
    tasks = [
        Task(
            f"{names.get(step.plan.child.pupil_id, step.plan.child.pupil_id)}: {step.text}",
            reverse("plans:plan", args=[step.plan.opaque]), step.due_on, step.due_on < reach.today,
        )
        for step in mine
    ]  # fmt: skip
    return [*tasks, *_look_backs(reach), *_asked(reach), *_approvals(reach)]


def _look_backs(reach: Reach) -> list[Task]:
    plans = plans_within(reach).filter(owner=reach.user, state=State.OPEN, review_on__lte=reach.today + SOON)
    due = [(plan, plan.review_on) for plan in plans.select_related("child") if plan.review_on is not None]
    names = names_for(reach, [plan.child for plan, _ in due])
    return [
        Task(
            gettext("%(child)s: look back on the plan")
            % {"child": names.get(plan.child.pupil_id, plan.child.pupil_id)},
            reverse("plans:look_back", args=[plan.opaque]), day, day < reach.today,
        )
        for plan, day in due
    ]  # fmt: skip


def _asked(reach: Reach) -> list[Task]:
    return [
        Task(f"{each.get_kind_display()}: {each.asked_by}", reverse("plans:asked", args=[each.opaque]))
        for each in asked_of(reach.user)
    ]


def _approvals(reach: Reach) -> list[Task]:
    waiting = plans_within(reach, Action.APPROVE_PLAN).filter(state__in=(State.AWAITS_APPROVAL, State.AWAITS_CLOSURE))
    return [
        Task(
            gettext("A plan of %(owner)s: %(state)s") % {"owner": plan.owner, "state": plan.get_state_display()},
            reverse("plans:plan", args=[plan.opaque]),
        )
        for plan in waiting.select_related("owner")
    ]
