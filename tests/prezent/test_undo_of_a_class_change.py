"""Is it said when an undo puts a child back into a class whose last list has not got it?"""

from pathlib import Path

import pytest

from features.store.batches import list_batches
from features.store.imports.history import missed_by_last_list
from tests.support.command_line import CommandLine
from tests.support.records.class_lists import MOVING, bring_class
from tests.support.stores import url_of

PLACE = ("P3", "S1", "5A")


@pytest.fixture
def moved(database: str) -> str:
    """A store in which P3 was in 5A, came to 5B by the second list, and is not in the last list of 5A."""
    bring_class(database, "2025-10-01", "5A", further=MOVING.format("5A"))
    bring_class(database, "2025-10-08", "5B", further=MOVING.format("5B"))
    bring_class(database, "2025-10-15", "5A")
    return database


def undone(tmp_path: Path, store: str, number: int, language: str = "en") -> str:
    asked = ("undo", store, number, "--by", "Ana", "--reason", "wrong class")
    return CommandLine(tmp_path / "var").run("--lang", language, *asked).stdout


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "In class 5A again, though its list of 2025-10-15 (import 3) does not have them: P3."),
        ("ro", "Din nou în clasa 5A, deși lista ei din 2025-10-15 (importul 3) nu îi cuprinde: P3."),
    ],
)
def test_a_child_that_is_back_in_a_class_whose_last_list_lacks_it_is_said(
    tmp_path: Path, moved: str, language: str, said: str
):
    assert said in undone(tmp_path, moved, 2, language)


def test_nothing_is_said_where_the_last_list_has_the_child(tmp_path: Path, database: str):
    for on, label in (("2025-10-01", "5A"), ("2025-10-08", "5B")):
        bring_class(database, on, label, further=MOVING.format(label))
    assert "In class" not in undone(tmp_path, database, 2)


def test_nothing_is_said_of_a_child_that_was_there_before_the_undo_too(tmp_path: Path, moved: str):
    bring_class(moved, "2025-10-20", "5B", absences="P2 2025-10-14 1")
    assert "In class" not in undone(tmp_path, moved, 4)


def test_the_last_list_of_a_class_counts_and_only_one_that_stands(moved: str):
    def missing() -> list[tuple[str, int, list[str]]]:
        found = missed_by_last_list(url_of(moved), {PLACE, ("P1", "S1", "5A"), ("P2", "S1", "5B"), ("P9", "S7", "1A")})
        return [(label, batch.number, list(pupils)) for label, batch, pupils in found]

    assert missing() == [("5A", 3, ["P3"])]
    bring_class(moved, "2025-10-20", "5A", further=MOVING.format("5A"))
    assert missing() == []
    assert len(list_batches(url_of(moved))) == 4
