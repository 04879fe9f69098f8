"""Letters that nobody sees are dropped from every form at one place; what a person typed is kept."""

import pytest
from django.test import Client

from serving.web.children.models import Note, Objection
from serving.web.configuration.typed_text import without_control_characters
from serving.web.plans.models import Plan
from tests.support.serving.decided import child, day, make_plan

UNSEEN = [*range(9), *range(14, 32), *range(127, 133), *range(134, 160)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\0b", "ab"), ("\x1b[31mred", "[31mred"), ("from a\x0bword processor\x0c", "from a\nword processor\n"),
        ("two\r\nlines\tand a tab", "two\r\nlines\tand a tab"), ("Ștefan 👩\u200d👧 „da”", "Ștefan 👩\u200d👧 „da”"),
        ("\x7f\x9b", ""),
    ],
)  # fmt: skip
def test_what_nobody_sees_is_dropped_and_nothing_else(typed, kept):
    assert without_control_characters(typed) == kept


def test_no_control_character_is_left():
    assert without_control_characters("".join(map(chr, UNSEEN))) == ""


@pytest.mark.parametrize("unseen", ["\0", "\x07", "\x1b", "\x85", "\x9b"])
def test_a_note_with_one_is_kept_without_it(person, unseen):
    teacher, about = person("form_teacher"), child()
    sent = {"text": f"Talked with{unseen} the mother", "kind": "team"}
    assert teacher.client.post(f"/child/{about.opaque}/notes/", sent).status_code == 302
    assert Note.objects.get().text.replace("\n", "") == "Talked with the mother"


def test_forms_of_each_kind_take_text_with_one(person):
    director, about = person("director"), child()
    asked = {"kind": "correct", "raised_on": day(0), "raised_by": "the\0 mother", "text": "an\0 absence"}
    assert director.client.post(f"/child/{about.opaque}/objections/", asked).status_code == 302
    assert (Objection.objects.get().raised_by, Objection.objects.get().text) == ("the mother", "an absence")
    plan = make_plan(director, about, need="Misses\x00 the bus", **{"measure-provider": "NO\x01ROC"})
    assert plan.need == "Misses the bus"
    assert plan.measures.get().provider == "NOROC"
    director.client.post(f"/plans/{plan.opaque}/close/", {
        "reason": "other", "words": "so\x02 it ends", "version": str(Plan.objects.get().version),
    })  # fmt: skip
    assert Plan.objects.get().closing_words == "so it ends"
    view = {"name": "mi\x03ne", "query": "k=7"}
    assert director.client.post("/list/views/", view).status_code == 302
    assert director.user.saved_views.get().name == "mine"


def test_text_of_such_letters_alone_is_as_if_nothing_was_written(person):
    teacher, about = person("form_teacher"), child()
    answer = teacher.client.post(f"/child/{about.opaque}/notes/", {"text": "\0\x01", "kind": "team"})
    assert answer.status_code == 422


def test_whoever_signs_in_with_one_is_told_so_by_a_page():
    assert Client().post("/account/login/", {"login": "a\0@b.ro", "password": "x\0"}).status_code == 200


def test_an_address_with_one_is_no_page_of_ours(person):
    assert person("director").client.get("/list/?school=%00").status_code == 404
