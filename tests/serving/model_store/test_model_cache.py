"""The version that an alias had last is kept for the next start; a decision made here moves it at once."""

from pathlib import Path

import pytest

from models.ranking.scorer import Scorer
from serving.model_store.model_cache import keep_up, pin_alias, pin_version, pinned_last, pointer_of, version_folder
from serving.model_store.model_folder import holds
from tests.support.serving.one_version import OneVersion

URI = "sqlite://"


def test_a_version_is_fetched_once_and_again_only_if_it_is_of_another_run(scorer: Scorer, tmp_path: Path) -> None:
    first, other = OneVersion(scorer, "run-a"), OneVersion(scorer, "run-b")
    folders = [pin_version(registry, "champion", tmp_path) for registry in (first, first, other)]  # type: ignore[arg-type]
    assert folders == [tmp_path / "serving" / run / "3" for run in ("run-a", "run-a", "run-b")]
    assert (first.loaded, other.loaded) == (1, 1)
    assert holds(folders[2], run_id="run-b")
    assert [path.name for path in folders[0].parent.iterdir()] == ["3"]


@pytest.mark.parametrize("name", ["trees.txt", "tables.npz", "manifest.json"])
def test_a_damaged_version_is_fetched_again(scorer: Scorer, tmp_path: Path, name: str) -> None:
    registry = OneVersion(scorer, "run-a")
    folder = pin_version(registry, "3", tmp_path)  # type: ignore[arg-type]
    (folder / name).write_text("half of it")
    assert pin_version(registry, "3", tmp_path) == folder  # type: ignore[arg-type]
    assert registry.loaded == 2
    assert holds(folder, run_id="run-a")


def test_nothing_was_pinned_last_where_nobody_served(tmp_path: Path) -> None:
    assert pinned_last(pointer_of("champion", tmp_path, tracking_uri=URI)) is None


def test_what_was_pinned_last_is_named_as_long_as_it_is_whole(scorer: Scorer, tmp_path: Path) -> None:
    pointer = pin_alias(OneVersion(scorer, "run-a"), "champion", tmp_path)  # type: ignore[arg-type]
    folder = version_folder(pointer)
    assert pinned_last(pointer) == folder
    (folder / "tables.npz").unlink()
    assert pinned_last(pointer) is None


def test_a_decision_made_here_moves_the_pointer_of_a_service_here(scorer: Scorer, tmp_path: Path) -> None:
    pointer = pin_alias(OneVersion(scorer, "run-a"), "champion", tmp_path)  # type: ignore[arg-type]
    keep_up(OneVersion(scorer, "run-b"), "champion", tmp_path)  # type: ignore[arg-type]
    assert version_folder(pointer) == tmp_path / "serving" / "run-b" / "3"


def test_where_nobody_serves_a_decision_fetches_nothing(scorer: Scorer, tmp_path: Path) -> None:
    registry = OneVersion(scorer, "run-a")
    keep_up(registry, "champion", tmp_path)  # type: ignore[arg-type]
    assert registry.loaded == 0
    assert list(tmp_path.iterdir()) == []
