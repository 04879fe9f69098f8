"""Do all pages of a demo open on the day of the list that it printed, and let a person choose another one?"""

import datetime as dt
from dataclasses import replace

import pytest
from django.conf import settings
from django.utils import timezone

from serving.web.access.policy import Role
from serving.web.configuration.django_settings import started_with
from serving.web.lists.address import first_day, latest_day
from serving.web.lists.models import ShownList
from serving.web.roster.models import Child
from tests.support.serving.two_schools import AS_OF, small_service

OPENS_ON = dt.date(2025, 1, 31)
AFTER = dt.date(2025, 11, 28)  # the records have ended long since
SAID = "another day can be chosen"


@pytest.fixture(autouse=True)
def of_a_demo(monkeypatch):
    """Pages that open on a day of January, in November."""
    monkeypatch.setattr(settings, "PREZENT", replace(started_with(), opens_on=OPENS_ON))
    monkeypatch.setattr(timezone, "localdate", lambda *_arguments: AFTER)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.FORM_TEACHER, Role.COUNSELLOR])
def test_the_first_list_is_of_that_day_and_says_so_once(person, role: Role):
    answer = person(role).client.get("/list/")
    assert answer.context["made"].ranked.as_of == OPENS_ON
    assert answer.text.count(SAID) == 1
    assert "31 January 2025" in answer.text
    assert "The records go no further" not in answer.text


def test_another_day_is_chosen_as_ever_up_to_the_last_one_of_the_records(person):
    client = person(Role.DIRECTOR).client
    later = client.get("/list/", {"as_of": AS_OF.isoformat()})
    assert later.context["made"].ranked.as_of == AS_OF
    assert SAID not in later.text
    assert client.get("/list/", {"as_of": "2030-01-01"}).context["made"].ranked.as_of == latest_day(
        small_service(), AFTER
    )


def test_what_is_to_be_done_and_a_child_are_of_that_day_too(person):
    client = person(Role.DIRECTOR).client
    client.get("/list/")
    child = Child.objects.get(pupil_id="P1")
    assert f"/child/{child.opaque}/?as_of=2025-01-31" in client.get("/").text
    assert client.get(f"/child/{child.opaque}/").context["as_of"] == OPENS_ON
    assert set(ShownList.objects.values_list("as_of", flat=True)) == {OPENS_ON}


def test_a_school_and_a_county_are_of_that_day_too(person):
    assert person(Role.DIRECTOR).client.get("/overview/schools/").context["as_of"] == OPENS_ON
    assert person(Role.COORDINATOR).client.get("/overview/schools/").context["together"].as_of == OPENS_ON


def test_a_day_beyond_the_records_or_to_come_is_none_to_open_on(monkeypatch):
    service = small_service()
    assert first_day(service, AFTER) == OPENS_ON
    assert first_day(service, dt.date(2025, 1, 10)) == dt.date(2025, 1, 10)
    monkeypatch.setattr(settings, "PREZENT", replace(started_with(), opens_on=dt.date(2030, 1, 1)))
    assert first_day(service, AFTER) == latest_day(service, AFTER)


def test_pages_that_are_no_demo_open_on_the_latest_day(monkeypatch):
    monkeypatch.setattr(settings, "PREZENT", replace(started_with(), opens_on=None))
    assert first_day(small_service(), AFTER) == latest_day(small_service(), AFTER)
