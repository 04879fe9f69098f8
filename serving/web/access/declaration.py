"""The access that each view declares; a view without a declaration answers nobody."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from serving.web.access.policy import Action
from serving.web.access.reach import Reach

if TYPE_CHECKING:
    from serving.web.accounts.models import User

P = ParamSpec("P")
DECLARED = "prezent_access"
SIGNED_IN, ANYBODY = "signed in", "anybody"


class SignedInRequest(HttpRequest):
    """A request of a signed-in person: ``reach`` says what the person may do.

    ``hides_child`` is set where a child of others was asked for, who is answered as if not there.
    """

    reach: Reach
    hides_child: bool
    user: "User"


View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def requires(action: Action) -> Callable[[View[P]], View[P]]:
    """Declare that a view is for those who may do something somewhere; with whom, the view itself asks ``reach``."""

    def declare(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: SignedInRequest, /, *arguments: P.args, **options: P.kwargs) -> HttpResponse:
            if not request.reach.may(action):
                raise PermissionDenied
            return view(request, *arguments, **options)

        setattr(guarded, DECLARED, action)
        return guarded

    return declare


def for_signed_in(view: View[P]) -> View[P]:
    """Declare that a view is for everybody who is signed in."""
    setattr(view, DECLARED, SIGNED_IN)
    return view


def for_anybody(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Declare that a view is for everybody who can reach the address; it may show nothing of a child."""
    setattr(view, DECLARED, ANYBODY)
    return view


def declared(view: Any) -> Action | str | None:
    """Return what a view declares, or None."""
    return cast("Action | str | None", getattr(view, DECLARED, None))
