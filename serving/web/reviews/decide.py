"""A decision about a child, made by a named person on a list of a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from serving.web.access.declaration import SignedInRequest
from serving.web.accounts.models import User
from serving.web.audit.chain import record
from serving.web.audit.models import Entry
from serving.web.configuration.django_settings import started_with
from serving.web.configuration.ranking import left_out
from serving.web.fragments.sent_twice import hold, just_kept
from serving.web.reviews.models import Decision, Kind
from serving.web.roster.models import Child

LIST_SEEN, CHILD_SEEN = "list_viewed", "child_viewed"  # what the log calls them; with the number: ``score``


@dataclass(frozen=True)
class NewDecision:
    """What a person wants to decide, and on the list of which day."""

    kind: Kind
    reason: str
    as_of: dt.date


@dataclass(frozen=True)
class _OnList:
    """The last list that was shown, and whether the child stands on it."""

    shown_id: int | None
    listed: bool


def decide(request: SignedInRequest, child: Child, wanted: NewDecision) -> Decision:
    """Keep a decision, with the list that it was made on, and say so in the log; one that was sent twice is one."""
    on = _list_of(child, wanted.as_of)
    with transaction.atomic():
        hold(child)
        same = {"kind": wanted.kind, "reason": wanted.reason, "as_of": wanted.as_of, "by_id": request.user.pk}
        kept = just_kept(child.decisions.all(), at="at", **same)
        if kept and not child.plans.filter(changed_at__gt=kept.at).exists():  # else it is of what the plan came to
            return kept
        made = Decision.objects.create(
            child=child, kind=wanted.kind, reason=wanted.reason, by=request.user, school_id=child.school_id,
            class_label=child.class_label, as_of=wanted.as_of, shown_id=on.shown_id,
            listed=on.listed, seen_at=_list_seen_at(request.user, child.school_id),
            score_shown=_score_seen(request.user, child),
        )  # fmt: skip
        record(
            request, "decision_made", pupil_id=child.pupil_id, school_id=child.school_id, why=wanted.reason,
            what={"kind": str(wanted.kind), "as_of": wanted.as_of.isoformat(), "decision": made.opaque,
                  "shown": made.shown_id},
        )  # fmt: skip
    return made


def is_listed(child: Child, as_of: dt.date) -> bool:
    """Tell whether the child stands on a list that was shown, of this day or the last one before."""
    return _list_of(child, as_of).listed


def scores_open(user: User, children: Iterable[Child]) -> frozenset[int]:
    """Return the keys of the children whose number a person may be shown: where people decide first, those decided."""
    pks = {child.pk for child in children}
    if not started_with().review_before_score:
        return frozenset(pks)
    return frozenset(Decision.objects.filter(by=user, child_id__in=pks).values_list("child_id", flat=True))


def _list_of(child: Child, as_of: dt.date) -> _OnList:
    """Return the last list of the child's school up to a day; a child of any list of that last day stands on it.

    One whom an objection leaves out stands on none, whatever was shown before it.
    """
    there = {"places__shown__school_id": child.school_id, "places__shown__as_of__lte": as_of}
    last = Child.objects.filter(**there).order_by("-places__shown__as_of", "-places__shown__shown_at")
    found = last.values_list("places__shown_id", "places__shown__as_of").first()
    if found is None:
        return _OnList(None, listed=False)
    place = child.places.filter(shown__school_id=child.school_id, shown__as_of=found[1]).order_by("-shown__shown_at")
    shown_id = place.values_list("shown_id", flat=True).first()
    return _OnList(shown_id or found[0], listed=shown_id is not None and child.pupil_id not in left_out())


def _list_seen_at(user: User, school_id: str) -> dt.datetime | None:
    seen = Entry.objects.filter(who=user.email, action=LIST_SEEN, school_id=school_id).order_by("-number").first()
    return seen.at if seen else None


def _score_seen(user: User, child: Child) -> bool:
    """Tell whether a person was shown the child's number, which waits for a decision where people decide first."""
    seen = Entry.objects.filter(who=user.email, what__score=True).filter(
        Q(action=LIST_SEEN, school_id=child.school_id) | Q(action=CHILD_SEEN, pupil_id=child.pupil_id)
    )
    return child.pk in scores_open(user, [child]) and seen.exists()
