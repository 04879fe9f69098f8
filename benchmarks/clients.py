"""How fast does a service answer several clients? A process of its own asks it, so that asking costs it nothing.

Reads a plan as JSON from standard input, asks, and writes what it saw as JSON to standard output. Each client is a
thread with a connection of its own that it keeps; it asks the next body as soon as the last answer is read whole.
"""

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

TIMEOUT_SECONDS = 120


@dataclass(frozen=True)
class Plan:
    """What to ask: ``requests`` times, ``clients`` at once, one of ``bodies`` after the other (files; none: GET)."""

    port: int
    path: str
    bodies: tuple[str, ...]
    clients: int
    requests: int


@dataclass(frozen=True)
class Seen:
    """What came: seconds of each answered request, sentences about the others, seconds of all together."""

    seconds: tuple[float, ...]
    errors: tuple[str, ...]
    wall: float


def ask(plan: Plan) -> Seen:
    """Ask from a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__], input=json.dumps(asdict(plan)), stdout=subprocess.PIPE, text=True, check=True
    )
    seen = json.loads(done.stdout)
    return Seen(tuple(seen["seconds"]), tuple(seen["errors"]), seen["wall"])


def put_together(parts: Sequence[Seen]) -> Seen:
    """Put several rounds together."""
    return Seen(
        tuple(second for part in parts for second in part.seconds),
        tuple(error for part in parts for error in part.errors),
        sum(part.wall for part in parts),
    )


def answer_of(port: int, path: str, body: bytes | None = None) -> bytes:
    """Ask once and return the answer; ValueError for anything but 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        return _answer(connection, path, body)
    finally:
        connection.close()


def main() -> None:
    given = json.load(sys.stdin)
    plan = Plan(**{**given, "bodies": tuple(given["bodies"])})
    bodies = [_read(name) for name in plan.bodies] or [None]
    turns, lock = iter(range(plan.requests)), threading.Lock()
    seconds: list[float] = []
    errors: list[str] = []

    def next_turn() -> Iterator[int]:
        while True:
            with lock:
                turn = next(turns, None)
            if turn is None:
                return
            yield turn

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", plan.port, timeout=TIMEOUT_SECONDS)
        for turn in next_turn():
            start = time.perf_counter()
            try:
                _answer(connection, plan.path, bodies[turn % len(bodies)])
                seconds.append(time.perf_counter() - start)
            except (OSError, ValueError, http.client.HTTPException) as error:
                errors.append(f"{type(error).__name__}: {error}")
                connection.close()
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(plan.clients)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    json.dump({"seconds": seconds, "errors": errors, "wall": time.perf_counter() - start}, sys.stdout)


def _answer(connection: http.client.HTTPConnection, path: str, body: bytes | None) -> bytes:
    if body is None:
        connection.request("GET", path)
    else:
        connection.request("POST", path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise ValueError(f"{path} answered {answer.status}: {text[:200].decode(errors='replace')}")
    return text


def _read(name: str) -> bytes:
    with open(name, "rb") as file:
        return file.read()


if __name__ == "__main__":
    main()
