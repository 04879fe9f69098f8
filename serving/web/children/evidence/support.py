"""The support a child has had, as lines from the day each began."""

from typing import Any

from serving.web.charts.weekly import Span
from serving.web.roster.models import Child


def support_of(child: Child) -> list[Span]:
    """Return each measure of the child's plans with the day it began on; none where no plans are kept."""
    plans: Any = getattr(child, "plans", None)
    if plans is None:
        return []
    return [
        Span(str(measure), measure.starts_on, measure.ends_on or measure.starts_on)
        for plan in plans.prefetch_related("measures")
        for measure in plan.measures.all()
    ]
