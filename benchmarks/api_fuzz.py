"""Is there a request that the served service answers by a fault of its own (5xx), or otherwise than /docs.json says?

Makes a small invented county, serves it from a database and asks in three ways: without people, with people but no key,
with a director's key. Each time schemathesis reads the description that is served; where it is let in, once more with
the schools, children and columns that there are, and bodies follow that no description makes. Then a director who is
signed in sends odd queries, methods, headers and bodies to every address of the pages.

    python benchmarks/api_fuzz.py [--examples 300] [--each 12] [--pupils 1500] [--seed 1] [--folder KEPT]

schemathesis is no part of Prezent and stands in an environment of its own; where it is not found this says how to
install it, and ends with 6. It ends with 1 where anything was found.
"""

import argparse
import contextlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pandas as pd
from api_bodies import nearly_right, odd_bodies
from measured import machine_line
from page_requests import FAULT, explore, send_odd
from page_visitors import add_person, people, sign_in
from service_processes import free_port, prezent, running
from service_setup import make_champion

DIRECTOR, DAY, TODAY = "director@school.example", "2026-04-20", "2025-2026"
NO_TOOL, FOUND = 6, 1
INSTALL = (
    "schemathesis was not found; install it beside, 'python -m venv ST && ST/bin/pip install schemathesis', and say "
    "--schemathesis ST/bin/schemathesis."
)
# Which rows of a table go together cannot be said in a description, so that one that fits may still be refused (422).
NOT_ASKED = "positive_data_acceptance"
# The description with the columns is stricter than what is read: "3" is a number of hours, too.
OF_ANY_ANSWER = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "response_headers_conformance"
)
_SAID = re.compile(r"^(?:Warnings|Test cases):\n(?: .*\n)+|^=+ .* in [\d.]+s =+$", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """Where a service answers, with which key, for which school and children, and how much is asked."""

    port: int
    key: str
    school: str
    pupils: tuple[str, ...]
    options: argparse.Namespace

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


def main() -> None:
    options = _arguments()
    program = shutil.which(options.schemathesis)
    if program is None:
        sys.stderr.write(f"{INSTALL}\n")
        raise SystemExit(NO_TOOL)
    options.schemathesis = str(Path(program).absolute())
    with contextlib.ExitStack() as stack:
        folder = (options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        school, pupils = set_up(folder, options)
        print(f"{machine_line()}; {options.pupils} pupils, seed {options.seed}, {options.examples} examples each")
        found = 0
        with _served(folder) as port:
            found += ask("without people", folder, Asked(port, "", school, pupils, options))
        way_in = add_person(folder, DIRECTOR, "director", "--school", school)
        key = people(folder, "token", DIRECTOR, "--role", "director", "--name", "fuzz").split()[-1]
        with _served(folder) as port:
            found += ask_as_served("with people, no key", folder, Asked(port, "", school, pupils, options))
            found += ask("with people, a director's key", folder, Asked(port, key, school, pupils, options))
            found += ask_pages(port, way_in, school, options)
    print(f"\nfound: {found}")
    raise SystemExit(FOUND if found else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=300, help="of schemathesis for each address and way")
    parser.add_argument("--each", type=int, default=12, help="odd requests to each address of the pages")
    parser.add_argument("--pupils", type=int, default=1_500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="keep county and model here, and use them if they are there")
    parser.add_argument("--schemathesis", default="schemathesis", help="the program, if not on the path")
    return parser.parse_args()


def set_up(folder: Path, options: argparse.Namespace) -> tuple[str, tuple[str, ...]]:
    """Make a champion, records in a database and no people; return the smallest school and children of it."""
    make_champion(folder, pupils=options.pupils, seed=options.seed)
    if not (folder / "records.sqlite").exists():
        prezent(folder, "import", "records", "records", "records.sqlite")
    for file in (folder / "var").glob("pages*"):
        file.unlink()
    files = sorted((folder / "records").rglob("enrolments.parquet"))
    enrolments = pd.concat([pd.read_parquet(file) for file in files]).query("school_year == @TODAY")
    school = str(enrolments["school_id"].value_counts().index[-1])
    return school, tuple(enrolments.loc[enrolments["school_id"] == school, "pupil_id"].head(3))


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "prezent", "serve", "--records", "records.sqlite", "--port", str(port)]
    with running(command, port, folder):
        yield port


# The interface


def ask(way: str, folder: Path, asked: Asked) -> int:
    """Ask the interface in one way; say what came and return how much was found."""
    found = ask_as_served(way, folder, asked)
    spec = httpx.get(f"{asked.url}/docs.json", trust_env=False, timeout=60).json()
    deeper = folder / "deeper.json"
    deeper.write_text(json.dumps(nearly_right(spec, schools=[asked.school], pupils=asked.pupils, as_of=DAY)))
    found += _schemathesis(
        "with its columns", str(deeper), folder, asked, "--url", asked.url, "--checks", OF_ANY_ANSWER
    )
    return found + _send_bodies(asked)


def ask_as_served(way: str, folder: Path, asked: Asked) -> int:
    """Ask what the description says, as it is served."""
    print(f"\n{way}", flush=True)
    checks = ("--checks", "all", "--exclude-checks", NOT_ASKED)
    return _schemathesis("as it is served", f"{asked.url}/docs.json", folder, asked, *checks)


def _schemathesis(what: str, place: str, folder: Path, asked: Asked, *words: str) -> int:
    """Run schemathesis over a description, in a folder where it may leave files; return whether it found anything."""
    header = [word for name, value in asked.headers.items() for word in ("--header", f"{name}: {value}")]
    done = subprocess.run(
        [
            asked.options.schemathesis, "--no-color", "run", place, *words, *header, "--continue-on-failure",
            "--max-examples", str(asked.options.examples), "--seed", str(asked.options.seed),
            "--request-timeout", "120", "--generation-database", "none",
        ],
        env={"NO_PROXY": "*", "PATH": "/usr/bin:/bin"}, cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = done.stdout if done.returncode else "\n".join(_SAID.findall(done.stdout))
    print(f"schemathesis, {what}:\n{said}{done.stderr}", flush=True)
    return int(done.returncode != 0)


def _send_bodies(asked: Asked) -> int:
    """Send the bodies that no description makes; each answer but a fault is right."""
    statuses: Counter[int] = Counter()
    sent: dict[str, Any] = {"base_url": asked.url, "headers": asked.headers | {"Content-Type": "application/json"}}
    with httpx.Client(**sent, trust_env=False, timeout=120) as client:
        for path, body in odd_bodies(school=asked.school, pupil=asked.pupils[0], as_of=DAY):
            answer = client.post(path, content=body.encode("utf-8"))
            statuses[answer.status_code] += 1
            if answer.status_code >= FAULT:
                print(f"  {answer.status_code} {path} {body[:500]}")
    print(f"odd bodies: {dict(sorted(statuses.items()))}", flush=True)
    return sum(number for status, number in statuses.items() if status >= FAULT)


# The pages


def ask_pages(port: int, way_in: str, school: str, options: argparse.Namespace) -> int:
    """Send odd requests to the pages as a director; say what came and return how many faults there were."""
    visitor = sign_in(port, DIRECTOR, way_in)
    begin = ("/", f"/list/?school={school}&as_of={DAY}&k=5", "/account/", "/records/")
    site = explore(visitor, begin, _patterns())
    found = send_odd(visitor, site, each=options.each, seed=options.seed)
    still = visitor.browser.get("/").status_code
    print(f"\npages, as a director: {found.statuses.total()} requests to {len(site.addresses)} addresses")
    print(f"{dict(sorted(found.statuses.items()))}; signed in afterwards: {still == httpx.codes.OK}")
    print(f"slowest {found.slowest[0]:.1f} s: {found.slowest[1][:200]}")
    print("".join(f"  {fault}\n" for fault in found.faults), end="")
    return len(found.faults)


def _patterns() -> list[str]:
    """Return the pattern of every address of the pages, from Django's own table of them."""
    from django.urls import URLPattern, get_resolver

    from serving.web.configuration.django_settings import configure
    from serving.web.configuration.start import PagesStart

    def below(resolver: Any, prefix: str) -> Iterator[str]:
        for each in resolver.url_patterns:
            pattern = f"{prefix}{each.pattern}"
            yield from [pattern] if isinstance(each, URLPattern) else below(each, pattern)

    with tempfile.TemporaryDirectory() as folder:
        configure(PagesStart(Path(folder), f"sqlite:///{folder}/pages.sqlite", "k" * 50, language="en"))
        return list(below(get_resolver(), ""))


if __name__ == "__main__":
    main()
