"""The list of a school: whom to look after first, and why; as a page, as a file, and under names of one's own."""

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from features.catalogue.feature import THEME_NAMES
from features.errors import NoPupils, PrezentError
from features.i18n.text import Language
from serving.output.past_lists import past_lists_line
from serving.output.text import about_lines, not_scored_lines, shared_lines
from serving.web.access.declaration import SignedInRequest, requires
from serving.web.access.policy import Action
from serving.web.access.reach import Reach
from serving.web.audit.chain import record
from serving.web.configuration.ranking import ranking_service
from serving.web.configuration.school_order import in_order, schools_by_county
from serving.web.configuration.unanswered import said_on_page
from serving.web.fragments.page_parts import page_or_part
from serving.web.lists.address import FIELDS, UNDECIDED_FIRST, ListAddress, first_day, latest_day, read_address
from serving.web.lists.facts import cohort_facts
from serving.web.lists.files import FORMATS, FileTaker, list_file, list_title
from serving.web.lists.models import LONGEST_VIEW, SavedView
from serving.web.lists.rows import Row, RowContext, chosen_rows, rows_of
from serving.web.lists.shown import (
    MadeList,
    days_past,
    elsewhere_today,
    make_list,
    of_own_classes,
    opened_by_school,
    opened_on,
    room_for_all,
    said_within_school,
    schools_with_lists,
)
from serving.web.reviews.decide import scores_open
from serving.web.reviews.states import states_of
from serving.web.roster.left_out import left_out_said
from serving.web.roster.models import Child
from serving.web.roster.names import names_for
from serving.web.roster.not_enrolled import not_enrolled_said

CYCLE_NAMES = {"primary": _("primary school"), "lower": _("classes V–VIII"), "upper": _("classes IX–XIII")}
SORT_NAMES = {
    "open": _("undecided first, then by place"), "rank": _("place on the list"), "child": _("name"),
    "class": _("class"), "module": _("unexcused hours, this module"), "year": _("unexcused hours, this year"),
    "days": _("days absent in a row"), "below": _("subjects below the pass mark"), "conduct": _("conduct mark"),
    "theme": _("main reason"), "trend": _("rising first"), "state": _("state"), "owner": _("who looks after"),
    "action": _("longest without action"),
}  # fmt: skip
# The columns: the name of each in the style sheet, what each orders by, and how it is headed.
HEADS = (
    ("rank", {"rank": _("No.")}), ("name", {"child": _("Child"), "class": _("class")}),
    ("hours", {"module": _("module"), "year": _("year")}), ("days", {"days": _("Days in a row")}),
    ("below", {"below": _("Below pass")}), ("conduct", {"conduct": _("Conduct")}),
    ("why", {"theme": _("Reasons")}), ("trend", {"trend": _("Trend")}),
    ("standing", {"state": _("State"), "owner": _("who looks after")}), ("done", {"action": _("Last action")}),
)  # fmt: skip
_ABOVE = {"hours": _("Unexcused h")}  # what stands over the heads of a column that has two
_MOST_FIRST = frozenset({"module", "year", "days", "below", "trend"})


@dataclass(frozen=True)
class _Shown:
    """A list with the rows that the person may see, and those of them that the address asks for.

    ``schools`` are those whose lists the person may see, ``classes`` those of this one where it is not all of it,
    ``past`` sentences where the list is none of today or leaves children out.
    """

    schools: tuple[str, ...]
    classes: tuple[str, ...]
    past: str
    address: ListAddress
    made: MadeList
    rows: list[Row]
    chosen: list[Row]


@require_safe
@requires(Action.SEE_LIST)
def school_list(request: SignedInRequest) -> HttpResponse:
    """Show a school's list; which school, day, capacity, filters and order stand in the address."""
    try:
        shown = _shown(request, Action.SEE_LIST)
    except NoPupils as nobody:
        address, schools, _latest = _asked(request, Action.SEE_LIST)
        if len(schools) == 1:
            return _refused(request, nobody)
        told = {"address": address, "schools": schools_by_county(schools)}
        return page_or_part(request, "lists/no_pupils.html", "lists/no_pupils_part.html", told)
    except PrezentError as refusal:
        return _refused(request, refusal)
    reach, made, language, address = request.reach, shown.made, _language(), shown.address
    what = {"as_of": made.ranked.as_of.isoformat(), "shown": made.shown.pk, "score": _tells_scores(shown)}
    record(request, "list_viewed", school_id=shown.address.school_id, what=what)
    return page_or_part(request, "lists/list.html", "lists/list_part.html", {
        "about": about_lines(made.ranked, language), "shared": shared_lines(made.ranked.shared, language),
        "past_lists": past_lists_line(ranking_service().card, language), "order_said": _order_said(address.sort),
        "cautions": [caution.text(language) for caution in made.ranked.shown_cautions], "listed": len(shown.rows),
        "not_scored": said_within_school(not_scored_lines(made.ranked, language), shown.address.school_id),
        "address": address, "rows": shown.chosen, "past": shown.past, "may_open": reach.may(Action.SEE_CHILD),
        "whole": room_for_all(made.ranked, address.capacity), "may_review": reach.may(Action.REVIEW),
        "not_enrolled": not_enrolled_said(reach, Action.SEE_LIST, school_id=address.school_id, day=address.as_of),
        "own_class": of_own_classes(shown.classes, len(shown.rows)), "made": made, "heads": _heads(address.sort),
        "schools": schools_by_county(shown.schools), "before": made.before, "choices": _choices(shown.rows, language),
        "views": request.user.saved_views.all(), "form": SavedViewForm(), "query": _query(request.GET),
        "may_export": reach.may(Action.EXPORT_LIST), "sort_name": SORT_NAMES[address.sort.removeprefix("-")],
    })  # fmt: skip


@require_safe
@requires(Action.EXPORT_LIST)
def export(request: SignedInRequest, file_format: str) -> HttpResponse:
    """Give the children that the address asks for as a file for a spreadsheet; that is logged."""
    if file_format not in FORMATS:
        raise Http404
    try:
        shown = _shown(request, Action.EXPORT_LIST)
    except PrezentError as refusal:
        return _refused(request, refusal)
    ranked = shown.made.ranked
    language = _language()
    content = list_file(
        shown.chosen, file_format, title=list_title(ranked), above=_above(shown, language),
        taken=FileTaker(str(request.user), timezone.localtime()), language=language, of=shown.made.shown,
    )  # fmt: skip
    what = {"as_of": ranked.as_of.isoformat(), "shown": shown.made.shown.pk, "format": file_format,
            "children": len(shown.chosen), "score": _tells_scores(shown)}  # fmt: skip
    record(request, "list_exported", school_id=shown.address.school_id, what=what)
    kept_as = {"Content-Disposition": f'attachment; filename="prezent-{ranked.as_of.isoformat()}.{file_format}"'}
    return HttpResponse(content, content_type=FORMATS[file_format], headers=kept_as)


class SavedViewForm(forms.Form):
    """A name for a way of looking at lists."""

    name = forms.CharField(label=_("Keep this view under the name"), max_length=60)

    def __init__(self, given: QueryDict | None = None, *, query: str = "") -> None:
        super().__init__(given)
        self._query = query

    def clean(self) -> None:
        """Refuse an address that is longer than what is kept; cut off, it would ask for something else."""
        if len(self._query) > LONGEST_VIEW:
            raise forms.ValidationError(_("This view names more than can be kept; name less in its filters."))


@require_POST
@requires(Action.SEE_LIST)
def save_view(request: SignedInRequest) -> HttpResponse:
    """Keep an address under a name; one of that name that was there is replaced."""
    query = _query(QueryDict(request.POST.get("query", "")))
    form = SavedViewForm(request.POST, query=query)
    if not form.is_valid():
        return render(request, "lists/view_form.html", {"form": form, "query": query}, status=422)
    SavedView.objects.update_or_create(
        user=request.user, name=form.cleaned_data["name"], defaults={"query": query}
    )  # fmt: skip
    return redirect(f"{reverse('lists:list')}?{query}")


@require_POST
@requires(Action.SEE_LIST)
def forget_view(request: SignedInRequest, opaque: str) -> HttpResponse:
    """Forget a kept view of one's own."""
    get_object_or_404(request.user.saved_views, opaque=opaque).delete()
    return redirect("lists:list")


def _refused(request: SignedInRequest, refusal: PrezentError) -> HttpResponse:
    kept, why = request.GET.copy(), " ".join(said_on_page(refusal, _language()))
    back = f"{reverse('lists:list')}?{_query(kept)}" if kept.pop("as_of", None) else ""
    return render(request, "lists/refused.html", {"why": why, "back": back}, status=409)


def _above(shown: _Shown, language: Language) -> list[str]:
    """Return what a file says above its rows: what the page says of the list, and in which order it is."""
    said = [caution.text(language) for caution in shown.made.ranked.shown_cautions]
    past = past_lists_line(ranking_service().card, language)
    lines = [*about_lines(shown.made.ranked, language), past, shown.past, *said, _order_said(shown.address.sort)]
    return [line for line in lines if line]


def _order_said(sort: str) -> str:
    """Say in which order a list is, in one sentence."""
    if sort == UNDECIDED_FIRST:
        return gettext("First the children about whom nobody has decided yet, then the others; in each part by place.")
    name = SORT_NAMES[sort.removeprefix("-")]
    if sort.startswith("-"):
        return gettext("In the order: %(sort_name)s, backwards.") % {"sort_name": name}
    return gettext("In the order: %(sort_name)s.") % {"sort_name": name}


def _shown(request: SignedInRequest, action: Action) -> _Shown:
    """Return the list that the address asks for; of a school of which the person may do the action."""
    reach, service, today = request.reach, ranking_service(), timezone.localdate()
    address, schools, latest = _asked(request, action)
    classes = reach.classes(action, school_id=address.school_id)
    reach.require(action, school_id=address.school_id, class_label=classes[0] if classes else "")
    made = make_list(
        viewer=reach.viewer(action), school_id=address.school_id, as_of=address.as_of, capacity=address.capacity,
        is_of_school=opened_by_school(reach, address.school_id, address.as_of),
    )  # fmt: skip
    pupils = [pupil for pupil in made.ranked.pupils if _reaches(reach, action, made.children[pupil.pupil_id])]
    children = [made.children[pupil.pupil_id] for pupil in pupils]
    facts = cohort_facts(service, address.as_of)
    seen = RowContext(
        names_for(reach, children), {pupil.pupil_id: facts.of(pupil.pupil_id) for pupil in pupils},
        states_of(children), made.before, today, _language(), _open_scores(request, children) if address.score else (),
    )  # fmt: skip
    rows = rows_of(pupils, made.children, seen)
    past = " ".join(filter(None, (
        opened_on(made.ranked.as_of) or days_past(made.ranked, latest=latest, today=today),
        elsewhere_today(reach, action, made),
        left_out_said(reach, action, made.left_out, named=action is Action.SEE_LIST),  # a file goes further
    )))  # fmt: skip
    return _Shown(schools, classes, past, address, made, rows, chosen_rows(rows, address))


def _asked(request: SignedInRequest, action: Action) -> tuple[ListAddress, tuple[str, ...], dt.date]:
    """Return what the address asks for, of which schools it could, and up to which day."""
    service, today = ranking_service(), timezone.localdate()
    schools, latest = _schools(request, action), latest_day(service, today)
    asked = read_address(request.GET.dict(), schools=schools, day=first_day(service, today), latest=latest)
    return asked, schools, latest


def _schools(request: SignedInRequest, action: Action) -> tuple[str, ...]:
    """Return the schools whose lists the person may see: all of the records, to whoever may see every list."""
    own = ranking_service().own
    if request.reach.everything(action) and own is not None:
        return in_order(own.schools)
    return schools_with_lists(request.reach, action)


def _open_scores(request: SignedInRequest, children: list[Child]) -> frozenset[int]:
    """Return the keys of the children whose number may be shown: of all, to those who decide about none."""
    if not request.reach.may(Action.REVIEW):
        return frozenset(child.pk for child in children)
    return scores_open(request.user, children)


def _tells_scores(shown: _Shown) -> bool:
    return any(row.score for row in shown.chosen)


def _reaches(reach: Reach, action: Action, child: Child) -> bool:
    """Tell whether a child of the list, where it is today, may be seen, whichever day the list is of."""
    return reach.reaches(action, school_id=child.school_id, class_label=child.class_label)


def _choices(rows: list[Row], language: Language) -> dict[str, object]:
    """Return what can be chosen in each filter: what there is on this list."""
    return {
        "classes": sorted({row.child.class_label for row in rows if row.child.class_label}),
        "cycles": [(name, said) for name, said in CYCLE_NAMES.items() if any(row.facts.cycle == name for row in rows)],
        "states": sorted({(row.state.stage, str(row.state.state)) for row in rows}),
        "owners": sorted({row.state.owner for row in rows if row.state.owner}),
        "themes": sorted({(row.theme, THEME_NAMES[row.theme].said(language)) for row in rows if row.theme}),
        "sorts": list(SORT_NAMES.items()),
    }  # fmt: skip


def _heads(sort: str) -> list[dict[str, object]]:
    """Return the heads of the columns: a link for each order, backwards where it is the order of now."""
    now, is_backwards = sort.removeprefix("-"), sort.startswith("-")
    found: list[dict[str, object]] = []
    for name, sorts in HEADS:
        links = [{"text": text, "is_now": key == now, "sort": f"-{key}" if sort == key else key}
                 for key, text in sorts.items()]  # fmt: skip
        goes_down = (now in _MOST_FIRST) != is_backwards
        aria = ("descending" if goes_down else "ascending") if now in sorts else ""
        found.append({"name": name, "above": _ABOVE.get(name, ""), "links": links, "aria": aria,
                      "between": " / " if name in _ABOVE else ", "})  # fmt: skip
    return found


def _query(given: QueryDict) -> str:
    """Return what of an address may be kept, as it stands behind the question mark."""
    kept = QueryDict(mutable=True)
    for name in FIELDS:
        if value := given.get(name):
            kept[name] = str(value)
    return kept.urlencode()


def _language() -> Language:
    return "ro" if get_language() == "ro" else "en"
