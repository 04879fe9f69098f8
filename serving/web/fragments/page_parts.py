"""A page, or to a browser that has the page already, the part of it that changed: a template that the page includes."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

OK = 200


def page_or_part(request: HttpRequest, page: str, part: str, context: Mapping[str, object]) -> HttpResponse:
    """Answer with a page, or with the part of it where HTMX asks; never with a part where a whole page is shown."""
    response = render(request, part if asks_for_part(request) else page, dict(context))
    patch_vary_headers(response, ("HX-Request", "HX-History-Restore-Request"))
    return response


def asks_for_part(request: HttpRequest) -> bool:
    """Tell whether HTMX asks for a part; going back in the browser asks for the page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def other_answers_as_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Have the browser open as a page what is no part: a refusal, an error, the way to sign in."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not asks_for_part(request) or response.status_code == OK:
            return response
        to_open = response.headers.get("Location") or request.get_full_path()
        return HttpResponse(status=OK, headers={"HX-Redirect": to_open})

    return answer
