"""Where each child is today, by the records: who sees a child goes by that alone, whichever day a page is of.

What the pages keep of it is a copy, by which their database looks up and guards rows. It is brought up to date before
the first request of other records or of another day, and never by the day that an address names.
"""

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from features.point_in_time.cohort import ChildPlace
from serving.web.access.rows import every_row
from serving.web.configuration.ranking import latest_day, place_of, record_state
from serving.web.roster.models import Child

if TYPE_CHECKING:
    from serving.api.answers import RecordState

_AT_ONCE = 5000
_LOCK = 0x70726D76
# In September nearly every child is in another class: a statement for each class, or each child, would take seconds.
# SQLite and PostgreSQL both call the columns of such rows so.
_MOVE = (
    "UPDATE roster_child SET school_id = moved.column2, class_label = moved.column3 FROM (VALUES {rows}) AS moved "
    "WHERE roster_child.id = moved.column1"
)
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
                _wait_for_others()
                _move(places)
            _of[:] = [(state, day)]


def _is_of(state: "RecordState", day: dt.date) -> bool:
    return any(kept is state and of_day == day for kept, of_day in _of)


def _wait_for_others() -> None:
    """Let no other process of PostgreSQL move children until the end of this transaction, as SQLite does by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _move(places: Mapping[str, ChildPlace]) -> None:
    """Write down the places that are other ones, of thousands by a statement."""
    kept = Child.objects.order_by("pk").values_list("pk", "pupil_id", "school_id", "class_label")
    moved = [
        (pk, *place) for pk, pupil_id, *before in kept.iterator()
        if (place := places.get(pupil_id)) is not None and place != tuple(before)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        for start in range(0, len(moved), _AT_ONCE):
            some = moved[start : start + _AT_ONCE]
            cursor.execute(_MOVE.format(rows=", ".join(["(%s, %s, %s)"] * len(some))), list(chain.from_iterable(some)))
