"""What the pages are started with: a frozen account, from which Django is configured."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.i18n.text import Language

IDLE_MINUTES = 30


@dataclass(frozen=True)
class OpenIdProvider:
    """An organisation's own log-in (OpenID Connect): how people call it, its address, and what it knows us by."""

    name: str
    server_url: str
    client_id: str
    secret: str


@dataclass(frozen=True)
class PagesStart:
    """Where the pages keep what people do, and how they may be reached.

    ``database`` is a URL, ``sqlite:///FILE`` or ``postgresql://…``; ``secret_key`` signs sessions and stays in the
    folder ``var``. ``hosts`` are the names the pages answer to; ``secure`` says that they are reached by TLS alone.
    ``review_before_score`` keeps a child's number from those who have not said yet what they think; ``approve_plans``
    and ``approve_closures`` let a plan, or its end, wait for whoever may approve.
    ``records`` is the address of the database of records, None where they are a folder; ``keyring`` is the file with
    the key under which an import makes pseudonyms.
    ``opens_on`` is the day of the lists of a demo, where an address names none; None where it is the latest.
    ``from_machine`` is a command of this machine, to which PostgreSQL shows every row.
    """

    var: Path
    database: str
    secret_key: str
    language: Language = "ro"
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    secure: bool = False
    idle_minutes: int = IDLE_MINUTES
    roster: str | None = None
    records: str | None = None
    keyring: Path | None = None
    open_id: OpenIdProvider | None = None
    second_factor: bool = True
    review_before_score: bool = True
    approve_plans: bool = False
    approve_closures: bool = False
    opens_on: dt.date | None = None
    from_machine: bool = False
    extra: tuple[tuple[str, Any], ...] = ()
