"""The model as MLflow loads it: feature rows in, scores and margins out.

This module and those it imports travel with each version (``registry.model_code``): whoever loads one needs MLflow,
NumPy and pandas, and no Prezent. The signature says that every column is a number and optional. MLflow would refuse
whole numbers where it says so, which is why it leaves checking the rows to this module (``registry.logged_model``).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Floats
from features.errors import UsageError
from features.i18n.text import Bilingual
from models.explain.lookup_numpy import add_margins
from models.risk.artifact_files import read_files
from models.risk.calibration import Calibration

_NUMBERS = {"integer", "floating", "mixed-integer-float", "boolean", "decimal", "empty"}


class PyfuncModel:
    """A risk model that only scores.

    Parameters
    ----------
    feature_names
        The columns that it looks at.
    calibration
        From margins to probabilities.
    tables
        The arrays of ``explain.tree_tables.TreeTables`` by name.
    """

    def __init__(
        self, feature_names: Sequence[str], calibration: Calibration, *, tables: Mapping[str, npt.NDArray[Any]]
    ) -> None:
        self.feature_names, self.calibration, self.tables = tuple(feature_names), calibration, tables

    def predict(
        self,
        model_input: pd.DataFrame | Sequence[Mapping[str, Any]] | Mapping[str, Any],
        params: dict[str, Any] | None = None,  # noqa: ARG002  (MLflow's signature)
    ) -> pd.DataFrame:
        """Return ``score`` (calibrated probability) and ``margin`` (log-odds) of each row, in their order.

        Whole numbers and yes/no count as numbers; a column that is not there, and a missing cell, is a missing value;
        other columns are left aside.

        Raises
        ------
        UsageError
            If a column holds something other than numbers, or none of the columns is a feature of the model.
        """
        values = self._matrix(_table(model_input))
        margins = np.zeros(len(values))
        names = ("inputs", "tests", "thresholds")
        add_margins(values, *(self.tables[name] for name in names), margins=self.tables["margins"], found=margins)
        return pd.DataFrame({"score": self.calibration.probability(margins), "margin": margins})

    def _matrix(self, rows: pd.DataFrame) -> Floats:
        if len(rows) and not set(self.feature_names) & set(rows.columns):
            raise UsageError(
                Bilingual(
                    f"None of the columns is a feature of the model; it looks at {', '.join(self.feature_names[:5])} …",
                    f"Nicio coloană nu este o variabilă a modelului; el privește {', '.join(self.feature_names[:5])} …",
                )
            )
        values = np.full((len(rows), len(self.feature_names)), np.nan)
        for place, name in enumerate(self.feature_names):
            if name in rows:
                values[:, place] = _numbers(rows[name])
        return values


def _load_pyfunc(data_path: str) -> PyfuncModel:
    """Read a model's files; MLflow calls this function by its name."""
    files = read_files(Path(data_path))
    names = [entry["name"] for entry in files.manifest["catalogue"]]
    return PyfuncModel(names, Calibration(**files.manifest["calibration"]), tables=files.tables)


def _table(rows: pd.DataFrame | Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> pd.DataFrame:
    """Return rows as a table; MLflow's server hands on JSON as it is: a list of rows, one row, or columns."""
    one_row = isinstance(rows, Mapping) and not any(isinstance(value, Sequence | np.ndarray) for value in rows.values())
    return pd.DataFrame([rows] if one_row else rows)


def _numbers(column: "pd.Series[Any]") -> Floats:
    if pd.api.types.infer_dtype(column, skipna=True) not in _NUMBERS:
        raise UsageError(
            Bilingual(
                f"The column {column.name} holds something other than numbers; give numbers, and nothing where a value "
                "is missing.",
                f"Coloana {column.name} conține altceva decât numere; dați numere și nimic unde valoarea lipsește.",
            )
        )
    return column.to_numpy(np.float64, na_value=np.nan)
