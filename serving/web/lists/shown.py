"""A school's list made by the ranking service, and kept as it was shown."""

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from models.viewer import Viewer
from serving.web.configuration.ranking import ranking_service
from serving.web.lists.models import ShownList, ShownPlace
from serving.web.roster.children import children_of
from serving.web.roster.models import Child

_MOST_LISTS = 40  # that are kept in memory, a megabyte or two each

if TYPE_CHECKING:
    from models.ranking.ranked_list import RankedList
    from serving.api.answers import RankingService


@dataclass(frozen=True)
class MadeList:
    """A list with the children as the pages know them, by pseudonym, and the list shown before, if there is one."""

    ranked: "RankedList"
    children: dict[str, Child]
    shown: ShownList

    @cached_property
    def before(self) -> ShownList | None:
        """The last list of this school made of what was known before the last import; of several the longest."""
        earlier = ShownList.objects.filter(school_id=self.shown.school_id, as_of__lt=self.shown.as_of)
        of_other_records = earlier.exclude(data_fingerprint=self.shown.data_fingerprint)
        return of_other_records.order_by("-as_of", "-capacity", "-shown_at").first()


def make_list(*, viewer: Viewer, school_id: str, as_of: dt.date, capacity: float) -> MadeList:
    """Ask the ranking service for a school's list, and keep what is shown of it."""
    viewer.require([school_id])
    ranked = _ranked(ranking_service(), school_id, as_of, capacity)
    children = children_of(ranked.pupils)
    return MadeList(ranked, children, _kept(ranked, school_id, children))


def _ranked(service: "RankingService", school_id: str, as_of: dt.date, capacity: float) -> "RankedList":
    """Return a school's list; one that was asked for lately of the same records and model is not made again."""
    lists, own = _recent(), service.own
    key = (own and own.watermark, id(own), service.scorer.version, school_id, as_of, capacity)
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


def _kept(ranked: "RankedList", school_id: str, children: dict[str, Child]) -> ShownList:
    key = {
        "school_id": school_id, "as_of": ranked.as_of, "model_version": ranked.model_version,
        "data_fingerprint": ranked.data_fingerprint, "capacity": ranked.capacity,
    }  # fmt: skip
    kept = ShownList.objects.filter(**key).first()
    if kept is not None:
        return kept
    try:
        with transaction.atomic():
            shown = ShownList.objects.create(**key, cohort_size=ranked.cohort_size)
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
