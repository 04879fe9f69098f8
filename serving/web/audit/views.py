"""The log, to read and to verify."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.audit.chain import faults, record
from serving.web.audit.models import Entry
from serving.web.audit.words.entry_words import action_words, detail_words, fault_words
from serving.web.configuration.ranking import names_of_schools
from serving.web.fragments.page_parts import page_or_part

ON_A_PAGE = 30


@require_safe
@requires(Action.READ_LOG)
def log(request: SignedInRequest) -> HttpResponse:
    """Show the log, newest first, by what was done and by whom where that is asked for."""
    asked = {name: request.GET.get(name, "") for name in ("action", "who", "pupil_id", "school_id")}
    entries = Entry.objects.order_by("-number").filter(**{name: value for name, value in asked.items() if value})
    page = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    schools = names_of_schools({entry.school_id for entry in page if entry.school_id})
    rows = [
        (entry, action_words(entry.action), schools.get(entry.school_id, entry.school_id), detail_words(entry.what))
        for entry in page
    ]
    _log_reading(request, asked, page.number)
    known = Entry.objects.order_by("action").values_list("action", flat=True).distinct()
    actions = sorted(((action, action_words(action)) for action in known), key=lambda each: each[1])
    context = {"page": page, "rows": rows, "asked": asked, "actions": actions}
    return page_or_part(request, "audit/log.html", "audit/log_part.html", context)


def _log_reading(request: SignedInRequest, asked: Mapping[str, str], number: int) -> None:
    """Log what of the log was read; after it was, so that a reader does not begin with their own reading."""
    what = {name: asked[name] for name in ("action", "who") if asked[name]} | {"page_number": number}
    record(request, "log_viewed", pupil_id=asked["pupil_id"], school_id=asked["school_id"], what=what)


@require_safe
@requires(Action.READ_LOG)
def verify(request: SignedInRequest) -> HttpResponse:
    """Show whether the chain of the log is whole."""
    found = [(fault.number, fault_words(fault.kind)) for fault in faults()]
    record(request, "log_verified", what={"faults": len(found)})
    return render(request, "audit/verify.html", {"faults": found, "count": Entry.objects.count()})
