"""The MLflow run of a training: the one place that talks to MLflow's tracking; everything is computed before."""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from models.registry.mlflow_access import experiment_id, reached, third_party_warnings


@contextlib.contextmanager
def tracked_run(tracking_uri: str, artifacts: Path) -> Iterator[str]:
    """Open a run and give its id; a local database keeps its files under ``artifacts``.

    Raises
    ------
    OutsideServiceError
        If the tracking server or database cannot be used, now or before the run ends.
    """
    import mlflow

    with third_party_warnings(), reached(tracking_uri):
        mlflow.set_tracking_uri(tracking_uri)
        with mlflow.start_run(experiment_id=experiment_id(tracking_uri, artifacts)) as run:
            yield run.info.run_id


@dataclass(frozen=True)
class RowSet:
    """Rows as a run names them: what they are, what for, how many there are, and the fingerprint of the records."""

    name: str
    purpose: Literal["training", "testing"]
    rows: int
    positives: int
    fingerprint: str


@dataclass(frozen=True)
class RunContents:
    """What a run keeps, computed before: ``files`` are artifacts by path, ``rows`` the sets that were used.

    ``name`` and ``description`` (Markdown) are what people read first in MLflow's own pages.
    """

    name: str
    description: str
    parameters: Mapping[str, Any]
    metrics: Mapping[str, float]
    rows: Sequence[RowSet] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


def record(contents: RunContents, *, children: Sequence[RunContents] = ()) -> None:
    """Record what was computed in the open run, and each fold or past retraining in a run below it."""
    import mlflow

    _record(contents)
    experiment = mlflow.active_run().info.experiment_id
    for child in children:
        with mlflow.start_run(nested=True, experiment_id=experiment):
            _record(child)


def _record(contents: RunContents) -> None:
    import mlflow

    run = mlflow.active_run().info
    cards = [
        f"[{Path(path).name}](#/experiments/{run.experiment_id}/runs/{run.run_id}/artifacts/{path})"
        for path in contents.files
        if path.startswith("card/") and path.endswith(".html")
    ]
    note = "\n\n".join([contents.description, *([f"Model card: {', '.join(cards)}"] if cards else [])])
    mlflow.set_tags({**contents.tags, "mlflow.runName": contents.name, "mlflow.note.content": note})
    mlflow.log_params(dict(contents.parameters))
    mlflow.log_metrics(dict(contents.metrics))
    for rows in contents.rows:
        mlflow.log_input(_dataset(rows), context=rows.purpose)
    with tempfile.TemporaryDirectory() as folder:
        for path, content in contents.files.items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        if contents.files:
            mlflow.log_artifacts(folder)


def _dataset(rows: RowSet) -> Any:
    """Describe rows without holding any: MLflow is given their number and a digest, never a value of a child."""
    from mlflow.data.code_dataset_source import CodeDatasetSource
    from mlflow.data.meta_dataset import MetaDataset

    counts = {"rows": str(rows.rows), "positives": str(rows.positives), "records": rows.fingerprint}
    digest = hashlib.sha256(repr(rows).encode()).hexdigest()[:16]
    return MetaDataset(CodeDatasetSource(tags=counts), name=rows.name, digest=digest)
