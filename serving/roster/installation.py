"""The installation's key and roster, opened for an import."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
        years, sexes, classes, left_on = (
            _last(enrolled, "birth_year"), _last(enrolled, "sex"), _classes(enrolled), _left_on(enrolled)
        )  # fmt: skip
        return tuple(
            KnownChild(
                pupil_id, people.get(pupil_id, {}).get("name", ""), people.get(pupil_id, {}).get("register_number", ""),
                int(years[pupil_id]) if pupil_id in years else None, classes.get(pupil_id, {}), left_on.get(pupil_id),
                str(sexes.get(pupil_id, "")),
            )
            for pupil_id in dict.fromkeys([*people, *sorted(enrolled["pupil_id"].unique())])
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

    nobody = pd.DataFrame({"pupil_id": []}, dtype=object)
    if records is None:
        return nobody
    try:
        rows = RecordStore(records).enrolments_of(school_id)
    except NoStoreError:
        return nobody
    if "pupil_id" not in rows:  # no class list was brought in yet
        return nobody
    rows = rows[rows["retracted_on"].isna()] if "retracted_on" in rows else rows
    return rows.assign(pupil_id=rows["pupil_id"].astype(str).astype(object))


def _last(rows: pd.DataFrame, column: str) -> Mapping[str, Any]:
    """Return what is told last of each child in a column; nothing of one of whom nothing is."""
    if column not in rows:
        return {}
    told = rows.dropna(subset=column)
    return dict(zip(told["pupil_id"], told[column], strict=True))


def _left_on(rows: pd.DataFrame) -> Mapping[str, dt.date | None]:
    """Return the day on which each child left the last class of all; None while it has not."""
    if "left_on" not in rows:
        return {}
    by_day = rows.sort_values("enrolled_on", kind="stable")
    days = [None if pd.isna(day) else day.date() for day in by_day["left_on"]]
    return dict(zip(by_day["pupil_id"], days, strict=True))


def _classes(rows: pd.DataFrame) -> Mapping[str, Mapping[str, str]]:
    """Return the last class of each child in each school year; none of a year in which it is not known."""
    if "class_label" not in rows:
        return {}
    found = defaultdict[str, dict[str, str]](dict)
    labels = rows.dropna(subset="class_label")
    for pupil, year, label in zip(*(labels[name] for name in ("pupil_id", "school_year", "class_label")), strict=True):
        found[pupil][str(year)] = str(label)
    return found
