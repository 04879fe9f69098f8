"""Where each child stands: proposed by a list, monitored, dismissed, in a plan, or with a plan that is over."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from serving.web.reviews.models import Decision, Kind
from serving.web.roster.models import Child


class Stage(StrEnum):
    """How far people have come with a child."""

    PROPOSED = "proposed"
    MONITORED = "monitored"
    DISMISSED = "dismissed"
    IN_PLAN = "in_plan"
    CLOSED = "closed"


STAGES: Mapping[Stage, Promise] = {
    Stage.PROPOSED: _("proposed"),
    Stage.MONITORED: _("monitored"),
    Stage.DISMISSED: _("not to be monitored"),
    Stage.IN_PLAN: _("in plan"),
    Stage.CLOSED: _("closed"),
}


@dataclass(frozen=True)
class State:
    """Where a child stands, whose task it is, and what was done last and when; ``decision`` is the one that holds."""

    stage: Stage = Stage.PROPOSED
    owner: str = ""
    owner_pk: int | None = None
    last_action: str | Promise = ""
    last_action_on: dt.date | None = None
    decision: Decision | None = None
    plan: str = ""

    @property
    def decided_by(self) -> str:
        """Who decided that nothing is to be done; empty where somebody looks after the child, or nobody decided."""
        return str(self.decision.by) if self.stage is Stage.DISMISSED and self.decision else ""

    @property
    def state(self) -> Promise:
        """The stage in words."""
        return STAGES[self.stage]


def states_of(children: Iterable[Child]) -> dict[int, State]:
    """Return the state of each child, by the child's key; two questions to the database, however many children."""
    wanted = {child.pk: child for child in children}
    decided = decisions_that_hold(wanted.values())
    found = Child.objects.filter(pk__in=wanted).prefetch_related("plans__owner")
    return {child.pk: _state(child, decided.get(child.pk)) for child in found}


def decisions_that_hold(children: Iterable[Child]) -> dict[int, Decision]:
    """Return the last decision about each child that has one, by the child's key."""
    pks = [child.pk for child in children]
    decisions = Decision.objects.filter(child_id__in=pks).select_related("by", "shown").order_by("at", "pk")
    return {decision.child_id: decision for decision in decisions}


def _state(child: Child, decision: Decision | None) -> State:
    of_here = [plan for plan in child.plans.all()
               if not plan.is_closed or (plan.has_begun and plan.school_id == child.school_id)]  # fmt: skip
    plans = sorted(of_here, key=lambda plan: (not plan.is_closed, plan.changed_at))
    plan = plans[-1] if plans else None
    if plan is None or (plan.is_closed and decision is not None and decision.at > plan.changed_at):
        return _decided(decision)
    return State(
        stage=Stage.CLOSED if plan.is_closed else Stage.IN_PLAN,
        owner="" if plan.is_closed else str(plan.owner),
        owner_pk=None if plan.is_closed else plan.owner_id,
        last_action=_("plan closed") if plan.is_closed else _("plan"),
        last_action_on=timezone.localdate(plan.changed_at),
        decision=decision,
        plan=plan.opaque,
    )


def _decided(decision: Decision | None) -> State:
    if decision is None:
        return State()
    return State(
        stage=Stage.DISMISSED if decision.kind == Kind.DISMISSED else Stage.MONITORED,
        owner=str(decision.by) if decision.monitors else "",
        owner_pk=decision.by_id if decision.monitors else None,
        last_action=decision.get_kind_display(),
        last_action_on=timezone.localdate(decision.at),
        decision=decision,
    )
