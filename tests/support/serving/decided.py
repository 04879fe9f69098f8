"""Children with decisions and plans, for tests of the pages."""

import datetime as dt
from typing import TYPE_CHECKING

from tests.support.serving.two_schools import AS_OF

if TYPE_CHECKING:
    from django.http import HttpResponse

    from serving.web.plans.models import Plan
    from serving.web.roster.models import Child
    from tests.support.serving.pages import SignedIn

PLAN = {
    "need": "Misses the first lesson", "goals": "I want to be on time", "starts_on": "2025-01-10",
    "measure-code": "MENTOR", "measure-hours_per_week": "2", "measure-from_day": "2025-01-10",
    "measure-provider": "NOROC",
}  # fmt: skip


def child(pupil_id: str = "P1", school_id: str = "S1", class_label: str = "5A") -> "Child":
    """Return a child of the two schools as the pages know it."""
    from serving.web.roster.models import Child

    return Child.objects.get_or_create(pupil_id=pupil_id, school_id=school_id, class_label=class_label)[0]


def decide(who: "SignedIn", about: "Child", kind: str = "agreed", reason: str = "I know the child") -> "HttpResponse":
    """Send a decision as the form does."""
    return who.client.post(
        f"/review/{about.opaque}/decide/", {"kind": kind, "reason": reason, "as_of": AS_OF.isoformat()}
    )


def make_plan(who: "SignedIn", about: "Child", **fields: str) -> "Plan":
    """Decide to monitor a child and make its plan, both as the forms do; help begins with it."""
    if "starts_on" in fields:
        fields = {"measure-from_day": fields["starts_on"], **fields}
    decide(who, about)
    who.client.post(f"/plans/new/{about.opaque}/", {**PLAN, **fields})
    plan: Plan = about.plans.get()
    return plan


def day(days: int) -> str:
    """Return the day of the tests, or so many days after it."""
    return (AS_OF + dt.timedelta(days=days)).isoformat()
