"""Who can see a child, and why."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from serving.web.access.models import Grant, SharedChild
from serving.web.access.policy import Action, Role, Scope, scope_of
from serving.web.configuration.ranking import structures
from serving.web.roster.models import Child


@dataclass(frozen=True)
class WhoSees:
    """A person who can open the child's page: by which role, and why."""

    name: str
    role: str
    why: str


def who_sees(child: Child, today: dt.date) -> list[WhoSees]:
    """Return everybody who can open the page of a child today."""
    schools = [child.school_id, *(unit for unit, parts in structures().items() if child.school_id in parts)]
    grants = Grant.objects.filter(Q(until=None) | Q(until__gte=today), school_id__in=schools, user__is_active=True)
    found = [
        WhoSees(str(grant.user), str(grant.get_role_display()), _why(grant))
        for grant in grants.select_related("user") if _reaches(grant, child)
    ]  # fmt: skip
    shared = SharedChild.objects.filter(
        pupil_id=child.pupil_id, until__gte=today, withdrawn_at=None, user__is_active=True
    ).select_related("user")
    return found + [
        WhoSees(
            str(each.user), _("outside the school"),
            _("a plan is shared until %(day)s, by %(who)s")
            % {"day": date_format(each.until, "j E Y"), "who": each.given_by},
        )
        for each in shared
    ]  # fmt: skip


def _reaches(grant: Grant, child: Child) -> bool:
    scope = scope_of(Role(grant.role), Action.SEE_CHILD)
    if scope is Scope.OWN_CLASS:
        return grant.school_id == child.school_id and grant.class_label == child.class_label
    return scope is Scope.OWN_SCHOOL


def _why(grant: Grant) -> str:
    if scope_of(Role(grant.role), Action.SEE_CHILD) is Scope.OWN_CLASS:
        return _("looks after class %(label)s") % {"label": grant.class_label}
    return _("works for the whole school")
