"""The support a child has had, as lines from the day each began."""

from serving.web.charts.weekly import Span
from serving.web.plans.measures import measure_words
from serving.web.plans.models import NEVER_BEGAN, NOT_BEGUN, Measure
from serving.web.roster.models import Child


def support_of(child: Child) -> list[Span]:
    """Return each measure of the plans that the child's school has, with the day it began on, the oldest first."""
    plans = child.plans.filter(school_id=child.school_id).exclude(NOT_BEGUN)
    measures = Measure.objects.filter(plan__in=plans).exclude(NEVER_BEGAN).order_by("starts_on", "pk")
    return [Span(measure_words(each.code), each.starts_on, each.ends_on or each.starts_on) for each in measures]
