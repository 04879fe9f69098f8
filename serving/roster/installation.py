"""The installation's key and roster, opened for an import."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from features.i18n.text import Bilingual
from features.importers.known_children import KnownChild
from features.importers.pseudonyms import Parted, Pseudonyms

if TYPE_CHECKING:
    from features.store.database.url import StoreUrl
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

    def known_children(self, school_id: str, records: "StoreUrl | None") -> tuple[KnownChild, ...]:
        """Return who is known of a school: names of the roster, classes and years of birth of the records.

        Without a roster nobody is known by name, without records nobody by class.
        """
        people = {row["pupil_id"]: row for row in self.roster.people_of(school_id)} if self.roster else {}
        enrolled = _enrolled(records, school_id)
        rows: dict[str, pd.DataFrame] = {}
        if len(enrolled):
            rows = {str(pupil): part for pupil, part in enrolled.groupby("pupil_id", observed=True)}
        return tuple(
            KnownChild(
                pupil_id, people.get(pupil_id, {}).get("name", ""), people.get(pupil_id, {}).get("register_number", ""),
                _birth_year(rows.get(pupil_id)), _classes(rows.get(pupil_id)), _left_on(rows.get(pupil_id)),
                _sex(rows.get(pupil_id)),
            )
            for pupil_id in {**people, **rows}
        )  # fmt: skip


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
    links, parted = (roster.links(), roster.parted()) if roster else ({}, frozenset[Parted]())
    return Installation(Pseudonyms(pseudonyms.key, links, parted), roster)


def _enrolled(records: "StoreUrl | None", school_id: str) -> pd.DataFrame:
    """Return the enrolments of a school that stand; none where there are no records yet."""
    from features.store.database.connection import NoStoreError
    from features.store.source import RecordStore

    if records is None:
        return pd.DataFrame()
    try:
        rows = RecordStore(records).enrolments_of(school_id)
    except NoStoreError:
        return pd.DataFrame()
    return rows[rows["retracted_on"].isna()] if "retracted_on" in rows else rows


def _birth_year(rows: pd.DataFrame | None) -> int | None:
    years = rows["birth_year"].dropna() if rows is not None and "birth_year" in rows else pd.Series([], dtype=float)
    return int(years.iloc[-1]) if len(years) else None


def _sex(rows: pd.DataFrame | None) -> str:
    told = rows["sex"].dropna() if rows is not None and "sex" in rows else pd.Series([], dtype=object)
    return str(told.iloc[-1]) if len(told) else ""


def _left_on(rows: pd.DataFrame | None) -> dt.date | None:
    """Return the day on which a child left the last class of all; None while it has not, and where nobody knows."""
    if rows is None or "left_on" not in rows:
        return None
    left = rows.sort_values("enrolled_on", kind="stable")["left_on"].iloc[-1]
    return None if pd.isna(left) else left.date()


def _classes(rows: pd.DataFrame | None) -> dict[str, str]:
    """Return the last class of each school year; none of a year in which it is not known."""
    if rows is None or "class_label" not in rows:
        return {}
    labels = rows.dropna(subset="class_label")
    return dict(zip(labels["school_year"].astype(str), labels["class_label"].astype(str), strict=True))
