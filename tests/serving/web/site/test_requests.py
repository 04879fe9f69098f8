"""Forged requests: forms of other pages, cookies that were changed, ids that were guessed, other names."""

import logging

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from serving.web.access.policy import Role
from serving.web.accounts.models import User
from serving.web.audit.models import Entry
from serving.web.roster.models import Child
from serving.web.site.application import place_only
from tests.support.serving.routes import routes
from tests.support.serving.whole_words import says


def browser(signed_in):
    """A client that has to bear the token of our own forms."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(signed_in.user)
    return client


def test_no_form_of_another_page_does_anything(person):
    client = browser(person(Role.ADMINISTRATOR))
    before = User.objects.count()
    for route in routes():
        url = route.url({"text": "x", "number": 1})
        answer = client.post(url, {"email": "forged@x.ro", "language": "en"})
        assert answer.status_code in {403, 405}, url
    assert User.objects.count() == before


def test_a_token_of_another_session_is_none(person):
    first, second = browser(person(Role.ADMINISTRATOR)), browser(person(Role.ADMINISTRATOR))
    token = first.get("/people/").context["csrf_token"]
    answer = second.post("/people/add/", {"email": "forged@x.ro", "language": "en", "csrfmiddlewaretoken": token})
    assert answer.status_code == 403


def test_our_own_form_does_what_it_says(person):
    client = browser(person(Role.ADMINISTRATOR))
    token = client.get("/people/").context["csrf_token"]
    client.post("/people/add/", {"email": "new@x.ro", "language": "ro", "csrfmiddlewaretoken": token})
    assert User.objects.filter(email="new@x.ro").exists()


CHANGES = [str.upper, lambda key: key[:-1], lambda _key: "a" * 32, lambda key: key + "\0", lambda _key: ""]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_cookie_is_nobodys(person, change):
    client = person(Role.DIRECTOR).client
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.cookies[settings.SESSION_COOKIE_NAME] = change(key)
    assert client.get("/list/").url.startswith("/account/login/")


def test_a_session_in_the_database_that_we_did_not_sign_is_nobodys(person):
    """Whoever can write the table of sessions has not the key that signs them."""
    signed_in = person(Role.DIRECTOR)
    key = signed_in.client.cookies[settings.SESSION_COOKIE_NAME].value
    Session.objects.filter(session_key=key).update(session_data="eyJfYXV0aF91c2VyX2lkIjogIjEifQ:forged:signature")
    assert signed_in.client.get("/list/").url.startswith("/account/login/")


def test_cookies_are_not_for_scripts_nor_for_other_pages(person):
    client = Client()
    client.get("/account/login/")
    client.force_login(person(Role.DIRECTOR).user)
    client.get("/list/")
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", ""])
def test_another_host_name_is_not_answered(host):
    assert Client().get("/account/login/", headers={"host": host}).status_code == 400


def test_a_link_of_a_way_in_is_made_for_a_name_of_ours(person):
    administrator = person(Role.ADMINISTRATOR)
    url = f"/people/{person(Role.DIRECTOR).user.pk}/way-in/"
    assert administrator.client.post(url, headers={"host": "evil.example"}).status_code == 400
    assert "http://127.0.0.1/people/way-in/" in administrator.client.post(url, headers={"host": "127.0.0.1"}).text


def test_a_get_changes_nothing_but_what_was_shown_and_the_log(person):
    """Of every table, but lists, the numbers of a week, the log, sessions and the children that lists name."""
    from django.apps import apps

    kept = {"lists.ShownList", "lists.ShownPlace", "audit.Entry", "sessions.Session", "roster.Child",
            "programmes.PublishedNumbers"}  # fmt: skip
    models = [model for model in apps.get_models() if model._meta.label not in kept]
    clients = [person(role).client for role in Role]
    before = {model._meta.label: list(model.objects.values()) for model in models}
    for client in clients:
        client.raise_request_exception = False
        for route in routes():
            if not route.name.startswith("account_log") and "mfa" not in route.name:
                client.get(route.url({"text": "x", "number": 1}))
    after = {model._meta.label: list(model.objects.values()) for model in models}
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def test_every_answer_forbids_what_is_inline_or_from_elsewhere(person):
    client = person(Role.DIRECTOR).client
    for route in routes():
        if "logout" in route.name:
            continue
        answer = client.get(route.url({"text": "x", "number": 1}))
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, route.name
        assert "unsafe" not in policy, route.name
        assert answer.headers["X-Frame-Options"] == "DENY", route.name
        assert answer.headers["X-Content-Type-Options"] == "nosniff", route.name


def refusals():
    return [(entry.who, entry.what["page"], entry.what["method"]) for entry in Entry.objects.filter(action="refused")]


def test_what_was_refused_stands_in_the_log_once_and_names_no_child(person):
    auditor, director = person(Role.AUDITOR), person(Role.DIRECTOR)
    child = Child.objects.create(pupil_id="P6", school_id="S2", class_label="5A")
    assert auditor.client.get("/list/?school=S1").status_code == 403
    assert director.client.get("/list/?school=S2").status_code == 403
    assert director.client.get(f"/child/{child.opaque}/").status_code == 404
    assert browser(director).post("/people/add/", {"email": "forged@x.ro"}).status_code == 403
    assert refusals() == [
        (auditor.user.email, "lists:list", "GET"), (director.user.email, "lists:list", "GET"),
        (director.user.email, "children:child", "GET"), (director.user.email, "people:add", "POST"),
    ]  # fmt: skip
    assert {(entry.pupil_id, entry.school_id) for entry in Entry.objects.filter(action="refused")} == {("", "")}


def test_what_is_allowed_or_nowhere_is_no_refusal(person):
    director = person(Role.DIRECTOR)
    for url in ("/list/", "/nowhere/", "/child/no-such-id/"):
        director.client.get(url)
    assert refusals() == []


def test_the_log_of_the_service_has_faults_by_their_place_and_nothing_of_refusals():
    def said(level, error):
        record = logging.LogRecord("django.request", level, "", 0, "%s: %s", ("x", "/child/P1"), None)
        record.exc_info = (type(error), error, error.__traceback__)
        return place_only(record), record.getMessage(), record.exc_info

    assert said(logging.WARNING, PermissionError("P1"))[0] is False
    kept, text, traceback = said(logging.ERROR, KeyError("P1"))
    assert (kept, traceback) == (True, None)
    assert "KeyError, at:" in text
    assert not says(text, "P1")
