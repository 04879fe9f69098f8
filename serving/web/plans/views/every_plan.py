"""Every plan that a person may open: one's own or the school's, overdue first, with the load of each owner."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.audit.chain import record
from serving.web.plans.measures import measure_words
from serving.web.plans.models import Plan, State, Step
from serving.web.plans.reachable import is_outside, moved_plans, plans_within
from serving.web.plans.transfers import asked_of
from serving.web.roster.names import names_for


@dataclass(frozen=True)
class PlanRow:
    """A plan in the list: its next step, and whether that, or the look-back, is overdue.

    ``until`` is the last day on which a school shares it with the person, None of a person of the school.
    """

    plan: Plan
    name: str
    measures: tuple[str, ...]
    next_step: Step | None
    overdue: int
    look_back_due: bool
    until: dt.date | None = None


@dataclass(frozen=True)
class Load:
    """How many open plans a person has, and how many steps of them are overdue."""

    owner: str
    plans: int
    overdue: int


@require_safe
@requires(Action.PLAN)
def plans(request: SignedInRequest) -> HttpResponse:
    """Show the plans; whose and in which state stands in the address."""
    whose = "mine" if request.GET.get("whose") == "mine" else "all"
    state = request.GET.get("state") if request.GET.get("state") in ("closed", "all") else "open"
    found = plans_within(request.reach).select_related("child", "owner").prefetch_related("measures", "steps")
    going_on = [plan for plan in found if not plan.is_closed]
    mine = [plan for plan in found if whose == "all" or plan.owner_id == request.user.pk]
    rows = _rows(request, [plan for plan in mine if state == "all" or plan.is_closed == (state == "closed")])
    waiting = plans_within(request.reach, Action.APPROVE_PLAN).filter(
        state__in=(State.AWAITS_APPROVAL, State.AWAITS_CLOSURE), approvals__granted=None, approvals__isnull=False
    )
    record(request, "plans_viewed", what={"whose": whose, "state": state, "plans": len(rows)})
    return render(request, "plans/plans.html", {
        "rows": rows, "load": _load(going_on, timezone.localdate()), "whose": whose, "state": state,
        "asked": asked_of(request.user), "waiting": waiting.select_related("child", "owner").distinct(),
        "moved": _moved(request), "today": timezone.localdate(),
        "may_lead": request.reach.may(Action.LEAD_PLAN),
    })  # fmt: skip


def _moved(request: SignedInRequest) -> list[tuple[Plan, str]]:
    """Return the plans that wait since their children came from other schools, with the children's names."""
    plans_found = list(moved_plans(request.reach).select_related("child"))
    names = names_for(request.reach, [plan.child for plan in plans_found])
    return [(plan, names.get(plan.child.pupil_id, plan.child.pupil_id)) for plan in plans_found]


def _rows(request: SignedInRequest, found: Iterable[Plan]) -> list[PlanRow]:
    plans_found, today = list(found), timezone.localdate()
    names = names_for(request.reach, [plan.child for plan in plans_found])
    until = request.reach.shared_until if is_outside(request.reach) else {}
    rows = [
        replace(
            _row(plan, names.get(plan.child.pupil_id, plan.child.pupil_id), today),
            until=until.get((plan.child.pupil_id, plan.child.school_id)),
        )
        for plan in plans_found
    ]
    return sorted(rows, key=lambda row: (-min(row.overdue, 1), not row.look_back_due, _due(row), row.name))


def _row(plan: Plan, name: str, today: dt.date) -> PlanRow:
    to_do = [step for step in plan.steps.all() if step.done_on is None] if not plan.is_closed else []
    return PlanRow(
        plan, name, tuple(measure_words(each.code) for each in plan.measures.all()),
        next_step=to_do[0] if to_do else None,
        overdue=sum(step.due_on < today for step in to_do),
        look_back_due=not plan.is_closed and plan.review_on is not None and plan.review_on <= today,
    )  # fmt: skip


def _due(row: PlanRow) -> dt.date:
    return row.next_step.due_on if row.next_step else dt.date.max


def _load(going_on: Iterable[Plan], today: dt.date) -> list[Load]:
    plans_of, overdue_of = Counter[str](), Counter[str]()
    for plan in going_on:
        plans_of[str(plan.owner)] += 1
        overdue_of[str(plan.owner)] += sum(step.done_on is None and step.due_on < today for step in plan.steps.all())
    return [Load(owner, count, overdue_of[owner]) for owner, count in plans_of.most_common()]
