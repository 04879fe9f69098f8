"""Who gets in by a password, how often may it be tried, and when does a session end?"""

import datetime as dt

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from serving.web.access.policy import Role
from serving.web.accounts.invitations import accept, invite, invited
from serving.web.audit.models import Entry, StrangersRefusals
from serving.web.configuration.django_settings import django_settings
from serving.web.configuration.start import PagesStart
from tests.support.serving.decided import child

PASSWORD = "a calm sentence about apples"


@pytest.fixture
def analyst(person):
    """A person without a second factor, whose role needs none, with a password."""
    signed_in = person(Role.ANALYST, second_factor=False, email="ana@school.example")
    signed_in.user.set_password(PASSWORD)
    signed_in.user.save()
    return signed_in.user


def sign_in(client, password=PASSWORD, email="ana@school.example", **more):
    return client.post("/account/login/", {"login": email, "password": password, **more})


def logged(action):
    return list(Entry.objects.filter(action=action).values_list("who", flat=True))


def test_a_password_lets_its_owner_in_and_that_is_logged(analyst):
    client = Client()
    assert sign_in(client).status_code == 302
    assert client.get("/account/second-factor/").status_code == 200
    assert logged("signed_in")[-1] == analyst.email


def test_passwords_are_kept_by_argon2_at_its_full_cost(tmp_path):
    """These tests keep theirs at the lowest one."""
    hashers = django_settings(PagesStart(tmp_path, "sqlite:///pages.sqlite", "k"))["PASSWORD_HASHERS"]
    assert hashers == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    cost = Argon2PasswordHasher().params()
    assert cost.time_cost >= 2
    assert cost.memory_cost >= 100_000


def test_a_wrong_password_lets_nobody_in_and_that_is_logged(analyst):
    client = Client()
    assert sign_in(client, "another sentence entirely").status_code == 200
    assert client.get("/list/").url.startswith("/account/login/")
    assert logged("sign_in_failed") == [analyst.email]


def test_what_is_typed_for_a_name_is_logged_only_where_it_is_somebodys(analyst):
    sign_in(Client(), email="my-secret-password@x.ro")
    assert logged("sign_in_failed") == ["nobody"]
    assert analyst.email not in logged("sign_in_failed")


def test_after_five_failures_not_even_the_right_password_lets_in(analyst):
    for attempt in range(50):
        sign_in(Client(REMOTE_ADDR=f"10.0.0.{attempt}"), f"guess number {attempt}")
    assert "_auth_user_id" not in _after(sign_in, Client())
    assert len(logged("sign_in_failed")) == 5
    assert len(logged("sign_in_locked")) == 46
    assert set(logged("sign_in_locked")) == {analyst.email}


def _after(sign, client):
    sign(client)
    return client.session


def test_one_name_that_is_locked_out_locks_nobody_else_out(analyst, person):
    other = person(Role.ANALYST, second_factor=False, email="ion@school.example").user
    other.set_password(PASSWORD)
    other.save()
    for attempt in range(9):
        sign_in(Client(), f"guess number {attempt}")
    assert "_auth_user_id" in _after(lambda client: sign_in(client, email=other.email), Client())


def test_a_session_gets_another_key_when_somebody_signs_in(analyst):
    client = Client()
    client.get("/account/login/")
    client.session["before"] = 1
    client.session.save()
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_session_ends_after_idle_time(analyst):
    client = Client()
    sign_in(client)
    kept = Session.objects.get(session_key=client.session.session_key)
    assert kept.expire_date - timezone.now() <= dt.timedelta(minutes=30)
    Session.objects.filter(pk=kept.pk).update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert client.get("/list/").url.startswith("/account/login/")


@pytest.fixture
def clock(monkeypatch):
    """Move the clock by which sessions, and all of Django, tell the time."""
    real, moved = timezone.now, [dt.timedelta(0)]
    monkeypatch.setattr(timezone, "now", lambda: real() + moved[0])

    def later(minutes):
        moved[0] += dt.timedelta(minutes=minutes)

    return later


def is_in(client):
    return client.get("/account/second-factor/").status_code == 200


def test_whoever_goes_on_working_stays_in_and_whoever_stops_is_out(analyst, clock):
    client = Client()
    sign_in(client)
    for _ in range(4):
        clock(29)
        assert is_in(client)  # two hours in all, never half an hour without use
    clock(31)
    assert not is_in(client)
    clock(-31)
    assert not is_in(client)  # what ended stays ended, whatever the clock says then


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Your session has ended; after 30 minutes without use"),
        ("ro", "Sesiunea s-a încheiat; după 30 de minute"),
    ],
)
def test_whoever_comes_back_to_an_idle_session_is_told_so_once(analyst, clock, language, said):
    client = Client(headers={"Accept-Language": language})
    sign_in(client)
    clock(31)
    answer = client.get("/list/?k=7", follow=True)
    assert answer.redirect_chain[-1][0] == "/account/login/?next=/list/%3Fk%3D7"
    assert said in answer.text
    assert said not in client.get("/account/login/").text
    assert said not in Client(headers={"Accept-Language": language}).get("/list/", follow=True).text


def test_words_sent_in_an_idle_session_are_given_back(person, clock):
    teacher, about = person(Role.FORM_TEACHER), child()
    text = "Talked with the mother today; she asks for the bus at seven."
    sent = {"text": text, "kind": "team"}
    clock(29)
    assert teacher.client.post(f"/child/{about.opaque}/notes/", sent).status_code == 302
    clock(31)
    answer = teacher.client.post(f"/child/{about.opaque}/notes/", sent)
    assert (answer.status_code, text in answer.text) == (401, True)
    assert about.notes.count() == 1


def test_a_closed_account_is_out_at_once_and_stays_out(person):
    director, administrator = person(Role.DIRECTOR), person(Role.ADMINISTRATOR)
    assert director.client.get("/list/").status_code == 200
    administrator.client.post(f"/people/{director.user.pk}/close/", {"open": "no"})
    assert director.client.get("/list/").url.startswith("/account/login/")
    administrator.client.post(f"/people/{director.user.pk}/close/", {"open": "yes"})
    assert director.client.get("/list/").url.startswith("/account/login/")


def test_a_new_way_in_ends_sessions_and_the_old_password(analyst):
    client = Client()
    sign_in(client)
    secret = invite(analyst, by="a test")
    assert client.get("/account/second-factor/").url.startswith("/account/login/")
    assert "_auth_user_id" not in _after(sign_in, Client())
    accept(invited(secret), "another calm sentence")
    assert invited(secret) is None
    assert "_auth_user_id" in _after(lambda client: sign_in(client, "another calm sentence"), Client())


def test_a_way_in_ends_after_its_days(analyst):
    secret = invite(analyst, by="a test")
    analyst.invitations.update(until=timezone.now() - dt.timedelta(seconds=1))
    assert invited(secret) is None
    assert Client().get(f"/people/way-in/{secret}/").status_code == 404


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(analyst, place):
    assert sign_in(Client(), next=place).url == "/"


def test_nobody_signs_up(analyst):
    for address in ("/account/signup/", "/accounts/signup/", "/account/password/reset/", "/admin/"):
        assert Client().get(address).status_code == 404


@pytest.mark.parametrize("odd", ["x" * 100_000, "ş@ţ", "' OR 1=1 --"])
def test_odd_names_are_answered_by_the_form(analyst, odd):
    assert sign_in(Client(), email=odd).status_code == 200


def test_letters_that_nobody_sees_neither_let_in_nor_keep_out(analyst):
    assert sign_in(Client(), email="\0").status_code == 200
    assert "_auth_user_id" in _after(lambda client: sign_in(client, email="ana@school.example\0"), Client())
    assert sign_in(Client(), "another sentence\0", email="ana@school.example\0").status_code == 200


def test_from_one_address_there_are_sixty_attempts_in_a_minute_and_each_is_logged_or_counted(analyst):
    for attempt in range(65):
        answer = sign_in(Client(), f"guess number {attempt}", email=f"nobody-{attempt}@school.example")
    assert answer.status_code == 429
    assert "Too many attempts" in answer.text
    assert (len(logged("sign_in_failed")), len(logged("too_many_attempts"))) == (60, 1)
    assert StrangersRefusals.objects.get(action="too_many_attempts").count == 4
