"""Decisions and plans of a demo: of each list some children are decided about, and for some of them help has begun."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import cycle

from django.db.models import Q

from serving.web.access.models import SharedChild
from serving.web.access.policy import Role
from serving.web.accounts.models import User
from serving.web.children.models import Note
from serving.web.invented import texts
from serving.web.lists.models import ShownList, ShownPlace
from serving.web.plans.models import ClosingReason, Contact, Measure, Plan, State, Step
from serving.web.programmes.models import Programme, ProgrammeService
from serving.web.reviews.models import Decision, Kind

IN_PLAN, MONITORED, DISMISSED = 6, 12, 14  # of a list, the first so many; school by school one more or less
CLOSED_EVERY, SHARED_EVERY = 3, 2  # of the plans
BEGAN_DAYS, SHARED_DAYS = 40, 180


def keep_decisions(
    shown: Sequence[ShownList], *, programme: Programme, people: Mapping[Role, User], today: dt.date
) -> None:
    """Decide about the children of the last list of each school, and make plans for the first of them."""
    last = {each.school_id: each for each in sorted(shown, key=lambda each: each.as_of)}
    services = _packages(programme)
    for number, made in enumerate(last.values()):
        places = list(made.places.select_related("child"))
        more = number % 3 - 1
        in_plan, monitored, dismissed = (min(each + more, len(places)) for each in (IN_PLAN, MONITORED, DISMISSED))
        _decide(places[:dismissed], made, monitored=monitored, by=people[Role.DIRECTOR])
        for place in places[:in_plan]:
            plan = _plan(place, made, services=next(services), people=people, today=today)
            if made.school_id == next(iter(last)):
                _notes(place, people)
            if made.school_id != next(iter(last)) or place.rank % SHARED_EVERY:
                continue
            SharedChild.objects.create(
                user=people[Role.NGO_WORKER], pupil_id=place.child.pupil_id, school_id=plan.school_id,
                until=today + dt.timedelta(days=SHARED_DAYS), given_by=people[Role.COUNSELLOR].email,
            )  # fmt: skip


def _packages(programme: Programme) -> Iterator[list[ProgrammeService]]:
    """Yield what is given in one plan after the other: help to the child, with the parents or teachers at times."""
    to_child, others = (list(programme.services.filter(which)) for which in (Q(whom="child"), ~Q(whom="child")))
    turns: list[ProgrammeService | None] = [*others, None]
    return ([one, *filter(None, [other])] for one, other in zip(cycle(to_child), cycle(turns), strict=False))


def _notes(place: ShownPlace, people: Mapping[Role, User]) -> None:
    """Write what was said with the child, which few may read, and what the team keeps in mind."""
    said = [
        (Note.Kind.TEAM, texts.BUS, False, Role.FORM_TEACHER),
        (Note.Kind.CHILD, texts.MATHEMATICS, True, Role.COUNSELLOR),
        (Note.Kind.PARENTS, texts.GRANDMOTHER, True, Role.COUNSELLOR),
    ]  # fmt: skip
    kind, text, restricted, by = said[place.rank % len(said)]
    Note.objects.create(
        child=place.child, school_id=place.child.school_id, author=people[by], kind=kind, text=str(text),
        restricted=restricted,
    )  # fmt: skip


def _decide(places: Iterable[ShownPlace], made: ShownList, *, monitored: int, by: User) -> None:
    Decision.objects.bulk_create(
        Decision(
            child=place.child, kind=Kind.AGREED if place.rank <= monitored else Kind.DISMISSED,
            reason=str(texts.DISCUSSED if place.rank <= monitored else texts.ILLNESS),
            by=by, school_id=made.school_id, class_label=place.child.class_label, as_of=made.as_of, shown=made,
            listed=True, seen_at=made.shown_at,
        )
        for place in places
    )  # fmt: skip


def _plan(
    place: ShownPlace, made: ShownList, *, services: Sequence[ProgrammeService], people: Mapping[Role, User],
    today: dt.date,
) -> Plan:  # fmt: skip
    """Make the plan of a child; every third is over, and a step of every other one is overdue."""
    owner, began = people[Role.COUNSELLOR], today - dt.timedelta(days=BEGAN_DAYS)
    is_over = place.rank % CLOSED_EVERY == 0
    closing = (
        {"state": State.CLOSED, "closing_reason": ClosingReason.GOALS_REACHED, "closed_on": today,
         "closing_words": str(texts.CAME)}
        if is_over else {}
    )  # fmt: skip
    plan = Plan.objects.create(
        child=place.child, school_id=made.school_id, class_label=place.child.class_label, owner=owner,
        need=str(texts.NEED), goals=str(texts.GOALS),
        starts_on=began, review_on=began + dt.timedelta(weeks=12), made_by=owner, **closing,
    )  # fmt: skip
    Measure.objects.bulk_create(
        Measure(
            plan=plan, code=service.code, hours_per_week=2 if service.whom == "child" else 1,
            provider=service.programme.organisation, project=str(service.programme), starts_on=began,
        )
        for service in services
    )  # fmt: skip
    Contact.objects.create(
        plan=plan, on=began + dt.timedelta(days=3), how="telephone", result=str(texts.MOTHER), by=owner
    )  # fmt: skip
    Step.objects.create(
        plan=plan, text=str(texts.WHO_BRINGS), due_on=began + dt.timedelta(days=7),
        responsible=owner, done_on=began + dt.timedelta(days=5), done_by=owner,
    )  # fmt: skip
    Step.objects.create(
        plan=plan, text=str(texts.LOOK), responsible=owner,
        due_on=today + dt.timedelta(days=7 if place.rank % 2 else -2),
    )  # fmt: skip
    return plan
