"""What plans and decisions have due, for the first page: steps, look-backs, answers and approvals waited for."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import Action
from serving.web.plans.models import Plan, State, Step
from serving.web.plans.reachable import plans_within
from serving.web.plans.transfers import asked_of
from serving.web.roster.names import names_for
from serving.web.site.to_do import Task

AHEAD = dt.timedelta(days=7)


def plan_tasks(request: SignedInRequest) -> list[Task]:
    """Return what is due in a week or overdue: steps and look-backs of one's own, what one is asked, approvals."""
    return [*_asked(request), *_approvals(request), *_steps(request), *_look_backs(request)]


def _asked(request: SignedInRequest) -> Iterator[Task]:
    for each in asked_of(request.user):
        text = _("%(who)s asks you about a child: %(kind)s")
        yield Task(text % {"who": each.asked_by, "kind": each.get_kind_display()},
                   reverse("plans:asked", args=[each.opaque]))  # fmt: skip


def _approvals(request: SignedInRequest) -> Iterator[Task]:
    waiting = plans_within(request.reach, Action.APPROVE_PLAN).filter(
        state__in=(State.AWAITS_APPROVAL, State.AWAITS_CLOSURE)
    )
    for plan in waiting.select_related("owner"):
        text = _("A plan of %(owner)s: %(state)s") % {"owner": plan.owner, "state": plan.get_state_display()}
        yield Task(text, reverse("plans:plan", args=[plan.opaque]))


def _steps(request: SignedInRequest) -> Iterator[Task]:
    going_on = plans_within(request.reach).exclude(state=State.CLOSED)
    mine = Q(responsible=request.user) | Q(plan__owner=request.user)
    due = Step.objects.filter(
        mine, plan__in=going_on, done_on=None, due_on__lte=request.reach.today + AHEAD
    ).select_related("plan__child")
    names = names_for(request.reach, [step.plan.child for step in due])
    for step in due:
        pupil_id = step.plan.child.pupil_id
        yield Task(f"{names.get(pupil_id, pupil_id)}: {step.text}", _address(step.plan), step.due_on)


def _look_backs(request: SignedInRequest) -> Iterator[Task]:
    due = plans_within(request.reach).filter(
        owner=request.user, state=State.OPEN, review_on__lte=request.reach.today + AHEAD
    ).select_related("child")  # fmt: skip
    names = names_for(request.reach, [plan.child for plan in due])
    for plan in due:
        pupil_id = plan.child.pupil_id
        text = _("%(child)s: look back on the plan") % {"child": names.get(pupil_id, pupil_id)}
        yield Task(text, reverse("plans:look_back", args=[plan.opaque]), plan.review_on)


def _address(plan: Plan) -> str:
    return reverse("plans:plan", args=[plan.opaque])
