"""What allauth may do here: sign people in whom an administrator has made; nobody signs up alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # it has no types
    """Keeps the door closed, and mails nobody."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody makes an account for himself."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a name that failed too often lately, and say so to the log."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            user_login_failed.send(sender=__name__, credentials=credentials, request=request, locked_out=True)
            raise

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: accounts are made and reset by an administrator."""


class ClosedSocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Lets an organisation's log-in open accounts that are there already, by a verified e-mail address."""

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: Any) -> bool:
        """Nobody makes an account for himself."""
        return False

    def on_authentication_error(self, request: HttpRequest, _provider: Any, **_details: Any) -> None:
        """Say in a page of ours that the organisation's log-in did not let the person in."""
        raise ImmediateHttpResponse(render(request, "errors/refused.html", status=403))
