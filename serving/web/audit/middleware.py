"""Requests that were refused: in the log like the others, without what they asked for."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from serving.web.audit.chain import record
from serving.web.audit.strangers import record_strangers

REFUSED, TOO_MANY = 403, 429


def refusals_logged(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Log each request that was not allowed, or that was one too many from its address; once each.

    Of people who have not signed in it is one in a minute of an address, with how many more there were.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == TOO_MANY:
            _add(request, "too_many_attempts", {"path": request.path[:100]})
        elif response.status_code == REFUSED or getattr(request, "hides_child", False):
            _add(request, "refused", {"page": _page(request), "method": request.method})
        return response

    return answer


def _add(request: HttpRequest, action: str, what: Mapping[str, object]) -> None:
    if request.user.is_authenticated:
        record(request, action, what=what)
    else:
        record_strangers(request, action, what)


def _page(request: HttpRequest) -> str:
    """Return the name of an address, which says nothing of whom it is about."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
