"""The installation's key and roster, opened for a command."""

import datetime as dt
import getpass
from dataclasses import dataclass
from typing import TYPE_CHECKING

from features.errors import Refused
from features.i18n.text import Bilingual
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.importers.pseudonyms import Pseudonyms
    from serving.roster.roster import Roster

NO_ROSTER = Bilingual(
    'This installation keeps no names: the configuration has roster = "off".',
    "Această instalare nu păstrează nume: în configurare scrie roster = „off”.",
)


@dataclass(frozen=True)
class Installation:
    """What makes pseudonyms here, and where the names are; no roster where names are not to be kept."""

    pseudonyms: "Pseudonyms"
    roster: "Roster | None"


def open_installation(settings: Settings, *, made_with: str | None = None) -> Installation:
    """Open the key, made at first use, and the roster; children that moved go on under the pseudonym they had.

    Parameters
    ----------
    made_with
        The id of the key that the records were made with, to which those to come are added.

    Raises
    ------
    Refused
        If the key is gone, or is not the one that what is here was made with.
    """
    from features.importers.pseudonyms import Pseudonyms
    from serving.roster.keyring import open_keyring, require_key

    roster = open_settings_roster(settings)
    before = roster.made_with if roster else None
    pseudonyms = open_keyring(settings.keyring, known=before or made_with)
    require_key(pseudonyms, made_with, settings.keyring)
    return Installation(Pseudonyms(pseudonyms.key, roster.links() if roster else {}), roster)


def open_settings_roster(settings: Settings) -> "Roster | None":
    """Open the roster that the settings name; None where names are not to be kept."""
    if settings.roster is None:
        return None
    from serving.roster.roster import open_roster

    return open_roster(settings.roster)


def required_roster(settings: Settings) -> "Roster":
    """Open the roster; Refused where names are not to be kept."""
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
