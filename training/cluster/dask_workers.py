"""The partitions of a record set, worked on by a Dask cluster.

Work that is lost with a worker is begun again on another one. What goes wrong with the records or in our own code comes
back as an answer, so that no log of the cluster repeats a line of a child's records.
"""

import logging
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from platform import python_version
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from features.arrays import Labels
from features.catalogue.feature import FeatureSpec
from features.errors import OutsideServiceError, PrezentError, UsageError
from features.i18n.text import Bilingual
from features.partitions.partition import Item, Result
from models.risk.lightgbm_fit import Hyperparameters
from training.cluster.dask_fit import fit_on, present_workers

ANSWER_SECONDS = 20  # within which a cluster answers
RETURN_SECONDS = (
    300  # within which a lost process is expected back; Dask gives it up after 15, too few on a busy machine
)

_SAME_ON_ALL = ("lightgbm", "numpy", "pandas", "prezent", "pyarrow")  # versions on which a bit may depend


class WorkFailed(Exception):  # noqa: N818  (like a refusal, it says what came back)
    """Our own code failed on a worker; the text is the traceback there."""


@dataclass(frozen=True)
class Cluster:
    """A cluster to which there is a connection: it works on partitions and fits trees on all of its workers."""

    client: Any

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[Item, Result]]:
        """Yield each item with what ``work`` made of it, as they are done; like ``partitions.partition.Workers``.

        Raises
        ------
        OutsideServiceError
            If the cluster is lost, or an item cost several workers one after the other.
        """
        from distributed import as_completed

        waiting = {self.client.submit(_attempt, work, item, pure=False): item for item in items}
        try:
            with _losses_told():
                for future in as_completed(list(waiting), loop=self.client.loop):
                    result, error = future.result()
                    if error is not None:
                        raise error
                    yield waiting.pop(future), result
        finally:
            self.client.cancel(list(waiting))

    def fit(
        self, values: pd.DataFrame, labels: Labels, features: Sequence[FeatureSpec], hyperparameters: Hyperparameters
    ) -> Any:
        """Fit the ensemble like ``lightgbm_fit.fit_trees``, on all workers together: as good, but not bit by bit.

        Returns
        -------
        lightgbm.Booster
        """
        return fit_on(self.client, values, labels, features=features, hyperparameters=hyperparameters)


@contextmanager
def cluster_workers(address: str, *, scratch: Path) -> Iterator[Cluster]:
    """Connect to a cluster, or start one of processes of this machine that ends with the block.

    Parameters
    ----------
    address
        ``tcp://host:8786`` of a scheduler; ``local``, or ``local:4`` for so many processes.
    scratch
        An existing folder in which local processes may keep files until they end.

    Raises
    ------
    UsageError
        If Dask is not installed, or the address is none.
    OutsideServiceError
        If no cluster with workers answers there, or they have other versions than this process.
    """
    require_dask()
    processes = _processes(address)
    from distributed.utils import silence_logging_cmgr

    with (
        silence_logging_cmgr(logging.CRITICAL),  # what goes wrong is raised, and told in a sentence
        _connected(address) if processes is None else _started(processes, scratch) as client,
    ):
        present_workers(client)
        _require_same_versions(client)
        yield Cluster(client)


def require_dask() -> None:
    """Say how to install what a cluster needs, before any work is done."""
    if not all(map(find_spec, ("dask", "distributed"))):
        raise UsageError(
            Bilingual(
                "Work on a cluster needs Dask; install it with: pip install prezent[cluster]",
                "Lucrul pe un cluster are nevoie de Dask; instalați cu: pip install prezent[cluster]",
            )
        )


@contextmanager
def _started(processes: int, scratch: Path) -> Iterator[Any]:
    """Start processes on this machine, as many as it has cores if 0, that only this machine can reach."""
    import dask
    from distributed import Client, LocalCluster, WorkerPlugin

    class Quiet(WorkerPlugin):  # type: ignore[misc]  # no type information is published for it
        """Keeps what libraries print in a worker out of what this program answers."""

        def setup(self, worker: Any) -> None:  # noqa: ARG002
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    configuration: dict[str, object] = {
        **{f"distributed.{who}.http.routes": [] for who in ("scheduler", "worker")},
        "distributed.deploy.lost-worker-timeout": f"{RETURN_SECONDS}s",
    }
    with (
        TemporaryDirectory(prefix="cluster-", dir=scratch) as folder,
        dask.config.set(configuration),
        LocalCluster(
            n_workers=processes or None, threads_per_worker=1, host="127.0.0.1", local_directory=folder,
            dashboard_address=None, scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):  # fmt: skip
        client.register_plugin(Quiet())
        yield client


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    from distributed import Client

    try:
        client = Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise OutsideServiceError(
            Bilingual(
                f"No Dask cluster answers at {address}; start one with 'dask scheduler' and 'dask worker', or work in "
                "processes of this machine with --cluster local.",
                f"Niciun cluster Dask nu răspunde la {address}; porniți unul cu „dask scheduler” și „dask worker” sau "
                "lucrați în procese ale acestui calculator cu --cluster local.",
            )
        ) from error
    with client:
        yield client


def _processes(address: str) -> int | None:
    """Return how many processes of this machine are asked for, 0 for one per core; None where a scheduler is named."""
    local = re.fullmatch(r"local(?::([1-9]\d*))?", address)
    if local:
        return int(local[1] or 0)
    if re.fullmatch(r"(tcp|tls)://[^\s/]+:\d+", address):
        return None
    raise UsageError(
        Bilingual(
            f"{address} is no cluster; write tcp://host:8786, local, or local:4 for so many processes.",
            f"{address} nu este un cluster; scrieți tcp://gazdă:8786, local sau local:4 pentru atâtea procese.",
        )
    )


def _require_same_versions(client: Any) -> None:
    """Refuse workers whose results might differ in a bit."""
    here = _versions()
    try:
        there = client.run(_versions)
    except Exception as error:  # Dask passes on as a bare one that a module cannot be imported there
        raise OutsideServiceError(
            Bilingual(
                f"A worker of the cluster lacks what it needs ({error}); install the same Prezent on all machines.",
                f"Unui proces al clusterului îi lipsește ceva necesar ({error}); instalați același Prezent pe toate "
                "calculatoarele.",
            )
        ) from error
    for worker, versions in sorted(there.items()):
        for name in here:
            if versions[name] != here[name]:
                raise OutsideServiceError(
                    Bilingual(
                        f"The worker {worker} has {name} {versions[name]}, but here it is {here[name]}; install the "
                        "same on all machines.",
                        f"Procesul {worker} are {name} {versions[name]}, dar aici este {here[name]}; instalați același "
                        "pe toate calculatoarele.",
                    )
                )


def _versions() -> dict[str, str]:
    """Return what must be the same everywhere; run on the workers too."""
    return {"Python": python_version(), **{name: version(name) for name in _SAME_ON_ALL}}


@contextmanager
def _losses_told() -> Iterator[None]:
    """Say in a sentence that workers, or the cluster, were lost."""
    from distributed import CancelledError, KilledWorker
    from distributed.comm import CommClosedError

    try:
        yield
    except KilledWorker as error:
        raise OutsideServiceError(
            Bilingual(
                "Several workers were lost on the same partition, as happens when they have too little memory for it; "
                "give "
                "them more, or work with fewer at the same time.",
                "Mai multe procese s-au pierdut la aceeași parte, cum se întâmplă când au prea puțină memorie pentru "
                "ea; dați-le mai multă sau lucrați cu mai puține deodată.",
            )
        ) from error
    except (CancelledError, CommClosedError, TimeoutError) as error:
        raise OutsideServiceError(
            Bilingual(
                "The connection to the Dask cluster was lost; start again.",
                "Legătura cu clusterul Dask s-a pierdut; porniți din nou.",
            )
        ) from error


def _attempt(work: Callable[[Item], Result], item: Item) -> "tuple[Result | None, Exception | None]":
    """Do the work, on a worker. A failure is an answer: were it raised there, Dask would log what it says."""
    try:
        return work(item), None
    except PrezentError as error:
        return None, error
    except Exception:
        return None, WorkFailed(traceback.format_exc())
