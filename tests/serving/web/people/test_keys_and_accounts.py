"""Can keys be closed, are closed accounts left closed, and does nobody shut the last administrator out?"""

import datetime as dt

import pytest

from features.errors import Refused
from serving.api.callers import LISTS
from serving.web.access.models import ApiToken, Grant
from serving.web.access.policy import Role
from serving.web.accounts import invitations
from serving.web.accounts.invitations import accept, invite, invited
from serving.web.accounts.models import Invitation
from serving.web.audit.models import Entry
from serving.web.people import by_machine
from serving.web.roster.models import Child
from serving.web.site.api_callers import caller_of

PASSWORD = "a sentence about the sea"


@pytest.fixture
def director(person):
    return person(Role.DIRECTOR)


def key_of(who, name):
    return by_machine.token(who.user.email, Role.DIRECTOR, name=name, until=None, by="a test")


def test_an_administrator_closes_one_key_and_the_others_and_the_role_stay(person, director):
    administrator = person(Role.ADMINISTRATOR)
    leaked, other = key_of(director, "catalog"), key_of(director, "orar")
    page = administrator.client.get(f"/people/{director.user.pk}/").text
    assert "catalog" in page
    assert leaked not in page
    pk = ApiToken.objects.get(name="catalog").pk
    assert administrator.client.post(f"/people/key/{pk}/close/").status_code == 302
    assert caller_of(leaked, LISTS) is None
    assert caller_of(other, LISTS) is not None
    assert director.client.get("/list/").status_code == 200
    entry = Entry.objects.get(action="token_closed")
    assert (entry.who, entry.school_id) == (administrator.user.email, "S1")
    assert entry.what == {"person": director.user.email, "role": "director", "name": "catalog"}
    assert "catalog" not in administrator.client.get(f"/people/{director.user.pk}/").text
    administrator.client.post(f"/people/key/{pk}/close/")
    assert Entry.objects.filter(action="token_closed").count() == 1, "closed once"


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.AUDITOR, Role.ANALYST])
def test_nobody_else_closes_a_key(person, director, role):
    key = key_of(director, "catalog")
    pk = ApiToken.objects.get().pk
    assert person(role).client.post(f"/people/key/{pk}/close/").status_code == 403
    assert caller_of(key, LISTS) is not None


def test_the_machine_closes_keys_by_their_name(director):
    first, second = key_of(director, "catalog"), key_of(director, "catalog")
    assert by_machine.close_token(director.user.email, name="catalog", by="a test") == 2
    assert (caller_of(first, LISTS), caller_of(second, LISTS)) == (None, None)
    with pytest.raises(Refused, match="no open key catalog"):
        by_machine.close_token(director.user.email, name="catalog", by="a test")


def test_no_way_in_is_made_for_a_closed_account(person, director):
    administrator = person(Role.ADMINISTRATOR)
    administrator.client.post(f"/people/{director.user.pk}/close/", {"open": "no"})
    answer = administrator.client.post(f"/people/{director.user.pk}/way-in/", follow=True)
    assert "open it again first" in answer.text
    assert not Invitation.objects.exists()
    administrator.client.post(f"/people/{director.user.pk}/close/", {"open": "yes"})
    assert administrator.client.post(f"/people/{director.user.pk}/way-in/").status_code == 200


def test_an_administrator_closes_another_and_not_themselves(person):
    one, other = person(Role.ADMINISTRATOR), person(Role.ADMINISTRATOR)
    for address in (f"/people/{one.user.pk}/close/", f"/people/grant/{one.grant.pk}/withdraw/"):
        answer = one.client.post(address, {"open": "no"}, follow=True)
        assert "ask another administrator" in answer.text
    one.user.refresh_from_db()
    assert one.user.is_active
    assert Grant.objects.filter(pk=one.grant.pk).exists()
    one.client.post(f"/people/{other.user.pk}/close/", {"open": "no"})
    other.user.refresh_from_db()
    assert not other.user.is_active


def test_a_role_keeps_no_place_that_it_does_not_have_and_no_day_that_is_over(person, today):
    administrator, teacher = person(Role.ADMINISTRATOR), person(Role.FORM_TEACHER)
    address = f"/people/{teacher.user.pk}/grant/"
    everywhere = {"school_id": "S1", "class_label": "6B", "county": "OT", "programme": "noroc"}
    for role, kept in (("director", ("S1", "", "", "")), ("coordinator", ("", "", "OT", "")),
                       ("form_teacher", ("S1", "6B", "", "")), ("analyst", ("", "", "", ""))):  # fmt: skip
        assert administrator.client.post(address, {"role": role, **everywhere}).status_code == 302
        given = teacher.user.grants.last()
        assert (given.role, given.school_id, given.class_label, given.county, given.programme) == (role, *kept)
    late = {"role": "director", "school_id": "S1"}
    answer = administrator.client.post(address, late | {"until": (today - dt.timedelta(1)).isoformat()})
    assert (answer.status_code, "This day is over" in answer.text) == (422, True)
    assert administrator.client.post(address, late | {"until": today.isoformat()}).status_code == 302
    with pytest.raises(Refused, match="is over"):
        by_machine.give(teacher.user.email, Role.DIRECTOR, {"school_id": "S1"}, until=dt.date(2001, 1, 1), by="t")


def test_of_two_who_use_a_way_in_at_once_the_second_is_told(person, director, monkeypatch):
    secret = invite(director.user, by="a test")
    waiting = invited(secret)
    assert accept(waiting, PASSWORD)
    assert not accept(waiting, "another sentence about the sea")
    monkeypatch.setattr("serving.web.people.views.invited", lambda _secret: waiting)
    both = {"password": "a third sentence about it", "again": "a third sentence about it"}
    assert person(Role.ANALYST).client.post(f"/people/way-in/{secret}/", both).status_code == 404
    director.user.refresh_from_db()
    assert director.user.check_password(PASSWORD)
    assert invitations.invited(secret) is None


def test_a_class_typed_in_figures_is_the_one_that_its_school_has(person):
    teacher = person(Role.DIRECTOR).user
    for pupil, school, label in (
        ("P91", "0000000007", "VII B"),
        ("P92", "0000000008", "5A"),
        ("P93", "0000000008", "V B"),
    ):
        Child.objects.create(pupil_id=pupil, school_id=school, class_label=label)
    for school, typed, given in (
        ("0000000007", "7B", "VII B"),
        ("0000000007", "7C", "7C"),
        ("0000000008", "5A", "5A"),
        ("0000000009", "7B", "7B"),
    ):
        place = {"school_id": school, "class_label": typed}
        by_machine.give(teacher.email, Role.FORM_TEACHER, place, until=None, by="a test")
        assert teacher.grants.last().class_label == given


@pytest.mark.parametrize(
    ("typed", "kept", "en", "ro"),
    [
        ("5A", "5A", "", ""), ("V A", "5A", "", ""), ("cl. a 6-a B", "6B", "", ""),
        ("7C", "7C", "The records have no class 7C in school S1. Its classes: 5A, 6B.",
         "Datele nu au nicio clasă 7C la școala S1. Clasele ei: 5A, 6B."),
        ("5 albastră", "5 albastră", "no class 5 albastră in school S1", "nicio clasă 5 albastră la școala S1"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ro"])
def test_a_class_that_no_record_has_is_given_with_a_word_about_those_there_are(person, typed, kept, en, ro, language):
    administrator, teacher = person(Role.ADMINISTRATOR, language=language), person(Role.FORM_TEACHER).user
    sent = {"role": "form_teacher", "school_id": "S1", "class_label": typed}
    told = administrator.client.post(f"/people/{teacher.pk}/grant/", sent, follow=True).text
    assert teacher.grants.last().class_label == kept
    said = {"en": en, "ro": ro}[language]
    if said:
        assert said in told
    else:
        assert 'class="message"' not in told


def test_where_no_class_is_known_nothing_is_said_of_one(person):
    from serving.web.roster.classes import unknown_class

    assert unknown_class("S77", "7C") is None
    Child.objects.create(pupil_id="P94", school_id="S77", class_label="VII B")
    said = unknown_class("S77", "7C")
    assert "have met no child of a class 7C in school S77. Classes met so far: VII B." in said.en
    assert unknown_class("S77", "7B") is None
