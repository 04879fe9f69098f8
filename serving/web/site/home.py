"""The first page: what is to be done."""

from collections import defaultdict

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from features.i18n.text import Language
from serving.web.access.context import who_looks
from serving.web.access.declaration import SignedInRequest, for_signed_in
from serving.web.access.policy import Action
from serving.web.audit.chain import record, said_numbers
from serving.web.site.import_tasks import import_tasks
from serving.web.site.plan_tasks import plan_tasks
from serving.web.site.tasks.objections import objection_tasks
from serving.web.site.tasks.refusals import refusal_tasks
from serving.web.site.tasks.shares import share_tasks
from serving.web.site.to_do import TasksFor, ToDo, to_do_of

# What other parts of the pages have due, for whoever asks.
SOURCES: tuple[TasksFor, ...] = (objection_tasks, refusal_tasks, share_tasks, plan_tasks, import_tasks)


@require_safe
@for_signed_in
def to_do(request: SignedInRequest) -> HttpResponse:
    """Show what is to be done; whoever has no children to look after goes on to the first section of theirs."""
    if request.reach.may(Action.PLAN):
        language: Language = "ro" if get_language() == "ro" else "en"
        due = to_do_of(request, language, SOURCES)  # lists may take a while to make: nobody waits for that to write
        with transaction.atomic():
            for school in due.schools:
                what = {
                    "as_of": school.as_of.isoformat(), "children": len(school.children), "tasks": len(due.tasks),
                    "to_put_right": sum(len(doubt.children) for doubt in school.doubtful),
                }  # fmt: skip
                record(request, "to_do_viewed", school_id=school.school_id, what=what)
            _log_shared(request, due)
        return render(request, "home.html", {"due": due})
    sections = who_looks(request)["sections"]
    if isinstance(sections, list) and sections:
        return redirect(sections[0]["url"])
    return render(request, "no_role.html", {})


def _log_shared(request: SignedInRequest, due: ToDo) -> None:
    """Log which shared children were shown: for each school how many, and by which shares of it."""
    shares = defaultdict[str, list[int]](list)
    for each in due.shared:
        shares[each.child.school_id].append(request.reach.shared[each.child.pupil_id, each.child.school_id])
    for school_id, numbers in sorted(shares.items()):
        what = {"children": len(numbers), "shares": said_numbers(numbers)}
        record(request, "shared_children_viewed", school_id=school_id, what=what)


@require_safe
@for_signed_in
def no_password(_request: SignedInRequest) -> HttpResponse:
    """Lead whoever has no password here to the page that says so; only an administrator gives a first one."""
    return redirect("mfa_index")
