"""How does a test get the records of several counties? Invented ones, each in its county=XX folder."""

from pathlib import Path

from features.progress import silent
from features.synthetic import write_country

COUNTIES = ("CJ", "IS", "OT")


def write_counties(folder: Path, *, pupils: int, years: int = 3) -> Path:
    """Write the counties of so many pupils each, until July 2026, and return the folder."""
    folder.mkdir()
    for number, county in enumerate(COUNTIES):
        place = folder / f"county={county}"
        write_country(place, pupils=pupils, years=years, seed=7 + number, county=county, tell=silent)
    return folder
