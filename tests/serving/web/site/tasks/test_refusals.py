"""Is whoever asked told on the first page that it was refused, and who asks whom about which child?"""

import datetime as dt

import pytest
from django.utils import timezone

from serving.web.access.policy import Role
from serving.web.plans.models import Approval, Plan, Transfer
from tests.support.serving.decided import child, day, make_plan


@pytest.fixture
def handed(person):
    counsellor, director = person(Role.COUNSELLOR), person(Role.DIRECTOR)
    plan = make_plan(counsellor, child())
    counsellor.client.post(f"/plans/{plan.opaque}/hand-over/", {"to": str(director.user.pk), "why": "I leave"})
    return counsellor, director, plan


def told(signed_in) -> list[str]:
    return [task.text for task in signed_in.client.get("/").context["due"].tasks]


def test_a_colleague_of_the_school_is_told_whose_plan_it_is(handed):
    counsellor, director, plan = handed
    assert f"{counsellor.user} asks you to take over the plan of P1" in told(director)
    page = director.client.get(f"/plans/asked/{Transfer.objects.get().opaque}/").text
    assert "P1" in page
    assert f"/plans/{plan.opaque}/" in page


def test_somebody_outside_is_told_of_no_child(person, handed):
    _, director, plan = handed
    worker = person(Role.NGO_WORKER)
    sent = {"to": str(worker.user.pk), "organisation": "o", "why": "w", "consent": "yes", "until": day(30)}
    director.client.post(f"/plans/{plan.opaque}/referral/", sent)
    assert told(worker) == [f"{director.user} asks you to help a child, whose plan is shared with you once you accept"]
    asked = worker.client.get(f"/plans/asked/{Transfer.objects.get(to=worker.user).opaque}/").text
    assert "P1" not in asked.partition("<main")[2]  # a token before it may hold any letters


def test_a_hand_over_that_was_declined_is_told_for_two_weeks_or_until_one_asks_again(handed, today):
    counsellor, director, plan = handed
    answer = {"answer": "no", "words": "I have no time"}
    director.client.post(f"/plans/asked/{Transfer.objects.get().opaque}/answer/", answer)
    said = f"P1: {director.user} declined what you asked for (hand-over): “I have no time”"
    assert said in told(counsellor)
    fortnight_ago = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(15), dt.time(12)))
    Transfer.objects.update(answered_at=fortnight_ago)
    assert said not in told(counsellor)
    Transfer.objects.update(answered_at=timezone.now())
    counsellor.client.post(f"/plans/{plan.opaque}/hand-over/", {"to": str(director.user.pk), "why": "Please"})
    assert said not in told(counsellor)


def test_a_closure_that_was_not_approved_is_told_to_who_asked(handed):
    counsellor, director, plan = handed
    Approval.objects.create(
        plan=Plan.objects.get(pk=plan.pk), of="closure", asked_by=counsellor.user, granted=False, words="Not yet",
        answered_by=director.user, answered_at=timezone.now(),
    )  # fmt: skip
    assert "P1: the end of the plan was not approved: “Not yet”" in told(counsellor)
    assert "P1: the end of the plan was not approved: “Not yet”" not in told(director)
