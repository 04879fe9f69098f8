"""Which rows PostgreSQL itself shows: those of the schools, children and programmes that a request reaches.

A view that forgets to ask ``reach`` finds nothing of another school there. SQLite has no such thing.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from serving.web.access.policy import Action, Role
from serving.web.configuration.django_settings import started_with

if TYPE_CHECKING:
    from serving.web.access.reach import Reach

BETWEEN = "\x1f"  # in no code of a school
ALL = "*"
_SET = (
    "SELECT set_config('app.schools', %s, false), set_config('app.pupils', %s, false), "
    "set_config('app.counted', %s, false), set_config('app.programmes', %s, false)"
)


def show_rows_of(reach: "Reach") -> None:
    """Show the rows that somebody reaches from here on, until ``show_no_rows``."""
    if connection.vendor != "postgresql":
        return
    from serving.web.configuration.ranking import counties_of_schools

    counties = {grant.county for grant in reach.grants if grant.role == Role.COORDINATOR}
    schools = {school for action in Action for school in reach.schools(action)}
    counted = {school for school, county in counties_of_schools().items() if county in counties} if counties else ()
    shared = reach.user.shared_children.filter(until__gte=reach.today, withdrawn_at=None)
    pupils = shared.values_list("pupil_id", flat=True) if _has(reach, Role.NGO_WORKER) else ()
    seen = [ALL] if _has(reach, Role.ANALYST) else schools
    _show(seen, pupils, counted, reach.programmes(Action.SEE_PROGRAMME))


def show_no_rows() -> None:
    """Show no row of any child: what a request begins and ends with."""
    if connection.vendor == "postgresql":
        _show()


def begin_with(connection: BaseDatabaseWrapper, **_details: object) -> None:
    """Let a command of this machine see every row; a service begins with none."""
    if connection.vendor == "postgresql" and started_with().from_machine:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.schools', %s, false)", [ALL])


def _show(
    schools: Iterable[str] = (), pupils: Iterable[str] = (), counted: Iterable[str] = (), programmes: Iterable[str] = ()
) -> None:
    """Show the rows of schools and children, and those that are only counted: of a county, of programmes."""
    with connection.cursor() as cursor:
        cursor.execute(_SET, [BETWEEN.join(sorted(each)) for each in (schools, pupils, counted, programmes)])


def _has(reach: "Reach", role: Role) -> bool:
    return any(grant.role == role for grant in reach.grants)
