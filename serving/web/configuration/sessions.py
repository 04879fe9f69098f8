"""Sessions kept in the database, asked for only under keys that could be ones of ours."""

import logging

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError

_SHORTEST = 8  # as Django has it

logger = logging.getLogger(__name__)


class SessionStore(db.SessionStore):
    """Takes a cookie with letters that no key has, and that not every database takes, for no session."""

    def save(self, must_create: bool = False) -> None:
        """Keep it; where only its age was to be kept, what was answered stands: it may have been written already."""
        try:
            super().save(must_create)
        except (OperationalError, UpdateError) as error:
            failed = error if isinstance(error, OperationalError) else error.__context__
            if not isinstance(failed, OperationalError):  # somebody ended it meanwhile
                raise
            if must_create or self.modified:
                raise failed from failed.__cause__
            logger.error("a session: %s", str(failed).partition("\n")[0])

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and len(key) >= _SHORTEST and key.isascii() and key.isalnum()
