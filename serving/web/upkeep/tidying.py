"""What the pages tidy up: sessions that have ended, and counts of refusals whose address does not come back."""

from importlib import import_module

from django.conf import settings
from django.db import close_old_connections

from serving.web.audit.strangers import record_what_was_counted
from serving.web.upkeep.faults import told_by_kind

COUNTS_EVERY, SESSIONS_EVERY = 600, 86_400  # seconds


def clear_sessions() -> None:
    """Delete the sessions that ended by themselves; those that people ended are gone already."""
    with told_by_kind("sessions"):
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    close_old_connections()


def log_counts() -> None:
    """Add to the log what was counted of addresses that did not come back."""
    with told_by_kind("counts of refusals"):
        record_what_was_counted()
    close_old_connections()
