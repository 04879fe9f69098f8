"""The steps of an import: files, questions, what would change, and only then the change."""

from dataclasses import replace

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import date
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from features.errors import PrezentError
from features.i18n.text import Language
from features.identity_numbers import masked
from features.importers.changes.older_files import OlderFile, OlderFileError
from features.importers.changes.vanished_subjects import VanishedSubject
from features.importers.spreadsheets.importer import SheetImport
from features.schema.problems import RecordsError
from features.store.imports.trial import Trial
from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.audit.chain import record
from serving.web.imports.forms import DayForm, UploadForm
from serving.web.imports.models import Upload
from serving.web.imports.preview import going_if_whole, going_key, preview, shown_key, vanished_of
from serving.web.imports.sheets import (
    Told,
    as_whole,
    bring_in,
    installation,
    required_store,
    taking_back,
    told_by,
    told_with,
    tried,
)
from serving.web.imports.uploads import (
    GoneUpload,
    drop,
    drop_old,
    files_of,
    keep_state,
    keep_upload,
    note_same_files,
    require_there,
    upload_or_404,
)
from serving.web.imports.views.page import (
    Asked,
    asked_of,
    doubts_of,
    marked_copies,
    preview_page,
    records_page,
    refused,
    schools_of,
    shown_problems,
)
from serving.web.imports.views.report_files import workbook_answer


@require_safe
@requires(Action.IMPORT)
def records(request: SignedInRequest) -> HttpResponse:
    """Show where files are uploaded, which imports there were, and which reports there are."""
    return records_page(request, UploadForm(schools_of(request), request.reach.today))


@require_POST
@requires(Action.IMPORT)
def upload(request: SignedInRequest) -> HttpResponse:
    """Keep the files of a school, owner-only, until they are brought in or a day is over."""
    schools = schools_of(request)
    if (school_id := request.POST.get("school", "")) not in schools:
        request.reach.require(Action.IMPORT, school_id=school_id)
    form = UploadForm(schools, request.reach.today, request.POST, request.FILES)
    if not form.is_valid():
        return records_page(request, form, status=422)
    drop_old()
    try:
        installation(required_store())
    except PrezentError as error:
        return refused(request, error)
    files = form.cleaned_data["sheets"]
    with transaction.atomic():
        made = Upload.objects.create(
            school_id=school_id, by=request.user, names=[masked(file.name or "") for file in files],
            school_year=form.cleaned_data["year"], exported_on=form.cleaned_data["exported_on"],
        )  # fmt: skip
        keep_upload(made, files)
    return redirect("imports:step", made.opaque)


@require_safe
@requires(Action.IMPORT)
def step(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Show what the files leave open, what is wrong with them, or what they would change."""
    return _looked_at(request, upload_or_404(request, opaque))


def _looked_at(request: SignedInRequest, made: Upload, *, wrong: str = "", day_form: DayForm | None = None,
               older: OlderFile | None = None) -> HttpResponse:  # fmt: skip
    try:
        url = required_store()
        opened = installation(url)
        told = told_by(made, opened)
        if told.found is None:
            return _asked_or_wrong(request, made, told)
        trial = tried(url, made, told.found, who=request.user.email, today=request.reach.today)
        seen = preview(trial, told.found, opened.roster)
        whole = _tried_as_whole(request, made, told.found)
        seen = replace(seen, older=seen.older or older, if_whole=going_if_whole(trial, whole))
    except RecordsError as error:
        return _wrong(request, made, Told(problems=error.problems))
    except (PrezentError, FileNotFoundError) as error:
        return _refused(request, made, error)
    require_there(made)
    tables = {change.table: [change.new, change.changed, change.gone] for change in seen.tables}
    record(request, "import_previewed", school_id=made.school_id, what={"files": len(made.names), "tables": tables})
    keep_state(made, "nothing" if seen.is_nothing else "ready")
    return preview_page(request, made, told.found, seen, wrong=wrong, day_form=day_form)


def _tried_as_whole(request: SignedInRequest, made: Upload, found: SheetImport) -> Trial | None:
    """Try what would come of lists that name few children, were they whole; None where there are none."""
    if found.records.partial is None:
        return None
    return tried(required_store(), made, as_whole(found), who=request.user.email, today=request.reach.today)


def _asked_or_wrong(request: SignedInRequest, made: Upload, told: Told) -> HttpResponse:
    if told.problems:
        return _wrong(request, made, told)
    return _asked(request, made, told)


def _asked(request: SignedInRequest, made: Upload, told: Told, *, chosen: bool = False) -> HttpResponse:
    require_there(made)
    keep_state(made, "asked")
    what = {"files": len(made.names), "questions": len(told.questions), "pairs": len(told.pairs)}
    record(request, "import_questions_viewed", school_id=made.school_id, what=what)
    asked: list[Asked] = [*asked_of(told.questions, _language()), *doubts_of(told.pairs, _language())]
    context = {"upload": made, "asked": asked, "unanswered": chosen}
    return render(request, "imports/questions.html", context, status=422 if chosen else 200)


def _refused(request: SignedInRequest, made: Upload, error: PrezentError | FileNotFoundError) -> HttpResponse:
    require_there(made)
    if isinstance(error, FileNotFoundError):
        raise error
    return refused(request, error)


def _wrong(request: SignedInRequest, made: Upload, told: Told) -> HttpResponse:
    require_there(made)
    record(request, "import_previewed", school_id=made.school_id,
           what={"files": len(made.names), "problems": len(told.problems)})  # fmt: skip
    keep_state(made, "wrong")
    problems = shown_problems(told.problems, _language())
    return render(request, "imports/problems.html", {
        "upload": made, "problems": problems, "more": len(told.problems) - len(problems), "all": len(told.problems),
        "copies": [(number, name) for number, name in enumerate(made.names, start=1)
                   if any(each.file == name and each.cells for each in told.problems)],
    })  # fmt: skip


@require_POST
@requires(Action.IMPORT)
def answer(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Keep the answers to what the files leave open, for these files and for those that the school uploads later."""
    made = upload_or_404(request, opaque)
    try:
        told = told_with(made, installation(required_store()), request.POST.dict())
    except (PrezentError, FileNotFoundError) as error:
        return _refused(request, made, error)
    if told.questions or told.pairs:
        return _asked(request, made, told, chosen=True)
    return redirect("imports:step", made.opaque)


@require_safe
@requires(Action.IMPORT)
def marked(request: SignedInRequest, opaque: str, number: int) -> HttpResponse:
    """Give a copy of one of the files with the wrong cells coloured, each with what is wrong."""
    made = upload_or_404(request, opaque)
    try:
        problems = told_by(made, installation(required_store())).problems
    except (PrezentError, FileNotFoundError) as error:
        return _refused(request, made, error)
    content = marked_copies(files_of(made), problems, number, _language())
    record(request, "export", school_id=made.school_id, what={"marked_copy_of": number})
    return workbook_answer(content, f"probleme-{number}.xlsx" if _language() == "ro" else f"problems-{number}.xlsx")


@require_POST
@requires(Action.IMPORT)
def confirm(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Bring the files in, whole or not at all; then they are deleted here. A second click is shown what came of it."""
    try:
        return _brought_in(request, upload_or_404(request, opaque))
    except GoneUpload:
        messages.info(request, gettext("These files were brought in or left out already: what came in stands below."))
        return redirect("imports:records")


def _brought_in(request: SignedInRequest, made: Upload) -> HttpResponse:
    try:
        url = required_store()
        opened = installation(url)
        told = told_by(made, opened)
        if told.found is None:
            return redirect("imports:step", made.opaque)
        chosen = _chosen(request, made, told.found)
        if isinstance(chosen, str):
            return _looked_at(request, made, wrong=chosen)
        found, gone, whole = chosen
        asked = {"files": len(made.names), "subjects_gone": len(gone), "lists_whole": whole}
        record(request, "import_asked", school_id=made.school_id, what=asked)  # before: two databases
        done = bring_in(url, made, opened, found, who=request.user.email, today=request.reach.today,
                        newer_gone=request.POST.get("newer") == "gone")  # fmt: skip
    except OlderFileError as error:
        return _looked_at(
            request, made, wrong=gettext("Say of which day the files are, or that what is newer is gone."),
            older=error.older,
        )  # fmt: skip
    except RecordsError as error:
        return _wrong(request, made, Told(problems=error.problems))
    except (PrezentError, FileNotFoundError) as error:
        return _refused(request, made, error)
    if done.again:
        messages.info(request, _said_again(made))
    told_of = {"import": done.number, "rows": done.rows, "files": len(made.names), "again": done.again}
    with transaction.atomic():
        record(request, "import_done", school_id=made.school_id, what=told_of)
        note_same_files(made)
        drop(made)
    return redirect("imports:batch", done.number)


def _chosen(
    request: SignedInRequest, made: Upload, found: SheetImport
) -> tuple[SheetImport, list[VanishedSubject], bool] | str:
    """Return the import as it was chosen, with the subjects that are gone and whether its lists are whole.

    Only what was shown can be chosen: else it is said what is otherwise now.
    """
    gone: list[VanishedSubject] = []
    wants_gone, wants_whole = (request.POST.get(name) == "yes" for name in ("gone", "whole"))
    if not (wants_gone or wants_whole):
        return found, gone, False
    trial = tried(required_store(), made, found, who=request.user.email, today=request.reach.today)
    if wants_gone:
        gone = vanished_of(trial, found)
        if request.POST.get("shown") != shown_key(gone):
            return gettext("Other subjects are gone than you were shown: look again.")
    if wants_whole:
        going = going_if_whole(trial, _tried_as_whole(request, made, found))
        if not going or request.POST.get("shown_whole") != going_key(going):
            return gettext("Other rows would go than you were shown: look again.")
    return taking_back(as_whole(found) if wants_whole else found, gone), gone, wants_whole


def _said_again(made: Upload) -> str:
    day = date(made.exported_on, "j F Y")
    return gettext("It is kept that nothing else was there up to %(day)s. The import that has the rows:") % {"day": day}


@require_POST
@requires(Action.IMPORT)
def day(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Keep of which day the files are."""
    made = upload_or_404(request, opaque)
    form = DayForm(request.reach.today, request.POST)
    if not form.is_valid():
        return _looked_at(request, made, day_form=form)
    told = form.cleaned_data["exported_on"]
    with transaction.atomic():
        record(request, "import_day_told", school_id=made.school_id, what={"of": told.isoformat()})
        Upload.objects.filter(pk=made.pk).update(exported_on=told)
    return redirect("imports:step", made.opaque)


@require_POST
@requires(Action.IMPORT)
def leave_out(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Delete the files of an upload; nothing of them is brought in."""
    made = upload_or_404(request, opaque)
    with transaction.atomic():
        record(request, "upload_dropped", school_id=made.school_id, what={"files": len(made.names)})
        drop(made)
    return redirect("imports:records")


def _language() -> Language:
    return "ro" if get_language() == "ro" else "en"
