"""Hand-overs and referrals: asked for, then accepted or declined by the other side; a referral ends on a day."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from serving.web.access.declaration import SignedInRequest
from serving.web.access.models import SharedChild
from serving.web.access.policy import Action
from serving.web.access.rows import every_row
from serving.web.accounts.models import User
from serving.web.plans.changes import change, held
from serving.web.plans.life import log, shorten
from serving.web.plans.models import Plan, State, Transfer
from serving.web.plans.reachable import is_outside, may

MAY_BE_ASKED: Mapping[str, frozenset[str]] = {
    Transfer.Kind.HAND_OVER: frozenset(State) - {State.CLOSED},
    Transfer.Kind.REFERRAL: frozenset({State.OPEN}),  # nobody outside sees a child before the plan is approved
}


def ask(
    request: SignedInRequest, plan: Plan, kind: Transfer.Kind, *, to: User, why: str, organisation: str = "",
    consent: str = "", until: dt.date | None = None,
) -> str | None:  # fmt: skip
    """Ask another person to take over a plan, or to help with it; nothing changes before that person accepts.

    Return why nobody is asked, where the plan, as it is now, cannot be handed over or referred.
    """
    now = held(plan)
    if now.state not in MAY_BE_ASKED[kind]:
        return _("The plan is closed or waits for an approval: nobody is asked.")
    if until is not None and _is_referred(now, to, until=until):
        return _("%(who)s is asked already, or sees the child until that day.") % {"who": to}
    change(
        Transfer(plan=now, asked_by=request.user), by=request.user, kind=kind, to=to, why=why,
        organisation=organisation, consent=consent, until=until,
    )  # fmt: skip
    log(request, f"{kind}_asked", now, why=why, to=to.email, until=until.isoformat() if until else "")
    return None


def _is_referred(plan: Plan, to: User, *, until: dt.date) -> bool:
    """Tell whether a referral to a person waits for the answer, or holds until a day or longer."""
    holds = Q(state=Transfer.State.ACCEPTED, until__gte=until)
    referrals = plan.transfers.filter(kind=Transfer.Kind.REFERRAL, to=to)
    return referrals.filter(Q(state=Transfer.State.ASKED) | holds).exists()


def asked_of(user: User) -> "list[Transfer]":
    """Return what a person is asked to take over and has not answered."""
    waiting = Transfer.objects.filter(to=user, state=Transfer.State.ASKED)
    with every_row():
        return list(waiting.select_related("plan__child", "asked_by").order_by("asked_at"))


def asked_words(transfer: Transfer, child: str = "") -> str:
    """Say what a person is asked, and about whom where that is known to the person already."""
    said = {"who": transfer.asked_by, "child": child}
    if transfer.kind == Transfer.Kind.REFERRAL:
        if child:
            return _("%(who)s asks you to help %(child)s, whose plan is shared with you once you accept") % said
        return _("%(who)s asks you to help a child, whose plan is shared with you once you accept") % said
    if child:
        return _("%(who)s asks you to take over the plan of %(child)s") % said
    return _("%(who)s asks you to take over a plan") % said


@every_row()  # the person reaches the child once that is accepted
def answer(request: SignedInRequest, transfer: Transfer, *, accepted: bool, words: str) -> str | None:
    """Accept or decline; return why nothing is kept, where it was answered meanwhile or can be accepted no more."""
    plan = held(transfer.plan)
    now = Transfer.objects.get(pk=transfer.pk)
    refusal = _refusal(request, plan, now, accepted=accepted)
    if refusal is not None:
        return refusal
    state = Transfer.State.ACCEPTED if accepted else Transfer.State.DECLINED
    now.answered_at = timezone.now()
    change(now, by=request.user, state=state, answer=words)
    if accepted and now.kind == Transfer.Kind.HAND_OVER:
        change(plan, by=request.user, owner=request.user)
    elif accepted and now.until is not None:
        SharedChild.objects.create(
            user=request.user, pupil_id=plan.child.pupil_id, school_id=plan.school_id, until=now.until,
            given_by=now.asked_by.email,
        )  # fmt: skip
    log(request, f"{now.kind}_{state}", plan, why=words)
    return None


def _refusal(request: SignedInRequest, plan: Plan, now: Transfer, *, accepted: bool) -> str | None:
    """Say why an answer is not kept; who was asked may have lost the role, and the plan may be over, meanwhile."""
    if now.state != Transfer.State.ASKED:
        return _("It was answered or withdrawn meanwhile.")
    if not accepted:
        return None
    is_referral = now.kind == Transfer.Kind.REFERRAL
    if plan.state not in MAY_BE_ASKED[now.kind] or not plan.is_here:
        return _("The plan is closed, waits for an approval or is in another school by now: it cannot be accepted.")
    if not (is_outside(request.reach) if is_referral else may(request.reach, Action.LEAD_PLAN, plan)):
        return _("You have no role any more with which you could accept it.")
    if now.until is not None and now.until < request.reach.today:
        return _("The day until which it was asked for is over.")
    return None


def withdraw(request: SignedInRequest, transfer: Transfer) -> None:
    """Take back what was asked for; an accepted referral ends, so that the other side no longer sees the child."""
    plan = held(transfer.plan)
    now = Transfer.objects.get(pk=transfer.pk)
    was_accepted = now.state == Transfer.State.ACCEPTED
    if now.state != Transfer.State.ASKED and not (was_accepted and now.kind == Transfer.Kind.REFERRAL):
        return
    change(now, by=request.user, state=Transfer.State.WITHDRAWN)
    if was_accepted:
        shorten(plan, now.to, today=request.reach.today)
    log(request, f"{now.kind}_withdrawn", plan, to=now.to.email)
