"""Is a form that was sent twice kept once, and one that says something else kept as well?"""

import datetime as dt

import pytest

from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.children.models import Note, Objection
from serving.web.fragments import sent_twice
from serving.web.plans.models import Contact, Plan, Step
from serving.web.reviews.models import Decision
from tests.support.serving.decided import child
from tests.support.serving.two_schools import AS_OF

DAY = AS_OF.isoformat()
FORMS = [
    (Note, "/child/{child}/notes/", {"text": "talked with the mother", "kind": "team"}, "text", "note_added"),
    (Objection, "/child/{child}/objections/",
     {"kind": "object", "raised_on": DAY, "raised_by": "the mother", "text": "no list"}, "text", "objection_entered"),
    (Decision, "/review/{child}/decide/", {"kind": "agreed", "reason": "he works", "as_of": DAY}, "reason",
     "decision_made"),
    (Step, "/plans/{plan}/step/", {"text": "call the mother", "due_on": DAY}, "text", "step_added"),
    (Contact, "/plans/{plan}/contact/", {"on": DAY, "how": "visit", "result": "nobody at home"}, "result",
     "contact_added"),
]  # fmt: skip


@pytest.fixture
def sent(person):
    """Send a form about P1, or its plan, as a director."""
    director = person(Role.DIRECTOR)
    director.client.get("/list/")
    about = child("P1", "S1", "5A")
    plan = Plan.objects.create(child=about, school_id="S1", class_label="5A", owner=director.user,
                               made_by=director.user, need="help", starts_on=AS_OF)  # fmt: skip

    def send(address, form):
        form = {"responsible": director.user.pk, **form}
        return director.client.post(address.format(child=about.opaque, plan=plan.opaque), form)

    return send


@pytest.mark.parametrize(("kind", "address", "form", "words", "action"), FORMS)
def test_what_is_sent_twice_is_kept_once(sent, kind, address, form, words, action):
    assert [sent(address, form).status_code for _ in range(2)] == [302, 302]
    assert kind.objects.count() == 1
    assert Entry.objects.filter(action=action).count() == 1
    assert sent(address, {**form, words: "something else happened"}).status_code == 302
    assert sent(address, form).status_code == 302
    assert kind.objects.count() == 3


@pytest.mark.parametrize(("kind", "address", "form", "words", "action"), FORMS)
def test_what_is_said_again_later_is_kept(sent, kind, address, form, words, action, monkeypatch):
    sent(address, form)
    monkeypatch.setattr(sent_twice, "MOMENT", -dt.timedelta(minutes=1))
    sent(address, form)
    assert kind.objects.count() == 2
