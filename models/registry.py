"""Which model versions are there, and which one is the champion? The one place that saves to and loads from MLflow."""

import contextlib
import datetime as dt
import re
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version as installed_version
from pathlib import Path

import numpy as np
import pandas as pd

from features.errors import OutsideServiceError, Refused
from models.artifact import read_model, write_model
from models.risk_model import RiskModel

MODEL_NAME = "prezent"
CHAMPION, CHALLENGER = "champion", "challenger"

_HEADLINES = ("lightgbm.auc", "lightgbm.recall_at_capacity", "rules.recall_at_capacity")
_ARTIFACT = "risk_model"
_CREDENTIALS = re.compile(r"//[^/@]*@")
_NEEDED_TO_LOAD = ("mlflow", "pandas", "numpy", "lightgbm")


@dataclass(frozen=True)
class ModelVersion:
    """One registered version: its number, run, aliases and what its tags say."""

    version: str
    run_id: str
    created: dt.datetime
    aliases: tuple[str, ...]
    tags: Mapping[str, str]


class Registry:
    """The model registry at an MLflow tracking URI.

    Parameters
    ----------
    tracking_uri
        A database such as ``sqlite:///var/mlflow.db``, or a tracking server.
    """

    def __init__(self, tracking_uri: str) -> None:
        import mlflow

        self.tracking_uri = tracking_uri
        with reached(tracking_uri):
            mlflow.set_tracking_uri(tracking_uri)
            self.client = mlflow.MlflowClient(tracking_uri)

    def register(self, model: RiskModel, *, tags: Mapping[str, str]) -> str:
        """Log a model to the active run with signature and an invented input example; return its new version."""
        import mlflow

        example = _invented_rows(model.feature_names)
        with tempfile.TemporaryDirectory() as temporary, reached(self.tracking_uri), third_party_warnings():
            folder = Path(temporary) / _ARTIFACT
            folder.mkdir()
            write_model(model, folder)
            info = mlflow.pyfunc.log_model(
                name=_ARTIFACT,
                python_model=str(Path(__file__).with_name("pyfunc_model.py")),
                artifacts={_ARTIFACT: str(folder)},
                signature=mlflow.models.infer_signature(example, pd.DataFrame({"score": [0.5], "margin": [0.0]})),
                input_example=example,
                pip_requirements=[f"{name}=={installed_version(name)}" for name in _NEEDED_TO_LOAD],
                registered_model_name=MODEL_NAME,
            )
            version = str(info.registered_model_version)
            for name, value in tags.items():
                self.client.set_model_version_tag(MODEL_NAME, version, name, value)
            self.client.set_registered_model_alias(MODEL_NAME, CHALLENGER, version)
        return version

    def load(self, model: str) -> tuple[RiskModel, str]:
        """Load a version, or the one behind an alias such as ``champion``; return it with its version number."""
        import mlflow

        version = self.find(model).version
        with reached(self.tracking_uri), tempfile.TemporaryDirectory() as folder, third_party_warnings():
            path = mlflow.artifacts.download_artifacts(f"models:/{MODEL_NAME}/{version}", dst_path=folder)
            return read_model(Path(path) / "artifacts" / _ARTIFACT), version

    def find(self, model: str) -> ModelVersion:
        """Return the version of that number or alias; Refused if there is none."""
        versions = self.versions()
        for version in versions:
            if model == version.version or model in version.aliases:
                return version
        if model == CHAMPION:
            raise Refused("There is no champion yet: train a model and promote it with 'prezent promote VERSION'.")
        known = ", ".join(version.version for version in versions) or "none"
        raise Refused(f"There is no model version {model}; registered are: {known}.")

    def versions(self) -> Sequence[ModelVersion]:
        """Return all versions, newest first."""
        with reached(self.tracking_uri):
            found = self.client.search_model_versions(f"name='{MODEL_NAME}'")
            aliases = self.client.get_registered_model(MODEL_NAME).aliases if found else {}
        versions = [
            ModelVersion(
                version=str(each.version),
                run_id=each.run_id,
                created=dt.datetime.fromtimestamp(each.creation_timestamp / 1000, dt.UTC),
                aliases=tuple(sorted(alias for alias, version in aliases.items() if str(version) == str(each.version))),
                tags=dict(each.tags),
            )
            for each in found
        ]
        return sorted(versions, key=lambda each: -int(each.version))

    def promote(self, model: str, *, by: str, reason: str, at: dt.datetime) -> str:
        """Make a version the champion, and write into its tags who did it, when and why; return its number."""
        if not by.strip() or not reason.strip():
            raise Refused("A promotion is signed by a named person with a reason; give both --by and --reason.")
        version = self.find(model).version
        former = [each.version for each in self.versions() if CHAMPION in each.aliases]
        if version in former:
            raise Refused(f"Version {version} is the champion already.")
        tags = {
            "promoted_by": by, "promoted_reason": reason, "promoted_at": at.isoformat(timespec="seconds"),
            "former_champion": former[0] if former else "none",
        }  # fmt: skip
        with reached(self.tracking_uri):
            for name, value in tags.items():
                self.client.set_model_version_tag(MODEL_NAME, version, name, value)
            self.client.set_registered_model_alias(MODEL_NAME, CHAMPION, version)
        return version


def version_lines(versions: Sequence[ModelVersion]) -> list[str]:
    """Return the versions as lines for a terminal, newest first."""
    if not versions:
        return ["No model is registered yet. Next: prezent train RECORDS ..."]
    lines = [f"{'version':<9}{'alias':<22}{'registered':<18}{'AUC':>7}{'recall':>8}{'rules':>8}  outcomes, as-of dates"]
    for each in versions:
        figures = [each.tags.get(name, "-")[:5] for name in _HEADLINES]
        lines.append(
            f"{each.version:<9}{', '.join(each.aliases):<22}{each.created:%Y-%m-%d %H:%M}  "
            f"{figures[0]:>7}{figures[1]:>8}{figures[2]:>8}  {each.tags.get('outcomes')}; {each.tags.get('as_of')}"
        )
    return lines


def _invented_rows(feature_names: Sequence[str]) -> pd.DataFrame:
    """Make a row that belongs to no child: every second value is 1, the others are missing."""
    values = [1.0 if place % 2 else np.nan for place in range(len(feature_names))]
    return pd.DataFrame([values], columns=list(feature_names))


@contextlib.contextmanager
def reached(tracking_uri: str) -> Iterator[None]:
    """Turn failures of MLflow into one sentence with exit code 5."""
    from mlflow.exceptions import MlflowException
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (MlflowException, SQLAlchemyError, OSError) as error:
        first_line = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise OutsideServiceError(
            f"MLflow at {_CREDENTIALS.sub('//', tracking_uri)} did not answer as expected: {first_line} "
            "Check MLFLOW_TRACKING_URI and that the server runs."
        ) from error


@contextlib.contextmanager
def third_party_warnings() -> Iterator[None]:
    """Keep warnings of libraries about their own use of other libraries from our users."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
