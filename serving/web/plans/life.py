"""The life of a plan: opened, approved where a supervisor does that, closed with a reason, opened again."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Max, QuerySet
from django.utils import timezone

from serving.web.access.declaration import SignedInRequest
from serving.web.access.models import SharedChild
from serving.web.access.policy import Action
from serving.web.accounts.models import User
from serving.web.audit.chain import record
from serving.web.configuration.django_settings import started_with
from serving.web.plans.changes import change, keep_words
from serving.web.plans.models import NOT_YET_APPROVED, Approval, ClosingReason, Measure, Plan, State, Transfer
from serving.web.plans.reachable import may
from serving.web.roster.models import Child


def log(request: SignedInRequest, action: str, plan: Plan, *, why: str = "", **what: object) -> None:
    """Say in the log what was done to a plan; inside the transaction of what was done."""
    record(
        request, action, pupil_id=plan.child.pupil_id, school_id=plan.school_id, why=why,
        what={"plan": plan.opaque, **what},
    )  # fmt: skip


def open_plan(request: SignedInRequest, child: Child, fields: Mapping[str, object]) -> Plan:
    """Open a plan of a child, owned by whoever opens it; where plans are approved, it waits."""
    plan = Plan(
        child=child, school_id=child.school_id, class_label=child.class_label, owner=request.user, made_by=request.user
    )
    waits = _waits(request, plan)
    change(plan, by=request.user, state=State.AWAITS_APPROVAL if waits else State.OPEN, **fields)
    if waits:
        ask_approval(request, plan, "plan")
    log(request, "plan_opened", plan, waits=waits)
    return plan


def ask_approval(request: SignedInRequest, plan: Plan, of: str) -> Approval:
    """Ask whoever may approve for a yes to a plan or to its end."""
    return change(Approval(plan=plan, asked_by=request.user), by=request.user, of=of)


def waiting(plan: Plan) -> Approval | None:
    """Return the approval that nobody has answered yet."""
    return plan.approvals.filter(granted=None).first()


def answer_approval(request: SignedInRequest, plan: Plan, *, granted: bool, words: str) -> None:
    """Approve or not: an approved plan is open, one that is not goes back to its owner; without a yes nothing ends."""
    asked = waiting(plan)
    if asked is None:
        return
    asked.answered_by, asked.answered_at = request.user, timezone.now()
    change(asked, by=request.user, granted=granted, words=words)
    if asked.of == "closure":
        _end(request, plan) if granted else change(plan, by=request.user, state=State.OPEN)
    else:
        change(plan, by=request.user, state=State.OPEN if granted else State.TO_CORRECT)
    log(request, "approval_answered", plan, why=words, of=asked.of, granted=granted)


def send_again(request: SignedInRequest, plan: Plan) -> None:
    """Ask again for a yes to a plan that was not approved; of whoever approves plans, there is nobody to ask."""
    waits = _waits(request, plan)
    change(plan, by=request.user, state=State.AWAITS_APPROVAL if waits else State.OPEN)
    if waits:
        ask_approval(request, plan, "plan")
    log(request, "plan_sent_again", plan, waits=waits)


def close(request: SignedInRequest, plan: Plan, *, reason: str, words: str) -> None:
    """Close a plan with a reason; where closures are approved, it waits, unless nobody had approved the plan."""
    was_approved = plan.state not in NOT_YET_APPROVED
    reason = reason if was_approved else ClosingReason.NOT_APPROVED
    change(plan, by=request.user, closing_reason=reason, closing_words=words)
    if was_approved and started_with().approve_closures and not may(request.reach, Action.APPROVE_PLAN, plan):
        change(plan, by=request.user, state=State.AWAITS_CLOSURE)
        ask_approval(request, plan, "closure")
        log(request, "closure_asked", plan, why=words, reason=reason)
    else:
        _end(request, plan)
        log(request, "plan_closed", plan, why=words, reason=reason)


def reopen(request: SignedInRequest, plan: Plan, *, words: str, go_on: Iterable[Measure] = ()) -> None:
    """Open a closed plan again, with the help that is to go on; one that was not approved waits for that again."""
    helps = list(go_on)
    last = plan.approvals.filter(of="plan").first()  # it moved away before anybody answered, or the answer was no
    waits = last is not None and not last.granted and _waits(request, plan)
    state = State.AWAITS_APPROVAL if waits else State.OPEN
    change(plan, by=request.user, state=state, closing_reason="", closing_words="", closed_on=None)
    if waits:
        ask_approval(request, plan, "plan")
    _go_on(request, helps)
    keep_words(plan, "reopening_words", words, by=request.user)
    log(request, "plan_reopened", plan, why=words, waits=waits)


def going_on(child: Child) -> Plan | None:
    """Return the child's plan that is not closed, if there is one; the child is held until the transaction ends.

    So of two people who make or reopen a plan at once, the second is led to the plan of the first.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    return child.plans.exclude(state=State.CLOSED).first()


def ended_with(plan: Plan) -> QuerySet[Measure]:
    """Return the help that ended on the day on which a plan was closed; opened again, some of it may go on."""
    return plan.measures.filter(ends_on=plan.closed_on) if plan.closed_on else plan.measures.none()


def end_what_goes_on(request: SignedInRequest, plan: Plan, *, today: dt.date) -> None:
    """End the measures of a plan that is closed, take back what is asked for, and let nobody outside see the child.

    Help that was yet to begin ends before its first day: it never began.
    """
    by = request.user
    for measure in plan.measures.filter(ends_on=None):
        change(measure, by=by, ends_on=today)
    accepted = plan.transfers.filter(kind=Transfer.Kind.REFERRAL, state=Transfer.State.ACCEPTED, until__gte=today)
    for transfer in (*plan.transfers.filter(state=Transfer.State.ASKED), *accepted.select_related("to")):
        was_accepted = transfer.state == Transfer.State.ACCEPTED
        change(transfer, by=by, state=Transfer.State.WITHDRAWN)
        if was_accepted:
            shorten(plan, transfer.to, today=today)
        log(request, f"{transfer.kind}_withdrawn", plan, to=transfer.to.email)


def _go_on(request: SignedInRequest, measures: Iterable[Measure]) -> None:
    """Let help go on that ended with a plan: as if nothing had been on the same day, else from today on."""
    today = timezone.localdate()
    for measure in measures:
        if measure.ends_on == today or measure.starts_on > today:
            change(measure, by=request.user, ends_on=None)
        else:
            same = {name: getattr(measure, name) for name in ("code", "hours_per_week", "provider", "project")}
            change(Measure(plan=measure.plan), by=request.user, starts_on=today, **same)
        log(request, "measure_goes_on", measure.plan, measure=measure.code)


def shorten(plan: Plan, person: User, *, today: dt.date) -> None:
    """End what a person sees of a child beyond the last day of the referrals that still hold."""
    held_until = Transfer.objects.filter(
        to=person, plan__child=plan.child, plan__school_id=plan.school_id, kind=Transfer.Kind.REFERRAL,
        state=Transfer.State.ACCEPTED, until__gte=today,
    ).aggregate(last=Max("until"))["last"]  # fmt: skip
    shared = SharedChild.objects.filter(
        user=person, pupil_id=plan.child.pupil_id, school_id=plan.school_id, until__gte=today, withdrawn_at=None
    )
    beyond = shared if held_until is None else shared.filter(until__gt=held_until)
    beyond.update(withdrawn_at=timezone.now())


def _waits(request: SignedInRequest, plan: Plan) -> bool:
    return started_with().approve_plans and not may(request.reach, Action.APPROVE_PLAN, plan)


def _end(request: SignedInRequest, plan: Plan) -> None:
    today = timezone.localdate()
    change(plan, by=request.user, state=State.CLOSED, closed_on=today)
    end_what_goes_on(request, plan, today=today)
