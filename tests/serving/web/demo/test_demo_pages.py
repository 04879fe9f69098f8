"""Does somebody of each role find something on the pages of a demo?"""

import pytest
from django.test import Client

from serving.web.access.policy import Role
from serving.web.accounts.models import User
from serving.web.audit.chain import faults
from serving.web.audit.models import Entry
from serving.web.demo.examples import examples
from serving.web.demo.pages import make_demo
from serving.web.demo.story import DemoChild, DemoList, DemoStory
from serving.web.plans.models import Plan
from serving.web.programmes.models import Programme
from serving.web.reviews.models import Decision
from tests.support.serving.pages import give_second_factor
from tests.support.serving.two_schools import AS_OF

PLACES = [("P1", "5A"), ("P3", "5A"), ("P2", "5A"), ("P4", "6B"), ("P5", "6B")]


@pytest.fixture(params=["noroc", "iasi", "inocenti"])
def story(request):
    """The list of S1, all of whose children are on it."""
    children = tuple(DemoChild(pupil, "S1", label, 0.1, ("days_absent",)) for pupil, label in PLACES)
    made = DemoList("S1", AS_OF, "3", "fingerprint", 5, children)
    return DemoStory(request.param, ("S1", "S2"), "S1", "5A", "OT", (made,), AS_OF)


def test_there_is_a_person_of_each_role_who_can_sign_in_by_the_password_that_is_said_once(story):
    ways = make_demo(story, language="ro")
    assert {user.grants.get().role for user in User.objects.all()} == set(Role)
    assert len(ways.people) == len(Role)
    assert not [user for user in User.objects.all() if ways.password in user.password]
    for way in ways.people:
        answer = Client().post("/account/login/", {"login": way.email, "password": ways.password})
        assert answer.status_code == 302, way.email


def test_the_people_work_with_decisions_plans_and_the_programme(story):
    make_demo(story, language="en")
    assert Decision.objects.exists()
    assert Plan.objects.filter(state="closed").exists()
    assert Plan.objects.exclude(state="closed").exists()
    assert Programme.objects.get().code == story.programme
    assert Entry.objects.filter(action="model_promoted").exists()
    assert {fault.kind for fault in faults()} <= {"unwitnessed"}  # what is rolled back has no witness beside
    addresses = {"director": "/overview/schools/", "coordinator": "/overview/schools/",
                 "ngo-worker": "/overview/programmes/", "form-teacher": "/overview/schools/", "analyst":
                 "/overview/model/", "auditor": "/log/", "administrator": "/people/"}  # fmt: skip
    for who, address in addresses.items():
        user = User.objects.get(email=f"{who}@demo.example")
        give_second_factor(user)
        client = Client()
        client.force_login(user)
        assert client.get(address).status_code == 200, who


def test_a_worker_of_the_programme_sees_some_children_whose_plans_were_shared(story):
    make_demo(story, language="en")
    worker = User.objects.get(email="ngo-worker@demo.example")
    assert 0 < worker.shared_children.count() < Plan.objects.count()


def test_the_examples_are_the_three_programmes():
    told = {code: (len(each.counties), each.schools, [target.number for target in each.targets])
            for code, each in examples().items()}  # fmt: skip
    assert told == {"noroc": (5, 20, [650, 180]), "iasi": (1, 80, [1445]), "inocenti": (4, 8, [])}
    assert all(each.transitions == (4, 8) for each in examples().values())
    assert {service.whom for service in examples()["iasi"].services} == {"child", "parents", "teachers"}
