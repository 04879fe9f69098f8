"""Features of recorded events of conduct: how many, how recently, how grave."""

from collections.abc import Sequence

import numpy as np

from features.arrays import Floats
from features.catalogue.feature import Feature, FeatureGroup, feature
from features.point_in_time.snapshot import Snapshot
from features.reading.declared_words import IncidentKind

_GROUP = FeatureGroup("grades", ("incidents",), ("no incidents are recorded", "nu s-au trecut abateri"))
_GRAVE_EN = (1, "slight"), (2, "serious"), (3, "grave")
_GRAVE_RO = (1, "una ușoară"), (2, "una serioasă"), (3, "una gravă")


@feature(
    _GROUP, theme="incidents", unit="incidents", direction=1, can_change=True,
    title=("incidents, last 60 school days", "abateri, ultimele 60 de zile de școală"),
    text=("{n|incident|incidents} in the last 60 school days", "{n|abatere|abateri} în ultimele 60 de zile de școală"),
)  # fmt: skip
def incidents_60d(snapshot: Snapshot) -> Floats:
    """Incidents in the last 60 school days."""
    return snapshot.window_stats("incidents", snapshot.last_school_days(60)).rows.astype(float)


@feature(
    _GROUP, theme="incidents", unit="incidents", direction=1, can_change=True,
    title=("incidents this year", "abateri anul acesta"),
    text=("{n|incident|incidents} this school year", "{n|abatere|abateri} în acest an școlar"),
)  # fmt: skip
def incidents_year(snapshot: Snapshot) -> Floats:
    """Incidents since the school year began."""
    return snapshot.window_stats("incidents", snapshot.this_year()).rows.astype(float)


@feature(
    _GROUP, theme="incidents", unit="level", direction=1, can_change=True,
    title=("gravest incident this year", "cea mai gravă abatere anul acesta"),
    text=(
        {0.0: "no incident this school year", **{float(n): f"gravest incident this year: {w}" for n, w in _GRAVE_EN}},
        {
            0.0: "nicio abatere în acest an școlar",
            **{float(n): f"cea mai gravă abatere de anul acesta: {w}" for n, w in _GRAVE_RO},
        },
    ),
    missing=("how grave is not recorded", "nu s-a trecut cât de grave au fost abaterile"),
)  # fmt: skip
def incident_severity_year(snapshot: Snapshot) -> Floats:
    """The highest severity of this year's incidents; 0 without an incident, missing where no severity is recorded."""
    incidents = snapshot.window_stats("incidents", snapshot.this_year())
    return np.where((incidents.rows > 0) & (incidents.lowest == 0), np.nan, -incidents.lowest).astype(float)


@feature(
    _GROUP, theme="incidents", unit="incidents", direction=1, can_change=True,
    title=("incidents this year, against the class", "abateri anul acesta, față de clasă"),
    text=(
        "{abs|incident|incidents} {sign|more|fewer} this year than the others in the class on average//as many incidents this year as the others in the class",
        "anul acesta, cu {abs|abatere|abateri} {sign|mai mult|mai puțin} decât media celorlalți din clasă//anul acesta, la fel de multe abateri ca ceilalți din clasă",
    ),
    missing=("nobody else in the class to compare with", "nu este nimeni altcineva în clasă pentru comparație"),
)  # fmt: skip
def incidents_vs_class(snapshot: Snapshot) -> Floats:
    """Incidents this year minus the mean of the others in the class, shrunk: schools record differently."""
    return snapshot.minus_class(snapshot.window_stats("incidents", snapshot.this_year()).rows.astype(float))


INCIDENTS: tuple[Feature, ...] = (incidents_60d, incidents_year, incident_severity_year, incidents_vs_class)


def incident_features(kinds: Sequence[IncidentKind]) -> tuple[Feature, ...]:
    """Make a feature of each declared kind of incident, in the order of their declaration."""
    return tuple(map(_kind_feature, kinds))


def _kind_feature(kind: IncidentKind) -> Feature:
    def compute(snapshot: Snapshot) -> Floats:
        rows = snapshot.rows("incidents", snapshot.this_year())
        owners = rows.owner[rows.code == snapshot.incident_code(kind.name)]
        return np.bincount(owners, minlength=len(snapshot)).astype(float)

    english, romanian = kind.meaning.en, kind.meaning.ro
    compute.__name__ = f"incidents_{kind.name}_year"
    compute.__doc__ = f"Incidents of the kind {english}, as declared with the records, since the school year began."
    make = feature(
        _GROUP, theme="incidents", unit="incidents", direction=1, can_change=True,
        title=(f"{english} this year", f"{romanian} anul acesta"),
        text=(f"{english} this school year: {{value}}", f"{romanian} în acest an școlar: {{value}}"),
    )  # fmt: skip
    return make(compute)
