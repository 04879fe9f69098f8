"""The pages as an application for a server: configured, migrated, joined to the ranking service."""

import logging
import sqlite3
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from serving.http.fault_log import by_place
from serving.web.configuration.django_settings import configure
from serving.web.configuration.start import PagesStart

if TYPE_CHECKING:
    from serving.api.answers import RankingService

_LOCK = 0x70726F75
_PATIENCE_SECONDS = 300


def pages_application(start: PagesStart, service: "Callable[[], RankingService]") -> Any:
    """Return the ASGI application of the pages; their database is brought up to date first."""
    configure(start)
    from django.core.asgi import get_asgi_application
    from django.utils import timezone

    from serving.api.hot_reload import look_every
    from serving.web.configuration.ranking import answer_from
    from serving.web.imports.uploads import LOOK_EVERY, drop_old_by_itself
    from serving.web.upkeep import first_list, served_model
    from serving.web.upkeep.first_list import FirstList
    from serving.web.upkeep.served_model import ServedModel
    from serving.web.upkeep.tidying import (
        COUNTS_EVERY,
        PLACES_EVERY,
        SESSIONS_EVERY,
        clear_counts,
        clear_sessions,
        follow_moves,
        log_counts,
    )

    bring_up_to_date()
    drop_old_by_itself()
    look_every(LOOK_EVERY, drop_old_by_itself)
    clear_sessions()
    look_every(SESSIONS_EVERY, clear_sessions)
    look_every(COUNTS_EVERY, log_counts)
    look_every(COUNTS_EVERY, clear_counts)
    answer_from(service)
    look_every(PLACES_EVERY, follow_moves)
    look_every(served_model.LOOK_EVERY, ServedModel(lambda: service().scorer.version, time.monotonic).look)
    look_every(first_list.LOOK_EVERY, FirstList(service, timezone.localdate).look)
    # Files of a few kilobytes are read at once; nobody at the terminal can do anything about it.
    warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators", Warning)
    logging.getLogger("django.request").addFilter(place_only)
    return get_asgi_application()


def place_only(record: logging.LogRecord) -> bool:
    """Let our own faults into the service's log, by their place; what was refused stands in the log of the pages."""
    by_place(record)
    return record.levelno >= logging.ERROR


def bring_up_to_date() -> None:
    """Bring the database of the pages up to date; of several processes that start at once, one after the other."""
    from django.core.management import call_command

    from serving.web.access.rows import every_row
    from serving.web.site.row_policies import guard_rows

    with _turn(), every_row():  # what a migration changes may be of any school
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        guard_rows()


@contextmanager
def _turn() -> Iterator[None]:
    """Wait until no other process changes the tables; whoever is killed meanwhile holds nobody up."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    beside = f"{connection.settings_dict['NAME']}-turn"
    with closing(sqlite3.connect(beside, timeout=_PATIENCE_SECONDS, isolation_level=None)) as turn:
        turn.execute("BEGIN EXCLUSIVE")
        yield
