"""What people decided and did as a table that training reads: pupil, day and kind, and no name, word or person."""

import csv
import io
from collections.abc import Iterator

from serving.web.plans.models import NOT_BEGUN, Plan
from serving.web.reviews.models import Decision
from serving.web.roster.models import Child

COLUMNS = ("pupil_id", "date", "kind")


def reviews_table() -> str:
    """Return the table as CSV: children listed, agreed about, dismissed, nominated and supported, each with its day."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(sorted(set(_rows())))
    return written.getvalue()


def _rows() -> Iterator[tuple[str, str, str]]:
    places = Child.objects.filter(places__isnull=False).values_list("pupil_id", "places__shown__as_of").distinct()
    yield from ((pupil_id, day.isoformat(), "listed") for pupil_id, day in places)
    decisions = Decision.objects.values_list("child__pupil_id", "as_of", "kind")
    yield from ((pupil_id, day.isoformat(), str(kind)) for pupil_id, day, kind in decisions)
    plans = Plan.objects.exclude(NOT_BEGUN).values_list("child__pupil_id", "starts_on")
    yield from ((pupil_id, day.isoformat(), "supported") for pupil_id, day in plans)
