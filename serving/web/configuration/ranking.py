"""The ranking service as the pages see it: what answers now, and the records it answers from."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from serving.api.answers import RankingService, RecordState

_answering: "list[Callable[[], RankingService]]" = []


def answer_from(service: "Callable[[], RankingService]") -> None:
    """Say where the service that answers now is to be had; called once, where the pages are mounted."""
    _answering[:] = [service]


def ranking_service() -> "RankingService":
    """Return the service that answers now; a request asks once."""
    return _answering[0]()


def record_state() -> "RecordState | None":
    """Return the records that are answered from, None before any are there."""
    return ranking_service().own if _answering else None


def structures() -> dict[str, tuple[str, ...]]:
    """Return the schools that belong to each legal unit, as the records have them."""
    state = record_state()
    if state is None:
        return {}
    schools = state.index.records["schools"][["school_id", "parent_school_id"]].dropna()
    found: dict[str, tuple[str, ...]] = {}
    for row in schools.itertuples(index=False):
        found[str(row.parent_school_id)] = (*found.get(str(row.parent_school_id), ()), str(row.school_id))
    return found


def names_of_schools(school_ids: "Collection[str]") -> dict[str, str]:
    """Return the names of some schools, of those that the records know by name."""
    state = record_state()
    if state is None or not school_ids:
        return {}
    schools = state.index.records["schools"][["school_id", "name"]].dropna()
    schools = schools[schools["school_id"].isin(list(school_ids))]
    return {str(school): str(name) for school, name in zip(schools["school_id"], schools["name"], strict=True)}


def counties_of_schools() -> dict[str, str]:
    """Return the county of each school, as the records have them."""
    state = record_state()
    if state is None:
        return {}
    schools = state.index.records["schools"][["school_id", "county"]].dropna()
    return {str(school): str(county) for school, county in zip(schools["school_id"], schools["county"], strict=True)}
