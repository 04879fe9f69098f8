"""The log, to read and to verify."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.audit.chain import faults
from serving.web.audit.models import Entry

ON_A_PAGE = 50


@require_safe
@requires(Action.READ_LOG)
def log(request: SignedInRequest) -> HttpResponse:
    """Show the log, newest first, by what was done and by whom where that is asked for."""
    asked = {name: request.GET.get(name, "") for name in ("action", "who", "pupil_id", "school_id")}
    entries = Entry.objects.order_by("-number").filter(**{name: value for name, value in asked.items() if value})
    page = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    actions = Entry.objects.order_by("action").values_list("action", flat=True).distinct()
    return render(request, "audit/log.html", {"page": page, "asked": asked, "actions": actions})


@require_safe
@requires(Action.READ_LOG)
def verify(request: SignedInRequest) -> HttpResponse:
    """Show whether the chain of the log is whole."""
    return render(request, "audit/verify.html", {"faults": list(faults()), "count": Entry.objects.count()})
