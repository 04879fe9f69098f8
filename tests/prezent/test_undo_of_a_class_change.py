"""Is it said when an undo puts a child back into a class whose last list has not got it?"""

import datetime as dt
from pathlib import Path

import pytest

from features.records.imported_records import Coverage
from features.store.batches import list_batches
from features.store.imports.history import missed_by_last_list
from tests.support.command_line import CommandLine
from tests.support.records.class_lists import HEAD, MOVING, OTHERS, bring_class
from tests.support.stores import bring, day, url_of

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


def test_a_leaving_that_is_still_to_come_does_not_hide_a_child_that_is_back(tmp_path: Path, database: str):
    to_come = dt.datetime.now().astimezone().date() + dt.timedelta(days=100)
    planned = MOVING.replace(" -", f" {to_come}")
    bring_class(database, "2025-10-01", "5A", further=planned.format("5A"))
    bring_class(database, "2025-10-08", "5B", further=planned.format("5B"))
    bring_class(database, "2025-10-15", "5A")
    assert "In class 5A again, though its list of 2025-10-15 (import 3)" in undone(tmp_path, database, 2)


def test_a_child_that_has_left_by_now_is_not_said(tmp_path: Path, database: str):
    gone = MOVING.replace(" -", " 2025-10-17")
    bring_class(database, "2025-10-01", "5A", further=gone.format("5A"))
    bring_class(database, "2025-10-08", "5B", further=gone.format("5B"))
    bring_class(database, "2025-10-15", "5A")
    assert "In class" not in undone(tmp_path, database, 2)


def test_a_list_of_the_whole_school_is_one_of_each_class(tmp_path: Path, moved: str):
    whole = Coverage("S1", ("enrolments",), day("2025-09-08"), day("2025-10-20"), None, of_listed=True)
    both = f"{HEAD}{OTHERS['5A']}\n{OTHERS['5B']}"
    number = bring(moved, "2025-10-20", coverage=[whole], enrolments=both).batch.number
    assert number == 4
    assert "In class 5A again, though its list of 2025-10-20 (import 4) does not have them: P3." in undone(
        tmp_path, moved, 2
    )


def test_an_undo_says_on_which_days_its_file_came_again(tmp_path: Path, database: str):
    bring_class(database, "2025-10-01", "5A", file="a")
    bring_class(database, "2025-10-08", "5B", file="b")
    for on in ("2025-10-15", "2025-10-22"):
        assert bring_class(database, on, "5A", file="a").again
    listed = CommandLine(tmp_path).run("batches", database).stdout
    assert "came again" in listed
    assert "2025-10-15, 2025-10-22" in listed
    said = undone(tmp_path, database, 1)
    assert "file was brought in again on 15 October 2025, 22 October 2025; that no longer counts either." in said
    assert [batch.number for batch in list_batches(url_of(database)) if not batch.undone_at] == [2]
    assert "brought in again" not in undone(tmp_path, database, 2)


def test_an_undo_names_the_later_imports_of_its_very_file(tmp_path: Path, database: str):
    for on, label in (("2025-10-01", "5A"), ("2025-10-08", "5B"), ("2025-10-15", "5A")):
        assert not bring_class(database, on, label, further=MOVING.format(label), file=label).again
    assert "Din același fișier: 3. Dacă fișierul era greșit, anulați-le și pe acestea." in undone(
        tmp_path, database, 1, "ro"
    )
    assert "very same file" not in undone(tmp_path, database, 2)


def test_the_last_list_of_a_class_counts_and_only_one_that_stands(moved: str):
    def missing() -> list[tuple[str, int, list[str]]]:
        found = missed_by_last_list(url_of(moved), {PLACE, ("P1", "S1", "5A"), ("P2", "S1", "5B"), ("P9", "S7", "1A")})
        return [(label, batch.number, list(pupils)) for label, batch, pupils in found]

    assert missing() == [("5A", 3, ["P3"])]
    bring_class(moved, "2025-10-20", "5A", further=MOVING.format("5A"))
    assert missing() == []
    assert len(list_batches(url_of(moved))) == 4
