"""Requests that were refused: in the log like the others, without what they asked for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from serving.web.audit.chain import record

REFUSED, TOO_MANY = 403, 429


def refusals_logged(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Log each request that was not allowed, or that was one too many from its address; once each."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == TOO_MANY:
            record(request, "too_many_attempts", what={"path": request.path[:100]})
        elif response.status_code == REFUSED or getattr(request, "hides_child", False):
            record(request, "refused", what={"page": _page(request), "method": request.method})
        return response

    return answer


def _page(request: HttpRequest) -> str:
    """Return the name of an address, which says nothing of whom it is about."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
