"""How does a test of the pages get its Django, and people who have signed in?"""

import atexit
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from serving.web.configuration.django_settings import configure
from serving.web.configuration.start import PagesStart

if TYPE_CHECKING:
    from django.test import Client

    from serving.web.access.models import Grant
    from serving.web.access.policy import Role
    from serving.web.accounts.models import User

DATABASE = "TESTS_PAGES_DB"  # 'postgresql' for a server of the tests' own, or the address of one; else a file
_CODE_SECONDS = 30
KEY = "a key that only tests sign with, and that opens nothing anywhere"


@dataclass(frozen=True)
class SignedIn:
    """A person of a test: the account, its grant, and a client that has signed in."""

    user: "User"
    grant: "Grant"
    client: "Client"


@cache
def configured_site() -> PagesStart:
    """Configure Django for this process, with a database of its own that is gone when it ends; not migrated yet."""
    folder = Path(tempfile.mkdtemp(prefix="prezent-pages-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    quick = ("PASSWORD_HASHERS", ["tests.support.serving.quick_argon2.QuickArgon2"])
    start = PagesStart(folder, _database(folder), KEY, language="en", extra=(quick,))
    configure(start)
    return start


def sign_in(
    role: "Role | str", *, school: str = "S1", class_label: str = "", county: str = "", programme: str = "",
    language: str = "en", until: Any = None, second_factor: bool = True, email: str = "",
) -> SignedIn:  # fmt: skip
    """Make a person with one role and sign them in; a form teacher has 5A and a coordinator OT unless told otherwise.

    Without ``second_factor`` it is a person who has none yet.
    """
    from django.test import Client

    from serving.web.access.models import Grant
    from serving.web.access.policy import Role
    from serving.web.accounts.models import User

    role = Role(role)
    place = {
        Role.FORM_TEACHER: {"school_id": school, "class_label": class_label or "5A"},
        Role.COORDINATOR: {"county": county or "OT"},
        Role.NGO_WORKER: {"programme": programme or "noroc"},
        Role.ANALYST: {}, Role.AUDITOR: {}, Role.ADMINISTRATOR: {},
    }.get(role, {"school_id": school})  # fmt: skip
    user = User.objects.create_user(email or f"{role.value}-{uuid4().hex[:8]}@school.example", name=role.value)
    user.language = language
    user.save()
    grant = Grant.objects.create(user=user, role=role.value, until=until, given_by="a test", **place)
    if second_factor:
        give_second_factor(user)
    client = Client()
    client.force_login(user)
    return SignedIn(user, grant, client)


def give_second_factor(user: "User") -> str:
    """Give a person a second factor; return its secret."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = str(generate_totp_secret())
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str, *, lasts: int = 5) -> str:
    """Return the code of this moment once it lasts for some seconds more: it is taken within its 30 seconds alone."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    if (left := _CODE_SECONDS - time.time() % _CODE_SECONDS) < lasts:
        time.sleep(left)
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // _CODE_SECONDS)))


def _database(folder: Path) -> str:
    asked = os.environ.get(DATABASE, "")
    if asked != "postgresql":
        return asked or f"sqlite:///{(folder / 'pages.sqlite').as_posix()}"
    from tests.support.postgresql import programs, running_server

    place = programs()
    assert place is not None, "PostgreSQL is not installed"
    context = running_server(place)
    server = context.__enter__()
    atexit.register(context.__exit__, None, None, None)
    return server.database_of_nobody_special()
