"""Who can see a child, and why."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from serving.web.access.models import Grant, NamesGranted, SharedChild
from serving.web.access.policy import Action, Role, Scope, scope_of
from serving.web.access.rows import every_row
from serving.web.access.school_filters import called
from serving.web.configuration.ranking import counties_of_schools, structures
from serving.web.roster.models import Child

_BY_SHARED_PLANS = [role.value for role in Role if scope_of(role, Action.SEE_CHILD) is Scope.SHARED_PLANS]


@dataclass(frozen=True)
class WhoSees:
    """A person who can open the child's page: by which role, and why."""

    name: str
    role: str
    why: str


def who_sees(child: Child, today: dt.date) -> list[WhoSees]:
    """Return everybody who can open the page of a child today."""
    grants = Grant.objects.filter(Q(until=None) | Q(until__gte=today), user__is_active=True).select_related("user")
    schools = [child.school_id, *(unit for unit, parts in structures().items() if child.school_id in parts)]
    of_school = [
        WhoSees(str(grant.user), str(grant.get_role_display()), _why(grant))
        for grant in grants.filter(school_id__in=schools) if _reaches(grant, child)
    ]  # fmt: skip
    return [*of_school, *_of_county(child, grants, today), *_shared(child, today)]


def _of_county(child: Child, grants: QuerySet[Grant], today: dt.date) -> Iterator[WhoSees]:
    """Yield the coordinators of the county whom the school lets see its children."""
    leave = NamesGranted.objects.filter(school_id=child.school_id, until__gte=today, withdrawn_at=None)
    county = counties_of_schools().get(child.school_id)
    given = leave.order_by("-until").first()
    if given is None or not county:
        return
    why = _("the school let the county see names until %(day)s, by %(who)s") % {
        "day": date_format(given.until, "j E Y"), "who": called(given.given_by),
    }  # fmt: skip
    for grant in grants.filter(county=county):
        if scope_of(Role(grant.role), Action.SEE_CHILD) is Scope.GRANTED_SCHOOLS:
            yield WhoSees(str(grant.user), str(grant.get_role_display()), why)


@every_row()  # with whom else it is shared, too, where the page is opened by somebody with whom it is
def _shared(child: Child, today: dt.date) -> list[WhoSees]:
    outside = Grant.objects.filter(Q(until=None) | Q(until__gte=today), role__in=_BY_SHARED_PLANS, user__is_active=True)
    shared = SharedChild.objects.filter(
        pupil_id=child.pupil_id, school_id=child.school_id, until__gte=today, withdrawn_at=None,
        user__in=outside.values("user"),  # whoever has the role no more sees nothing, however long it was shared for
    ).select_related("user")  # fmt: skip
    return [
        WhoSees(
            str(each.user), _("outside the school"),
            _("a plan is shared until %(day)s, by %(who)s")
            % {"day": date_format(each.until, "j E Y"), "who": called(each.given_by)},
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
