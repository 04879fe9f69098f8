"""The installation's key and roster, opened for an import."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from features.i18n.text import Bilingual
from features.importers.pseudonyms import Pseudonyms

if TYPE_CHECKING:
    from serving.roster.roster import Roster

NO_ROSTER = Bilingual(
    'This installation keeps no names: the configuration has roster = "off".',
    "Această instalare nu păstrează nume: în configurare scrie roster = „off”.",
)


@dataclass(frozen=True)
class Installation:
    """What makes pseudonyms here, and where the names are; no roster where names are not to be kept."""

    pseudonyms: Pseudonyms
    roster: "Roster | None"


def open_installation(roster_url: str | None, keyring: Path, *, made_with: str | None = None) -> Installation:
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
    from serving.roster.keyring import open_keyring, require_key
    from serving.roster.roster import open_roster

    roster = None if roster_url is None else open_roster(roster_url)
    before = roster.made_with if roster else None
    pseudonyms = open_keyring(keyring, known=before or made_with)
    require_key(pseudonyms, made_with, keyring)
    return Installation(Pseudonyms(pseudonyms.key, roster.links() if roster else {}), roster)
