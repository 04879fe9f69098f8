"""Who has to have a second factor, and does anything open before it is there?"""

import re

import pytest
from django.test import Client
from django.urls import reverse

from serving.web.access.policy import SECOND_FACTOR, Role
from serving.web.audit.models import Entry
from serving.web.people import by_machine
from tests.support.serving.pages import code_of, give_second_factor

PASSWORD = "a calm sentence about apples"
SET_UP = "/account/second-factor/totp/activate/"


@pytest.fixture
def director(person):
    signed_in = person(Role.DIRECTOR, second_factor=False)
    signed_in.user.set_password(PASSWORD)
    signed_in.user.save()
    return signed_in.user


def by_password(user):
    client = Client()
    return client, client.post("/account/login/", {"login": user.email, "password": PASSWORD})


def test_whoever_may_see_names_reports_people_or_the_log_needs_one():
    assert set(Role) - SECOND_FACTOR == {Role.ANALYST}


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR))
def test_no_page_answers_before_it_is_set_up(person, role):
    client = person(role, second_factor=False).client
    for address in ("/", "/list/", "/people/", "/log/", "/log/verify/"):
        assert client.get(address).url == SET_UP, address
    assert client.post("/people/add/", {"email": "x@y.ro"}).url == SET_UP


@pytest.mark.parametrize("resets", [False, True])
def test_from_the_invitation_to_the_first_page_the_person_is_met_in_the_language_of_the_invitation(director, resets):
    """The browser and the account were English before; a code is asked for, or a new second factor is set up."""
    secret = give_second_factor(director)
    way_in = by_machine.way_in(director.email, by="a test", resets_second_factor=resets, language="ro")
    client = Client(headers={"accept-language": "en"})
    password = {"password": PASSWORD, "again": PASSWORD}
    assert '<html lang="ro"' in client.get(f"/people/way-in/{way_in}/").text
    assert '<html lang="ro"' in client.get(client.post(f"/people/way-in/{way_in}/", password).url).text
    answer = client.post("/account/login/", {"login": director.email, "password": PASSWORD})
    client.cookies.pop("django_language")  # another browser would not have it
    page = client.get(answer.url, follow=True)
    assert ("cod" in page.text.lower(), '<html lang="ro"' in page.text) == (True, True)
    assert page.request["PATH_INFO"] == (SET_UP if resets else "/account/second-factor/authenticate/")
    if not resets:
        assert '<html lang="ro"' in client.post(page.request["PATH_INFO"], {"code": code_of(secret)}, follow=True).text


def test_it_is_set_up_with_a_picture_a_code_and_recovery_codes(director, committing):
    client, answer = by_password(director)
    other, _ = by_password(director)
    assert client.get(answer.url).url == SET_UP
    page = client.get(SET_UP)
    secret = re.search(r'<code class="way-in">([A-Z2-7]+)</code>', page.text)[1]
    assert 'src="data:image/svg+xml' in page.text
    wrong = client.post(SET_UP, {"code": "000000"})
    assert wrong.status_code == 200
    done = client.post(SET_UP, {"code": code_of(secret)})
    codes = client.get(done.url)
    assert len(re.findall(r"<li><code>\w+</code></li>", codes.text)) == 10
    assert client.get("/list/").status_code == 200
    assert other.get("/list/").url.startswith("/account/login/"), "a session without it goes on"
    assert Entry.objects.filter(action="second_factor_changed", who=director.email).exists()


def test_afterwards_a_password_alone_opens_nothing(director):
    secret = give_second_factor(director)
    client, answer = by_password(director)
    assert answer.url == reverse("mfa_authenticate")
    assert client.get("/list/").url.startswith("/account/login/")
    assert client.post(answer.url, {"code": "000000"}).status_code == 200
    assert client.get("/list/").url.startswith("/account/login/")
    assert Entry.objects.filter(action="second_factor_failed", who=director.email).count() == 1
    assert client.post(answer.url, {"code": code_of(secret)}).status_code == 302
    assert client.get("/list/").status_code == 200


def test_a_code_opens_once(director):
    secret = give_second_factor(director)
    (first, answer), (second, _) = by_password(director), by_password(director)
    code = code_of(secret, lasts=10)
    assert first.post(answer.url, {"code": code}).status_code == 302
    assert second.post(answer.url, {"code": code}).status_code == 200
    assert second.get("/list/").url.startswith("/account/login/")


def test_codes_cannot_be_guessed_one_after_another(director):
    secret = give_second_factor(director)
    client, answer = by_password(director)
    for guess in range(20):
        client.post(answer.url, {"code": f"{guess:06}"})
    client.post(answer.url, {"code": code_of(secret)})
    assert client.get("/list/").url.startswith("/account/login/")
    assert Entry.objects.filter(action="second_factor_failed").count() == 21


def test_a_recovery_code_opens_once(director):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    give_second_factor(director)
    code = RecoveryCodes.activate(director).get_unused_codes()[0]
    client, answer = by_password(director)
    assert client.post(answer.url, {"code": code}).status_code == 302
    again, answer = by_password(director)
    assert again.post(answer.url, {"code": code}).status_code == 200


def test_nobody_puts_his_own_down(person):
    client = person(Role.DIRECTOR).client
    address = reverse("mfa_deactivate_totp")
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("language", ["ro", "en"])
def test_the_pages_of_an_account_look_like_the_others(person, language):
    client = person(Role.DIRECTOR, language=language).client
    for name in ("mfa_index", "account_change_password", "account_logout", "mfa_reauthenticate",
                 "account_reauthenticate", "account_inactive"):  # fmt: skip
        answer = client.get(reverse(name), follow=True)
        assert answer.status_code == 200, name
        assert 'href="/static/prezent/prezent.css"' in answer.text, name
        assert "<style" not in answer.text, name
        assert " style=" not in answer.text, name
