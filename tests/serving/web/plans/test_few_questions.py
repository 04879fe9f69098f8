"""Does a plan's page ask the database as often with many accounts as with few, and offer the same people?"""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from serving.web.access.models import SharedChild
from serving.web.access.policy import Role
from serving.web.plans.reachable import colleagues, outside_people
from tests.support.serving.decided import child, make_plan
from tests.support.serving.two_schools import AS_OF


def asked(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_accounts_elsewhere_cost_nothing(person):
    director, worker = person(Role.DIRECTOR), person(Role.NGO_WORKER)
    plan = make_plan(director, child())
    few = asked(director.client, f"/plans/{plan.opaque}/")
    for number in range(5):
        person(Role.DIRECTOR, school="S9")
        person(Role.FORM_TEACHER, class_label="6B")
        person(Role.COORDINATOR)
        person(Role.NGO_WORKER, email=f"worker{number}@ngo.example")
    assert asked(director.client, f"/plans/{plan.opaque}/") <= few
    assert len(outside_people()) == 6
    assert worker.user in outside_people()


def test_those_who_may_plan_for_the_child_are_offered_and_nobody_else(person):
    director = person(Role.DIRECTOR)
    plan = make_plan(director, child())
    teacher, counsellor = person(Role.FORM_TEACHER), person(Role.COUNSELLOR)
    yesterday = AS_OF - dt.timedelta(days=1)
    for other in (person(Role.FORM_TEACHER, class_label="6B"), person(Role.DIRECTOR, school="S2"),
                  person(Role.SECRETARY), person(Role.DIRECTOR, until=yesterday)):  # fmt: skip
        assert other.user not in colleagues(plan)
    sharing, shared_before = person(Role.NGO_WORKER), person(Role.NGO_WORKER)
    for worker, until in ((sharing, AS_OF), (shared_before, yesterday)):
        SharedChild.objects.create(user=worker.user, pupil_id="P1", school_id="S1", until=until, given_by="t")
    who = {each.user for each in (director, teacher, counsellor, sharing)}
    assert set(colleagues(plan)) == who
    assert len(colleagues(plan)) == len(who), "each once"


def test_a_structures_child_is_looked_after_by_people_of_its_unit(person):
    director, beside = person(Role.DIRECTOR), person(Role.COUNSELLOR, school="S1R")
    plan = make_plan(director, child("P9", "S1R", "5A"))
    assert set(colleagues(plan)) == {director.user, beside.user}


def test_outside_people_whose_role_is_over_are_not_asked(person):
    ended = person(Role.NGO_WORKER, until=AS_OF - dt.timedelta(days=1))
    assert ended.user not in outside_people()
