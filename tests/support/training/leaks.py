"""How does a test plant a feature that looks ahead? Into the real catalogue, beside the real ones."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from features.arrays import Floats
from features.catalogue.feature import Feature, FeatureGroup, feature
from features.point_in_time.record_index import RecordIndex
from features.point_in_time.snapshot import Snapshot
from features.table import feature_table


class LeakySnapshot(Snapshot):
    """A snapshot with the records behind it, as none of ours has."""

    def __init__(self, index: RecordIndex, as_of: int) -> None:
        super().__init__(index, as_of)
        self.index = index


_GROUP = FeatureGroup("grades", ("outcomes",), ("nothing recorded", "nimic înregistrat"))


@feature(
    _GROUP,
    theme="declared",
    unit="outcomes",
    title=("outcomes to come", "situații viitoare"),
    text=("{value}", "{value}"),
)
def outcomes_to_come(snapshot: LeakySnapshot) -> Floats:
    """Count all outcomes of a child that the records will ever have: the leak. It is the same for nearly everyone."""
    counts = snapshot.index.outcomes.groupby("pupil").size()
    return np.asarray(counts.reindex(snapshot.pupils).fillna(0).to_numpy(float))


def named_leak(name: str, compute: Callable[[LeakySnapshot], Floats]) -> Feature:
    """Return a feature like ``outcomes_to_come`` of another name and function."""
    return Feature(replace(outcomes_to_come.spec, name=name), compute)


def plant(monkeypatch: pytest.MonkeyPatch, *leaky: Feature) -> None:
    """Put features into the catalogue for one test, and give them a snapshot that leaks."""
    monkeypatch.setattr(feature_table, "Snapshot", LeakySnapshot)
    monkeypatch.setattr(feature_table, "GRADES", (*feature_table.GRADES, *leaky))
