"""The stretches of lessons of a school year, which schools call modules, by the terms of each county."""

import datetime as dt
from dataclasses import dataclass

from features.days import date_of, to_days
from features.point_in_time.record_index import RecordIndex
from features.point_in_time.school_years import terms_in_force


@dataclass(frozen=True)
class Module:
    """A stretch of lessons between two holidays, both days included."""

    name: str
    first: dt.date
    last: dt.date


def modules_of(index: RecordIndex, county: str) -> tuple[Module, ...]:
    """Return the modules of a county, oldest first; those given for all counties where it has none of its own."""
    terms = terms_in_force(index.records["terms"], index.records["schools"])
    places = terms["county"].fillna("")
    mine = terms[(places == county) if (places == county).any() else (places == "")]
    days = zip(mine["term"], to_days(mine["starts_on"]).tolist(), to_days(mine["ends_on"]).tolist(), strict=True)
    return tuple(
        sorted((Module(str(name), date_of(first), date_of(last)) for name, first, last in days), key=lambda m: m.first)
    )


def module_at(modules: tuple[Module, ...], as_of: dt.date) -> Module | None:
    """Return the module in which the day before a date lies, or that ended last before it."""
    begun = [module for module in modules if module.first < as_of]
    return begun[-1] if begun else None
