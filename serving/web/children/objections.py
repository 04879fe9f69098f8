"""Objections of parents and children to what is said of them: entered by whoever is told, answered, taken back."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.audit.chain import record
from serving.web.children.forms import AnswerForm, ObjectionForm, TakeBackForm
from serving.web.children.models import Objection
from serving.web.children.opening import reached_child
from serving.web.fragments.sent_twice import hold, just_kept
from serving.web.roster.models import Child


@require_POST
@requires(Action.WRITE_NOTE)
def add(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Enter what a parent or child asks."""
    child = reached_child(request, opaque, Action.WRITE_NOTE)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return render(request, "children/objection.html", {"child": child, "form": form}, status=422)
    with transaction.atomic():
        objection: Objection = form.save(commit=False)
        objection.child, objection.entered_by = child, request.user
        hold(child)
        if not just_kept(child.objections.filter(entered_by=request.user), at="entered_at", **form.cleaned_data):
            objection.save()
            what = {"objection": objection.opaque, "kind": objection.kind}
            record(request, "objection_entered", pupil_id=child.pupil_id, school_id=child.school_id, what=what)
    messages.success(request, _("It is written down and waits for an answer."))
    return redirect("children:child", child.opaque)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ANSWER_OBJECTION)
def answer(request: SignedInRequest, opaque: str, objection: str) -> HttpResponse:
    """Answer an objection once, with a date and a reason."""
    child = reached_child(request, opaque, Action.ANSWER_OBJECTION)
    found = get_object_or_404(Objection, opaque=objection, child=child)
    if found.answered_on is not None:
        return _answered_meanwhile(request, child)
    form = AnswerForm(request.POST or None, instance=found)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(
            request, "children/objection.html", {"child": child, "form": form, "objection": found}, status=status
        )
    with transaction.atomic():
        if Objection.objects.select_for_update().get(pk=found.pk).answered_on is not None:
            return _answered_meanwhile(request, child)
        answered: Objection = form.save(commit=False)
        answered.answered_on, answered.answered_by = timezone.localdate(), request.user
        answered.save()
        what = {"objection": answered.opaque, "outcome": answered.outcome}
        record(request, "objection_answered", pupil_id=child.pupil_id, school_id=child.school_id, what=what)
    messages.success(request, _answered(answered))
    return redirect("children:child", child.opaque)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ANSWER_OBJECTION)
def take_back(request: SignedInRequest, opaque: str, objection: str) -> HttpResponse:
    """Put a child whom an objection left out back among those whom the list may show, with a reason."""
    child = reached_child(request, opaque, Action.ANSWER_OBJECTION)
    found = get_object_or_404(Objection, opaque=objection, child=child)
    if not found.holds:
        messages.info(request, _("It leaves the child out of no list."))
        return redirect("children:child", child.opaque)
    form = TakeBackForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"child": child, "form": form, "objection": found, "takes_back": True}
        return render(request, "children/objection.html", context, status=422 if request.method == "POST" else 200)
    why, by = form.cleaned_data["why"], request.user
    with transaction.atomic():
        held = Objection.objects.that_hold().filter(pk=found.pk)  # of two at once, one takes it back
        if held.update(taken_back_on=timezone.localdate(), taken_back_by=by, taken_back_why=why):
            place = {"pupil_id": child.pupil_id, "school_id": child.school_id}
            record(request, "objection_taken_back", why=why, what={"objection": found.opaque}, **place)
    messages.success(request, _("The list may show the child again."))
    return redirect("children:child", child.opaque)


def _answered(objection: Objection) -> str:
    if objection.holds:
        return _("The answer is kept: from now on the list leaves the child out.")
    return _("The answer is kept.")


def _answered_meanwhile(request: SignedInRequest, child: Child) -> HttpResponse:
    """Lead back to the child, where the answer stands that was given first; a second one is not kept."""
    messages.info(request, _("Somebody answered it meanwhile; that answer stands below."))
    return redirect("children:child", child.opaque)
