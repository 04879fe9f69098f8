"""What an importer makes of outside files: tables of records, what they are the whole of, and who the children are."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from features.i18n.numbers import counted
from features.i18n.text import Bilingual

if TYPE_CHECKING:
    from features.records.totals.disagreements import TotalDisagreement

_MOST_CLASSES = 8


@dataclass(frozen=True)
class Coverage:
    """What an import is the whole of: each row of these tables, of this school and these days, is in it.

    ``first_day`` and ``last_day`` are inclusive. ``classes`` and ``subjects`` are those that are covered, None for all
    of them; an empty subject stands for rows without one. A row that an earlier import had there and this one has not
    was taken back; with ``of_listed`` only where its pupil is enrolled in this one: one who is forgotten in a class
    list keeps all rows. With ``adds_only`` none is taken back; what a later import has there was not known at this one.
    ``of_totals`` tells absences that come as totals from those of single days: either says nothing of the other. None
    stands for both.
    """

    school_id: str
    tables: tuple[str, ...]
    first_day: dt.date
    last_day: dt.date
    classes: tuple[str, ...] | None = None
    subjects: tuple[str, ...] | None = None
    of_listed: bool = False
    adds_only: bool = False
    of_totals: bool | None = None


@dataclass(frozen=True)
class PartialLists:
    """Lists of events that name few of the children of some classes: they only add, unless they are told to be whole.

    ``coverage`` is what they are the whole of then. ``named`` are how many of the ``known`` children they name.
    """

    coverage: tuple[Coverage, ...]
    classes: tuple[str, ...]
    named: int
    known: int

    def words(self) -> Bilingual:
        """Return it as a sentence."""
        shown, more = ", ".join(self.classes[:_MOST_CLASSES]), len(self.classes) - _MOST_CLASSES
        and_more = Bilingual(f" and {more} more", f" și încă {more}") if more > 0 else Bilingual("", "")
        children = counted(self.known, "child", "children", "en"), counted(self.known, "copil", "copii", "ro")
        return Bilingual(
            f"The list names {self.named} of {children[0]} of {shown}{and_more.en}: what is in it is added, and "
            "nothing is taken back.",
            f"Lista numește {self.named} din {children[1]} din {shown}{and_more.ro}: ce este în ea se adaugă și nu se "
            "retrage nimic.",
        )


@dataclass(frozen=True)
class ImportedRecords:
    """The records of outside files, before they are checked like any others.

    ``tables`` have the schema's columns and those that ``config``, the text of ``prezent.toml``, declares. Without
    ``coverage`` each school's tables are the whole of their own days. ``people`` says who the children are, for the
    roster alone (``pupil_id``, ``school_id``, ``name``, ``register_number``, ``contacts``); no record, log or model may
    hold it. ``notes`` say what was read otherwise than it stands, or dropped. ``dated_today`` are tables whose files
    give no day, so that their rows have that of the import: what is again in a later one keeps its first day.
    ``enrolled_by`` are children of whom the files say that they are enrolled and not since when: at the latest on the
    day of their row, earlier where an earlier import says so. ``undated`` are, by table, children of whom the files
    say something without a day, so that it has one of the school year: that which an earlier import gave stands.
    ``former`` are ids that children of the import had before in one of its schools, each with that school: what stands
    under them there is taken back.
    ``partial`` are lists of events of which the import is not the whole. ``disagreements`` are totals that say
    otherwise than the days in them, where both are in the import; ``cells`` are where absences stand, by what they are
    of.
    """

    tables: Mapping[str, pd.DataFrame]
    config: str = ""
    coverage: tuple[Coverage, ...] = ()
    people: pd.DataFrame | None = None
    notes: tuple[Bilingual, ...] = field(default=())
    dated_today: frozenset[str] = frozenset()
    enrolled_by: frozenset[str] = frozenset()
    undated: Mapping[str, frozenset[str]] = field(default_factory=dict)
    former: frozenset[tuple[str, str]] = frozenset()
    partial: PartialLists | None = None
    disagreements: "tuple[TotalDisagreement, ...]" = ()
    cells: Mapping[tuple[object, ...], str] = field(default_factory=dict)

    def with_whole_lists(self) -> "ImportedRecords":
        """Return the import as the whole of its lists of events, too, whomever they name."""
        if self.partial is None:
            return self
        return replace(
            self,
            coverage=(*(each for each in self.coverage if not each.adds_only), *self.partial.coverage),
            partial=None,
        )
