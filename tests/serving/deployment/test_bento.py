"""A bento, really built and really served: the command line's answers to the last bit, over HTTP on this computer."""

import datetime as dt
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from features.point_in_time.record_index import RecordIndex
from models.ranking.scorer import Scorer
from serving.api.startup import ServerStart
from serving.deployment.bento import pack
from serving.deployment.server import server_environment
from serving.output.json import list_json, pupil_json
from tests.support.serving.served import CARD, Served, free_port, running
from tests.support.viewers import ALL

pytestmark = pytest.mark.slow

AS_OF = dt.date(2025, 2, 3)
IDENTITY_NUMBER = "1960101123456"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def served(county: Path, pinned: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Build a bento and serve it as anybody would who gets one: by its tag, from some other folder."""
    var = tmp_path_factory.mktemp("var")
    tag = pack(pinned, var)
    records = ServerStart(pinned, county).as_environment()["PREZENT_RECORDS"]
    environment = {**server_environment(var), "PREZENT_RECORDS": records, "OMP_NUM_THREADS": "1"}
    environment.pop("PYTHONPATH", None)
    port = free_port()
    command = [sys.executable, "-m", "bentoml", "serve", tag, "--port", str(port)]
    with running(command, port, folder=var, environment=environment) as served:
        yield served


@pytest.fixture(scope="module")
def client(served: Served) -> httpx.Client:
    return served.client


def test_a_school_is_ranked_to_the_last_bit_from_the_records_it_was_started_with(
    client: httpx.Client, scorer: Scorer, index: RecordIndex, school: str
) -> None:
    answer = client.post("/rank", json={"as_of": "2025-02-03", "capacity": 0.1, "school_id": school})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == list_json(scorer.rank(index, AS_OF, viewer=ALL, capacity=0.1, school_id=school))


def test_records_in_the_request_are_ranked_to_the_last_bit(
    client: httpx.Client, scorer: Scorer, index: RecordIndex, county_rows: dict[str, Any]
) -> None:
    answer = client.post("/rank", json={"as_of": "2025-02-03", "capacity": 12, "records": county_rows})
    assert answer.text == list_json(scorer.rank(index, AS_OF, viewer=ALL, capacity=12))


def test_a_child_is_explained_to_the_last_bit(client: httpx.Client, scorer: Scorer, index: RecordIndex) -> None:
    pupil = scorer.rank(index, AS_OF, viewer=ALL, capacity=5).pupils[4].pupil_id
    answer = client.post("/explain", json={"as_of": "2025-02-03", "pupil_id": pupil})
    assert answer.text == pupil_json(scorer.explain(index, AS_OF, viewer=ALL, pupil_id=pupil))
    assert answer.headers["Prezent-Model-Version"] == scorer.version


def test_the_model_tells_what_it_is(client: httpx.Client, scorer: Scorer) -> None:
    answer = client.get("/model").json()
    assert answer["model_version"] == scorer.version
    assert answer["horizon_days"] == scorer.model.target.horizon_days
    assert [feature["name"] for feature in answer["features"]] == list(scorer.model.feature_names)


def test_the_card_is_packed_with_the_model(client: httpx.Client, scorer: Scorer) -> None:
    page = client.get(client.get("/model").json()["card"])
    assert (page.status_code, page.text) == (200, CARD["card.ro.html"])
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["Prezent-Model-Version"] == scorer.version
    assert client.get("/model/card?lang=en&format=md").text == CARD["card.en.md"]
    assert client.get("/model/card", headers={"Accept-Language": "en-GB,en;q=0.8"}).text == CARD["card.en.html"]
    assert client.get("/model/card?lang=klingon").status_code == 400
    assert client.post("/model/card", json={}).status_code == 405


@pytest.mark.parametrize("path", ["/healthz", "/livez", "/readyz"])
def test_health_is_told(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_requests_are_counted(client: httpx.Client) -> None:
    client.post("/rank", content=b"", headers=JSON)
    counted = re.search(
        r'request_total{endpoint="/rank",http_response_code="400".*} (\S+)', client.get("/metrics").text
    )
    assert counted
    assert float(counted[1]) >= 1


# Mistakes


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/rank", b"{", 400),
        ("/rank", b'{"as_of": "2025-02-03"}', 400),
        ("/rank", b'{"as_of": "2025-02-03", "capacity": 0, "school_id": "x"}', 400),
        ("/rank", b'{"as_of": "2025-02-03", "capacity": 1, "%s": 1}' % IDENTITY_NUMBER.encode(), 400),
        ("/explain", b'{"as_of": "tomorrow", "pupil_id": "x"}', 400),
        ("/rank", b'{"as_of": "2025-02-03", "capacity": 1, "school_id": "%s"}' % IDENTITY_NUMBER.encode(), 404),
        ("/explain", b'{"as_of": "2025-02-03", "pupil_id": "%s"}' % IDENTITY_NUMBER.encode(), 404),
        ("/rank", b'{"as_of": "1999-02-03", "capacity": 1, "school_id": "SCHOOL"}', 409),
        ("/rank", b'{"as_of": "2025-02-03", "capacity": 1, "records": {"enrolments": []}}', 422),
        (
            "/rank",
            b'{"as_of": "2025-02-03", "capacity": 1, "records": {"outcomes": [{"pupil_id": %s}]}}'
            % IDENTITY_NUMBER.encode(),
            422,
        ),
    ],
)
def test_a_mistake_is_a_sentence_in_both_languages(
    client: httpx.Client, school: str, path: str, body: bytes, status: int
) -> None:
    answer = client.post(path, content=body.replace(b"SCHOOL", school.encode()), headers=JSON)
    assert answer.status_code == status
    assert set(answer.json()) == {"problems"}
    assert all(set(problem) == {"text_ro", "text_en"} for problem in answer.json()["problems"])
    assert IDENTITY_NUMBER not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data", "application/vnd.bentoml+pickle", ""])
def test_a_body_that_does_not_say_that_it_is_json_is_not_read(client: httpx.Client, content_type: str) -> None:
    answer = client.post("/rank", content=b"{}", headers={"content-type": content_type})
    assert answer.status_code == 415
    assert "must be JSON" in answer.json()["problems"][0]["text_en"]


@pytest.mark.parametrize("path", ["/", "/model", "/readyz", "/metrics", "/schema.json"])
def test_a_request_under_another_name_is_refused_whatever_it_asks_for(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Host": f"rebound.example:{client.base_url.port}"})
    assert answer.status_code == 421
    assert "Host name" in answer.json()["problems"][0]["text_en"]


def test_other_methods_and_routes_are_not_there(client: httpx.Client) -> None:
    assert client.get("/rank").status_code == 405
    assert client.get("/pupils").status_code == 404


def test_the_start_page_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/", follow_redirects=True)
    assert page.url.path == "/docs.json"
    assert "googletagmanager" not in page.text


# The description


@pytest.fixture(scope="module")
def spec(client: httpx.Client) -> Any:
    return client.get("/docs.json").json()


@pytest.mark.parametrize(("path", "method"), [("/rank", "post"), ("/explain", "post"), ("/model", "get")])
def test_every_route_is_described_with_an_example_of_its_answer(
    client: httpx.Client, spec: Any, path: str, method: str
) -> None:
    route = spec["paths"][path][method]
    assert route["description"]
    example = route["responses"]["200"]["content"]["application/json"]["example"]
    if method == "post":
        sent = route["requestBody"]["content"]["application/json"]["example"]
        answer = client.post(path, json=sent)
    else:
        answer = client.get(path)
    assert answer.status_code == 200
    assert list(answer.json()) == list(example)
    for name in set(answer.json()) & {"pupils", "reasons", "features"}:
        assert list(answer.json()[name][0]) == list(example[name][0])


def test_the_forms_of_the_card_are_described(spec: Any) -> None:
    route = spec["paths"]["/model/card"]["get"]
    assert {each["name"]: each["schema"]["enum"] for each in route["parameters"]} == {
        "lang": ["ro", "en"], "format": ["html", "md"],
    }  # fmt: skip
    assert set(route["responses"]["200"]["content"]) == {"text/html", "text/markdown"}
    assert set(route["responses"]) == {"200", "400", "404", "405", "421"}


def test_every_mistake_that_is_answered_is_described(spec: Any) -> None:
    for path in ("/rank", "/explain"):
        assert {"200", "400", "404", "409", "415", "421", "422", "500", "504"} <= set(
            spec["paths"][path]["post"]["responses"]
        )


def test_the_keys_of_a_request_are_described_and_no_others_allowed(spec: Any) -> None:
    schema = spec["paths"]["/rank"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(schema["properties"]) == {"as_of", "capacity", "school_id", "records", "declarations"}
    assert all(key["description"] for key in schema["properties"].values())
    assert schema["required"] == ["as_of", "capacity"]
    assert schema["additionalProperties"] is False


# What the server says and where it listens; last, when all has been asked


def test_the_log_holds_no_pupil_no_identity_number_and_no_traceback(served: Served, index: RecordIndex) -> None:
    said = served.said.read_text()
    assert "path=/rank" in said
    assert "Traceback" not in said
    assert IDENTITY_NUMBER not in said
    assert [pupil for pupil in index.pupils if pupil in said] == []


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="the open ports are read from Linux")
def test_a_bento_listens_on_this_computer_only_unless_told_otherwise(client: httpx.Client) -> None:
    port = f"{client.base_url.port:04X}"
    listening = [line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines() if " 0A " in line]
    assert [place for place in listening if place.endswith(f":{port}")] == [f"0100007F:{port}"]


def test_all_that_is_written_is_under_var(served: Served) -> None:
    assert (served.said.parent / "bentoml" / "bentos").is_dir()
    assert sorted(os.listdir(served.said.parent)) == ["bentoml", "said.txt"]
