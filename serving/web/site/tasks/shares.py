"""Children whom schools share with a person outside them, each with the last day, and what was ended lately."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from serving.web.access.declaration import SignedInRequest
from serving.web.configuration.ranking import names_of_schools
from serving.web.plans.reachable import is_outside
from serving.web.roster.models import Child
from serving.web.roster.names import names_for
from serving.web.site.tasks.task import Task

TOLD_FOR = dt.timedelta(14)


@dataclass(frozen=True)
class SharedNow:
    """A child whom a school shares with the person, what it is called there, and until when."""

    child: Child
    name: str
    until: dt.date


def shared_now(request: SignedInRequest) -> list[SharedNow]:
    """Return the children whom schools share with the person, with their names where they may be seen."""
    reach = request.reach
    if not reach.shared:
        return []
    children = [
        child for child in Child.objects.filter(pupil_id__in=[pupil_id for pupil_id, _ in reach.shared])
        if (child.pupil_id, child.school_id) in reach.shared
    ]  # fmt: skip
    names, until = names_for(reach, children), reach.shared_until
    return [
        SharedNow(child, names.get(child.pupil_id, child.pupil_id), until[child.pupil_id, child.school_id])
        for child in children
    ]


def share_tasks(request: SignedInRequest) -> list[Task]:
    """Tell somebody outside schools that a school ended what it shared, or that its day is over; without names."""
    reach = request.reach
    if not is_outside(reach):
        return []
    since = reach.today - TOLD_FOR
    shares = request.user.shared_children.filter(until__gte=since).order_by("pk")
    ended: dict[tuple[str, str], dt.date] = {}
    for each in shares:
        day = timezone.localtime(each.withdrawn_at).date() if each.withdrawn_at else each.until + dt.timedelta(1)
        if (each.pupil_id, each.school_id) not in reach.shared and day >= since:
            ended[each.pupil_id, each.school_id] = day
    names = names_of_schools({school_id for _, school_id in ended})
    said = gettext("Since %(day)s you no longer see a child of %(school)s: the plan or your part in it is over")
    return [
        Task(
            said % {"day": date_format(day, "j E Y"), "school": names.get(school_id, school_id)},
            reverse("plans:plans"),
        )
        for (_, school_id), day in ended.items()
    ]
