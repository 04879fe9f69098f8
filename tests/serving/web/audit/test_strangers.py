"""Can somebody who has not signed in fill the log, and is anything lost of what they tried?"""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from serving.api.callers import LISTS
from serving.web.access.policy import Role
from serving.web.audit.chain import faults
from serving.web.audit.models import Entry, StrangersRefusals
from serving.web.audit.strangers import MOST_ADDRESSES, OTHERS, record_what_was_counted
from serving.web.site.api_callers import caller_of


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes on when it is told to."""
    now = [dt.datetime(2025, 2, 10, 8, tzinfo=dt.UTC)]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def goes_on(**more: float) -> None:
        now[0] += dt.timedelta(**more)

    return goes_on


def knock(address="10.0.0.1"):
    """Send a form without its token, as nobody."""
    answer = Client(enforce_csrf_checks=True, REMOTE_ADDR=address).post("/account/login/", {"login": "x"})
    assert answer.status_code == 403


def written():
    return [(entry.address, entry.what.get("further", 0)) for entry in Entry.objects.filter(action="refused")]


def test_of_one_address_a_minute_has_one_entry_and_the_next_says_how_many_more_there_were(clock):
    for _ in range(30):
        knock()
    assert written() == [("10.0.0.1", 0)]
    clock(seconds=59)
    knock()
    clock(seconds=2)
    knock()
    knock()
    assert written() == [("10.0.0.1", 0), ("10.0.0.1", 30)]
    assert Entry.objects.last().who == "nobody"


def test_another_address_and_another_kind_have_entries_of_their_own(clock):
    for address in ("10.0.0.1", "10.0.0.2", "::1"):
        knock(address)
        knock(address)
    caller_of("no key", LISTS)
    caller_of("no key", LISTS)
    assert written() == [("10.0.0.1", 0), ("10.0.0.2", 0), ("::1", 0)]
    assert Entry.objects.filter(action="key_refused").count() == 1


def test_many_addresses_at_once_are_counted_together(clock):
    for number in range(MOST_ADDRESSES + 50):
        knock(f"10.1.0.{number}")
    assert len(written()) == MOST_ADDRESSES + 1
    assert StrangersRefusals.objects.get(address=OTHERS).count == 49


def test_what_was_counted_of_an_address_that_stays_away_is_written_too(clock):
    for _ in range(5):
        knock()
    knock("10.0.0.2")
    record_what_was_counted()
    assert written() == [("10.0.0.1", 0), ("10.0.0.2", 0)], "the minute is not over"
    clock(minutes=2)
    record_what_was_counted()
    record_what_was_counted()
    last = Entry.objects.filter(action="refused").last()
    assert (len(written()), last.what) == (3, {"of_address": "10.0.0.1", "further": 4})
    assert not StrangersRefusals.objects.exists()


def test_whoever_has_signed_in_has_an_entry_for_each_refusal(person):
    client = person(Role.SECRETARY).client
    for _ in range(3):
        assert client.get("/log/").status_code == 403
    assert len(written()) == 3


def test_the_chain_is_whole_after_it(clock, committing):
    before = list(faults())
    for _ in range(3):
        knock()
        clock(minutes=2)
    assert list(faults()) == before
