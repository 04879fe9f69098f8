"""The starter of the service follows the alias, and says once when it cannot."""

from pathlib import Path

import pytest

from features.errors import OutsideServiceError
from features.i18n.text import Bilingual
from serving.deployment.alias_follower import AliasFollower
from serving.model_store.model_cache import point_to, version_folder


class Shelf:
    """Where versions are fetched from: the folder of the one that has the alias, or what is wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fault: Exception | None = None

    def pin(self) -> Path:
        if self.fault:
            raise self.fault
        return self.folder


class Office:
    """A watch with its shelf and pointer, at version 1, and what it has said."""

    def __init__(self, folder: Path) -> None:
        self.one, self.two = folder / "1", folder / "2"
        self.pointer, self.shelf = folder / "pointer", Shelf(self.one)
        self.said: list[str] = []
        point_to(self.one, self.pointer)
        self.watch = AliasFollower(self.shelf.pin, self.pointer, say=self.say)

    def say(self, line: Bilingual) -> None:
        self.said.append(line.en)

    def pointed(self) -> str:
        self.watch.look()
        return version_folder(self.pointer).name


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_the_pointer_follows_the_alias_there_and_back(office: Office) -> None:
    assert office.pointed() == "1"
    office.shelf.folder = office.two
    assert office.pointed() == "2"
    office.shelf.folder = office.one
    assert office.pointed() == "1"
    assert office.said == []


def test_while_the_alias_stays_nothing_is_written(office: Office) -> None:
    before = office.pointer.stat()
    office.watch.look()
    assert (office.pointer.stat().st_ino, office.pointer.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_registry_out_of_reach_changes_nothing_and_is_said_once(office: Office) -> None:
    office.shelf.fault = OutsideServiceError(Bilingual("MLflow did not answer.", "MLflow nu a răspuns."))
    assert [office.pointed() for _ in range(3)] == ["1", "1", "1"]
    assert office.said == ["Model version 1 goes on answering, no other can be fetched: MLflow did not answer."]


def test_another_fault_is_said_too(office: Office) -> None:
    for fault in (KeyError("p1"), KeyError("p2"), OSError("disk"), OSError("disk")):
        office.shelf.fault = fault
        office.watch.look()
    kinds = [line.partition("fetched: ")[2].partition(",")[0] for line in office.said]
    assert kinds == ["KeyError", "OSError"]


def test_when_the_registry_is_back_that_is_said_once_and_the_alias_followed(office: Office) -> None:
    office.shelf.fault = OutsideServiceError(Bilingual("MLflow did not answer.", "MLflow nu a răspuns."))
    office.watch.look()
    office.shelf.fault, office.shelf.folder = None, office.two
    assert [office.pointed(), office.pointed()] == ["2", "2"]
    assert office.said[1:] == ["Model versions can be fetched again."]
    office.shelf.fault = OutsideServiceError(Bilingual("MLflow did not answer, again.", "MLflow nu a răspuns."))
    office.watch.look()
    assert office.said[2:] == [
        "Model version 2 goes on answering, no other can be fetched: MLflow did not answer, again."
    ]


def test_a_fault_of_ours_does_not_end_the_watch_and_shows_no_content(office: Office) -> None:
    office.shelf.fault = KeyError("p000123")
    office.watch.look()
    (said,) = office.said
    assert said.startswith("Model version 1 goes on answering, no other can be fetched: KeyError, at:\n")
    assert "raise self.fault" in said
    assert "p000123" not in said
    office.shelf.fault, office.shelf.folder = None, office.two
    assert office.pointed() == "2"


def test_a_pointer_that_cannot_be_written_is_tried_again(office: Office) -> None:
    office.pointer.unlink()
    office.pointer.mkdir()
    office.shelf.folder = office.two
    office.watch.look()
    assert len(office.said) == 1
    assert f"{office.pointer} cannot be written" in office.said[0]
    office.pointer.rmdir()
    assert office.pointed() == "2"
