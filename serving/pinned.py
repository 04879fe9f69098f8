"""Which model version does the service answer from? A folder with the model's files and its version, no registry."""

import json
import shutil
import tempfile
from pathlib import Path

from features.errors import Refused
from models.artifact import read_model, write_model
from models.ranked_list import Scorer

PIN_FILE = "pin.json"


def write_pinned(scorer: Scorer, folder: Path, *, run_id: str) -> None:
    """Write a model version into a folder of its own, in one step; what was there before is replaced."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".pinning.", dir=folder.parent))
    write_model(scorer.model, staging)
    (staging / PIN_FILE).write_text(json.dumps({"version": scorer.version, "run_id": run_id}), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    staging.rename(folder)


def read_pinned(folder: Path) -> Scorer:
    """Read a model version; Refused if the folder holds none or is damaged."""
    pin = read_pin(folder)
    if not pin:
        raise Refused(f"There is no pinned model in {folder}; start the service with 'prezent serve'.")
    return Scorer(read_model(folder), pin["version"])


def read_pin(folder: Path) -> dict[str, str]:
    """Return the ``version`` and MLflow ``run_id`` of the model that a folder holds; empty if it holds none."""
    try:
        pin: dict[str, str] = json.loads((folder / PIN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return pin
