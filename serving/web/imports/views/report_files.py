"""What a school's office downloads: its monthly reports, and our workbook to fill in by hand."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from features.errors import PrezentError
from features.i18n.text import Language
from serving.reports.document.report import Report
from serving.reports.register.report_month import report_month
from serving.reports.register.school_register import SchoolRegister, read_register
from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.access.reach import Reach
from serving.web.audit.chain import record
from serving.web.configuration.ranking import record_state
from serving.web.configuration.unanswered import said_on_page
from serving.web.roster.models import Child
from serving.web.roster.names import names_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONTHS = 12
KINDS = ("absences", "scholarships", "conduct", "mate")
_FILES = {"absences": "absente", "scholarships": "burse", "conduct": "purtare", "mate": "mate"}  # in Romanian


@dataclass(frozen=True)
class ReportChoices:
    """Which reports there are to choose: kinds with their names, and the last months."""

    kinds: tuple[tuple[str, str], ...]
    months: tuple[tuple[str, dt.date], ...]


def report_choices(reach: Reach) -> ReportChoices | None:
    """Return what may be chosen; None for those who see no reports."""
    if not reach.may(Action.SEE_REPORTS):
        return None
    names = {
        "absences": _("Absences of the month, for the inspectorate"),
        "scholarships": _("Scholarships that stop because of unexcused hours"),
        "conduct": _("Deductions from conduct"),
        "mate": _("Suggestions for MATE's five indicators"),
    }
    months, first = [], reach.today.replace(day=1)
    for _number in range(MONTHS):
        months.append((f"{first:%Y-%m}", first))
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return ReportChoices(tuple((kind, names[kind]) for kind in KINDS), tuple(months))


@require_safe
@requires(Action.SEE_REPORTS)
def report(request: SignedInRequest) -> HttpResponse:
    """Give the report of a school and month as a workbook, with names where the person may see them."""
    from serving.reports.document.workbook import report_workbook

    school_id, kind = request.GET.get("school", ""), request.GET.get("kind", "")
    request.reach.require(Action.SEE_REPORTS, school_id=school_id)
    state = record_state()
    if state is None or kind not in KINDS:
        raise Http404
    language: Language = "ro" if get_language() == "ro" else "en"
    try:
        month = report_month(request.GET.get("month", ""), as_of=None, today=request.reach.today)
        made = _makers()[kind](read_register(state.index.records, school_id, month))
    except PrezentError as error:
        return render(request, "imports/refused.html", {"why": said_on_page(error, language)}, status=409)
    names = names_for(request.reach, [Child(pupil_id=each, school_id=school_id) for each in made.pupils])
    made = made.with_names(names) if names else made
    content = report_workbook(made, language)
    file_name = _FILES[kind] if language == "ro" else kind
    shown = {"report": kind, "month": f"{month.first:%Y-%m}", "children": len(made.pupils), "names": len(names)}
    record(request, "export", school_id=school_id, what=shown)
    return workbook_answer(content, f"{file_name}-{month.first:%Y-%m}.xlsx")


@require_safe
@requires(Action.IMPORT)
def template(request: SignedInRequest) -> HttpResponse:
    """Give the workbook to fill in by hand, of this school year; it tells nothing of anybody."""
    from serving.paper.template_workbook import template_workbook, template_year

    language: Language = "ro" if get_language() == "ro" else "en"
    year = template_year(request.reach.today)
    content = template_workbook(year, language)
    return workbook_answer(content, f"{'model' if language == 'ro' else 'template'}-{year}.xlsx")


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    """Return a workbook to download."""
    return HttpResponse(content, content_type=XLSX, headers={
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store",
    })  # fmt: skip


def _makers() -> Mapping[str, Callable[[SchoolRegister], Report]]:
    from serving.reports.absences import absence_report
    from serving.reports.conduct import conduct_report
    from serving.reports.document.legal_values import read_legal_values
    from serving.reports.mate import mate_report
    from serving.reports.scholarships import scholarship_report

    values = read_legal_values()
    return {
        "absences": absence_report,
        "scholarships": lambda register: scholarship_report(register, values),
        "conduct": lambda register: conduct_report(register, values, None),
        "mate": lambda register: mate_report(register, values),
    }
