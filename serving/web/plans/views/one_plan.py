"""One plan: made, shown, changed, looked back on, printed."""

import datetime as dt

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.audit.chain import record
from serving.web.configuration.ranking import latest_day
from serving.web.plans.changes import StalePlan, change, held
from serving.web.plans.life import going_on, log, open_plan
from serving.web.plans.look_back import look_backs
from serving.web.plans.models import Measure, Plan, State
from serving.web.plans.reachable import is_moved, plan_of_address, plan_or_404, require
from serving.web.plans.views.forms import MeasureForm, PlanForm
from serving.web.plans.views.page import facts, plan_page
from serving.web.reviews.decide import decide, is_listed
from serving.web.reviews.forms import ReasonForm
from serving.web.reviews.states import states_of
from serving.web.roster.children import child_or_404
from serving.web.roster.models import Child
from serving.web.roster.names import names_for


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LEAD_PLAN)
def new(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Make a plan for a child whom somebody decided to monitor; whoever makes it decides that where nobody has."""
    child = child_or_404(opaque)
    at = {"school_id": child.school_id, "class_label": child.class_label, "pupil_id": child.pupil_id}
    request.reach.require(Action.LEAD_PLAN, **at)
    state = states_of([child])[child.pk]
    if (other := child.plans.exclude(state=State.CLOSED).first()) is not None:
        return redirect("plans:plan", other.opaque)
    today = timezone.localdate()
    form = PlanForm(request.POST or None, initial={"starts_on": today})
    measure = MeasureForm(
        request.POST or None, initial={"from_day": today}, prefix="measure", starts_on=_start_of(form)
    )  # fmt: skip
    reason = None
    if state.decision is None or not state.decision.monitors:
        request.reach.require(Action.REVIEW, **at)
        reason = ReasonForm(request.POST or None, prefix="decision")
    if request.method == "POST" and _are_valid(form, measure, reason):
        with transaction.atomic():
            if (other := going_on(child)) is not None:
                messages.info(request, _("Somebody else was quicker: the child has a plan. Yours was not kept."))
                return redirect("plans:plan", other.opaque)
            if reason is not None:
                as_of = latest_day()
                decide(request, child, reason.monitored(listed=is_listed(child, as_of), as_of=as_of))
            plan = open_plan(request, child, form.cleaned_data)
            change(Measure(plan=plan), by=request.user, **measure.fields_of_measure())
        messages.success(request, _("The plan is made. Add the first step, so that it goes on."))
        return redirect("plans:plan", plan.opaque)
    is_wrong = bool(form.errors or measure.errors or (reason and reason.errors))
    shown: dict[str, object] = {"form": form, "measure": measure, "reason": reason, "decision": state.decision}
    return _new_page(request, child, shown, status=422 if is_wrong else 200)


@require_safe
@requires(Action.PLAN)
def plan(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Show a plan; one that came with the child from another school is to be taken over first."""
    shown = plan_of_address(opaque)
    if is_moved(shown, request.reach):
        return redirect("plans:moved", opaque)
    require(request.reach, Action.PLAN, shown)
    log(request, "plan_viewed", shown)
    return plan_page(request, shown)


@require_POST
@requires(Action.LEAD_PLAN)
def edit(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Change what a plan says; whoever comes second is shown what was changed meanwhile."""
    shown = plan_or_404(request, opaque, Action.LEAD_PLAN)
    if shown.is_closed:
        return closed_plan(request, shown)
    form = PlanForm(request.POST, auto_id="plan_%s")
    if not form.is_valid():
        return plan_page(request, shown, {"plan": form}, status=422)
    try:
        with transaction.atomic():
            mine = held(shown, version=version_of(request))
            change(mine, by=request.user, **form.cleaned_data)
            log(request, "plan_changed", mine, fields=sorted(form.changed_data))
    except StalePlan as stale:
        return plan_page(request, stale.plan, {"plan": form}, status=409, stale=stale)
    messages.success(request, _("The plan is changed."))
    return redirect("plans:plan", opaque)


@require_safe
@requires(Action.PLAN)
def printed(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Show a plan as one page to print and sign."""
    shown = plan_or_404(request, opaque)
    log(request, "plan_printed", shown)
    return render(request, "plans/print.html", facts(request, shown))


@require_safe
@requires(Action.PLAN)
def look_back(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Show attendance and marks before the plan and since, beside similar children without one."""
    shown = plan_or_404(request, opaque)
    log(request, "look_back_viewed", shown)
    found = look_backs(shown, today=timezone.localdate())
    name = names_for(request.reach, [shown.child]).get(shown.child.pupil_id, shown.child.pupil_id)
    return render(request, "plans/look_back.html", {"plan": shown, "name": name, "look_backs": found})


def closed_plan(request: SignedInRequest, plan: Plan) -> HttpResponse:
    """Lead back to a plan that is closed, and say that nothing is done in it."""
    messages.info(request, _("The plan is closed. Open it again to go on with it."))
    return redirect("plans:plan", plan.opaque)


def version_of(request: SignedInRequest) -> int:
    """Return the version of the plan that the page was opened with; 0, which no plan has, where it is not said."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _start_of(form: PlanForm) -> dt.date | None:
    """Return the start that was sent, where it is a day."""
    form.full_clean()
    start = form.cleaned_data.get("starts_on") if form.is_bound else None
    return start if isinstance(start, dt.date) else None


def _are_valid(*sent: Form | None) -> bool:
    """Tell whether all of several forms sent at once are valid; each is asked, so that each says what is wrong."""
    asked = [form.is_valid() for form in sent if form is not None]
    return all(asked)


def _new_page(request: SignedInRequest, child: Child, more: dict[str, object], *, status: int) -> HttpResponse:
    record(request, "plan_form_viewed", pupil_id=child.pupil_id, school_id=child.school_id)
    name = names_for(request.reach, [child]).get(child.pupil_id, child.pupil_id)
    return render(request, "plans/new.html", {"child": child, "name": name, **more}, status=status)
