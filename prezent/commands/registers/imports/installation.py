"""The installation's key and roster, opened for a command."""

import datetime as dt
import getpass
from typing import TYPE_CHECKING

from features.errors import Refused
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
