"""What do the pages lose when their processes are killed while people decide, plan and write, and what must be there?

As a program it is the pages on a port, without records and model, which those who only write do not need:
``python -m tests.support.serving.killed_pages FOLDER DATABASE PORT``. Before it answers it reads what was confirmed
before, and looks whether all of it is there.
"""

import json
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import httpx

from tests.support.serving.pages import KEY
from tests.support.serving.pages_process import START_SECONDS, PagesProcess
from tests.support.serving.served import free_port

TOLD, VISITORS = "told.json", "visitors.json"
CSRF = "a" * 32


@dataclass
class KilledPages:
    """Pages whose processes are killed again and again; ``confirmed`` are the words that somebody was told are kept."""

    folder: Path
    database: str
    rng: Random
    processes: int = 2
    confirmed: list[str] = field(default_factory=list)
    _number: Any = field(default_factory=count)
    _refused: list[str] = field(default_factory=list)
    _told: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.look()

    def once(self) -> None:
        """Start the pages, which look for what was confirmed, load them, and kill them at a random moment."""
        (self.folder / TOLD).write_text(json.dumps(self.confirmed))
        with ExitStack() as stack:
            ports = [free_port() for _ in range(self.processes)]
            started = [stack.enter_context(self._serving(port)) for port in ports]
            for each in started:
                each.wait()
            self._told.clear()
            people = [threading.Thread(target=self._work, args=(port, who)) for port in ports for who in (0, 1)]
            for person in people:
                person.start()
            assert self._told.wait(START_SECONDS), "nothing was confirmed"
            time.sleep(self.rng.random())
            for each in started:
                each.process.kill()
            for person in people:
                person.join()
            assert not self._refused, self._refused

    def look(self) -> None:
        """Start one process, which makes what is not there yet, and looks for what was confirmed."""
        (self.folder / TOLD).write_text(json.dumps(self.confirmed))
        with self._serving(free_port()) as serving:
            serving.wait()

    def _serving(self, port: int) -> PagesProcess:
        return PagesProcess("tests.support.serving.killed_pages", self.folder, self.database, port=port)

    def _work(self, port: int, who: int) -> None:
        """Decide, write and plan until the pages are gone; keep the words of what was confirmed."""
        visitor = json.loads((self.folder / VISITORS).read_text())[who]
        cookies = {"prezent_session": visitor["session"], "csrftoken": CSRF}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies=cookies, trust_env=False, timeout=30) as client:
            while True:
                kind = ("decision", "note", "contact")[(number := next(self._number)) % 3]
                words = f"{kind} number {number} of {who}"
                try:
                    address, form = _form(kind, words, visitor)
                    answer = client.post(address, data=form)
                except httpx.TransportError:
                    return  # killed before it answered: it may be kept or not
                if answer.status_code != httpx.codes.FOUND:
                    self._refused.append(f"{words}: {answer.status_code} {answer.headers.get('location')}")
                    return
                self.confirmed.append(words)
                self._told.set()


def _form(kind: str, words: str, visitor: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return an address and the form that is sent there."""
    child, token = visitor["child"], {"csrfmiddlewaretoken": CSRF}
    if kind == "decision":
        return f"/review/{child}/decide/", {**token, "kind": "agreed", "reason": words, "as_of": "2025-02-10"}
    if kind == "note":
        return f"/child/{child}/notes/", {**token, "text": words, "kind": "team"}
    return f"/plans/{visitor['plan']}/contact/", {**token, "on": "2025-02-10", "how": "visit", "result": words}


def main(folder: str, database: str, port: str) -> None:
    """Look for what was confirmed, and serve."""
    import uvicorn

    from serving.web.configuration.start import PagesStart
    from serving.web.site.application import pages_application

    application = pages_application(PagesStart(Path(folder), database, KEY, language="en"), _without_records)
    if not (Path(folder) / VISITORS).exists():
        (Path(folder) / VISITORS).write_text(json.dumps(_visitors()))
    _require_whole(set(json.loads((Path(folder) / TOLD).read_text())))
    uvicorn.run(application, port=int(port), log_level="critical", lifespan="off")


def _without_records() -> Any:
    """Return what answers nothing of records, for pages that ask nothing of them."""
    return SimpleNamespace(own=None, scorer=SimpleNamespace(version="1"))


def _visitors() -> list[dict[str, str]]:
    """Make two people with a child and a plan each; return what their browsers know."""
    import datetime as dt

    from serving.web.access.rows import every_row
    from serving.web.plans.models import Plan
    from serving.web.roster.models import Child
    from tests.support.serving.pages import sign_in

    made = []
    with every_row():
        for pupil in ("P1", "P2"):
            person = sign_in("director")
            child = Child.objects.create(pupil_id=pupil, school_id="S1", class_label="5A")
            plan = Plan.objects.create(child=child, school_id="S1", owner=person.user, made_by=person.user, need="help",
                                       starts_on=dt.date(2025, 2, 1))  # fmt: skip
            session = person.client.cookies["prezent_session"].value
            made.append({"session": session, "child": child.opaque, "plan": plan.opaque})
    return made


def _require_whole(confirmed: set[str]) -> None:
    """Fail unless all that was confirmed is there, each with its entry in a log that is whole."""
    from serving.web.access.rows import every_row
    from serving.web.audit.chain import faults
    from serving.web.audit.models import Entry
    from serving.web.children.models import Note
    from serving.web.plans.models import Contact
    from serving.web.reviews.models import Decision

    with every_row():
        decided, noted, met = (
            list(model.objects.values_list(name, flat=True))
            for model, name in ((Decision, "reason"), (Note, "text"), (Contact, "result"))
        )
        reasons = Entry.objects.filter(action="decision_made").values_list("why", flat=True)
        entries = [Entry.objects.filter(action=action).count() for action in ("note_added", "contact_added")]
        found = list(faults())
        assert sorted(reasons) == sorted(decided), "decisions and their entries differ"
        assert entries == [len(noted), len(met)], "notes or contacts and their entries differ"
    assert confirmed <= {*decided, *noted, *met}, f"lost: {sorted(confirmed - {*decided, *noted, *met})}"
    assert not found, f"faults of the log: {found}"


if __name__ == "__main__":
    main(*sys.argv[1:])
