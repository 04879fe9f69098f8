"""The OpenAPI description of the service, with an example for each route."""

from collections.abc import Mapping
from typing import Any

from serving.api.model_card import CARD_ADDRESS, FORMATS, LANGUAGES
from serving.api.request_models import EXPLAIN_EXAMPLE, RANK_EXAMPLE, ExplainRequest, RankRequest
from serving.api.responses import VERSION_HEADER

OPENAPI = "3.1.0"  # the first version that understands JSON Schema as it is

_PUPIL_EXAMPLE: Mapping[str, Any] = {
    "rank": 1,
    "pupil_id": "e1",
    "school_id": "s1",
    "class_label": "7A",
    "score": 0.0625,
    "margin": -2.5,
    "base_margin": -2.75,
    "reasons": [
        {
            "feature": "unexcused_hours_20d",
            "group": "attendance",
            "value": 6.0,
            "contribution": 0.25,
            "can_change": True,
            "text_ro": "6 ore nemotivate în ultimele 20 de zile de școală",
            "text_en": "6 unexcused hours in the last 20 school days",
        }
    ],
}
_LIST_EXAMPLE: Mapping[str, Any] = {
    "as_of": "2025-02-03",
    "model_version": "3",
    "data_fingerprint": "0f…",
    "capacity": 1,
    "cohort_size": 2,
    "expected_hits": 0.0625,
    "expected_hits_low": 0,
    "expected_hits_high": 1,
    "pupils": [_PUPIL_EXAMPLE],
    "not_scored": [
        {
            "pupil_id": "e3",
            "reason": "stale_class",
            "text_ro": "Clasa 5A (școala s1): nicio absență din 2025-01-10; completați catalogul, apoi cereți lista "
            "din nou.",
            "text_en": "Class 5A (school s1): no absence since 2025-01-10; bring the class register up to date, then "
            "ask for the list again.",
        }
    ],
    "cautions": [],
}
_MODEL_EXAMPLE: Mapping[str, Any] = {
    "model_version": "3",
    "outcomes": ["dropped_out"],
    "horizon_days": 300,
    "as_of": ["2024-02-01"],
    "tables": ["attendance", "enrolments"],
    "rows": 4000,
    "positives": 80,
    "card": CARD_ADDRESS,
    "features": [
        {
            "name": "unexcused_hours_20d",
            "group": "attendance",
            "unit": "hours",
            "direction": 1,
            "can_change": True,
            "title_ro": "ore nemotivate, ultimele 20 de zile de școală",
            "title_en": "unexcused hours, last 20 school days",
        }
    ],
}
_MISTAKES: Mapping[str, str] = {
    "400": "The request is wrong: no JSON, a missing or unknown key, no date, no capacity.",
    "404": "There is no such school, or no such pupil in school at that date.",
    "409": "Refused: nobody is in school at that date, the records lack columns of the model, or of that pupil "
    "nothing can be said yet; why is said in the answer.",
    "422": "The records of the request have problems; all of them are named.",
    "500": "The service made a mistake.",
    "504": "The service was busy for five minutes with what came before.",
}
_CARD_MISTAKES: Mapping[str, str] = {
    "400": "There is no such language or form.",
    "404": "The model version has no card.",
}
_PROBLEMS_EXAMPLE = {
    "problems": [
        {
            "text_ro": "JSON, cheia capacity: am găsit „0”; așteptam un număr întreg de copii; corectați valoarea.",
            "text_en": "JSON, key capacity: found '0'; expected a whole number of children; correct the value.",
        }
    ]
}
_HEADERS = {VERSION_HEADER: {"schema": {"type": "string"}, "description": "The model version that answered."}}


def describe(spec: dict[str, Any], *, description: str, version: str) -> dict[str, Any]:
    """Complete BentoML's OpenAPI description: what it is, what the answers look like, and the routes mounted beside.

    Parameters
    ----------
    spec
        The description that BentoML makes of the routes it knows.
    description
        What the service does.
    version
        The model version that answers now.
    """
    paths = spec["paths"]
    tags = paths["/rank"]["post"]["tags"]
    for path, kind, example, answer in (
        ("/rank", RankRequest, RANK_EXAMPLE, _LIST_EXAMPLE),
        ("/explain", ExplainRequest, EXPLAIN_EXAMPLE, _PUPIL_EXAMPLE),
    ):
        body = {"schema": kind.model_json_schema(), "example": example}
        paths[path]["post"]["requestBody"] = {"required": True, "content": {"application/json": body}}
        paths[path]["post"]["responses"] = {"200": _answer("The answer.", answer), **_mistakes(_MISTAKES)}
    about = "Which model answers: version, target, what it was trained on, its features, and where its card is."
    model = {"tags": tags, "description": about, "responses": {"200": _answer("The model.", _MODEL_EXAMPLE)}}
    paths["/model"], paths[CARD_ADDRESS] = {"get": model}, {"get": {"tags": tags, **_card()}}
    info = {"title": "Prezent", "description": description, "version": version}
    return {**spec, "openapi": OPENAPI, "info": info, "paths": paths}


def _card() -> dict[str, Any]:
    wishes = (
        ("lang", LANGUAGES, "Without it, the language that Accept-Language prefers; Romanian if it names neither."),
        ("format", FORMATS, "Without it, the form that Accept prefers; HTML if it names neither."),
    )
    return {
        "description": "The card of the model that answers, for people: what it is for, and how far to trust it.",
        "parameters": [
            {"name": name, "in": "query", "schema": {"type": "string", "enum": list(offers)}, "description": otherwise}
            for name, offers, otherwise in wishes
        ],
        "responses": {
            "200": {
                "description": "The card, a page that loads nothing from elsewhere, or Markdown.",
                "headers": _HEADERS,
                "content": {names[0]: {"schema": {"type": "string"}} for names in FORMATS.values()},
            },
            **_mistakes(_CARD_MISTAKES),
        },
    }


def _answer(description: str, example: Mapping[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}, "example": example}}
    return {"description": description, "headers": _HEADERS, "content": content}


def _mistakes(meanings: Mapping[str, str]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}, "example": _PROBLEMS_EXAMPLE}}
    return {status: {"description": meaning, "content": content} for status, meaning in meanings.items()}
