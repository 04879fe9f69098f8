"""Programs with a key: as far as the grant of the key reaches, and in the log like people."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections

from serving.api.callers import CHILDREN, LISTS, MODEL, Caller
from serving.web.access.policy import Action
from serving.web.access.reach import reach_by
from serving.web.access.tokens import token_of
from serving.web.audit.chain import record
from serving.web.audit.strangers import record_strangers
from serving.web.configuration.ranking import left_out, place_of

_ACTIONS = {LISTS: Action.SEE_LIST, CHILDREN: Action.SEE_CHILD, MODEL: Action.SEE_MODEL}


def call_in(key: str, wanted: str) -> Caller | None:
    """Look a key up in a thread of the service, where no request of Django's begins or ends."""
    with _fresh_connection():
        caller = caller_of(key, wanted)
    if caller is None:
        return None

    def note(asked: str, school_id: str, pupil_id: str) -> None:
        with _fresh_connection():
            caller.note(asked, school_id, pupil_id)

    return Caller(caller.viewer, note, caller.apart)


@contextmanager
def _fresh_connection() -> Iterator[None]:
    """Use no connection that is too old or that the database has ended, and leave none open that is."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()


def caller_of(key: str, wanted: str) -> Caller | None:
    """Return whose key it is, None where it opens nothing.

    Raises
    ------
    PermissionError
        If the key is not for what is wanted.
    """
    token = token_of(key)
    if token is None:
        record_strangers(None, "key_refused", {"wanted": wanted})
        return None
    reach = reach_by(token.grant.user, [token.grant])
    action = _ACTIONS.get(wanted)
    if action is None or not reach.may(action):
        record(None, "key_refused", who=token.grant.user.email, what={"wanted": wanted, "key": token.name})
        raise PermissionError(wanted)
    who, name = token.grant.user.email, token.name

    def note(asked: str, school_id: str, pupil_id: str) -> None:
        place = place_of(pupil_id) if pupil_id and not school_id else None
        school_id = place.school_id if place else school_id
        record(None, f"api_{asked}", who=who, school_id=school_id, pupil_id=pupil_id, what={"key": name})

    return Caller(reach.viewer(action), note, left_out())
