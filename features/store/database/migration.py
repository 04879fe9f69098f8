"""The form of a record store: which one it has, and the steps to the one that this program knows."""

from contextlib import nullcontext
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Column as SqlColumn
from sqlalchemy import Connection, MetaData, Table, Text, inspect, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from features.errors import Refused
from features.i18n.text import Bilingual
from features.store.database.tables import STATE
from features.store.database.url import StoreUrl

HEAD = "0007"  # the form that this program reads and writes
VERSION_TABLE = "record_store_version"

_STEPS = Path(__file__).parent / "migrations"
_VERSION = Table(VERSION_TABLE, MetaData(), SqlColumn("version_num", Text))


def revision_of(connection: Connection, *, goes_on: bool = True) -> str | None:
    """Return the form that the store has; None where there is no store in the database yet.

    Only where the transaction ``goes_on`` after None is it kept from ending.
    """
    try:
        with connection.begin_nested() if goes_on and connection.dialect.name == "postgresql" else nullcontext():
            return connection.execute(select(_VERSION.c.version_num)).scalar()
    except (OperationalError, ProgrammingError) as error:
        if VERSION_TABLE in str(error.orig):  # there is no such table
            return None
        raise


def is_empty(connection: Connection) -> bool:
    """Tell whether nobody has made anything in the database yet."""
    return not inspect(connection).get_table_names()


def require_known(revision: str, url: StoreUrl) -> None:
    """Raise Refused where the store has a form that this program does not know: a newer one made it."""
    if revision > HEAD:
        raise Refused(
            Bilingual(
                f"{url} was written by a newer Prezent (form {revision}, this one knows {HEAD}); update Prezent here.",
                f"{url} a fost scrisă de un Prezent mai nou (forma {revision}, acesta cunoaște {HEAD}); actualizați "
                "Prezent aici.",
            )
        )


def migrate(connection: Connection, *, to: str = HEAD) -> None:
    """Take the store to a form, step by step, in the transaction of the connection; make it where there is none."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(_STEPS.parent), version_locations=[str(_STEPS)])
    context = MigrationContext.configure(
        connection,
        opts={
            "fn": lambda revision, _context: script._upgrade_revs(to, revision),
            "version_table": VERSION_TABLE,
            "transactional_ddl": True,
        },
    )
    with Operations.context(context):
        context.run_migrations()
    if connection.execute(select(STATE.c.id)).first() is None:
        connection.execute(STATE.insert().values(id=1, store_id=uuid4().hex, changes=0))


def count_change(connection: Connection) -> None:
    """Write down that the records of the store are others from now on."""
    connection.execute(text("UPDATE store_state SET changes = changes + 1"))
