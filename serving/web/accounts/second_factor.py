"""The second factor: who may not put it down, and what is told of a wrong code."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.dispatch import Signal
from django.http import HttpRequest

from serving.web.accounts.models import User
from serving.web.accounts.set_up import note_set_up

code_refused = Signal()  # of a person: user


class KeptSecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # it has no types
    """Leaves it to administrators to take a second factor away, when they make a new way in."""

    def can_delete_authenticator(self, _authenticator: Any) -> bool:
        """Nobody puts his own down; a stolen session could otherwise put another in its place."""
        return False


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The code asked for when signing in."""

    def clean_code(self) -> str:
        """Tell of a wrong code, and of one that is refused because there were too many."""
        return _told(self.user, super().clean_code)


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The code asked for once more, before something that matters."""

    def clean_code(self) -> str:
        """Tell of a wrong code."""
        return _told(self.user, super().clean_code)


def end_other_sessions(request: HttpRequest, user: User, **_details: Any) -> None:
    """End the sessions that began without this second factor; the one that set it goes on under a new key."""
    user.end_sessions()
    update_session_auth_hash(request, user)
    note_set_up(request)


def _told(user: User, clean: Any) -> str:
    try:
        return str(clean())
    except ValidationError:
        code_refused.send(sender=User, user=user)
        raise
