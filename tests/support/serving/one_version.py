"""A registry with a single version, which counts how often it is loaded."""

import datetime as dt
from collections.abc import Sequence

from models.ranking.scorer import Scorer
from models.registry.registry import ModelVersion
from models.risk.model import RiskModel


class OneVersion:
    """A registry with one version and no card."""

    tracking_uri = "sqlite://"

    def __init__(self, scorer: Scorer, run_id: str) -> None:
        self.scorer, self.run_id, self.loaded = scorer, run_id, 0

    def find(self, model: str) -> ModelVersion:
        return ModelVersion("3", self.run_id, dt.datetime.now(dt.UTC), ("champion",), {})

    def load(self, model: str) -> tuple[RiskModel, str]:
        self.loaded += 1
        return self.scorer.model, self.scorer.version

    def run_files(self, run_id: str, names: Sequence[str], *, folder: str | None = None) -> dict[str, str]:
        assert (run_id, folder) == (self.run_id, "card")
        return {}
