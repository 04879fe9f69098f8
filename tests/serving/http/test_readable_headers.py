"""Headers that nothing behind can read are left out, and the others handed on."""

import asyncio
from typing import Any

import pytest

from serving.http.readable_headers import ReadableHeadersMiddleware

PLAIN = [
    (b"host", b"\xff"), (b"content-type", b'multipart/form-data; boundary="a*b"'), (b"accept", b"text/html, */*;q=0.8"),
    (b"content-type", b"application/json; charset=UTF-8"),
    (b"content-type", b"application/x-www-form-urlencoded;charset=UTF-8"),
]  # fmt: skip


def handed_on(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    seen: list[list[tuple[bytes, bytes]]] = []

    async def look(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["headers"])

    asyncio.run(ReadableHeadersMiddleware(look)({"type": "http", "headers": headers}, None, None))  # type: ignore[arg-type]
    return seen[0]


def test_plain_headers_are_handed_on() -> None:
    assert handed_on(PLAIN) == PLAIN


@pytest.mark.parametrize("name", [b"content-type", b"accept"])
@pytest.mark.parametrize(
    "value",
    [
        b"text/csv; charset=\xff",
        b"multipart/form-data; boundary*=bogus''x",
        b"a/b; x*0*=bogus''x",
        b"a/b;x* =x''y",
        b"application/x-www-form-urlencoded; charset=utf-16",
    ],
)
def test_a_header_that_nothing_can_read_is_as_if_not_there(name: bytes, value: bytes) -> None:
    assert handed_on([(name, value), *PLAIN]) == PLAIN
