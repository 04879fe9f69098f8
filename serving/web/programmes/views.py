"""A school, the schools of a county, a programme, and the model, each for those whom it concerns."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from features.errors import Refused
from features.i18n.text import Language
from features.schema.romania import county_name
from models.ranking.scored_cohort import ScoredCohort
from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.audit.chain import record
from serving.web.audit.models import MODEL_SIGNED, Entry
from serving.web.configuration.ranking import ranking_service
from serving.web.configuration.unanswered import said_on_page
from serving.web.lists.address import CAPACITY, first_day
from serving.web.plans.models import Plan
from serving.web.programmes.attendance_weeks import attendance_weeks
from serving.web.programmes.leave import LeaveForm, leave_of
from serving.web.programmes.models import Programme
from serving.web.programmes.numbers.coverage import coverage, step_counts
from serving.web.programmes.publishing import county_table, programme_table
from serving.web.programmes.school_risk import school_risk
from serving.web.programmes.told_columns import Cell, school_table, told_columns
from serving.web.reviews.states import STAGES
from serving.web.roster.not_enrolled import not_enrolled_said

SCHOOL_HEADS = (_("in school"), _("listed or added"))
CHANGE_HEADS = {"enrolled": _("in school"), "listed": _("on a list so far"), "in_plan": _("with a plan")}
_BODY = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)  # of the card, which is a page of its own


@require_safe
@requires(Action.SEE_AGGREGATES)
def schools(request: SignedInRequest) -> HttpResponse:
    """Show a school to its own people, and to a coordinator the schools of the county."""
    own, counties = request.reach.schools(Action.SEE_AGGREGATES), request.reach.counties(Action.SEE_AGGREGATES)
    if not own or (counties and "county" in request.GET):
        return _county(request, counties)
    school_id = request.GET.get("school") or own[0]
    if school_id not in own:
        raise PermissionDenied
    try:
        cohort = ranking_service().cohort_at(_day())
    except Refused as refusal:
        return _refused(request, refusal)
    context = _school(request, cohort, school_id)
    record(request, "school_overview_viewed", school_id=school_id, what={"as_of": cohort.features.as_of.isoformat()})
    return render(request, "programmes/school.html", {
        **context, "schools": [cohort.features.named(each) for each in own], "school_id": school_id,
        "counties": [(county, county_name(county)) for county in counties],
    })  # fmt: skip


def _school(request: SignedInRequest, cohort: ScoredCohort, school_id: str) -> dict[str, object]:
    """Return what the page of a school shows; a form teacher sees the own classes of it."""
    reach = request.reach
    classes = reach.classes(Action.SEE_AGGREGATES, school_id=school_id)
    (covered,) = coverage(cohort.features, [school_id], today=reach.today, reaches=lambda child: reach.reaches(
        Action.SEE_AGGREGATES, school_id=child.school_id, class_label=child.class_label))  # fmt: skip
    plans = Plan.objects.filter(school_id=school_id)
    if classes:
        plans = plans.filter(class_label__in=classes)
    grants_names = reach.reaches(Action.GRANT_NAMES, school_id=school_id)
    return {
        "as_of": cohort.features.as_of, "covered": covered, "classes": classes, "most": CAPACITY,
        "stages": [(STAGES[stage], covered.stages.get(stage, 0)) for stage in STAGES],
        "all": sum(covered.stages.values()),
        "steps": step_counts(plans, today=reach.today),
        "weeks": attendance_weeks(cohort, school_id, of_classes=classes),
        "risk": None if classes else school_risk(cohort, school_id, capacity=covered.listed or CAPACITY),
        "not_enrolled": not_enrolled_said(
            reach, Action.SEE_AGGREGATES, school_id=school_id, day=cohort.features.as_of),
        "leave": leave_of(school_id) if grants_names else None, "leave_form": LeaveForm() if grants_names else None,
    }  # fmt: skip


def _refused(request: SignedInRequest, refusal: Refused) -> HttpResponse:
    language: Language = "ro" if get_language() == "ro" else "en"
    return render(request, "programmes/refused.html", {"why": " ".join(said_on_page(refusal, language))}, status=409)


def _county(request: SignedInRequest, counties: Sequence[str]) -> HttpResponse:
    """Show the schools of a coordinator's county; no child, and no number that tells of a few."""
    county = request.GET.get("county") or counties[0]
    if county not in counties:
        raise PermissionDenied
    try:
        features = ranking_service().cohort_at(_day()).features
    except Refused as refusal:
        return _refused(request, refusal)
    together = county_table(features, county, request.reach.today)
    record(request, "county_viewed", what={"county": county, "as_of": together.as_of.isoformat()})
    steps = together.figures
    return render(request, "programmes/county.html", {
        "county": county, "county_name": county_name(county), "counties": counties, "together": together,
        "table": school_table(together, SCHOOL_HEADS, STAGES.values()),
        "steps_due": steps["due"], "steps_done": steps["done"],
        "own_school": bool(request.reach.schools(Action.SEE_AGGREGATES)), "most": CAPACITY,
        "named": frozenset(request.reach.schools(Action.SEE_LIST)),
    })  # fmt: skip


@require_safe
@requires(Action.SEE_PROGRAMME)
def programmes(request: SignedInRequest) -> HttpResponse:
    """Show a programme over its schools; no child, and no number that tells of a few."""
    codes = request.reach.programmes(Action.SEE_PROGRAMME)
    code = request.GET.get("programme") or codes[0]
    if code not in codes:
        raise PermissionDenied
    programme = get_object_or_404(Programme, code=code)
    try:
        features = ranking_service().cohort_at(_day()).features
    except Refused as refusal:
        return _refused(request, refusal)
    together = programme_table(features, programme, request.reach.today)
    record(request, "programme_viewed", what={"programme": code, "as_of": together.as_of.isoformat()})
    figures = together.figures
    return render(request, "programmes/programme.html", {
        "programme": programme, "codes": codes, "together": together, "most": CAPACITY,
        "table": school_table(together, SCHOOL_HEADS, STAGES.values()), "in_plans": figures["in_plans"],
        **_changes(figures["transitions"]), **_services(programme, figures["helped"]),
    })  # fmt: skip


def _changes(transitions: Sequence[Mapping[str, int | None]]) -> dict[str, object]:
    """Return the table of the classes before a change of school."""
    rows = [[Cell(head, each[name]) for name, head in CHANGE_HEADS.items()] for each in transitions]
    told = told_columns(list(CHANGE_HEADS.values()), rows)
    levels = [each["grade_level"] for each in transitions]
    return {"transitions": told, "changes": list(zip(levels, told.rows, strict=True))}


def _services(programme: Programme, helped: Mapping[str, int | None]) -> dict[str, object]:
    """Return the table of what a programme gives."""
    services, head = list(programme.services.all()), gettext("Children")
    told = told_columns([head], [[Cell(head, helped.get(service.code))] for service in services])
    return {"helped": told, "services": list(zip(services, told.rows, strict=True))}


@require_safe
@requires(Action.SEE_MODEL)
def model(request: SignedInRequest) -> HttpResponse:
    """Show which model makes the lists, what it predicts, who signed for it, and its card."""
    service = ranking_service()
    language: Language = "ro" if get_language() == "ro" else "en"
    card = _BODY.search(service.card.get(f"card.{language}.html", ""))
    record(request, "model_viewed", what={"model_version": service.scorer.version})
    return render(request, "programmes/model.html", {
        "about": service.about_model(), "predicts": service.scorer.model.target.predicted(_day()).sentence(language),
        "signed": Entry.objects.filter(action__in=(*MODEL_SIGNED, "model_changed")).order_by("-number")[:10],
        "card": card.group(1) if card else "",
    })  # fmt: skip


def _day() -> dt.date:
    """Return the day of what is shown: today, or the nearest one that the records or a demo have."""
    return first_day(ranking_service(), timezone.localdate())
