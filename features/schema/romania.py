"""The counties of Romania, and the modules of its published school years."""

import unicodedata
from collections.abc import Mapping

import pandas as pd

from features.days import school_year_label

# First and last day of each module (orders of the Ministry of Education; domain notes 1.2), the first four in the
# autumn of the year. Counties differ in the winter week between the third module and the fourth; here the middle one of
# their three choices. Who needs the exact week gives a table `terms`.
MODULES: Mapping[int, str] = {
    2022: "09-05 10-21 10-31 12-22 01-09 02-10 02-20 04-06 04-19 06-16",
    2023: "09-11 10-27 11-06 12-22 01-08 02-16 02-26 04-26 05-08 06-21",
    2024: "09-09 10-25 11-04 12-20 01-08 02-14 02-24 04-17 04-28 06-20",
    2025: "09-08 10-24 11-03 12-19 01-08 02-13 02-23 04-03 04-15 06-19",
    2026: "09-07 10-23 11-02 12-22 01-11 02-19 03-01 04-23 05-05 06-18",
}

COUNTIES: Mapping[str, str] = {
    "AB": "Alba", "AG": "Argeș", "AR": "Arad", "B": "București", "BC": "Bacău", "BH": "Bihor", "BN": "Bistrița-Năsăud",
    "BR": "Brăila", "BT": "Botoșani", "BV": "Brașov", "BZ": "Buzău", "CJ": "Cluj", "CL": "Călărași",
    "CS": "Caraș-Severin", "CT": "Constanța", "CV": "Covasna", "DB": "Dâmbovița", "DJ": "Dolj", "GJ": "Gorj",
    "GL": "Galați", "GR": "Giurgiu", "HD": "Hunedoara", "HR": "Harghita", "IF": "Ilfov", "IL": "Ialomița", "IS": "Iași",
    "MH": "Mehedinți", "MM": "Maramureș", "MS": "Mureș", "NT": "Neamț", "OT": "Olt", "PH": "Prahova", "SB": "Sibiu",
    "SJ": "Sălaj", "SM": "Satu Mare", "SV": "Suceava", "TL": "Tulcea", "TM": "Timiș", "TR": "Teleorman",
    "VL": "Vâlcea", "VN": "Vrancea", "VS": "Vaslui",
}  # fmt: skip


def county_name(code: str) -> str:
    """Return the name of the county of a code; what is no code is its own name.

    >>> county_name("OT"), county_name("Kent")
    ('Olt', 'Kent')
    """
    return COUNTIES.get(code, code)


def is_county(name: str) -> bool:
    """Tell whether a text names a county of Romania, by its code or its name, however it is written.

    >>> is_county("OT"), is_county("județul Iasi"), is_county("BISTRITA NASAUD"), is_county("Kent")
    (True, True, True, False)
    """
    return _folded(name).removeprefix("judetul ").removeprefix("municipiul ") in _NAMES


def published_terms(county: str) -> pd.DataFrame:
    """Return the published terms as rows of the table ``terms`` for one county, oldest first."""
    rows = []
    for first, days in MODULES.items():
        written = [f"{first if day > '08' else first + 1}-{day}" for day in days.split()]
        for number, (starts_on, ends_on) in enumerate(zip(written[::2], written[1::2], strict=True), 1):
            rows.append((school_year_label(first), f"M{number}", starts_on, ends_on, county, "1-5"))
    columns = ["school_year", "term", "starts_on", "ends_on", "county", "weekdays"]
    days_as = dict.fromkeys(("starts_on", "ends_on"), "datetime64[s]")
    return pd.DataFrame(rows, columns=columns, dtype=object).astype(days_as)


def _folded(text: str) -> str:
    """Return a text without diacritics, capitals and hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).replace("-", " ").split())


_NAMES = frozenset(_folded(name) for pair in COUNTIES.items() for name in pair)
