"""Is what people and programs send kept whole or refused in words, also by a database that counts letters?"""

from urllib.parse import parse_qs, quote

import pytest

from serving.api.callers import CHILDREN, LISTS
from serving.roster.erasure_book import Asked
from serving.roster.forgetting import NamedPeople
from serving.web.access.policy import Role
from serving.web.audit.chain import as_in_log, record
from serving.web.audit.models import Entry
from serving.web.forgetting.children import erase_children, known_children
from serving.web.people.by_machine import token
from serving.web.site.api_callers import caller_of


@pytest.mark.parametrize(("letter", "kept"), [("ă", 160), ("a", 990), ("ș ", 130), ("%", 300), ("𝒜", 80)])
def test_a_view_is_kept_whole_or_refused_in_words(person, letter, kept):
    director = person(Role.DIRECTOR)
    for letters in (kept, 1001):
        query = f"class={quote(letter * letters)}"
        answer = director.client.post("/list/views/", {"name": str(letters), "query": query})
        if letters == kept:
            assert answer.status_code == 302
        else:
            assert answer.status_code == 422
            assert "This view names more than can be kept" in answer.content.decode()
    (view,) = director.user.saved_views.all()
    assert parse_qs(view.query) == {"class": [letter * kept]}


@pytest.mark.parametrize("pupil_id", ["P" * 200, "P" * 201, "ș" * 201, "𝒜" * 5000])
def test_whatever_a_program_asks_to_explain_is_in_the_log_and_can_be_erased_from_it(person, pupil_id):
    director = person(Role.DIRECTOR)
    key = token(director.user.email, Role.DIRECTOR, name="catalog", until=None, by="a test")
    caller_of(key, CHILDREN).note("explain", "", pupil_id)
    record(None, "child_viewed", pupil_id="P" * 202, who="other")
    entry = Entry.objects.get(action="api_explain")
    assert entry.pupil_id == as_in_log(pupil_id)
    assert len(entry.pupil_id) <= 200
    assert known_children([pupil_id])
    erase_children(NamedPeople(frozenset({pupil_id})), Asked(1, 1, "a test", "because"))
    assert Entry.objects.get(action="api_explain").pupil_id == ""
    assert Entry.objects.get(who="other").pupil_id != ""


def test_what_no_database_keeps_is_in_the_log_by_its_digest(person):
    director = person(Role.DIRECTOR)
    key = token(director.user.email, Role.DIRECTOR, name="catalog", until=None, by="a test")
    caller_of(key, CHILDREN).note("explain", "", "a\0b")
    assert Entry.objects.get(action="api_explain").pupil_id == as_in_log("a\0b")
    assert as_in_log("a\0b") not in {as_in_log("ab"), "ab"}


def test_a_school_of_any_length_is_in_the_log(person):
    director = person(Role.DIRECTOR)
    key = token(director.user.email, Role.DIRECTOR, name="catalog", until=None, by="a test")
    caller_of(key, LISTS).note("rank", "S" * 5000, "")
    assert Entry.objects.get(action="api_rank").school_id == "S" * 100
