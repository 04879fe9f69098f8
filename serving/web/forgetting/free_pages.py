"""What the pages' database still holds of rows that are gone: free pages and its log, made empty."""

from django.apps import apps
from django.db import connection
from django.db.utils import DatabaseError

from features.i18n.text import Bilingual
from features.store.erasure.free_pages import clear_postgresql, clear_sqlite
from serving.web.configuration.django_settings import APPS

_WHERE = Bilingual("The pages' database", "Baza de date a paginilor")


def clear_free_pages() -> None:
    """Write the database anew without what is free in it, and empty its log; called outside of any transaction.

    Raises
    ------
    OutsideServiceError
        If another program keeps reading an earlier state of it.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            clear_sqlite(connection.connection, where=_WHERE)
            return
        models = (model for part in APPS for model in apps.get_app_config(part).get_models())
        tables = [model._meta.db_table for model in models]
        clear_postgresql(cursor.execute, tables, errors=DatabaseError, where=_WHERE)
