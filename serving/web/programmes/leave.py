"""A school's leave for the coordinators of its county to see its children with their names, until a day."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.models import NamesGranted
from serving.web.access.policy import Action
from serving.web.audit.chain import record

LONGEST_DAYS = 366


class LeaveForm(forms.Form):
    """Until when a school gives its leave; a year at most."""

    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(label=_("Why"), max_length=300)

    def clean_until(self) -> dt.date:
        """Refuse a day that is over, or more than a year away."""
        until: dt.date = self.cleaned_data["until"]
        today = timezone.localdate()
        if not today <= until <= today + dt.timedelta(days=LONGEST_DAYS):
            raise ValidationError(_("Choose a day from today on, within a year."))
        return until


def leave_of(school_id: str) -> NamesGranted | None:
    """Return the leave of a school that holds today."""
    return NamesGranted.objects.filter(
        school_id=school_id, until__gte=timezone.localdate(), withdrawn_at=None
    ).last()  # fmt: skip


@require_POST
@requires(Action.GRANT_NAMES)
def give(request: SignedInRequest) -> HttpResponse:
    """Give the coordinators of the county leave to see the names of a school's children."""
    school_id = request.POST.get("school", "")
    request.reach.require(Action.GRANT_NAMES, school_id=school_id)
    form = LeaveForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "school_id": school_id}
        return render(request, "programmes/leave.html", context, status=422)
    until = form.cleaned_data["until"]
    with transaction.atomic():
        NamesGranted.objects.create(school_id=school_id, until=until, given_by=request.user.email)
        record(request, "names_granted", school_id=school_id, what={"until": until.isoformat()},
               why=form.cleaned_data["why"])  # fmt: skip
    said = str(_("Until %(day)s the county may see the children of the school with their names."))
    messages.success(request, said % {"day": date_format(until, "j E Y")})
    return redirect(f"{reverse('programmes:schools')}?school={school_id}")


@require_POST
@requires(Action.GRANT_NAMES)
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the leave back, from now on."""
    given = get_object_or_404(NamesGranted, pk=pk)
    request.reach.require(Action.GRANT_NAMES, school_id=given.school_id)
    with transaction.atomic():
        if given.withdrawn_at is None:
            given.withdrawn_at = timezone.now()
            given.save(update_fields=["withdrawn_at"])
            record(request, "names_withdrawn", school_id=given.school_id)
    messages.success(request, _("The leave is taken back: the county sees no names of the school any more."))
    return redirect(f"{reverse('programmes:schools')}?school={given.school_id}")
