"""What others refused of a plan: a plan to be corrected, a closure not approved, a hand-over or referral declined."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import Action
from serving.web.access.reach import Reach
from serving.web.plans.models import Approval, Plan, State, Transfer
from serving.web.plans.reachable import plans_within
from serving.web.roster.names import names_for
from serving.web.site.tasks.task import Task

TOLD_FOR = dt.timedelta(14)


@dataclass(frozen=True)
class _Refused:
    """A sentence about a plan, in which the child's name and ``known`` are filled in."""

    plan: Plan
    said: str
    why: str
    known: Mapping[str, object] = field(default_factory=dict)


def refusal_tasks(request: SignedInRequest) -> list[Task]:
    """Return what was refused of plans of the person: for some days, or of a plan to be corrected until it is sent."""
    reach = request.reach
    if not reach.may(Action.LEAD_PLAN):
        return []
    found = [*_to_correct(reach), *_not_closed(reach), *_declined(reach)]
    names = names_for(reach, [each.plan.child for each in found])
    return [
        Task(
            each.said % {**each.known, "child": names.get(each.plan.child.pupil_id, each.plan.child.pupil_id),
                         "why": each.why},
            reverse("plans:plan", args=[each.plan.opaque]),
        )
        for each in found
    ]  # fmt: skip


def _to_correct(reach: Reach) -> Iterator[_Refused]:
    said = gettext("%(child)s: the plan was not approved; correct it and send it again: “%(why)s”")
    mine = plans_within(reach, Action.LEAD_PLAN).filter(owner=reach.user, state=State.TO_CORRECT)
    for plan in mine.select_related("child").prefetch_related("approvals"):
        refused = [each for each in plan.approvals.all() if each.granted is False]  # the last one first
        yield _Refused(plan, said, refused[0].words if refused else "")


def _not_closed(reach: Reach) -> Iterator[_Refused]:
    said = gettext("%(child)s: the end of the plan was not approved: “%(why)s”")
    refused = Approval.objects.filter(
        of="closure", granted=False, asked_by=reach.user, answered_at__date__gte=_since(reach)
    )
    for each in refused.filter(plan__in=_going_on(reach), plan__state=State.OPEN).select_related("plan__child"):
        yield _Refused(each.plan, said, each.words)


def _declined(reach: Reach) -> Iterator[_Refused]:
    said = gettext("%(child)s: %(who)s declined what you asked for (%(what)s): “%(why)s”")
    asked = Transfer.objects.filter(plan__in=_going_on(reach), asked_by=reach.user).exclude(kind=Transfer.Kind.MOVE)
    last = {(each.plan_id, each.kind): each for each in asked.select_related("plan__child", "to").order_by("pk")}
    for each in last.values():
        told = each.answered_at is not None and timezone.localtime(each.answered_at).date() >= _since(reach)
        if each.state == Transfer.State.DECLINED and told:
            yield _Refused(each.plan, said, each.answer, {"who": each.to, "what": each.get_kind_display()})


def _going_on(reach: Reach) -> QuerySet[Plan]:
    return plans_within(reach, Action.LEAD_PLAN).exclude(state=State.CLOSED)


def _since(reach: Reach) -> dt.date:
    return reach.today - TOLD_FOR
