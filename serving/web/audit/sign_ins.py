"""What the log says of signing in and out, of passwords and second factors, whether it worked or not."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.core import context
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from serving.web.accounts.models import User
from serving.web.accounts.second_factor import code_refused
from serving.web.audit.chain import record
from serving.web.audit.strangers import NOBODY


def connect() -> None:
    """Listen to what Django and allauth tell."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    user_login_failed.connect(_failed)
    code_refused.connect(_code_refused)
    password_changed.connect(_password_changed)
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(_second_factor_changed)


def _signed_in(request: HttpRequest, user: User, **_details: Any) -> None:
    record(request, "signed_in", who=user.email)


def _signed_out(request: HttpRequest, user: User | None, **_details: Any) -> None:
    if user is not None:
        record(request, "signed_out", who=user.email)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **details: Any) -> None:
    """Log a failure under the name only where there is such a person: people type passwords there by mistake."""
    typed = str(credentials.get("email") or credentials.get("username") or "").lower()[:254]
    known = "\0" not in typed and User.objects.filter(email=typed).exists()
    action = "sign_in_locked" if details.get("locked_out") else "sign_in_failed"
    record(request, action, who=typed if known else NOBODY)


def _code_refused(user: User, **_details: Any) -> None:
    record(context.request, "second_factor_failed", who=user.email)


def _password_changed(request: HttpRequest, user: User, **_details: Any) -> None:
    record(request, "password_set", who=user.email)


def _second_factor_changed(request: HttpRequest, user: User, authenticator: Any, **_details: Any) -> None:
    record(request, "second_factor_changed", who=user.email, what={"kind": authenticator.type})
