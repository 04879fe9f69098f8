"""Whether the partitions of a record set say nothing of each other, so that each can be worked on alone.

They can if no child and no school is in two partitions, all have the same tables and declarations, and the school days
of each partition's children are those of the whole set.
"""

from collections.abc import Mapping
from itertools import chain

import numpy as np
import pandas as pd

from features.errors import Refused
from features.i18n.text import Bilingual
from features.point_in_time.school_calendar import make_calendar
from features.records.records import Records

_NAMES = {"pupil_id": Bilingual("pupil", "Elevul"), "school_id": Bilingual("school", "Școala")}


def require_independent(partitions: Mapping[str, Records]) -> None:
    """Refuse partitions that say something of each other, naming the first thing found.

    Parameters
    ----------
    partitions
        Records by the name of their partition; enrolments, schools and terms are looked at.

    Raises
    ------
    Refused
        With a sentence on which partitions they are and what to do.
    """
    if len(partitions) > 1:
        for column, what in _NAMES.items():
            _require_in_one({name: _ids(records, column) for name, records in partitions.items()}, what)
        _require_alike(partitions)
        _require_own_days(partitions)


def _ids(records: Records, column: str) -> set[str]:
    tables = ("enrolments",) if column == "pupil_id" else ("enrolments", "schools")
    return set(chain.from_iterable(records[table][column].unique() for table in tables))


def _require_in_one(ids: Mapping[str, set[str]], what: Bilingual) -> None:
    partition_of: dict[str, str] = {}
    for name, own in ids.items():
        if twice := sorted(own & partition_of.keys()):
            first, others = twice[0], len(twice) - 1
            more = Bilingual(f" and {others} more", f" (și încă {others})") if others else Bilingual("", "")
            raise Refused(
                Bilingual(
                    f"The {what.en} {first!r}{more.en} is in {partition_of[first]} and in {name}. Partition by "
                    "partition, all that is "
                    "said of a child or school must be in one partition; leave the rows in one of them, or work on all "
                    "partitions at once: without --cluster, into one file.",
                    f"{what.ro} {first!r}{more.ro} apare și în {partition_of[first]}, și în {name}. Când se lucrează "
                    "pe "
                    "părți, tot ce se spune despre un elev sau o școală trebuie să fie într-o singură parte; lăsați "
                    "rândurile într-una din ele sau lucrați cu toate părțile deodată: fără --cluster, într-un fișier.",
                )
            )
        partition_of |= dict.fromkeys(own, name)


def _require_alike(partitions: Mapping[str, Records]) -> None:
    (first, model), *others = partitions.items()
    for name, records in others:
        differing = sorted(records.given ^ model.given)
        if differing:
            tables = ", ".join(differing)
            raise Refused(
                Bilingual(
                    f"Of {first} and {name}, only one has {tables}; give all partitions the same tables, if need "
                    "be with a header only, so that their children can be compared.",
                    f"Dintre {first} și {name}, doar una are {tables}; dați tuturor părților aceleași tabele, la "
                    "nevoie doar cu antetul, pentru ca elevii lor să poată fi comparați.",
                )
            )
        if records.declared != model.declared:
            raise Refused(
                Bilingual(
                    f"{first} and {name} declare different columns or scales; put one prezent.toml beside them.",
                    f"{first} și {name} declară coloane sau scări diferite; puneți un singur prezent.toml lângă ele.",
                )
            )


def _require_own_days(partitions: Mapping[str, Records]) -> None:
    everywhere = make_calendar(pd.concat([records["terms"] for records in partitions.values()], ignore_index=True))
    nothing = np.empty(0, np.int64)
    for name, records in partitions.items():
        own = make_calendar(records["terms"])
        for county in {"", *records["schools"]["county"].dropna()}:
            days, all_days = (calendar.by_county.get(county, nothing) for calendar in (own, everywhere))
            if not np.array_equal(days, all_days):
                raise Refused(
                    Bilingual(
                        f"The terms of {name} are not those that other partitions give for its schools; write the "
                        "county beside each term, or the same terms in all partitions.",
                        f"Modulele din {name} nu sunt cele pe care alte părți le dau pentru școlile ei; scrieți "
                        "județul lângă fiecare modul sau aceleași module în toate părțile.",
                    )
                )
