"""A cluster of two processes of this machine, which tests may kill: each test begins when both are there again."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from training.cluster.dask_workers import Cluster, cluster_workers

BACK_SECONDS = 120  # within which processes take the place of killed ones


@contextmanager
def two_processes(scratch: Path) -> Iterator[Cluster]:
    """Start a cluster; when it is no longer wanted, its processes and their files must be gone."""
    before = set(psutil.Process().children(recursive=True))
    with cluster_workers("local:2", scratch=scratch) as connected:
        yield connected
        started = set(psutil.Process().children(recursive=True)) - before
    _, alive = psutil.wait_procs([each for each in started if "multiprocessing-fork" in _words(each)], timeout=10)
    assert not alive
    assert list(scratch.iterdir()) == []


def wait_until_whole(cluster: Cluster) -> None:
    """Wait until both processes live and answer: Dask learns only later that one was killed, and starts another."""
    until = time.monotonic() + BACK_SECONDS
    while not _is_whole(cluster):
        assert time.monotonic() < until, f"a killed process was not replaced: {_state(cluster)}"
        time.sleep(0.02)


def process_ids(cluster: Cluster) -> list[int]:
    """Return the processes of the cluster's workers."""
    return [nanny.pid for nanny in cluster.client.cluster.workers.values()]


def _is_whole(cluster: Cluster) -> bool:
    """Say whether the scheduler knows the two workers whose processes live, and no other."""
    nannies = list(cluster.client.cluster.workers.values())
    known = set(cluster.client.cluster.scheduler.workers)
    alive = all(nanny.pid is not None and _is_alive(nanny.pid) for nanny in nannies)
    return alive and len(nannies) == 2 and known == {nanny.worker_address for nanny in nannies}


def _is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _words(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def _state(cluster: Cluster) -> str:
    nannies = [
        (nanny.pid, str(nanny.status), nanny.worker_address) for nanny in cluster.client.cluster.workers.values()
    ]
    return f"{nannies}, the scheduler knows {sorted(cluster.client.cluster.scheduler.workers)}"
