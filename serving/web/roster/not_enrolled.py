"""What is said of children of last year whom nobody has enrolled since, and who can put that right."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from serving.web.access.models import Grant
from serving.web.access.policy import POLICY, Action
from serving.web.access.reach import Reach
from serving.web.configuration.ranking import record_state, units_of

_IMPORT_ROLES = tuple(role.value for role, actions in POLICY.items() if Action.IMPORT in actions)


@dataclass(frozen=True)
class NotEnrolledSaid:
    """A sentence; the page where enrolments are brought in, for whoever may, or else a sentence on who does that."""

    text: str
    url: str = ""
    whom: str = ""


def not_enrolled_said(reach: Reach, action: Action, *, school_id: str, day: dt.date) -> NotEnrolledSaid | None:
    """Say how many children of last year the list of a day cannot show, not being enrolled; None if there are none.

    Whoever reaches single classes is told of the children who would be in those by now.
    """
    state = record_state()
    if state is None:
        return None
    from features.importers.spreadsheets.cells.classes import class_label  # with pandas
    from serving.web.roster.last_year import not_enrolled_at

    found = not_enrolled_at(state, day).get(school_id)
    if found is None:
        return None
    classes = reach.classes(action, school_id=school_id)
    own = {class_label(each) for each in classes}
    count = sum(n for label, n in found.by_class.items() if label in own) if classes else found.count
    if not count:
        return None
    text = _sentence(count, found.school_year, classes)
    if reach.reaches(Action.IMPORT, school_id=school_id):
        return NotEnrolledSaid(text, url=reverse("imports:records"))
    return NotEnrolledSaid(text, whom=_whom(school_id, reach.today))


def _sentence(count: int, year: str, classes: Sequence[str]) -> str:
    said = {"count": count, "year": year, "labels": ", ".join(classes)}
    if classes:
        return ngettext(
            "%(count)d child of last year who would be in %(labels)s now has no enrolment in %(year)s yet: the list "
            "cannot show this child.",
            "%(count)d children of last year who would be in %(labels)s now have no enrolment in %(year)s yet: the "
            "list cannot show them.",
            count,
        ) % said  # fmt: skip
    return ngettext(
        "%(count)d child of last year has no enrolment in %(year)s yet: the list cannot show this child.",
        "%(count)d children of last year have no enrolment in %(year)s yet: the list cannot show them.",
        count,
    ) % said  # fmt: skip


def _whom(school_id: str, today: dt.date) -> str:
    """Say who brings in the enrolments of a school, by name."""
    grants = Grant.objects.filter(
        Q(until=None) | Q(until__gte=today), school_id__in=[school_id, *units_of(school_id)], role__in=_IMPORT_ROLES,
        user__is_active=True,
    ).select_related("user").order_by("-role", "pk")  # fmt: skip
    names = list(dict.fromkeys(f"{grant.user} ({grant.get_role_display()})" for grant in grants))
    if not names:
        return gettext("Nobody brings in the records of this school yet: ask whoever gives out the accounts.")
    return gettext("Who can bring them in: %(names)s.") % {"names": ", ".join(names)}
