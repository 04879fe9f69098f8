"""A running service with people, reached by TLS or through a proxy: what opens, and what does not."""

import contextlib
import re
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from serving.api.startup import SOURCES
from tests.support.serving.served import START_SECONDS, free_port

PROGRAM = """
import datetime as dt, sys
from pathlib import Path
from serving.deployment import server
from serving.deployment.reached import Reached
from serving.web.configuration.start import PagesStart
var, pinned, records, port, cert, key, proxy = sys.argv[1:]
server.model_place = lambda *_arguments, **_options: Path(pinned)
reached = Reached(Path(cert), Path(key)) if not proxy else Reached(proxy=proxy)
pages = PagesStart(Path(var), f"sqlite:///{var}/pages.sqlite", "k" * 50, language="en", secure=True,
                   hosts=("127.0.0.1", "prezent.example"))
server.serve(Path(var), tracking_uri="", model="3", records=Path(records), host="127.0.0.1", port=int(port),
             hosts=("prezent.example",), pages=pages, reached=reached)
"""
PEOPLE = """
import sys
from pathlib import Path
from serving.web.configuration.django_settings import configure
from serving.web.configuration.start import PagesStart
configure(PagesStart(Path(sys.argv[1]), f"sqlite:///{sys.argv[1]}/pages.sqlite", "k" * 50))
from serving.web.site.application import bring_up_to_date
bring_up_to_date()
from serving.web.access.policy import Role
from serving.web.people import by_machine
by_machine.let_in("d@x.ro", Role.DIRECTOR, {"school_id": sys.argv[2]}, name="", language="en", until=None, by="t")
print(by_machine.token("d@x.ro", Role.DIRECTOR, name="catalog", until=None, by="t"))
"""


@dataclass(frozen=True)
class Doors:
    """A running service: its client, a key for one school, its folder and port."""

    client: httpx.Client
    key: str
    var: Path
    port: int


@contextlib.contextmanager
def served(folder: Path, pinned: Path, county: Path, school: str, *, proxy: str) -> Iterator[Doors]:
    port, certificate, key_file = free_port(), folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=prezent.example",
         "-addext", "subjectAltName=DNS:prezent.example,IP:127.0.0.1", "-keyout", key_file, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    key = subprocess.run(
        [sys.executable, "-c", PEOPLE, folder, school], check=True, capture_output=True, text=True, cwd=SOURCES
    ).stdout.strip()
    arguments = [folder, pinned, county, port, certificate, key_file, proxy]
    with (folder / "said.txt").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *map(str, arguments)], cwd=SOURCES, stdout=said, stderr=subprocess.STDOUT
        )
    scheme = "http" if proxy else "https"
    trusted = ssl.create_default_context(cafile=str(certificate))
    try:
        with httpx.Client(
            base_url=f"{scheme}://127.0.0.1:{port}", verify=trusted, trust_env=False, timeout=60
        ) as client:
            _wait(client, process, folder / "said.txt")
            yield Doors(client, key, folder, port)
    finally:
        process.terminate()
        process.wait(60)


def _wait(client: httpx.Client, process: "subprocess.Popen[bytes]", said: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(httpx.TransportError):
            if client.get("/readyz").status_code == 200:
                return
        time.sleep(0.2)
    pytest.fail(said.read_text())


@pytest.fixture(scope="module")
def by_tls(tmp_path_factory: pytest.TempPathFactory, pinned: Path, county: Path, school: str) -> Iterator[Doors]:
    with served(tmp_path_factory.mktemp("tls"), pinned, county, school, proxy="") as doors:
        yield doors


@pytest.fixture(scope="module")
def behind_proxy(tmp_path_factory: pytest.TempPathFactory, pinned: Path, county: Path, school: str) -> Iterator[Doors]:
    with served(tmp_path_factory.mktemp("proxy"), pinned, county, school, proxy="127.0.0.1") as doors:
        yield doors


def sign_in_with(doors: Doors, **headers: str) -> httpx.Response:
    """Try a password that is none, through the form as a browser would."""
    page = doors.client.get("/account/login/", headers=headers)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    body = {"login": "d@x.ro", "password": "none", "csrfmiddlewaretoken": token[1]}
    cookie = page.headers["set-cookie"].partition(";")[0]
    scheme = headers.get("X-Forwarded-Proto", "https")
    referer = f"{scheme}://{doors.client.base_url.netloc.decode()}/account/login/"
    sent = {**headers, "Cookie": cookie, "Referer": referer}
    return doors.client.post("/account/login/", data=body, headers=sent)


def addresses(doors: Doors) -> list[str]:
    with contextlib.closing(sqlite3.connect(doors.var / "pages.sqlite")) as database:
        rows = database.execute("SELECT address FROM audit_entry WHERE action LIKE 'sign_in_%' ORDER BY number")
        return [address for (address,) in rows]


@pytest.mark.slow
def test_the_pages_come_by_tls_with_cookies_that_stay_there(by_tls: Doors) -> None:
    answer = by_tls.client.get("/account/login/")
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "; Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert by_tls.client.get("/list/").headers["Location"] == "/account/login/?next=/list/"


@pytest.mark.slow
@pytest.mark.parametrize(("host", "status"), [("prezent.example", 200), ("evil.example", 421)])
def test_only_the_own_names_are_answered(by_tls: Doors, host: str, status: int) -> None:
    assert by_tls.client.get("/account/login/", headers={"Host": host}).status_code == status


@pytest.mark.slow
def test_the_json_interface_needs_the_key_and_reaches_one_school(by_tls: Doors, school: str) -> None:
    body = {"as_of": "2025-02-03", "capacity": 3, "school_id": school}
    headers = {"Authorization": f"Bearer {by_tls.key}"}
    assert by_tls.client.post("/rank", json=body).status_code == 401
    assert by_tls.client.post("/rank", json=body, headers=headers).status_code == 200
    other = by_tls.client.post("/rank", json={**body, "school_id": "no school of mine"}, headers=headers)
    assert other.status_code == 403
    assert by_tls.client.get("/model").status_code == 401
    with contextlib.closing(sqlite3.connect(by_tls.var / "pages.sqlite")) as database:
        found = database.execute("SELECT who, school_id FROM audit_entry WHERE action = 'api_rank'").fetchall()
    assert found == [("d@x.ro", school), ("d@x.ro", "no school of mine")]


@pytest.mark.slow
def test_a_whole_address_in_the_request_line_goes_round_no_door(by_tls: Doors) -> None:
    trusted = ssl.create_default_context(cafile=str(by_tls.var / "cert.pem"))
    for target in (f"https://127.0.0.1:{by_tls.port}/model", "/model", f"HTTPS://127.0.0.1:{by_tls.port}/model"):
        with (
            socket.create_connection(("127.0.0.1", by_tls.port)) as plain,
            trusted.wrap_socket(plain, server_hostname="127.0.0.1") as line,
        ):
            line.sendall(
                f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{by_tls.port}\r\nConnection: close\r\n\r\n".encode()
            )
            assert line.recv(100).split()[1] == b"401", target


@pytest.mark.slow
def test_nobody_gives_himself_another_address(by_tls: Doors) -> None:
    assert sign_in_with(by_tls, **{"X-Forwarded-For": "6.6.6.6"}).status_code == 200
    assert addresses(by_tls) == ["127.0.0.1"]


@pytest.mark.slow
def test_a_proxy_says_who_asked_and_how(behind_proxy: Doors) -> None:
    by_tls = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.1.2.3"}
    assert behind_proxy.client.get("/account/login/", headers=by_tls).status_code == 200
    assert sign_in_with(behind_proxy, **by_tls).status_code == 200
    assert addresses(behind_proxy) == ["10.1.2.3"]


@pytest.mark.slow
def test_behind_a_proxy_nothing_is_answered_without_tls(behind_proxy: Doors) -> None:
    page = behind_proxy.client.get("/account/login/")
    assert (page.status_code, page.headers["Location"][:8]) == (301, "https://")
    key = {"Authorization": f"Bearer {behind_proxy.key}"}
    assert behind_proxy.client.get("/model", headers=key).status_code == 403
    assert behind_proxy.client.get("/model", headers={**key, "X-Forwarded-Proto": "https"}).status_code == 200
