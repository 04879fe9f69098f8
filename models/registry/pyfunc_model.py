"""The file from which MLflow loads a risk model ("models from code"), so that nothing is pickled."""

from pathlib import Path
from typing import Any

import mlflow
import pandas as pd

from models.risk.artifact import read_model

ARTIFACT = "risk_model"


class RiskModelFunction(mlflow.pyfunc.PythonModel):  # type: ignore[misc]  # MLflow publishes no types
    """Feature rows in, ``score`` (calibrated probability) and ``margin`` (log-odds) out."""

    def load_context(self, context: Any) -> None:
        """Read the model's files."""
        self.model = read_model(Path(context.artifacts[ARTIFACT]))

    def predict(
        self,
        context: Any,  # noqa: ARG002  (MLflow's signature)
        model_input: pd.DataFrame,
        params: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> pd.DataFrame:
        """Score rows that have the model's features as columns."""
        margins = self.model.margins(model_input)
        return pd.DataFrame({"score": self.model.calibration.probability(margins), "margin": margins})


mlflow.models.set_model(RiskModelFunction())
