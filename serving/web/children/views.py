"""The page of a child, the page to print for a class council, and the explanation for parents."""

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from features.errors import PrezentError
from models.viewer import NotPermitted
from serving.output.next_steps import next_steps
from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.access.rows import every_row
from serving.web.audit.chain import record
from serving.web.children.evidence.council import council_of
from serving.web.children.evidence.drawings import conduct_of, heat_of, places_of, ranks_of, subjects_of, weekly_of
from serving.web.children.evidence.support import support_of
from serving.web.children.forms import NoteForm, ObjectionForm
from serving.web.children.models import Note
from serving.web.children.notes import schools_of_restricted
from serving.web.children.opening import OpenedChild, open_child, page_language
from serving.web.children.reasons import in_numbers, parents_lines, reason_lines
from serving.web.children.who_sees import who_sees
from serving.web.configuration.unanswered import said_on_page
from serving.web.fragments.page_parts import page_or_part
from serving.web.reviews.decide import scores_open
from serving.web.reviews.states import states_of

_STEPS = 3


@require_safe
@requires(Action.SEE_CHILD)
def child(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Show a child: the evidence, or on a second tab the model's own sum."""
    return _page(request, opaque, "model" if request.GET.get("tab") == "model" else "child")


@require_safe
@requires(Action.SEE_CHILD)
def printed(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Show one page to print for the class council."""
    return _page(request, opaque, "print")


@require_safe
@requires(Action.SEE_CHILD)
def parents(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Show the explanation for parents, in plain words, with the way to object or correct."""
    return _page(request, opaque, "parents")


def _page(request: SignedInRequest, opaque: str, page: str) -> HttpResponse:
    try:
        opened = open_child(request, opaque)
    except NotPermitted:
        return render(request, "errors/missing.html", status=404)
    except PrezentError as refusal:
        said = " ".join(said_on_page(refusal, page_language()))
        return render(request, "lists/refused.html", {"why": said}, status=409)
    shows_score = page == "model" and opened.explained is not None and opened.child.pk in _open_scores(request, opened)
    what = {"as_of": opened.as_of.isoformat(), "page": page, "score": shows_score}
    record(request, "child_viewed", pupil_id=opened.child.pupil_id, school_id=opened.child.school_id, what=what)
    context = _about(opened)
    context["sees_list"] = request.reach.reaches(
        Action.SEE_LIST, school_id=opened.child.school_id, class_label=opened.child.class_label
    )
    if page == "parents" and opened.explained is not None:
        told = opened.explained.pupil.told
        context |= {
            "raising": parents_lines(told.raising, page_language()),
            "lowering": parents_lines(told.lowering, page_language()),
        }  # fmt: skip
    if page == "print":
        context |= council_of(request.reach, opened.child, opened.evidence)
    if page == "child":
        context |= _evidence(request, opened)
    if page == "model" and opened.explained is not None:
        context |= {"waits": not shows_score, "state": states_of([opened.child])[opened.child.pk]}
        context["numbers"] = in_numbers(opened.explained.pupil, page_language()) if shows_score else None
    if page in ("child", "model"):
        return page_or_part(request, f"children/{page}.html", f"children/{page}_part.html", context)
    return render(request, f"children/{page}.html", context)


def _open_scores(request: SignedInRequest, opened: OpenedChild) -> frozenset[int]:
    """Return the child's key where its number may be shown: to those who decide about it, once they have."""
    shown = opened.child
    if not request.reach.reaches(
        Action.REVIEW, school_id=shown.school_id, class_label=shown.class_label, pupil_id=shown.pupil_id
    ):
        return frozenset([shown.pk])
    return scores_open(request.user, [shown])


def _about(opened: OpenedChild) -> dict[str, object]:
    """Return what every page of a child says: who, the place, the reasons in words."""
    language, explained = page_language(), opened.explained
    found: dict[str, object] = {"opened": opened, "child": opened.child, "name": opened.name, "as_of": opened.as_of}
    found["left_out"] = opened.left_out
    if explained is None:
        return found
    told = explained.pupil.told
    return found | {
        "raising": reason_lines(told.raising, language), "lowering": reason_lines(told.lowering, language),
        "steps": next_steps(told, language, most=_STEPS), "place": explained.place(language),
        "expected": explained.expected(language), "made": explained.made(language),
        "notes_before": explained.notes(language), "predicts": explained.predicted.sentence(language),
        "school": explained.school.name or explained.school.school_id,
    }  # fmt: skip


@every_row()  # only how many there are
def _count_of(hidden: QuerySet[Note]) -> int:
    return hidden.count()


def _evidence(request: SignedInRequest, opened: OpenedChild) -> dict[str, object]:
    """Return what the page with the evidence shows beside that."""
    shown, reach, language = opened.child, request.reach, page_language()
    at = {"school_id": shown.school_id, "class_label": shown.class_label, "pupil_id": shown.pupil_id}
    restricted = reach.reaches(Action.SEE_RESTRICTED_NOTES, **at)
    opened_to = schools_of_restricted(reach) if restricted else ()
    notes = shown.notes.select_related("author").prefetch_related("revisions")
    hidden = Q(restricted=True) & ~Q(school_id__in=opened_to)
    before = shown.places.none() if opened.left_out else shown.places.select_related("shown")
    places = places_of(list(before.order_by("-shown__as_of")[:200]))
    found: dict[str, object] = {
        "who_sees": who_sees(shown, reach.today),
        "notes": notes.exclude(hidden), "hidden": _count_of(notes.filter(hidden)),
        "restricted_of": opened_to, "note_form": NoteForm(restricted=restricted, auto_id="note_%s"),
        "may_write": reach.reaches(Action.WRITE_NOTE, **at), "may_answer": reach.reaches(Action.ANSWER_OBJECTION, **at),
        "objections": shown.objections.select_related("entered_by", "answered_by", "taken_back_by"),
        "objection_form": ObjectionForm(auto_id="objection_%s"),
        "places": places, "ranks": ranks_of(places), "state": states_of([shown])[shown.pk],
        "decisions": list(shown.decisions.select_related("by", "shown")),
        "may_review": reach.reaches(Action.REVIEW, **at), "may_plan": reach.reaches(Action.PLAN, **at),
        "may_lead": reach.reaches(Action.LEAD_PLAN, **at),
    }  # fmt: skip
    found["undecided"] = not found["decisions"]
    if opened.evidence is not None:
        evidence = opened.evidence
        support = support_of(shown)
        found |= {
            "weekly": weekly_of(evidence, support), "support": support, "heat": heat_of(evidence),
            "subjects": subjects_of(evidence, language), "conduct": conduct_of(evidence, language),
            "needs": [(need.fact.said(language), need.support.said(language)) for need in evidence.needs],
            "evidence": evidence, "facts": opened.facts,
        }  # fmt: skip
    return found
