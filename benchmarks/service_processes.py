"""How are the services of the benchmark started as real processes, watched, and ended?"""

import contextlib
import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
from clients import answer_of

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 240


@contextlib.contextmanager
def running(command: Sequence[str], port: int, folder: Path, *, step: float = 0.1) -> Iterator[psutil.Process]:
    """Start a service, wait until it is ready, and end it with all its processes."""
    with (folder / f"said-{port}.txt").open("w") as said:
        started = subprocess.Popen(command, cwd=folder, env=environment(folder), stdout=said, stderr=said)
        process = psutil.Process(started.pid)
        try:
            _wait(started, port, step)
            yield process
        finally:
            family = [process, *process.children(recursive=True)] if started.poll() is None else []
            started.send_signal(signal.SIGINT)
            for each in psutil.wait_procs(family, timeout=30)[1]:
                each.kill()
            started.wait()


def _wait(started: "subprocess.Popen[bytes]", port: int, step: float) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and started.poll() is None:
        with contextlib.suppress(OSError, ValueError):
            answer_of(port, "/readyz")
            return
        time.sleep(step)
    raise SystemExit(f"the service on port {port} did not start; its folder holds what it said")


def memory(process: psutil.Process) -> float:
    """Return the resident memory of a process and all that it started, in MB."""
    return sum(each.memory_info().rss for each in (process, *process.children(recursive=True))) / 1e6


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve_command(port: int, *options: str) -> list[str]:
    return [sys.executable, "-m", "prezent", "serve", "--records", "records", "--port", str(port), *options]


def afternoon_command(folder: Path, port: int) -> list[str]:
    file = ROOT / "benchmarks" / "afternoon_service.py"
    return [sys.executable, str(file), "records", str(folder / "model"), "--port", str(port)]


def prezent(folder: Path, *words: str, may_refuse: bool = False) -> bool:
    """Run a command of Prezent; tell whether it did what was asked."""
    done = subprocess.run(
        [sys.executable, "-m", "prezent", *words], cwd=folder, env=environment(folder), check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    if done.returncode and not may_refuse:
        raise SystemExit(f"prezent {' '.join(words)} failed: {done.stderr}")
    return not done.returncode


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a program of Prezent in the folder of a benchmark."""
    own = {
        "PREZENT_VAR": str(folder / "var"),
        "PREZENT_LANG": "en",
        "PYTHONPATH": str(ROOT),
        "OMP_WAIT_POLICY": "PASSIVE",
    }
    return {**{name: value for name, value in os.environ.items() if name != "MLFLOW_TRACKING_URI"}, **own}


def today() -> dt.date:
    return dt.datetime.now().astimezone().date()
