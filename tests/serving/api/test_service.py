"""The service without its web: the command line's answers to the last bit, and a sentence for every mistake."""

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from features.point_in_time.record_index import RecordIndex
from features.reading.declarations import Declarations
from features.records.records import Records, load_records, records_from_rows
from features.schema.problems import RecordsError
from features.warnings.all_warnings import records_warnings
from features.warnings.record_warning import RecordWarning
from models.ranking.abstention import CannotSay, NotScored
from models.ranking.scorer import Scorer
from models.viewer import Viewer
from serving.api import answers
from serving.api.answers import RankingService, RecordState
from serving.api.openapi import describe
from serving.api.request_models import ExplainRequest, RankRequest, read_body
from serving.http.responses import answered
from serving.output.json import list_json, pupil_json
from tests.support.serving.served import CARD
from tests.support.small_models import entries
from tests.support.viewers import ALL

TODAY = dt.date(2026, 1, 1)
AS_OF = "2025-02-03"
AS_OF_DATE = dt.date(2025, 2, 3)
IDENTITY_NUMBER = "1960101123456"
ENROLMENT = {"pupil_id": "p1", "school_id": "s1", "school_year": "2024-2025", "enrolled_on": "2024-09-09"}


@pytest.fixture(scope="module")
def service(scorer: Scorer, own: RecordState) -> RankingService:
    return RankingService(scorer, own)


@pytest.fixture(scope="module")
def bare_service(scorer: Scorer) -> RankingService:
    """A service that was started without records."""
    return RankingService(scorer, None)


def ask(service: RankingService, kind: type[RankRequest] | type[ExplainRequest], body: object) -> tuple[int, Any]:
    """Send a body the way the service does; return status and JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    method = service.rank if kind is RankRequest else service.explain
    response = answered(
        read_body(kind, raw), lambda request: method(request, viewer=ALL, today=TODAY), version=service.scorer.version
    )
    return response.status_code, json.loads(response.body)


def rank(service: RankingService, body: object) -> tuple[int, Any]:
    return ask(service, RankRequest, body)


def warnings(service: RankingService, body: object) -> list[Any]:
    """What is odd in the records of those whom the body asks for."""
    request = RankRequest.model_validate(body)
    found: list[Any] = json.loads(service.warnings(request, viewer=ALL, today=TODAY))["record_warnings"]
    return found


def sentences(answer: Any) -> list[str]:
    """The English sentences of a mistake; each must have its Romanian beside it."""
    assert list(answer) == ["problems"]
    assert all(set(problem) == {"text_ro", "text_en"} and problem["text_ro"] for problem in answer["problems"])
    return [problem["text_en"] for problem in answer["problems"]]


# Answers


def test_a_school_is_ranked_from_the_service_s_records_as_by_the_command_line(
    service: RankingService, scorer: Scorer, index: RecordIndex, school: str
) -> None:
    expected = list_json(scorer.rank(index, AS_OF_DATE, viewer=ALL, capacity=8, school_id=school))
    assert (
        service.rank(RankRequest(as_of=AS_OF_DATE, capacity=8, school_id=school), viewer=ALL, today=TODAY) == expected
    )


SAID_TWICE = [{"pupil_id": pupil, "date": "2024-10-01", "hours": 2} for pupil in ("p1", "p1", "p2", "p2", "p2")]


def test_what_is_odd_in_the_records_of_the_listed_children_comes_with_the_list(
    service: RankingService, bare_service: RankingService
) -> None:
    two = [ENROLMENT, {**ENROLMENT, "pupil_id": "p2"}]
    sent = {"as_of": AS_OF, "capacity": 1, "records": {"enrolments": two, "attendance": SAID_TWICE}}
    for each in (service, bare_service):
        status, answer = rank(each, sent)
        (listed,) = [pupil["pupil_id"] for pupil in answer["pupils"]]
        place = {"p1": "row 3: absences that repeat another row exactly (1 row, 1 child)",
                 "p2": "rows 5, 6: absences that repeat another row exactly (2 rows, 1 child)"}[listed]  # fmt: skip
        (warning,) = warnings(each, sent)
        assert (status, warning["code"]) == (200, "repeated_absences")
        assert warning["text_en"].startswith(f"attendance, {place}; each counts once; ")
        assert warning["text_ro"].startswith("attendance, rându")


def test_a_list_has_at_most_three_warnings_and_none_of_children_who_are_not_on_it(
    bare_service: RankingService,
) -> None:
    odd = [
        {"pupil_id": "p1", "date": "2024-10-02", "hours": 2, "excused_on": "2024-10-01"},
        {"pupil_id": "p1", "date": "2024-08-01", "hours": 2},
        *({"pupil_id": "p1", "date": "2024-10-03", "hours": 13, "subject": each} for each in ("art", "music")),
    ]
    two = [ENROLMENT, {**ENROLMENT, "pupil_id": "p3", "school_id": "s2"}]
    sent = {"as_of": AS_OF, "capacity": 1, "records": {"enrolments": two, "attendance": SAID_TWICE[:2] + odd}}
    assert len(warnings(bare_service, {**sent, "school_id": "s1"})) == 3
    assert warnings(bare_service, {**sent, "school_id": "s2"}) == []


def test_the_service_s_own_records_are_looked_at_once_for_all_lists(
    scorer: Scorer, own: RecordState, school: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Records] = []

    def look(records: Records) -> tuple[RecordWarning, ...]:
        looked.append(records)
        return records_warnings(records)

    monkeypatch.setattr(answers, "records_warnings", look)
    state = RecordState("another", own.index)
    for capacity in (1, 2):
        request = RankRequest(as_of=AS_OF_DATE, capacity=capacity, school_id=school)
        RankingService(scorer, state).warnings(request, viewer=ALL, today=TODAY)
    assert len(looked) == 1


@pytest.mark.parametrize("capacity", [5, 0.05])
def test_records_of_a_request_are_ranked_as_from_a_folder(
    bare_service: RankingService, county_rows: dict[str, Any], scorer: Scorer, index: RecordIndex, capacity: float
) -> None:
    status, answer = rank(bare_service, {"as_of": AS_OF, "capacity": capacity, "records": county_rows})
    assert status == 200
    assert answer == json.loads(list_json(scorer.rank(index, AS_OF_DATE, viewer=ALL, capacity=capacity)))


def test_a_child_is_explained_as_by_the_command_line(
    service: RankingService, scorer: Scorer, index: RecordIndex
) -> None:
    pupil = scorer.rank(index, AS_OF_DATE, viewer=ALL, capacity=3).pupils[2].pupil_id
    status, answer = ask(service, ExplainRequest, {"as_of": AS_OF, "pupil_id": pupil})
    assert status == 200
    assert answer == json.loads(pupil_json(scorer.explain(index, AS_OF_DATE, viewer=ALL, pupil_id=pupil)))
    assert answer["rank"] == 3


def test_a_cell_may_be_text_a_number_or_a_truth_value(bare_service: RankingService) -> None:
    typed = {**ENROLMENT, "pupil_id": 7, "grade_level": 5, "special_needs": True, "class_label": None}
    texts = {**ENROLMENT, "pupil_id": "7", "grade_level": "5", "special_needs": "true"}
    answers = [
        rank(bare_service, {"as_of": AS_OF, "capacity": 1, "records": {"enrolments": [row], "family": []}})
        for row in (typed, texts)
    ]
    assert answers[0] == answers[1]
    assert answers[0][0] == 200
    assert answers[0][1]["pupils"][0]["pupil_id"] == "7"


def test_declared_columns_come_with_the_request(bare_service: RankingService) -> None:
    column = {"type": "yes_no", "en": "works", "ro": "lucrează"}
    family = [{"pupil_id": "p1", "valid_from": "2024-09-09", "works": True}]
    body = {"as_of": AS_OF, "capacity": 1, "records": {"enrolments": [ENROLMENT], "family": family}}
    assert rank(bare_service, {**body, "declarations": {"situation": {"works": column}}})[0] == 200
    status, answer = rank(bare_service, body)
    assert status == 422
    assert "family, row 1, column works" in sentences(answer)[0]


def test_the_model_is_described_without_a_word_about_children(service: RankingService, scorer: Scorer) -> None:
    about = service.about_model()
    model = scorer.model
    assert about["model_version"] == "3"
    assert about["outcomes"] == list(model.target.outcomes)
    assert about["horizon_days"] == model.target.horizon_days
    assert about["as_of"] == [date.isoformat() for date in model.trained_on.as_of]
    assert [feature["name"] for feature in about["features"]] == list(model.feature_names)
    assert all(feature["title_ro"] and feature["direction"] in (-1, 0, 1) for feature in about["features"])
    assert "p0" not in json.dumps(about)


def test_the_model_names_its_card_where_it_has_one(scorer: Scorer) -> None:
    assert RankingService(scorer, None).about_model()["card"] is None
    assert RankingService(scorer, None, CARD).about_model()["card"] == "/model/card"


def test_a_feature_declared_in_training_is_described_as_it_was_then(scorer: Scorer) -> None:
    model = dataclasses.replace(scorer.model, catalogue=entries("absent_days_year", "works"))
    of_catalogue, declared = RankingService(Scorer(model, "4"), None).about_model()["features"]
    assert of_catalogue["group"] == "attendance"
    assert declared == {
        "name": "works", "group": "family", "unit": "km", "direction": 1,
        "can_change": False, "title_ro": "works ro", "title_en": "the works",
    }  # fmt: skip


# Mistakes of the request


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", ["JSON: found text that is not JSON; expected one JSON object; correct the value."]),
        (b'{"as_of": "2025-', ["JSON: found text that is not JSON; expected one JSON object; correct the value."]),
        (b"\xff\xfe", ["JSON: found text that is not JSON; expected one JSON object; correct the value."]),
        (b"[" * 100_000, ["JSON: found text that is not JSON; expected one JSON object; correct the value."]),
        ([], ["JSON: found something else; expected one JSON object; correct the value."]),
        ({}, ["JSON, key as_of: found nothing", "JSON, key capacity: found nothing"]),
        ({"as_of": "03.02.2025", "capacity": 1}, ["JSON, key as_of: found '03.02.2025'; expected a date such as"]),
        ({"as_of": "2025-02-30", "capacity": 1}, ["JSON, key as_of: found '2025-02-30'"]),
        ({"as_of": 20250203, "capacity": 1}, ["JSON, key as_of: found '20250203'"]),
        ({"as_of": "1776643200", "capacity": 1}, ["JSON, key as_of: found '1776643200'; expected a date such as"]),
        ({"as_of": "1776643200.5", "capacity": 1}, ["JSON, key as_of: found '1776643200.5'"]),
        ({"as_of": "20250203", "capacity": 1}, ["JSON, key as_of: found '20250203'"]),
        ({"as_of": "2025-02-03T00:00:00", "capacity": 1}, ["JSON, key as_of: found '2025-02-03T00:00:00'"]),
        ({"as_of": " 2025-02-03", "capacity": 1}, ["JSON, key as_of: found ' 2025-02-03'"]),
        ({"as_of": "2025-02-03\n", "capacity": 1}, ["JSON, key as_of: found '2025-02-03 '"]),
        ({"as_of": "２０２５-02-03", "capacity": 1}, ["JSON, key as_of: found '２０２５-02-03'"]),
        ({"as_of": "-1", "capacity": 1}, ["JSON, key as_of: found '-1'"]),
        ({"as_of": ["2025-02-03"], "capacity": 1}, ["JSON, key as_of: found a value of another kind"]),
        ({"as_of": AS_OF, "capacity": "20"}, ["JSON, key capacity: found '20'; expected a whole number"]),
        ({"as_of": AS_OF, "capacity": True}, ["JSON, key capacity: found 'true'"]),
        ({"as_of": AS_OF, "capacity": 0, "school_id": "s"}, ["JSON, key capacity: found '0'"]),
        ({"as_of": AS_OF, "capacity": 1.5, "school_id": "s"}, ["JSON, key capacity: found '1.5'"]),
        (b'{"as_of": "2025-02-03", "capacity": NaN, "school_id": "s"}', ["JSON, key capacity: found 'nan'"]),
        ({"as_of": AS_OF, "capacity": 1, "school_id": 7}, ["JSON, key school_id: found '7'; expected the code"]),
        ({"as_of": AS_OF, "capacity": 1, "model": "2"}, ["JSON: found 'model'; expected a key among as_of, capacity"]),
        ({"as_of": AS_OF, "capacity": 1}, ["JSON, key school_id: found nothing; expected the code of a school"]),
        ({"as_of": AS_OF, "capacity": 1, "records": []}, ["JSON, key records: found a value of another kind"]),
        ({"as_of": AS_OF, "capacity": 1, "records": {"grades": 3}}, ["JSON, key records: found '3'; expected tables"]),
        ({"as_of": AS_OF, "capacity": 1, "records": {"grades": [{"mark": 7}, {"mark": [7]}]}},
         ["grades, row 3, key mark: found a list or an object; expected text, a number"]),
        ({"as_of": AS_OF, "capacity": 1, "school_id": "s", "declarations": {}}, ["JSON, key declarations: found"]),
    ],
)  # fmt: skip
def test_a_wrong_request_is_answered_with_a_sentence_for_each_mistake(
    service: RankingService, body: object, expected: list[str]
) -> None:
    status, answer = rank(service, body)
    assert status == 400
    found = sentences(answer)
    assert [sentence[: len(start)] for sentence, start in zip(found, expected, strict=True)] == expected


def test_a_thousand_wrong_cells_are_not_a_thousand_sentences(service: RankingService) -> None:
    rows = [{"hours": [1]}] * 1000
    status, answer = rank(service, {"as_of": AS_OF, "capacity": 1, "records": {"attendance": rows}})
    assert status == 400
    assert len(sentences(answer)) == 20


def test_a_service_without_records_asks_for_them(bare_service: RankingService) -> None:
    status, answer = rank(bare_service, {"as_of": AS_OF, "capacity": 1, "school_id": "s1"})
    assert status == 400
    assert "this service has no records of its own" in sentences(answer)[0]


def test_an_unknown_school_or_pupil_is_not_found_and_not_repeated(service: RankingService) -> None:
    not_found = [
        rank(service, {"as_of": AS_OF, "capacity": 1, "school_id": "atlantis"}),
        ask(service, ExplainRequest, {"as_of": AS_OF, "pupil_id": "atlantis"}),
    ]
    assert [status for status, _ in not_found] == [404, 404]
    assert "atlantis" not in json.dumps(not_found)


def test_when_nobody_is_in_school_the_request_is_refused(service: RankingService, school: str) -> None:
    for date in ("0001-01-01", "2000-01-01", "9999-12-31"):
        status, answer = rank(service, {"as_of": date, "capacity": 1, "school_id": school})
        assert status == 409
        assert sentences(answer)[0].startswith("Nobody is in school")


def test_a_child_of_whom_nothing_can_be_said_yet_is_refused_in_both_languages() -> None:
    def cannot_say(request: ExplainRequest) -> str:
        raise CannotSay(NotScored(request.pupil_id, "stale_class", "Clasa 5A: catalog vechi.", "Class 5A: stale."))

    response = answered(ExplainRequest(as_of=AS_OF_DATE, pupil_id="p1"), cannot_say, version="3")
    assert response.status_code == 409
    assert json.loads(response.body) == {
        "problems": [{"text_ro": "Clasa 5A: catalog vechi.", "text_en": "Class 5A: stale."}]
    }


def test_a_child_that_is_not_scored_is_described_with_the_keys_of_the_answer() -> None:
    spec = describe(
        {"paths": {path: {"post": {"tags": []}} for path in ("/rank", "/warnings", "/explain")}},
        description="",
        version="3",
        keys=False,
    )
    answer = spec["paths"]["/rank"]["post"]["responses"]["200"]["content"]["application/json"]["example"]
    assert [list(child) for child in answer["not_scored"]] == [[field.name for field in dataclasses.fields(NotScored)]]


def test_records_without_the_columns_of_the_model_are_refused(scorer: Scorer) -> None:
    model = dataclasses.replace(scorer.model, catalogue=(*scorer.model.catalogue, *entries("works")))
    body = {"as_of": AS_OF, "capacity": 1, "records": {"enrolments": [ENROLMENT]}}
    status, answer = rank(RankingService(Scorer(model, "4"), None), body)
    assert status == 409
    assert "works" in sentences(answer)[0]


# Who looks

MINE = Viewer("director", frozenset({"s1"}))


def ask_as(viewer: Viewer, service: RankingService, request: RankRequest | ExplainRequest) -> Any:
    method = service.rank if isinstance(request, RankRequest) else service.explain
    return answered(request, lambda asked: method(asked, viewer=viewer, today=TODAY), version="3")  # type: ignore[arg-type]


def test_a_viewer_gets_own_schools_as_anybody_does(
    service: RankingService, scorer: Scorer, index: RecordIndex, school: str
) -> None:
    viewer = Viewer("director", frozenset({school}))
    expected = scorer.rank(index, AS_OF_DATE, viewer=ALL, capacity=8, school_id=school)
    listed = ask_as(viewer, service, RankRequest(as_of=AS_OF_DATE, capacity=8, school_id=school))
    assert bytes(listed.body).decode() == list_json(expected)
    pupil = expected.pupils[0].pupil_id
    assert ask_as(viewer, service, ExplainRequest(as_of=AS_OF_DATE, pupil_id=pupil)).status_code == 200


def test_of_other_schools_a_viewer_gets_a_refusal_that_says_nothing_of_them(
    service: RankingService, scorer: Scorer, index: RecordIndex, school: str
) -> None:
    pupil = scorer.rank(index, AS_OF_DATE, viewer=ALL, capacity=8, school_id=school).pupils[0].pupil_id
    refused = [
        ask_as(MINE, service, RankRequest(as_of=AS_OF_DATE, capacity=8, school_id=school)),
        ask_as(MINE, service, RankRequest(as_of=AS_OF_DATE, capacity=8, school_id="atlantis")),
        ask_as(MINE, service, ExplainRequest(as_of=AS_OF_DATE, pupil_id=pupil)),
        ask_as(MINE, service, ExplainRequest(as_of=AS_OF_DATE, pupil_id="nobody")),
    ]
    assert [answer.status_code for answer in refused] == [403] * 4
    assert len({bytes(answer.body) for answer in refused}) == 1
    assert school not in bytes(refused[0].body).decode()


def test_records_that_are_brought_along_are_no_way_around(bare_service: RankingService) -> None:
    other = {**ENROLMENT, "pupil_id": "p2", "school_id": "s2"}
    for rows, status in (([ENROLMENT], 200), ([ENROLMENT, other], 403)):
        brought = RankRequest(as_of=AS_OF_DATE, capacity=1, records={"enrolments": rows})
        assert ask_as(MINE, bare_service, brought).status_code == status


# Mistakes of the records


def test_problems_of_rows_are_told_in_the_words_of_files(tmp_path: Path) -> None:
    tables: dict[str, list[dict[str, str]]] = {
        "enrolments": [ENROLMENT, {**ENROLMENT, "school_year": "2024-2026", "enrolled_on": "9.9.2024"}],
        "attendance": [
            {"pupil_id": "p1", "date": "2025-01-20", "hours": "two"},
            {"pupil_id": "p9", "date": "2027-01-20", "hours": "2"},
        ],
        "grades": [{"pupil_id": "p1", "date": "2025-01-20", "mark": "11", "scale": "1-10", "surname": "x"}],
    }
    for name, rows in tables.items():
        lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(RecordsError) as of_files:
        load_records(tmp_path, today=TODAY)
    with pytest.raises(RecordsError) as of_rows:
        records_from_rows(tables, Declarations(), [], today=TODAY)
    assert len(of_rows.value.problems) > 5
    for language in ("ro", "en"):
        told = sorted(problem.sentence(language).replace(".csv", "") for problem in of_files.value.problems)
        assert sorted(problem.sentence(language) for problem in of_rows.value.problems) == told


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ({}, "records: found nothing; expected the file enrolments"),
        ({"enrolments": []}, "enrolments: found nothing; expected at least one row"),
        ({"enrolments": [{}]}, "enrolments, row 1: found"),
        ({"enrolments": [ENROLMENT], "pupils": []}, "pupils: found an unknown table"),
        ({"enrolments": [ENROLMENT, {**ENROLMENT, "school_id": None}]}, "enrolments, row 3, column school_id: found"),
    ],
)
def test_records_with_problems_are_answered_with_all_of_them(
    bare_service: RankingService, records: dict[str, Any], expected: str
) -> None:
    status, answer = rank(bare_service, {"as_of": AS_OF, "capacity": 1, "records": records})
    assert status == 422
    assert any(sentence.startswith(expected) for sentence in sentences(answer)), sentences(answer)


@pytest.mark.parametrize(
    "body",
    [
        {"as_of": IDENTITY_NUMBER, "capacity": IDENTITY_NUMBER, IDENTITY_NUMBER: 1},
        {"as_of": AS_OF, "capacity": int(IDENTITY_NUMBER) + 0.5, "school_id": IDENTITY_NUMBER},
        {"as_of": AS_OF, "capacity": 1, "school_id": IDENTITY_NUMBER},
        {"as_of": AS_OF, "capacity": 1, "records": {IDENTITY_NUMBER: [{IDENTITY_NUMBER: 1}]}},
        {"as_of": AS_OF, "capacity": 1, "records": {IDENTITY_NUMBER: [{IDENTITY_NUMBER: [1]}]}},
        {"as_of": AS_OF, "capacity": 1, "records": {"enrolments": [{**ENROLMENT, "pupil_id": int(IDENTITY_NUMBER)}]}},
        {"as_of": AS_OF, "capacity": 1, "records": {"enrolments": [{**ENROLMENT, "x" + IDENTITY_NUMBER: 1}]}},
        {"as_of": AS_OF, "capacity": 1, "records": {}, "declarations": {"situation": {IDENTITY_NUMBER: {}}}},
    ],
)
def test_no_answer_repeats_an_identity_number(
    service: RankingService, body: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    status, answer = rank(service, body)
    assert 400 <= status < 500
    assert IDENTITY_NUMBER not in json.dumps(answer)
    assert caplog.text == ""


@pytest.mark.parametrize("error", [MemoryError(), OSError(28, "No space left on device", "/tmp/x")])
def test_a_fault_of_the_machine_is_told_as_one_and_logged(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_request: ExplainRequest) -> str:
        raise error

    response = answered(ExplainRequest(as_of=AS_OF_DATE, pupil_id="p000123"), fail, version="3")
    assert response.status_code == 503
    (problem,) = json.loads(response.body)["problems"]
    assert problem["text_ro"] != problem["text_en"]
    assert type(error).__name__ in caplog.text


def test_our_own_fault_is_told_and_logged_without_what_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    def fail(request: ExplainRequest) -> str:
        raise KeyError(request.pupil_id)

    response = answered(ExplainRequest(as_of=AS_OF_DATE, pupil_id="p000123"), fail, version="3")
    assert response.status_code == 500
    assert "p000123" not in bytes(response.body).decode() + caplog.text
    assert "KeyError, at:" in caplog.text
    assert "raise KeyError(request.pupil_id)" in caplog.text
