"""What support plans have due: steps, and what one is asked to take over."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import Action
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
    asked = asked_of(reach.user)
    return tasks + [
        Task(f"{each.get_kind_display()}: {each.asked_by}", reverse("plans:asked", args=[each.opaque]))
        for each in asked
    ]
