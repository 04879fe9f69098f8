"""Somebody outside who shares a plan adds to it and does its steps; what the school decides stays the school's."""

import pytest

from serving.web.access.models import SharedChild
from serving.web.plans.models import Plan, State, Transfer
from tests.support.serving.decided import PLAN, child, day, make_plan


@pytest.fixture
def shared(person):
    """A plan of a counsellor, and an NGO worker with whom it is shared."""
    counsellor, worker = person("counsellor"), person("ngo_worker")
    plan = make_plan(counsellor, child())
    SharedChild.objects.create(user=worker.user, pupil_id="P1", school_id="S1", until=day(30), given_by="t")
    return counsellor, worker, plan


def test_who_only_shares_a_plan_adds_to_it_and_does_its_steps(shared):
    _, worker, plan = shared
    at, me = f"/plans/{plan.opaque}/", str(worker.user.pk)
    worker.client.post(f"{at}step/", {"text": "Visit", "due_on": day(3), "responsible": me})
    worker.client.post(f"{at}contact/", {"on": day(-1), "how": "visit", "result": "At home"})
    worker.client.post(f"{at}measure/", {"code": "MENTOR", "from_day": day(0)})
    worker.client.post(f"/plans/step/{plan.steps.get().opaque}/done/", {"done": "yes"})
    assert (plan.steps.get().done_by, plan.contacts.count(), plan.measures.count()) == (worker.user, 1, 2)


def test_who_only_shares_a_plan_neither_changes_closes_nor_hands_it_over(shared, person):
    counsellor, worker, plan = shared
    director = person("director")
    at = f"/plans/{plan.opaque}/"
    asked = {"to": str(director.user.pk), "why": "w"}
    counsellor.client.post(f"{at}hand-over/", asked)
    sent = {
        "edit/": {"need": "rewritten", "starts_on": day(0)}, "close/": {"reason": "other", "words": "w"},
        "reopen/": {"words": "w"}, "hand-over/": asked,
    }  # fmt: skip
    for path, fields in sent.items():
        answer = worker.client.post(f"{at}{path}", {**fields, "version": str(Plan.objects.get().version)})
        assert answer.status_code == 403, path
    assert worker.client.post(f"/plans/asked/{Transfer.objects.get().opaque}/withdraw/").status_code == 403
    now = Plan.objects.get()
    assert (now.need, now.state, now.owner) == (PLAN["need"], State.OPEN, counsellor.user)
    assert Transfer.objects.get().state == Transfer.State.ASKED
    hers = counsellor.client.get(at).text
    forms = [f"{at}{path}" for path in sent] + ["Take back"]
    assert [each for each in forms if each not in hers] == [f"{at}reopen/"]  # it is open
    assert not [each for each in forms if each in worker.client.get(at).text]
    assert f"{at}step/" in worker.client.get(at).text
    Plan.objects.update(state=State.CLOSED)
    assert f"{at}reopen/" not in worker.client.get(at).text
    assert f"{at}reopen/" in counsellor.client.get(at).text
    assert worker.client.post(f"/plans/new/{plan.child.opaque}/", PLAN).status_code == 403
    assert "/plans/new/" not in worker.client.get(f"/child/{plan.child.opaque}/").text


def test_a_plan_is_handed_over_to_nobody_who_only_shares_it(shared):
    counsellor, worker, plan = shared
    to_worker = {"to": str(worker.user.pk), "why": "w"}
    assert counsellor.client.post(f"/plans/{plan.opaque}/hand-over/", to_worker).status_code == 422
    page = counsellor.client.get(f"/plans/{plan.opaque}/")
    assert worker.user not in page.context["forms"]["hand_over"].fields["to"].queryset
    assert worker.user in page.context["forms"]["step"].fields["responsible"].queryset
    who = {"to": worker.user, "asked_by": counsellor.user}
    asked = Transfer.objects.create(plan=plan, kind="hand_over", why="w", **who)
    worker.client.post(f"/plans/asked/{asked.opaque}/answer/", {"answer": "yes"})
    assert Plan.objects.get().owner == counsellor.user


def test_the_same_person_is_not_asked_again_while_a_referral_waits_or_holds(person):
    counsellor, worker = person("counsellor"), person("ngo_worker")
    plan = make_plan(counsellor, child())

    def referred(until):
        sent = {"to": str(worker.user.pk), "organisation": "NOROC", "why": "w", "consent": "c", "until": day(until)}
        return counsellor.client.post(f"/plans/{plan.opaque}/referral/", sent, follow=True).text

    referred(30)
    assert "is asked already" in referred(30)
    worker.client.post(f"/plans/asked/{Transfer.objects.get().opaque}/answer/", {"answer": "yes"})
    assert "is asked already" in referred(30)
    assert Transfer.objects.count() == 1
    assert "is asked already" not in referred(60)  # it is prolonged
    assert Transfer.objects.count() == 2
