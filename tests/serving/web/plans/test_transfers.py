"""A child is handed over or referred once the other side accepts; an organisation sees it until a day."""

from dataclasses import replace

import pytest

from serving.web.access.models import SharedChild
from serving.web.configuration.django_settings import started_with
from serving.web.plans.models import Plan, State, Transfer
from serving.web.plans.records import reviews_table
from tests.support.serving.decided import PLAN, child, day, make_plan
from tests.support.serving.two_schools import AS_OF
from tests.support.serving.whole_words import says


@pytest.fixture
def referral(person):
    """A plan of a director, referred to an NGO worker: the three of them."""
    director, worker = person("director"), person("ngo_worker")
    plan = make_plan(director, child())
    answer = director.client.post(f"/plans/{plan.opaque}/referral/", {
        "to": str(worker.user.pk), "organisation": "NOROC", "why": "Mentoring twice a week",
        "consent": "The mother, by telephone", "until": day(100),
    })  # fmt: skip
    assert answer.status_code == 302
    return director, worker, plan


def test_before_accepting_the_other_side_sees_who_asks_and_no_child(referral):
    _, worker, plan = referral
    asked = Transfer.objects.get()
    page = worker.client.get(f"/plans/asked/{asked.opaque}/").content.decode()
    assert "Mentoring twice a week" in page
    assert not says(page, "P1")
    assert worker.client.get(f"/plans/{plan.opaque}/").status_code == 403
    assert not SharedChild.objects.exists()


def test_an_accepted_referral_shares_the_child_until_its_day(referral, monkeypatch):
    _, worker, plan = referral
    answer = worker.client.post(f"/plans/asked/{Transfer.objects.get().opaque}/answer/", {"answer": "yes"})
    assert answer["Location"] == f"/plans/{plan.opaque}/"
    assert worker.client.get(f"/plans/{plan.opaque}/").status_code == 200
    assert "P1" in worker.client.get("/plans/").content.decode()
    shared = SharedChild.objects.get()
    assert (shared.user, shared.pupil_id, shared.until.isoformat()) == (worker.user, "P1", day(100))
    SharedChild.objects.update(until=day(-1))
    assert worker.client.get(f"/plans/{plan.opaque}/").status_code == 403


def test_a_declined_referral_says_why_and_shares_nothing(referral):
    director, worker, plan = referral
    answer = f"/plans/asked/{Transfer.objects.get().opaque}/answer/"
    assert worker.client.post(answer, {"answer": "no"}).status_code == 422
    assert worker.client.post(answer, {"answer": "no", "words": "No place before spring"}).status_code == 302
    assert Transfer.objects.get().state == Transfer.State.DECLINED
    assert "No place before spring" in director.client.get(f"/plans/{plan.opaque}/").content.decode()
    assert not SharedChild.objects.exists()


def test_a_referral_that_the_school_ends_shows_nothing_more(referral):
    director, worker, plan = referral
    asked = Transfer.objects.get()
    worker.client.post(f"/plans/asked/{asked.opaque}/answer/", {"answer": "yes"})
    director.client.post(f"/plans/asked/{asked.opaque}/withdraw/")
    assert worker.client.get(f"/plans/{plan.opaque}/").status_code == 403
    assert Transfer.objects.get().state == Transfer.State.WITHDRAWN


def test_what_was_taken_back_is_no_longer_accepted(referral):
    director, worker, _ = referral
    asked = Transfer.objects.get()
    director.client.post(f"/plans/asked/{asked.opaque}/withdraw/")
    told = worker.client.post(f"/plans/asked/{asked.opaque}/answer/", {"answer": "yes"}, follow=True).content.decode()
    assert "answered or withdrawn meanwhile" in told
    assert not SharedChild.objects.exists()


def test_only_the_one_who_is_asked_answers(referral, person):
    asked = Transfer.objects.get()
    for other in (person("director"), person("ngo_worker"), person("form_teacher")):
        assert other.client.get(f"/plans/asked/{asked.opaque}/").status_code == 404
        assert other.client.post(f"/plans/asked/{asked.opaque}/answer/", {"answer": "yes"}).status_code == 404


@pytest.mark.parametrize("wrong", [{"until": day(0)}, {"until": day(400)}, {"consent": ""}, {"organisation": ""},
                                   {"to": "0"}, {"why": ""}])  # fmt: skip
def test_a_referral_needs_consent_an_organisation_and_an_end(person, wrong):
    director, worker = person("director"), person("ngo_worker")
    plan = make_plan(director, child())
    sent = {"to": str(worker.user.pk), "organisation": "NOROC", "why": "w", "consent": "c", "until": day(9), **wrong}
    assert director.client.post(f"/plans/{plan.opaque}/referral/", sent).status_code == 422
    assert not Transfer.objects.exists()


def test_a_form_teacher_hands_over_and_does_not_refer(person):
    teacher, worker, director = person("form_teacher"), person("ngo_worker"), person("director")
    plan = make_plan(teacher, child())
    assert teacher.client.post(f"/plans/{plan.opaque}/referral/", {"to": str(worker.user.pk)}).status_code == 403
    hand_over = f"/plans/{plan.opaque}/hand-over/"
    assert teacher.client.post(hand_over, {"to": str(worker.user.pk), "why": "w"}).status_code == 422
    assert teacher.client.post(hand_over, {"to": str(director.user.pk), "why": "I go on leave"}).status_code == 302
    plan.refresh_from_db()
    assert plan.owner == teacher.user  # nothing before the other side accepts
    assert "I go on leave" in director.client.get(f"/plans/asked/{Transfer.objects.get().opaque}/").content.decode()
    director.client.post(f"/plans/asked/{Transfer.objects.get().opaque}/answer/", {"answer": "yes"})
    plan.refresh_from_db()
    assert plan.owner == director.user


@pytest.fixture
def approving(settings_of):
    """Plans and closures wait for a supervisor."""
    settings_of(approve_plans=True, approve_closures=True)


@pytest.fixture
def settings_of(monkeypatch):
    """Change what the pages are started with, for one test."""
    from django.conf import settings

    return lambda **fields: monkeypatch.setattr(settings, "PREZENT", replace(started_with(), **fields))


def test_where_it_is_configured_a_plan_and_its_end_wait_for_the_director(person, approving):
    teacher, director = person("form_teacher"), person("director")
    plan = make_plan(teacher, child())
    assert plan.state == State.AWAITS_APPROVAL
    assert f"/plans/{plan.opaque}/" in director.client.get("/plans/").content.decode()
    assert answered(teacher, plan, "yes") == 403
    assert answered(director, plan, "no") == 422
    assert answered(director, plan, "yes") == 302
    assert state(plan) == State.OPEN
    close = {"reason": "goals_reached", "words": "w", "version": str(Plan.objects.get().version)}
    teacher.client.post(f"/plans/{plan.opaque}/close/", close)
    assert state(plan) == State.AWAITS_CLOSURE
    answered(director, plan, "no", "Two more weeks")
    assert state(plan) == State.OPEN
    close["version"] = str(Plan.objects.get().version)
    teacher.client.post(f"/plans/{plan.opaque}/close/", close)
    answered(director, plan, "yes")
    assert state(plan) == State.CLOSED


def test_a_directors_own_plan_waits_for_nobody(person, approving):
    assert make_plan(person("director"), child()).state == State.OPEN


def answered(who, plan, answer, words=""):
    sent = {"answer": answer, "words": words, "version": str(Plan.objects.get(pk=plan.pk).version)}
    return who.client.post(f"/plans/{plan.opaque}/approval/", sent).status_code


def state(plan):
    return Plan.objects.get(pk=plan.pk).state


def test_the_first_page_shows_what_waits_for_an_answer_and_for_approval(person, approving):
    teacher, director = person("form_teacher"), person("director")
    plan = make_plan(teacher, child())
    assert f"/plans/{plan.opaque}/" in director.client.get("/").content.decode()
    answered(director, plan, "yes")
    teacher.client.post(f"/plans/{plan.opaque}/hand-over/", {"to": str(director.user.pk), "why": "I go on leave"})
    assert f"/plans/asked/{Transfer.objects.get().opaque}/" in director.client.get("/").content.decode()
    assert f"/plans/{plan.opaque}/look-back/" in teacher.client.get("/").content.decode()


def accept(worker, number=0):
    asked = Transfer.objects.filter(to=worker.user).order_by("pk")[number]
    return worker.client.post(f"/plans/asked/{asked.opaque}/answer/", {"answer": "yes"}, follow=True).text


def refer(who, plan, worker, until):
    sent = {"to": str(worker.user.pk), "organisation": "NOROC", "why": "w", "consent": "c", "until": until}
    return who.client.post(f"/plans/{plan.opaque}/referral/", sent, follow=True)


def test_a_person_outside_neither_prolongs_what_is_shared_nor_refers_on(referral, person):
    _, worker, plan = referral
    accept(worker)
    other = person("ngo_worker")
    for to in (worker, other):
        assert refer(worker, plan, to, day(300)).status_code == 403
    assert "Refer to an organisation" not in worker.client.get(f"/plans/{plan.opaque}/").text
    assert Transfer.objects.count() == SharedChild.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "second", "withdrawn", "sees_until"),
    [
        (-5, 300, 1, None),  # the first is over: nothing is left
        (10, 300, 1, 10),  # the first still holds, but no longer
        (10, 300, 0, 300),
    ],
)
def test_a_school_ends_one_of_two_referrals(person, first, second, withdrawn, sees_until):
    director, worker = person("director"), person("ngo_worker")
    plan = make_plan(director, child())
    for number, until in enumerate((max(first, 1), second)):
        refer(director, plan, worker, day(until))
        accept(worker, number)
    if first < 0:
        SharedChild.objects.filter(until=day(1)).update(until=day(first))
        Transfer.objects.filter(until=day(1)).update(until=day(first))
    ended = Transfer.objects.order_by("pk")[withdrawn]
    director.client.post(f"/plans/asked/{ended.opaque}/withdraw/")
    left = SharedChild.objects.filter(withdrawn_at=None, until__gte=day(0)).order_by("-until").first()
    assert (left and left.until.isoformat()) == (sees_until and day(sees_until))
    assert worker.client.get(f"/plans/{plan.opaque}/").status_code == (200 if sees_until else 403)


def test_a_plan_that_waits_for_approval_is_referred_to_nobody(person, approving):
    counsellor, director, worker = person("counsellor"), person("director"), person("ngo_worker")
    plan = make_plan(counsellor, child())
    assert "nobody is asked" in refer(counsellor, plan, worker, day(30)).text
    assert not Transfer.objects.exists()
    answered(director, plan, "yes")
    refer(counsellor, plan, worker, day(30))
    Plan.objects.update(state=State.AWAITS_APPROVAL)  # asked while it was open, accepted when it is not
    assert "it cannot be accepted" in accept(worker)
    assert not SharedChild.objects.exists()


def test_a_closed_plan_is_neither_referred_nor_handed_over_nor_changed(referral, person):
    director, worker, plan = referral
    step = {"text": "Call", "due_on": day(3), "responsible": str(director.user.pk)}
    director.client.post(f"/plans/{plan.opaque}/step/", step)
    closed = {"reason": "other", "words": "w", "version": str(Plan.objects.get().version)}
    director.client.post(f"/plans/{plan.opaque}/close/", closed)
    assert state(plan) == State.CLOSED
    assert "answered or withdrawn meanwhile" in accept(worker)
    assert "nobody is asked" in refer(director, plan, worker, day(30)).text
    colleague = person("counsellor")
    director.client.post(f"/plans/{plan.opaque}/hand-over/", {"to": str(colleague.user.pk), "why": "w"})
    now = Plan.objects.get()
    edit = {"need": "rewritten", "starts_on": day(-40), "version": str(now.version)}
    assert "The plan is closed" in director.client.post(f"/plans/{plan.opaque}/edit/", edit, follow=True).text
    director.client.post(f"/plans/step/{now.steps.get().opaque}/done/", {"done": "yes"})
    director.client.post(f"/plans/measure/{now.measures.get().opaque}/end/")
    assert Transfer.objects.count() == 1
    assert not SharedChild.objects.exists()
    now = Plan.objects.get()
    assert (now.need, now.steps.get().done_on, now.measures.get().ends_on) == (PLAN["need"], None, AS_OF)


def test_who_was_asked_and_lost_the_role_accepts_nothing(person, referral):
    director, worker, plan = referral
    colleague = person("counsellor")
    director.client.post(f"/plans/{plan.opaque}/hand-over/", {"to": str(colleague.user.pk), "why": "w"})
    colleague.user.grants.update(school_id="S9")
    assert "You have no role any more" in accept(colleague)
    worker.user.grants.update(role="counsellor", school_id="S9", programme="")
    assert "You have no role any more" in accept(worker)
    assert Plan.objects.get().owner == director.user
    assert not SharedChild.objects.exists()
    asked = Transfer.objects.get(to=colleague.user)
    answer = {"answer": "no", "words": "I am elsewhere"}
    colleague.client.post(f"/plans/asked/{asked.opaque}/answer/", answer)
    asked.refresh_from_db()
    assert asked.state == Transfer.State.DECLINED  # to decline is always possible


def test_what_was_asked_for_until_a_day_that_is_over_is_not_accepted(referral):
    _, worker, _ = referral
    Transfer.objects.update(until=day(-1))
    assert "The day until which it was asked for is over." in accept(worker)
    assert not SharedChild.objects.exists()


def test_a_plan_that_is_not_approved_goes_back_to_its_owner_and_is_sent_again(person, approving):
    teacher, director = person("form_teacher"), person("director")
    plan = make_plan(teacher, child())
    assert answered(director, plan, "no", "Ask the parents first") == 302
    now = Plan.objects.get()
    assert (now.state, now.has_begun, now.measures.get().ends_on) == (State.TO_CORRECT, False, None)
    assert "supported" not in reviews_table()
    assert "Ask the parents first" in teacher.client.get(f"/plans/{plan.opaque}/").text
    due = teacher.client.get("/").context["due"].tasks
    assert [(task.url, "Ask the parents first" in task.text) for task in due][:1] == [(f"/plans/{plan.opaque}/", True)]
    edit = {"need": "As the parents say", "starts_on": day(0), "version": str(now.version)}
    teacher.client.post(f"/plans/{plan.opaque}/edit/", edit)
    again = {"version": str(Plan.objects.get().version)}
    assert teacher.client.post(f"/plans/{plan.opaque}/again/", again).status_code == 302
    assert state(plan) == State.AWAITS_APPROVAL
    assert not [task for task in teacher.client.get("/").context["due"].tasks if "Ask the parents" in task.text]
    assert answered(director, plan, "yes") == 302
    assert state(plan) == State.OPEN
    assert "supported" in reviews_table()


def test_a_plan_that_is_given_up_after_a_no_is_closed_as_not_approved_and_another_one_can_be_made(person, approving):
    teacher, director = person("form_teacher"), person("director")
    about = child()
    plan = make_plan(teacher, about)
    answered(director, plan, "no", "Too much at once")
    given_up = {"words": "We begin anew", "version": str(Plan.objects.get().version)}
    assert teacher.client.post(f"/plans/{plan.opaque}/close/", given_up).status_code == 302
    now = Plan.objects.get()
    assert (now.state, now.closing_reason, now.has_begun) == ("closed", "not_approved", False)
    assert "supported" not in reviews_table()
    assert "never began" in teacher.client.get(f"/plans/{plan.opaque}/").text
    assert teacher.client.get(f"/plans/new/{about.opaque}/").status_code == 200
    assert teacher.client.post(f"/plans/new/{about.opaque}/", PLAN).status_code == 302
    assert sorted(about.plans.values_list("state", flat=True)) == ["awaits_approval", "closed"]
    first = Plan.objects.get(pk=plan.pk)
    sent = {"words": "The first one", "version": str(first.version)}
    told = teacher.client.post(f"/plans/{plan.opaque}/reopen/", sent, follow=True).text
    assert "The child has another plan that is open." in told
    assert state(plan) == State.CLOSED
