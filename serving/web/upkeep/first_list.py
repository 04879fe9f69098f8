"""What the first list of a day makes somebody wait for, made before anybody asks.

Features, scores, facts and the fingerprint of all records are the same for every school, and are kept by the ranking
service anyway: made earlier, they take no further memory. Nothing is looked up in the pages' database, no name is read,
and nothing is shown to anybody, so that there is nothing to log.
"""

import datetime as dt
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import TYPE_CHECKING

from features.errors import PrezentError
from models.viewer import Viewer
from serving.web.lists.address import CAPACITY, first_day
from serving.web.lists.facts import cohort_facts
from serving.web.upkeep.faults import told_by_kind

if TYPE_CHECKING:
    from serving.api.answers import RankingService

LOOK_EVERY = 2  # seconds


class FirstList:
    """Makes what the lists of today have in common: after the start, at a new day, and of other records or models.

    Parameters
    ----------
    service
        Returns the service that answers now.
    today
        Returns the day.
    """

    def __init__(self, service: "Callable[[], RankingService]", today: Callable[[], dt.date]) -> None:
        self._service, self._today = service, today
        self._made: Hashable = None

    def look(self) -> None:
        """Make it unless it is made; what cannot be made is told to whoever asks for the list."""
        with told_by_kind("first list"), suppress(PrezentError):
            service = self._service()
            if service.own is None:
                return
            day = first_day(service, self._today())
            asked = (service.own.watermark, id(service.own), service.scorer.version, day)
            if asked != self._made:
                self._made = asked
                _make(service, day)


def _make(service: "RankingService", day: dt.date) -> None:
    """Make what all lists of a day have in common: what one list of any school leaves behind, which nobody is shown."""
    cohort = cohort_facts(service, day).cohort
    school = str(cohort.table.pupils["school_id"].iloc[0])
    service.list_of(viewer=Viewer("the pages", frozenset({school})), school_id=school, as_of=day, capacity=CAPACITY)
