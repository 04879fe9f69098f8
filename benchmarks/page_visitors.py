"""How does a benchmark get people into the pages? Made by the command, signed in by their forms, as a browser does."""

import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from service_processes import environment

PASSWORD = "a calm sentence about apples"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass
class Visitor:
    """A person who has signed in with a second factor, with the browser that keeps the cookies."""

    browser: httpx.Client
    token: str = field(default="", repr=False)

    def open(self, address: str) -> httpx.Response:
        """Open a page; any answer but 200 ends the benchmark."""
        answer = self.browser.get(address)
        if answer.status_code != httpx.codes.OK:
            raise SystemExit(f"{address} answered {answer.status_code}")
        found = TOKEN.search(answer.text)
        self.token = found[1] if found else self.token
        return answer

    def send(self, address: str, values: dict[str, str]) -> httpx.Response:
        """Send a form with the token of the last page."""
        return self.browser.post(address, data={**values, "csrfmiddlewaretoken": self.token})


def add_person(folder: Path, email: str, *role: str) -> str:
    """Make an account by the command; return the path of its way in."""
    return re.findall(r"/people/way-in/\S+", people(folder, "add", email, "--role", *role))[0]


def people(folder: Path, *words: str) -> str:
    """Run ``prezent people`` in the folder of a benchmark; return what it says."""
    command = [sys.executable, "-m", "prezent", "people", *words]
    return subprocess.run(
        command, cwd=folder, env=environment(folder), check=True, capture_output=True, text=True
    ).stdout  # fmt: skip


def sign_in(port: int, email: str, way_in: str) -> Visitor:
    """Set a password by the way in, sign in with it, and set up the second factor."""
    visitor = Visitor(httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=120))
    visitor.open(way_in)
    visitor.send(way_in, {"password": PASSWORD, "again": PASSWORD})
    visitor.open("/account/login/")
    visitor.send("/account/login/", {"login": email, "password": PASSWORD})
    set_up = "/account/second-factor/totp/activate/"
    secret = re.findall(r'<code class="way-in">([A-Z2-7]+)</code>', visitor.open(set_up).text)[0]
    visitor.send(set_up, {"code": _code_of(secret)})
    visitor.open("/")
    return visitor


def _code_of(secret: str) -> str:
    from base64 import b32decode
    from hmac import digest

    made = digest(b32decode(secret), (int(time.time()) // 30).to_bytes(8, "big"), "sha1")
    start = made[-1] & 15
    return f"{(int.from_bytes(made[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"
