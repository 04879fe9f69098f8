"""Two processes of the pages on one database of theirs and one of records, as a service has them with two workers.

As a program it is one of the two: ``python -m tests.support.serving.paired_pages FOLDER DATABASE RECORDS PORT``. Its
records are those of the two schools, and those after two children moved once the folder says so.
"""

import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING
from unittest.mock import patch

import httpx

from tests.support.serving.pages import KEY
from tests.support.serving.pages_process import PagesProcess
from tests.support.serving.served import free_port

if TYPE_CHECKING:
    from serving.web.configuration.start import PagesStart

CSRF = "a" * 32
PEOPLE = ("director", "counsellor", "secretary", "auditor")
_SESSIONS, _MOVED = "sessions.json", "moved"


@dataclass(frozen=True)
class PairedPages:
    """Both processes, with a client for each person at each of them."""

    folder: Path
    ports: tuple[int, int]

    @contextmanager
    def person(self, role: str, process: int) -> Iterator[httpx.Client]:
        """Give the client of somebody who has signed in and works at one of the processes."""
        session = json.loads((self.folder / _SESSIONS).read_text())[role]
        address, cookies = f"http://127.0.0.1:{self.ports[process]}", {"prezent_session": session, "csrftoken": CSRF}
        with httpx.Client(base_url=address, cookies=cookies, trust_env=False, timeout=60) as client:
            client.headers["X-CSRFToken"] = CSRF
            yield client

    def exchange_records(self) -> None:
        """Let both answer from other records from now on."""
        (self.folder / _MOVED).touch()


@contextmanager
def paired_pages(folder: Path, database: str, records: str) -> Iterator[PairedPages]:
    """Start both, the second once the first has made the tables and the people."""
    with ExitStack() as stack:
        ports = free_port(), free_port()
        for port in ports:
            process = PagesProcess("tests.support.serving.paired_pages", folder, database, records, port=port)
            stack.enter_context(process).wait()
        yield PairedPages(folder, ports)


def at_once(*requests: Callable[[], httpx.Response]) -> list[httpx.Response]:
    """Send requests at the same moment; return the answers in their order."""
    begun = Barrier(len(requests))

    def send(request: Callable[[], httpx.Response]) -> httpx.Response:
        begun.wait(30)
        return request()

    with ThreadPoolExecutor(len(requests)) as threads:
        return list(threads.map(send, requests))


def start_of(folder: Path, database: str, records: str) -> "PagesStart":
    """Return what both are started with."""
    from serving.web.configuration.start import PagesStart

    roster = f"sqlite:///{(folder / 'roster.sqlite').as_posix()}"
    return PagesStart(
        folder, database, KEY, language="en", records=records, roster=roster, keyring=folder / "keyring.toml"
    )


def main(folder: str, database: str, records: str, port: str) -> None:
    """Serve."""
    import uvicorn
    from django.utils import timezone

    from serving.web.site.application import pages_application
    from tests.support.serving.two_schools import AS_OF, moved_service, small_service

    place = Path(folder)
    with patch.object(timezone, "localdate", lambda *_: AS_OF):
        application = pages_application(
            start_of(place, database, records),
            lambda: moved_service() if (place / _MOVED).exists() else small_service(),
        )
        if not (place / _SESSIONS).exists():
            (place / _SESSIONS).write_text(json.dumps(_sessions()))
        uvicorn.run(application, port=int(port), log_level="critical", lifespan="off")


def _sessions() -> dict[str, str]:
    """Make the people; return the sessions in which they have signed in."""
    from serving.web.access.rows import every_row
    from tests.support.serving.pages import sign_in

    with every_row():
        return {role: sign_in(role).client.cookies["prezent_session"].value for role in PEOPLE}


if __name__ == "__main__":
    main(*sys.argv[1:])
