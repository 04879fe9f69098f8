"""Threads that fit models beside each other."""

from concurrent.futures import ThreadPoolExecutor


def fitting_pool(workers: int) -> ThreadPoolExecutor:
    """Return a pool of so many threads that fit models; what they need is imported before they begin.

    Two threads that import scikit-learn for the first time at once may find half a module: LightGBM imports it too.
    """

    return ThreadPoolExecutor(workers)
