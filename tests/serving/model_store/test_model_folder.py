"""A version's folder: written whole or not at all, and fetched again when it is not what it should be."""

import contextlib
import datetime as dt
from pathlib import Path

import pytest

from features.errors import Refused
from features.point_in_time.record_index import RecordIndex
from models.ranking.scorer import Scorer
from serving.model_store import model_folder as pinning
from serving.model_store.model_folder import holds, read_card, read_pinned, write_pinned
from tests.support.serving.served import CARD
from tests.support.small_models import fitted_model
from tests.support.viewers import ALL

AS_OF = dt.date(2025, 2, 3)


@pytest.fixture
def folder(scorer: Scorer, tmp_path: Path) -> Path:
    """A folder of one's own, to be spoilt."""
    write_pinned(scorer, tmp_path / "serving" / "3", run_id="run-a", card=CARD)
    return tmp_path / "serving" / "3"


def test_a_pinned_version_reads_back_the_same(pinned: Path, scorer: Scorer, index: RecordIndex) -> None:
    again = read_pinned(pinned)
    assert again.version == "3"
    assert again.rank(index, AS_OF, viewer=ALL, capacity=9) == scorer.rank(index, AS_OF, viewer=ALL, capacity=9)
    assert read_card(pinned) == CARD


def test_a_version_without_a_card_has_none(scorer: Scorer, tmp_path: Path) -> None:
    write_pinned(scorer, tmp_path / "3", run_id="run-a", card={})
    assert read_card(tmp_path / "3") == {}
    assert holds(tmp_path / "3", run_id="run-a")


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no pinned model"):
        read_pinned(tmp_path)


def test_a_folder_holds_what_was_written_and_nothing_else(folder: Path) -> None:
    assert holds(folder, run_id="run-a")
    assert not holds(folder, run_id="run-b")
    assert not holds(folder.with_name("4"), run_id="run-a")


@pytest.mark.parametrize("name", ["trees.txt", "manifest.json", "pin.json", "card/card.ro.html"])
def test_a_damaged_or_incomplete_folder_is_known(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[:-9])
    assert not holds(folder, run_id="run-a")
    (folder / name).unlink()
    assert not holds(folder, run_id="run-a")
    (folder / name).write_bytes(whole)
    assert holds(folder, run_id="run-a")


def test_what_an_earlier_program_wrote_in_another_format_is_not_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pinning, "FORMAT", 99)
    assert not holds(folder, run_id="run-a")


def test_another_run_s_version_takes_the_place(folder: Path) -> None:
    write_pinned(Scorer(fitted_model(seed=2), "3"), folder, run_id="run-b", card={})
    assert holds(folder, run_id="run-b")
    assert read_card(folder) == {}
    assert [path.name for path in folder.parent.iterdir()] == ["3"]


@pytest.mark.parametrize(("run_id", "said"), [("run-b", None), ("run-c", "not empty")])
def test_of_two_starts_that_fetch_the_same_version_at_once_the_slower_one_uses_what_is_there(
    folder: Path, scorer: Scorer, monkeypatch: pytest.MonkeyPatch, run_id: str, said: str | None
) -> None:
    def another_start_comes_first(*_: object, **__: object) -> None:
        monkeypatch.undo()
        write_pinned(scorer, folder, run_id=run_id, card=CARD)

    monkeypatch.setattr(pinning.shutil, "rmtree", another_start_comes_first)
    with pytest.raises(OSError, match=said) if said else contextlib.nullcontext():
        write_pinned(scorer, folder, run_id="run-b", card=CARD)
    assert holds(folder, run_id=run_id)
    assert [path.name for path in folder.parent.iterdir()] == ["3"]
