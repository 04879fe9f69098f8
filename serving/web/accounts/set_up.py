"""Whether a session has just set up its second factor, so that it may see the recovery codes at once."""

import time

from django.http import HttpRequest

_SET_UP_AT = "prezent_set_up_at"
_JUST = 300  # seconds


def note_set_up(request: HttpRequest) -> None:
    """Note it in the session."""
    request.session[_SET_UP_AT] = time.time()


def just_set_up(request: HttpRequest) -> bool:
    """Tell whether it was set up in this session a few minutes ago; not where the clock was set back since."""
    return 0 <= time.time() - float(request.session.get(_SET_UP_AT, 0)) < _JUST
