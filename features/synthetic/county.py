"""One invented county as records."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.reading.declaration_values import CONFIG_FILE
from features.records.writer import FileFormat, new_folder, write_table
from features.synthetic.behaviour.simulation import County, simulate
from features.synthetic.records.tables import record, until
from features.synthetic.records.truth_table import true_risk
from features.synthetic.world.places import DEFAULT, Place, place_of
from features.synthetic.world.school_year import school_year

LAST_YEAR = 2025
MARK = """# These children were invented by 'prezent synth': for trying out only. Whatever is trained on them says so.
# Acești copii au fost inventați de „prezent synth”: numai pentru încercare. Orice model antrenat pe ei o spune.
invented = true
"""
LAST_MONTH, LAST_DAY = 7, 5  # the records of the last year end when its June results are in
TRUTH = "truth"  # a folder beside the tables: readers of records look at files and at county=... folders only


@dataclass(frozen=True)
class AreaPlan:
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
    """Write an invented VL as a record folder in Parquet, with the true risk beside it; see ``AreaPlan``.

    Raises
    ------
    UsageError
        If ``out`` already holds something, or a number is below 1.
    """
    with new_folder(out) as folder:
        area = AreaPlan(pupils, years, seed, place_of(DEFAULT), schools, last_year)
        write_area(area, folder, truth=folder / TRUTH)
        mark_as_invented(folder)


def mark_as_invented(folder: Path) -> None:
    """Write into a record folder that its children never were, which goes on into every model and list made of it."""
    (folder / CONFIG_FILE).write_text(MARK, encoding="utf-8")


def invent_county(
    *, pupils: int, years: int, seed: int, schools: int | None = None, last_year: int = LAST_YEAR
) -> dict[str, pd.DataFrame]:
    """Return the record tables of an invented VL; see ``AreaPlan``.

    Raises
    ------
    UsageError
        If a number is below 1.
    """
    county, records_rng = _simulate_area(AreaPlan(pupils, years, seed, place_of(DEFAULT), schools, last_year))
    return dict(_tables_of(county, records_rng))


def write_area(area: AreaPlan, folder: Path, *, truth: Path, file_format: FileFormat = "parquet") -> None:
    """Write the tables of an area into ``folder``, and its true risk into ``truth`` as a file named after the place.

    Nothing that reads records reads the truth (see ``records.truth_table``): it is there to measure how near a
    list comes to the best possible one.
    """
    county, records_rng = _simulate_area(area)
    truth.mkdir(parents=True, exist_ok=True)
    write_table(truth, area.place.name, _with_area_numbers(true_risk(county), area.place), file_format=file_format)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in _tables_of(county, records_rng):
        write_table(folder, name, _with_area_numbers(table, area.place), file_format=file_format)


def _simulate_area(area: AreaPlan) -> tuple[County, np.random.Generator]:
    """The county, and the generator that writes it down: drawn for this county and area alone."""
    schools = area.place.schools_for(area.pupils) if area.schools is None else area.schools
    for name, number in (("pupils", area.pupils), ("years", area.years), ("schools", schools)):
        if number < 1:
            raise UsageError(
                Bilingual(
                    f"An invented county needs at least 1 for {name}, not {number}.",
                    f"Un județ inventat are cel puțin un elev, un an și o școală; {number} nu este de ajuns.",
                )
            )
    own = np.random.SeedSequence(area.seed, spawn_key=(int(area.place.siiir_prefix), area.place.area))
    behaviour_rng, records_rng = np.random.default_rng(own).spawn(2)
    firsts = range(area.last_year - area.years + 1, area.last_year + 1)
    years = tuple(school_year(first, area.place.winter_week) for first in firsts)
    return simulate(behaviour_rng, pupils=area.pupils, schools=schools, years=years, place=area.place), records_rng


def _tables_of(county: County, records_rng: np.random.Generator) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give one table after the other as it is on the last day; each is let go of before the next is cut."""
    last_day = datetime.date(county.years[-1].first + 1, LAST_MONTH, LAST_DAY)
    tables = record(records_rng, county)
    for name in list(tables):
        yield from until({name: tables.pop(name)}, last_day).items()


def _with_area_numbers(table: pd.DataFrame, place: Place) -> pd.DataFrame:
    """Each area counts its pupils from the first one, so the area's number is added to theirs."""
    if place.area and "pupil_id" in table:
        return table.assign(pupil_id=table["pupil_id"] + f"-{place.area}")
    return table
