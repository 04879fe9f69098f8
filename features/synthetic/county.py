"""What does an invented Romanian county look like as records?"""

import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from features.errors import UsageError
from features.synthetic.lives import live
from features.synthetic.recording import record, until
from features.synthetic.teaching_days import school_year
from features.writing import refuse_full_folder, write_records

PUPILS_PER_SCHOOL = 200
LAST_MONTH, LAST_DAY = 7, 5  # the records of the last year end when its June results are in


def write_county(
    out: Path, *, pupils: int, years: int, seed: int, schools: int | None = None, last_year: int = 2025
) -> None:
    """Write an invented county as a record folder in Parquet; see ``invent_county``.

    Raises
    ------
    UsageError
        If ``out`` already holds something, or a number is below 1.
    """
    refuse_full_folder(out)
    tables = invent_county(pupils=pupils, years=years, seed=seed, schools=schools, last_year=last_year)
    write_records(out, tables, file_format="parquet")


def invent_county(
    *, pupils: int, years: int, seed: int, schools: int | None = None, last_year: int = 2025
) -> dict[str, pd.DataFrame]:
    """Return the record tables of an invented county, the same for the same numbers.

    Parameters
    ----------
    pupils
        Pupils on the roll of each school year, a few who come in the middle of the year among them.
    years
        School years; the last one begins in September of ``last_year``, and the records end on 5 July after it.
    schools
        Number of schools; one for every 200 pupils if it is not given.

    Raises
    ------
    UsageError
        If a number is below 1.
    """
    schools = max(1, round(pupils / PUPILS_PER_SCHOOL)) if schools is None else schools
    for name, number in (("pupils", pupils), ("years", years), ("schools", schools)):
        if number < 1:
            raise UsageError(f"An invented county needs at least 1 for {name}, not {number}.")
    lives, pens = np.random.default_rng(seed).spawn(2)
    calendar = tuple(school_year(first) for first in range(last_year - years + 1, last_year + 1))
    county = live(lives, pupils=pupils, schools=schools, years=calendar)
    return until(record(pens, county), datetime.date(last_year + 1, LAST_MONTH, LAST_DAY))
