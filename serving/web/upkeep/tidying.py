"""What the pages see to by themselves: sessions and counts that ended, refusals that nobody came back for, moves."""

from importlib import import_module

from django.conf import settings
from django.db import close_old_connections, connection

from serving.web.audit.strangers import record_what_was_counted
from serving.web.configuration.django_settings import COUNTS
from serving.web.roster.places import bring_places_up_to_date
from serving.web.upkeep.faults import told_by_kind

PLACES_EVERY, COUNTS_EVERY, SESSIONS_EVERY = 1, 600, 86_400  # seconds


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


def clear_counts() -> None:
    """Delete the counts of attempts, and the used codes, whose time is over; none of them is dropped before."""
    with told_by_kind("counts of attempts"), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {COUNTS} WHERE expires < CURRENT_TIMESTAMP")  # noqa: S608  (a name of ours)
    close_old_connections()


def follow_moves() -> None:
    """Move the children of other records, or of a new day, before the first request does, which would wait for it."""
    with told_by_kind("places of children"):
        bring_places_up_to_date()
    close_old_connections()
