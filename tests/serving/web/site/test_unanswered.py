"""What do people see where something that the pages need does not answer, or what they sent cannot be read?"""

import logging
from dataclasses import replace

import pytest
from django.conf import settings

from serving.web.access.policy import Role
from serving.web.configuration.django_settings import started_with
from serving.web.roster import names
from serving.web.roster.models import Child

OF_A_CHILD = ("/child/{}/", "/review/{}/", "/plans/new/{}/")


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
    assert "Something that the pages need does not answer" in answer.text
    assert str(tmp_path) not in answer.text
    assert str(tmp_path) in caplog.text


def test_what_is_too_long_to_be_read_is_told_by_a_page(person):
    client, form = person(Role.DIRECTOR).client, "application/x-www-form-urlencoded"
    answer = client.post("/people/language/", f"a={'x' * 5_000_000}", content_type=form, HTTP_ACCEPT_LANGUAGE="ro")
    assert answer.status_code == 400
    assert "Ce s-a trimis nu poate fi citit" in answer.text
