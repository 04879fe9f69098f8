"""How long does a director wait for a list and for a child's page of a large county, and how long for the start?

Makes an invented county through the real command line (synth, train, promote), people by ``prezent people``, starts
``prezent serve`` with the pages, signs in as a browser does, and opens the lists of several schools and the pages of
children on them, one after the other. The start is timed in turns without pages, with them, and of the imports alone:
of a small county, as reading the records of a large one takes longer than all the rest.

    python benchmarks/pages.py [--pupils 60000] [--requests 60] [--schools 10] [--seed 7] [--folder KEPT]
"""

import argparse
import contextlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
from measured import machine_line
from page_visitors import Visitor, add_person, people, sign_in
from service_processes import ROOT, free_port, memory, running, serve_command
from service_setup import make_champion

IMPORTS = "import lightgbm, pandas, bentoml"
DIRECTOR = "director@school.example"
STARTS, SMALL = 5, 1_500
DAY = "2026-04-20"


def main() -> None:
    asked = _arguments()
    with contextlib.ExitStack() as stack:
        folder = (asked.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        make_champion(folder, pupils=asked.pupils, seed=asked.seed)
        _without_people(folder)
        print(f"{machine_line()}; {asked.pupils} pupils, seed {asked.seed}")
        if not asked.no_starts:
            (small := folder / "small").mkdir(exist_ok=True)
            make_champion(small, pupils=SMALL, seed=asked.seed)
            compare_starts(small)
        way_in = add_person(folder, DIRECTOR, "director", "--school", (schools := largest(folder, asked.schools))[0])
        for school in schools[1:]:
            people(folder, "grant", DIRECTOR, "--role", "director", "--school", school)
        port = free_port()
        with running(serve_command(port), port, folder) as service:
            walk(sign_in(port, DIRECTOR, way_in), service, schools, requests=asked.requests)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=60_000)
    parser.add_argument("--requests", type=int, default=60, help="of each kind of page")
    parser.add_argument("--schools", type=int, default=10)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="keep county and model here, and use them if they are there")
    parser.add_argument("--no-starts", action="store_true", help="leave the start-up times out")
    return parser.parse_args()


def largest(folder: Path, count: int) -> list[str]:
    """Return the largest schools of the county."""
    import pandas as pd

    files = sorted((folder / "records").rglob("enrolments.parquet"))
    table = pd.concat([pd.read_parquet(file, columns=["school_id", "school_year"]) for file in files])
    now = table[table["school_year"] == "2025-2026"]
    return [str(school) for school in now["school_id"].value_counts().index[:count]]


# The start


def compare_starts(folder: Path) -> None:
    """Time in turns the imports, the service alone and with pages, after one of each, which makes their database."""
    turns = [(_imports(), _without_pages(folder), *_with_pages(folder)) for _ in range(STARTS + 1)][1:]
    heads = f"{'seconds':>9}{'/ imports':>12}{'processor':>11}{'/ imports':>12}"
    print(f"\n{f'start with {SMALL} pupils, {STARTS} in turns':<38}{heads}")
    names = (IMPORTS, "without pages: /readyz answers", "with pages: /readyz answers", "with pages: the first page")
    for place, what in enumerate(names):
        line = f"  {what:<36}"
        for kind in (0, 1):
            seconds = [turn[place][kind] for turn in turns]
            share = statistics.median(turn[place][kind] / turn[0][kind] for turn in turns)
            line += f"{statistics.median(seconds):>9.2f}{share:>12.2f}  "
        print(line)


def _imports() -> tuple[float, float]:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, sum(after[:2]) - sum(before[:2])


def _without_pages(folder: Path) -> tuple[float, float]:
    """Start without pages, which would be there where their database is."""
    aside = folder / "aside"
    if (folder / "var" / "pages.sqlite").exists():
        (folder / "var" / "pages.sqlite").rename(aside)
    port, start = free_port(), time.perf_counter()
    with running(serve_command(port), port, folder, step=0.02) as service:
        found = time.perf_counter() - start, _own_cpu(service)
    if aside.exists():
        aside.rename(folder / "var" / "pages.sqlite")
    return found


def _with_pages(folder: Path) -> tuple[tuple[float, float], tuple[float, float]]:
    """Start with pages; return when the service was ready, and when the first page had come."""
    import httpx

    port, start = free_port(), time.perf_counter()
    with running(serve_command(port, "--pages"), port, folder, step=0.02) as service:
        ready = time.perf_counter() - start, _own_cpu(service)
        page = httpx.get(f"http://127.0.0.1:{port}/account/login/", trust_env=False, verify=False, timeout=60)
        page.raise_for_status()
        return ready, (time.perf_counter() - start, _own_cpu(service))


def _without_people(folder: Path) -> None:
    for file in (folder / "var").glob("pages*"):
        file.unlink()


# The pages


def walk(visitor: Visitor, service: psutil.Process, schools: Sequence[str], *, requests: int) -> None:
    """Open lists and children in turns; the first of each school, which keeps its list, is told apart."""
    lists = {school: f"/list/?school={school}&as_of={DAY}&k=30" for school in schools}
    first = [_opened(visitor, service, address) for address in lists.values()]
    children = {school: re.findall(r'href="(/child/[\w-]+/)', text) for school, (text, *_) in zip(lists, first)}  # noqa: B905
    print(f"\none person after the other, {len(schools)} schools   requests  median ms   p95 ms  most ms  processor ms")
    _tell("list, first of a school", [each[1:] for each in first])
    pages = [address for turn in zip(*children.values(), strict=False) for address in turn][:requests]
    _tell("child, first time", [_opened(visitor, service, f"{page}?as_of={DAY}")[1:] for page in pages])
    kinds: dict[str, list[tuple[float, ...]]] = {"list": [], "child": [], "to do": []}
    for turn in range(requests):
        kinds["list"].append(_opened(visitor, service, lists[schools[turn % len(schools)]])[1:])
        kinds["child"].append(_opened(visitor, service, f"{pages[turn % len(pages)]}?as_of={DAY}")[1:])
    kinds["to do"] = [_opened(visitor, service, "/")[1:] for _ in range(5)]
    for kind, seen in kinds.items():
        _tell(kind, seen)
    print(f"  {memory(service):.0f} MB")


def _opened(visitor: Visitor, service: psutil.Process, address: str) -> tuple[str, float, float]:
    """Return a page, the milliseconds it took, and those of the server's processor."""
    before, start = _cpu(service), time.perf_counter()
    text = visitor.open(address).text
    seconds = time.perf_counter() - start
    return text, 1e3 * seconds, 1e3 * (_cpu(service) - before)


def _cpu(service: psutil.Process) -> float:
    used = [each.cpu_times() for each in (service, *service.children(recursive=True))]
    return sum(each.user + each.system for each in used)


def _own_cpu(service: psutil.Process) -> float:
    """Return the seconds of the server alone: the process beside it that follows the alias starts in its own time."""
    used = service.cpu_times()
    return used.user + used.system


def _tell(kind: str, seen: Sequence[tuple[float, ...]]) -> None:
    waited, used = sorted(each[0] for each in seen), [each[1] for each in seen]
    p95 = waited[min(int(0.95 * len(waited)), len(waited) - 1)]
    print(
        f"  {kind:<36}{len(seen):>12}{statistics.median(waited):>11.1f}{p95:>9.1f}{waited[-1]:>9.1f}"
        f"{statistics.mean(used):>14.1f}"
    )


if __name__ == "__main__":
    main()
