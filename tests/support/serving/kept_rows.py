"""What people of a school wrote about a child, a row of each kind, and every address that takes the id of one."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.serving.two_schools import AS_OF

if TYPE_CHECKING:
    from serving.web.roster.models import Child
    from tests.support.serving.pages import SignedIn

SECRET = "Tainic"  # stands in all that is written
_DAY, _LATER = AS_OF.isoformat(), (AS_OF + dt.timedelta(5)).isoformat()


@dataclass(frozen=True)
class Asked:
    """An address: its ids, what its form sends, and who of the school may ask for it."""

    ids: Mapping[str, object]
    who: "SignedIn"
    sent: Mapping[str, str] = field(default_factory=dict)


def kept_rows(about: "Child", person: "Callable[..., SignedIn]") -> dict[str, Asked]:
    """Write a row of each kind about a child, by people of its school; return the addresses by their routes' names."""
    from serving.web.access.models import NamesGranted
    from serving.web.children.models import Note, Objection
    from serving.web.lists.models import SavedView

    school = about.school_id
    director, counsellor = person("director", school=school), person("counsellor", school=school)
    note = Note.objects.create(
        child=about, school_id=school, author=director.user, kind="team", text=SECRET, restricted=True
    )
    objection = Objection.objects.create(
        child=about, kind="object", raised_on=AS_OF, raised_by=SECRET, text=SECRET, entered_by=director.user
    )
    held = Objection.objects.create(
        child=about, kind="object", raised_on=AS_OF, raised_by=SECRET, text=SECRET, entered_by=director.user,
        outcome="granted", answer=SECRET, answered_on=AS_OF, answered_by=director.user,
    )  # fmt: skip
    view = SavedView.objects.create(user=director.user, name=SECRET, query="k=7")
    leave = NamesGranted.objects.create(school_id=school, until=AS_OF, given_by="a director")
    child = {"opaque": about.opaque}
    decision = {"kind": "agreed", "reason": SECRET, "as_of": _DAY}
    answer = {"outcome": "refused", "answer": SECRET}
    return {
        "lists:forget_view": Asked({"opaque": view.opaque}, director),
        "programmes:withdraw_leave": Asked({"pk": leave.pk}, director),
        **{f"children:{name}": Asked(child, director) for name in ("child", "print", "parents")},
        "children:add_note": Asked(child, director, {"text": SECRET, "kind": "team"}),
        "children:edit_note": Asked({**child, "note": note.opaque}, director, {"text": SECRET, "kind": "talk"}),
        "children:add_objection": Asked(
            child, director, {"kind": "object", "raised_on": _DAY, "raised_by": SECRET, "text": f"{SECRET} once more"}
        ),
        "children:answer_objection": Asked({**child, "objection": objection.opaque}, director, answer),
        "children:take_objection_back": Asked({**child, "objection": held.opaque}, director, {"why": SECRET}),
        "reviews:decisions": Asked(child, director),
        "reviews:decide": Asked(child, director, decision),
        **_plans(about, director, counsellor, person("ngo_worker")),
    }


def _plans(
    about: "Child", director: "SignedIn", counsellor: "SignedIn", worker: "SignedIn"
) -> dict[str, Asked]:  # fmt: skip
    from serving.web.plans.models import Approval, Measure, Plan, State, Step, Transfer
    from serving.web.reviews.models import Decision

    place = {"school_id": about.school_id, "class_label": about.class_label}
    Decision.objects.create(child=about, kind="agreed", reason=SECRET, by=director.user, as_of=AS_OF, **place)

    def plan_in(state: State) -> Plan:
        return Plan.objects.create(
            child=about, owner=director.user, made_by=director.user, need=SECRET, starts_on=AS_OF, state=state, **place
        )

    opened, closed, waiting = plan_in(State.OPEN), plan_in(State.CLOSED), plan_in(State.AWAITS_APPROVAL)
    to_correct = plan_in(State.TO_CORRECT)
    Approval.objects.create(plan=waiting, of="plan", asked_by=counsellor.user)
    measure = Measure.objects.create(plan=opened, code="MENTOR", provider=SECRET, starts_on=AS_OF)
    step = Step.objects.create(plan=opened, text=SECRET, due_on=AS_OF, responsible=director.user)
    asked = Transfer.objects.create(
        plan=opened, kind="hand_over", to=counsellor.user, why=SECRET, asked_by=director.user
    )
    plan, version = {"opaque": opened.opaque}, {"version": "1"}
    mine = {"opaque": asked.opaque}
    return {
        "plans:new": Asked({"opaque": about.opaque}, director),
        "plans:step_done": Asked({"opaque": step.opaque}, director),
        "plans:measure_end": Asked({"opaque": measure.opaque}, director),
        "plans:asked": Asked(mine, counsellor),
        "plans:answer": Asked(mine, counsellor, {"answer": "yes"}),
        "plans:withdraw": Asked(mine, director),
        **{f"plans:{name}": Asked(plan, director) for name in ("plan", "print", "look_back")},
        "plans:edit": Asked(plan, director, {"need": SECRET, "starts_on": _LATER, **version}),
        "plans:add_measure": Asked(plan, director, {"code": "MENTOR", "from_day": _DAY}),
        "plans:add_step": Asked(
            plan, director, {"text": f"{SECRET} once more", "due_on": _DAY, "responsible": str(director.user.pk)}
        ),
        "plans:add_contact": Asked(plan, director, {"on": _DAY, "how": "visit", "result": SECRET}),
        "plans:hand_over": Asked(plan, director, {"to": str(counsellor.user.pk), "why": SECRET}),
        "plans:refer": Asked(
            plan,
            director,
            {"to": str(worker.user.pk), "organisation": SECRET, "why": SECRET, "consent": SECRET, "until": _LATER},
        ),
        "plans:close": Asked(plan, director, {"reason": "other", "words": SECRET, **version}),
        "plans:reopen": Asked({"opaque": closed.opaque}, director, {"words": SECRET, **version}),
        "plans:send_again": Asked({"opaque": to_correct.opaque}, director, version),
        "plans:approval": Asked({"opaque": waiting.opaque}, director, {"answer": "yes", **version}),
    }


def all_rows() -> dict[str, list[tuple[object, ...]]]:
    """Return every row that people wrote, by table, to see whether a request changed one."""
    from django.apps import apps

    labels = ("children", "reviews", "plans", "roster")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    models += [apps.get_model("lists.SavedView"), *apps.get_app_config("access").get_models()]
    return {model.__name__: sorted(model._default_manager.values_list()) for model in models}
