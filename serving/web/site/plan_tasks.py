"""What support plans have due: steps, look-backs, what one is asked to take over, and approvals waited for.

Whoever approves the plans of a school sees every step of it that is overdue, whoever was to do it; so does a form
teacher of the own class.
"""

import datetime as dt
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext

from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import Action
from serving.web.access.reach import Reach
from serving.web.invented.texts import in_readers_language
from serving.web.plans.models import Plan, State, Step
from serving.web.plans.reachable import may, moved_plans, plans_within
from serving.web.plans.transfers import asked_of, asked_words
from serving.web.roster.names import names_for
from serving.web.site.tasks.task import Task

SOON = dt.timedelta(7)


def plan_tasks(request: SignedInRequest) -> list[Task]:
    """Return the steps due within a week of the person or of plans of theirs, overdue ones of the school, and more."""
    reach = request.reach
    if not reach.may(Action.PLAN):
        return []
    steps = Step.objects.filter(
        plan__in=plans_within(reach), done_on=None, due_on__lte=reach.today + SOON, plan__closed_on=None
    ).exclude(plan__state=State.CLOSED).select_related("plan__child", "plan__owner", "responsible")  # fmt: skip
    due = [step for step in steps if _is_of(step, reach)]
    others = [step for step in steps
              if step.due_on < reach.today and not _is_of(step, reach) and _looks_after(reach, step.plan)]  # fmt: skip
    names = names_for(reach, [step.plan.child for step in (*due, *others)])
    tasks = [_step_task(step, names, reach) for step in due]
    of_others = [_step_task(step, names, reach, who=str(step.responsible)) for step in others]
    return [*tasks, *of_others, *_look_backs(reach), *_moved(reach), *_asked(reach), *_approvals(reach)]


def _looks_after(reach: Reach, plan: Plan) -> bool:
    """Tell whether a person is told of what others leave undone in a plan: its supervisor, and the form teacher."""
    place = (plan.child.school_id, plan.child.class_label)
    own_classes = {(each.school_id, each.class_label) for each in reach.places(Action.LEAD_PLAN) if each.class_label}
    return may(reach, Action.APPROVE_PLAN, plan) or place in own_classes


def _is_of(step: Step, reach: Reach) -> bool:
    return reach.user.pk in (step.responsible_id, step.plan.owner_id)


def _step_task(step: Step, names: Mapping[str, str], reach: Reach, *, who: str = "") -> Task:
    child = step.plan.child
    url = reverse("plans:plan", args=[step.plan.opaque])
    text = f"{names.get(child.pupil_id, child.pupil_id)}: {in_readers_language(step.text)}"
    return Task(text, url, step.due_on, step.due_on < reach.today, who)


def _look_backs(reach: Reach) -> list[Task]:
    plans = plans_within(reach).filter(owner=reach.user, state=State.OPEN, review_on__lte=reach.today + SOON)
    due = [(plan, plan.review_on) for plan in plans.select_related("child") if plan.review_on is not None]
    names = names_for(reach, [plan.child for plan, _ in due])
    return [
        Task(
            gettext("%(child)s: look back on the plan")
            % {"child": names.get(plan.child.pupil_id, plan.child.pupil_id)},
            reverse("plans:look_back", args=[plan.opaque]), day, day < reach.today,
        )
        for plan, day in due
    ]  # fmt: skip


def _moved(reach: Reach) -> list[Task]:
    plans = list(moved_plans(reach).select_related("child"))
    names = names_for(reach, [plan.child for plan in plans])
    return [
        Task(
            gettext("%(child)s came from another school with a support plan")
            % {"child": names.get(plan.child.pupil_id, plan.child.pupil_id)},
            reverse("plans:moved", args=[plan.opaque]),
        )
        for plan in plans
    ]  # fmt: skip


def _asked(reach: Reach) -> list[Task]:
    """Return what one is asked, with the child's name where one sees the child already."""
    asked = asked_of(reach.user)
    seen = [each for each in asked if may(reach, Action.PLAN, each.plan)]
    names = names_for(reach, [each.plan.child for each in seen])
    called = {each.pk: names.get(each.plan.child.pupil_id, each.plan.child.pupil_id) for each in seen}
    return [
        Task(asked_words(each, called.get(each.pk, "")), reverse("plans:asked", args=[each.opaque])) for each in asked
    ]


def _approvals(reach: Reach) -> list[Task]:
    waiting = plans_within(reach, Action.APPROVE_PLAN).filter(state__in=(State.AWAITS_APPROVAL, State.AWAITS_CLOSURE))
    return [
        Task(
            gettext("A plan of %(owner)s: %(state)s") % {"owner": plan.owner, "state": plan.get_state_display()},
            reverse("plans:plan", args=[plan.opaque]),
        )
        for plan in waiting.select_related("owner")
    ]
