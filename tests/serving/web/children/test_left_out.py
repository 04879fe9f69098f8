"""Does an objection to the use of the list that is granted take the child off it, until somebody takes that back?"""

import pytest

from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.children.models import Objection
from serving.web.lists.models import ShownPlace
from serving.web.roster.models import Child

LEFT_OUT = "1 child is not on the list because a parent or the child objected to its use"


@pytest.fixture
def director(person):
    signed_in = person(Role.DIRECTOR)
    signed_in.client.get("/list/?k=2")
    return signed_in


@pytest.fixture
def child(director) -> Child:
    return Child.objects.get(pupil_id="P1")


def objected(director, child: Child, *, outcome: str = "granted", kind: str = "object") -> Objection:
    asked = {"kind": kind, "raised_on": "2025-02-07", "raised_by": "the mother", "text": "We do not want it."}
    director.client.post(f"/child/{child.opaque}/objections/", asked)
    found = Objection.objects.get(answered_on=None)
    answer = {"outcome": outcome, "answer": "As you wish."}
    director.client.post(f"/child/{child.opaque}/objections/{found.opaque}/", answer)
    found.refresh_from_db()
    return found


def test_the_list_leaves_the_child_out_and_the_next_ones_take_its_place(director, child):
    before = director.client.get("/list/?k=2").context["rows"]
    assert (before[0].rank, before[0].child.pupil_id) == (1, "P1")
    objected(director, child)
    page = director.client.get("/list/?k=2")
    rows = [(row.rank, row.child.pupil_id) for row in page.context["rows"]]
    assert rows[0] == (1, before[1].child.pupil_id)
    assert len(rows) == 2
    assert f"{LEFT_OUT}: P1." in page.text
    assert page.context["made"].ranked.cohort_size == director.client.get("/list/?k=9").context["listed"] == 4
    assert "P1" not in [row.child.pupil_id for row in director.client.get("/").context["due"].schools[0].children]
    places = ShownPlace.objects.filter(shown=page.context["made"].shown).values_list("child__pupil_id", flat=True)
    assert set(places) == {pupil_id for _, pupil_id in rows}


def test_a_file_of_the_list_counts_the_child_and_does_not_name_it(director, child):
    objected(director, child)
    text = director.client.get("/list/file/csv/?k=9").content.decode("utf-8-sig")
    assert "P2" in text
    assert "P1" not in text


def test_a_teacher_of_another_class_is_told_nothing(director, child, person):
    objected(director, child)
    assert LEFT_OUT in person(Role.FORM_TEACHER).client.get("/list/").text
    assert LEFT_OUT not in person(Role.FORM_TEACHER, class_label="6B").client.get("/list/").text


@pytest.mark.parametrize("page", ["", "?tab=model", "print/", "parents/"])
def test_no_page_of_the_child_tells_a_place_a_score_or_a_reason(director, child, page):
    known = director.client.get(f"/child/{child.opaque}/")
    assert known.context["raising"]
    assert known.context["places"]
    objected(director, child)
    answer = director.client.get(f"/child/{child.opaque}/{page}")
    assert answer.status_code == 200
    assert not {"raising", "place", "expected", "numbers"} & {
        key for each in answer.context for key in each.flatten() if each.flatten()[key]
    }
    assert not answer.context.get("places")
    said = "You objected" if page == "parents/" else "The list is not used for this child: the mother objected on"
    assert said in answer.text


@pytest.mark.parametrize(
    ("kind", "outcome"), [("object", "partly"), ("object", "refused"), ("correct", "granted"), ("access", "granted")]
)
def test_any_other_answer_changes_nothing_by_itself(director, child, kind, outcome):
    objection = objected(director, child, outcome=outcome, kind=kind)
    assert not objection.holds
    page = director.client.get("/list/?k=2")
    assert page.context["rows"][0].child.pupil_id == "P1"
    assert LEFT_OUT not in page.text


def test_beside_the_choice_stands_what_it_does(director, child):
    asked = {"kind": "object", "raised_on": "2025-02-07", "raised_by": "the mother", "text": "No."}
    director.client.post(f"/child/{child.opaque}/objections/", asked)
    address = f"/child/{child.opaque}/objections/{Objection.objects.get().opaque}/"
    assert "the child is left out of the list" in director.client.get(address).text
    Objection.objects.update(kind="access")
    assert "the program changes nothing by it" in director.client.get(address).text


def test_it_is_taken_back_with_a_reason_by_who_may_answer(director, child, person):
    objection = objected(director, child)
    address = f"/child/{child.opaque}/objections/{objection.opaque}/back/"
    assert person(Role.FORM_TEACHER).client.post(address, {"why": "They agree."}).status_code == 403
    assert director.client.post(address, {"why": ""}).status_code == 422
    assert LEFT_OUT in director.client.get("/list/").text
    director.client.post(address, {"why": "The mother changed her mind."})
    assert director.client.get("/list/").context["rows"][0].child.pupil_id == "P1"
    assert "The mother changed her mind." in director.client.get(f"/child/{child.opaque}/").text
    assert "leaves the child out of no list" in director.client.post(address, {"why": "Again."}, follow=True).text
    assert Entry.objects.get(action="objection_taken_back").why == "The mother changed her mind."


def test_a_decision_about_the_child_is_a_persons_own_and_none_of_the_list(director, child):
    objected(director, child)
    sent = {"kind": "agreed", "reason": "She asked for help herself.", "as_of": "2025-02-10"}
    director.client.post(f"/review/{child.opaque}/decide/", sent)
    assert [(each.kind, each.listed) for each in child.decisions.all()] == [("nominated", False)]
