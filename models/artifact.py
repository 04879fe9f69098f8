"""How is a risk model kept in files?

Two files: the trees in LightGBM's own text form, which reads back to the same bits, and a manifest in JSON with all the
rest. The manifest names the trees' SHA-256, so that a damaged or mixed-up artifact is refused.
"""

import datetime as dt
import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from features.errors import Refused
from features.freshness import Rhythm
from models.calibration import Calibration
from models.drift import Reference, Usual
from models.estimator import TreeSettings
from models.risk_model import RiskModel, Target, TrainedOn

TREES_FILE = "trees.txt"
MANIFEST_FILE = "manifest.json"
FORMAT = 2


def write_model(model: RiskModel, folder: Path) -> None:
    """Write a model into an existing folder."""
    trees = model.booster.model_to_string()
    manifest = {
        "format": FORMAT,
        "trees_sha256": _sha256(trees),
        "features": list(model.feature_names),
        "calibration": asdict(model.calibration),
        "school_sd": model.school_sd,
        "target": asdict(model.target),
        "trained_on": {**asdict(model.trained_on), "as_of": [date.isoformat() for date in model.trained_on.as_of]},
        "settings": asdict(model.settings),
    }
    (folder / TREES_FILE).write_text(trees, encoding="utf-8", newline="\n")
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def read_model(folder: Path) -> RiskModel:
    """Read a model; Refused if a file is missing, damaged, or of another model or format."""
    import lightgbm

    try:
        trees = (folder / TREES_FILE).read_bytes().decode("utf-8")
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"The model in {folder} cannot be read ({error}); register it again.") from error
    if manifest.get("format") != FORMAT or manifest.get("trees_sha256") != _sha256(trees):
        raise Refused(f"The files of the model in {folder} do not belong together; register it again.")
    booster = lightgbm.Booster(model_str=trees)
    return _model(booster, manifest)


def _model(booster: Any, manifest: dict[str, Any]) -> RiskModel:
    target, trained = manifest["target"], manifest["trained_on"]
    return RiskModel(
        booster=booster,
        calibration=Calibration(**manifest["calibration"]),
        feature_names=tuple(manifest["features"]),
        school_sd=manifest["school_sd"],
        target=Target(tuple(target["outcomes"]), target["horizon_days"]),
        trained_on=TrainedOn(
            tuple(map(dt.date.fromisoformat, trained["as_of"])),
            tuple(trained["tables"]),
            trained["rows"],
            trained["positives"],
            tuple(Rhythm(**each) for each in trained["rhythms"]),
            tuple(map(_reference, trained["references"])),
        ),
        settings=TreeSettings(**manifest["settings"]),
    )


def _reference(entry: dict[str, Any]) -> Reference:
    usual = (Usual(**{**each, "values": tuple(each["values"])}) for each in entry["usual"])
    return Reference(**{**entry, "usual": tuple(usual)})


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
