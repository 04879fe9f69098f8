"""The plans that a person may open, and the people who may be asked to take one over."""

from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet

from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import POLICY, Action, Role, Scope
from serving.web.access.reach import Reach, reach_of
from serving.web.access.rows import row_of_address
from serving.web.accounts.models import User
from serving.web.configuration.ranking import units_of
from serving.web.plans.models import Plan, State
from serving.web.roster.places import as_of_today

_OUTSIDE = frozenset(role for role, actions in POLICY.items() if actions.get(Action.PLAN) is Scope.SHARED_PLANS)


def plans_within(reach: Reach, action: Action = Action.PLAN) -> QuerySet[Plan]:
    """Return the plans of children with whom an action is allowed where they are today, in the school that has them."""
    return _of_children(reach, action).filter(school_id=F("child__school_id"))


def moved_plans(reach: Reach) -> QuerySet[Plan]:
    """Return the plans of children who came from another school, which wait until somebody here answers."""
    moved = _of_children(reach, Action.LEAD_PLAN).exclude(school_id=F("child__school_id"))
    return moved.exclude(state=State.CLOSED)


def _of_children(reach: Reach, action: Action) -> QuerySet[Plan]:
    found = Q(pk__in=[])
    for place in reach.places(action):
        found |= (
            Q(child__school_id=place.school_id, child__class_label=place.class_label) if place.class_label
            else Q(child__school_id=place.school_id)
        )  # fmt: skip
    if any(POLICY[Role(grant.role)].get(action) is Scope.SHARED_PLANS for grant in reach.grants):
        shared = defaultdict[str, list[str]](list)
        for pupil_id, school_id in reach.shared:
            shared[school_id].append(pupil_id)
        for school_id, pupils in shared.items():
            found |= Q(child__school_id=school_id, child__pupil_id__in=pupils)
    return Plan.objects.filter(found)


def plan_or_404(request: SignedInRequest, opaque: str, action: Action = Action.PLAN) -> Plan:
    """Return the plan of an address, if an action is allowed with its child."""
    plan = plan_of_address(opaque)
    require(request.reach, action, plan)
    return plan


def plan_of_address(opaque: str) -> Plan:
    """Return the plan of an address, for whoever then asks what the person may do with it."""
    plan = row_of_address(Plan.objects.select_related("child", "owner", "made_by"), opaque)
    as_of_today(plan.child)
    return plan


def moved_plan_or_404(request: SignedInRequest, opaque: str) -> Plan:
    """Return a plan that waits for an answer of the school where its child is today, to somebody of that school."""
    plan = plan_of_address(opaque)
    if not is_moved(plan, request.reach):
        raise PermissionDenied
    return plan


def require(reach: Reach, action: Action, plan: Plan) -> None:
    """Refuse unless an action is allowed with the plan's child."""
    if not may(reach, action, plan):
        raise PermissionDenied


def may(reach: Reach, action: Action, plan: Plan) -> bool:
    """Tell whether an action is allowed with the plan's child, in the school that has the plan."""
    return plan.is_here and _reaches(reach, action, plan)


def is_moved(plan: Plan, reach: Reach) -> bool:
    """Tell whether a plan came with its child from another school and waits for an answer of somebody of this one."""
    return not plan.is_here and not plan.is_closed and _reaches(reach, Action.LEAD_PLAN, plan)


def _reaches(reach: Reach, action: Action, plan: Plan) -> bool:
    child = plan.child
    return reach.reaches(action, school_id=child.school_id, class_label=child.class_label, pupil_id=child.pupil_id)


def colleagues(plan: Plan, action: Action = Action.PLAN) -> list[User]:
    """Return the people who may plan for the child already, or lead its plan, by name."""
    schools = [plan.child.school_id, *units_of(plan.child.school_id)]
    of_school = Q(grants__school_id__in=schools) | Q(shared_children__pupil_id=plan.child.pupil_id)
    people = _people().filter(of_school).distinct()  # who else has an account is not asked one by one
    return [user for user in people if may(reach_of(user), action, plan)]


def outside_people() -> list[User]:
    """Return the people outside schools with whom a child may be shared, by name."""
    return [
        user for user in _people().filter(grants__role__in=_OUTSIDE).distinct()
        if any(grant.role in _OUTSIDE and grant.holds for grant in user.grants.all())
    ]  # fmt: skip


def is_outside(reach: Reach) -> bool:
    """Tell whether somebody works outside schools, with children whom these share."""
    return any(grant.role in _OUTSIDE for grant in reach.grants)


def _people() -> QuerySet[User]:
    return User.objects.filter(is_active=True).prefetch_related("grants").order_by("name", "email")
