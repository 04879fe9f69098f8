"""Does an organisation's own log-in open the accounts that are there, and make none?

The provider is a small one of ours on this computer; the pages run in a process of their own, configured with it.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

PROGRAM = """
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from serving.web.configuration.django_settings import configure
from serving.web.configuration.start import OpenIdProvider, PagesStart
var, provider = sys.argv[1:]
configure(PagesStart(Path(var), f"sqlite:///{var}/pages.sqlite", "k" * 50, language="en",
                     open_id=OpenIdProvider("the Inspectorate", provider, "us", "a secret")))
from serving.web.site.application import bring_up_to_date
bring_up_to_date()
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
from django.test import Client
from serving.web.access.models import Grant
from serving.web.accounts.models import User
from serving.web.audit.models import Entry
user = User.objects.create_user("ana@x.ro")
Grant.objects.create(user=user, role="analyst", given_by="t")
client = Client()
page = client.get("/account/login/")
assert "Sign in with the Inspectorate" in page.text
assert "form-action 'self' " + provider in page.headers["Content-Security-Policy"]
begun = client.post("/account/organisation/organisation/login/")
asked = parse_qs(urlsplit(begun.url).query)
assert begun.url.startswith(provider + "/authorize"), begun.url
done = client.get("/account/organisation/organisation/login/callback/", {"code": "c", "state": asked["state"][0]})
print(done.status_code, "_auth_user_id" in client.session, User.objects.count(),
      Entry.objects.filter(action="signed_in").count())
forged = Client().get("/account/organisation/organisation/login/callback/", {"code": "c", "state": "forged"})
print(forged.status_code, User.objects.count())
"""


class Provider(BaseHTTPRequestHandler):
    """Says who signs in: whoever the test puts here."""

    who: ClassVar[dict[str, object]] = {}

    def do_GET(self) -> None:
        base = f"http://{self.headers['Host']}"
        self._answer(
            {"issuer": base, "authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token",
             "userinfo_endpoint": f"{base}/userinfo", "jwks_uri": f"{base}/keys"}
            if "openid-configuration" in self.path else self.who
        )  # fmt: skip

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({"access_token": "t", "token_type": "Bearer"})

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def _answer(self, content: dict[str, object]) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def provider() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ({"sub": "1", "email": "ana@x.ro", "email_verified": True}, "302 True 1 1"),
        ({"sub": "2", "email": "ion@x.ro", "email_verified": True}, "False 1 0"),
        ({"sub": "3", "email": "ana@x.ro", "email_verified": False}, "False 1 0"),
        ({"sub": "4"}, "False 1 0"),
    ],
    ids=["known", "unknown", "not verified", "no address"],
)
def test_it_opens_what_is_there_and_makes_nothing(
    provider: str, tmp_path: Path, who: dict[str, object], said: str
) -> None:
    Provider.who = who
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), provider], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    first, forged = done.stdout.splitlines()
    assert first.endswith(said)
    assert not first.startswith("5")
    assert forged.split()[1] == "1"
    assert int(forged.split()[0]) < 500
