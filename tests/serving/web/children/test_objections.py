"""Does what parents ask have a date, a person and one answer?"""

import pytest

from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.children.forms import AnswerForm
from serving.web.children.models import Objection
from serving.web.roster.models import Child

ASKED = {"kind": "correct", "raised_on": "2025-02-07", "raised_by": "mother", "text": "She was ill on 3 February."}


@pytest.fixture
def child(person) -> Child:
    person(Role.DIRECTOR).client.get("/list/")
    return Child.objects.get(pupil_id="P1")


def test_an_objection_is_entered_and_waits_for_its_answer(person, child):
    teacher = person(Role.FORM_TEACHER)
    assert teacher.client.post(f"/child/{child.opaque}/objections/", ASKED).status_code == 302
    text = teacher.client.get(f"/child/{child.opaque}/").text
    assert "She was ill" in text
    assert "not answered yet" in text
    assert Entry.objects.get(action="objection_entered").pupil_id == "P1"


def test_an_objection_without_a_day_is_asked_for_it(person, child):
    answer = person(Role.FORM_TEACHER).client.post(f"/child/{child.opaque}/objections/", {**ASKED, "raised_on": ""})
    assert answer.status_code == 422
    assert "She was ill" in answer.text


@pytest.mark.parametrize(
    ("day", "said"),
    [("0202-02-07", "Give a day of this century."), ("2100-01-01", "Give a day of this century."),
     ("2025-02-11", "The day is not yet.")],
)  # fmt: skip
def test_a_day_of_another_century_or_to_come_is_refused(person, child, day, said):
    sent = {**ASKED, "raised_on": day}
    answer = person(Role.FORM_TEACHER).client.post(f"/child/{child.opaque}/objections/", sent)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert not Objection.objects.exists()


def test_it_is_answered_once_with_a_date_and_a_reason(person, child):
    director = person(Role.DIRECTOR)
    director.client.post(f"/child/{child.opaque}/objections/", ASKED)
    objection = Objection.objects.get()
    address = f"/child/{child.opaque}/objections/{objection.opaque}/"
    assert director.client.post(address, {"outcome": "granted", "answer": ""}).status_code == 422
    assert director.client.post(address, {"outcome": "granted", "answer": "The paper is here."}).status_code == 302
    objection.refresh_from_db()
    assert (objection.answered_on.isoformat(), objection.answered_by) == ("2025-02-10", director.user)
    told = director.client.post(address, {"outcome": "refused", "answer": "No."}, follow=True).text
    assert "Somebody answered it meanwhile" in told
    assert "The paper is here." in director.client.get(f"/child/{child.opaque}/").text


def test_a_form_teacher_does_not_answer(person, child):
    teacher = person(Role.FORM_TEACHER)
    teacher.client.post(f"/child/{child.opaque}/objections/", ASKED)
    address = f"/child/{child.opaque}/objections/{Objection.objects.get().opaque}/"
    assert teacher.client.post(address, {"outcome": "granted", "answer": "Yes."}).status_code == 403
    assert person(Role.DIRECTOR, school="S2").client.get(address).status_code == 404


def test_of_two_answers_at_once_the_first_stands(person, child, monkeypatch):
    director, counsellor = person(Role.DIRECTOR), person(Role.COUNSELLOR)
    director.client.post(f"/child/{child.opaque}/objections/", ASKED)
    objection = Objection.objects.get()
    address = f"/child/{child.opaque}/objections/{objection.opaque}/"
    real, waiting = AnswerForm.is_valid, [1]

    def late(form):
        if waiting:
            waiting.pop()
            counsellor.client.post(address, {"outcome": "granted", "answer": "We stop using the list."})
        return real(form)

    monkeypatch.setattr(AnswerForm, "is_valid", late)
    told = director.client.post(address, {"outcome": "refused", "answer": "No."}, follow=True).text
    objection.refresh_from_db()
    assert (objection.outcome, objection.answered_by) == ("granted", counsellor.user)
    assert "Somebody answered it meanwhile" in told
    assert Entry.objects.filter(action="objection_answered").count() == 1
