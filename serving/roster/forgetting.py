"""Children taken out of the roster: names, register numbers, contacts, links of transfers."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from serving.roster.roster import Roster

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AT_ONCE = 500


def pseudonyms_linked(roster: Roster, pupils: Collection[str]) -> set[str]:
    """Return these pseudonyms with all others that transfers link to them."""
    links = roster.links()
    found = set(pupils)
    while more := {each for pair in links.items() if found & set(pair) for each in pair} - found:
        found |= more
    return found


def forget_people(roster: Roster, pupils: Collection[str]) -> Mapping[str, int]:
    """Delete what the roster keeps of children, and write its tables anew without them; return what went."""
    from serving.roster.tables import PEOPLE, PUPIL_LINKS

    removed = Counter[str]()
    chosen = sorted(pupils)
    with roster.begin() as connection:
        for start in range(0, len(chosen), _AT_ONCE):
            some = chosen[start : start + _AT_ONCE]
            links = PUPIL_LINKS.c.other_id.in_(some) | PUPIL_LINKS.c.pupil_id.in_(some)
            removed["names"] += connection.execute(PEOPLE.delete().where(PEOPLE.c.pupil_id.in_(some))).rowcount
            removed["links"] += connection.execute(PUPIL_LINKS.delete().where(links)).rowcount
    _clear(roster)
    return {what: count for what, count in removed.items() if count}


def known_people(roster: Roster, pupils: Sequence[str]) -> list[str]:
    """Return the names that the roster keeps of children, those under several schools each once."""
    return sorted(set(roster.names(pupils).values()))


def _clear(roster: Roster) -> None:
    """Write the tables anew, so that no free page holds what was deleted."""
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    with roster.engine.connect() as plain:
        connection: Connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        if connection.dialect.name == "sqlite":
            connection.execute(text("VACUUM"))
            return
        for table in ("people", "pupil_links"):
            connection.execute(text(f"VACUUM (FULL, ANALYZE) {table}"))
        for step in ("VACUUM FULL pg_statistic", "CHECKPOINT"):
            with suppress(DBAPIError):  # not everybody may; the server does it by itself in time
                connection.execute(text(step))
