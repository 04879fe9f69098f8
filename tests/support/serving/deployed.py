"""Versions to be served from a registry without a training, and a folder that holds packages named like ours."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from models.registry.registry import MODEL_NAME, Registry
from models.risk.artifact import write_model
from models.risk.model import RiskModel
from tests.support.serving.served import CARD

SIGNED = {"by": "Ana Pop", "reason": "spring", "at": dt.datetime(2025, 2, 3, tzinfo=dt.UTC)}
OVERRULED = {"overruled_by": "Ion Rus", "overrule_reason": "a trial"}  # nothing was checked of these versions


def register(registry: Registry, model: RiskModel, folder: Path) -> str:
    """Register a model with a card of its own, as training does, without a training."""
    files = folder / "artifacts" / "risk_model"
    files.mkdir(parents=True)
    write_model(model, files)
    client = registry.client
    run = client.create_run(client.create_experiment(folder.name, artifact_location=(folder / "run").as_uri())).info
    for name, text in CARD.items():
        client.log_text(run.run_id, f"{text}, of {folder.name}", f"card/{name}")
    return str(client.create_model_version(MODEL_NAME, folder.as_uri(), run_id=run.run_id).version)


@dataclass(frozen=True)
class ForeignFolder:
    """A folder with packages named like ours, each of which leaves a file beside them when it is imported."""

    path: Path

    def imported(self) -> list[str]:
        return sorted(path.name for path in self.path.glob("*.imported"))
