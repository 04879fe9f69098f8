"""What ends with a plan: help that goes on, what is asked for and not answered, and referrals that hold."""

import datetime as dt

from django.db.models import Max
from django.utils import timezone

from serving.web.access.models import SharedChild
from serving.web.accounts.models import User
from serving.web.plans.changes import change
from serving.web.plans.models import Plan, Transfer


def end_what_goes_on(plan: Plan, *, by: User, today: dt.date) -> None:
    """End the measures of a plan that is closed, take back what is asked for, and let nobody outside see the child."""
    for measure in plan.measures.filter(ends_on=None):
        change(measure, by=by, ends_on=max(today, measure.starts_on))
    accepted = plan.transfers.filter(kind=Transfer.Kind.REFERRAL, state=Transfer.State.ACCEPTED, until__gte=today)
    for transfer in (*plan.transfers.filter(state=Transfer.State.ASKED), *accepted.select_related("to")):
        was_accepted = transfer.state == Transfer.State.ACCEPTED
        change(transfer, by=by, state=Transfer.State.WITHDRAWN)
        if was_accepted:
            shorten(plan, transfer.to, today=today)


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
