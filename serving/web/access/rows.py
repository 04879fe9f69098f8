"""Which rows PostgreSQL itself shows: those of the schools, children and programmes that a request reaches.

A view that forgets to ask ``reach`` finds nothing of another school there. SQLite has no such thing.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.http import Http404

from serving.web.access.policy import Action, Role
from serving.web.configuration.django_settings import started_with

if TYPE_CHECKING:
    from serving.web.access.reach import Reach

Row = TypeVar("Row", bound=Model)

BETWEEN = "\x1f"  # in no code of a school
ALL = "*"
_SET = (
    "SELECT set_config('app.schools', %s, false), set_config('app.pupils', %s, false), "
    "set_config('app.counted', %s, false), set_config('app.programmes', %s, false), "
    "set_config('app.restricted', %s, false), set_config('app.listed', %s, false), "
    "set_config('app.user', %s, false), set_config('app.log', %s, false)"
)
_OPEN = (
    "SELECT current_setting('app.schools', true), current_setting('app.log', true), "
    "set_config('app.schools', '*', false), set_config('app.log', '*', false)"
)
_BACK = "SELECT set_config('app.schools', %s, false), set_config('app.log', %s, false)"


@dataclass(frozen=True)
class _Shown:
    """Which rows are shown: of schools and children, those that are only counted (of a county, of programmes).

    ``restricted`` are the schools whose restricted notes are shown, ``listed`` is ``ALL`` for what lists say of the
    children of all schools, ``user`` whose own rows they are, and ``log`` all of the log or the entries of one person.
    In the order of the settings.
    """

    schools: Collection[str] = ()
    pupils: Collection[str] = ()
    counted: Collection[str] = ()
    programmes: Collection[str] = ()
    restricted: Collection[str] = ()
    listed: Collection[str] = ()
    user: Collection[str] = ()
    log: Collection[str] = ()


def show_rows_of(reach: "Reach") -> None:
    """Show the rows that somebody reaches from here on, until ``show_no_rows``."""
    if connection.vendor != "postgresql":
        return
    from serving.web.configuration.ranking import counties_of_schools

    counties = {grant.county for grant in reach.grants if grant.role == Role.COORDINATOR}
    with every_row():
        pupils = list(_shared_pupils(reach)) if _has(reach, Role.NGO_WORKER) else []
    _show(_Shown(
        schools={school for action in Action for school in reach.schools(action)},
        pupils=pupils,
        counted={school for school, county in counties_of_schools().items() if county in counties} if counties else (),
        programmes=reach.programmes(Action.SEE_PROGRAMME),
        restricted=reach.schools(Action.SEE_RESTRICTED_NOTES),
        listed=[ALL] if reach.everything(Action.SEE_LIST) else (),
        user=[str(reach.user.pk)],
        log=[ALL if reach.may(Action.READ_LOG) else reach.user.email],
    ))  # fmt: skip


def show_no_rows() -> None:
    """Show no row of any child: what a request begins and ends with."""
    if connection.vendor == "postgresql":
        _show(_Shown())


@contextmanager
def every_row() -> Iterator[None]:
    """Show all rows for a moment: for what has to look further than a person reaches, and tells nothing of it."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)
        before = [value or "" for value in cursor.fetchone()[:2]]
    try:
        yield
    finally:
        with suppress(DatabaseError):  # a transaction that fails takes the settings back with it
            _go_back(before)


def row_of_address(rows: QuerySet[Row], opaque: str) -> Row:
    """Return the row of an address; refuse one that the database does not show, which is then in the log."""
    found = rows.filter(opaque=opaque).first()
    if found is not None:
        return found
    with every_row():
        if rows.filter(opaque=opaque).exists():
            raise PermissionDenied
    raise Http404


def begin_with(connection: BaseDatabaseWrapper, **_details: object) -> None:
    """Let a command of this machine see every row; a service begins with none."""
    if started_with().from_machine:
        show_every_row(connection)


def show_every_row(connection: BaseDatabaseWrapper) -> None:
    """Show all rows to a connection from here on."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_OPEN)


def _go_back(before: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_BACK, before)


def _show(shown: _Shown) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, [BETWEEN.join(sorted(getattr(shown, each.name))) for each in fields(shown)])


def _shared_pupils(reach: "Reach") -> Iterator[str]:
    """Return the children who are still in the school that shares them."""
    from serving.web.configuration.ranking import place_of

    for pupil_id, school_id in reach.shared:
        place = place_of(pupil_id)
        if place is None or place.school_id == school_id:
            yield pupil_id


def _has(reach: "Reach", role: Role) -> bool:
    return any(grant.role == role for grant in reach.grants)
