"""The parts of a plan: measures, steps and contacts with the parents."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.db import models, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.access.rows import row_of_address
from serving.web.fragments.sent_twice import is_of_now, says
from serving.web.plans.changes import change, held
from serving.web.plans.life import log
from serving.web.plans.models import Contact, Measure, Plan, State, Step
from serving.web.plans.reachable import colleagues, plan_or_404, require
from serving.web.plans.views.forms import ContactForm, MeasureForm, StepForm
from serving.web.plans.views.one_plan import closed_plan
from serving.web.plans.views.page import plan_page

_ADDED = {
    "measure": _("The help is added."), "step": _("The step is added."), "contact": _("The contact is written down."),
}  # fmt: skip


@require_POST
@requires(Action.PLAN)
def add_measure(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Add one kind of help."""
    plan = plan_or_404(request, opaque)
    form = MeasureForm(
        request.POST, auto_id="measure_%s", starts_on=plan.starts_on,
        gives=plan.measures.filter(ends_on=None).values_list("code", "provider"),
    )  # fmt: skip
    return _added(request, opaque, form, name="measure", make=lambda plan: (Measure(plan=plan), _of_measure(form)))


@require_POST
@requires(Action.PLAN)
def add_step(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Add something to be done."""
    plan = plan_or_404(request, opaque)
    form = StepForm(colleagues(plan), request.POST, auto_id="step_%s")
    return _added(request, opaque, form, name="step", make=lambda plan: (Step(plan=plan), form.cleaned_data))


@require_POST
@requires(Action.PLAN)
def add_contact(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Add a contact with the parents."""
    form = ContactForm(request.POST, auto_id="contact_%s")
    return _added(
        request, opaque, form, name="contact",
        make=lambda plan: (Contact(plan=plan, by=request.user), form.cleaned_data),
    )  # fmt: skip


@require_POST
@requires(Action.PLAN)
def step_done(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Say that a step is done, or that it is not after all; of two who say so the second is told."""
    step = row_of_address(Step.objects.select_related("plan__child"), opaque)
    require(request.reach, Action.PLAN, step.plan)
    is_done = request.POST.get("done") != "no"
    with transaction.atomic():
        if held(step.plan).is_closed:
            return closed_plan(request, step.plan)
        step.refresh_from_db()
        if (step.done_on is not None) == is_done:
            messages.info(request, str(_("Somebody else was quicker: %(who)s.")) % {"who": step.done_by or "–"})
        else:
            day, who = (timezone.localdate(), request.user) if is_done else (None, None)
            change(step, by=request.user, done_on=day, done_by=who)
            log(request, "step_done" if is_done else "step_not_done", step.plan, step=step.opaque)
            messages.success(request, _("The step is done.") if is_done else _("The step is not done after all."))
    return redirect("plans:plan", step.plan.opaque)


@require_POST
@requires(Action.PLAN)
def measure_end(request: SignedInRequest, opaque: str) -> HttpResponse:
    """End a measure today."""
    measure = row_of_address(Measure.objects.select_related("plan__child"), opaque)
    require(request.reach, Action.PLAN, measure.plan)
    with transaction.atomic():
        if held(measure.plan).is_closed:
            return closed_plan(request, measure.plan)
        measure.refresh_from_db()
        if measure.ends_on is None:
            change(measure, by=request.user, ends_on=timezone.localdate())
            log(request, "measure_ended", measure.plan, measure=measure.code)
            messages.success(request, _("The help ends today."))
    return redirect("plans:plan", measure.plan.opaque)


def _of_measure(form: MeasureForm) -> dict[str, object]:
    return form.fields_of_measure()


def _added(
    request: SignedInRequest, opaque: str, form: forms.Form, *, name: str,
    make: Callable[[Plan], tuple[models.Model, dict[str, object]]],
) -> HttpResponse:  # fmt: skip
    plan = plan_or_404(request, opaque)
    with transaction.atomic():
        now = held(plan)
        if now.is_closed:
            return closed_plan(request, plan)
        if (
            not form.is_valid()
        ):  # looked at with the plan held: what it gives already is what somebody added meanwhile, too
            return plan_page(request, plan, {name: form}, status=422)
        if name == "step" and now.state == State.AWAITS_CLOSURE:
            messages.info(request, _("The plan waits for its end to be approved: it takes no new step."))
            return redirect("plans:plan", opaque)
        part, fields = make(now)
        if not _is_sent_twice(now, part, fields):
            change(part, by=request.user, **fields)
            log(request, f"{name}_added", plan)
    messages.success(request, _ADDED[name])
    return redirect("plans:plan", opaque)


def _is_sent_twice(plan: Plan, part: models.Model, fields: dict[str, object]) -> bool:
    """Tell whether the newest part of this kind says the same, and the plan was changed a moment ago."""
    newest = type(part)._default_manager.filter(plan=plan).order_by("-pk").first()
    return newest is not None and is_of_now(plan.changed_at) and says(newest, fields)
