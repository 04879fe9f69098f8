"""Hand-overs and referrals: asked for, answered by the other side, withdrawn."""

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.access.rows import every_row, row_of_address
from serving.web.plans import transfers
from serving.web.plans.life import log
from serving.web.plans.models import Plan, Transfer
from serving.web.plans.moves import answer_move
from serving.web.plans.reachable import colleagues, may, moved_plan_or_404, outside_people, plan_or_404, require
from serving.web.plans.transfers import asked_words
from serving.web.plans.views.forms import AnswerForm, HandOverForm, ReferralForm
from serving.web.plans.views.page import plan_page
from serving.web.roster.names import names_for
from serving.web.roster.places import as_of_today


@require_POST
@requires(Action.LEAD_PLAN)
def hand_over(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Ask a colleague to take a plan over."""
    plan = plan_or_404(request, opaque, Action.LEAD_PLAN)
    people = [person for person in colleagues(plan, Action.LEAD_PLAN) if person.pk != plan.owner_id]
    form = HandOverForm(people, request.POST, auto_id="hand_over_%s")
    if not form.is_valid():
        return plan_page(request, plan, {"hand_over": form}, status=422)
    said = _("%(who)s is asked; until the answer the plan stays where it is.")
    return _ask(request, plan, Transfer.Kind.HAND_OVER, form, said)


@require_POST
@requires(Action.REFER)
def refer(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Ask somebody outside the school for help with a child, who sees it until a day once that is accepted."""
    plan = plan_or_404(request, opaque, Action.REFER)
    form = ReferralForm(outside_people(), timezone.localdate(), request.POST, auto_id="referral_%s")
    if not form.is_valid():
        return plan_page(request, plan, {"referral": form}, status=422)
    said = _("%(who)s is asked and sees nothing of the child before the answer.")
    return _ask(request, plan, Transfer.Kind.REFERRAL, form, said)


@require_safe
@requires(Action.PLAN)
def asked(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Show what a person is asked to take over: who asks and why; the child to whoever sees it already."""
    return _asked_page(request, _mine(request, opaque), AnswerForm())


@require_POST
@requires(Action.PLAN)
def answer(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Accept or decline what one is asked to take over."""
    transfer = _mine(request, opaque)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _asked_page(request, transfer, form, status=422)
    with transaction.atomic():
        refusal = transfers.answer(request, transfer, accepted=form.is_yes, words=form.cleaned_data["words"])
    if refusal is not None:
        messages.info(request, refusal)
    else:
        messages.success(
            request, _("You have accepted.") if form.is_yes else _("You have declined; who asked is told.")
        )
    return redirect("plans:plan", transfer.plan.opaque) if refusal is None and form.is_yes else redirect("plans:plans")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LEAD_PLAN)
def moved(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Let somebody of the school where a child is now take its plan over from the former school, or close it there."""
    plan = moved_plan_or_404(request, opaque)
    form = AnswerForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        log(request, "move_viewed", plan)
        name = names_for(request.reach, [plan.child]).get(plan.child.pupil_id, plan.child.pupil_id)
        status = 422 if request.method == "POST" else 200
        return render(request, "plans/moved.html", {"plan": plan, "name": name, "form": form}, status=status)
    with transaction.atomic():
        is_kept = answer_move(request, plan, accepted=form.is_yes, words=form.cleaned_data["words"])
    if not is_kept:
        messages.info(request, _("It was answered or withdrawn meanwhile."))
        return redirect("plans:plans")
    return redirect("plans:plan", opaque) if form.is_yes else redirect("plans:new", plan.child.opaque)


@require_POST
@requires(Action.LEAD_PLAN)
def withdraw(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Take back what was asked for, or end a referral."""
    transfer = row_of_address(_transfers(), opaque)
    require(request.reach, Action.REFER if transfer.kind == Transfer.Kind.REFERRAL else Action.LEAD_PLAN, transfer.plan)
    with transaction.atomic():
        transfers.withdraw(request, transfer)
    messages.success(request, _("It is taken back."))
    return redirect("plans:plan", transfer.plan.opaque)


def _ask(
    request: SignedInRequest, plan: Plan, kind: Transfer.Kind, form: HandOverForm, said: str
) -> HttpResponse:  # fmt: skip
    with transaction.atomic():
        refusal = transfers.ask(request, plan, kind, **form.cleaned_data)
    if refusal is not None:
        messages.info(request, refusal)
    else:
        messages.success(request, said % {"who": form.cleaned_data["to"]})
    return redirect("plans:plan", plan.opaque)


def _asked_page(request: SignedInRequest, transfer: Transfer, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    log(request, f"{transfer.kind}_viewed", transfer.plan)
    child = as_of_today(transfer.plan.child)
    names = names_for(request.reach, [child])
    name = names.get(child.pupil_id, child.pupil_id) if may(request.reach, Action.PLAN, transfer.plan) else ""
    context = {"transfer": transfer, "form": form, "asked": asked_words(transfer, name), "name": name}
    return render(request, "plans/asked.html", context, status=status)


def _transfers() -> QuerySet[Transfer]:
    return Transfer.objects.select_related("plan__child", "to", "asked_by")


def _mine(request: SignedInRequest, opaque: str) -> Transfer:
    """Return what the person is asked, whose child is not reached before it is accepted."""
    with every_row():
        found = _transfers().filter(opaque=opaque, to=request.user).first()
    if found is None:
        raise Http404
    return found
