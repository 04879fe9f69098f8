"""Threads that fit models beside each other."""

import importlib
from concurrent.futures import ThreadPoolExecutor

_LIBRARIES = (
    "lightgbm", "sklearn.impute", "sklearn.linear_model", "sklearn.model_selection", "sklearn.pipeline",
    "sklearn.preprocessing", "sklearn.tree",
)  # fmt: skip


def fitting_pool(workers: int) -> ThreadPoolExecutor:
    """Return a pool of so many threads that fit models; what they need is imported before they begin.

    Two threads that import scikit-learn for the first time at once may find half a module: LightGBM imports it too.
    """
    for name in _LIBRARIES:
        importlib.import_module(name)
    return ThreadPoolExecutor(workers)
