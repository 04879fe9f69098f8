"""What does a key open, until when, and is it in the log?"""

import datetime as dt

import pytest

from features.errors import Refused
from serving.api.callers import CHILDREN, LISTS, MODEL, OPERATION
from serving.web.access.models import ApiToken
from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.people.by_machine import token
from serving.web.site.api_callers import caller_of


def key_of(person, role=Role.DIRECTOR, **more):
    signed_in = person(role, **more)
    return signed_in, token(signed_in.user.email, role, name="catalog", until=None, by="a test")


def test_a_key_reaches_as_far_as_the_grant_and_is_logged(person):
    signed_in, key = key_of(person)
    caller = caller_of(key, LISTS)
    assert caller.viewer.schools == {"S1", "S1R"}
    caller.note("rank", "S1", "")
    entry = Entry.objects.get(action="api_rank")
    assert (entry.who, entry.school_id, entry.what) == (signed_in.user.email, "S1", {"key": "catalog"})


def test_of_a_key_only_its_digest_is_kept(person):
    _, key = key_of(person)
    assert key not in str(list(ApiToken.objects.values()))
    assert key not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("key", ["", "x", "\0", "ș" * 1000])
def test_another_key_opens_nothing_and_is_logged(key):
    assert caller_of(key, LISTS) is None
    assert Entry.objects.filter(action="key_refused").count() == 1


def test_a_key_ends_with_its_day_its_grant_its_account_and_when_it_is_closed(person, today):
    yesterday = today - dt.timedelta(days=1)
    for end in ("token", "grant", "account", "closed"):
        signed_in, key = key_of(person)
        assert caller_of(key, LISTS) is not None
        if end == "token":
            ApiToken.objects.filter(grant=signed_in.grant).update(until=yesterday)
        elif end == "closed":
            ApiToken.objects.filter(grant=signed_in.grant).update(closed_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
        elif end == "grant":
            type(signed_in.grant).objects.filter(pk=signed_in.grant.pk).update(until=yesterday)
        else:
            type(signed_in.user).objects.filter(pk=signed_in.user.pk).update(is_active=False)
        assert caller_of(key, LISTS) is None, end


def test_an_analysts_key_is_for_lists_of_all_schools_and_for_no_child(person):
    _, key = key_of(person, Role.ANALYST)
    assert caller_of(key, LISTS).viewer.schools is None
    assert caller_of(key, MODEL) is not None
    for wanted in (CHILDREN, OPERATION):
        with pytest.raises(PermissionError):
            caller_of(key, wanted)


@pytest.mark.parametrize("role", [Role.FORM_TEACHER, Role.NGO_WORKER, Role.SECRETARY, Role.COORDINATOR, Role.AUDITOR,
                                  Role.ADMINISTRATOR])  # fmt: skip
def test_who_does_not_see_the_list_of_a_whole_school_gets_no_key(person, role):
    """A list of the service is of a whole school: a form teacher's key would show the other classes."""
    with pytest.raises(Refused, match="whole schools"):
        key_of(person, role)


def test_a_role_that_a_person_has_not_gives_no_key(person):
    with pytest.raises(Refused, match="has no role"):
        token(person(Role.SECRETARY).user.email, Role.DIRECTOR, name="x", until=None, by="a test")


def test_of_a_child_that_is_explained_the_log_has_the_school_where_it_is(person):
    _, key = key_of(person)
    caller = caller_of(key, CHILDREN)
    for pupil_id, school_id in (("P1", "S1"), ("P9", "S1R"), ("P6", "S2"), ("nobody", "")):
        caller.note("explain", "", pupil_id)
        assert Entry.objects.last().school_id == school_id
