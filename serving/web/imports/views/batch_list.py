"""The imports of a school: listed, shown, and undone with a reason."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from features.errors import PrezentError
from features.i18n.text import Language
from features.store.batches import Batch, list_batches
from features.store.database.connection import NoStoreError
from features.store.database.url import StoreUrl
from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.audit.chain import record
from serving.web.configuration.unanswered import does_not_answer, said_on_page
from serving.web.imports.forms import UndoForm
from serving.web.imports.sheets import required_store


def batches_of(url: StoreUrl, schools: Collection[str]) -> list[Batch]:
    """Return the imports of these schools alone, the newest first."""
    try:
        found = list_batches(url)
    except NoStoreError:
        return []
    return [each for each in reversed(found) if each.schools and set(each.schools) <= set(schools)]


@require_safe
@requires(Action.IMPORT)
def batch(request: SignedInRequest, number: int) -> HttpResponse:
    """Show an import: when, by whom, of which files, and the way to undo it."""
    return _page(request, _batch_or_404(request, number), UndoForm())


@require_POST
@requires(Action.IMPORT)
def undo(request: SignedInRequest, number: int) -> HttpResponse:
    """Take an import back, signed and with a reason; nothing is deleted."""
    from features.store.imports.batch_writing import undo_batch

    found = _batch_or_404(request, number)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    reason, what = form.cleaned_data["reason"], {"import": number, "rows": found.rows}
    record(request, "import_undo_asked", school_id=found.schools[0], what=what, why=reason)  # before: two databases
    try:
        undo_batch(required_store(), number, by=request.user.email, because=reason, today=request.reach.today)
    except PrezentError as error:
        language: Language = "ro" if get_language() == "ro" else "en"
        return render(request, "imports/refused.html", {"why": said_on_page(error, language)}, status=409)
    record(request, "import_undone", school_id=found.schools[0], what=what, why=reason)
    return redirect("imports:batch", number)


def _page(request: SignedInRequest, found: Batch, form: UndoForm, *, status: int = 200) -> HttpResponse:
    shown = {"batch": found, "form": form, "again": _days_again(found), "same": _of_the_same_file(found)}
    return render(request, "imports/batch.html", shown, status=status)


def _days_again(found: Batch) -> list[dt.date]:
    """Return the later days on which the file of an import came again, which go with it."""
    from features.store.database.connection import reading
    from features.store.imports.brought_again import days_again

    with reading(required_store()) as connection:
        return days_again(connection, found.number)


def _of_the_same_file(found: Batch) -> list[Batch]:
    """Return the other imports of the very same file that stand, and would not go with this one."""
    from features.store.database.connection import reading
    from features.store.imports.brought_again import copies_of

    with reading(required_store()) as connection:
        copies = copies_of(connection, found.number)
    same = [each for each in list_batches(required_store()) if each.origin.sha256 == found.origin.sha256]
    others = [each for each in same if each.number != found.number and each.schools == found.schools]
    return [each for each in others if each.undone_at is None and each.number not in copies]


def days_waiting_of(url: StoreUrl) -> Mapping[int, Sequence[dt.date]]:
    """Return, by import, the later days on which its file came again and changed nothing."""
    from features.store.database.connection import reading
    from features.store.imports.brought_again import days_waiting

    try:
        with reading(url) as connection:
            return days_waiting(connection)
    except NoStoreError:
        return {}


def _batch_or_404(request: SignedInRequest, number: int) -> Batch:
    """Return an import of schools that the person imports for; any other is answered like none."""
    schools = request.reach.schools(Action.IMPORT)
    try:
        found = {each.number: each for each in batches_of(required_store(), schools)}
    except PrezentError as error:
        if does_not_answer(error):
            raise
        raise Http404 from None
    if number not in found:
        raise Http404
    return found[number]
