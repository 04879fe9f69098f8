"""The counties of an invented country, written area by area when it is larger than memory."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from features.errors import UsageError
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.progress import Tell
from features.records.writer import FileFormat, new_folder
from features.synthetic.county import (
    LAST_DAY,
    LAST_MONTH,
    LAST_YEAR,
    TRUTH,
    AreaPlan,
    Kind,
    mark_as_invented,
    write_area,
)
from features.synthetic.world.places import DEFAULT, STRATA, apportioned, place_of, places
from features.synthetic.world.policy import MERGED

Locality = Literal["rural", "urban"]

BEGUN_BY = (9, 20)  # month and day: by then a school year has begun, and something is known of it
ONE_COUNTY = 100_000  # pupils; really only Bucharest and Iași have more
MOST = {"pupils": 3_000_000, "years": 20}
AT_ONCE = 300_000  # pupils times years that are in memory together: 2.5 GB


def write_country(
    out: Path, *, pupils: int, years: int, seed: int, county: str | None = None, last_year: int = LAST_YEAR,
    file_format: FileFormat = "parquet", kind: Kind = "yearly", tell: Tell,
) -> None:  # fmt: skip
    """Write an invented county, or all 42, as a record folder, with the true risk beside the records.

    What is small enough to be in memory at once lies in ``out`` itself. Otherwise each county lies in its
    ``county=XX`` folder, and a large one in several, ``county=XX-1``, ``county=XX-2`` ...: areas that no pupil leaves
    for another. Area by area is invented, written and forgotten. The true risk of each is a file of ``truth/``.

    Parameters
    ----------
    pupils
        Pupils on the roll of each school year. Up to ONE_COUNTY they are all in one county, more are spread over all
        42 in proportion to their real sizes.
    county
        The code of the one county to invent, however many pupils; VL if there is but one and none is named.
    kind
        ``yearly``: each child has one risk for a school year; ``hazard``, harder: the risk moves from month to month
        and the records tell of it late and in part.
    tell
        Is told of each area before it is invented.

    Raises
    ------
    UsageError
        If ``out`` already holds something, a number is out of bounds, or there is no such county.
    """
    areas = area_plans(pupils=pupils, years=years, seed=seed, county=county, last_year=last_year)
    write_areas(out, [replace(area, kind=kind) for area in areas], file_format=file_format, tell=tell)


def write_areas(out: Path, areas: Sequence[AreaPlan], *, file_format: FileFormat, tell: Tell) -> None:
    """Write some areas as a record folder: one in ``out`` itself, of several each in its ``county=XX`` folder.

    Raises
    ------
    UsageError
        If ``out`` already holds something.
    """
    with new_folder(out) as folder:
        for number, area in enumerate(areas, start=1):
            name = area.place.name
            tell(
                Bilingual(
                    f"inventing {area.pupils:,} pupils of {name} ({number} of {len(areas)})",
                    f"inventarea elevilor din {name}, {area.pupils} în total ({number} din {len(areas)})",
                )
            )
            own = folder if len(areas) == 1 else folder / f"county={name}"
            write_area(area, own, truth=folder / TRUTH, file_format=file_format)
        mark_as_invented(folder)


def schools_of_programme(
    county: str, *, locality: Locality | None, schools: int, pupils: int, years: int, seed: int, today: dt.date
) -> AreaPlan:
    """Return the plan of some schools of a county with classes up to VIII, in villages or in towns alone if so wished.

    The last school year is the one that goes on today, and nothing is known of what comes. So many ``schools`` are left
    when the smallest ones have closed.

    >>> plan = schools_of_programme("DJ", locality="rural", schools=4, pupils=480, years=4, seed=7,
    ...                             today=dt.date(2026, 11, 28))
    >>> plan.place.pupils, plan.schools, plan.last_year, plan.last_day
    ((19104, 0, 0, 0, 0, 0), 5, 2026, datetime.date(2026, 11, 27))
    """
    place = place_of(county)
    wanted = [each for each in STRATA if each.kind == "lower" and locality in (None, each.locality)]
    counts = tuple(count * (each in wanted) for count, each in zip(place.pupils, STRATA, strict=True))
    begun = today.year if (today.month, today.day) > BEGUN_BY else today.year - 1
    return AreaPlan(
        pupils, years, seed, replace(place, pupils=counts), _before_closing(schools, wanted[0].structures),
        last_year=begun, last_day=min(today - dt.timedelta(days=1), dt.date(begun + 1, LAST_MONTH, LAST_DAY)),
    )  # fmt: skip


def _before_closing(schools: int, structures: float) -> int:
    """Return of how many schools so many are left, where the smallest of those that belong to another one close.

    >>> _before_closing(4, 0.54), _before_closing(2, 0.17)
    (5, 2)
    """
    count = schools
    while True:
        belong = min(round(structures * count), count - 1)
        if count - (int(MERGED * (belong - 1)) + 1 if belong else 0) >= schools:
            return count
        count += 1


def area_plans(
    *, pupils: int, years: int, seed: int, county: str | None = None, last_year: int = LAST_YEAR
) -> tuple[AreaPlan, ...]:
    """Return the counties and areas of a country of so many pupils, in the order in which they are invented.

    >>> [(area.place.name, area.pupils) for area in area_plans(pupils=110_000, years=5, seed=7, county="B")]
    [('B-1', 55000), ('B-2', 55000)]
    """
    for name, number in (("pupils", pupils), ("years", years)):
        if not 1 <= number <= MOST[name]:
            raise UsageError(_cannot_invent(name, number))
    if seed < 0:
        raise UsageError(
            Bilingual(
                f"The seed {seed} is below 0; give any whole number from 0 on.",
                f"Numărul de pornire (seed) {seed} este sub 0; dați orice număr întreg de la 0 în sus.",
            )
        )
    if county is not None or pupils <= ONE_COUNTY:
        return _areas_of(AreaPlan(pupils, years, seed, place_of(county or DEFAULT), last_year=last_year))
    shares = apportioned(pupils, [sum(place.pupils) for place in places()])
    counties = [
        AreaPlan(int(share), years, seed, place, last_year=last_year)
        for place, share in zip(places(), shares, strict=True)
    ]
    return tuple(area for whole in counties for area in _areas_of(whole))


def _areas_of(whole: AreaPlan) -> tuple[AreaPlan, ...]:
    """The whole county if it may be invented at once, else areas of it, as few and as equal as can be."""
    count = -(-whole.pupils * whole.years // AT_ONCE)
    if count == 1:
        return (whole,)
    sizes = apportioned(whole.pupils, [1] * count)
    return tuple(
        replace(whole, pupils=int(size), place=replace(whole.place, area=number))
        for number, size in enumerate(sizes, start=1)
    )


def _cannot_invent(name: str, number: int) -> Bilingual:
    wanted = counted(number, *(("elev", "elevi") if name == "pupils" else ("an", "ani")), "ro")
    return Bilingual(
        f"{number:,} {name} cannot be invented; ask for 1 to {MOST[name]:,}.",
        f"Nu se pot inventa {wanted}; cereți de la 1 până la {MOST[name]}.",
    )
