"""What do people see where something that the pages need does not answer, or what they sent cannot be read?"""

import logging
import sqlite3
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.children.models import Note
from serving.web.configuration.django_settings import started_with
from serving.web.roster import names
from serving.web.roster.models import Child

OF_A_CHILD = ("/child/{}/", "/review/{}/", "/plans/new/{}/")
UNANSWERED = "Something that the pages need does not answer"
FULL = ("database or disk is full", sqlite3.SQLITE_FULL)
LOCKED = ("database is locked", sqlite3.SQLITE_BUSY)


@contextmanager
def database_fails(says=FULL, *, only="", reads=True):
    """Let the database of the pages take nothing more, of one table where ``only`` names it; or not even be read."""

    def fail(execute, sql, params, many, context):
        is_write = sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE"))
        if (is_write and only in sql) or (not reads and sql.lstrip().startswith("SELECT")):
            cause = sqlite3.OperationalError(says[0])
            cause.sqlite_errorcode = says[1]
            raise OperationalError(says[0]) from cause
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield


@pytest.fixture
def director(person, monkeypatch, tmp_path):
    """The client of a director who has seen the list, before the roster became a file of something else."""
    client = person(Role.DIRECTOR).client
    client.get("/list/")
    roster = tmp_path / "roster.sqlite"
    roster.write_bytes(b"no database" * 999)
    monkeypatch.setattr(settings, "PREZENT", replace(started_with(), roster=f"sqlite:///{roster}"))
    yield client
    names._roster.cache_clear()


@pytest.mark.parametrize("path", ["/list/", "/list/file/xlsx/", "/", "/review/add/", *OF_A_CHILD])
def test_a_roster_that_does_not_answer_is_told_without_its_place(director, path, tmp_path, caplog):
    with caplog.at_level(logging.ERROR):
        answer = director.get(path.format(Child.objects.get(pupil_id="P1").opaque))
    assert answer.status_code == 503
    assert UNANSWERED in answer.text
    assert str(tmp_path) not in answer.text
    assert str(tmp_path) in caplog.text


def test_what_is_too_long_to_be_read_is_told_by_a_page(person):
    client, form = person(Role.DIRECTOR).client, "application/x-www-form-urlencoded"
    answer = client.post("/people/language/", f"a={'x' * 5_000_000}", content_type=form, HTTP_ACCEPT_LANGUAGE="ro")
    assert answer.status_code == 400
    assert "Ce s-a trimis nu poate fi citit" in answer.text


@pytest.mark.parametrize("says", [FULL, LOCKED])
@pytest.mark.parametrize("path", ["/", "/list/", "/list/file/xlsx/", "/child/{}/", "/overview/schools/", "/plans/"])
def test_a_page_that_cannot_be_logged_is_not_shown(person, path, says, caplog):
    client = person(Role.DIRECTOR).client
    client.get("/list/")
    with database_fails(says):
        answer = client.get(path.format(Child.objects.get(pupil_id="P1").opaque))
    assert (answer.status_code, UNANSWERED in answer.text) == (503, True)
    assert f"the database of the pages: {says[0]}" in caplog.text


@pytest.mark.parametrize("only", ["audit_entry", "children_note", ""])
def test_of_a_form_nothing_is_half_kept(person, only):
    client = person(Role.DIRECTOR).client
    client.get("/list/")
    form, address = {"text": "talked", "kind": "team"}, f"/child/{Child.objects.get(pupil_id='P1').opaque}/notes/"
    with database_fails(only=only):
        answer = client.post(address, form)
    assert (answer.status_code, "kept whole or not at all" in answer.text) == (503, True)
    assert (Note.objects.count(), Entry.objects.filter(action="note_added").count()) == (0, 0)
    assert client.post(address, form).status_code == 302


def test_of_a_form_that_is_kept_nothing_else_is_said_where_the_age_of_the_session_is_not(person, caplog):
    client = person(Role.DIRECTOR).client
    client.get("/list/")
    address = f"/child/{Child.objects.get(pupil_id='P1').opaque}/notes/"
    with database_fails(only="django_session"):
        assert client.post(address, {"text": "talked", "kind": "team"}).status_code == 302
    assert (Note.objects.count(), "a session: database or disk is full" in caplog.text) == (1, True)


@pytest.mark.parametrize("path", ["/", "/list/", "/account/login/", "/no/such/page/"])
def test_a_database_that_cannot_even_be_read_is_told_by_the_page_too(person, path):
    client = person(Role.DIRECTOR).client
    client.raise_request_exception = False
    with database_fails(LOCKED, reads=False):
        answer = client.get(path)
    assert (answer.status_code, UNANSWERED in answer.text) == (503, True)


def test_whoever_signs_in_while_nothing_can_be_written_is_told_so(person):
    user = person(Role.DIRECTOR).user
    user.set_password("a calm sentence about apples")
    user.save()
    client = Client(raise_request_exception=False)
    with database_fails():
        answer = client.post("/account/login/", {"login": user.email, "password": "a calm sentence about apples"})
    assert (answer.status_code, UNANSWERED in answer.text) == (503, True)
    assert client.get("/list/").status_code == 302


def test_a_table_that_is_not_there_is_a_fault_of_ours(person):
    client = person(Role.DIRECTOR).client
    client.raise_request_exception = False
    with database_fails(("no such table: lists_shownlist", sqlite3.SQLITE_ERROR)):
        assert client.get("/list/").status_code == 500
