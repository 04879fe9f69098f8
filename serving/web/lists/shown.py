"""A school's list made by the ranking service, kept as it was shown; and of which day and whose children it is."""

import datetime as dt
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from features.errors import NoPupils
from features.i18n.text import Bilingual
from models.ranking.abstention import OBJECTION
from models.viewer import Viewer
from serving.web.access.policy import Action
from serving.web.configuration.django_settings import started_with
from serving.web.configuration.ranking import ranking_service
from serving.web.lists.address import first_day
from serving.web.lists.models import ShownList, ShownPlace
from serving.web.roster.children import children_of, known_children
from serving.web.roster.models import Child

_NO_CHILD = Bilingual(
    "The records have no child of this school yet; bring its records in first.",
    "Datele nu au încă niciun elev al acestei școli; aduceți întâi datele ei.",
)
_FRESH_DAYS = 7  # a list of last week is one of now
_MOST_LISTS = 40  # that are kept in memory, a megabyte or two each

if TYPE_CHECKING:
    from models.ranking.ranked_list import RankedList
    from serving.api.answers import RankingService
    from serving.web.access.reach import Reach


@dataclass(frozen=True)
class MadeList:
    """A list with the children as the pages know them, by pseudonym, and the list shown before, if there is one.

    ``left_out`` are children of the school for whom the list is not used, since somebody objected.
    """

    ranked: "RankedList"
    children: dict[str, Child]
    shown: ShownList
    left_out: tuple[Child, ...] = ()

    @cached_property
    def before(self) -> ShownList | None:
        """The school's own last list of what was known before the last import; of several the longest."""
        school_id, as_of = self.shown.school_id, self.shown.as_of
        earlier = ShownList.objects.filter(school_id=school_id, is_of_school=True, as_of__lt=as_of)
        of_other_records = earlier.exclude(data_fingerprint=self.shown.data_fingerprint)
        return of_other_records.order_by("-as_of", "-capacity", "-shown_at").first()


def make_list(
    *, viewer: Viewer, school_id: str, as_of: dt.date, capacity: float, is_of_school: bool = False
) -> MadeList:
    """Ask the ranking service for a school's list, and keep what is shown of it; figures count what is of the school.

    See ``opened_by_school``.
    """
    viewer.require([school_id])
    if (own := ranking_service().own) is not None and school_id not in own.schools:
        raise NoPupils(_NO_CHILD)
    with_objected = _ranked(ranking_service(), school_id, as_of, capacity)
    objected = [each.pupil_id for each in with_objected.not_scored if each.reason == OBJECTION]
    unsaid = tuple(each for each in with_objected.not_scored if each.reason != OBJECTION)
    ranked = replace(with_objected, not_scored=unsaid) if objected else with_objected
    children = children_of(ranked.pupils)
    kept = _kept(ranked, school_id, children, objected, is_of_school=is_of_school)
    return MadeList(ranked, children, kept, known_children(objected))


def opened_by_school(reach: "Reach", school_id: str, as_of: dt.date) -> bool:
    """Tell whether figures count a list that a person opens: one of now, for somebody with a place in the school."""
    return reach.belongs_to(school_id) and as_of == first_day(ranking_service(), reach.today)


def schools_with_lists(reach: "Reach", action: Action) -> tuple[str, ...]:
    """Return the schools whose lists may be asked for: without structures of which the records have no child."""
    own, named = ranking_service().own, {grant.school_id for grant in reach.grants}
    return tuple(each for each in reach.schools(action) if own is None or each in own.schools or each in named)


def said_within_school(lines: Sequence[str], school_id: str) -> list[str]:
    """Return sentences about classes for a page of one school, which need not say its code each time.

    >>> said_within_school(["Clasa 5A (școala s1): nicio absență.", "Class 5A (school s1): no absence."], "s1")
    ['Clasa 5A: nicio absență.', 'Class 5A: no absence.']
    """
    codes = (f" (școala {school_id})", f" (school {school_id})")
    return [line.replace(codes[0], "").replace(codes[1], "") for line in lines]


def opened_on(as_of: dt.date) -> str:
    """Say of a day that it is the one on which a demo opens; nothing of any other."""
    if as_of != started_with().opens_on:
        return ""
    day = date_format(as_of, "j E Y")
    return _("The demo opens with the list of %(day)s, which it has printed; another day can be chosen.") % {"day": day}


def days_past(ranked: "RankedList", *, latest: dt.date, today: dt.date) -> str:
    """Say that a list is none of today, in one sentence; nothing of one that is. ``latest`` is that of the records."""
    said = {
        "until": date_format(ranked.predicted.until, "j E Y"), "latest": date_format(latest, "j E Y"),
        "day": date_format(ranked.as_of, "j E Y"),
    }  # fmt: skip
    is_old = latest < today - dt.timedelta(_FRESH_DAYS)
    if ranked.predicted.until < today:
        if is_old:
            return _(
                "What this list predicts ended on %(until)s, and the records go no further than %(latest)s: it says "
                "nothing of today until newer records come in."
            ) % said  # fmt: skip
        return (
            _("What this list predicts ended on %(until)s: it says nothing of today; it shows what was known then.")
            % said
        )
    if is_old:
        return (
            _("The records go no further than %(latest)s: there is no list of today until newer ones come in.") % said
        )
    return ""


def room_for_all(ranked: "RankedList", capacity: float) -> str:
    """Say of a list with room for everybody that it chooses nobody; nothing of another list."""
    if capacity < ranked.cohort_size or not ranked.cohort_size:
        return ""
    return ngettext(
        "There is room for all: the only child of the school of whom something can be said is on this list.",
        "There is room for all: the %(n)d children of the school of whom something can be said are on this list. It "
        "gives their order and chooses nobody; a smaller number chooses.",
        ranked.cohort_size,
    ) % {"n": ranked.cohort_size}  # fmt: skip


def elsewhere_today(reach: "Reach", action: Action, made: MadeList) -> str:
    """Say how many children of a list of the past are not shown, since they are looked after elsewhere by now.

    They are counted whom the person would see if they were still where they were on its day.
    """
    children = ((pupil, made.children[pupil.pupil_id]) for pupil in made.ranked.pupils)
    count = sum(
        reach.reaches(action, school_id=pupil.school_id, class_label=pupil.class_label or "")
        and not reach.reaches(action, school_id=child.school_id, class_label=child.class_label)
        for pupil, child in children
    )
    if not count:
        return ""
    return ngettext(
        "%(count)d child of this list is in another school or class by now and is not shown.",
        "%(count)d children of this list are in another school or class by now and are not shown.",
        count,
    ) % {"count": count}  # fmt: skip


def of_own_classes(classes: Sequence[str], listed: int) -> str:
    """Say that the list is the whole school's, and how many of it are shown; nothing to who sees all of it."""
    if not classes:
        return ""
    if not listed:
        labels = {"labels": ", ".join(classes)}
        return _("All this is said of the whole school; no child of %(labels)s is on the list.") % labels
    if len(classes) > 1:
        return ngettext(
            "All this is said of the whole school; of your classes %(labels)s, %(count)d child is on the list.",
            "All this is said of the whole school; of your classes %(labels)s, %(count)d children are on the list.",
            listed,
        ) % {"labels": ", ".join(classes), "count": listed}  # fmt: skip
    return ngettext(
        "All this is said of the whole school; of your class %(label)s there is %(count)d child on the list.",
        "All this is said of the whole school; of your class %(label)s there are %(count)d children on the list.",
        listed,
    ) % {"label": classes[0], "count": listed}  # fmt: skip


def _ranked(service: "RankingService", school_id: str, as_of: dt.date, capacity: float) -> "RankedList":
    """Return a school's list; one that was asked for lately of the same records and model is not made again."""
    lists, own = _recent(), service.own
    key = (own and own.watermark, id(own), service.scorer.version, school_id, as_of, capacity,
           frozenset(service.apart))  # fmt: skip
    found = lists.get(key)
    if found is None:
        viewer = Viewer("the pages", frozenset({school_id}))
        found = service.list_of(viewer=viewer, school_id=school_id, as_of=as_of, capacity=capacity)
        for oldest in list(lists)[: max(len(lists) - _MOST_LISTS + 1, 0)]:
            lists.pop(oldest, None)
        lists[key] = found
    return found


@cache
def _recent() -> "dict[tuple[Hashable, ...], RankedList]":
    return {}


def _kept(
    ranked: "RankedList", school_id: str, children: dict[str, Child], objected: Sequence[str], *, is_of_school: bool
) -> ShownList:
    kept = _one_kept(ranked, school_id, children, objected, is_of_school=is_of_school)
    if is_of_school and not kept.is_of_school:  # until now only others had looked at it
        kept.is_of_school = True
        kept.save(update_fields=["is_of_school"])
    return kept


def _one_kept(
    ranked: "RankedList", school_id: str, children: dict[str, Child], objected: Sequence[str], *, is_of_school: bool
) -> ShownList:
    known = ranked.data_fingerprint  # a list that leaves other children out is another one
    if objected:
        known = f"{known}-{sha256(' '.join(sorted(objected)).encode()).hexdigest()[:12]}"
    key = {
        "school_id": school_id, "as_of": ranked.as_of, "model_version": ranked.model_version,
        "data_fingerprint": known, "capacity": ranked.capacity,
    }  # fmt: skip
    kept = ShownList.objects.filter(**key).first()
    if kept is not None:
        return kept
    try:
        with transaction.atomic():
            shown = ShownList.objects.create(**key, cohort_size=ranked.cohort_size, is_of_school=is_of_school)
            ShownPlace.objects.bulk_create(
                ShownPlace(
                    shown=shown, child=children[pupil.pupil_id], rank=pupil.rank, score=pupil.score,
                    reasons=[reason.feature for reason in pupil.reasons[:3]],
                )
                for pupil in ranked.pupils
            )  # fmt: skip
    except IntegrityError:  # another worker kept the same one meanwhile
        return ShownList.objects.get(**key)
    return shown
