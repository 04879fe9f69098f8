"""The list of a school: whom to look after first, and why."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from features.errors import Refused
from features.i18n.text import Language
from serving.output.text import about_lines, lowering, raising, reason_text, shared_lines
from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.audit.chain import record
from serving.web.lists.shown import MadeList, make_list
from serving.web.roster.names import names_for

CAPACITY = 20


@require_safe
@requires(Action.SEE_LIST)
def school_list(request: SignedInRequest) -> HttpResponse:
    """Show a school's list; which school, day and capacity stand in the address."""
    schools = request.reach.schools(Action.SEE_LIST)
    school_id = request.GET.get("school") or (schools[0] if schools else "")
    place = next((each for each in request.reach.places(Action.SEE_LIST) if each.school_id == school_id), None)
    request.reach.require(Action.SEE_LIST, school_id=school_id, class_label=place.class_label if place else "")
    as_of = _day(request.GET.get("as_of")) or timezone.localdate()
    language: Language = "ro" if get_language() == "ro" else "en"
    try:
        made = make_list(
            viewer=request.reach.viewer(Action.SEE_LIST), school_id=school_id, as_of=as_of,
            capacity=_capacity(request.GET.get("k")),
        )  # fmt: skip
    except Refused as refusal:
        return render(request, "lists/refused.html", {"why": str(refusal), "schools": schools}, status=409)
    record(request, "list_viewed", school_id=school_id, what={"as_of": as_of.isoformat(), "shown": made.shown.pk})
    return render(request, "lists/list.html", {
        "about": about_lines(made.ranked, language), "shared": shared_lines(made.ranked.shared, language),
        "cautions": [caution.text(language) for caution in made.ranked.shown_cautions],
        "rows": _rows(request, made, language), "schools": schools, "school_id": school_id, "as_of": as_of,
        "capacity": made.ranked.capacity,
    })  # fmt: skip


def _rows(request: SignedInRequest, made: MadeList, language: Language) -> list[dict[str, object]]:
    """Return what each row shows; a teacher of one class sees that class of the school's list."""
    names = names_for(request.reach, made.children.values())
    before = made.before
    listed_before = set(before.places.values_list("child_id", flat=True)) if before else set()
    rows = []
    for pupil in made.ranked.pupils:
        child = made.children[pupil.pupil_id]
        if request.reach.reaches(Action.SEE_LIST, school_id=child.school_id, class_label=child.class_label):
            rows.append({
                "rank": pupil.rank, "child": child, "name": names.get(pupil.pupil_id, pupil.pupil_id),
                "raising": [reason_text(each, language) for each in raising(pupil)],
                "lowering": [reason_text(each, language) for each in lowering(pupil)],
                "is_new": before is not None and child.pk not in listed_before,
            })  # fmt: skip
    return rows


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _capacity(text: str | None) -> float:
    return min(float(text), 500) if text and text.isascii() and text.isdigit() and int(text) > 0 else CAPACITY
