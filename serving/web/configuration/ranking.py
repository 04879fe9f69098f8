"""The ranking service as the pages see it: what answers now, and the records it answers from."""

from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping

    from features.point_in_time.cohort import ChildPlace
    from models.ranking.abstention import NotScored
    from serving.api.answers import RankingService, RecordState

_answering: "list[Callable[[], RankingService]]" = []
_left_out: "list[Callable[[], Mapping[str, NotScored]]]" = []


def answer_from(service: "Callable[[], RankingService]") -> None:
    """Say where the service that answers now is to be had; called once, where the pages are mounted."""
    _answering[:] = [service]


def leave_out(children: "Callable[[], Mapping[str, NotScored]]") -> None:
    """Say who knows the children for whom the list is not to be used."""
    _left_out[:] = [children]


def left_out() -> "Mapping[str, NotScored]":
    """Return the children for whom the list is not to be used, by pupil_id, of all schools."""
    return _left_out[0]() if _left_out else {}


def ranking_service() -> "RankingService":
    """Return the service that answers now, which tells nothing of those for whom the list is not to be used."""
    return _answering[0]().without(left_out())


def record_state() -> "RecordState | None":
    """Return the records that are answered from, None before any are there."""
    return _answering[0]().own if _answering else None


def latest_day() -> "dt.date":
    """Return today, or the last day on which the records have a child in school where that is over."""
    today, state = timezone.localdate(), record_state()
    return state.latest_day(today) if state else today


def place_of(pupil_id: str) -> "ChildPlace | None":
    """Return where a child is today; None where the records do not have it."""
    state = record_state()
    return state.places(timezone.localdate()).get(pupil_id) if state else None


def structures() -> dict[str, tuple[str, ...]]:
    """Return the schools that belong to each legal unit, as the records have them."""
    state = record_state()
    return dict(state.structures) if state else {}


def units_of(school_id: str) -> tuple[str, ...]:
    """Return the legal unit of a school that is a structure of one; none of any other school."""
    state = record_state()
    unit = state.legal_units.get(school_id) if state else None
    return (unit,) if unit else ()


def names_of_schools(school_ids: "Collection[str]") -> dict[str, str]:
    """Return the names of some schools, of those that the records know by name."""
    state = record_state()
    known = state.school_names if state else {}
    return {school: known[school] for school in school_ids if school in known}


def counties_of_schools() -> "Mapping[str, str]":
    """Return the county of each school, as the records have them."""
    state = record_state()
    return state.counties if state else {}
