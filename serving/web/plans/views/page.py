"""The page of one plan, with its forms; a form with mistakes comes back on it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import Action
from serving.web.invented.texts import in_readers_language
from serving.web.plans.changes import WORDS, StalePlan, said
from serving.web.plans.life import ended_with, waiting
from serving.web.plans.measures import measure_words
from serving.web.plans.models import Change, Measure, Plan, State
from serving.web.plans.reachable import colleagues, may, outside_people
from serving.web.plans.views.forms import (
    AnswerForm,
    ContactForm,
    HandOverForm,
    MeasureForm,
    PlanForm,
    ReferralForm,
    ReopeningForm,
    StepForm,
    closing_form,
)
from serving.web.roster.names import names_for

SHOWN_CHANGES = 30


@dataclass(frozen=True)
class ShownMeasure:
    """A measure with its words."""

    measure: Measure
    words: str


@dataclass(frozen=True)
class ShownChange:
    """A change with the words of what was changed."""

    change: Change
    record: object
    field: object
    before: str
    after: str


def plan_page(
    request: SignedInRequest, plan: Plan, bound: Mapping[str, forms.Form] | None = None, *, status: int = 200,
    stale: StalePlan | None = None,
) -> HttpResponse:  # fmt: skip
    """Show a plan; ``bound`` are forms that were sent with mistakes, by their names."""
    changes, shows_all = plan.changes.select_related("by"), request.GET.get("changes") == "all"
    kinds = {each.pk: each.get_kind_display() for each in plan.transfers.all()}
    return render(request, "plans/plan.html", {
        **facts(request, plan),
        "forms": {**_forms(request, plan), **(bound or {})},
        "sent": next(iter(bound), "") if bound else "",
        "changes": [_shown(each, kinds) for each in changes[: None if shows_all else SHOWN_CHANGES]],
        "changes_in_all": changes.count(), "shows_all": shows_all,
        "stale": [_shown(each, kinds) for each in changes[:5]] if stale else (),
        "may_lead": may(request.reach, Action.LEAD_PLAN, plan),
        "may_refer": may(request.reach, Action.REFER, plan),
        "may_approve": may(request.reach, Action.APPROVE_PLAN, plan),
        "may_review": may(request.reach, Action.REVIEW, plan),
        "waiting": waiting(plan),
        "reopening": plan.changes.filter(field="reopening_words").select_related("by").first(),
        "approvals": plan.approvals.exclude(granted=None).select_related("answered_by"),
        "transfers": plan.transfers.select_related("to", "asked_by"),
    }, status=status)  # fmt: skip


def facts(request: SignedInRequest, plan: Plan) -> dict[str, object]:
    """Return what a plan says on its page and on paper."""
    today = timezone.localdate()
    steps = list(plan.steps.select_related("responsible", "done_by"))
    return {
        "plan": plan,
        "child": plan.child,
        "name": names_for(request.reach, [plan.child]).get(plan.child.pupil_id, plan.child.pupil_id),
        "measures": [ShownMeasure(each, measure_words(each.code)) for each in plan.measures.all()],
        "steps": steps,
        "overdue": {each.pk for each in steps if not each.done_on and each.due_on < today and not plan.is_closed},
        "contacts": plan.contacts.select_related("by"),
        "today": today,
        "is_open": plan.state == State.OPEN,
        "is_to_correct": plan.state == State.TO_CORRECT,
    }


def _forms(request: SignedInRequest, plan: Plan) -> dict[str, forms.Form]:
    today, people = timezone.localdate(), colleagues(plan)
    others = [person for person in colleagues(plan, Action.LEAD_PLAN) if person.pk != plan.owner_id]
    return {
        "plan": PlanForm(
            initial={
                "need": in_readers_language(plan.need),
                "goals": in_readers_language(plan.goals),
                "starts_on": plan.starts_on,
                "review_on": plan.review_on,
            },
            auto_id="plan_%s",
        ),
        "measure": MeasureForm(initial={"from_day": today}, auto_id="measure_%s"),
        "step": StepForm(people, initial={"responsible": request.user.pk}, auto_id="step_%s"),
        "contact": ContactForm(initial={"on": today}, auto_id="contact_%s"),
        "hand_over": HandOverForm(others, auto_id="hand_over_%s"),
        "referral": ReferralForm(outside_people(), today, auto_id="referral_%s"),
        "closing": closing_form(plan),
        "reopening": ReopeningForm(ended_with(plan), auto_id="reopening_%s"),
        "approval": AnswerForm(auto_id="approval_%s"),
    }


def _shown(change: Change, kinds: Mapping[int, str]) -> ShownChange:
    """Return a change with its words; what is asked of others is called by its kind."""
    of_transfer = kinds.get(change.record_pk) if change.record == "transfer" else None
    return ShownChange(
        change, of_transfer or WORDS.get(change.record, change.record), WORDS.get(change.field, change.field),
        *(said(change.record, change.field, kept) for kept in (change.before, change.after)),
    )  # fmt: skip
