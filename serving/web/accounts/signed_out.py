"""What is answered to a form that comes after the session has ended: what was written is given back, not lost."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import ngettext

from serving.web.configuration.django_settings import started_with

_SIGNED_OUT = 401
_OF_THE_FORM = frozenset({"csrfmiddlewaretoken", "next", "query", "version", "as_of"})
_SHORTEST = 20  # letters that nobody likes to type again


def answer_to_nobody(request: HttpRequest) -> HttpResponse:
    """Lead on to signing in and back; of a form with words show these first, to be copied."""
    if request.method != "POST":
        _say_that_it_ended(request)
        return redirect_to_login(request.get_full_path())
    back, texts = _page_of_form(request), _words(request)
    if not texts:
        _say_that_it_ended(request)
        return redirect_to_login(back)
    sign_in = f"{reverse('account_login')}?{urlencode({'next': back})}"
    answer = render(request, "errors/signed_out.html", {"texts": texts, "sign_in": sign_in}, status=_SIGNED_OUT)
    answer.headers["WWW-Authenticate"] = "Session"
    return answer


def _say_that_it_ended(request: HttpRequest) -> None:
    """Say on the page that follows why it is there, to a browser that had a session; a new visitor is told nothing."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        minutes = started_with().idle_minutes
        said = ngettext(
            "Your session has ended; after %(n)s minute without use it does so by itself.",
            "Your session has ended; after %(n)s minutes without use it does so by itself.",
            minutes,
        )  # fmt: skip
        messages.info(request, said % {"n": minutes})


def _page_of_form(request: HttpRequest) -> str:
    """Return the page that the form stood on, the first page where that is not told: a form's own may take no GET."""
    told = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(told, allowed_hosts={request.get_host()})
    parts = urlsplit(told if is_ours else "")
    if not parts.path.startswith("/") or parts.path == request.path:
        return "/"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _words(request: HttpRequest) -> list[str]:
    said = (value for name, values in request.POST.lists() if name not in _OF_THE_FORM for value in values)
    return [value for value in said if len(value) >= _SHORTEST]
