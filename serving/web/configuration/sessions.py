"""Sessions kept in the database, asked for only under keys that could be ones of ours."""

from django.contrib.sessions.backends import db

_SHORTEST = 8  # as Django has it


class SessionStore(db.SessionStore):
    """Takes a cookie with letters that no key has, and that not every database takes, for no session."""

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and len(key) >= _SHORTEST and key.isascii() and key.isalnum()
