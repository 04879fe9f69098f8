"""Is what the first list of a day needs there before anybody asks, made once, and without looking at anybody?"""

import datetime as dt
import threading
from dataclasses import replace

import pytest
from django.conf import settings

from features.errors import Refused
from features.i18n.text import Bilingual
from models.ranking.scorer import Scorer
from models.viewer import Viewer
from serving.api.answers import RankingService, RecordState
from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.configuration.django_settings import started_with
from serving.web.lists import facts
from serving.web.lists.address import latest_day
from serving.web.roster.models import Child
from serving.web.upkeep import first_list
from serving.web.upkeep.first_list import FirstList
from tests.support.serving.two_schools import AS_OF, small_service


class Counting:
    """A ranking service, and how often the features and scores of a day were made for it."""

    def __init__(self, service: RankingService) -> None:
        self.service, self.day = service, AS_OF
        self.list = FirstList(lambda: self.service, lambda: self.day)

    def days_made(self) -> list[dt.date]:
        return sorted({date for _, date in self.service._scored._made})


@pytest.fixture
def counting() -> Counting:
    known = small_service()
    return Counting(RankingService(known.scorer, RecordState("other", known.own.index), known.card))


def test_after_the_start_the_day_is_made(counting):
    counting.list.look()
    assert counting.days_made() == [AS_OF]


def test_a_new_day_is_made_and_the_same_one_not_again(counting, monkeypatch):
    asked = []
    monkeypatch.setattr(first_list, "_make", lambda _, day: asked.append(day))
    for day in (AS_OF, AS_OF, AS_OF + dt.timedelta(1), AS_OF + dt.timedelta(1)):
        counting.day = day
        counting.list.look()
    assert asked == [AS_OF, AS_OF + dt.timedelta(1)]


def test_other_records_and_another_model_are_made_again(counting, monkeypatch):
    asked = []
    monkeypatch.setattr(first_list, "_make", lambda service, _: asked.append(service))
    counting.list.look()
    counting.service = replace(counting.service, own=RecordState("newer", counting.service.own.index))
    counting.list.look()
    counting.service = replace(counting.service, scorer=Scorer(counting.service.scorer.model, "9"))
    counting.list.look()
    counting.list.look()
    assert len(asked) == 3


def test_after_the_records_it_is_the_last_day_of_them(counting):
    counting.day = dt.date(2031, 1, 1)
    counting.list.look()
    assert counting.days_made() == [latest_day(counting.service, counting.day)]
    assert counting.days_made()[0] < counting.day


def test_of_a_demo_it_is_the_day_on_which_its_pages_open(counting, monkeypatch):
    opens_on = AS_OF - dt.timedelta(10)
    monkeypatch.setattr(settings, "PREZENT", replace(started_with(), opens_on=opens_on))
    counting.list.look()
    assert counting.days_made() == [opens_on]


def test_a_list_then_makes_nothing_any_more(counting, monkeypatch):
    counting.list.look()

    def never(*_: object) -> None:
        raise AssertionError("made twice")

    monkeypatch.setattr(facts, "_counted", never)
    monkeypatch.setattr(Scorer, "score", never)
    monkeypatch.setattr("models.ranking.scored_cohort.data_fingerprint", never)
    made = counting.service.cohort_at(AS_OF)
    viewer = Viewer("a test", frozenset({"S2"}))
    assert counting.service.list_of(viewer=viewer, school_id="S2", as_of=AS_OF, capacity=20).pupils
    assert facts.cohort_facts(counting.service, AS_OF).cohort is made.features


def test_it_keeps_nothing_that_a_list_would_not_keep(counting):
    counting.list.look()
    warmed = len(counting.service.seen._made), len(counting.service._scored._made)
    facts.cohort_facts(counting.service, AS_OF)
    assert (len(counting.service.seen._made), len(counting.service._scored._made)) == warmed == (1, 1)


def test_nobody_is_looked_at(counting, django_queries):
    counting.list.look()
    assert django_queries == []
    assert not Entry.objects.exists()
    assert not Child.objects.exists()


@pytest.fixture
def django_queries() -> list[str]:
    """The statements that are sent to the pages' database from here on."""
    from django.db import connection

    sent: list[str] = []

    def seen(execute, sql, params, many, context):
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(seen):
        yield sent


def test_a_service_without_records_makes_nothing():
    FirstList(lambda: RankingService(small_service().scorer, None), lambda: AS_OF).look()


def test_what_cannot_be_ranked_is_left_to_whoever_asks(counting, monkeypatch, caplog):
    def refuse(*_: object) -> None:
        raise Refused(Bilingual("nobody is in school", "nimeni nu este la școală"))

    monkeypatch.setattr(first_list, "cohort_facts", refuse)
    counting.list.look()
    assert caplog.messages == []


def test_a_fault_of_ours_is_logged_by_its_kind_and_ends_nothing(counting, monkeypatch, caplog):
    def fail(*_: object) -> None:
        raise ValueError("P1 of S1")

    monkeypatch.setattr(first_list, "cohort_facts", fail)
    counting.list.look()
    assert caplog.messages == ["first list: ValueError"]


def test_who_asks_meanwhile_gets_what_is_being_made_and_other_days_at_once(counting, monkeypatch):
    """A director is not made to wait for the second half of the work, nor to do it again."""
    begun, go_on = threading.Event(), threading.Event()
    counting.service.cohort_at(AS_OF - dt.timedelta(7))
    score, made = Scorer.score, []

    def slow(scorer: Scorer, cohort: object) -> object:
        made.append(cohort)
        begun.set()
        assert go_on.wait(30)
        return score(scorer, cohort)

    monkeypatch.setattr(Scorer, "score", slow)
    making = threading.Thread(target=counting.list.look)
    making.start()
    assert begun.wait(30)
    assert counting.service.cohort_at(AS_OF - dt.timedelta(7)) is not None
    asked = []
    asking = threading.Thread(target=lambda: asked.append(counting.service.cohort_at(AS_OF)))
    asking.start()
    go_on.set()
    making.join(30)
    asking.join(30)
    assert (len(made), len(asked)) == (1, 1)


def test_a_page_tells_the_log_as_before(person, counting):
    counting.list.look()
    person(Role.DIRECTOR).client.get("/list/")
    assert [entry.action for entry in Entry.objects.order_by("number")][-1] == "list_viewed"
