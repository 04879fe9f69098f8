"""Features that describe the school and the class rather than the child.

They are the same for all children of a school or class. A model of these alone is the school-only baseline. What few
children tell is drawn towards what is usual (``USUAL_...``), so that a small school is not taken for a bad one.
"""

import numpy as np
import pandas as pd

from features.arrays import Floats
from features.catalogue.feature import Feature, FeatureGroup, feature
from features.point_in_time.snapshot import DAYS_PER_YEAR, Snapshot
from features.schema.tables import FAILED, LEFT_EARLY

_GROUP = FeatureGroup(
    "school_context",
    (),
    ("how many children there are is not known", "nu se știe câți elevi sunt"),
)
_OF_ATTENDANCE = FeatureGroup(
    "school_context",
    ("attendance",),
    ("absences of that time are not recorded", "nu s-au trecut absențele din acea perioadă"),
)
_OF_GRADES = FeatureGroup(
    "school_context", ("grades",), ("no marks in the school this year", "nicio notă în școală anul acesta")
)
_OF_OUTCOMES = FeatureGroup(
    "school_context", ("outcomes",), ("no earlier school year known", "niciun an școlar anterior cunoscut")
)
_PAST_DAYS = 3 * DAYS_PER_YEAR
USUAL_UNEXCUSED_HOURS_A_WEEK = 0.35  # of a child in the invented counties
USUAL_MARKS = 80.0  # points of 100; 87 in the invented counties, 75 in OULAD
USUAL_PAST_SHARE = 2.0  # percent who leave early, or fail, of a school of which nothing is known
PAST_CHILDREN = 20.0  # as many enrolments of finished years tell half of what there is to be told


@feature(
    _GROUP, theme="school", unit="children",
    title=("size of the school", "mărimea școlii"),
    text=("school of {n|child|children}", "școală cu {n|elev|elevi}"),
)  # fmt: skip
def school_size(snapshot: Snapshot) -> Floats:
    """Children in the school at the as-of date."""
    return np.bincount(snapshot.school, minlength=1)[snapshot.school].astype(float)


@feature(
    _GROUP, theme="school", unit="children",
    title=("size of the class", "mărimea clasei"),
    text=("class of {n|child|children}", "clasă cu {n|elev|elevi}"),
)  # fmt: skip
def class_size(snapshot: Snapshot) -> Floats:
    """Children in the class at the as-of date."""
    return np.bincount(snapshot.class_, minlength=1)[snapshot.class_].astype(float)


@feature(
    _GROUP, theme="school", unit="yes/no",
    title=("rural school", "școală din mediul rural"),
    text=({1.0: "rural school", 0.0: "urban school"}, {1.0: "școală din mediul rural", 0.0: "școală din mediul urban"}),
    missing=("whether the school is rural or urban is not recorded", "nu s-a trecut mediul școlii (rural sau urban)"),
)  # fmt: skip
def school_rural(snapshot: Snapshot) -> Floats:
    """1 in a rural school, 0 in an urban one."""
    locality = snapshot.cohort["locality"].to_numpy(str)
    return np.where(locality == "", np.nan, locality == "rural")


@feature(
    _GROUP, theme="school", unit="weeks",
    title=("week of the school year", "săptămâna anului școlar"),
    text=("week {value} of the school year", "săptămâna {value} a anului școlar"),
    missing=("the week of the school year is not known", "nu se știe a câta săptămână de școală este"),
)  # fmt: skip
def school_year_week(snapshot: Snapshot) -> Floats:
    """Calendar weeks since the school year began, the same for the whole school."""
    window = snapshot.this_year()
    return ((window.stop - window.start) // 7 + 1).astype(float)


@feature(
    _OF_ATTENDANCE, theme="school", unit="hours", direction=1,
    title=("unexcused hours in the school this year", "ore nemotivate în școală anul acesta"),
    text=(
        "in the school about {n|unexcused hour|unexcused hours} per child this year (estimated, where the school is small)//in the school next to no unexcused hours this year (estimated, where the school is small)",
        "în școală, cam {n|oră nemotivată|ore nemotivate} pe elev anul acesta (estimare, unde școala este mică)//în școală, aproape nicio oră nemotivată anul acesta (estimare, unde școala este mică)",
    ),
)  # fmt: skip
def school_unexcused_hours_year(snapshot: Snapshot) -> Floats:
    """Mean of this year's unexcused hours over the children of the school and four with 0.35 hours a week."""
    usual = USUAL_UNEXCUSED_HOURS_A_WEEK * school_year_week.compute(snapshot)
    return snapshot.school_mean(snapshot.hours(snapshot.this_year(), excused=False), usual)


@feature(
    _OF_ATTENDANCE, theme="school", unit="hours", direction=1,
    title=("change in the school's absences", "schimbarea absențelor în școală"),
    text=(
        "{sign|more|fewer} hours missed per child in the school in the last 20 school days than in the 20 before//as many hours missed per child in the school as in the 20 school days before",
        "în școală, {sign|mai multe|mai puține} ore lipsite pe elev în ultimele 20 de zile de școală decât în cele 20 dinainte//în școală, la fel de multe ore lipsite pe elev ca în cele 20 de zile de școală dinainte",
    ),
)  # fmt: skip
def school_absence_change_20d(snapshot: Snapshot) -> Floats:
    """Hours missed per child of the school, last 20 school days minus the 20 before: against the school's own past.

    It is the mean over the children of the school and four without a change.
    """
    recent, before = snapshot.last_school_days(20), snapshot.last_school_days(20, skip=20)
    return snapshot.school_mean(snapshot.hours(recent), 0.0) - snapshot.school_mean(snapshot.hours(before), 0.0)


@feature(
    _OF_ATTENDANCE, theme="school", unit="hours", direction=1,
    title=("unexcused hours in the class, against the school", "ore nemotivate în clasă, față de școală"),
    text=(
        "{sign|more|fewer} unexcused hours per child in the class than in the school this year//as many unexcused hours per child in the class as in the school this year",
        "anul acesta, în clasă {sign|mai multe|mai puține} ore nemotivate pe elev decât în școală//anul acesta, în clasă la fel de multe ore nemotivate pe elev ca în școală",
    ),
)  # fmt: skip
def class_unexcused_vs_school(snapshot: Snapshot) -> Floats:
    """Mean of this year's unexcused hours over the class minus the mean over the school, smaller in a small class."""
    return snapshot.class_minus_school(snapshot.hours(snapshot.this_year(), excused=False))


@feature(
    _OF_GRADES, theme="school", unit="points of 100", direction=-1,
    title=("marks in the school this year", "notele din școală anul acesta"),
    text=("marks in the school this year {over 80|better|weaker} than is usual", "în școală, anul acesta, note {over 80|mai bune|mai slabe} decât de obicei"),
)  # fmt: skip
def school_mark_mean_year(snapshot: Snapshot) -> Floats:
    """Mean of the mean levels of this year's marks, over the school's children and four at 80 points."""
    return snapshot.school_mean(snapshot.mean_level(snapshot.this_year()), USUAL_MARKS)


@feature(
    _OF_OUTCOMES, theme="school", unit="percent", direction=1,
    title=("earlier pupils who left early", "foști elevi cu parcurs întrerupt"),
    text=(
        "{over 2|more|fewer} of the school's pupils of the last finished years left school early than is usual//none of the school's pupils of the last finished years left school early",
        "în ultimii ani încheiați, mai {over 2|mulți|puțini} elevi ai școlii decât de obicei au întrerupt școala//niciun elev al școlii din ultimii ani încheiați nu a întrerupt școala",
    ),
)  # fmt: skip
def school_past_left_share(snapshot: Snapshot) -> Floats:
    """Percent of the school's enrolments of finished years, begun in the last three years, that ended in leaving early.

    A school year is finished in a school when nobody is enrolled for it any more; of its children those count who were
    still there at this time of their year. Leaving early is having dropped out, not come back or not closed the year,
    as known by now; each enrolment counts by its own ending, whatever came before or after. Twenty enrolments with the
    usual 2 percent are counted along. Missing for a school without a finished year.
    """
    return _past_share(snapshot, LEFT_EARLY)


@feature(
    _OF_OUTCOMES, theme="school", unit="percent", direction=1,
    title=("earlier pupils who failed", "foști elevi care nu au promovat"),
    text=(
        "{over 2|more|fewer} of the school's pupils of the last finished years failed or repeated the year than is usual//none of the school's pupils of the last finished years failed or repeated the year",
        "în ultimii ani încheiați, mai {over 2|mulți|puțini} elevi ai școlii decât de obicei nu au promovat sau au repetat anul//niciun elev al școlii din ultimii ani încheiați nu a rămas nepromovat",
    ),
)  # fmt: skip
def school_past_failed_share(snapshot: Snapshot) -> Floats:
    """Percent of the same enrolments as in ``school_past_left_share`` that ended in failing, repeating or no exam."""
    return _past_share(snapshot, FAILED)


SCHOOL_CONTEXT: tuple[Feature, ...] = (
    school_size, class_size, school_rural, school_year_week, school_unexcused_hours_year, school_absence_change_20d,
    class_unexcused_vs_school, school_mark_mean_year, school_past_left_share,
    school_past_failed_share,
)  # fmt: skip


def _past_share(snapshot: Snapshot, outcomes: tuple[str, ...]) -> Floats:
    """Return the percent of earlier enrolments that ended so, of those still there at this time of their year."""
    finished = snapshot.cached("finished", lambda: _finished(snapshot))
    endings = (100.0 * finished["ending"].isin(outcomes)).groupby(finished["school"])
    share = (endings.sum() + PAST_CHILDREN * USUAL_PAST_SHARE) / (endings.size() + PAST_CHILDREN)
    return np.asarray(snapshot.cohort["school"].map(share).to_numpy(float))


def _finished(snapshot: Snapshot) -> pd.DataFrame:
    """Return the enrolments of finished years that lasted until this time of their year.

    The time of the year is counted from the median day of enrolment, so that it also works where a year has a label.
    """
    enrolments = snapshot.enrolments_with_endings()
    of_year = enrolments.groupby(["school", "year"])
    over = of_year["ended"].transform("all")
    recent = enrolments["enrolled_on"] >= snapshot.since(_PAST_DAYS)
    elapsed = snapshot.as_of - snapshot.cohort.groupby("school")["enrolled_on"].median()
    this_time = of_year["enrolled_on"].transform("median") + enrolments["school"].map(elapsed).astype(float)
    return enrolments[over & recent & (enrolments["ends_on"] >= this_time)]
