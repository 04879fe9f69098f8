"""What else than their own forms could a browser send to the pages? Odd queries, methods, headers and bodies.

By a person who is signed in, over the network: with the token of a form, through the server, the limits of bodies and
the log. Addresses are those that the pages link to, and each pattern that they have, with odd values in it.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from random import Random
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from page_visitors import Visitor

METHODS = ("GET", "GET", "GET", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "ODD")
VALUES = (
    "", " ", "0", "-1", "1.5", "1e309", "NaN", "9" * 400, "2026-04-20", "2026-02-30", "0001-01-01", "9999-12-31", "\0",
    "\u202e", "ș" * 3000, "\U0010ffff", "'; --", "<script>", "../../etc/passwd", "%s%n", "//evil.example", "[]", "{}",
    "yes", "on", "director", "agreed", "csv", "pdf", "xlsx", "ro", "de", "unexcused", "-place", "a\r\nX-Odd: 1",
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {}, {}, {"HX-Request": "true"}, {"HX-Request": "true", "HX-Target": "x", "HX-Current-URL": "http://[::1"},
    {"Accept": "application/json"}, {"Accept-Language": "ro;q=a,*;q=9," * 200}, {"Range": "bytes=5-1,9-"},
    {"If-None-Match": '"', "If-Modified-Since": "yesterday"}, {"X-Forwarded-For": "x, 1.2.3"}, {"Referer": "http://["},
    {"Origin": "null"}, {"Authorization": "Bearer x"}, {"Content-Length-Odd": "-1"}, {"Accept-Encoding": "br;q=x"},
)  # fmt: skip
TYPES = (
    "application/x-www-form-urlencoded; charset=utf-99", "multipart/form-data", "multipart/form-data; boundary=x",
    "application/json", "text/plain", "", "x",
)  # fmt: skip
READ = (
    "next",
    "school",
    "school_id",
    "as_of",
    "k",
    "sort",
    "state",
    "query",
    "class_label",
    "until",
    "version",
    "page",
)
FOLLOWED = 150  # pages are opened to find addresses
# Else nobody is signed in any more.
LEFT_ALONE = ("/account/logout", "/account/password", "/account/second-factor/totp/deactivate", "/static/")
FAULT = 500
_LINK = re.compile(r'(?:href|action|hx-get|hx-post)="(/[^"]*)"')
_NAME = re.compile(r'<(?:input|select|textarea|button)\b[^>]*?\bname="([\w-]+)"')
_CONVERTER = re.compile(r"<(?:\w+:)?\w+>|\([^)]*\)|[\^$\\]")


@dataclass
class Found:
    """What came: statuses, faults as sentences, the slowest answer."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")


@dataclass(frozen=True)
class Site:
    """The addresses of the pages and the names of the fields of their forms."""

    addresses: tuple[str, ...]
    names: tuple[str, ...]


def explore(visitor: Visitor, begin: Sequence[str], patterns: Sequence[str]) -> Site:
    """Follow the links of pages; addresses of patterns follow, with ids that were found and with odd ones."""
    waiting, seen, names = deque(begin), dict.fromkeys(begin), dict.fromkeys(READ)
    for _ in range(FOLLOWED):
        if not waiting:
            break
        answer = visitor.browser.get(waiting.popleft())
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        names.update(dict.fromkeys(_NAME.findall(answer.text)))
        for link in map(unescape, _LINK.findall(answer.text)):
            if link not in seen and not link.startswith(LEFT_ALONE):
                seen[link] = None
                waiting.append(link)
    made = (f"/{_CONVERTER.sub(value, pattern)}" for pattern in patterns for value in ("1", "x", "%00", "ș" * 300))
    seen.update(dict.fromkeys(each for each in made if not each.startswith(LEFT_ALONE)))
    return Site(tuple(seen), tuple(name for name in names if name != "csrfmiddlewaretoken"))


def send_odd(visitor: Visitor, site: Site, *, each: int, seed: int) -> Found:
    """Send so many odd requests to each address; a fault is an answer of the service's own mistake, or none."""
    found, rng = Found(), Random(seed)
    for address in site.addresses:
        for request in _requests(visitor, site, address, each, rng):
            said = f"{request.method} {str(request.url)[:300]} {request.read()[:300]!r}"
            try:
                answer = visitor.browser.send(request)
            except httpx.TransportError as error:
                found.faults.append(f"no answer ({type(error).__name__}) {said}")
                continue
            found.statuses[answer.status_code] += 1
            found.slowest = max(found.slowest, (answer.elapsed.total_seconds(), said))
            if answer.status_code >= FAULT:
                found.faults.append(f"{answer.status_code} {said}")
    return found


def _requests(visitor: Visitor, site: Site, address: str, each: int, rng: Random) -> Iterator[httpx.Request]:
    path, own = urlsplit(address).path, urlsplit(address).query
    for _ in range(each):
        method = rng.choice(METHODS)
        odd = "&".join(f"{quote(name)}={_odd(rng)}" for name in rng.sample(site.names, rng.randrange(4)))
        query = "&".join(part for part in (own, odd) if part)
        sent: dict[str, Any] = {"headers": {"Referer": str(visitor.browser.base_url)} | rng.choice(HEADERS)}
        if method not in ("GET", "HEAD", "TRACE"):
            _add_body(sent, visitor, site, rng)
        yield visitor.browser.build_request(method, f"{path}?{query}" if query else path, **sent)


def _odd(rng: Random) -> str:
    return rng.choice((quote(rng.choice(VALUES)), "%ff%fe", "%u0041", "a&a=b", ""))


def _add_body(sent: dict[str, Any], visitor: Visitor, site: Site, rng: Random) -> None:
    """Give a request a form with the token that lets it be read, a file, or what is no form."""
    filled = {name: rng.choice(VALUES) for name in site.names if rng.random() < rng.choice((0.2, 0.9))}
    kind, form = rng.randrange(4), filled | {"csrfmiddlewaretoken": visitor.token}
    if kind < 2:
        sent["data"] = form
    elif kind == 2:
        sent["data"], sent["files"] = form, {"sheets": ("a\r\n.xlsx", b"PK\x03\x04 no workbook")}
    else:
        sent["content"] = b"--x\r\nContent-Disposition: form-data; name=\xff\r\n\r\n%f" * rng.randrange(3)
        sent["headers"] |= {"X-CSRFToken": visitor.token, "Content-Type": rng.choice(TYPES)}
