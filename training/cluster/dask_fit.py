"""Trees fitted on all workers of a Dask cluster together.

By LightGBM's own ``DaskLGBMClassifier``: each worker holds a share of the rows, and they agree on every test of a tree.
"""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Labels
from features.catalogue.feature import FeatureSpec
from features.errors import OutsideServiceError
from features.i18n.text import Bilingual
from models.risk.case_control import fitting_rows
from models.risk.lightgbm_fit import Hyperparameters
from models.risk.seed_ensemble import mean_of

ROWS_PER_WORKER = 1000  # at least; with fewer, talking costs more than is shared
FITS = 3  # times that a fit is begun, when workers are lost
PRESENT_SECONDS = 60  # within which a worker is there, also again after one was lost

_OTHER_NAMES = {  # of LightGBM's parameters in its scikit-learn interface, which would ignore the main ones
    "bagging_fraction": "subsample",
    "bagging_freq": "subsample_freq",
    "feature_fraction": "colsample_bytree",
    "lambda_l2": "reg_lambda",
    "min_data_in_leaf": "min_child_samples",
    "seed": "random_state",
}
_OF_THE_NETWORK = re.compile(r"^\[(machines|num_machines|local_listen_port): .*\]$", re.MULTILINE)
_ALONE = {"machines": "", "num_machines": "1", "local_listen_port": "12400"}


@dataclass(frozen=True)
class _Sample:
    """What is fitted on: values of shape (n, k), labels and weights of shape (n,)."""

    values: npt.NDArray[np.float64]
    labels: Labels
    weights: npt.NDArray[np.float64]

    def sample_of(self, number: int, of: int) -> "_Sample":
        """Return every so manieth row: each share has rows of all dates and schools, and its part of the cases."""
        return _Sample(self.values[number::of], self.labels[number::of], self.weights[number::of])


def fit_on(
    client: Any,
    values: pd.DataFrame,
    labels: Labels,
    *,
    features: Sequence[FeatureSpec],
    hyperparameters: Hyperparameters,
) -> Any:
    """Fit the ensemble like ``lightgbm_fit.fit_trees``: the same rows, weights, hyperparameters and order of features.

    Results may differ from run to run in how the workers' sums are rounded; they do from a fit in one process, in the
    rows that chance gives each tree. A fit that loses a worker is begun anew on those that are left or come back.

    Returns
    -------
    lightgbm.Booster

    Raises
    ------
    OutsideServiceError
        If a fit was begun FITS times.
    """
    return mean_of(
        [_fit_one(client, values, labels, features, hyperparameters=each) for each in hyperparameters.of_each_seed()]
    )


def _fit_one(
    client: Any, values: pd.DataFrame, labels: Labels, features: Sequence[FeatureSpec], *,
    hyperparameters: Hyperparameters,
) -> Any:  # fmt: skip
    from distributed import CancelledError
    from lightgbm.basic import LightGBMError

    rows = fitting_rows(labels, seed=hyperparameters.seed, non_cases_per_case=hyperparameters.non_cases_per_case)
    sample = _Sample(values.iloc[rows.places].to_numpy(np.float64), labels[rows.places], rows.weights)
    for _ in range(FITS):
        workers = present_workers(client)[: max(1, len(sample.labels) // ROWS_PER_WORKER)]
        try:
            with _quiet():
                return _plain(_fitted(client, workers, sample, features=features, hyperparameters=hyperparameters))
        except (CancelledError, LightGBMError, OSError) as error:
            broken = error
            _start_anew(client, workers)
    raise OutsideServiceError(
        Bilingual(
            f"The fit on the cluster was begun {FITS} times and broke each time: {broken}",
            f"Ajustarea pe cluster a fost începută de {FITS} ori și s-a întrerupt de fiecare dată: {broken}",
        )
    )


def present_workers(client: Any) -> list[str]:
    """Return the addresses of the cluster's workers, once there are any; OutsideServiceError if none come."""
    try:
        client.wait_for_workers(1, timeout=PRESENT_SECONDS)
    except TimeoutError:
        raise OutsideServiceError(
            Bilingual(
                "The Dask cluster has no workers; start some with 'dask worker'.",
                "Clusterul Dask nu are procese de lucru; porniți câteva cu „dask worker”.",
            )
        ) from None
    return sorted(client.scheduler_info(n_workers=-1)["workers"])


def _fitted(
    client: Any,
    workers: Sequence[str],
    sample: _Sample,
    *,
    features: Sequence[FeatureSpec],
    hyperparameters: Hyperparameters,
) -> Any:
    """Give each worker its share, fit, and return the booster."""
    import lightgbm

    shares = [sample.sample_of(number, len(workers)) for number in range(len(workers))]
    held = [
        client.scatter([each.values, each.labels, each.weights], workers=[worker], hash=False)
        for worker, each in zip(workers, shares, strict=True)
    ]
    names = [feature.name for feature in features]
    parameters = hyperparameters.parameters(features)
    del parameters["num_threads"]  # each worker has its own number
    classifier = lightgbm.DaskLGBMClassifier(
        client=client, n_estimators=hyperparameters.trees, tree_learner="data",
        **{_OTHER_NAMES.get(name, name): value for name, value in parameters.items()},
    )  # fmt: skip
    with client.as_current():
        classifier.fit(
            _rows(held, 0, [each.values for each in shares]),
            _rows(held, 1, [each.labels for each in shares]),
            sample_weight=_rows(held, 2, [each.weights for each in shares]),
            feature_name=names,
        )
    return classifier.booster_


def _rows(held: Sequence[Sequence[Any]], place: int, shares: Sequence[npt.NDArray[Any]]) -> Any:
    """Return the shares, which the workers hold, as one array of Dask."""
    import dask.array
    from dask import delayed

    blocks = [
        dask.array.from_delayed(delayed(each[place]), shape=share.shape, dtype=share.dtype)
        for each, share in zip(held, shares, strict=True)
    ]
    return dask.array.concatenate(blocks)


def _plain(booster: Any) -> Any:
    """Return the booster without the machines that made it, which are nobody's business who reads a model."""
    import lightgbm

    def alone(found: "re.Match[str]") -> str:
        return f"[{found[1]}: {_ALONE[found[1]]}]"

    return lightgbm.Booster(model_str=_OF_THE_NETWORK.sub(alone, booster.model_to_string()))


def _start_anew(client: Any, workers: Sequence[str]) -> None:
    """Start those workers anew whose fit broke: LightGBM's network in such a process stays broken."""
    try:
        left = [worker for worker in client.scheduler_info(n_workers=-1)["workers"] if worker in workers]
        client.restart_workers(left, timeout=PRESENT_SECONDS, raise_for_error=False)
    except (OSError, RuntimeError, ValueError) as error:  # the scheduler is gone, or workers run with --no-nanny
        raise OutsideServiceError(
            Bilingual(
                f"A fit on the cluster broke, and its workers could not be started anew: {error}",
                f"O ajustare pe cluster s-a întrerupt, iar procesele ei nu au putut fi repornite: {error}",
            )
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what LightGBM says of ports and threads off the screen."""
    with redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Parameter (n_jobs|num_threads) will be ignored", UserWarning)
        yield
