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

_GROUP = FeatureGroup(
    "family",
    ("family",),
    ("nothing is recorded of the situation at home", "nu s-a trecut nimic despre situația de acasă"),
)
_SCHOOLING = (
    ("no primary school", "școala primară neterminată"),
    ("primary school", "școala primară"),
    ("lower secondary school", "gimnaziu"),
    ("upper secondary school", "liceu sau școală profesională"),
    ("post-secondary school", "școală postliceală"),
    ("short-cycle tertiary", "studii superioare de scurtă durată"),
    ("bachelor's degree", "studii de licență"),
    ("master's degree", "studii de masterat"),
    ("doctorate", "doctorat"),
)


def _schooling(english: str, romanian: str) -> Texts:
    """Return the words of each ISCED level, 0 to 8."""
    return (
        {float(level): f"{english}: {words}" for level, (words, _) in enumerate(_SCHOOLING)},
        {float(level): f"{romanian}: {words}" for level, (_, words) in enumerate(_SCHOOLING)},
    )


@feature(
    _GROUP, theme="parents", unit="yes/no", direction=1,
    title=("not living with both parents", "nu locuiește cu ambii părinți"),
    text=(
        {1.0: "does not live with both parents", 0.0: "lives with both parents"},
        {1.0: "nu locuiește cu ambii părinți", 0.0: "locuiește cu ambii părinți"},
    ),
    missing=("with whom the child lives is not recorded", "nu s-a trecut cu cine locuiește"),
)  # fmt: skip
def without_both_parents(snapshot: Snapshot) -> Floats:
    """1 where the guardianship known last is not both parents, 0 where it is."""
    guardianship = snapshot.family()["guardianship"]
    return np.where(guardianship.isna(), np.nan, guardianship != "both_parents")


@feature(
    _GROUP, theme="parents_abroad", unit="parents", direction=1,
    title=("parents abroad", "părinți plecați în străinătate"),
    text=(
        {0.0: "no parent abroad", 1.0: "one parent works abroad", 2.0: "both parents work abroad"},
        {0.0: "niciun părinte plecat în străinătate", 1.0: "un părinte este plecat la muncă în străinătate", 2.0: "ambii părinți sunt plecați la muncă în străinătate"},
    ),
    missing=("whether parents are abroad is not recorded", "nu s-a trecut dacă părinții sunt plecați în străinătate"),
)  # fmt: skip
def parents_abroad(snapshot: Snapshot) -> Floats:
    """How many parents work abroad: 0, 1 or 2."""
    return _ordered(snapshot.family()["parents_abroad"], PARENTS_ABROAD)


@feature(
    _GROUP, theme="parents", unit="ISCED level", direction=-1,
    title=("mother's education", "studiile mamei"),
    text=_schooling("mother's education", "studiile mamei"),
    missing=("mother's education is not recorded", "nu s-au trecut studiile mamei"),
)  # fmt: skip
def mother_education(snapshot: Snapshot) -> Floats:
    """The mother's education, ISCED 0 to 8."""
    return _number(snapshot, "mother_education")


@feature(
    _GROUP, theme="parents", unit="ISCED level", direction=-1,
    title=("father's education", "studiile tatălui"),
    text=_schooling("father's education", "studiile tatălui"),
    missing=("father's education is not recorded", "nu s-au trecut studiile tatălui"),
)  # fmt: skip
def father_education(snapshot: Snapshot) -> Floats:
    """The father's education, ISCED 0 to 8."""
    return _number(snapshot, "father_education")


@feature(
    _GROUP, theme="parents", unit="ISCED levels", direction=-1,
    title=("mother's education against the school", "studiile mamei față de școală"),
    text=(
        "mother's education {sign|above|below} that of the school's other mothers//mother's education like that of the school's other mothers",
        "studiile mamei, {sign|peste|sub} media celorlalte mame din școală//studiile mamei, ca ale celorlalte mame din școală",
    ),
    missing=("mother's education is not recorded", "nu s-au trecut studiile mamei"),
)  # fmt: skip
def mother_education_vs_school(snapshot: Snapshot) -> Floats:
    """The mother's education minus the mean of the others in the school, shrunk where they are few."""
    return snapshot.minus_school(_number(snapshot, "mother_education"))


@feature(
    _GROUP, theme="poverty", unit="people",
    title=("people in the household", "persoane în gospodărie"),
    text=("{n|person|people} in the household", "{n|persoană|persoane} în gospodărie"),
    missing=("the size of the household is not recorded", "nu s-a trecut câte persoane sunt în gospodărie"),
)  # fmt: skip
def household_size(snapshot: Snapshot) -> Floats:
    """People in the household."""
    return _number(snapshot, "household_size")


@feature(
    _GROUP, theme="poverty", unit="yes/no",
    title=("social benefit", "ajutor social"),
    text=(
        {1.0: "the family receives a social benefit", 0.0: "the family receives no social benefit"},
        {1.0: "familia primește un ajutor social", 0.0: "familia nu primește ajutor social"},
    ),
    missing=("whether there is a social benefit is not recorded", "nu s-a trecut dacă familia primește ajutor social"),
)  # fmt: skip
def social_benefit(snapshot: Snapshot) -> Floats:
    """1 where the family receives a social benefit."""
    return _number(snapshot, "social_benefit")


@feature(
    _GROUP, theme="distance", unit="minutes", direction=1,
    title=("way to school", "drumul până la școală"),
    text=("{n|minute|minutes} from home to school//lives at the school", "{n|minut|minute} de acasă până la școală//locuiește chiar lângă școală"),
    missing=("the way to school is not recorded", "nu s-a trecut cât durează drumul până la școală"),
)  # fmt: skip
def commute_minutes(snapshot: Snapshot) -> Floats:
    """Minutes from home to school."""
    return _number(snapshot, "commute_minutes")


@feature(
    _GROUP, theme="poverty", unit="yes/no", direction=-1,
    title=("internet at home", "internet acasă"),
    text=({1.0: "internet at home", 0.0: "no internet at home"}, {1.0: "are internet acasă", 0.0: "nu are internet acasă"}),
    missing=("internet at home is not recorded", "nu s-a trecut dacă are internet acasă"),
)  # fmt: skip
def home_internet(snapshot: Snapshot) -> Floats:
    """1 where there is internet at home."""
    return _number(snapshot, "home_internet")


@feature(
    _GROUP, theme="parents", unit="changes", direction=1,
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
        _GROUP, theme="declared", unit=column.unit or column.kind.replace("_", "/"), direction=direction,
        can_change=entry.can_change, title=column.meaning, text=texts,
        missing=(f"not recorded: {column.meaning.en}", f"nu s-a trecut: {column.meaning.ro}"),
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
