"""The session ends while somebody writes: is what was written lost, and where does signing in lead?"""

import pytest
from django.test import Client

from serving.web.audit.models import Entry
from serving.web.children.models import Note
from tests.support.serving.decided import child
from tests.support.serving.whole_words import says

LONG = "Talked with the mother today; <b>she</b> asks for the bus at seven."


def sent(values, *, page=None):
    about = child()
    told = {"Referer": page.format(about.opaque)} if page else {}
    return Client().post(f"/child/{about.opaque}/notes/", values, headers=told), about


def test_what_was_written_is_given_back_to_be_copied():
    answer, about = sent({"text": LONG, "kind": "team"}, page="http://testserver/child/{0}/?tab=child")
    assert answer.status_code == 401
    assert "Talked with the mother today; &lt;b&gt;she&lt;/b&gt;" in answer.text
    assert f"/account/login/?next=%2Fchild%2F{about.opaque}%2F%3Ftab%3Dchild" in answer.text
    assert not says(answer.text, "P1")
    assert answer["Cache-Control"] == "no-store"
    assert not Note.objects.exists()
    assert not Entry.objects.exists()  # what nobody sent is nobody's in the log


def test_the_page_is_there_in_romanian():
    about = child()
    answer = Client().post(
        f"/child/{about.opaque}/notes/", {"text": LONG, "kind": "team"}, headers={"Accept-Language": "ro"}
    )
    assert "Sesiunea dumneavoastră s-a încheiat" in answer.text


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/child/{0}/?tab=child", "/child/{0}/%3Ftab%3Dchild"),
        ("http://testserver/child/{0}/notes/", "/"),  # the form's own address, which no page stands at
        ("https://elsewhere.example/list/", "/"),
        ("//elsewhere.example/list/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_signing_in_leads_back_to_the_page_and_never_to_an_address_that_takes_forms_alone(page, back):
    answer, about = sent({"kind": "team"}, page=page)
    assert answer.status_code == 302
    assert answer["Location"] == f"/account/login/?next={back.format(about.opaque)}"


def test_a_page_that_is_asked_for_is_there_after_signing_in():
    assert Client().get("/list/?k=7")["Location"] == "/account/login/?next=/list/%3Fk%3D7"


def test_what_the_form_itself_holds_is_not_told_as_written():
    answer, _ = sent({"text": LONG, "next": "/child/of-a-page-with-a-long-address/", "csrfmiddlewaretoken": "t" * 64})
    assert "of-a-page-with-a-long-address" not in answer.text
    assert "tttt" not in answer.text
