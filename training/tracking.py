"""How is a training recorded? The one place that talks to MLflow's tracking; everything is computed before."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from models.registry import reached, third_party_warnings

EXPERIMENT = "prezent"


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
        with mlflow.start_run(experiment_id=_experiment(tracking_uri, artifacts)) as run:
            yield run.info.run_id


def record(
    *, parameters: Mapping[str, Any], metrics: Mapping[str, float], tags: Mapping[str, str], report: Mapping[str, Any],
    curves: pd.DataFrame, figures: Mapping[str, Any],
) -> None:  # fmt: skip
    """Record what was computed in the open run."""
    import mlflow

    mlflow.log_params(dict(parameters))
    mlflow.log_metrics(dict(metrics))
    mlflow.set_tags(dict(tags))
    mlflow.log_dict(dict(report), "report.json")
    mlflow.log_text(curves.to_csv(index=False), "curves/list_length.csv")
    for name, figure in figures.items():
        mlflow.log_figure(figure, f"plots/{name}", save_kwargs={"bbox_inches": "tight"})


def _experiment(tracking_uri: str, artifacts: Path) -> str:
    import mlflow

    found = mlflow.get_experiment_by_name(EXPERIMENT)
    if found is not None:
        return str(found.experiment_id)
    local = tracking_uri.startswith(("sqlite:", "file:"))
    return str(mlflow.create_experiment(EXPERIMENT, artifact_location=artifacts.resolve().as_uri() if local else None))
