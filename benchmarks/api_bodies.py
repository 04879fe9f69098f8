"""What could a program send to the service that is nearly right? The description with schools, children and columns.

Served, the description says of a school that it is text and of a row that it has cells: made from it alone, no request
would be of a school that there is, and no row one that is read. Beside what is made so, some bodies are written here
as no description makes them.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from features.schema.columns import Column, Table
from features.schema.tables import TABLES

PUPILS = ("e1", "e2", "e3")  # of the records that a request brings; their schools are those of the service
DAYS = ("2024-09-09", "2024-10-01", "2025-01-20", "2025-01-31", "2025-02-02", "2025-02-03", "2025-06-20")
YEARS = ("2023-2024", "2024-2025", "2025-2026")
DECLARED: tuple[dict[str, Any], ...] = (
    {}, {"invented": True}, {"attendance": {"codes": {"P": "present", "L": "late", "A": "absent"}, "day_hours": 6}},
    {"attendance": {"cumulative": True}}, {"default_scale": "1-10"}, {"default_scale": "A-F"},
    {"situation": {"works": {"type": "number", "en": "hours of work", "ro": "ore de muncă"}}},
    {"scales": {"A-F": {"worst": 0, "pass": 2, "best": 5, "words": {"A": 5, "F": 0}}}},
    {"outcomes": {"moved": {"en": "moved", "ro": "mutat", "ends_story": True}}},
)  # fmt: skip
ODD = (
    "NaN", "Infinity", "-1e999", "1" + "0" * 5000, "-0.0", "1e-320", "true", "null", '""', '" "', '"\\ud800"',
    '"\\u0000"', '"\\u202e"', f'"{"9" * 5000}"', '"1e999"', '"nan"', '"NaT"', '"<NA>"', "20250120", '"0000-00-00"',
    '"2025-01-20T00:00:00"', '"31.12.9999"', "[]", "{}",
)  # fmt: skip


def nearly_right(spec: dict[str, Any], *, schools: Sequence[str], pupils: Sequence[str], as_of: str) -> dict[str, Any]:
    """Return a description in which the schools, the children and the columns of the tables stand."""
    tables = {table.name: {"type": "array", "maxItems": 4, "items": _row(table, schools)} for table in TABLES}
    records = {
        "type": "object", "properties": tables, "required": ["enrolments"], "additionalProperties": False,
    }  # fmt: skip
    here = {
        "as_of": _mostly(*DAYS, as_of, otherwise={"type": "string", "format": "date"}),
        "school_id": _mostly(*schools, otherwise={"type": ["string", "null"]}),
        "pupil_id": _mostly(*pupils, *PUPILS, otherwise={"type": "string"}),
        "capacity": _mostly(1, 5, 0.05, 10**9, otherwise={"type": "number"}),
        "records": {"anyOf": [records, {"type": "null"}]},
        "declarations": {"enum": [None, *DECLARED]},
    }
    changed = json.loads(json.dumps(spec))
    for path in ("/rank", "/warnings", "/explain"):
        schema = changed["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        schema["properties"] = {name: here.get(name, given) for name, given in schema["properties"].items()}
    return changed


def odd_bodies(*, school: str, pupil: str, as_of: str) -> Iterator[tuple[str, str]]:
    """Yield addresses with bodies of JSON that no schema makes: odd values in each place, no rows, much nesting."""
    asked = {"as_of": json.dumps(as_of), "capacity": "2", "school_id": json.dumps(school)}
    brought = asked | {"as_of": '"2025-02-03"'}
    for odd in ODD:
        yield from (("/rank", _object(asked | {key: odd})) for key in (*asked, "records", "declarations"))
        yield "/explain", _object({"as_of": asked["as_of"], "pupil_id": odd})
        for table in TABLES:
            rows = (_with_cell(table, column.name, odd, school) for column in table.readable)
            yield from (("/rank", _object(brought | {"records": _tables(school, {table.name: row})})) for row in rows)
    for table in (*(each.name for each in TABLES), "", "__class__"):
        lists = ("[]", "[{}]", "[{},{}]", '[{"":1}]', '[{"pupil_id":null}]', "null", "{}")
        yield from (("/warnings", _object(brought | {"records": _tables(school, {table: rows})})) for rows in lists)
    deep = '{"a":' * 190 + "1" + "}" * 190
    yield "/rank", _object(brought | {"records": _tables(school, {}), "declarations": deep})
    yield "/explain", _object({"as_of": '"2025-02-03"', "pupil_id": json.dumps(pupil), "declarations": deep})
    yield from (("/rank", body) for body in ("", "[" * 100_000, "\ufeff{}", '{"as_of":1,"as_of":1}', "{}\n{}", "\0"))


def _row(table: Table, schools: Sequence[str]) -> dict[str, Any]:
    columns = {column.name: _cell(column, schools) for column in table.readable}
    required = [column.name for column in table.columns if column.required]
    return {"type": "object", "properties": columns, "required": required, "additionalProperties": False}


def _cell(column: Column, schools: Sequence[str]) -> dict[str, Any]:
    if column.name == "pupil_id":
        return {"enum": list(PUPILS)}
    if column.kind == "id":
        return {"enum": list(schools)}
    kinds: dict[str, dict[str, Any]] = {
        "date": _mostly(*DAYS, otherwise={"type": "string", "format": "date"}),
        "yes_no": {"enum": ["yes", "no", "da", True, False]},
        "school_year": {"enum": list(YEARS)},
        "mark": {"enum": [1, 4, 5, 7.5, 10, "FB", "I", "A", "7", "-", "abs"]},
        "choice": {"enum": list(column.choices)},
        "whole": {"type": "integer", **_bounds(column)},
        "number": {"type": "number", **_bounds(column)},
    }
    known = kinds.get(column.kind, _mostly("1-10", "A-F", "P", "L", "A", "M1", "2025-01", otherwise={"type": "string"}))
    return known if column.required else {"anyOf": [known, {"type": "null"}]}


def _bounds(column: Column) -> dict[str, float]:
    bounds = {"minimum": column.low, "maximum": column.high}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _mostly(*usual: Any, otherwise: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"enum": list(usual)}, {"enum": list(usual)}, {"enum": list(usual)}, otherwise]}


def _with_cell(table: Table, name: str, odd: str, school: str) -> str:
    """Return rows of a table, of which one is right but for one cell."""
    right = {column.name: json.dumps(_right(column, school)) for column in table.columns if column.required}
    return f"[{_object(right | {name: odd})}]"


def _right(column: Column, school: str) -> Any:
    usual: dict[str, Any] = {
        "date": "2025-01-20", "school_year": "2024-2025", "number": 6, "whole": 1, "mark": 7, "yes_no": "yes",
    }  # fmt: skip
    by_name = {"pupil_id": "e1", "school_id": school, "enrolled_on": "2024-09-09"}
    return by_name.get(column.name) or usual.get(column.kind) or (column.choices or ("M1",))[0]


def _tables(school: str, tables: dict[str, str]) -> str:
    pupil = {"pupil_id": "e1", "school_id": school, "school_year": "2024-2025", "enrolled_on": "2024-09-09"}
    return _object({"enrolments": f"[{json.dumps(pupil)}]"} | tables)


def _object(values: dict[str, str]) -> str:
    return "{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in values.items()) + "}"
