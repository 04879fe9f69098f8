"""The plan of a child who came from another school: taken over by somebody of the school where the child is, or ended.

Until then nobody opens it. What the former school wrote stays as it was written.
"""

from django.utils import timezone

from serving.web.access.declaration import SignedInRequest
from serving.web.access.models import SharedChild
from serving.web.access.rows import every_row
from serving.web.plans.changes import change, held
from serving.web.plans.life import end_what_goes_on, log, waiting
from serving.web.plans.models import ClosingReason, Plan, State, Transfer
from serving.web.plans.reachable import is_moved


@every_row()  # what waits and is shared is of the former school
def answer_move(request: SignedInRequest, plan: Plan, *, accepted: bool, words: str) -> bool:
    """Take a plan over from the former school, or close it there; False where somebody did so meanwhile."""
    now, today = held(plan), request.reach.today
    if not is_moved(now, request.reach):
        return False
    shared = SharedChild.objects.filter(
        pupil_id=now.child.pupil_id, school_id=now.school_id, until__gte=today, withdrawn_at=None
    )
    for asked in now.transfers.filter(state=Transfer.State.ASKED).select_related("to"):
        change(asked, by=request.user, state=Transfer.State.WITHDRAWN)
        log(request, f"{asked.kind}_withdrawn", now, to=asked.to.email)
    state = Transfer.State.ACCEPTED if accepted else Transfer.State.DECLINED
    change(
        Transfer(plan=now, asked_by=now.owner, answered_at=timezone.now()), by=request.user, kind=Transfer.Kind.MOVE,
        to=request.user, why="", state=state, answer=words,
    )  # fmt: skip
    if accepted:
        shared.update(school_id=now.child.school_id)
        here = {"school_id": now.child.school_id, "class_label": now.child.class_label}
        change(now, by=request.user, owner=request.user, **here)
    else:
        shared.update(withdrawn_at=timezone.now())
        reason = ClosingReason.MOVED if now.has_begun else ClosingReason.MOVED_UNAPPROVED
        if (asked_for := waiting(now)) is not None:
            asked_for.answered_by, asked_for.answered_at = request.user, timezone.now()
            change(asked_for, by=request.user, granted=False, words=words)
        change(now, by=request.user, state=State.CLOSED, closing_reason=reason, closing_words=words,
               closed_on=today)  # fmt: skip
        end_what_goes_on(request, now, today=today)
    log(request, "move_accepted" if accepted else "move_declined", now, why=words)
    return True
