"""Whether the partitions of a record set say nothing of each other, so that each can be worked on alone.

They can if no child and no school is in two parts, all have the same tables and declarations, and the school days of
each part's children are those of the whole set.
"""

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
import pandas as pd

from features.errors import Refused
from features.point_in_time.school_calendar import make_calendar
from features.records.records import Records

_TOGETHER = "Part by part, all that is said of a child or school must be in one part"


def require_apart(parts: Mapping[str, Records]) -> None:
    """Refuse parts that say something of each other, naming the first thing found.

    Parameters
    ----------
    parts
        Records by the name of their part; enrolments, schools and terms are looked at.

    Raises
    ------
    Refused
        With a sentence on which parts they are and what to do.
    """
    if len(parts) > 1:
        for column, word in (("pupil_id", "pupil"), ("school_id", "school")):
            _require_in_one({name: _ids(records, column) for name, records in parts.items()}, word)
        _require_alike(parts)
        _require_own_days(parts)


def _ids(records: Records, column: str) -> set[str]:
    tables = ("enrolments",) if column == "pupil_id" else ("enrolments", "schools")
    return set(chain.from_iterable(records[table][column].unique() for table in tables))


def _require_in_one(ids: Mapping[str, set[str]], word: str) -> None:
    seen: dict[str, str] = {}
    for name, own in ids.items():
        twice = sorted(own & seen.keys())
        if twice:
            more = f" and {len(twice) - 1} more" if len(twice) > 1 else ""
            raise Refused(
                f"The {word} {twice[0]!r}{more} is in {seen[twice[0]]} and in {name}. {_TOGETHER}; leave the rows in "
                "one of them, or work on all parts at once: without --cluster, into one file."
            )
        seen |= dict.fromkeys(own, name)


def _require_alike(parts: Mapping[str, Records]) -> None:
    (first, model), *others = parts.items()
    for name, records in others:
        differing = sorted(records.given ^ model.given)
        if differing:
            raise Refused(
                f"Of {first} and {name}, only one has {', '.join(differing)}; give all parts the same tables, if need "
                "be with a header only, so that their children can be compared."
            )
        if records.declared != model.declared:
            raise Refused(f"{first} and {name} declare different columns or scales; put one prezent.toml beside them.")


def _require_own_days(parts: Mapping[str, Records]) -> None:
    everywhere = make_calendar(_terms(list(parts.values())))
    nothing = np.empty(0, np.int64)
    for name, records in parts.items():
        own = make_calendar(records["terms"])
        for county in {"", *records["schools"]["county"].dropna()}:
            days, all_days = (calendar.by_county.get(county, nothing) for calendar in (own, everywhere))
            if not np.array_equal(days, all_days):
                raise Refused(
                    f"The terms of {name} are not those that other parts give for its schools; write the county beside "
                    "each term, or the same terms in all parts."
                )


def _terms(parts: Sequence[Records]) -> pd.DataFrame:
    return pd.concat([records["terms"] for records in parts], ignore_index=True)
