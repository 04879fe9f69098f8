"""A county in which a hidden hazard decides each month who leaves, as record tables with the truth beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from features.arrays import Booleans, Floats
from features.synthetic.hazard.attendance import invent_attendance
from features.synthetic.hazard.family import changed_situations, first_situations, invent_incidents
from features.synthetic.hazard.leaving import STAYS, run_year, school_effects, school_year_effects, state_after
from features.synthetic.hazard.marks import conduct_marks, invent_marks
from features.synthetic.hazard.outcomes import LivedYear, live, next_year_closing, year_outcomes
from features.synthetic.hazard.people import first_roll, invent_people, next_roll
from features.synthetic.hazard.practice import Habits, draw_habits, draw_practice
from features.synthetic.hazard.shocks import with_new_children
from features.synthetic.world.levels import CLASS_NAMES, LETTERS, tracks
from features.synthetic.world.places import Place
from features.synthetic.world.pupils import pupil_ids
from features.synthetic.world.school_year import SchoolYear, school_year, terms_table
from features.synthetic.world.schools import invent_schools, schools_table

SCHOOL_AGE = 6  # in September of the preparatory class


@dataclass(frozen=True)
class HazardCounty:
    """The record tables of a county, all that was ever written down, and the hidden hazard by child and month."""

    tables: dict[str, pd.DataFrame]
    truth: pd.DataFrame


def simulate_hazard(
    rng: np.random.Generator, *, pupils: int, schools: int, years: Sequence[SchoolYear], place: Place
) -> HazardCounty:
    """Return a county of so many pupils a year in so many schools.

    The truth has one row per child, school year and month, from September to the summer (``month``, its first day):
    ``hazard`` (of leaving in that month, given all that happened before; 1 for those who have left), ``school_effect``
    (log-odds), ``hold`` and what is left of each shock.
    """
    hidden, records = rng.spawn(2)
    units = invent_schools(hidden, schools, pupils=pupils, place=place)
    habits, lasting = draw_habits(records, units), school_effects(hidden, units)
    roll, people, state = first_roll(hidden, pupils=pupils, units=units), None, None
    gone_before, parts = np.zeros(0, dtype=np.int64), []
    for year in years:
        new = (roll["pupil"] >= (0 if people is None else len(people.children))).to_numpy()
        people = invent_people(hidden, roll["school"].to_numpy()[new], units=units, earlier=people)
        state = with_new_children(state, people)
        gone_before = np.pad(gone_before, (0, len(people.homes) - len(gone_before)))
        effects = school_year_effects(hidden, lasting)
        course = run_year(
            hidden, roll, people=people, state=state.of(roll["pupil"].to_numpy()), effects=effects, units=units,
            gone_before=gone_before, year=year,
        )  # fmt: skip
        lived = live(hidden, roll, people=people, course=course, units=units, year=year)
        parts.append({**_written(records, lived, new=new, habits=habits), "truth": _truth(lived, effects)})
        state = state_after(state, roll, course)
        left = lived.of_pupils("home")[course.left_in != STAYS].astype(np.int64)
        gone_before = np.bincount(left, minlength=len(people.homes))
        roll = next_roll(
            hidden, roll, closing=next_year_closing(lived), pupils=pupils, known=len(people.children), units=units
        )
    tables = {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]}
    coming = school_year(years[-1].first + 1, years[-1].winter_week)
    tables |= {"schools": schools_table(units), "terms": terms_table([*years, coming], place.code)}
    return HazardCounty(tables, tables.pop("truth"))


def _written(rng: np.random.Generator, lived: LivedYear, *, new: Booleans, habits: Habits) -> dict[str, pd.DataFrame]:
    """The rows of each table that the schools wrote in a year."""
    practice = draw_practice(rng, lived.roll, classes=lived.course.classes, habits=habits)
    absences = invent_attendance(rng, lived, practice)
    bare = absences[absences["excused_on"].isna()]
    unexcused = np.bincount(bare["row"], weights=bare["hours"], minlength=len(lived.roll))
    marks = [invent_marks(rng, lived, practice), conduct_marks(rng, lived, unexcused.astype(np.float64))]
    rows = {
        "attendance": absences,
        "grades": pd.concat(marks, ignore_index=True),
        "incidents": invent_incidents(rng, lived, practice),
        "outcomes": year_outcomes(rng, lived),
        "family": pd.concat([first_situations(rng, lived, new), changed_situations(rng, lived)], ignore_index=True),
        "enrolments": _enrolments(rng, lived),
    }
    ids = _ids(lived)
    for table in rows.values():
        table.insert(0, "pupil_id", ids.take(table.pop("row").to_numpy(np.int64)).to_numpy())
    return rows


def _enrolments(rng: np.random.Generator, lived: LivedYear) -> pd.DataFrame:
    year, roll, school = lived.year, lived.roll, lived.roll["school"].to_numpy()
    off = lived.papers < len(year.days)
    left = pd.Series(year.date_at(lived.papers).astype("datetime64[s]"))
    told = left + rng.integers(0, 20, len(roll)).astype("timedelta64[D]")
    age = SCHOOL_AGE + roll["grade"].to_numpy() + roll["repeated"].to_numpy() + lived.of_pupils("years_late")
    return pd.DataFrame(
        {
            "row": np.arange(len(roll)),
            "school_id": lived.units["school_id"].to_numpy()[school],
            "school_year": year.label,
            "enrolled_on": year.date_at(roll["from_day"].to_numpy()).astype("datetime64[s]"),
            "left_on": left.where(off),
            "left_known_on": told.where(off).astype("datetime64[s]"),
            "grade_level": roll["grade"].to_numpy(),
            "class_label": CLASS_NAMES[roll["grade"]] + " " + LETTERS[roll["letter"]],
            "track": tracks(lived.units)[school],
            "birth_year": (year.first - age).astype(np.int64),
            "repeated_years": roll["repeated"].to_numpy(),
            "sex": np.where(lived.of_pupils("male"), "M", "F"),
            "special_needs": lived.of_pupils("special_needs"),
        }
    )


def _truth(lived: LivedYear, effects: Floats) -> pd.DataFrame:
    """The hidden hazard and state of each child, month by month."""
    course, school = lived.course, lived.roll["school"].to_numpy()
    months, count = course.hazard.shape[1], len(school)
    month = np.arange(months)
    gone = (course.left_in != STAYS)[:, None] & (course.left_in[:, None] < month)
    states = {field.name: course.shock(field.name).T.ravel() for field in fields(course.states[0])}
    table = pd.DataFrame(
        {
            "pupil_id": np.repeat(_ids(lived).to_numpy(), months),
            "school_year": lived.year.label,
            "school_id": np.repeat(lived.units["school_id"].to_numpy()[school], months),
            "month": np.tile((np.datetime64(f"{lived.year.first}-09", "M") + month).astype("datetime64[s]"), count),
            "hazard": np.where(gone, 1.0, course.hazard).ravel(),
            "school_effect": np.repeat(effects[school], months),
            **states,
        }
    )
    return table.astype(dict.fromkeys(("hazard", "school_effect", *states), np.float32))


def _ids(lived: LivedYear) -> pd.Series:
    return pupil_ids(lived.roll["pupil"].to_numpy(), lived.units)
