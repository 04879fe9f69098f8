"""The record tables that an invented county leaves."""

import datetime
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.synthetic.behaviour.missingness import uploaded
from features.synthetic.behaviour.simulation import County
from features.synthetic.records.attendance import invent_attendance
from features.synthetic.records.marks import conduct_marks, invent_marks, invent_teachers
from features.synthetic.records.outcomes import year_outcomes
from features.synthetic.world.levels import CLASS_NAMES, LETTERS, tracks
from features.synthetic.world.pupils import pupil_ids
from features.synthetic.world.school_year import SchoolYear, school_year, terms_table
from features.synthetic.world.schools import schools_table


def record(rng: np.random.Generator, county: County) -> dict[str, pd.DataFrame]:
    """Return everything the schools ever wrote down about the county, in the tables of ``features.schema.tables``."""
    parts: dict[str, list[pd.DataFrame]] = {}
    teachers = invent_teachers(rng, county.units)
    for year, story in zip(county.years, county.stories, strict=True):
        for name, rows in _year_tables(rng, county, story, year=year, teachers=teachers).items():
            parts.setdefault(name, []).append(rows)
    parts["family"] = [county.situations]
    tables = {name: _with_pupil_ids(pd.concat(rows, ignore_index=True), county) for name, rows in parts.items()}
    coming = school_year(county.years[-1].first + 1, county.years[-1].winter_week)
    tables["schools"] = schools_table(county.units)
    tables["terms"] = terms_table([*county.years, coming], county.units["county"].iloc[0])
    return tables


def until(tables: Mapping[str, pd.DataFrame], last_day: datetime.date) -> dict[str, pd.DataFrame]:
    """Return the tables as they are on that day: what is known only later is not in them yet."""
    return {name: table if name == "terms" else _until(table, pd.Timestamp(last_day)) for name, table in tables.items()}


def _year_tables(
    rng: np.random.Generator,
    county: County,
    story: pd.DataFrame,
    *,
    year: SchoolYear,
    teachers: NDArray[np.float64],
) -> dict[str, pd.DataFrame]:
    absences = invent_attendance(rng, story, units=county.units, year=year)
    absences = absences[uploaded(rng, absences, story=story, units=county.units, year=year)].reset_index(drop=True)
    bare = absences[absences["excused_on"].isna()]
    unexcused = np.bincount(bare["row"], weights=bare["hours"], minlength=len(story))
    marks = invent_marks(rng, story, units=county.units, teachers=teachers, year=year)
    conduct = conduct_marks(rng, story, unexcused=unexcused, year=year)
    return {
        "enrolments": _enrolments(story, county, year),
        "attendance": _of_pupils(absences, story),
        "grades": _of_pupils(pd.concat([marks, conduct], ignore_index=True), story),
        "outcomes": year_outcomes(rng, story, year=year),
    }


def _enrolments(story: pd.DataFrame, county: County, year: SchoolYear) -> pd.DataFrame:
    people = county.people.iloc[story["pupil"]]
    school = story["school"].to_numpy()
    return pd.DataFrame(
        {
            "pupil": story["pupil"].to_numpy(),
            "school_id": county.units["school_id"].to_numpy()[school],
            "school_year": year.label,
            "enrolled_on": year.date_at(story["from_day"].to_numpy()).astype("datetime64[s]"),
            "left_on": story["left_on"].to_numpy(),
            "left_known_on": story["left_known_on"].to_numpy(),
            "grade_level": story["grade"].to_numpy(),
            "class_label": CLASS_NAMES[story["grade"]] + " " + LETTERS[story["letter"]],
            "track": tracks(county.units)[school],
            "birth_year": people["birth_year"].to_numpy(),
            "repeated_years": story["repeated"].to_numpy(),
            "sex": np.where(people["male"], "M", "F"),
            "special_needs": people["special_needs"].to_numpy(),
        }
    )


def _of_pupils(rows: pd.DataFrame, story: pd.DataFrame) -> pd.DataFrame:
    """Replace the number of the row in the story by the number of the pupil."""
    rows.insert(0, "pupil", story["pupil"].to_numpy()[rows.pop("row")])
    return rows


def _with_pupil_ids(rows: pd.DataFrame, county: County) -> pd.DataFrame:
    rows.insert(0, "pupil_id", pupil_ids(rows.pop("pupil").to_numpy(), county.units))
    return rows


def _until(table: pd.DataFrame, last_day: pd.Timestamp) -> pd.DataFrame:
    for name in ("enrolled_on", "date", "valid_from", "known_on"):
        if name in table:
            table = table[~(table[name] > last_day)]
    for name, hidden in (("excused_on", ["excused_on"]), ("left_known_on", ["left_on", "left_known_on"])):
        if name in table:
            late = table[name] > last_day
            table = table.assign(**{column: table[column].mask(late) for column in hidden})
    return table.reset_index(drop=True)
