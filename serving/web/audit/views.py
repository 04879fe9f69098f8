"""The log, to read and to verify."""

import datetime as dt
from collections.abc import Mapping

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.accounts.models import User
from serving.web.audit.chain import as_in_log, faults, record
from serving.web.audit.models import Entry
from serving.web.audit.words.entry_words import action_words, detail_words, fault_words
from serving.web.configuration.ranking import names_of_schools, record_state
from serving.web.fragments.page_parts import page_or_part

ON_A_PAGE = 30
ASKED = ("action", "who", "pupil_id", "school_id", "since", "until")  # each may stand in the address


@require_safe
@requires(Action.READ_LOG)
def log(request: SignedInRequest) -> HttpResponse:
    """Show the log, newest first, by what was done, by whom, about whom, where and when, where that is asked for."""
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    page = Paginator(_found(asked), ON_A_PAGE).get_page(request.GET.get("page"))
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


def _found(asked: Mapping[str, str]) -> QuerySet[Entry]:
    """Return the entries that are asked for: people and schools by a part of their names, a child by the whole code."""
    wanted = Q()
    if asked["action"]:
        wanted &= Q(action=asked["action"])
    if asked["pupil_id"]:
        wanted &= Q(pupil_id=as_in_log(asked["pupil_id"]))
    if who := asked["who"]:
        named = User.objects.filter(name__icontains=who).values("email")
        wanted &= Q(who__icontains=who) | Q(who__in=named)
    if school := asked["school_id"]:
        wanted &= Q(school_id__icontains=school) | Q(school_id__in=_schools_called(school))
    if (since := _day(asked["since"])) is not None:
        wanted &= Q(at__date__gte=since)
    if (until := _day(asked["until"])) is not None:
        wanted &= Q(at__date__lte=until)
    return Entry.objects.filter(wanted).order_by("-number")


def _schools_called(text: str) -> list[str]:
    """Return the schools of the records in whose names a text stands."""
    state = record_state()
    names = state.school_names if state else {}
    return [school_id for school_id, name in names.items() if text.casefold() in name.casefold()]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _log_reading(request: SignedInRequest, asked: Mapping[str, str], number: int) -> None:
    """Log what of the log was read; after it was, so that a reader does not begin with their own reading."""
    what = {name: asked[name] for name in ("action", "who", "since", "until") if asked[name]} | {"page_number": number}
    record(request, "log_viewed", pupil_id=asked["pupil_id"], school_id=asked["school_id"], what=what)


@require_safe
@requires(Action.READ_LOG)
def verify(request: SignedInRequest) -> HttpResponse:
    """Show whether the chain of the log is whole."""
    found = [(fault.number, fault_words(fault.kind)) for fault in faults()]
    record(request, "log_verified", what={"faults": len(found)})
    return render(request, "audit/verify.html", {"faults": found, "count": Entry.objects.count()})
