"""Is nothing kept again of an erased child, where the records in memory are still those of before?"""

import shutil

import pytest

from serving.roster.erasure_book import FOLDER, ErasureBook
from serving.web.access.policy import Role
from serving.web.audit.chain import record
from serving.web.audit.models import Entry
from serving.web.configuration.django_settings import started_with
from serving.web.roster.models import Child
from tests.support.serving.two_schools import AS_OF


@pytest.fixture
def erased():
    """The book of erasures, in which P1 is."""
    book = ErasureBook(started_with().var / FOLDER)
    book.leave_out([{"P1"}])
    yield book
    shutil.rmtree(book.folder)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "load the page again in a minute"), ("ro", "reîncărcați pagina peste un minut")]
)
def test_a_list_of_before_is_not_shown_and_nobody_of_it_is_kept(person, erased, language, said):
    answer = person(Role.DIRECTOR, language=language).client.get("/list/")
    assert answer.status_code == 503
    assert said in answer.text
    assert not Child.objects.filter(pupil_id="P1").exists()


def test_a_child_that_is_erased_cannot_be_added_by_a_person_either(person, erased):
    director = person(Role.DIRECTOR).client
    answer = director.post(
        "/review/add/", {"school": "S1", "child": "P1", "reason": "comes no more", "as_of": AS_OF.isoformat()}
    )
    assert answer.status_code == 503
    assert not Child.objects.filter(pupil_id="P1").exists()


def test_a_list_without_erased_children_is_shown(person, erased):
    assert person(Role.DIRECTOR, school="S2").client.get("/list/").status_code == 200


def test_a_child_that_is_let_in_again_is_kept_again(person, erased):
    erased.readmit(["P1"])
    assert person(Role.DIRECTOR).client.get("/list/").status_code == 200
    assert Child.objects.filter(pupil_id="P1").exists()


def test_the_log_takes_no_erased_child_in(erased):
    record(None, "api_child", pupil_id="P1", school_id="S1", why="P1 is away", who="program")
    record(None, "api_child", pupil_id="P2", school_id="S1", why="P2 is away", who="program")
    last = Entry.objects.order_by("-number")[:2]
    assert [(entry.pupil_id, entry.why) for entry in last] == [("P2", "P2 is away"), ("", "")]
