"""How children fared whom people agreed about, dismissed or added: counts, and none of so few that it names them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from features.days import day_of
from serving.web.reviews.models import Decision, Kind

if TYPE_CHECKING:
    from serving.api.answers import RecordState

SMALLEST = 5  # of fewer children it is not shown how they fared


@dataclass(frozen=True)
class OutcomeCounts:
    """Of the children last decided so: how many, how many had the outcome since, how many had another end, or none yet.

    How many there are the school sees by name on its own pages. Where another count is of fewer than ``SMALLEST`` none
    of the three is shown, so that it cannot be computed from them.
    """

    kind: Kind
    children: int
    had_outcome: int
    had_other: int

    @property
    def not_known_yet(self) -> int:
        """How many have no outcome that is known."""
        return self.children - self.had_outcome - self.had_other

    @property
    def told(self) -> tuple[int, int, int] | None:
        """The three counts; None where one of them is too small."""
        counts = (self.had_outcome, self.had_other, self.not_known_yet)
        return None if any(count < SMALLEST for count in counts) else counts


def how_they_fared(
    state: "RecordState", schools: Iterable[str], *, wanted: Iterable[str], today: dt.date
) -> tuple[OutcomeCounts, ...]:
    """Return the counts for each kind of decision, from outcomes that came to be known after it, up to today."""
    last: dict[str, Decision] = {}
    for decision in Decision.objects.filter(school_id__in=list(schools)).select_related("child").order_by("at", "pk"):
        last[decision.child.pupil_id] = decision
    ends = _ends(state, today)
    return tuple(_of_kind(kind, last, ends, frozenset(wanted)) for kind in Kind)


def _of_kind(
    kind: Kind, last: Mapping[str, Decision], ends: Mapping[str, tuple[str, int]], wanted: frozenset[str]
) -> OutcomeCounts:
    mine = {pupil_id: decision for pupil_id, decision in last.items() if decision.kind == kind}
    since = [
        ends[pupil_id][0] for pupil_id, decision in mine.items()
        if pupil_id in ends and ends[pupil_id][1] >= day_of(decision.as_of)
    ]  # fmt: skip
    had = sum(outcome in wanted for outcome in since)
    return OutcomeCounts(kind, len(mine), had, len(since) - had)


def _ends(state: "RecordState", today: dt.date) -> dict[str, tuple[str, int]]:
    """Return the outcome that stands for each child that has one, known before today, and its day."""
    outcomes = state.index.outcomes
    known = outcomes[outcomes["known_on"].to_numpy() < day_of(today)]
    ids = state.index.pupils[known["pupil"].to_numpy()]
    return dict(
        zip(ids.tolist(), zip(known["outcome"].tolist(), known["date"].tolist(), strict=True), strict=True)
    )  # in order of knowledge: the last one stands
