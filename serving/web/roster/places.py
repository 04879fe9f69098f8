"""Where each child is today, by the records: who sees a child goes by that alone, whichever day a page is of.

What the pages keep of it is a copy, by which their database looks up and guards rows. It is brought up to date before
the first request of other records or of another day, and never by the day that an address names.
"""

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from features.point_in_time.cohort import ChildPlace
from serving.web.access.rows import every_row
from serving.web.configuration.ranking import latest_day, place_of, record_state
from serving.web.roster.models import Child

if TYPE_CHECKING:
    from serving.api.answers import RecordState

# In September nearly every child is in another class: a statement for each class would take a second or two.
_MOVE = "UPDATE roster_child SET school_id = %s, class_label = %s WHERE id = %s"
_of: "list[tuple[RecordState, dt.date]]" = []  # the records and the day that the copy is of
_moving = threading.Lock()


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
    if _is_of(state, day):
        return
    with _moving:
        if not _is_of(state, day):
            places = state.places(day)
            with every_row(), transaction.atomic():
                _move(places)
            _of[:] = [(state, day)]


def _is_of(state: "RecordState", day: dt.date) -> bool:
    return any(kept is state and of_day == day for kept, of_day in _of)


def _move(places: Mapping[str, ChildPlace]) -> None:
    """Write down the places that are other ones, all by one statement; two processes do so in the same order."""
    kept = Child.objects.order_by("pk").values_list("pk", "pupil_id", "school_id", "class_label")
    moved = [
        (place.school_id, place.class_label, pk) for pk, pupil_id, *before in kept.iterator()
        if (place := places.get(pupil_id)) is not None and place != tuple(before)
    ]  # fmt: skip
    if moved:
        with connection.cursor() as cursor:
            cursor.executemany(_MOVE, moved)
