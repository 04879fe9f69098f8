"""Once there are people, does the JSON interface answer anybody without a key?"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse

from models.viewer import Viewer
from serving.api import callers, service
from serving.api.callers import Caller, Doors
from tests.support.serving.in_process import asked

OPEN = {"/healthz", "/livez", "/readyz", "/docs.json", "/"}
RANK = {"as_of": "2025-02-03", "capacity": 3}
noted: list[tuple[str, str, str]] = []


def caller_of(key: str, wanted: str) -> Caller | None:
    if key == "for lists" and wanted != callers.LISTS:
        raise PermissionError
    held = Caller(Viewer("program", frozenset({"nowhere"})), lambda *asked_for: noted.append(asked_for))
    return held if key in ("all", "for lists") else None


@pytest.fixture(params=[False])
def doors(app: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The application with doors; without them again afterwards, as the other tests know it."""
    state = service._shared_state()
    before = state.get("doors")
    state["doors"] = Doors(caller_of, secure=request.param)
    noted.clear()
    yield app
    state["doors"] = before


def answer(app: Any, method: str, path: str, **more: Any) -> httpx.Response:
    async def ask(client: httpx.AsyncClient) -> httpx.Response:
        return await client.request(method, path, **more)

    return asked(app, ask)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize("path", sorted(callers.ADDRESSES))
@pytest.mark.parametrize(
    "header", [{}, bearer(""), bearer("none of ours"), {"Authorization": "Basic YTph"}, bearer("\x00")]
)
def test_without_a_key_that_holds_nothing_is_answered(doors: Any, path: str, header: dict[str, str]) -> None:
    method = "POST" if path in ("/rank", "/warnings", "/explain") else "GET"
    found = answer(doors, method, path, headers=header, **({"json": RANK} if method == "POST" else {}))
    assert found.status_code == 401
    assert found.headers["WWW-Authenticate"] == "Bearer"
    assert "prezent people token" in found.json()["problems"][0]["text_en"]


def test_a_key_answers_as_far_as_it_reaches(doors: Any, school: str) -> None:
    found = answer(doors, "POST", "/rank", json={**RANK, "school_id": school}, headers=bearer("all"))
    assert found.status_code == 403
    assert "nowhere" in found.json()["problems"][0]["text_en"]
    assert noted == [("rank", school, "")]
    assert answer(doors, "GET", "/model", headers=bearer("all")).status_code == 200
    assert answer(doors, "GET", "/model", headers=bearer("for lists")).status_code == 403


def test_what_was_asked_about_a_child_is_noted(doors: Any) -> None:
    body = {"as_of": "2025-02-03", "pupil_id": "somebody"}
    assert answer(doors, "POST", "/explain", json=body, headers=bearer("all")).status_code == 403
    assert noted == [("explain", "", "somebody")]


@pytest.mark.parametrize("doors", [True], indirect=True)
def test_beyond_this_computer_nothing_is_answered_without_tls(doors: Any) -> None:
    assert answer(doors, "GET", "/model", headers=bearer("all")).status_code == 403


@pytest.mark.parametrize("path", ["/rank/", "//rank", "/./rank", "/RANK", "/%72ank", "/rank;x", "/rank?x=1"])
def test_no_other_way_of_writing_an_address_goes_round(doors: Any, path: str) -> None:
    assert answer(doors, "POST", path, json=RANK).status_code in {401, 404, 405, 307}


def test_every_address_of_the_interface_needs_a_key_or_is_known_to_need_none(app: Any) -> None:
    paths = {getattr(route, "path", "") for route in app.routes} | {
        getattr(r, "path", "") for r in service.PAGES.routes
    }
    assert paths - set(callers.ADDRESSES) - OPEN <= {"", "/static_content"}


def test_without_people_this_computer_is_answered_as_before(app: Any) -> None:
    assert answer(app, "GET", "/model").status_code == 200


def test_where_keys_are_asked_for_the_description_says_so_and_what_is_answered_without(doors: Any) -> None:
    spec = answer(doors, "GET", "/docs.json").json()
    assert spec["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, routes in spec["paths"].items():
        for route in routes.values():
            needs_key = path in callers.ADDRESSES
            assert route.get("security", []) == ([{"key": []}] if needs_key else [])
            assert ({"401", "403"} <= set(route["responses"])) == needs_key
    example = spec["paths"]["/rank"]["post"]["responses"]["401"]["content"]["application/json"]["example"]
    assert example == answer(doors, "POST", "/rank", json=RANK).json()


def test_without_people_no_key_is_described(app: Any) -> None:
    assert "securitySchemes" not in answer(app, "GET", "/docs.json").json()["components"]


@pytest.fixture
def beside_pages(app: Any) -> Iterator[Any]:
    """The application with something at all other addresses, as the pages are."""
    before = list(service.PAGES.router.routes)
    service.application(app_state("opened"), app_state("start"), pages=PlainTextResponse("a page"))
    yield app
    service.PAGES.router.routes[:] = before
    service._shared_state().pop("pages")


def app_state(name: str) -> Any:
    return service._shared_state()[name]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/rank", "POST"), ("PUT", "/explain", "POST"), ("DELETE", "/warnings", "POST"),
        ("POST", "/model", "GET, HEAD"), ("PATCH", "/model/card", "GET, HEAD"), ("POST", "/metrics", "GET, HEAD"),
        ("POST", "/docs.json", "GET, HEAD"), ("TRACE", "/readyz", "GET, HEAD"), ("POST", "/healthz", "GET, HEAD"),
    ],
)  # fmt: skip
def test_beside_pages_another_method_is_answered_by_the_interface(
    beside_pages: Any, method: str, path: str, allowed: str
) -> None:
    found = answer(beside_pages, method, path)
    assert found.status_code == 405
    assert found.headers["allow"] == allowed
    assert "does not take that method" in found.json()["problems"][0]["text_en"]
    assert answer(beside_pages, method, "/elsewhere").text == "a page"


@pytest.mark.parametrize("path", ["/model", "/model/card", "/metrics", "/docs.json", "/readyz"])
def test_without_pages_what_is_only_read_does_not_ask_for_json(app: Any, path: str) -> None:
    assert answer(app, "POST", path, content=b"a=1").status_code == 405
    assert answer(app, "POST", f"{path}x", content=b"a=1").status_code == 415
