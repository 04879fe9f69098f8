"""The language of whoever is signed in, or is about to be."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import translation

if TYPE_CHECKING:
    from serving.web.accounts.models import User


def signed_in(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Speak the person's language, also while the second factor is asked for; of anybody else, the browser's."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = _who(request)
        if user is not None:
            speak_to(user, request)
        return get_response(request)

    return answer


def speak_to(user: "User", request: HttpRequest) -> None:
    """Answer a request in the language of a person; who has chosen none is answered in the browser's."""
    if user.language:
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language


def _who(request: HttpRequest) -> "User | None":
    """Return who is signed in, or has given the password and not yet the second factor."""
    from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, unstash_login

    if request.user.is_authenticated:
        return request.user
    login = unstash_login(request, peek=True) if LOGIN_SESSION_KEY in request.session else None
    return login.user if login else None
