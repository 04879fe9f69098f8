"""What an importer makes of outside files: tables of records, what they are the whole of, and who the children are."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from features.i18n.text import Bilingual


@dataclass(frozen=True)
class Coverage:
    """What an import is the whole of: each row of these tables, of this school and these days, is in it.

    ``first_day`` and ``last_day`` are inclusive. ``classes`` and ``subjects`` are those that are covered, None for all
    of them; an empty subject stands for rows without one. A row that an earlier import had there and this one has not
    was taken back; with ``of_listed`` only where its pupil is enrolled in this one: one who is forgotten in a class
    list keeps all rows.
    """

    school_id: str
    tables: tuple[str, ...]
    first_day: dt.date
    last_day: dt.date
    classes: tuple[str, ...] | None = None
    subjects: tuple[str, ...] | None = None
    of_listed: bool = False


@dataclass(frozen=True)
class ImportedRecords:
    """The records of outside files, before they are checked like any others.

    ``tables`` have the schema's columns and those that ``config``, the text of ``prezent.toml``, declares. Without
    ``coverage`` each school's tables are the whole of their own days. ``people`` says who the children are, for the
    roster alone (``pupil_id``, ``school_id``, ``name``, ``register_number``, ``contacts``); no record, log or model may
    hold it. ``notes`` say what was read otherwise than it stands, or dropped. ``dated_today`` are tables whose files
    give no day, so that their rows have that of the import: what is again in a later one keeps its first day.
    ``enrolled_by`` are children of whom the files say that they are enrolled and not since when: at the latest on the
    day of their row, earlier where an earlier import says so. ``former`` are ids that children of the import had before
    they were told to be the same: what stands under them where they are enrolled is taken back.
    """

    tables: Mapping[str, pd.DataFrame]
    config: str = ""
    coverage: tuple[Coverage, ...] = ()
    people: pd.DataFrame | None = None
    notes: tuple[Bilingual, ...] = field(default=())
    dated_today: frozenset[str] = frozenset()
    enrolled_by: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()
