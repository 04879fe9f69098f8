"""A child moves to another school, another to another class: who sees them, and does a page of the past change that?

P2 is in S1, class 5A, until 24 January and in S2, class 5C, since the 27th; P5 goes from 6B to 6A of S1. Today is 10
February.
"""

import datetime as dt
import threading
import time
from contextlib import nullcontext

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from serving.api.answers import RankingService, RecordState
from serving.web.access.models import SharedChild
from serving.web.children.models import Note, Objection
from serving.web.children.who_sees import who_sees
from serving.web.configuration.ranking import answer_from
from serving.web.lists.models import ShownList
from serving.web.reviews.models import Decision
from serving.web.roster import places
from serving.web.roster.models import Child
from serving.web.roster.places import bring_places_up_to_date
from tests.support.serving.decided import child, decide
from tests.support.serving.two_schools import AS_OF, BEFORE_MOVES, small_service
from tests.support.serving.whole_words import says
from tests.support.small_records import index_of

PAST = f"as_of={BEFORE_MOVES}&k=50"


@pytest.fixture
def children(moved):
    """Both children as the pages knew them before they moved."""
    known = child("P2", "S1", "5A"), child("P5", "S1", "6B")
    moved()
    return known


def place(pupil_id):
    found = Child.objects.get(pupil_id=pupil_id)
    return found.school_id, found.class_label


def opens(who, about, *, query=""):
    return who.client.get(f"/child/{about.opaque}/{query}").status_code


def test_a_child_is_seen_where_it_is_now_though_no_list_was_opened_since(person, children):
    p2, p5 = children
    assert opens(person("counsellor", school="S1"), p2) == 404
    assert opens(person("form_teacher", class_label="5A"), p2) == 404
    assert opens(person("counsellor", school="S2"), p2) == 200
    assert opens(person("form_teacher", school="S2", class_label="5C"), p2) == 200
    assert opens(person("form_teacher", class_label="6B"), p5) == 404
    assert opens(person("form_teacher", class_label="6A"), p5) == 200
    assert (place("P2"), place("P5")) == (("S2", "5C"), ("S1", "6A"))


@pytest.mark.parametrize(
    "address",
    [f"/list/?{PAST}", f"/list/export/csv/?{PAST}", f"/review/add/?as_of={BEFORE_MOVES}", f"/list/?school=S1&{PAST}"],
)
@pytest.mark.parametrize("role", ["form_teacher", "counsellor", "director", "analyst"])
def test_no_address_of_a_day_of_the_past_moves_a_child_back(person, children, role, address):
    who = person(role)
    who.client.get(address)
    assert (place("P2"), place("P5")) == (("S2", "5C"), ("S1", "6A"))


def test_a_list_of_the_past_shows_those_who_are_seen_today_and_counts_the_others(person, children):
    answer = person("counsellor", school="S1").client.get(f"/list/?{PAST}")
    text = answer.text
    assert not says(text, "P2")
    assert says(text, "P5")
    assert "1 child of this list is in another school or class by now and is not shown." in text
    teacher = person("form_teacher", class_label="6A").client.get(f"/list/?{PAST}").text
    assert says(teacher, "P5")  # it is in the own class by now
    assert not says(person("form_teacher", class_label="6B").client.get(f"/list/?{PAST}").text, "P5")
    assert not says(person("counsellor", school="S1").client.get(f"/list/export/csv/?{PAST}").text, "P2")
    assert "is not shown" not in person("counsellor", school="S1").client.get("/list/?k=50").text


def test_a_child_that_only_a_list_of_the_past_named_is_kept_where_it_is_today(person, moved):
    moved()
    person("counsellor", school="S1").client.get(f"/list/?{PAST}")
    assert ShownList.objects.get().places.filter(child__pupil_id="P2").exists()  # it was on that list
    assert place("P2") == ("S2", "5C")


def test_the_page_of_a_child_of_a_day_in_the_former_school_is_for_those_of_today(person, children):
    then = f"?as_of={BEFORE_MOVES}"
    assert opens(person("counsellor", school="S1"), children[0], query=then) == 404
    page = person("counsellor", school="S2").client.get(f"/child/{children[0].opaque}/{then}&tab=child")
    assert page.status_code == 200
    assert page.context["school"] == "Unu"  # where it was then


def test_nobody_of_the_former_school_decides_writes_or_answers(person, children):
    p2, _ = children
    new, old = person("director", school="S2"), person("director", school="S1")
    asked = {"kind": "object", "raised_on": "2025-02-01", "raised_by": "the mother", "text": "She was ill."}
    new.client.post(f"/child/{p2.opaque}/objections/", asked)
    objection = Objection.objects.get()
    posts = {
        f"/review/{p2.opaque}/decide/": {"kind": "agreed", "reason": "I know it", "as_of": BEFORE_MOVES},
        f"/child/{p2.opaque}/notes/": {"text": "from the former school", "kind": "team"},
        f"/child/{p2.opaque}/objections/": asked,
        f"/child/{p2.opaque}/objections/{objection.opaque}/": {"outcome": "refused", "answer": "No."},
        f"/plans/new/{p2.opaque}/": {"need": "x"},
    }
    for address, sent in posts.items():
        assert old.client.post(address, sent).status_code in (403, 404), address
    assert not Decision.objects.exists()
    assert not Note.objects.exists()
    assert Objection.objects.get().answer == ""


def test_only_a_child_who_is_in_school_here_today_is_added_to_a_list(person, children):
    sent = {"school": "S1", "as_of": BEFORE_MOVES, "child": "P2", "reason": "I know the child"}
    old = person("counsellor", school="S1")
    assert not says(old.client.get(f"/review/add/?as_of={BEFORE_MOVES}").text, "P2")
    assert old.client.post("/review/add/", sent).status_code == 422
    assert not Decision.objects.exists()
    assert person("counsellor", school="S2").client.post("/review/add/", sent | {"school": "S2"}).status_code == 302
    assert (Decision.objects.get().school_id, place("P2")) == ("S2", ("S2", "5C"))


def test_a_restricted_note_stays_with_the_school_where_it_was_written(person, moved):
    p2 = child("P2", "S1", "5A")
    old, new = person("counsellor", school="S1"), person("counsellor", school="S2")
    notes = f"/child/{p2.opaque}/notes/"
    old.client.post(notes, {"text": "SECRET of the former school", "kind": "team", "restricted": "on"})
    old.client.post(notes, {"text": "Likes football", "kind": "team"})
    moved()
    page = new.client.get(f"/child/{p2.opaque}/").text
    assert "Likes football" in page
    assert "SECRET" not in page
    assert "1 restricted note is not shown to you." in page
    assert old.client.get(f"/child/{p2.opaque}/").status_code == 404
    new.client.post(notes, {"text": "SECRET of the new one", "kind": "team", "restricted": "on"})
    assert "SECRET of the new one" in new.client.get(f"/child/{p2.opaque}/").text
    assert Note.objects.filter(restricted=True).values_list("school_id", flat=True).order_by("pk")[0] == "S1"


def test_a_restricted_text_that_became_open_is_told_only_by_its_own_school(person, moved):
    p2 = child("P2", "S1", "5A")
    old, new = person("counsellor", school="S1"), person("counsellor", school="S2")
    old.client.post(f"/child/{p2.opaque}/notes/", {"text": "SECRET at first", "kind": "team", "restricted": "on"})
    note = Note.objects.get()
    old.client.post(f"/child/{p2.opaque}/notes/{note.opaque}/", {"text": "Open by now", "kind": "team"})
    assert "SECRET at first" in old.client.get(f"/child/{p2.opaque}/").text
    moved()
    page = new.client.get(f"/child/{p2.opaque}/").text
    assert "Open by now" in page
    assert "SECRET at first" not in page


def test_a_child_that_a_school_shared_is_shared_no_more_once_it_moved(person, moved, today):
    p2, worker = child("P2", "S1", "5A"), person("ngo_worker")
    SharedChild.objects.create(
        user=worker.user, pupil_id="P2", school_id="S1", until=today + dt.timedelta(9), given_by="a director"
    )
    assert opens(worker, p2) == 200
    assert str(worker.user) in {each.name for each in who_sees(p2, today)}
    assert f"/child/{p2.opaque}/" in worker.client.get("/").text
    moved()
    assert opens(worker, p2) == 404
    assert str(worker.user) not in {each.name for each in who_sees(Child.objects.get(pk=p2.pk), today)}
    assert f"/child/{p2.opaque}/" not in worker.client.get("/").text


def test_the_first_page_and_the_decisions_go_by_today(person, children):
    p2, _ = children
    decide(person("counsellor", school="S2"), p2)
    assert Decision.objects.get().school_id == "S2"
    assert person("director", school="S1").client.get(f"/review/{p2.opaque}/").status_code == 403
    assert not says(person("director", school="S1").client.get("/").text, "P2")
    assert says(person("counsellor", school="S2").client.get(f"/review/{p2.opaque}/").text, "P2")


@pytest.mark.parametrize("day", ["2999-01-01", "2025-02-11", "1999-01-01", "0001-01-01"])
def test_no_decision_is_of_a_day_without_a_list(person, children, day):
    counsellor = person("counsellor", school="S1")
    p1 = child()
    sent = {"kind": "agreed", "reason": "I know the child", "as_of": day}
    answer = counsellor.client.post(f"/review/{p1.opaque}/decide/", sent)
    assert answer.status_code == 422
    assert "There is no list of that day." in answer.text
    added = {"school": "S1", "as_of": day, "child": "P1", "reason": "I know the child"}
    assert counsellor.client.post("/review/add/", added).status_code == 422
    assert not Decision.objects.exists()
    assert f'value="{AS_OF.isoformat()}"' in counsellor.client.get(f"/review/{p1.opaque}/?as_of={day}").text


def test_places_are_looked_up_once_for_records_and_a_day(person, children):
    director = person("director")
    director.client.get("/list/")
    with CaptureQueriesContext(connection) as asked:
        director.client.get("/list/")
    of_all = [each["sql"] for each in asked if "roster_child" in each["sql"] and " WHERE " not in each["sql"]]
    assert of_all == []


@pytest.mark.parametrize("children", [30, 600])
def test_however_many_children_move_as_few_statements_are_sent(moved, children):
    """In September everybody is in another class; here each is in a class, and then in a school, of its own."""
    pupils = [f"E{number}" for number in range(children)]
    Child.objects.bulk_create(Child(pupil_id=pupil, school_id="S1", class_label="4A") for pupil in pupils)
    known = small_service()
    enrolled = [
        {"pupil_id": pupil, "school_id": f"S{number}", "school_year": "2024-2025", "enrolled_on": "2024-09-09",
         "grade_level": "5", "class_label": f"5{number}"} for number, pupil in enumerate(pupils)
    ]  # fmt: skip
    records = RecordState("everybody moved", index_of(enrolments=enrolled))
    answer_from(lambda: RankingService(known.scorer, records, known.card))
    with CaptureQueriesContext(connection) as asked:
        bring_places_up_to_date()
    assert [place(pupil) for pupil in pupils] == [(f"S{number}", f"5{number}") for number in range(children)]
    of_children = [each["sql"] for each in asked if "roster_child" in each["sql"]]
    assert len(of_children) == 2  # who is where, and where they are now
    with CaptureQueriesContext(connection) as asked_again:
        bring_places_up_to_date()
    assert not asked_again.captured_queries


def test_requests_that_come_at_once_move_them_once(moved, monkeypatch):
    """The others wait for the first: none is answered by where children were."""
    child("P2", "S1", "5A")
    moved()
    begun, moves = threading.Barrier(3), []
    monkeypatch.setattr(places, "_wait_for_others", lambda: None)
    monkeypatch.setattr(places, "_move", lambda _: (moves.append(1), time.sleep(0.3)))
    monkeypatch.setattr(places, "every_row", nullcontext)
    monkeypatch.setattr(places.transaction, "atomic", nullcontext)  # a connection belongs to its thread
    ended = []

    def ask() -> None:
        begun.wait(10)
        bring_places_up_to_date()
        ended.append(len(places._of))

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for each in asking:
        each.start()
    for each in asking:
        each.join(30)
    assert (len(moves), ended) == (1, [1, 1, 1])
