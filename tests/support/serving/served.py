"""A server of a test's own, on a free port, with all that it says in a file; and a card to serve."""

import contextlib
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

START_SECONDS = 240
CARD = {
    f"card.{language}.{form}": f"{title}, {form}"
    for language, title in (("ro", "Fișa modelului"), ("en", "Model card"))
    for form in ("html", "md")
}


@dataclass(frozen=True)
class Served:
    """A running server: how to ask it, the file it writes what it says to, and its process."""

    client: httpx.Client
    said: Path
    process: "subprocess.Popen[bytes]"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(
    command: Sequence[str], port: int, *, folder: Path, environment: Mapping[str, str], ready: str | None = None
) -> Iterator[Served]:
    """Start a server, wait until it answers (and has said so, where it does), and end it as Ctrl-C would."""
    said = folder / "said.txt"
    with (
        said.open("w") as file,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client,
    ):
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=file, stderr=subprocess.STDOUT)
        served = Served(client, said, process)
        try:
            _wait(served, ready or "")
            yield served
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.wait(60)


def _wait(served: Served, ready: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while served.process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(httpx.TransportError):
            if served.client.get("/readyz").status_code == 200 and ready in served.said.read_text():
                return
        time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{served.said.read_text()}")
