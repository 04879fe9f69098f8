"""How does a test plant a feature that looks ahead? Into the real catalogue, beside the real ones."""

import numpy as np
import pytest

from features.arrays import Floats
from features.catalogue.feature import Feature, FeatureGroup, feature
from features.point_in_time.snapshot import Snapshot
from features.table import feature_table

_ABOUT = FeatureGroup("grades", ("outcomes",), ("nothing recorded", "nimic înregistrat"))


@feature(_ABOUT, unit="outcomes", title=("outcomes to come", "situații viitoare"), text=("{value}", "{value}"))
def outcomes_to_come(snapshot: Snapshot) -> Floats:
    """Count all outcomes of a child that the records will ever have: the leak. It is the same for nearly everyone."""
    counts = snapshot.index.outcomes.groupby("pupil").size()
    return np.asarray(counts.reindex(snapshot.pupils).fillna(0).to_numpy(float))


def plant(monkeypatch: pytest.MonkeyPatch, *leaky: Feature) -> None:
    """Put features into the catalogue for one test."""
    monkeypatch.setattr(feature_table, "GRADES", (*feature_table.GRADES, *leaky))
