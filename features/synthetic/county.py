"""One invented county as records."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.records.writer import FileFormat, new_folder, write_table
from features.synthetic.behaviour.simulation import County, simulate
from features.synthetic.records.tables import record, until
from features.synthetic.records.truth_table import true_risk
from features.synthetic.world.places import DEFAULT, Place, place_of
from features.synthetic.world.school_year import school_year

LAST_YEAR = 2025
LAST_MONTH, LAST_DAY = 7, 5  # the records of the last year end when its June results are in
TRUTH = "truth"  # a folder beside the tables: readers of records look at files and at county=... folders only


@dataclass(frozen=True)
class Part:
    """What is invented at once: a county or an area of one, the same for the same numbers, whatever else is invented.

    ``pupils`` are on the roll of each school year, a few who come in the middle of the year among them. The last
    school year begins in September of ``last_year``, and the records end on 5 July after it. Without ``schools`` there
    are as many as so many pupils have in the real county.
    """

    pupils: int
    years: int
    seed: int
    place: Place
    schools: int | None = None
    last_year: int = LAST_YEAR


def write_county(
    out: Path, *, pupils: int, years: int, seed: int, schools: int | None = None, last_year: int = LAST_YEAR
) -> None:
    """Write an invented VL as a record folder in Parquet, with the true risk beside it; see ``Part``.

    Raises
    ------
    UsageError
        If ``out`` already holds something, or a number is below 1.
    """
    with new_folder(out) as folder:
        part = Part(pupils, years, seed, place_of(DEFAULT), schools, last_year)
        write_part(part, folder, truth=folder / TRUTH)


def invent_county(
    *, pupils: int, years: int, seed: int, schools: int | None = None, last_year: int = LAST_YEAR
) -> dict[str, pd.DataFrame]:
    """Return the record tables of an invented VL; see ``Part``.

    Raises
    ------
    UsageError
        If a number is below 1.
    """
    county, pens = _lived(Part(pupils, years, seed, place_of(DEFAULT), schools, last_year))
    return dict(_recorded(county, pens))


def write_part(part: Part, folder: Path, *, truth: Path, file_format: FileFormat = "parquet") -> None:
    """Write the tables of a part into ``folder``, and its true risk into ``truth`` as a file named after the place.

    Nothing that reads records reads the truth (see ``records.truth_table``): it is there to measure how near a
    list comes to the best possible one.
    """
    county, pens = _lived(part)
    truth.mkdir(parents=True, exist_ok=True)
    write_table(truth, part.place.name, _of_area(true_risk(county), part.place), file_format=file_format)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in _recorded(county, pens):
        write_table(folder, name, _of_area(table, part.place), file_format=file_format)


def _lived(part: Part) -> tuple[County, np.random.Generator]:
    """The county, and the chance with which it is written down: drawn for this county and area alone."""
    schools = part.place.schools_for(part.pupils) if part.schools is None else part.schools
    for name, number in (("pupils", part.pupils), ("years", part.years), ("schools", schools)):
        if number < 1:
            raise UsageError(
                Bilingual(
                    f"An invented county needs at least 1 for {name}, not {number}.",
                    f"Un județ inventat are cel puțin un elev, un an și o școală; {number} nu este de ajuns.",
                )
            )
    own = np.random.SeedSequence(part.seed, spawn_key=(int(part.place.siiir_prefix), part.place.area))
    lives, pens = np.random.default_rng(own).spawn(2)
    firsts = range(part.last_year - part.years + 1, part.last_year + 1)
    years = tuple(school_year(first, part.place.winter_week) for first in firsts)
    return simulate(lives, pupils=part.pupils, schools=schools, years=years, place=part.place), pens


def _recorded(county: County, pens: np.random.Generator) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give one table after the other as it is on the last day; each is let go of before the next is cut."""
    last_day = datetime.date(county.years[-1].first + 1, LAST_MONTH, LAST_DAY)
    tables = record(pens, county)
    for name in list(tables):
        yield from until({name: tables.pop(name)}, last_day).items()


def _of_area(table: pd.DataFrame, place: Place) -> pd.DataFrame:
    """Each area counts its pupils from the first one, so the area's number is added to theirs."""
    if place.area and "pupil_id" in table:
        return table.assign(pupil_id=table["pupil_id"] + f"-{place.area}")
    return table
