"""Pages that say why something was not shown, in a sentence."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from serving.web.access.declaration import for_anybody
from serving.web.configuration.unanswered import does_not_answer, unavailable


@for_anybody
def unread(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  (Django's way)
    """Answer 400."""
    return render(request, "errors/unread.html", status=400)


@for_anybody
def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  (Django's way)
    """Answer 403."""
    return render(request, "errors/refused.html", status=403)


@for_anybody
def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 404."""
    return render(request, "errors/missing.html", status=404)


@for_anybody
def faulty(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 where a database failed before or after the view; the log of the service has the place."""
    error = sys.exc_info()[1]
    if error is not None and does_not_answer(error):
        return unavailable(request, error)
    return render(request, "errors/faulty.html", status=500)


@for_anybody
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form that was not sent from our page, or from one that was open too long."""
    return render(request, "errors/stale.html", status=403)
