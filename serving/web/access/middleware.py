"""Every request meets the access that its view declares before the view is asked."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import ResolverMatch

from serving.web.access.declaration import ANYBODY, declared
from serving.web.access.policy import SECOND_FACTOR, Role
from serving.web.access.reach import reach_of
from serving.web.access.rows import show_no_rows, show_rows_of
from serving.web.accounts.signed_out import answer_to_nobody
from serving.web.configuration.django_settings import started_with
from serving.web.configuration.erased import ErasedMeanwhileError
from serving.web.configuration.unanswered import does_not_answer, unavailable

# Pages of allauth: to sign in, out and on, to change a password, and a person's own second factor.
SIGNING_IN = frozenset({"account_login", "account_logout", "account_reauthenticate", "account_change_password",
                        "mfa_authenticate", "mfa_reauthenticate", "mfa_index", "mfa_activate_totp",
                        "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
                        "mfa_download_recovery_codes", "account_inactive", "openid_connect_login",
                        "openid_connect_callback", "socialaccount_login_error",
                        "socialaccount_login_cancelled", "socialaccount_signup"})  # fmt: skip


class declared_access:  # noqa: N801  (Django calls middleware by function-like names)
    """Asks people to sign in, to prove it by a second factor where their role needs one, and refuses the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on; ``process_view`` guards it, and the database shows no row of a child before."""
        show_no_rows()
        try:
            return self._get_response(request)
        finally:
            show_no_rows()

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], _arguments: object, _options: object
    ) -> HttpResponseBase | None:
        """Return what is answered instead of the view, None where the view may be asked."""
        if _address_has_null(request):
            raise Http404
        match: ResolverMatch | None = request.resolver_match
        if (match is not None and match.view_name in SIGNING_IN) or declared(view) == ANYBODY:
            return None
        if declared(view) is None:
            raise PermissionDenied
        if not request.user.is_authenticated:
            return answer_to_nobody(request)
        reach = reach_of(request.user)
        if started_with().second_factor and _needs_second_factor(reach.grants) and not _has_one(request):
            return redirect("mfa_activate_totp")
        show_rows_of(reach)
        request.reach = reach  # type: ignore[attr-defined]
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what would be kept of a child who was erased a moment ago, and what the machine fails at."""
        if isinstance(error, ErasedMeanwhileError):
            return render(request, "errors/renewed.html", status=503)
        return unavailable(request, error) if does_not_answer(error) else None


def _needs_second_factor(grants: "tuple[object, ...]") -> bool:
    return any(Role(grant.role) in SECOND_FACTOR for grant in grants)  # type: ignore[attr-defined]


def _has_one(request: HttpRequest) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(request.user))


def _address_has_null(request: HttpRequest) -> bool:
    """Tell whether an address holds a letter that no database keeps; nobody types it, and no page has it."""
    said = [request.path, *(value for values in request.GET.lists() for value in (values[0], *values[1]))]
    return any("\0" in each for each in said)
