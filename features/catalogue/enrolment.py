"""Features of the child's way through school: age, class, repeated years, changes of school."""

import numpy as np

from features.arrays import Floats
from features.catalogue.feature import Feature, FeatureGroup, feature
from features.point_in_time.snapshot import Snapshot

_DAYS_OF_A_MOVE = 30  # so long a child may be in the books of two schools while it changes

_ROMAN = ("II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")

_GROUP = FeatureGroup("grades", (), ("not recorded at the enrolment", "nu s-a trecut la înscriere"))


@feature(
    _GROUP, theme="repeated_years", unit="years", direction=1,
    title=("years older than usual for the class", "ani peste vârsta obișnuită a clasei"),
    text=(
        "{abs|year|years} {sign|above|below} the usual age of the class//of the usual age of the class",
        "cu {abs|an|ani} {sign|peste|sub} vârsta obișnuită a clasei//are vârsta obișnuită a clasei",
    ),
    missing=("the year of birth or the class is not recorded", "nu s-a trecut anul nașterii sau clasa"),
)  # fmt: skip
def over_age(snapshot: Snapshot) -> Floats:
    """Age reached in the year the school year began, minus 6 (preparatory class) and the class number."""
    return snapshot.age() - 6 - snapshot.enrolment("grade_level")


@feature(
    _GROUP, theme="repeated_years", unit="years", direction=1,
    title=("age against the school", "vârsta față de școală"),
    text=(
        "{abs|year|years} {sign|above|below} the mean age of the others in the school//as old as the others in the school",
        "cu {abs|an|ani} {sign|peste|sub} vârsta medie a celorlalți din școală//de o vârstă cu ceilalți din școală",
    ),
    missing=("the year of birth is not recorded, or the class says the age", "nu s-a trecut anul nașterii sau vârsta se vede după clasă"),
)  # fmt: skip
def age_vs_school(snapshot: Snapshot) -> Floats:
    """Age minus the mean age of the others in the school, shrunk, for schools that do not record the class."""
    return np.where(np.isnan(snapshot.enrolment("grade_level")), snapshot.minus_school(snapshot.age()), np.nan)


@feature(
    _GROUP, theme="repeated_years", unit="years", direction=1,
    title=("years repeated", "ani repetați"),
    text=("{n|year|years} repeated so far", "{n|an repetat|ani repetați} până acum"),
    missing=("whether a year was repeated is not recorded", "nu s-a trecut dacă a repetat vreun an"),
)  # fmt: skip
def repeated_years(snapshot: Snapshot) -> Floats:
    """Years repeated so far, as the enrolment says."""
    return snapshot.enrolment("repeated_years")


@feature(
    _GROUP, theme="track", unit="class",
    title=("class", "clasa"),
    text=(
        {0.0: "in the preparatory class", **{float(n): f"in class {n}" for n in range(1, 14)}},
        {
            0.0: "în clasa pregătitoare",
            1.0: "în clasa I",
            **{float(n): f"în clasa a {roman}-a" for n, roman in enumerate(_ROMAN, start=2)},
        },
    ),
    missing=("the class is not recorded", "nu s-a trecut clasa"),
)  # fmt: skip
def grade_level(snapshot: Snapshot) -> Floats:
    """Class, 0 (preparatory) to 13."""
    return snapshot.enrolment("grade_level")


@feature(
    _GROUP, theme="track", unit="yes/no", direction=1,
    title=("first year of a cycle", "primul an al unui ciclu"),
    text=(
        {1.0: "first year of a new cycle (class 5 or 9)", 0.0: "not in the first year of a cycle"},
        {1.0: "în primul an al unui ciclu nou (clasa a V-a sau a IX-a)", 0.0: "nu este în primul an al unui ciclu"},
    ),
    missing=("the class is not recorded", "nu s-a trecut clasa"),
)  # fmt: skip
def first_year_of_cycle(snapshot: Snapshot) -> Floats:
    """1 in class 5 or 9, where children change from primary or lower secondary school; else 0."""
    level = snapshot.enrolment("grade_level")
    return np.where(np.isnan(level), np.nan, np.isin(level, [5, 9]))


@feature(
    _GROUP, theme="school_change", unit="schools", direction=1,
    title=("earlier schools", "școli anterioare"),
    text=("{n|other school|other schools} before this one", "{n|altă școală|alte școli} înainte de aceasta"),
)  # fmt: skip
def schools_before(snapshot: Snapshot) -> Floats:
    """Number of other schools the child went to before, as far as the records go.

    A school counts where an enrolment there has ended, but not one that lasted more than a month beside an enrolment
    for the same year in the present school (two schools at once), nor one that is said not to be the main one.
    """
    enrolments = snapshot.enrolments()[["pupil", "school", "year", "begins_on", "ends_on", "ended", "main"]]
    present = snapshot.cohort[["pupil", "school"]].rename(columns={"school": "present"})
    each = enrolments.reset_index(names="row").merge(present, on="pupil")
    is_here = each["school"] == each["present"]
    over = each[~is_here & each["ended"] & (each["main"] != 0)]
    both = over.merge(each[is_here], on=["pupil", "year"], suffixes=("", "_here"))
    days = np.minimum(both["ends_on"], both["ends_on_here"]) - np.maximum(both["begins_on"], both["begins_on_here"])
    earlier = over[~over["row"].isin(both["row"][days > _DAYS_OF_A_MOVE])]
    counts = earlier.groupby("pupil")["school"].nunique()
    return np.asarray(counts.reindex(snapshot.pupils, fill_value=0).to_numpy(float))


@feature(
    _GROUP, theme="school_change", unit="days", direction=1,
    title=("day of enrolment against the school", "ziua înscrierii față de școală"),
    text=(
        "enrolled {abs|day|days} {sign|later|earlier} than usual in the school this year//enrolled with the others of the school this year",
        "s-a înscris anul acesta cu {abs|zi|zile} {sign|mai târziu|mai devreme} decât se obișnuiește în școală//s-a înscris anul acesta odată cu ceilalți din școală",
    ),
)  # fmt: skip
def enrolled_later_than_school(snapshot: Snapshot) -> Floats:
    """Days between the school's median day of enrolment for this school year and the child's own."""
    cohort = snapshot.cohort
    usual = cohort.groupby(["school", "year"])["enrolled_on"].transform("median")
    return np.asarray((cohort["enrolled_on"] - usual).to_numpy(float))


SCHOOLING: tuple[Feature, ...] = (
    over_age, age_vs_school, repeated_years, grade_level, first_year_of_cycle, schools_before,
    enrolled_later_than_school,
)  # fmt: skip
