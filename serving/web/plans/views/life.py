"""A plan closed, opened again, and approved or not."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.plans import life
from serving.web.plans.changes import StalePlan, held
from serving.web.plans.models import Plan, State
from serving.web.plans.reachable import plan_or_404
from serving.web.plans.views.forms import AnswerForm, ReopeningForm, closing_form
from serving.web.plans.views.one_plan import version_of
from serving.web.plans.views.page import plan_page


@require_POST
@requires(Action.LEAD_PLAN)
def close(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Close a plan with a reason, or ask for that."""
    plan = plan_or_404(request, opaque, Action.LEAD_PLAN)
    form, of = closing_form(plan, request.POST), State.TO_CORRECT if plan.state == State.TO_CORRECT else State.OPEN

    def closed(plan: Plan) -> None:
        life.close(request, plan, reason=form.cleaned_data.get("reason", ""), words=form.cleaned_data["words"])
        messages.success(
            request, _("The plan is closed.") if plan.is_closed else _("The end of the plan waits for approval.")
        )

    return _done(request, plan, form, name="closing", of=of, do=closed)


@require_POST
@requires(Action.LEAD_PLAN)
def send_again(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Ask again for the approval of a plan that was to be corrected."""
    plan = plan_or_404(request, opaque, Action.LEAD_PLAN)

    def sent(now: Plan) -> None:
        life.send_again(request, now)
        messages.success(request, _("The plan waits for approval again."))

    return _done(request, plan, forms.Form(request.POST), name="again", of=State.TO_CORRECT, do=sent)


@require_POST
@requires(Action.LEAD_PLAN)
def reopen(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Open a closed plan again."""

    def reopened(plan: Plan) -> None:
        if life.going_on(plan.child) is not None:
            messages.info(request, _("The child has another plan that is open."))
        else:
            life.reopen(request, plan, words=form.cleaned_data["words"], go_on=form.cleaned_data.get("go_on", ()))
            messages.success(request, _("The plan is opened again."))

    plan = plan_or_404(request, opaque, Action.LEAD_PLAN)
    form = ReopeningForm(life.ended_with(plan), request.POST, auto_id="reopening_%s")
    return _done(request, plan, form, name="reopening", of=State.CLOSED, do=reopened)


@require_POST
@requires(Action.APPROVE_PLAN)
def approval(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Approve a plan or its end, or say why not."""
    plan = plan_or_404(request, opaque, Action.APPROVE_PLAN)
    form = AnswerForm(request.POST, auto_id="approval_%s")

    def answered(now: Plan) -> None:
        life.answer_approval(request, now, granted=form.is_yes, words=form.cleaned_data["words"])
        messages.success(request, _("Your answer is kept; who asked finds it."))

    return _done(request, plan, form, name="approval", of=plan.state, do=answered)


def _done(
    request: SignedInRequest, plan: Plan, form: forms.Form, *, name: str, of: str, do: Callable[[Plan], None]
) -> HttpResponse:
    if not form.is_valid():
        return plan_page(request, plan, {name: form}, status=422)
    try:
        with transaction.atomic():
            now = held(plan, version=version_of(request))
            if now.state != of:
                raise StalePlan(now, version_of(request))
            do(now)
    except StalePlan as stale:
        return plan_page(request, stale.plan, {name: form}, status=409, stale=stale)
    return redirect("plans:plan", plan.opaque)
