"""Past days that end a term, for the records to be looked at from."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from features.errors import Refused
from features.i18n.text import Bilingual

ONE_DAY = dt.timedelta(days=1)


def ends_of_terms(terms: pd.DataFrame, wanted: Sequence[str]) -> tuple[dt.date, ...]:
    """Return the as-of date after each term of these names, oldest first.

    It is the day after the term's last one, so that the whole term is seen; where counties end a term on different
    days, the day after the last of them.

    Parameters
    ----------
    terms
        The ``terms`` table.
    wanted
        Names of terms, such as ``M2``; upper or lower case does not matter.

    Raises
    ------
    Refused
        If the table is empty or has no term of a name.
    """
    if terms.empty:
        raise Refused(
            Bilingual(
                "The records have no terms table, so no ends of terms; give the dates with --as-of.",
                "Datele nu au tabelul terms, deci nici sfârșituri de module; dați datele de referință cu --as-of.",
            )
        )
    names = terms["term"].astype("str").str.casefold()
    unknown = ", ".join(name for name in wanted if name.casefold() not in set(names))
    if unknown:
        known = ", ".join(sorted(terms["term"].astype("str").unique()))
        raise Refused(
            Bilingual(
                f"There is no term {unknown} in the terms table; it has {known}.",
                f"Modulul {unknown} nu există în tabelul terms; acesta are {known}.",
            )
        )
    mine = terms[names.isin([name.casefold() for name in wanted])]
    ends = mine.groupby(["school_year", "term"])["ends_on"].max()
    return tuple(sorted({end.date() + ONE_DAY for end in ends}))
