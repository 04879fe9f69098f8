"""Features of the child's situation at home, as known last.

The columns every school may have are features of their own names; so are the columns declared in ``prezent.toml``, a
choice without an order giving one feature per value.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from features.arrays import Floats
from features.catalogue.feature import Feature, FeatureGroup, Texts, feature
from features.point_in_time.snapshot import DAYS_PER_YEAR, Snapshot
from features.reading.declarations import SituationColumn
from features.schema.tables import PARENTS_ABROAD

_GROUP = FeatureGroup("family", ("family",), ("not recorded", "neînregistrat"))
_ISCED = "ISCED level {value} of 8", "nivelul ISCED {value} din 8"


@feature(
    _GROUP, unit="yes/no", direction=1,
    title=("not living with both parents", "nu locuiește cu ambii părinți"),
    text=(
        {1.0: "does not live with both parents", 0.0: "lives with both parents"},
        {1.0: "nu locuiește cu ambii părinți", 0.0: "locuiește cu ambii părinți"},
    ),
)  # fmt: skip
def without_both_parents(snapshot: Snapshot) -> Floats:
    """1 where the guardianship known last is not both parents, 0 where it is."""
    guardianship = snapshot.family()["guardianship"]
    return np.where(guardianship.isna(), np.nan, guardianship != "both_parents")


@feature(
    _GROUP, unit="parents", direction=1,
    title=("parents abroad", "părinți plecați în străinătate"),
    text=(
        {0.0: "no parent abroad", 1.0: "one parent works abroad", 2.0: "both parents work abroad"},
        {0.0: "niciun părinte plecat în străinătate", 1.0: "un părinte este plecat la muncă în străinătate", 2.0: "ambii părinți sunt plecați la muncă în străinătate"},
    ),
)  # fmt: skip
def parents_abroad(snapshot: Snapshot) -> Floats:
    """How many parents work abroad: 0, 1 or 2."""
    return _ordered(snapshot.family()["parents_abroad"], PARENTS_ABROAD)


@feature(
    _GROUP, unit="ISCED level", direction=-1,
    title=("mother's education", "studiile mamei"),
    text=(f"mother's education: {_ISCED[0]}", f"studiile mamei: {_ISCED[1]}"),
)  # fmt: skip
def mother_education(snapshot: Snapshot) -> Floats:
    """The mother's education, ISCED 0 to 8."""
    return _number(snapshot, "mother_education")


@feature(
    _GROUP, unit="ISCED level", direction=-1,
    title=("father's education", "studiile tatălui"),
    text=(f"father's education: {_ISCED[0]}", f"studiile tatălui: {_ISCED[1]}"),
)  # fmt: skip
def father_education(snapshot: Snapshot) -> Floats:
    """The father's education, ISCED 0 to 8."""
    return _number(snapshot, "father_education")


@feature(
    _GROUP, unit="ISCED levels", direction=-1,
    title=("mother's education against the school", "studiile mamei față de școală"),
    text=(
        "mother's education {abs|ISCED level|ISCED levels} {sign|above|below} that of the school's other mothers",
        "studiile mamei cu {abs|nivel ISCED|niveluri ISCED} {sign|peste|sub} cele ale celorlalte mame din școală",
    ),
)  # fmt: skip
def mother_education_vs_school(snapshot: Snapshot) -> Floats:
    """The mother's education minus the mean of the others in the school, shrunk where they are few."""
    return snapshot.minus_school(_number(snapshot, "mother_education"))


@feature(
    _GROUP, unit="people",
    title=("people in the household", "persoane în gospodărie"),
    text=("{n|person|people} in the household", "{n|persoană|persoane} în gospodărie"),
)  # fmt: skip
def household_size(snapshot: Snapshot) -> Floats:
    """People in the household."""
    return _number(snapshot, "household_size")


@feature(
    _GROUP, unit="yes/no",
    title=("social benefit", "ajutor social"),
    text=(
        {1.0: "the family receives a social benefit", 0.0: "the family receives no social benefit"},
        {1.0: "familia primește un ajutor social", 0.0: "familia nu primește ajutor social"},
    ),
)  # fmt: skip
def social_benefit(snapshot: Snapshot) -> Floats:
    """1 where the family receives a social benefit."""
    return _number(snapshot, "social_benefit")


@feature(
    _GROUP, unit="minutes", direction=1, can_change=True,
    title=("way to school", "drumul până la școală"),
    text=("{n|minute|minutes} from home to school", "{n|minut|minute} de acasă la școală"),
)  # fmt: skip
def commute_minutes(snapshot: Snapshot) -> Floats:
    """Minutes from home to school."""
    return _number(snapshot, "commute_minutes")


@feature(
    _GROUP, unit="yes/no", direction=-1, can_change=True,
    title=("internet at home", "internet acasă"),
    text=({1.0: "internet at home", 0.0: "no internet at home"}, {1.0: "are internet acasă", 0.0: "nu are internet acasă"}),
)  # fmt: skip
def home_internet(snapshot: Snapshot) -> Floats:
    """1 where there is internet at home."""
    return _number(snapshot, "home_internet")


@feature(
    _GROUP, unit="changes", direction=1,
    title=("changes at home in the last year", "schimbări acasă în ultimul an"),
    text=("{n|change|changes} in the situation at home in the last 12 months", "{n|schimbare|schimbări} în situația de acasă în ultimele 12 luni"),
)  # fmt: skip
def situation_changes(snapshot: Snapshot) -> Floats:
    """Changes of guardianship, parents abroad or social benefit learnt in the last 365 days: against the own past.

    Missing for children of whose situation nothing is recorded.
    """
    rows = snapshot.family_rows()
    columns = rows[["guardianship", "parents_abroad", "social_benefit"]]
    filled = columns.groupby(rows["pupil"]).ffill()
    before = filled.groupby(rows["pupil"]).shift()
    changed = ((filled != before) & filled.notna() & before.notna()).sum(axis="columns")
    recent = rows["known_on"].to_numpy(np.int64) >= snapshot.since(DAYS_PER_YEAR)
    return np.asarray((changed * recent).groupby(rows["pupil"]).sum().reindex(snapshot.pupils).to_numpy(float))


FAMILY_FEATURES: tuple[Feature, ...] = (
    without_both_parents, parents_abroad, mother_education, father_education, mother_education_vs_school,
    household_size, social_benefit, commute_minutes, home_internet, situation_changes,
)  # fmt: skip


def declared_features(situation: Sequence[SituationColumn]) -> tuple[Feature, ...]:
    """Make the features of declared situation columns, in the order of their declaration."""
    features: list[Feature] = []
    for entry in situation:
        if entry.column.kind == "choice" and not entry.ordered:
            features += [_choice_feature(entry, choice) for choice in entry.column.choices]
        else:
            features.append(_column_feature(entry))
    return tuple(features)


def _column_feature(entry: SituationColumn) -> Feature:
    column = entry.column
    texts = _texts(entry)

    def compute(snapshot: Snapshot) -> Floats:
        if column.kind == "choice":
            return _ordered(snapshot.family()[column.name], column.choices)
        return _number(snapshot, column.name)

    return _declared(entry, column.name, texts, compute, direction=entry.direction)


def _choice_feature(entry: SituationColumn, choice: str) -> Feature:
    column = entry.column
    texts = (
        {1.0: f"{column.meaning.en}: {choice}", 0.0: f"{column.meaning.en}: not {choice}"},
        {1.0: f"{column.meaning.ro}: {choice}", 0.0: f"{column.meaning.ro}: nu {choice}"},
    )

    def compute(snapshot: Snapshot) -> Floats:
        values = snapshot.family()[column.name]
        return np.where(values.isna(), np.nan, values == choice)

    return _declared(entry, f"{column.name}_{choice}", texts, compute, direction=0)


def _declared(
    entry: SituationColumn, name: str, texts: Texts, compute: Callable[[Snapshot], Floats], *, direction: int
) -> Feature:
    column = entry.column
    compute.__name__ = name
    compute.__doc__ = f"{column.meaning.en.capitalize()}, as declared with the records and known last."
    make = feature(
        _GROUP, unit=column.unit or column.kind.replace("_", "/"), direction=direction, can_change=entry.can_change,
        title=column.meaning, text=texts,
    )  # fmt: skip
    return make(compute)


def _texts(entry: SituationColumn) -> Texts:
    column = entry.column
    if column.kind == "choice":
        return (
            {float(place): f"{column.meaning.en}: {choice}" for place, choice in enumerate(column.choices)},
            {float(place): f"{column.meaning.ro}: {choice}" for place, choice in enumerate(column.choices)},
        )
    if column.kind == "yes_no":
        return (
            {1.0: f"{column.meaning.en}: yes", 0.0: f"{column.meaning.en}: no"},
            {1.0: f"{column.meaning.ro}: da", 0.0: f"{column.meaning.ro}: nu"},
        )
    return (
        f"{column.meaning.en}: {{value}} {column.unit}".strip(),
        f"{column.meaning.ro}: {{value}} {column.unit}".strip(),
    )


def _number(snapshot: Snapshot, column: str) -> Floats:
    return np.asarray(snapshot.family()[column].to_numpy(float))


def _ordered(values: "pd.Series", order: Sequence[str]) -> Floats:
    """Return the place of each value in its order, from 0."""
    return np.asarray(values.map({value: place for place, value in enumerate(order)}).to_numpy(float))
