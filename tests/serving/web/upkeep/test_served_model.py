"""Does the log say that another model answers, where nobody told it, and once?"""

import logging

import pytest

from serving.web.access.policy import Role
from serving.web.audit.chain import faults, record
from serving.web.audit.models import Entry
from serving.web.upkeep import served_model
from serving.web.upkeep.served_model import PATIENCE, ServedModel


class Clock:
    """A clock that is put on by a test."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Worker:
    """A process of the pages, with the version that answers in it."""

    def __init__(self, version: str) -> None:
        self.version, self.clock = version, Clock()
        self.model = ServedModel(lambda: self.version, self.clock)

    def look(self, *, after: float) -> None:
        self.clock.seconds += after
        self.model.look()

    def looks_until_it_tells(self) -> None:
        self.look(after=1)
        self.look(after=PATIENCE)


@pytest.fixture(autouse=True)
def kept_connections(monkeypatch):
    """A look ends with closing connections, which here are those of the test."""
    monkeypatch.setattr(served_model, "close_old_connections", lambda: None)


def told() -> list[tuple[str, str, str]]:
    entries = Entry.objects.filter(action__startswith="model_").order_by("number")
    return [(each.action, each.what["model_version"], each.what.get("version_before", "")) for each in entries]


def promoted(version: str) -> None:
    record(None, "model_promoted", what={"model_version": version}, who="Ana", why="better")


def test_a_model_that_somebody_else_changed_is_told_after_a_while(committing):
    promoted("3")
    worker = Worker("4")
    worker.look(after=1)
    worker.look(after=PATIENCE - 1)
    assert told() == [("model_promoted", "3", "")]
    worker.look(after=1)
    assert told()[1:] == [("model_changed", "4", "3")]
    worker.look(after=PATIENCE)
    assert len(told()) == 2
    entry = Entry.objects.get(action="model_changed")
    assert (entry.who, entry.why, entry.school_id) == ("prezent", "", "")
    assert list(faults()) == []


def test_of_two_workers_one_tells_it():
    promoted("3")
    workers = [Worker("4"), Worker("4")]
    for worker in workers:
        worker.looks_until_it_tells()
    assert told()[1:] == [("model_changed", "4", "3")]


def test_what_a_command_told_meanwhile_is_not_told_again():
    promoted("3")
    worker = Worker("4")
    worker.look(after=1)
    promoted("4")
    worker.look(after=PATIENCE)
    record(None, "model_rolled_back", what={"model_version": "3"}, who="Ana", why="worse")
    worker.version = "3"
    worker.looks_until_it_tells()
    assert [action for action, *_ in told()] == ["model_promoted", "model_promoted", "model_rolled_back"]


def test_each_later_change_is_told_also_one_back():
    promoted("3")
    worker = Worker("4")
    for version in ("4", "5", "3"):
        worker.version = version
        worker.looks_until_it_tells()
    assert told()[1:] == [("model_changed", "4", "3"), ("model_changed", "5", "4"), ("model_changed", "3", "5")]


def test_a_model_that_answered_for_a_moment_alone_is_waited_for_anew():
    promoted("3")
    worker = Worker("3")
    worker.looks_until_it_tells()
    for version in ("4", "3"):
        worker.version = version
        worker.look(after=PATIENCE / 2)
    worker.version = "4"
    worker.look(after=PATIENCE)
    assert len(told()) == 1
    worker.look(after=PATIENCE)
    assert told()[1:] == [("model_changed", "4", "3")]


def test_the_first_model_of_a_log_is_found_and_after_it_a_change():
    worker = Worker("7")
    worker.looks_until_it_tells()
    Worker("7").looks_until_it_tells()
    worker.version = "8"
    worker.looks_until_it_tells()
    assert told() == [("model_found", "7", ""), ("model_changed", "8", "7")]


def test_two_services_of_two_versions_do_not_answer_each_other():
    promoted("3")
    pinned, following = Worker("2"), Worker("3")
    for _ in range(5):
        pinned.looks_until_it_tells()
        following.looks_until_it_tells()
    assert len(told()) <= 3


def test_a_fault_is_logged_by_its_kind_and_the_next_look_tells(monkeypatch, caplog):
    promoted("3")
    worker = Worker("4")
    with monkeypatch.context() as broken, caplog.at_level(logging.WARNING):
        broken.setattr(served_model, "tell_log", lambda _: (_ for _ in ()).throw(OSError("P1 of S1")))
        worker.looks_until_it_tells()
    assert caplog.messages == ["served model: OSError"]
    worker.look(after=5)
    assert told()[1:] == [("model_changed", "4", "3")]


@pytest.mark.parametrize(
    ("language", "words", "page_words"),
    [
        ("en", "another model answers; nobody told the log who changed it", "changed outside the program"),
        ("ro", "răspunde alt model; nimeni nu a spus jurnalului cine l-a schimbat", "schimbat în afara programului"),
    ],
)
def test_the_log_and_the_page_of_the_model_say_it_in_words(person, language, words, page_words):
    promoted("3")
    Worker("4").looks_until_it_tells()
    assert words in person(Role.AUDITOR, language=language).client.get("/log/").text
    assert page_words in person(Role.DIRECTOR, language=language).client.get("/overview/model/").text
