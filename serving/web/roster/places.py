"""Where each child is today, by the records: who sees a child goes by that alone, whichever day a page is of.

What the pages keep of it is a copy, by which their database looks up and guards rows. It is brought up to date before
the first request of other records or of another day, and never by the day that an address names.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from features.point_in_time.cohort import ChildPlace
from serving.web.access.rows import every_row
from serving.web.configuration.ranking import latest_day, place_of, record_state
from serving.web.roster.models import Child

if TYPE_CHECKING:
    from serving.api.answers import RecordState

_AT_ONCE = 500
_of: "list[tuple[RecordState, dt.date]]" = []  # the records and the day that the copy is of


def as_of_today(child: Child) -> Child:
    """Return a child with the school and class where the records have it today."""
    if place := place_of(child.pupil_id):
        child.school_id, child.class_label = place
    return child


def places_of_today(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Have the copy up to date before a request is looked at."""

    def answer(request: HttpRequest) -> HttpResponse:
        bring_places_up_to_date()
        return get_response(request)

    return answer


def bring_places_up_to_date() -> None:
    """Move the children whom the pages know to where they are today; done once for records and a day."""
    state = record_state()
    if state is None:
        return
    day = latest_day()
    if _of and _of[0][0] is state and _of[0][1] == day:
        return
    places, moved = state.places(day), defaultdict[ChildPlace, list[int]](list)
    with every_row(), transaction.atomic():
        for pk, pupil_id, *kept in Child.objects.values_list("pk", "pupil_id", "school_id", "class_label"):
            place = places.get(pupil_id)
            if place is not None and place != tuple(kept):
                moved[place].append(pk)
        for place, pks in moved.items():
            for start in range(0, len(pks), _AT_ONCE):
                here = Child.objects.filter(pk__in=pks[start : start + _AT_ONCE])
                here.update(school_id=place.school_id, class_label=place.class_label)
    _of[:] = [(state, day)]
