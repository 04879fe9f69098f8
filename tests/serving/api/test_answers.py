"""What a service keeps from one request to the next changes no answer, and does not grow."""

import datetime as dt
import json
from pathlib import Path

import pytest

from features.errors import Refused
from features.point_in_time.record_index import RecordIndex
from features.table.feature_table import FeatureTable, build_features
from models.ranking import scored_cohort
from models.ranking.scorer import Scorer
from models.viewer import NotPermitted, Viewer
from serving.api.answers import RankingService, RecordState
from serving.api.date_cache import MOST_DATES
from serving.api.hot_reload import ReadableRecords, ReloadingService
from serving.api.request_models import ExplainRequest, RankRequest
from serving.http.responses import RequestError
from serving.model_store.model_cache import point_to
from serving.model_store.model_folder import write_pinned
from serving.output.json import list_json, pupil_json
from tests.support.serving.two_schools import BEFORE_MOVES, moved_service
from tests.support.small_models import fitted_model
from tests.support.viewers import ALL

TODAY = dt.date(2026, 1, 1)
AS_OF = dt.date(2025, 2, 3)
DATES = tuple(AS_OF + dt.timedelta(days=day) for day in range(MOST_DATES + 2))


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[dt.date]:
    """The dates for which features were computed, in the order in which that was done."""
    dates: list[dt.date] = []

    def build(index: RecordIndex, as_of: dt.date) -> FeatureTable:
        dates.append(as_of)
        return build_features(index, as_of)

    monkeypatch.setattr(scored_cohort, "build_features", build)
    return dates


def listed(service: RankingService, as_of: dt.date, school: str, capacity: float = 8) -> str:
    return service.rank(RankRequest(as_of=as_of, capacity=capacity, school_id=school), viewer=ALL, today=TODAY)


@pytest.mark.slow
def test_every_answer_is_the_one_of_a_service_that_keeps_nothing(
    scorer: Scorer, index: RecordIndex, own: RecordState
) -> None:
    service = RankingService(scorer, own)
    schools = sorted(set(index.enrolments["school_id"]))
    for as_of in (*DATES, *DATES):
        for school, capacity in zip(schools, (8, 0.1, 500), strict=True):
            expected = list_json(scorer.rank(index, as_of, viewer=ALL, capacity=capacity, school_id=school))
            assert listed(service, as_of, school, capacity) == expected
        pupil = scorer.rank(index, as_of, viewer=ALL, capacity=5).pupils[4].pupil_id
        explained = service.explain(ExplainRequest(as_of=as_of, pupil_id=pupil), viewer=ALL, today=TODAY)
        assert explained == pupil_json(scorer.explain(index, as_of, viewer=ALL, pupil_id=pupil))


def test_the_features_of_a_date_are_computed_once(
    scorer: Scorer, own: RecordState, school: str, built: list[dt.date]
) -> None:
    service = RankingService(scorer, own)
    answers = [listed(service, AS_OF, school, capacity) for capacity in (8, 8, 3)]
    assert answers[0] == answers[1]
    first = json.loads(answers[2])["pupils"][0]["pupil_id"]
    service.explain(ExplainRequest(as_of=AS_OF, pupil_id=first), viewer=ALL, today=TODAY)
    assert built == [AS_OF]


def test_only_a_few_dates_are_kept(scorer: Scorer, own: RecordState, school: str, built: list[dt.date]) -> None:
    service = RankingService(scorer, own)
    for as_of in (*DATES, *DATES[-MOST_DATES:], DATES[0]):
        listed(service, as_of, school)
    assert built == [*DATES, DATES[0]]


def test_another_version_answers_by_its_own_model_from_the_features_that_are_there(
    scorer: Scorer, index: RecordIndex, school: str, built: list[dt.date], tmp_path: Path
) -> None:
    scorers = {"1": Scorer(scorer.model, "1"), "2": Scorer(fitted_model(seed=2), "2")}
    expected = {
        name: list_json(each.rank(index, AS_OF, viewer=ALL, capacity=8, school_id=school))
        for name, each in scorers.items()
    }
    built.clear()
    for name, each in scorers.items():
        write_pinned(each, tmp_path / name, run_id=name, card={})
    point_to(tmp_path / "1", tmp_path / "pointer")
    current = ReloadingService(tmp_path / "pointer", ReadableRecords(lambda: 1, lambda: index))
    for name in ("1", "2", "1"):
        point_to(tmp_path / name, tmp_path / "pointer")
        current.look()
        assert listed(current.service, AS_OF, school) == expected[name]
    assert built == [AS_OF]


def test_records_of_a_request_are_neither_kept_nor_taken_from_what_is_kept(
    scorer: Scorer, own: RecordState, school: str, built: list[dt.date]
) -> None:
    enrolment = {"pupil_id": "p1", "school_id": school, "school_year": "2024-2025", "enrolled_on": "2024-09-09"}
    request = RankRequest(as_of=AS_OF, capacity=8, school_id=school, records={"enrolments": [enrolment]})
    service = RankingService(scorer, own)
    before = listed(service, AS_OF, school)
    assert '"p1"' in service.rank(request, viewer=ALL, today=TODAY)
    assert '"p1"' in service.rank(request, viewer=ALL, today=TODAY)
    assert listed(service, AS_OF, school) == before
    assert built == [AS_OF, AS_OF, AS_OF]


def test_a_mistake_is_the_same_before_and_after_a_date_is_kept(scorer: Scorer, own: RecordState, school: str) -> None:
    service = RankingService(scorer, own)
    for _ in range(2):
        with pytest.raises(RequestError, match="school_id"):
            listed(service, AS_OF, "no such school")
        with pytest.raises(RequestError, match="pupil_id"):
            service.explain(ExplainRequest(as_of=AS_OF, pupil_id="nobody"), viewer=ALL, today=TODAY)
        with pytest.raises(Refused, match="Nobody is in school"):
            listed(service, dt.date(1999, 2, 3), school)
        listed(service, AS_OF, school)


MOVES_TODAY = dt.date(2025, 2, 10)
THEN = dt.date.fromisoformat(BEFORE_MOVES)  # P2 was in S1 then, and is in S2 today


def of_school(school_id: str) -> Viewer:
    return Viewer(f"a program of {school_id}", frozenset({school_id}))


def ranked(school_id: str, viewer: Viewer, as_of: dt.date = THEN) -> set[str]:
    request = RankRequest(as_of=as_of, capacity=50, school_id=school_id)
    found = json.loads(moved_service().rank(request, viewer=viewer, today=MOVES_TODAY))
    return {child["pupil_id"] for child in (*found["pupils"], *found["not_scored"])}


def test_a_list_of_the_past_gives_a_program_no_child_who_is_in_another_school_by_now() -> None:
    assert ranked("S1", ALL) == {"P1", "P2", "P3", "P4", "P5"}
    assert ranked("S1", of_school("S1")) == {"P1", "P3", "P4", "P5"}
    assert ranked("S1", Viewer("of both", frozenset({"S1", "S2"}))) == {"P1", "P2", "P3", "P4", "P5"}
    assert ranked("S2", of_school("S2"), MOVES_TODAY) == {"P2", "P6", "P7"}


def test_a_child_is_explained_to_a_program_of_the_school_where_it_is_today() -> None:
    request = ExplainRequest(as_of=THEN, pupil_id="P2")
    with pytest.raises(NotPermitted):
        moved_service().explain(request, viewer=of_school("S1"), today=MOVES_TODAY)
    then = json.loads(moved_service().explain(request, viewer=of_school("S2"), today=MOVES_TODAY))
    assert then == json.loads(moved_service().explain(request, viewer=ALL, today=MOVES_TODAY))
    with pytest.raises(NotPermitted):
        moved_service().explain(
            ExplainRequest(as_of=THEN, pupil_id="nobody"), viewer=of_school("S2"), today=MOVES_TODAY
        )


def test_records_that_a_request_brings_are_those_of_whoever_brings_them() -> None:
    rows = [{"pupil_id": "P2", "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-09"}]
    request = RankRequest(as_of=THEN, capacity=5, school_id="S1", records={"enrolments": rows})
    found = json.loads(moved_service().rank(request, viewer=of_school("S1"), today=MOVES_TODAY))
    assert [child["pupil_id"] for child in (*found["pupils"], *found["not_scored"])] == ["P2"]
