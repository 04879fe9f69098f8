"""What the pages' database still holds of rows that are gone: free pages and its log, made empty."""

from contextlib import suppress

from django.apps import apps
from django.db import connection
from django.db.utils import DatabaseError

from features.errors import OutsideServiceError
from features.i18n.text import Bilingual
from serving.web.configuration.django_settings import APPS

_WAIT = 30  # seconds


def clear_free_pages() -> None:
    """Write the database anew without what is free in it, and empty its log; called outside of any transaction.

    Raises
    ------
    OutsideServiceError
        If another program keeps reading an earlier state of it.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for step in (f"PRAGMA busy_timeout={_WAIT * 1000}", "PRAGMA secure_delete=ON",
                         "PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM"):  # fmt: skip
                cursor.execute(step).fetchall()
            busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise OutsideServiceError(_BUSY)
            return
        for model in (model for part in APPS for model in apps.get_app_config(part).get_models()):
            cursor.execute(f'VACUUM (FULL, ANALYZE) "{model._meta.db_table}"')
        for step in ("VACUUM FULL pg_statistic", "CHECKPOINT"):
            with suppress(DatabaseError):  # not everybody may; the server does it by itself in time
                cursor.execute(step)


_BUSY = Bilingual(
    "The pages' database: another program still reads what was there before; stop it ('prezent serve' too) and give "
    "the same command again.",
    "Baza de date a paginilor: alt program încă citește ce era înainte; opriți-l (și „prezent serve”) și dați din nou "
    "aceeași comandă.",
)
