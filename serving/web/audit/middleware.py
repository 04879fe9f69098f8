"""Attempts that were refused because there were too many from one address: in the log like the others."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from serving.web.audit.chain import record

TOO_MANY = 429


def too_many_logged(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Log each request that is answered so."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == TOO_MANY:
            record(request, "too_many_attempts", what={"path": request.path[:100]})
        return response

    return answer
