"""What the pages need and does not answer: their database, the records, the roster, the key, the disk."""

import logging
import sqlite3

from django.db import InterfaceError, OperationalError
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from features.errors import UNAVAILABLE, PrezentError
from features.files.machine_faults import machine_fault
from features.i18n.text import Language
from serving.web.configuration.django_settings import started_with

PAGE = "errors/unavailable.html"
# A file of something else, or one that is damaged; Django calls these faults of no kind.
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

logger = logging.getLogger(__name__)


def does_not_answer(error: BaseException) -> bool:
    """Tell whether nothing that was asked for is wrong: what the pages need is full, locked, damaged or gone."""
    if isinstance(error, PrezentError):
        return isinstance(error, UNAVAILABLE) or _names_place(error)
    return _is_of_database(error) or isinstance(machine_fault(error), UNAVAILABLE)


def unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Answer 503 by a page that names no place of the machine; the log of the service says what it is."""
    logger.error("%s", _said(error))
    said = {"sent": request.method == "POST"}  # of two databases the first may have been written
    try:
        return render(request, PAGE, said, status=503)
    except (DatabaseError, InterfaceError):  # who looks is asked of the database, too
        return HttpResponse(render_to_string(PAGE, said), status=503)


def said_on_page(error: PrezentError, language: Language) -> list[str]:
    """Return what a page says of a refusal; the refusal itself is raised where it is of the machine, with its place."""
    if does_not_answer(error):
        raise error
    return error.sentences(language)


def _names_place(error: PrezentError) -> bool:
    start = started_with()
    places = (start.var, start.records, start.roster, start.keyring)
    named = (str(each).removeprefix("sqlite:///").partition("?")[0] for each in places if each)
    return any(each in error.message.en for each in named if "/" in each or "\\" in each)


def _is_of_database(error: BaseException) -> bool:
    """Tell errors of the machine from a table or column that is not there, which is a fault of ours."""
    code: int | None = getattr(error.__cause__, "sqlite_errorcode", None)
    if code is None:
        return isinstance(error, OperationalError | InterfaceError)
    if isinstance(error, OperationalError):
        return code != sqlite3.SQLITE_ERROR
    return isinstance(error, DatabaseError) and code & 0xFF in _DAMAGED


def _said(error: BaseException) -> str:
    if isinstance(error, DatabaseError | InterfaceError):
        return f"the database of the pages: {str(error).partition(chr(10))[0]}"
    return str(machine_fault(error) or error)
