"""A risk model in files.

Three files: the tables by which it scores and explains, the trees in LightGBM's own text form, and a manifest in JSON
with all the rest. The manifest names the SHA-256 of the other two, so that a damaged or mixed-up artifact is refused.
Reading needs no LightGBM, no scikit-learn, no MLflow and no shap.
"""

import datetime as dt
import hashlib
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from features.catalogue.feature import CatalogueEntry
from features.errors import Refused
from features.point_in_time.register_recency import RecordingRate
from models.explain.tree_tables import TreeTables
from models.risk.calibration import Calibration
from models.risk.drift import Reference, Usual
from models.risk.lightgbm_fit import TreeSettings
from models.risk.model import RiskModel, Target, TrainedOn

TABLES_FILE = "tables.npz"
TREES_FILE = "trees.txt"
MANIFEST_FILE = "manifest.json"
FILES = (TABLES_FILE, TREES_FILE, MANIFEST_FILE)
FORMAT = 3


def write_model(model: RiskModel, folder: Path) -> None:
    """Write a model into an existing folder."""
    tables, trees = _table_bytes(model.trees), model.lightgbm_text.encode()
    manifest = {
        "format": FORMAT,
        "tables_sha256": _sha256(tables),
        "trees_sha256": _sha256(trees),
        "catalogue": [asdict(entry) for entry in model.catalogue],
        "calibration": asdict(model.calibration),
        "school_sd": model.school_sd,
        "target": asdict(model.target),
        "trained_on": {**asdict(model.trained_on), "as_of": [date.isoformat() for date in model.trained_on.as_of]},
        "settings": asdict(model.settings),
    }
    (folder / TABLES_FILE).write_bytes(tables)
    (folder / TREES_FILE).write_bytes(trees)
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def read_model(folder: Path) -> RiskModel:
    """Read a model; Refused if a file is missing, damaged, or of another model or format."""
    try:
        tables, trees = (folder / TABLES_FILE).read_bytes(), (folder / TREES_FILE).read_bytes()
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"The model in {folder} cannot be read ({error}); register it again.") from error
    found = (FORMAT, _sha256(tables), _sha256(trees))
    if found != tuple(manifest.get(name) for name in ("format", "tables_sha256", "trees_sha256")):
        raise Refused(f"The files of the model in {folder} do not belong together; train and register it again.")
    return _model(_tables(tables), trees.decode(), manifest)


def _model(tables: TreeTables, trees: str, manifest: dict[str, Any]) -> RiskModel:
    target, trained = manifest["target"], manifest["trained_on"]
    return RiskModel(
        trees=tables,
        lightgbm_text=trees,
        calibration=Calibration(**manifest["calibration"]),
        catalogue=tuple(CatalogueEntry(**entry) for entry in manifest["catalogue"]),
        school_sd=manifest["school_sd"],
        target=Target(tuple(target["outcomes"]), target["horizon_days"]),
        trained_on=TrainedOn(
            tuple(map(dt.date.fromisoformat, trained["as_of"])),
            tuple(trained["tables"]),
            trained["rows"],
            trained["positives"],
            tuple(RecordingRate(**each) for each in trained["rhythms"]),
            tuple(map(_reference, trained["references"])),
        ),
        settings=TreeSettings(**manifest["settings"]),
    )


def _reference(entry: dict[str, Any]) -> Reference:
    usual = (Usual(**{**each, "values": tuple(each["values"])}) for each in entry["usual"])
    return Reference(**{**entry, "usual": tuple(usual)})


def _table_bytes(tables: TreeTables) -> bytes:
    """Return the tables as NumPy's zip of arrays: the same tables are the same bytes, and nothing is pickled."""
    written = io.BytesIO()
    np.savez_compressed(written, **vars(tables))
    return written.getvalue()


def _tables(data: bytes) -> TreeTables:
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        found = dict(arrays)
    return TreeTables(**{**found, "features": int(found["features"]), "base_margin": float(found["base_margin"])})


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
