"""Every answer that is described is really given, with the keys and kinds of its schema; and no others are."""

import datetime as dt
import threading
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from serving.api import service
from serving.api.hot_reload import ReloadingService
from serving.api.response_models import ListAnswer, ModelAnswer, ProblemsAnswer, PupilAnswer, WarningsAnswer
from tests.support.serving.in_process import asked
from tests.support.serving.served import CARD

AS_OF, NEVER = "2025-02-03", "1999-02-03"
SCHEMAS = {"/rank": ListAnswer, "/warnings": WarningsAnswer, "/explain": PupilAnswer, "/model": ModelAnswer}
ENROLMENT = {"pupil_id": "p1", "school_id": "s1", "school_year": "2024-2025", "enrolled_on": "2024-09-09"}
RANK = {"as_of": AS_OF, "capacity": 1, "school_id": "atlantis"}
EXPLAIN = {"as_of": AS_OF, "pupil_id": "atlantis"}
LARGE = {"Content-Type": "application/json", "Content-Length": str(2**30)}
TAKEN = {"situation": {"absent_days_year": {"type": "number", "en": "age", "ro": "vârsta"}}}


@pytest.fixture(scope="module")
def spec(app: Any) -> Any:
    return asked(app, lambda client: client.get("/docs.json")).json()


def answer_of(app: Any, method: str, path: str, **sent: Any) -> httpx.Response:
    async def ask(client: httpx.AsyncClient) -> httpx.Response:
        return await client.request(method, path, **sent)

    return asked(app, ask)


def documented(spec: Any) -> set[tuple[str, str]]:
    """The answers of our own routes that the description promises."""
    own = ("/rank", "/warnings", "/explain", "/model", "/model/card")
    return {(path, status) for path in own for route in spec["paths"][path].values() for status in route["responses"]}


# How each documented mistake comes about, but for those of the service itself.
MISTAKES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("POST", "/rank", "400", {"json": {}}),
    ("POST", "/rank", "400", {"content": b"{", "headers": {"Content-Type": "application/json"}}),
    ("POST", "/rank", "404", {"json": RANK}),
    ("POST", "/rank", "409", {"json": {"as_of": NEVER, "capacity": 1, "records": {"enrolments": [ENROLMENT]}}}),
    ("POST", "/rank", "415", {"content": b"{}", "headers": {"Content-Type": "text/plain"}}),
    ("POST", "/rank", "421", {"json": RANK, "headers": {"Host": "rebound.example"}}),
    ("POST", "/rank", "422", {"json": {**RANK, "records": {}}}),
    ("POST", "/warnings", "400", {"json": {}}),
    ("POST", "/warnings", "404", {"json": RANK}),
    ("POST", "/warnings", "409", {"json": {"as_of": NEVER, "capacity": 1, "records": {"enrolments": [ENROLMENT]}}}),
    ("POST", "/warnings", "415", {"content": b"{}", "headers": {"Content-Type": "text/plain"}}),
    ("POST", "/warnings", "421", {"json": RANK, "headers": {"Host": "rebound.example"}}),
    ("POST", "/warnings", "422", {"json": {**RANK, "records": {}}}),
    ("POST", "/explain", "400", {"json": {**EXPLAIN, "pupil_id": 7}}),
    ("POST", "/explain", "400", {"json": {**EXPLAIN, "records": {}, "declarations": {"situation": {"Bad Name": {}}}}}),
    ("POST", "/explain", "400", {"json": {**EXPLAIN, "records": {"enrolments": [ENROLMENT]}, "declarations": TAKEN}}),
    ("POST", "/explain", "404", {"json": EXPLAIN}),
    ("POST", "/explain", "409", {"json": {**EXPLAIN, "as_of": NEVER}}),
    ("POST", "/explain", "415", {"content": b"{}"}),
    ("POST", "/explain", "421", {"json": EXPLAIN, "headers": {"Host": "rebound.example"}}),
    ("POST", "/explain", "422", {"json": {**EXPLAIN, "records": {"enrolments": [{**ENROLMENT, "school_year": "24"}]}}}),
    *(("GET", path, "405", {}) for path in ("/rank", "/warnings", "/explain")),
    *(("PUT", path, "405", {"json": {}}) for path in ("/model", "/model/card")),
    *(("POST", path, "413", {"content": b"{}", "headers": LARGE}) for path in ("/rank", "/warnings", "/explain")),
    ("GET", "/model", "421", {"headers": {"Host": "rebound.example"}}),
    ("GET", "/model/card?lang=de", "400", {}),
    ("GET", "/model/card", "421", {"headers": {"Host": "rebound.example"}}),
]
# The service's own; 408 and 503 come about in tests/serving/http/test_request_bodies.py.
OF_THE_SERVICE = {
    (path, status) for path in ("/rank", "/warnings", "/explain") for status in ("408", "500", "503", "504")
}
WITHOUT_CARD = ("/model/card", "404")


@pytest.mark.parametrize(("method", "path", "status", "sent"), MISTAKES)
def test_each_mistake_is_answered_with_its_status_and_sentences_in_both_languages(
    app: Any, method: str, path: str, status: str, sent: dict[str, Any]
) -> None:
    answer = answer_of(app, method, path, **sent)
    assert answer.status_code == int(status), answer.text
    problems = ProblemsAnswer.model_validate_json(answer.content, strict=True).problems
    assert problems
    assert all(problem.text_ro != problem.text_en for problem in problems)


def test_every_answer_that_is_described_is_one_of_these_tests(spec: Any) -> None:
    answered = {(path.partition("?")[0], status) for _, path, status, _ in MISTAKES}
    good = {(path, "200") for path in (*SCHEMAS, "/model/card")}
    assert documented(spec) == answered | good | OF_THE_SERVICE | {WITHOUT_CARD}


def test_a_version_without_a_card_is_answered_as_described(
    app: Any, opened: ReloadingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "service", SimpleNamespace(card={}, scorer=opened.service.scorer))
    answer = answer_of(app, "GET", "/model/card")
    assert answer.status_code == 404
    assert ProblemsAnswer.model_validate_json(answer.content, strict=True).problems


@pytest.mark.parametrize("path", ["/rank", "/explain"])
@pytest.mark.parametrize("status", [500, 504])
def test_mistakes_of_the_service_are_answered_as_described(
    app: Any, opened: ReloadingService, monkeypatch: pytest.MonkeyPatch, path: str, status: int
) -> None:
    over = threading.Event()

    def fail(_request: object, *, viewer: object, today: dt.date) -> str:
        if status == 504:
            assert over.wait(60)
        raise KeyError("p000123")

    async def ask(client: httpx.AsyncClient) -> httpx.Response:
        answer = await client.post(path, json=RANK if path == "/rank" else EXPLAIN)
        over.set()
        return answer

    failing = SimpleNamespace(
        rank=fail, explain=fail, scorer=opened.service.scorer, without=lambda _apart: failing
    )  # fmt: skip
    monkeypatch.setattr(opened, "service", failing)
    if status == 504:
        monkeypatch.setattr(service, "TIMEOUT_SECONDS", 0.05)
    answer = asked(app, ask)
    assert answer.status_code == status
    assert ProblemsAnswer.model_validate_json(answer.content, strict=True).problems


def test_lists_and_children_are_answered_as_described(app: Any, opened: ReloadingService, school: str) -> None:
    listed = answer_of(app, "POST", "/rank", json={**RANK, "capacity": 9, "school_id": school})
    assert listed.status_code == 200
    found = ListAnswer.model_validate_json(listed.content)
    assert list(listed.json()) == list(ListAnswer.model_fields)
    assert len(found.pupils) == found.capacity == 9
    warned = answer_of(app, "POST", "/warnings", json={**RANK, "capacity": 9, "school_id": school})
    assert len(WarningsAnswer.model_validate_json(warned.content).record_warnings) <= 3
    pupil = found.pupils[3].pupil_id
    explained = answer_of(app, "POST", "/explain", json={**EXPLAIN, "pupil_id": pupil})
    assert PupilAnswer.model_validate_json(explained.content).reasons == found.pupils[3].reasons
    assert listed.headers["Prezent-Model-Version"] == explained.headers["Prezent-Model-Version"] == "3"


def test_the_model_and_its_card_are_answered_as_described(app: Any) -> None:
    about = answer_of(app, "GET", "/model")
    assert ModelAnswer.model_validate_json(about.content).model_version == "3"
    assert answer_of(app, "GET", "/model/card").text == CARD["card.ro.html"]


@pytest.mark.parametrize("path", ["/metrics", "/healthz", "/livez", "/readyz", "/docs.json", "/schema.json"])
def test_what_is_asked_by_whoever_runs_the_service_is_answered(app: Any, path: str) -> None:
    assert answer_of(app, "GET", path).status_code == 200


def test_every_path_that_is_described_is_there(app: Any, spec: Any) -> None:
    for path, routes in spec["paths"].items():
        for method in routes:
            sent = {"json": {}} if method == "post" else {}
            answer = answer_of(app, method.upper(), path, **sent)
            assert answer.status_code not in (404, 405, 500), (method, path)


def test_every_schema_and_example_that_is_named_is_there(spec: Any) -> None:
    """The examples are validated by the models whose schemas they stand beside."""
    models = {model.__name__: model for model in (*SCHEMAS.values(), ProblemsAnswer)}
    seen = 0
    for path in (*SCHEMAS, "/model/card"):
        for route in spec["paths"][path].values():
            for answer in route["responses"].values():
                content = answer["content"].get("application/json")
                if content is None:
                    continue
                name = content["schema"]["$ref"].removeprefix("#/components/schemas/")
                assert name in spec["components"]["schemas"]
                assert models[name].model_validate_json(httpx.Response(200, json=content["example"]).content)
                seen += 1
    assert seen > 20


def test_no_schema_refers_to_one_that_is_not_there(spec: Any) -> None:
    def references(node: Any) -> set[str]:
        if isinstance(node, dict):
            own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
            return own.union(*map(references, node.values()))
        return set().union(*map(references, node)) if isinstance(node, list) else set()

    there = {f"#/components/schemas/{name}" for name in spec["components"]["schemas"]}
    assert references(spec) <= there


def test_a_schema_allows_no_other_keys_and_describes_each(spec: Any) -> None:
    shown = ("ListAnswer", "PupilAnswer", "ReasonAnswer", "RecordWarningAnswer", "ModelAnswer", "ProblemsAnswer")
    for name in shown:
        schema = spec["components"]["schemas"][name]
        assert schema["additionalProperties"] is False
        assert all(each["description"] for each in schema["properties"].values())


def test_the_example_of_a_mistake_is_a_sentence_that_the_service_says(app: Any, spec: Any) -> None:
    """Of those that can be asked for, by asking."""
    asking: dict[str, Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]] = {
        "400": lambda client: client.post("/rank", json={**RANK, "capacity": 0}),
        "404": lambda client: client.post("/rank", json=RANK),
        "415": lambda client: client.post("/rank", content=b"{}"),
        "421": lambda client: client.post("/rank", json=RANK, headers={"Host": "rebound.example"}),
    }
    responses = spec["paths"]["/rank"]["post"]["responses"]
    for status, ask in asking.items():
        answer = asked(app, ask)
        assert answer.json() == responses[status]["content"]["application/json"]["example"], status
