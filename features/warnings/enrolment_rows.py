"""Warnings of enrolments that are odd: classes, years, dates and codes that do not fit together."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd

from features.arrays import Booleans, Integers, Positions
from features.days import NEVER, day_of
from features.identity_numbers import is_like_a_name
from features.point_in_time.school_years import school_year_bounds, terms_in_force
from features.schema.school_time import first_year, is_school_year, levels_said
from features.warnings.numbered_records import NumberedRecords
from features.warnings.record_warning import RecordWarning

YEARS_APART = 4  # from the usual year of birth of a class
PLANNED_DAYS = 2 * 366  # a planned end later than so many days after the enrolment
DAYS_FROM_YEAR = 400  # between a day of enrolment and the first day of the year it is for
USUAL_CODE_LENGTH = 10  # of a school's code in SIIIR


def odd_enrolments(records: NumberedRecords) -> Iterator[RecordWarning]:
    """Yield the warnings of single enrolments, and of two at once."""
    enrolments = records.records["enrolments"]
    yield from records.warning("birth_year_of_class", "enrolments", _far_from_class(enrolments))
    level, said = enrolments["grade_level"].to_numpy(float), levels_said(enrolments["class_label"])
    with np.errstate(invalid="ignore"):
        other = np.isfinite(level) & np.isfinite(said) & (level != said)
    yield from records.warning("label_and_level", "enrolments", other)
    yield from records.warning("level_in_label_only", "enrolments", np.isnan(level) & np.isfinite(said))
    planned = enrolments["left_on"] - enrolments["enrolled_on"] > pd.Timedelta(days=PLANNED_DAYS)
    yield from records.warning("far_planned_end", "enrolments", planned.to_numpy(bool))
    yield from records.warning("enrolled_far_from_year", "enrolments", _far_from_year(records))
    yield from records.warning("school_code_without_zero", "enrolments", _codes_without_zero(enrolments["school_id"]))
    yield from records.warning("two_schools_at_once", "enrolments", _at_once(records))
    yield from records.warning("enrolled_twice", "enrolments", _while_open(records) & _in_same_school(records))
    yield from records.warning("like_a_name", "enrolments", _like_names(enrolments["pupil_id"]))


def _far_from_class(enrolments: pd.DataFrame) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Tell whose year of birth is far from the middle one of the class."""
    classes = [enrolments[name] for name in ("school_id", "school_year", "class_label")]
    born = enrolments["birth_year"]
    usual = born.groupby(classes, dropna=False).transform("median")
    size = born.groupby(classes, dropna=False).transform("count")
    return ((born - usual).abs().ge(YEARS_APART) & size.ge(3)).to_numpy(bool)


def _far_from_year(records: NumberedRecords) -> Booleans:
    """Tell which days of enrolment are far from the first day of their school year, where it is known when that is.

    Without terms it is the usual day of enrolment of the school for it, within the calendar year that the label names.
    """
    enrolments, schools = records.records["enrolments"], records.records["schools"]
    enrolled, terms = records.days("enrolments", "enrolled_on"), terms_in_force(records.records["terms"], schools)
    label, labels = pd.factorize(enrolments["school_year"])
    school, ids = pd.factorize(enrolments["school_id"])
    usual = pd.Series(enrolled).groupby(school * len(labels) + label).transform("median").to_numpy()
    first, last = np.array([_calendar_year(each) for each in labels], np.int64).reshape(-1, 2)[label].T
    starts_on = np.where(first < NEVER, np.clip(usual, first, last), NEVER)
    if len(terms):
        county = schools.set_index("school_id")["county"].reindex(ids).fillna("").tolist()
        numbered = pd.DataFrame({"school_year": enrolments["school_year"], "enrolled_on": enrolled})
        by_terms = school_year_bounds(numbered, school, county, terms).starts_on
        starts_on = np.where(np.isin(labels, terms["school_year"].unique())[label], by_terms, starts_on)
    return (np.abs(enrolled - starts_on) > DAYS_FROM_YEAR) & (starts_on < NEVER)


def _calendar_year(label: str) -> tuple[int, int]:
    """Return the first and last day of the calendar year in which a year begins; ``NEVER`` for a label of no year."""
    if not is_school_year(label):
        return NEVER, NEVER
    return day_of(dt.date(first_year(label), 1, 1)), day_of(dt.date(first_year(label), 12, 31))


def _codes_without_zero(ids: "pd.Series") -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Tell which codes are a digit shorter than SIIIR's, as where a leading zero was lost."""
    codes, distinct = pd.factorize(ids)
    digits = np.array([len(each) if str(each).isdecimal() else 0 for each in distinct])
    return np.asarray((digits == USUAL_CODE_LENGTH - 1)[codes])


def _like_names(ids: "pd.Series") -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Tell which codes of pupils look like names of persons."""
    codes, distinct = pd.factorize(ids)
    return np.array([*map(is_like_a_name, distinct), False], dtype=np.bool_)[codes]


def _at_once(records: NumberedRecords) -> Booleans:
    """Tell which enrolments begin in a school while another one of the same year goes on elsewhere."""
    return _while_open(records) & ~_in_same_school(records)


def _while_open(records: NumberedRecords) -> Booleans:
    """Tell which enrolments begin while another one of the child for the same year goes on."""
    order, key = _by_child_and_year(records)
    begins, left = records.days("enrolments", "enrolled_on"), records.days("enrolments", "left_on")
    latest = pd.Series(left[order]).groupby(key[order]).cummax().to_numpy()
    rows = np.zeros(len(key), np.bool_)
    rows[order[1:][(key[order][1:] == key[order][:-1]) & (begins[order][1:] < latest[:-1])]] = True
    return rows


def _in_same_school(records: NumberedRecords) -> Booleans:
    """Tell which enrolments are in the school of the child's enrolment before, of the same year."""
    order, key = _by_child_and_year(records)
    school = pd.factorize(records.records["enrolments"]["school_id"])[0]
    rows = np.zeros(len(key), np.bool_)
    rows[order[1:][(key[order][1:] == key[order][:-1]) & (school[order][1:] == school[order][:-1])]] = True
    return rows


def _by_child_and_year(records: NumberedRecords) -> tuple[Positions, Integers]:
    """Return the places of the enrolments in order of child, year and day, and a number for each child and year."""
    year = pd.factorize(records.records["enrolments"]["school_year"])[0]
    key = records.pupil("enrolments") * (int(year.max(initial=0)) + 1) + year
    return np.lexsort((records.days("enrolments", "enrolled_on"), key)), key
