"""Hand-overs and referrals: asked for, then accepted or declined by the other side; a referral ends on a day."""

import datetime as dt

from django.utils import timezone

from serving.web.access.declaration import SignedInRequest
from serving.web.access.models import SharedChild
from serving.web.access.rows import every_row
from serving.web.accounts.models import User
from serving.web.plans.changes import change, held
from serving.web.plans.life import log
from serving.web.plans.models import Plan, Transfer


def ask(
    request: SignedInRequest, plan: Plan, kind: Transfer.Kind, *, to: User, why: str, organisation: str = "",
    consent: str = "", until: dt.date | None = None,
) -> Transfer:  # fmt: skip
    """Ask another person to take over a plan, or to help with it; nothing changes before that person accepts."""
    asked = change(
        Transfer(plan=plan, asked_by=request.user), by=request.user, kind=kind, to=to, why=why,
        organisation=organisation, consent=consent, until=until,
    )  # fmt: skip
    log(request, f"{kind}_asked", plan, why=why, to=to.email, until=until.isoformat() if until else "")
    return asked


def asked_of(user: User) -> "list[Transfer]":
    """Return what a person is asked to take over and has not answered."""
    waiting = Transfer.objects.filter(to=user, state=Transfer.State.ASKED)
    with every_row():
        return list(waiting.select_related("plan__child", "asked_by").order_by("asked_at"))


@every_row()  # the person reaches the child once that is accepted
def answer(request: SignedInRequest, transfer: Transfer, *, accepted: bool, words: str) -> bool:
    """Accept or decline; False where it was answered or withdrawn meanwhile."""
    plan = held(transfer.plan)
    now = Transfer.objects.get(pk=transfer.pk)
    if now.state != Transfer.State.ASKED:
        return False
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
    return True


def withdraw(request: SignedInRequest, transfer: Transfer) -> None:
    """Take back what was asked for; an accepted referral ends, so that the other side no longer sees the child."""
    plan = held(transfer.plan)
    now = Transfer.objects.get(pk=transfer.pk)
    was_accepted = now.state == Transfer.State.ACCEPTED
    if now.state != Transfer.State.ASKED and not (was_accepted and now.kind == Transfer.Kind.REFERRAL):
        return
    change(now, by=request.user, state=Transfer.State.WITHDRAWN)
    still_shared = Transfer.objects.filter(
        to=now.to, plan__child=plan.child, kind=Transfer.Kind.REFERRAL, state=Transfer.State.ACCEPTED
    )
    if was_accepted and not still_shared.exists():
        shared = SharedChild.objects.filter(user=now.to, pupil_id=plan.child.pupil_id, withdrawn_at=None)
        shared.update(withdrawn_at=timezone.now())
    log(request, f"{now.kind}_withdrawn", plan, to=now.to.email)
