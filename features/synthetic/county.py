"""One invented county as records."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.reading.declaration_values import CONFIG_FILE
from features.records.writer import FileFormat, new_folder, write_table
from features.synthetic.behaviour.simulation import simulate
from features.synthetic.hazard import simulate_hazard
from features.synthetic.records.tables import record, until
from features.synthetic.records.truth_table import true_risk
from features.synthetic.world.places import DEFAULT, Place, place_of
from features.synthetic.world.school_year import school_year

Kind = Literal["yearly", "hazard"]  # one risk for a whole year, or a hazard that moves from month to month

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
    school year begins in September of ``last_year``, and the records end on 5 July after it, or on ``last_day``.
    Without ``schools`` there are as many as so many pupils have in the real county.
    """

    pupils: int
    years: int
    seed: int
    place: Place
    schools: int | None = None
    last_year: int = LAST_YEAR
    kind: Kind = "yearly"
    last_day: datetime.date | None = None


def write_county(
    out: Path,
    *,
    pupils: int,
    years: int,
    seed: int,
    schools: int | None = None,
    last_year: int = LAST_YEAR,
    kind: Kind = "yearly",
) -> None:
    """Write an invented VL as a record folder in Parquet, with the true risk beside it; see ``AreaPlan``.

    Raises
    ------
    UsageError
        If ``out`` already holds something, or a number is below 1.
    """
    with new_folder(out) as folder:
        area = AreaPlan(pupils, years, seed, place_of(DEFAULT), schools, last_year, kind)
        write_area(area, folder, truth=folder / TRUTH)
        mark_as_invented(folder)


def mark_as_invented(folder: Path) -> None:
    """Write into a record folder that its children never were, which goes on into every model and list made of it."""
    (folder / CONFIG_FILE).write_text(MARK, encoding="utf-8")


def invent_county(
    *, pupils: int, years: int, seed: int, schools: int | None = None, last_year: int = LAST_YEAR, kind: Kind = "yearly"
) -> dict[str, pd.DataFrame]:
    """Return the record tables of an invented VL; see ``AreaPlan``.

    Raises
    ------
    UsageError
        If a number is below 1.
    """
    area = AreaPlan(pupils, years, seed, place_of(DEFAULT), schools, last_year, kind)
    return dict(_until_last_day(_invented(area).tables, area))


def write_area(area: AreaPlan, folder: Path, *, truth: Path, file_format: FileFormat = "parquet") -> None:
    """Write the tables of an area into ``folder``, and its true risk into ``truth`` as a file named after the place.

    Nothing that reads records reads the truth (see ``records.truth_table``): it is there to measure how near a
    list comes to the best possible one.
    """
    invented = _invented(area)
    truth.mkdir(parents=True, exist_ok=True)
    write_table(truth, area.place.name, _with_area_numbers(invented.truth, area.place), file_format=file_format)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in _until_last_day(invented.tables, area):
        write_table(folder, name, _with_area_numbers(table, area.place), file_format=file_format)


@dataclass(frozen=True)
class _Invented:
    """All that was ever written down of an area, and the truth beside it."""

    tables: dict[str, pd.DataFrame]
    truth: pd.DataFrame


def _invented(area: AreaPlan) -> _Invented:
    """Invent an area, drawn for this county and area alone."""
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
    if area.kind == "hazard":
        harder = simulate_hazard(behaviour_rng, pupils=area.pupils, schools=schools, years=years, place=area.place)
        return _Invented(harder.tables, harder.truth)
    county = simulate(behaviour_rng, pupils=area.pupils, schools=schools, years=years, place=area.place)
    return _Invented(record(records_rng, county), true_risk(county))


def _until_last_day(tables: dict[str, pd.DataFrame], area: AreaPlan) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give one table after the other as it is on the last day; each is let go of before the next is cut."""
    last_day = area.last_day or datetime.date(area.last_year + 1, LAST_MONTH, LAST_DAY)
    for name in list(tables):
        yield from until({name: tables.pop(name)}, last_day).items()


def _with_area_numbers(table: pd.DataFrame, place: Place) -> pd.DataFrame:
    """Each area counts its pupils from the first one, so the area's number is added to theirs."""
    if place.area and "pupil_id" in table:
        return table.assign(pupil_id=table["pupil_id"] + f"-{place.area}")
    return table
