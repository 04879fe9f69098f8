"""The installation's key and roster, opened for a command, and the log of the names that it shows."""

import datetime as dt
import getpass
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from features.errors import PrezentError, Refused
from prezent.bilingual_commands import echo
from prezent.settings import Settings

if TYPE_CHECKING:
    from serving.roster.installation import Installation
    from serving.roster.roster import Roster


def open_installation(settings: Settings, *, made_with: str | None = None) -> "Installation":
    """Open the key, made at first use, and the roster, as the settings name them; see ``serving.roster``."""
    from serving.roster.installation import open_installation as opened

    return opened(settings.roster, settings.keyring, made_with=made_with)


def open_settings_roster(settings: Settings) -> "Roster | None":
    """Open the roster that the settings name; None where names are not to be kept."""
    if settings.roster is None:
        return None
    from serving.roster.roster import open_roster

    return open_roster(settings.roster)


def required_roster(settings: Settings) -> "Roster":
    """Open the roster; Refused where names are not to be kept."""
    from serving.roster.installation import NO_ROSTER

    roster = open_settings_roster(settings)
    if roster is None:
        raise Refused(NO_ROSTER)
    return roster


def who_runs() -> str:
    """Return the name of whoever runs the program, as the system says it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def now() -> dt.datetime:
    """Return the moment it is."""
    return dt.datetime.now().astimezone()


def names_for_import(
    settings: Settings, roster: "Roster | None", pupils: Iterable[str], *, schools: Iterable[str]
) -> Mapping[str, str]:
    """Return the names that the roster keeps of pupils an import speaks of, after the log has a line of it.

    Where no line can be written that is said, and there are no names: an import that stands is told all the same.
    """
    names = roster.names(pupils) if roster is not None else {}
    if names:
        try:
            log_shown(settings, what="import", schools=schools, children=len(names))
        except PrezentError as error:
            echo(error.message, err=True)
            return {}
    return names


def log_shown(settings: Settings, *, what: str, schools: Iterable[str], children: int) -> None:
    """Add a line to the log for names that are about to be shown; PrezentError where it cannot be written."""
    from serving.roster.access_log import log_names_shown

    log_names_shown(settings.var, who=who_runs(), when=now(), what=what, schools=schools, children=children)
