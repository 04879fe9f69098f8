"""What is said when there is no cluster to work on; tests/test_on_a_cluster.py has one."""

from pathlib import Path

import pytest

from features.errors import OutsideServiceError, UsageError
from training.cluster import dask_workers
from training.cluster.dask_workers import cluster_workers


@pytest.mark.parametrize("address", ["", "lokal", "local:0", "local:x", "127.0.0.1:8786", "tcp://host", "http://a:1"])
def test_what_is_no_address_is_said_to_be_none(address: str, tmp_path: Path):
    with pytest.raises(UsageError, match="is no cluster; write tcp://host:8786, local, or local:4"):
        cluster_workers(address, scratch=tmp_path).__enter__()


@pytest.mark.slow
def test_a_cluster_that_does_not_answer_is_an_outside_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dask_workers, "ANSWER_SECONDS", 1)
    with pytest.raises(OutsideServiceError, match=r"No Dask cluster answers at tcp://127\.0\.0\.1:9; start one"):
        cluster_workers("tcp://127.0.0.1:9", scratch=tmp_path).__enter__()


def test_without_dask_it_is_said_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dask_workers, "find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r"pip install prezent\[cluster\]"):
        cluster_workers("local", scratch=tmp_path).__enter__()
