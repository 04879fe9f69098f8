"""What every answer says to the browser: nothing from elsewhere, nothing inline, nothing kept."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from serving.web.configuration.django_settings import started_with

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'{organisation}; frame-ancestors 'none'; base-uri 'none'"
)


def security_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Add them; a page of a child is not kept by the browser or anything between."""
    policy = POLICY.format(organisation=_organisation())

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Content-Security-Policy"] = policy
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), interest-cohort=()"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def _organisation() -> str:
    """Return where a form may lead on to: the organisation's own log-in, where there is one."""
    open_id = started_with().open_id
    if open_id is None:
        return ""
    parts = urlsplit(open_id.server_url)
    return f" {parts.scheme}://{parts.netloc}"
