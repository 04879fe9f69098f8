"""What a request may say.

BentoML would answer a wrong body with what it was given, and log it. These bodies therefore hand their mistakes on, to
be answered in sentences that repeat no identity number. A body is not read before its turn comes (``request_queue``).
"""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import bentoml
import pydantic
from starlette.requests import Request

from features.i18n.text import Bilingual
from features.schema.problems import Problem, in_quotes
from features.schema.tables import TABLES
from serving.http.responses import RequestError

# Read strictly, a value is of one kind only: the first that fits is the one, and no other has to be tried.
JsonValue = Annotated[str | bool | int | float | None, pydantic.Field(union_mode="left_to_right")]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

BODY = "JSON"  # where a mistake of the body is said to be
FIRST_ROW = 2  # rows are counted as in a file, whose header is row 1
SHOWN_MISTAKES = 20

EXPECTED: Mapping[str, Bilingual] = {
    "as_of": Bilingual("a date such as 2025-02-03", "o dată precum 2025-02-03"),
    "capacity": Bilingual(
        "a whole number of children such as 20, or a share below 1 such as 0.05",
        "un număr întreg de copii, de pildă 20, sau o parte sub 1, de pildă 0.05",
    ),
    "school_id": Bilingual("the code of a school, as text", "codul unei școli, ca text"),
    "pupil_id": Bilingual("the pseudonym of a pupil, as text", "pseudonimul unui elev, ca text"),
    "records": Bilingual(
        "tables by their names, each a list of rows, each row an object of cells",
        "tabele după numele lor, fiecare o listă de rânduri, fiecare rând un obiect de celule",
    ),
    "declarations": Bilingual("an object with the content of prezent.toml", "un obiect cu conținutul lui prezent.toml"),
}
_TABLES: list[pydantic.JsonValue] = [table.name for table in TABLES]
_A_VALUE = Bilingual("text, a number, true, false or null", "text, un număr, true, false sau null")
_AN_OBJECT = Bilingual("one JSON object", "un obiect JSON")

_RECORDS_EXAMPLE: Mapping[str, Any] = {
    "enrolments": [
        {"pupil_id": "e1", "school_id": "s1", "school_year": "2024-2025", "enrolled_on": "2024-09-09"},
        {"pupil_id": "e2", "school_id": "s1", "school_year": "2024-2025", "enrolled_on": "2024-09-09"},
    ],
    "attendance": [{"pupil_id": "e1", "date": "2025-01-20", "hours": 6}],
}
RANK_EXAMPLE: dict[str, Any] = {"as_of": "2025-02-03", "capacity": 1, "records": _RECORDS_EXAMPLE}
EXPLAIN_EXAMPLE: dict[str, Any] = {"as_of": "2025-02-03", "pupil_id": "e1", "records": _RECORDS_EXAMPLE}


def _written_day(given: object) -> object:
    """Read a day that is written as 2025-02-03; pydantic would take a number of seconds for one too."""
    if isinstance(given, str) and _DAY.fullmatch(given):
        return dt.date.fromisoformat(given)
    if type(given) is not dt.date:
        raise ValueError(given)
    return given


Day = Annotated[dt.date, pydantic.BeforeValidator(_written_day)]


class Body(bentoml.IODescriptor):  # type: ignore[misc]  # BentoML is not followed by the type checker
    """The body of a request, one JSON object without an envelope: what every request may say."""

    model_config = pydantic.ConfigDict(extra="forbid", strict=True)

    as_of: Day = pydantic.Field(description=EXPECTED["as_of"].en)
    records: dict[str, list[dict[str, JsonValue]]] | None = pydantic.Field(
        None, description=EXPECTED["records"].en, json_schema_extra={"propertyNames": {"enum": _TABLES}}
    )
    declarations: dict[str, Any] | None = pydantic.Field(
        None, description=f"{EXPECTED['declarations'].en}; only together with records"
    )

    @classmethod
    async def from_http_request(cls, request: Request, serde: object) -> "Sent[Body]":  # noqa: ARG003
        """Take the body as it came; the service is given this in place of what it says."""
        return Sent(cls, await request.body())


class RankRequest(Body):
    """Whom to rank: a school of the service's own records, or records that come with the request."""

    model_config = pydantic.ConfigDict(json_schema_extra={"example": RANK_EXAMPLE})

    capacity: float = pydantic.Field(description=EXPECTED["capacity"].en)
    school_id: str | None = pydantic.Field(None, description=f"{EXPECTED['school_id'].en}; needed without records")


class ExplainRequest(Body):
    """Which child to explain, among the service's own records or those that come with the request."""

    model_config = pydantic.ConfigDict(json_schema_extra={"example": EXPLAIN_EXAMPLE})

    pupil_id: str = pydantic.Field(description=EXPECTED["pupil_id"].en)


AnyRequest = TypeVar("AnyRequest", bound=Body)


@dataclass(frozen=True)
class Sent(Generic[AnyRequest]):
    """A request that came and has not been read."""

    kind: type[AnyRequest]
    body: bytes

    def read(self) -> AnyRequest | RequestError:
        """Return the request, or every mistake in it."""
        return read_body(self.kind, self.body)


def read_body(kind: type[AnyRequest], body: bytes) -> AnyRequest | RequestError:
    """Return the request in a body, or every mistake in it."""
    try:
        read: AnyRequest = kind.model_validate_json(body)
    except pydantic.ValidationError as error:
        return RequestError(list(_mistakes(error, sorted(kind.model_fields))))
    return read


def wrong(key: str, found: str | Bilingual = "", expected: Bilingual | None = None) -> Problem:
    """Say that a key of the body has a wrong value, or none."""
    return Problem("config_value", BODY, column=key, found=found, values={"expected": expected or EXPECTED[key]})


def _mistakes(error: pydantic.ValidationError, keys: Sequence[str]) -> Iterator[Problem]:
    """Give each wrong place of the body one problem, however many ways of reading it failed."""
    places = {each["loc"][:4]: each for each in reversed(error.errors(include_url=False, include_context=False))}
    for place, each in list(reversed(places.items()))[:SHOWN_MISTAKES]:
        yield _mistake(place, each, keys)


def _mistake(place: tuple[int | str, ...], error: Any, keys: Sequence[str]) -> Problem:
    if not place:
        return Problem("config_value", BODY, found=_what_came(error), values={"expected": _AN_OBJECT})
    if error["type"] == "extra_forbidden":
        return Problem("config_key", BODY, found=in_quotes(str(place[0])), values={"keys": ", ".join(keys)})
    if len(place) == 4:
        _, table, row, column = place
        found = Bilingual("a list or an object", "o listă sau un obiect")
        return Problem("config_value", str(table), (int(row) + FIRST_ROW,), str(column), found, {"expected": _A_VALUE})
    return wrong(str(place[0]), "" if error["type"] == "missing" else _found(error["input"]))


def _what_came(error: Any) -> Bilingual:
    if error["type"] == "json_invalid":
        return Bilingual("text that is not JSON", "text care nu este JSON")
    return Bilingual("something else", "altceva")


def _found(given: object) -> Bilingual:
    if isinstance(given, str | int | float):
        return in_quotes(given if isinstance(given, str) else json.dumps(given))
    return Bilingual("a value of another kind", "o valoare de alt fel")
