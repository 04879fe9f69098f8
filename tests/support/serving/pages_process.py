"""A process of the pages on a port, made by a program of the tests."""

import subprocess
import sys
import time
from pathlib import Path

import httpx

START_SECONDS = 120
ROOT = Path(__file__).parents[3]


class PagesProcess:
    """A program of the tests that serves pages; it has ended when the block is left.

    Parameters
    ----------
    program
        The name of the module that is run.
    arguments
        What it is given, before the port.
    """

    def __init__(self, program: str, *arguments: object, port: int) -> None:
        command = [sys.executable, "-m", program, *map(str, arguments), str(port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
        self.port = port

    def __enter__(self) -> "PagesProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def wait(self) -> None:
        """Wait until it answers; it ends by itself where something is lost."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                httpx.get(f"http://127.0.0.1:{self.port}/account/login/", trust_env=False, timeout=30)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        self.process.kill()
        raise AssertionError(f"the pages did not start: {self.process.communicate()[1][-3000:]}")
