"""Does a child's page name everybody who can open it, and nobody who cannot?"""

import datetime as dt

import pytest

from serving.web.access.models import NamesGranted, SharedChild
from serving.web.access.policy import Role
from serving.web.children.who_sees import who_sees
from serving.web.roster.models import Child

MANY_DAYS = dt.timedelta(days=30)


@pytest.fixture
def everybody(person, today):
    """One person of each kind, by name; P1 is in 5A of S1, a school of OT that lets the county see names."""
    people = {
        "director": person(Role.DIRECTOR), "of the unit": person(Role.COUNSELLOR),
        "teacher": person(Role.FORM_TEACHER), "another class": person(Role.FORM_TEACHER, class_label="6B"),
        "another school": person(Role.DIRECTOR, school="S2"), "secretary": person(Role.SECRETARY),
        "county": person(Role.COORDINATOR), "another county": person(Role.COORDINATOR, county="DJ"),
        "worker": person(Role.NGO_WORKER), "another worker": person(Role.NGO_WORKER),
        "analyst": person(Role.ANALYST), "auditor": person(Role.AUDITOR), "closed": person(Role.DIRECTOR),
        "ended": person(Role.DIRECTOR, until=today - dt.timedelta(days=1)),
    }  # fmt: skip
    for name, each in people.items():
        each.user.name, each.user.is_active = name, name != "closed"
        each.user.save()
    NamesGranted.objects.create(school_id="S1", until=today + MANY_DAYS, given_by="the director")
    SharedChild.objects.create(
        user=people["worker"].user, pupil_id="P1", school_id="S1", until=today + MANY_DAYS, given_by="the director"
    )
    return people


@pytest.fixture
def child(everybody) -> Child:
    everybody["director"].client.get("/list/")
    return Child.objects.get(pupil_id="P1")


def test_who_is_named_is_who_can_open_the_page(everybody, child, today):
    named = {each.name for each in who_sees(child, today)}
    opened = {name for name, each in everybody.items() if each.client.get(f"/child/{child.opaque}/").status_code == 200}
    assert named == opened == {"director", "of the unit", "teacher", "county", "worker"}


def test_a_coordinator_is_named_with_the_leave_as_long_as_it_holds(everybody, child, today):
    page = everybody["director"].client.get(f"/child/{child.opaque}/").text
    assert "the school let the county see names until" in page
    for ended in ({"withdrawn_at": "2025-01-01T00:00Z"}, {"withdrawn_at": None, "until": today - MANY_DAYS}):
        NamesGranted.objects.update(**ended)
        assert "county" not in {each.name for each in who_sees(child, today)}
        assert everybody["county"].client.get(f"/child/{child.opaque}/").status_code == 403


def test_whoever_gave_leave_or_shared_is_named_as_others_are(everybody, child):
    director = everybody["director"].user
    for given in (NamesGranted, SharedChild):
        given.objects.update(given_by=director.email)
    told = everybody["director"].client.get(f"/child/{child.opaque}/").text
    assert told.count(f", by {director}") == 2
    assert f", by {director.email}" not in told


def test_whoever_it_is_shared_with_sees_with_whom_else(everybody, child, today):
    SharedChild.objects.create(
        user=everybody["another worker"].user, pupil_id="P1", school_id="S1", until=today, given_by="the director"
    )
    assert "another worker" in everybody["worker"].client.get(f"/child/{child.opaque}/").text


@pytest.mark.parametrize("ends", ["taken away", "over"])
def test_whoever_has_the_role_no_more_is_not_named_however_long_it_was_shared_for(everybody, child, today, ends):
    worker = everybody["worker"]
    if ends == "over":
        worker.grant.until = today - dt.timedelta(days=1)
        worker.grant.save()
    else:
        worker.grant.delete()
    assert worker.client.get(f"/child/{child.opaque}/").status_code == 403
    assert "worker" not in {each.name for each in who_sees(child, today)}
