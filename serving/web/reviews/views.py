"""Decisions about children: to make one, to read those of a child, and to see who always agrees."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.audit.chain import record
from serving.web.configuration.ranking import latest_day, ranking_service
from serving.web.reviews.agreement import FLAGGED_DECISIONS, agreement_by_reviewer
from serving.web.reviews.decide import decide, is_listed
from serving.web.reviews.forms import DecisionForm, NominationForm, there_is_list_of
from serving.web.reviews.outcomes import SMALLEST, how_they_fared
from serving.web.reviews.states import states_of
from serving.web.roster.children import child_or_404, kept_child
from serving.web.roster.enrolled import enrolled_in
from serving.web.roster.models import Child
from serving.web.roster.names import names_for


@require_safe
@requires(Action.REVIEW)
def decisions(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Show every decision about a child, the one that holds first, and let a person make another one."""
    child = _reviewed(request, opaque)
    record(request, "decisions_viewed", pupil_id=child.pupil_id, school_id=child.school_id)
    return _page(request, child, DecisionForm(initial={"as_of": _day(request.GET.get("as_of"))}))


@require_POST
@requires(Action.REVIEW)
def decision(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Keep a person's decision about a child."""
    child = _reviewed(request, opaque)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, child, form, status=422)
    made = decide(request, child, form.wanted(listed=is_listed(child, form.cleaned_data["as_of"])))
    messages.success(request, _("Your decision is kept: %(decision)s.") % {"decision": made.get_kind_display()})
    return redirect(_next(request))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.REVIEW)
def nominate(request: SignedInRequest) -> HttpResponse:
    """Let a person add a child whom the list left out."""
    schools = request.reach.schools(Action.REVIEW)
    asked = request.POST if request.method == "POST" else request.GET
    school_id = asked.get("school") or (schools[0] if schools else "")
    if school_id not in schools:
        request.reach.require(Action.REVIEW, school_id=school_id)
    as_of = _day(asked.get("as_of"))
    enrolled = enrolled_in(request.reach, Action.REVIEW, school_id=school_id)
    form = NominationForm(enrolled, as_of, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen
        child = kept_child(chosen)
        decide(request, child, form.wanted(listed=is_listed(child, as_of)))
        messages.success(request, _("The child is to be monitored."))  # no name: a message is a cookie
        return redirect(_next(request))
    what = {"as_of": as_of.isoformat(), "children": len(enrolled)}
    record(request, "children_to_choose_viewed", school_id=school_id, what=what)
    return render(
        request, "reviews/nominate.html", {"form": form, "school_id": school_id, "next": _next(request)},
        status=422 if form.errors else 200,
    )  # fmt: skip


@require_safe
@requires(Action.APPROVE_PLAN)
def agreement(request: SignedInRequest) -> HttpResponse:
    """Show a director how often each reviewer of the school agrees, and how the children fared."""
    schools = request.reach.schools(Action.APPROVE_PLAN)
    service, today = ranking_service(), timezone.localdate()
    wanted = service.scorer.model.target.outcomes
    fared = how_they_fared(service.own, schools, wanted=wanted, today=today) if service.own else ()
    return render(request, "reviews/agreement.html", {
        "reviewers": agreement_by_reviewer(schools), "fared": fared, "many": FLAGGED_DECISIONS, "smallest": SMALLEST,
    })  # fmt: skip


@require_safe
@requires(Action.MANAGE_PEOPLE)
def agreement_everywhere(request: SignedInRequest) -> HttpResponse:
    """Show an administrator how often each reviewer agrees; nothing of children."""
    reviewers = agreement_by_reviewer(None)
    return render(request, "reviews/agreement.html", {"reviewers": reviewers, "many": FLAGGED_DECISIONS})


def _page(request: SignedInRequest, child: Child, form: DecisionForm, *, status: int = 200) -> HttpResponse:
    made = child.decisions.select_related("by", "shown")
    return render(request, "reviews/decisions.html", {
        "child": child, "name": names_for(request.reach, [child]).get(child.pupil_id, child.pupil_id), "form": form,
        "decisions": made, "state": states_of([child])[child.pk], "next": _next(request),
        "may_plan": request.reach.may(Action.LEAD_PLAN),
    }, status=status)  # fmt: skip


def _reviewed(request: SignedInRequest, opaque: str) -> Child:
    child = child_or_404(opaque)
    request.reach.require(
        Action.REVIEW, school_id=child.school_id, class_label=child.class_label, pupil_id=child.pupil_id
    )
    return child


def _day(text: str | None) -> dt.date:
    """Return the day that an address names, if there can be a list of it; the last such day where it names none."""
    try:
        day = dt.date.fromisoformat(text or "")
    except ValueError:
        return latest_day()
    return day if there_is_list_of(day) else latest_day()


def _next(request: SignedInRequest) -> str:
    """Return the page to go on to: the one that the form stood on, if it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else reverse("lists:list")
