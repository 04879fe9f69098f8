"""Does somebody of each role find something on the pages of a demo?"""

from html import unescape

import pytest
from django.db import transaction
from django.test import Client

from serving.web.access.policy import Role
from serving.web.accounts.models import User
from serving.web.audit.chain import faults
from serving.web.audit.models import Entry
from serving.web.children.models import Note
from serving.web.demo.pages import make_demo
from serving.web.demo.story import DemoChild, DemoList, DemoStory
from serving.web.invented.examples import examples
from serving.web.plans.models import Contact, Measure, Plan, Step
from serving.web.programmes.models import Programme
from serving.web.reviews.models import Decision
from tests.support.serving.english_words import english_on, pages_within_reach
from tests.support.serving.pages import give_second_factor
from tests.support.serving.two_schools import AS_OF

WRITTEN = {
    Decision: ("reason",), Plan: ("need", "goals", "closing_words"), Measure: ("project",), Contact: ("result",),
    Step: ("text",), Note: ("text",),
}  # fmt: skip
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


@pytest.mark.parametrize("language", ["ro", "en"])
def test_every_account_that_is_printed_opens_every_section_that_it_is_offered(story, language):
    ways = make_demo(story, language=language)
    for way in ways.people:
        user = User.objects.get(email=way.email)
        give_second_factor(user)
        client = Client(headers={"accept-language": language})
        client.force_login(user)
        first = client.get("/", follow=True)
        assert first.status_code == 200, way.email
        assert first.context["sections"], way.email
        for section in first.context["sections"]:
            answer = client.get(section["url"], follow=True)
            assert answer.status_code == 200, (way.email, section["url"])
            assert f'<html lang="{language}"' in answer.text


def test_nothing_that_is_written_is_in_the_other_language(story):
    said = {}
    for language in ("ro", "en"):
        with transaction.atomic():
            make_demo(story, language=language)
            said[language] = {text for model, fields in WRITTEN.items() for row in model.objects.values_list(*fields)
                              for text in row if text}  # fmt: skip
            said[language] |= set(Entry.objects.exclude(why="").values_list("why", flat=True))
            transaction.set_rollback(True)
    assert len(said["ro"]) == len(said["en"]) > 9
    assert said["ro"] & said["en"] <= {story.programme.upper(), examples()[story.programme].organisation}


def test_a_demo_made_in_english_is_read_in_romanian_by_whoever_reads_romanian():
    """Every page to which somebody of each role can click, with what the demo wrote into decisions, plans and notes."""
    made = DemoList("S1", AS_OF, "3", "fingerprint", 5,
                    tuple(DemoChild(pupil, "S1", label, 0.1, ("days_absent",)) for pupil, label in PLACES))  # fmt: skip
    ways = make_demo(DemoStory("noroc", ("S1", "S2"), "S1", "5A", "OT", (made,), AS_OF), language="en")
    seen, english = set(), {}
    for way in ways.people:
        user = User.objects.get(email=way.email)
        user.language = "ro"
        user.save()
        give_second_factor(user)
        client = Client()
        client.force_login(user)
        for address, page in pages_within_reach(client):
            seen.add(address.split("/")[1])
            english |= dict.fromkeys(english_on(page), (way.email, address))
    assert not english
    assert {"", "list", "child", "plans", "records", "overview", "log", "people", "review"} <= seen


@pytest.mark.parametrize("language", ["ro", "en"])
def test_the_programme_shows_its_aims_changes_of_school_and_services(story, language):
    make_demo(story, language="en")
    example = examples()[story.programme]
    worker = User.objects.get(email="ngo-worker@demo.example")
    give_second_factor(worker)
    client = Client(headers={"accept-language": language})
    client.force_login(worker)
    page = unescape(client.get("/overview/programmes/", follow=True).text)
    assert "IV → V" in page
    assert "VIII → IX" in page
    told = [example.name, example.about, *(each.words for each in example.services)]
    for words in told:
        assert words.said(language) in page
    for target in example.targets:
        of = "de " if language == "ro" else ""  # 650, 180 and 1,445 are all from twenty on
        assert f"<li>{target.number} {of}{target.whom.said(language)}</li>" in page
    given = set(Measure.objects.values_list("code", flat=True))
    to_whom = {service.whom for service in example.services if service.code in given}
    assert to_whom == {service.whom for service in example.services}


def test_the_examples_are_the_three_programmes():
    told = {code: (len(each.counties), each.schools, [target.number for target in each.targets])
            for code, each in examples().items()}  # fmt: skip
    assert told == {"noroc": (5, 20, [650, 180]), "iasi": (1, 80, [1445]), "inocenti": (4, 8, [])}
    assert all(each.transitions == (4, 8) for each in examples().values())
    assert {service.whom for service in examples()["iasi"].services} == {"child", "parents", "teachers"}


@pytest.mark.parametrize(("browser", "chosen"), [("ro", "en"), ("en", "ro")])
def test_they_speak_the_browsers_language_until_somebody_chooses_one_which_then_holds_when_signed_out(
    story, browser, chosen
):
    make_demo(story, language="en")
    client = Client(headers={"accept-language": browser})
    assert f'<html lang="{browser}"' in client.get("/account/login/").text
    auditor = User.objects.get(email="auditor@demo.example")
    give_second_factor(auditor)
    client.force_login(auditor)
    assert f'<html lang="{browser}"' in client.get("/log/").text
    client.post("/people/language/", {"language": chosen, "next": "/log/"})
    assert f'<html lang="{chosen}"' in client.get("/log/").text
    client.post("/account/logout/")
    assert f'<html lang="{chosen}"' in client.get("/account/login/").text
