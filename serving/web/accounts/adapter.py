"""What allauth may do here: sign people in whom an administrator has made; nobody signs up alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render

from serving.web.accounts.models import User
from serving.web.accounts.set_up import just_set_up


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

    def set_password(self, user: User, password: str) -> None:
        """Set a password and nothing else: whoever closed the account while this was computed has closed it."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:
        """Ask again before what matters; not before a first second factor, and not just after it was set up."""
        request = context.request
        if app == "allauth.mfa" and (not is_mfa_enabled(request.user) or just_set_up(request)):
            return False
        return bool(super().is_reauthentication_required(app=app))

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
