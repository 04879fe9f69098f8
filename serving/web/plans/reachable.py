"""The plans that a person may open, and the people who may be asked to take one over."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import POLICY, Action, Role, Scope
from serving.web.access.reach import Reach, reach_of
from serving.web.access.rows import row_of_address
from serving.web.accounts.models import User
from serving.web.plans.models import Plan


def plans_within(reach: Reach, action: Action = Action.PLAN) -> QuerySet[Plan]:
    """Return the plans of children with whom an action is allowed."""
    found = Q(pk__in=[])
    for place in reach.places(action):
        found |= (
            Q(school_id=place.school_id, class_label=place.class_label) if place.class_label
            else Q(school_id=place.school_id)
        )  # fmt: skip
    if any(POLICY[Role(grant.role)].get(action) is Scope.SHARED_PLANS for grant in reach.grants):
        shared = reach.user.shared_children.filter(until__gte=reach.today, withdrawn_at=None)
        found |= Q(child__pupil_id__in=shared.values("pupil_id"))
    return Plan.objects.filter(found)


def plan_or_404(request: SignedInRequest, opaque: str, action: Action = Action.PLAN) -> Plan:
    """Return the plan of an address, if an action is allowed with its child."""
    plan = row_of_address(Plan.objects.select_related("child", "owner", "made_by"), opaque)
    require(request.reach, action, plan)
    return plan


def require(reach: Reach, action: Action, plan: Plan) -> None:
    """Refuse unless an action is allowed with the plan's child."""
    reach.require(action, school_id=plan.school_id, class_label=plan.class_label, pupil_id=plan.child.pupil_id)


def may(reach: Reach, action: Action, plan: Plan) -> bool:
    """Tell whether an action is allowed with the plan's child."""
    return reach.reaches(action, school_id=plan.school_id, class_label=plan.class_label, pupil_id=plan.child.pupil_id)


def colleagues(plan: Plan) -> list[User]:
    """Return the people who may plan for the child already, by name."""
    return [user for user, reach in _people() if may(reach, Action.PLAN, plan)]


def outside_people() -> list[User]:
    """Return the people outside schools with whom a child may be shared, by name."""
    outside = [role for role, actions in POLICY.items() if actions.get(Action.PLAN) is Scope.SHARED_PLANS]
    return [user for user, reach in _people() if any(Role(grant.role) in outside for grant in reach.grants)]


def _people() -> "Iterator[tuple[User, Reach]]":
    for user in User.objects.filter(is_active=True).prefetch_related("grants").order_by("name", "email"):
        yield user, reach_of(user)
