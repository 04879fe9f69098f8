"""What the pages of the import show: questions to choose answers of, problems cell by cell, and what would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from features.errors import PrezentError
from features.i18n.dates import days_in_words
from features.i18n.table_words import table_title
from features.i18n.text import Language
from features.importers.changes.counts import group_lines
from features.importers.import_differences import TableDifference
from features.importers.pseudonyms import DoubtfulPair
from features.importers.spreadsheets.importer import SheetImport
from features.importers.spreadsheets.questions import Question
from features.schema.problems import Problem
from serving.paper.marked_workbook import BadCell, marked_workbook
from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import Action
from serving.web.configuration.ranking import latest_day, record_state
from serving.web.configuration.unanswered import said_on_page
from serving.web.imports.forms import DayForm, UploadForm
from serving.web.imports.meanings import Choice, asked_words, choices, pair_choices
from serving.web.imports.models import Upload
from serving.web.imports.preview import Examples, Preview, examples_of, going_key, missing_names, shown_key
from serving.web.imports.sheets import question_key, store
from serving.web.imports.uploads import waiting_uploads
from serving.web.imports.views.batch_list import batches_of, days_waiting_of
from serving.web.imports.views.report_files import report_choices
from serving.web.roster.models import Child
from serving.web.roster.names import names_for
from serving.web.roster.not_enrolled import not_enrolled_said

MOST_PROBLEMS = 200


@dataclass(frozen=True)
class Asked:
    """A question on the page: the name of its field, its words, where it comes from, and what may be answered."""

    field: str
    words: str
    place: str
    examples: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class ShownProblem:
    """A problem on the page: where it is, what was found, what was expected with what to do."""

    file: str
    place: str
    found: str
    expected: str


@dataclass(frozen=True)
class ShownChange:
    """What would change in a table, with examples of rows that would be new, changed and gone.

    ``groups`` say it by subject or class where examples do not show all.
    """

    table: str
    counts: TableDifference
    groups: Sequence[str]
    examples: tuple[Examples, ...]


def records_page(request: SignedInRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    """Return the page on which everything begins."""
    schools = schools_of(request)
    url = store()
    try:
        again = days_waiting_of(url) if url else {}
        batches = [(each, again.get(each.number, ())) for each in batches_of(url, set(schools))] if url else []
    except PrezentError as error:
        return refused(request, error)
    said = [(name, not_enrolled_said(request.reach, Action.IMPORT, school_id=school_id, day=latest_day()))
            for school_id, name in schools.items()]  # fmt: skip
    context = {
        "form": form, "has_store": url is not None, "batches": batches, "schools": schools,
        "waiting": waiting_uploads(schools), "not_enrolled": [each for each in said if each[1]],
        "reports": report_choices(request.reach),
    }  # fmt: skip
    return render(request, "imports/records.html", context, status=status)


def refused(request: SignedInRequest, error: PrezentError, *, status: int = 409) -> HttpResponse:
    """Return the page that says why nothing was done."""
    return render(request, "imports/refused.html", {"why": said_on_page(error, _language())}, status=status)


def schools_of(request: SignedInRequest) -> dict[str, str]:
    """Return the schools that a person may import for, with their names where the records have them."""
    own = request.reach.schools(Action.IMPORT)
    state = record_state()
    if state is None:
        return {school_id: school_id for school_id in own}
    schools = state.index.records["schools"]
    here = schools[schools["school_id"].isin(own)]
    names = dict(zip(here["school_id"].astype(str), here["name"], strict=True)) if "name" in here else {}
    return {each: f"{names[each]} ({each})" if isinstance(names.get(each), str) else each for each in own}


def asked_of(questions: Sequence[Question], language: Language) -> list[Asked]:
    """Return the questions about sheets; the same about several sheets of one layout is asked once."""
    asked: dict[str, Asked] = {}
    for each in questions:
        place = ", ".join(filter(None, (each.file, each.cell or each.sheet)))
        asked.setdefault(question_key(each), Asked(
            question_key(each), asked_words(each).said(language), place, ", ".join(each.examples[:6]),
            choices(each, language),
        ))  # fmt: skip
    return list(asked.values())


def doubts_of(pairs: Sequence[DoubtfulPair], language: Language) -> list[Asked]:
    """Return the questions about rows that may be one child."""
    return [
        Asked(f"pair-{pair.same()[0]}", pair.words().said(language), "", "", pair_choices(language)) for pair in pairs
    ]


def shown_problems(problems: Sequence[Problem], language: Language) -> list[ShownProblem]:
    """Return the first problems, each with its cells; a column of a sheet by its heading alone, without our code."""
    return [
        ShownProblem(each.file, each.place(language), each.said_found(language), each.expected(language))
        for each in problems[:MOST_PROBLEMS]
    ]


def preview_page(request: SignedInRequest, made: Upload, found: SheetImport, seen: Preview, *, wrong: str = "",
                 day_form: DayForm | None = None) -> HttpResponse:  # fmt: skip
    """Return the page of what would change; children by name, where the person may see names.

    ``wrong`` says why what was asked for is not done yet, ``day_form`` holds a day that is none.
    """
    names = _names(request, made, found, seen)
    few = found.records.partial.words() if found.records.partial else None
    noted = (*seen.disagreements, *(each for each in found.records.notes if each != few or not seen.if_whole))
    missing, more = missing_names(seen.missing, names)
    changes = [
        ShownChange(
            table_title(change.table, _language()), change, group_lines(change, _language()),
            examples_of(change, names, _language()),
        )
        for change in seen.tables
    ]  # fmt: skip
    return render(request, "imports/preview.html", {
        "upload": made, "changes": changes, "missing": missing, "more": more,
        "nothing": seen.is_nothing, "is_known": seen.is_known, "renamed": seen.renamed, "wrong": wrong,
        "older": _in_words(seen.older.on_pages().said(_language())) if seen.older else "",
        "vanished_key": shown_key(seen.vanished),
        "day_form": day_form or (DayForm(request.reach.today, initial={"exported_on": seen.older.newest})
                                 if seen.older and seen.older.is_whole else None),
        "going": [(table_title(each.table, _language()), each.gone + each.changed,
                   [row for some in examples_of(each, names, _language()) if some.kind != "new" for row in some.rows])
                  for each in seen.if_whole],
        "going_key": going_key(seen.if_whole),
        "going_words": few.said(_language()) if few else "",
        "vanished": [(each.place(), each.rows_said().said(_language())) for each in seen.vanished],
        "notes": [_in_words(note.said(_language())) for note in noted],
    }, status=422 if wrong or day_form else 200)  # fmt: skip


def _names(request: SignedInRequest, made: Upload, found: SheetImport, seen: Preview) -> Mapping[str, str]:
    """Return the names of the sheets, and those of the roster for children whom the sheets no longer have."""
    people = found.records.people
    if people is None or not request.reach.reaches(Action.SEE_NAMES, school_id=made.school_id):
        return {}
    names = dict(zip(people["pupil_id"], people["name"], strict=True))
    others = [Child(pupil_id=each, school_id=made.school_id) for each in sorted(seen.pupils() - set(names))]
    return {**names_for(request.reach, others), **names}


def marked_copies(files: Mapping[Path, str], problems: Sequence[Problem], number: int, language: Language) -> bytes:
    """Return the copy of one file with its wrong cells coloured; there is none of a file without such cells."""
    if not 1 <= number <= len(files):
        raise Http404
    path, name = list(files.items())[number - 1]
    bad = [
        BadCell(*_sheet_and_cell(cell), each.sentence(language))
        for each in problems if each.file == name for cell in each.cells
    ]  # fmt: skip
    if not bad:
        raise Http404
    return marked_workbook(path, _cells(path, name), bad)


def _cells(path: Path, name: str) -> Mapping[str, Sequence[Sequence[object]]]:
    if path.suffix == ".xlsx":
        return {}
    from features.importers.spreadsheets.files.workbooks import read_workbook

    workbook, _problems = read_workbook(path, name)
    return {sheet.name: sheet.rows for sheet in workbook.sheets}


def _sheet_and_cell(cell: str) -> tuple[str, str]:
    sheet, _, place = cell.rpartition("!")
    return sheet.strip("'"), place


def _in_words(text: str) -> str:
    return days_in_words(text, _language())


def _language() -> Language:
    return "ro" if get_language() == "ro" else "en"
