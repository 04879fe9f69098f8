"""How often each reviewer agrees with the list, and how long a decision takes: who always agrees does not review."""

import statistics
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from serving.web.access.rows import every_row
from serving.web.reviews.models import Decision, Kind

FLAGGED_SHARE, FLAGGED_DECISIONS = 0.95, 20
_NO_READING = 10  # seconds
SHORTEST = 5  # so many decisions with a known time make a usual time


@dataclass(frozen=True)
class ReviewerAgreement:
    """A reviewer's decisions about children of lists, and about children added; seconds from list to decision."""

    reviewer: str
    decided: int
    agreed: int
    nominated: int
    usual_seconds: float | None

    @property
    def percent(self) -> int | None:
        """The share of agreements, None where nothing of a list was decided."""
        return round(100 * self.agreed / self.decided) if self.decided else None

    @property
    def usual_time(self) -> str:
        """The usual time in words, as exactly as it matters; empty where there were too few."""
        return "" if self.usual_seconds is None else time_words(self.usual_seconds)

    @property
    def flagged(self) -> bool:
        """Whether nearly every decision of many is agreement.

        >>> ReviewerAgreement("a", 20, 20, 0, None).flagged, ReviewerAgreement("a", 19, 19, 0, None).flagged
        (True, False)
        """
        return self.decided >= FLAGGED_DECISIONS and self.agreed > FLAGGED_SHARE * self.decided


def time_words(seconds: float) -> str:
    """Return how long something takes: what is under ten seconds is no reading."""
    if seconds < _NO_READING:
        return gettext("less than ten seconds")
    minutes, hours, days = (round(seconds / each) for each in (60, 3_600, 86_400))
    if seconds < 90:
        count = round(seconds)
        return ngettext("%(n)s second", "%(n)s seconds", count) % {"n": count}
    if minutes < 90:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def agreement_by_reviewer(schools: Iterable[str] | None) -> tuple[ReviewerAgreement, ...]:
    """Return the agreement of each reviewer in some schools, or with None everywhere."""
    decisions = Decision.objects.select_related("by").order_by("by__email")
    if schools is not None:
        decisions = decisions.filter(school_id__in=list(schools))
    by_reviewer: dict[str, list[Decision]] = {}
    with every_row() if schools is None else nullcontext():
        for decision in decisions:
            by_reviewer.setdefault(str(decision.by), []).append(decision)
    return tuple(_of_one(reviewer, theirs) for reviewer, theirs in by_reviewer.items())


def _of_one(reviewer: str, decisions: list[Decision]) -> ReviewerAgreement:
    of_lists = [each for each in decisions if each.listed]
    seconds = [(each.at - each.seen_at).total_seconds() for each in of_lists if each.seen_at]
    return ReviewerAgreement(
        reviewer,
        decided=len(of_lists),
        agreed=sum(each.kind == Kind.AGREED for each in of_lists),
        nominated=sum(each.kind == Kind.NOMINATED for each in decisions),
        usual_seconds=statistics.median(seconds) if len(seconds) >= SHORTEST else None,
    )
