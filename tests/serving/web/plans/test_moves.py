"""A child with a support plan moves to another school: who has the plan, who opens it, and what of the other side?"""

import datetime as dt

import pytest

from serving.web.access.models import SharedChild
from serving.web.audit.models import Entry
from serving.web.children.evidence.support import support_of
from serving.web.plans.models import ClosingReason, Plan, State, Transfer
from serving.web.plans.records import reviews_table
from serving.web.reviews.states import Stage, states_of
from serving.web.roster.models import Child
from tests.support.serving.decided import PLAN, child, day, decide, make_plan
from tests.support.serving.whole_words import says


@pytest.fixture
def both(person, moved):
    """The counsellors of the former and of the new school, and the plan of the child who moved."""
    old, new = person("counsellor", school="S1"), person("counsellor", school="S2")
    plan = make_plan(old, child("P2", "S1", "5A"))
    moved()
    return old, new, plan


def answered(who, plan, answer, words=""):
    return who.client.post(f"/plans/{plan.opaque}/moved/", {"answer": answer, "words": words})


def test_until_the_new_school_answers_nobody_opens_the_plan(both, person):
    old, new, plan = both
    pages = ("", "print/", "look-back/")
    posts = ("edit/", "step/", "measure/", "contact/", "hand-over/", "referral/", "close/", "reopen/", "approval/")
    for who in (old, new, person("director", school="S1"), person("director", school="S2")):
        for page in pages:
            answer = who.client.get(f"/plans/{plan.opaque}/{page}")
            assert answer.status_code == (302 if who.grant.school_id == "S2" and not page else 403), page
            assert PLAN["need"] not in answer.text
        for page in posts:
            assert who.client.post(f"/plans/{plan.opaque}/{page}", {"need": "x"}).status_code == 403, page
    assert not says(old.client.get("/plans/").text, "P2")
    assert old.client.get(f"/plans/{plan.opaque}/moved/").status_code == 403


def test_the_new_school_is_told_of_it_wherever_it_looks(both):
    _, new, plan = both
    address = f"/plans/{plan.opaque}/moved/"
    assert address in new.client.get("/").text
    assert address in new.client.get("/plans/").text
    assert new.client.get(f"/plans/{plan.opaque}/")["Location"] == address
    assert new.client.get(f"/plans/new/{plan.child.opaque}/", follow=True).redirect_chain[-1][0] == address
    page = new.client.get(address).text
    assert "The child came from Unu" in page
    assert PLAN["need"] not in page
    assert Entry.objects.filter(action="move_viewed", pupil_id="P2").exists()


def test_taken_over_it_goes_on_in_the_new_school_alone(both, person):
    old, new, plan = both
    assert answered(new, plan, "yes")["Location"] == f"/plans/{plan.opaque}/"
    plan = Plan.objects.get()
    assert (plan.school_id, plan.class_label, plan.owner, plan.state) == ("S2", "5C", new.user, State.OPEN)
    assert PLAN["need"] in new.client.get(f"/plans/{plan.opaque}/").text
    assert old.client.get(f"/plans/{plan.opaque}/").status_code == 403
    kept = Transfer.objects.get()
    assert (kept.kind, kept.state, kept.asked_by, kept.to) == ("move", "accepted", old.user, new.user)
    assert Entry.objects.get(action="move_accepted").school_id == "S2"
    assert answered(new, plan, "yes").status_code == 403  # it is answered once
    teacher = person("form_teacher", school="S2", class_label="5C")
    assert teacher.client.get(f"/plans/{plan.opaque}/").status_code == 200


def test_not_taken_over_it_is_closed_with_the_former_school_and_the_new_one_makes_its_own(both):
    old, new, plan = both
    assert answered(new, plan, "no").status_code == 422  # it says why
    assert answered(new, plan, "no", "We begin anew")["Location"] == f"/plans/new/{plan.child.opaque}/"
    plan = Plan.objects.get()
    assert (plan.state, plan.school_id, plan.closing_reason) == (State.CLOSED, "S1", ClosingReason.MOVED)
    about = Child.objects.get(pupil_id="P2")
    assert states_of([about])[about.pk].stage == Stage.MONITORED  # the decision goes with the child, the plan does not
    assert new.client.get(f"/plans/{plan.opaque}/").status_code == 403
    assert new.client.post(f"/plans/new/{about.opaque}/", PLAN).status_code == 302
    assert list(about.plans.order_by("pk").values_list("school_id", "state")) == [("S1", "closed"), ("S2", "open")]
    assert old.client.get(f"/plans/{plan.opaque}/").status_code == 403


def test_only_those_of_the_new_school_who_plan_answer(both, person):
    old, _, plan = both
    for other in (
        old, person("director", school="S1"), person("director", school="S9"), person("secretary", school="S2"),
        person("form_teacher", school="S2", class_label="5A"), person("ngo_worker"),
    ):  # fmt: skip
        assert answered(other, plan, "yes").status_code == 403
        assert other.client.get(f"/plans/{plan.opaque}/moved/").status_code == 403
    assert Plan.objects.get().school_id == "S1"


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_whoever_the_child_was_referred_to_waits_for_the_new_school(person, moved, today, answer):
    old, new, worker = person("counsellor", school="S1"), person("counsellor", school="S2"), person("ngo_worker")
    plan = make_plan(old, child("P2", "S1", "5A"))
    sent = {"to": str(worker.user.pk), "organisation": "NOROC", "why": "w", "consent": "c", "until": day(30)}
    old.client.post(f"/plans/{plan.opaque}/referral/", sent)
    worker.client.post(f"/plans/asked/{Transfer.objects.get().opaque}/answer/", {"answer": "yes"})
    page = f"/child/{plan.child.opaque}/"
    assert worker.client.get(page).status_code == 200
    moved()
    assert worker.client.get(page).status_code == 404
    assert worker.client.get(f"/plans/{plan.opaque}/").status_code == 403
    answered(new, plan, answer, "so")
    sees = answer == "yes"
    assert worker.client.get(page).status_code == (200 if sees else 404)
    assert worker.client.get(f"/plans/{plan.opaque}/").status_code == (200 if sees else 403)
    assert (SharedChild.objects.get().withdrawn_at is None) == sees
    if sees:
        referral = Transfer.objects.get(kind="referral")
        new.client.post(f"/plans/asked/{referral.opaque}/withdraw/")
        assert worker.client.get(page).status_code == 404


def test_what_was_asked_in_the_former_school_is_taken_back(person, moved):
    old, new, worker = person("counsellor", school="S1"), person("counsellor", school="S2"), person("ngo_worker")
    plan = make_plan(old, child("P2", "S1", "5A"))
    sent = {"to": str(worker.user.pk), "organisation": "NOROC", "why": "w", "consent": "c", "until": day(30)}
    old.client.post(f"/plans/{plan.opaque}/referral/", sent)
    asked = Transfer.objects.get()
    moved()
    told = worker.client.post(f"/plans/asked/{asked.opaque}/answer/", {"answer": "yes"}, follow=True).text
    assert "is in another school by now" in told
    answered(new, plan, "yes")
    assert Transfer.objects.get(pk=asked.pk).state == Transfer.State.WITHDRAWN
    assert not SharedChild.objects.exists()


def test_with_another_class_the_plan_is_that_of_the_new_form_teacher(person, moved):
    old, new = person("form_teacher", class_label="6B"), person("form_teacher", class_label="6A")
    plan = make_plan(old, child("P5", "S1", "6B"))
    moved()
    assert old.client.get(f"/plans/{plan.opaque}/").status_code == 403
    page = new.client.get(f"/plans/{plan.opaque}/")
    assert page.status_code == 200
    assert "6A" in page.text
    assert says(new.client.get("/plans/").text, "P5")
    assert new.client.post(f"/plans/{plan.opaque}/step/", {
        "text": "Call the mother", "due_on": day(3), "responsible": str(new.user.pk),
    }).status_code == 302  # fmt: skip
    assert "Call the mother" in new.client.get("/").text


def test_back_in_the_former_school_the_plan_is_where_it_was(both):
    from serving.web.configuration.ranking import answer_from
    from tests.support.serving.two_schools import small_service

    old, new, plan = both
    assert old.client.get(f"/plans/{plan.opaque}/").status_code == 403
    answer_from(small_service)
    assert old.client.get(f"/plans/{plan.opaque}/").status_code == 200
    assert new.client.get(f"/plans/{plan.opaque}/").status_code == 403


def test_of_two_who_answer_the_second_is_told(both, person, monkeypatch):
    from serving.web.plans.views import transfers

    _, new, plan = both
    other, real = person("director", school="S2"), transfers.answer_move

    def late(*given, **more):
        monkeypatch.setattr(transfers, "answer_move", real)
        answered(other, plan, "no", "We begin anew")
        return real(*given, **more)

    monkeypatch.setattr(transfers, "answer_move", late)
    told = new.client.post(f"/plans/{plan.opaque}/moved/", {"answer": "yes"}, follow=True).text
    assert "answered or withdrawn meanwhile" in told
    assert Transfer.objects.get().to == other.user
    assert Plan.objects.get().state == State.CLOSED


def test_a_plan_that_moved_before_it_was_approved_waits_for_that_when_it_is_opened_again(person, moved, monkeypatch):
    from dataclasses import replace

    from django.conf import settings

    from serving.web.configuration.django_settings import started_with
    from serving.web.configuration.ranking import answer_from
    from tests.support.serving.two_schools import small_service

    monkeypatch.setattr(settings, "PREZENT", replace(started_with(), approve_plans=True))
    old, new = person("counsellor", school="S1"), person("counsellor", school="S2")
    plan = make_plan(old, child("P2", "S1", "5A"))
    moved()
    answered(new, plan, "no", "We begin anew")
    assert not plan.approvals.filter(granted=None).exists()
    answer_from(small_service)  # the child is back
    plan.refresh_from_db()
    assert (plan.closing_reason, plan.has_begun) == (ClosingReason.MOVED_UNAPPROVED, False)
    about = Child.objects.get(pupil_id="P2")
    assert "supported" not in reviews_table()
    assert support_of(about) == []
    assert states_of([about])[about.pk].stage == Stage.MONITORED  # by the decision; of the plan nothing came
    version = str(Plan.objects.get().version)
    old.client.post(f"/plans/{plan.opaque}/reopen/", {"words": "It is back", "version": version})
    assert Plan.objects.get().state == State.AWAITS_APPROVAL
    assert plan.approvals.get(granted=None).of == "plan"


def test_a_decision_of_the_former_school_holds_until_another_one(person, moved):
    old, new = person("counsellor", school="S1"), person("counsellor", school="S2")
    about = child("P2", "S1", "5A")
    decide(old, about, reason="Its brother left school")
    moved()
    assert "Its brother left school" in new.client.get(f"/review/{about.opaque}/").text
    assert new.client.post(f"/plans/new/{about.opaque}/", PLAN).status_code == 302
    assert Plan.objects.get().starts_on == dt.date(2025, 1, 10)
