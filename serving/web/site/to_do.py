"""What is to be done: children new on the list or worse, registers that are silent, and what other parts add."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from features.errors import PrezentError
from features.i18n.text import Language
from models.ranking.abstention import STALE_CLASS, NotScored
from models.ranking.ranked_list import RankedPupil
from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import Action
from serving.web.configuration.ranking import ranking_service
from serving.web.configuration.unanswered import said_on_page
from serving.web.lists.address import CAPACITY, first_day
from serving.web.lists.facts import cohort_facts
from serving.web.lists.rows import Row, RowContext, rows_of
from serving.web.lists.shown import MadeList, make_list, opened_by_school, said_within_school, schools_with_lists
from serving.web.reviews.states import State, states_of
from serving.web.roster.models import Child
from serving.web.roster.names import names_for
from serving.web.roster.not_enrolled import NotEnrolledSaid, not_enrolled_said
from serving.web.roster.places import as_of_today
from serving.web.site.tasks.shares import SharedNow, shared_now
from serving.web.site.tasks.task import Task

MOST_SCHOOLS = 10  # of a unit with structures


@dataclass(frozen=True)
class Doubt:
    """Enrolments to be put right: what is the matter, what to do, and whose they are, each with a page if it has one.

    A name is a pseudonym where the child is looked after in another school.
    """

    text: str
    to_do: str
    children: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SchoolToDo:
    """What is to be done in a school: children without an action, the others without one counted, stale registers.

    ``doubtful`` are enrolments to be put right, told to whoever brings records in. ``since`` is the day of the list
    before the last import; None where this is the first list. ``refusal`` says why there is no list, ``not_enrolled``
    that children of last year are on none.
    """

    school_id: str
    name: str
    as_of: dt.date
    since: dt.date | None = None
    children: tuple[Row, ...] = ()
    others: int = 0
    silent: tuple[str, ...] = ()
    doubtful: tuple[Doubt, ...] = ()
    refusal: str = ""
    not_enrolled: NotEnrolledSaid | None = None


TasksFor = Callable[[SignedInRequest], list[Task]]


@dataclass(frozen=True)
class ToDo:
    """All of it; ``shared`` are children whom a school shares with a person outside it."""

    schools: tuple[SchoolToDo, ...]
    tasks: tuple[Task, ...]
    shared: tuple[SharedNow, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.tasks or self.shared or any(_waits(each) for each in self.schools))


def _waits(school: SchoolToDo) -> bool:
    return bool(school.children or school.silent or school.doubtful or school.not_enrolled)


def to_do_of(request: SignedInRequest, language: Language, sources: tuple[TasksFor, ...]) -> ToDo:
    """Return what is to be done by whoever asks; ``sources`` are what other parts of the pages have due."""
    day = first_day(ranking_service(), timezone.localdate())
    schools = schools_with_lists(request.reach, Action.SEE_LIST)[:MOST_SCHOOLS]
    tasks = [task for source in sources for task in source(request)]
    lists = [_list(request, school_id, day, language) for school_id in schools]
    children = [child for each in lists for child in each.children]
    known = _NamesAndStates(names_for(request.reach, children), states_of(children))  # of all schools at once
    return ToDo(
        tuple(_school(request, each, known, language) for each in lists),
        tuple(sorted(tasks, key=lambda task: task.due_on or dt.date.max)),
        tuple(shared_now(request)),
    )


@dataclass(frozen=True)
class _List:
    """The list of a school and those of its children whom the person reaches, or why there is none."""

    school_id: str
    day: dt.date
    made: MadeList | None = None
    refusal: str = ""
    pupils: tuple[RankedPupil, ...] = ()

    @property
    def children(self) -> list[Child]:
        """The children as the pages know them."""
        return [self.made.children[pupil.pupil_id] for pupil in self.pupils] if self.made else []


@dataclass(frozen=True)
class _NamesAndStates:
    """What is known of the children of all lists: their names by pseudonym, where they stand by their keys."""

    names: Mapping[str, str]
    states: Mapping[int, State]


def _list(request: SignedInRequest, school_id: str, day: dt.date, language: Language) -> _List:
    reach = request.reach
    try:
        made = make_list(
            viewer=reach.viewer(Action.SEE_LIST), school_id=school_id, as_of=day, capacity=CAPACITY,
            is_of_school=opened_by_school(reach, school_id, day),
        )  # fmt: skip
    except PrezentError as refusal:
        return _List(school_id, day, refusal=" ".join(said_on_page(refusal, language)))
    return _List(school_id, day, made, pupils=tuple(
        pupil for pupil, child in ((each, made.children[each.pupil_id]) for each in made.ranked.pupils)
        if reach.reaches(Action.SEE_LIST, school_id=child.school_id, class_label=child.class_label)
    ))  # fmt: skip


def _school(request: SignedInRequest, listed: _List, known: _NamesAndStates, language: Language) -> SchoolToDo:
    school_id, day, made = listed.school_id, listed.day, listed.made
    left_out = not_enrolled_said(request.reach, Action.SEE_LIST, school_id=school_id, day=day)
    if made is None:
        return SchoolToDo(school_id, school_id, day, refusal=listed.refusal, not_enrolled=left_out)
    idle = [row for row in _rows(request, listed, made, known=known, language=language) if row.idle]
    children = [row for row in idle if row.news or made.before is None]
    school, since = made.ranked.school, made.before.as_of if made.before else None
    return SchoolToDo(
        school_id, school.name if school and school.name else school_id, day, since,
        tuple(children), len(idle) - len(children), _stale(request, made, language), _doubtful(request, made),
        not_enrolled=left_out,
    )  # fmt: skip


def _stale(request: SignedInRequest, made: MadeList, language: Language) -> tuple[str, ...]:
    """Say which classes have a register that is not up to date, to a form teacher of the own class alone."""
    silent = {each.pupil_id: each for each in made.ranked.not_scored if each.reason == STALE_CLASS}
    if not silent:
        return ()
    seen, reach = list(silent.values()), request.reach
    if not reach.reaches(Action.SEE_LIST, school_id=made.shown.school_id):
        pupils = ranking_service().cohort_at(made.ranked.as_of).features.table.pupils
        here = pupils[pupils["pupil_id"].isin(silent.keys())]
        seen = [
            silent[pupil_id] for pupil_id, school_id, label in zip(
                here["pupil_id"], here["school_id"], here["class_label"].fillna(""), strict=True
            ) if reach.reaches(Action.SEE_LIST, school_id=school_id, class_label=label)
        ]  # fmt: skip
    children = Counter(each.lack(language) for each in seen)
    lines = [_register(lack, count) for lack, count in sorted(children.items())]
    return tuple(said_within_school(lines, made.shown.school_id))


def _register(lack: str, count: int) -> str:
    """Return what a register lacks and of how many children; what is to be done stands once above all of them."""
    said = {"missing": lack, "count": count}
    return ngettext("%(missing)s (%(count)d child)", "%(missing)s (%(count)d children)", count) % said


def _doubtful(request: SignedInRequest, made: MadeList) -> tuple[Doubt, ...]:
    """Say which enrolments are on no list and wait for somebody who brings records in, to whoever does.

    A school year that has yet to begin is nothing to be put right.
    """
    if not request.reach.reaches(Action.IMPORT, school_id=made.shown.school_id):
        return ()
    doubtful: dict[str, list[NotScored]] = {}
    for each in made.ranked.not_scored:
        doubtful.setdefault(each.reason, []).append(each)
    found = []
    for reason, said in (("story_ended", _ended), ("other_school", _in_two_schools)):
        if reason in doubtful:
            pupils = [each.pupil_id for each in doubtful[reason]]
            found.append(Doubt(*said(len(pupils)), _called(request, made.shown.school_id, pupils)))
    return tuple(found)


def _ended(count: int) -> tuple[str, str]:
    said = ngettext(
        "%(n)d child is enrolled, though the records say that it left or finished.",
        "%(n)d children are enrolled, though the records say that they left or finished.",
        count,
    ) % {"n": count}  # fmt: skip
    return said, gettext(
        "Who did needs the day of leaving in the register; of who did not, the outcome stands on the wrong child and "
        "goes out of its sheet. Then bring the sheet in again."
    )


def _in_two_schools(count: int) -> tuple[str, str]:
    said = ngettext(
        "%(n)d child is enrolled in another school too, and stands on the list of that one.",
        "%(n)d children are enrolled in another school too, and stand on the list of that one.",
        count,
    ) % {"n": count}  # fmt: skip
    return said, gettext(
        "Who left your school needs the day of leaving in the register: enter it and bring the sheet in again. Of the "
        "others agree with that school whose they are."
    )


def _called(request: SignedInRequest, school_id: str, pupils: list[str]) -> tuple[tuple[str, str], ...]:
    """Return what some children are called, each with the address of its page where the person may open it."""
    reach = request.reach
    known = {child.pupil_id: child for child in Child.objects.filter(pupil_id__in=pupils)}
    children = [as_of_today(known.get(each) or Child(pupil_id=each, school_id=school_id)) for each in pupils]
    names = names_for(reach, children)
    return tuple(sorted(
        (
            names.get(child.pupil_id, child.pupil_id),
            reverse("children:child", args=[child.opaque])
            if child.pk and reach.reaches(Action.SEE_CHILD, school_id=child.school_id, class_label=child.class_label)
            else "",
        )
        for child in children
    ))  # fmt: skip


def _rows(
    request: SignedInRequest, listed: _List, made: MadeList, *, known: _NamesAndStates, language: Language
) -> list[Row]:  # fmt: skip
    facts = cohort_facts(ranking_service(), made.ranked.as_of)
    seen = RowContext(
        known.names, {pupil.pupil_id: facts.of(pupil.pupil_id) for pupil in listed.pupils}, known.states, made.before,
        request.reach.today, language,
    )  # fmt: skip
    return rows_of(listed.pupils, made.children, seen)
