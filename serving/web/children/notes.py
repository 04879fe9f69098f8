"""Notes about a child: written, and changed by their author, with what they said before kept."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.access.reach import Reach
from serving.web.audit.chain import record
from serving.web.children.forms import NoteForm
from serving.web.children.models import Note, NoteRevision
from serving.web.children.opening import reached_child
from serving.web.fragments.sent_twice import hold, just_kept
from serving.web.invented.texts import in_readers_language
from serving.web.lists.address import read_day
from serving.web.roster.models import Child


@require_POST
@requires(Action.WRITE_NOTE)
def add(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Add a note."""
    child = reached_child(request, opaque, Action.WRITE_NOTE)
    form = NoteForm(request.POST, restricted=_may_restrict(request, child))
    if not form.is_valid():
        return render(request, "children/note.html", {
            "child": child, "form": form, "back": _page_of(request, child)
        }, status=422)  # fmt: skip
    with transaction.atomic():
        note: Note = form.save(commit=False)
        note.child, note.school_id, note.author = child, child.school_id, request.user
        hold(child)
        same = {"text": note.text, "kind": note.kind, "restricted": note.restricted}
        if just_kept(child.notes.filter(author=request.user), at="written_at", **same):
            return redirect(_page_of(request, child))
        note.save()
        what = {"note": note.opaque, "restricted": note.restricted}
        record(request, "note_added", pupil_id=child.pupil_id, school_id=child.school_id, what=what)
    return redirect(_page_of(request, child))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.WRITE_NOTE)
def edit(request: SignedInRequest, opaque: str, note: str) -> HttpResponse:
    """Change a note of one's own; what it said until now stays as a revision."""
    child = reached_child(request, opaque, Action.WRITE_NOTE)
    may_restrict = _may_restrict(request, child)
    found = get_object_or_404(Note, opaque=note, child=child, author=request.user)
    if found.restricted and not (may_restrict and found.school_id in schools_of_restricted(request.reach)):
        raise Http404
    shown = {"text": in_readers_language(found.text)}
    form = NoteForm(request.POST or None, instance=found, initial=shown, restricted=may_restrict)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "children/note.html", {
            "child": child, "form": form, "note": found, "back": _page_of(request, child)
        }, status=status)  # fmt: skip
    if form.has_changed():
        with transaction.atomic():
            now = Note.objects.select_for_update().get(pk=found.pk)  # it may be another one than was opened
            NoteRevision.objects.create(note=found, text=now.text, restricted=now.restricted)
            form.save()
            what = {"note": found.opaque, "restricted": found.restricted}
            record(request, "note_changed", pupil_id=child.pupil_id, school_id=child.school_id, what=what)
    return redirect(_page_of(request, child))


def schools_of_restricted(reach: Reach) -> tuple[str, ...]:
    """Return the schools whose restricted notes a person may read: they stay there when the child moves on."""
    return reach.schools(Action.SEE_RESTRICTED_NOTES)


def _page_of(request: SignedInRequest, child: Child) -> str:
    """Return the address of the child's page, of the day on which the note was begun."""
    day = read_day(request.GET.get("as_of"))
    page = reverse("children:child", args=[child.opaque])
    return f"{page}?as_of={day.isoformat()}" if day else page


def _may_restrict(request: SignedInRequest, child: Child) -> bool:
    return request.reach.reaches(
        Action.SEE_RESTRICTED_NOTES, school_id=child.school_id, class_label=child.class_label, pupil_id=child.pupil_id
    )
