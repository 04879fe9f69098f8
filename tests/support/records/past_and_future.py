"""Which of these rows were known before a date, and how could the story go on differently?

Read off literal rows, without the code under test.
"""

import datetime as dt
from typing import Any

from tests.support.small_records import Row, Rows, Tables

AS_OF = dt.date(2025, 2, 3)
DATED = {
    "attendance": "date", "grades": "date", "family": "valid_from", "outcomes": "date", "incidents": "date",
    "enrolments": "enrolled_on",
}  # fmt: skip
KEYS = {
    "enrolments": ("pupil_id", "school_id", "school_year", "enrolled_on"),
    "family": ("pupil_id", "valid_from", "known_on"),
    "outcomes": ("pupil_id", "date", "outcome"),
}


def known_on(table: str, row: Row) -> dt.date:
    """Return the day on which a row was known."""
    happened = as_date(row[DATED[table]])
    return max(happened, as_date(row.get("known_on") or happened))


def is_seen(table: str, row: Row, as_of: dt.date) -> bool:
    """Tell whether a row was known before a date and not taken back before it."""
    return known_on(table, row) < as_of and not (row.get("retracted_on") and as_date(row["retracted_on"]) < as_of)


def as_date(cell: object) -> dt.date:
    return dt.date.fromisoformat(str(cell))


def seen(tables: Tables, as_of: dt.date = AS_OF) -> dict[str, list[dict[str, Any]]]:
    """Return the rows known before a date, without what they did not tell yet."""
    dated = [name for name in tables if name in DATED]
    kept = {name: [dict(row) for row in tables[name] if is_seen(name, row, as_of)] for name in dated}
    for rows in kept.values():
        for row in rows:
            if "retracted_on" in row:
                row["retracted_on"] = ""
    for row in kept["enrolments"]:
        if row["left_on"] and max(as_date(row["left_on"]), as_date(row["left_known_on"] or row["left_on"])) >= as_of:
            stays = "-" not in row["school_year"]  # such a label needs some day of leaving
            row |= {"left_on": max(as_date(row["enrolled_on"]), as_of) if stays else "", "left_known_on": ""}
    for row in kept["attendance"]:
        if row["excused_on"] and as_date(row["excused_on"]) >= as_of:
            row["excused_on"] = ""
            if row.get("excused") == "yes":  # told on that day
                row["excused"] = ""
    return {**tables, **enrolled_only(kept)}


def enrolled_only(tables: dict[str, Any]) -> dict[str, Any]:
    """Leave out the rows of pupils without any enrolment."""
    enrolled = {row["pupil_id"] for row in tables["enrolments"]}
    return {name: [row for row in rows if row["pupil_id"] in enrolled] for name, rows in tables.items()}


def unseen(tables: Tables) -> dict[str, Rows]:
    """Return the rows known on the as-of date or later."""
    return {name: [row for row in rows if known_on(name, row) >= AS_OF] for name, rows in tables.items()}


def with_another_future(past: dict[str, list[dict[str, Any]]], future: dict[str, Rows]) -> Tables:
    """Put rows that are known later behind the past, and let it go on differently: all is taken back, excused, left."""
    for rows in past.values():
        for row in rows:
            if "retracted_on" in row:
                row["retracted_on"] = AS_OF
    for row in past["attendance"]:
        row["excused_on"] = row["excused_on"] or AS_OF
    for row in past["enrolments"]:
        if not row["left_on"]:
            row |= {"left_on": max(as_date(row["enrolled_on"]), AS_OF - dt.timedelta(9)), "left_known_on": AS_OF}
    later = {name: without_repeated_keys([*rows, *future[name]], name) for name, rows in past.items()}
    corrected = [row | {"known_on": AS_OF, "retracted_on": "", "grade_level": 8} for row in past["enrolments"]]
    return enrolled_only(later | {"enrolments": [*later["enrolments"], *corrected]})


def without_repeated_keys(rows: Rows, table: str) -> list[Row]:
    if table not in KEYS:
        return list(rows)
    keys = [tuple(str(row[name]) for name in KEYS[table]) for row in rows]
    return [row for place, row in enumerate(rows) if keys[place] not in keys[:place]]
