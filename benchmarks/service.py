"""How fast is the served service, and does it keep its memory, beside the one that is written in an afternoon?

Makes an invented county through the real command line (synth, train, promote), starts ``prezent serve`` and
``benchmarks/afternoon_service.py`` as processes of their own, and lets several clients ask the two in turns, round by
round, so that noise hits both. Everything is on this computer, bounded in number and time, and ended afterwards.

    python benchmarks/service.py [--requests 10000] [--clients 4] [--pupils 4000] [--seed 7] [--folder KEPT]
"""

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from clients import Plan, Seen, answer_of, ask, put_together
from measured import machine_line
from service_processes import ROOT, afternoon_command, free_port, memory, running, serve_command
from service_setup import set_up

ROUNDS, STARTS = 10, 5
SHARES = {"/rank": 0.80, "/explain": 0.18, "/rank with records": 0.02}  # of all requests to Prezent
AFTERNOON = {"/rank": 0.02, "/listed/rank": 0.01, "/kept/rank": 0.01, "/kept/listed/rank": 0.01}  # fewer: it is slow
CEILING = 0.05
IMPORTS = "import lightgbm, pandas, bentoml"


@dataclass(frozen=True)
class Asked:
    """One kind of request to one service, and the files with its bodies."""

    port: int
    path: str
    bodies: tuple[str, ...]
    requests: int  # a round


def main() -> None:
    asked = _arguments()
    with contextlib.ExitStack() as stack:
        folder = (asked.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))).resolve()
        setup = set_up(folder, pupils=asked.pupils, seed=asked.seed)
        print(
            f"{machine_line()}; {asked.pupils} pupils, seed {asked.seed}; {asked.clients} clients ask for a school of"
        )
        print(f"{setup.children} children; a body with its records has {setup.megabytes:.1f} MB")
        if not asked.no_starts:
            compare_starts(folder, setup.bodies)
        compare_services(folder, setup.bodies, requests=asked.requests, clients=asked.clients)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000, help="to Prezent, all kinds together")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--pupils", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="keep county and model here, and use them if they are there")
    parser.add_argument("--no-starts", action="store_true", help="leave the start-up times out")
    return parser.parse_args()


# Start-up


def compare_starts(folder: Path, bodies: Mapping[str, Sequence[str]]) -> None:
    """Time in turns, after one start of each that does not count: the service, and the imports it might do."""
    body = Path(bodies["/rank"][0]).read_bytes()
    starts = [(_start_seconds(folder, body), _import_seconds()) for _ in range(STARTS + 1)][1:]
    ready, ranked = ([start[0][place] for start in starts] for place in (0, 1))
    imports = [start[1] for start in starts]
    print(f"\nstart-up, {STARTS} times in turns            median   least    most")
    for what, seconds in (("/readyz answers", ready), ("POST /rank answers", ranked), (IMPORTS, imports)):
        print(f"  {what:<36}{statistics.median(seconds):>7.2f}{min(seconds):>8.2f}{max(seconds):>8.2f} s")


def _start_seconds(folder: Path, body: bytes) -> tuple[float, float]:
    """Return the seconds from the start until the service is ready, and until it has ranked a school."""
    port, start = free_port(), time.perf_counter()
    with running(serve_command(port), port, folder, step=0.02):
        ready = time.perf_counter() - start
        answer_of(port, "/rank", body)
        return ready, time.perf_counter() - start


def _import_seconds() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True, cwd=ROOT)
    return time.perf_counter() - start


# Load


def compare_services(folder: Path, bodies: Mapping[str, tuple[str, ...]], *, requests: int, clients: int) -> None:
    ours, theirs = free_port(), free_port()
    with (
        running(serve_command(ours), ours, folder) as service,
        running(afternoon_command(folder, theirs), theirs, folder) as other,
    ):
        before = memory(service), memory(other)
        compare_answers(ours, theirs, bodies)
        first_requests(ours, theirs, bodies["cold"])
        compare_answers(ours, theirs, bodies)  # so that the dates of the load have been asked before
        kinds = kinds_of_requests(ours, theirs, bodies, requests=requests, clients=clients)
        seen: dict[tuple[str, str], list[Seen]] = {kind: [] for kind in kinds}
        after: list[tuple[float, float]] = []
        for _ in range(ROUNDS):
            for kind, each in kinds.items():
                seen[kind].append(ask(Plan(each.port, each.path, each.bodies, clients, each.requests)))
            after.append((memory(service), memory(other)))
        report({kind: put_together(parts) for kind, parts in seen.items()})
        ours_asked, theirs_asked = (
            sum(each.requests for each in kinds.values() if each.port == port) for port in (ours, theirs)
        )
        for place, (who, asked) in enumerate((("Prezent", ours_asked), ("afternoon", theirs_asked))):
            rounds = " ".join(f"{each[place]:.0f}" for each in after)
            print(f"memory of {who}: {before[place]:.0f} MB when ready; after each {asked} requests {rounds} MB")


def kinds_of_requests(
    ours: int, theirs: int, bodies: Mapping[str, tuple[str, ...]], *, requests: int, clients: int
) -> dict[tuple[str, str], Asked]:
    """Return what is asked of whom in each round; the last is what the clients themselves can do."""
    prezent = {
        ("Prezent", kind): Asked(ours, kind.split()[0], bodies[kind], _each(requests * share, clients))
        for kind, share in SHARES.items()
    }
    afternoon = {
        ("afternoon", path): Asked(theirs, path, bodies["/rank"], _each(requests * share, clients))
        for path, share in AFTERNOON.items()
    }
    return {
        **prezent,
        **afternoon,
        ("ceiling", "GET /readyz"): Asked(theirs, "/readyz", (), _each(requests * CEILING, clients)),
    }


def compare_answers(ours: int, theirs: int, bodies: Mapping[str, Sequence[str]]) -> None:
    """Stop unless all answers hold the same children, scores and margins, and contributions within 1e-9."""
    for file in bodies["/rank"]:
        body = Path(file).read_bytes()
        mine = json.loads(answer_of(ours, "/rank", body))
        assert not mine["not_scored"], "this school has a stale class, which the afternoon's service would rank"
        for path in AFTERNOON:
            _require_same(mine, json.loads(answer_of(theirs, path, body)))
    with_records = json.loads(answer_of(ours, "/rank", Path(bodies["/rank with records"][0]).read_bytes()))
    _require_same(json.loads(answer_of(ours, "/rank", Path(bodies["/rank"][0]).read_bytes())), with_records)
    print("the same answers: children, scores and margins to the last bit, contributions within 1e-9")


def _require_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> None:
    assert one.keys() == other.keys(), "other keys"
    for key in ("as_of", "model_version", "capacity", "cohort_size", "expected_hits_low", "expected_hits_high"):
        assert one[key] == other[key], key
    for mine, theirs in zip(one["pupils"], other["pupils"], strict=True):
        assert mine.keys() == theirs.keys(), "other keys of a child"
        for key in ("rank", "pupil_id", "school_id", "class_label", "score", "margin"):
            assert mine[key] == theirs[key], f"{key} of {mine['pupil_id']}"
        assert abs(mine["base_margin"] - theirs["base_margin"]) < 1e-9, "base margin"
        found, expected = ({each["feature"]: each for each in pupil["reasons"]} for pupil in (mine, theirs))
        for name in found.keys() | expected.keys():
            contributions = [side[name]["contribution"] if name in side else 0.0 for side in (found, expected)]
            assert abs(contributions[0] - contributions[1]) < 1e-9, name
        texts = [
            {(name, each["text_ro"], each["text_en"]) for name, each in side.items()} for side in (found, expected)
        ]
        assert texts[0] == texts[1] or found.keys() != expected.keys(), "other words"


def first_requests(ours: int, theirs: int, bodies: tuple[str, ...]) -> None:
    """Ask dates that nobody has asked before, one after the other."""
    print(f"\nfirst request of a date, {len(bodies)} dates, one client")
    for who, port in (("Prezent", ours), ("afternoon", theirs)):
        seconds = ask(Plan(port, "/rank", bodies, 1, len(bodies))).seconds
        print(f"  {who:<36}median {1e3 * statistics.median(seconds):.1f} ms, most {1e3 * max(seconds):.1f} ms")


def report(seen: Mapping[tuple[str, str], Seen]) -> None:
    """Print a line for each kind of request, and how its p95 compares with that of Prezent's POST /rank."""
    ours = _percentile(seen["Prezent", "/rank"], 95)
    print(f"\n{'':<32}{'requests':>9}{'per s':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'errors':>8}{'p95 ratio':>11}")
    for (who, kind), each in seen.items():
        p50, p95, p99 = (_percentile(each, share) for share in (50, 95, 99))
        print(
            f"{who + ' ' + kind:<32}{len(each.seconds):>9}{len(each.seconds) / each.wall:>9.1f}"
            f"{p50:>9.1f}{p95:>9.1f}{p99:>9.1f}{len(each.errors):>8}{p95 / ours:>11.2f}"
        )
        for error in sorted(set(each.errors))[:3]:
            print(f"    {error}")


def _percentile(seen: Seen, share: int) -> float:
    """Return a percentile in milliseconds; NaN without any answer."""
    return 1e3 * float(np.percentile(seen.seconds, share)) if seen.seconds else float("nan")


def _each(requests: float, clients: int) -> int:
    """Requests of a round: enough for all clients to be busy together for a while."""
    return max(3 * clients, round(requests / ROUNDS))


if __name__ == "__main__":
    main()
