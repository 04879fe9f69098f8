"""Are sessions that have ended cleared away, and no others?"""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from serving.web.access.policy import Role
from serving.web.audit.models import Entry, StrangersRefusals
from serving.web.configuration.django_settings import COUNTS
from serving.web.upkeep import tidying
from tests.support.serving.decided import child


@pytest.fixture(autouse=True)
def connection_of_the_test(monkeypatch):
    """A process of its own closes what is too old; a test goes on with its transaction."""
    monkeypatch.setattr(tidying, "close_old_connections", lambda: None)


def test_sessions_that_ended_are_cleared_and_whoever_is_there_stays(person):
    director, gone = person(Role.DIRECTOR), person(Role.DIRECTOR)
    ended = gone.client.session.session_key
    Session.objects.filter(session_key=ended).update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    tidying.clear_sessions()
    assert not Session.objects.filter(session_key=ended).exists()
    assert director.client.get("/list/").status_code == 200
    assert gone.client.get("/list/").url.startswith("/account/login/")


def test_counts_that_nobody_came_back_for_are_logged():
    long_ago = timezone.now() - dt.timedelta(hours=1)
    StrangersRefusals.objects.create(address="10.0.0.9", action="refused", since=long_ago, count=7)
    tidying.log_counts()
    assert Entry.objects.last().what == {"of_address": "10.0.0.9", "further": 7}


def test_counts_whose_time_is_over_are_cleared_and_those_that_hold_stay():
    cache.set("over", [1], -60)
    cache.set("holds", [1], 60)
    tidying.clear_counts()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key FROM {COUNTS}")
        assert [key for (key,) in cursor.fetchall()] == [":1:holds"]


def test_children_are_where_other_records_have_them_before_anybody_asks(moved):
    p2 = child("P2", "S1", "5A")
    moved()
    tidying.follow_moves()
    p2.refresh_from_db()
    assert (p2.school_id, p2.class_label) == ("S2", "5C")


def test_what_hinders_it_is_logged_by_its_kind_alone(monkeypatch, caplog):
    def hindered() -> None:
        raise OSError("Ana Pop")

    monkeypatch.setattr(tidying, "record_what_was_counted", hindered)
    tidying.log_counts()
    assert caplog.messages == ["counts of refusals: OSError"]
