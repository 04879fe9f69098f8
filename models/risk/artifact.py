"""A risk model written to files and read again, to the last bit.

Reading needs no LightGBM, no scikit-learn, no MLflow and no shap.
"""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from features.catalogue.feature import CatalogueEntry
from models.explain.tree_tables import TreeTables
from models.risk.artifact_files import ModelFiles, cannot_be_read, read_files, write_files
from models.risk.calibration import Calibration
from models.risk.lightgbm_fit import Hyperparameters
from models.risk.model import RiskModel, Target, TrainedOn
from models.risk.school_effect import SharedEffect

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True)
class ModelFacts:
    """All of a model but its trees, as the manifest holds it; the fields are those of ``RiskModel``."""

    catalogue: tuple[CatalogueEntry, ...]
    calibration: Calibration
    school_sd: float
    shared: SharedEffect
    target: Target
    trained_on: TrainedOn
    hyperparameters: Hyperparameters


def write_model(model: RiskModel, folder: Path) -> None:
    """Write a model into an existing folder."""
    facts = ModelFacts(**{each.name: getattr(model, each.name) for each in fields(ModelFacts)})
    manifest = _adapter().dump_python(facts, mode="json")
    write_files(ModelFiles(vars(model.trees), model.lightgbm_text, manifest), folder)


def read_model(folder: Path) -> RiskModel:
    """Read a model; Refused if a file is missing, damaged, or of another model or format."""
    files = read_files(folder)
    try:
        facts = _adapter().validate_python(files.manifest)
    except ValueError as error:
        raise cannot_be_read(folder, error) from error
    arrays: dict[str, Any] = dict(files.tables)
    arrays |= {"features": int(arrays["features"]), "base_margin": float(arrays["base_margin"])}
    return RiskModel(trees=TreeTables(**arrays), lightgbm_text=files.trees, **vars(facts))


@cache
def _adapter() -> "TypeAdapter[ModelFacts]":
    from pydantic import TypeAdapter

    return TypeAdapter(ModelFacts)
