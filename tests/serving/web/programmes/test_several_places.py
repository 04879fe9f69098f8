"""Does somebody with several roles or classes see all of them, and one and the same of each on every page?"""

import pytest

from serving.web.access.models import Grant
from serving.web.access.policy import Role

SCHOOLS = "/overview/schools/"


@pytest.fixture
def also():
    """Give somebody a further role."""

    def give(who, role, **place):
        Grant.objects.create(user=who.user, role=role.value, given_by="a test", **place)
        return who.client

    return give


def test_whoever_is_teacher_and_director_sees_the_whole_school_everywhere(person, also):
    client = also(person(Role.FORM_TEACHER), Role.DIRECTOR, school_id="S1")
    page = client.get(SCHOOLS)
    alone = person(Role.DIRECTOR).client.get(SCHOOLS)
    assert page.context["classes"] == ()
    assert page.context["risk"] is not None
    assert [each.label for each in page.context["weeks"].classes] == ["5A", "6B"]
    assert page.context["weeks"] == alone.context["weeks"]
    assert client.get("/list/").context["own_class"] == ""


def test_a_teacher_of_two_classes_sees_both_in_the_overview_and_on_the_list(person, also):
    client = also(person(Role.FORM_TEACHER), Role.FORM_TEACHER, school_id="S1", class_label="6B")
    said = client.get("/list/")
    assert "of your classes 5A, 6B," in said.context["own_class"]
    page = client.get(SCHOOLS)
    assert [each.label for each in page.context["weeks"].classes] == ["5A", "6B"]
    assert page.context["covered"].listed == said.context["listed"]
    assert "Classes 5A, 6B" in page.text
    assert page.context["risk"] is None


def test_a_teacher_of_one_class_sees_that_alone(person):
    client = person(Role.FORM_TEACHER).client
    page = client.get(SCHOOLS)
    assert [each.label for each in page.context["weeks"].classes] == ["5A"]
    assert "Class 5A" in page.text
    assert "of your class 5A there" in client.get("/list/").context["own_class"]


def test_a_director_who_is_coordinator_too_gets_to_the_county_and_back(person, also):
    client = also(person(Role.DIRECTOR), Role.COORDINATOR, county="OT")
    own = client.get(SCHOOLS)
    assert f"{SCHOOLS}?county=OT" in own.text
    county = client.get(SCHOOLS, {"county": "OT"})
    assert county.context["county"] == "OT"
    assert f'href="{SCHOOLS}"' in county.text
    assert client.get(SCHOOLS, {"county": "DJ"}).status_code == 403


def test_nobody_else_gets_to_a_county_by_its_address(person):
    page = person(Role.DIRECTOR).client.get(SCHOOLS, {"county": "OT"})
    assert "county" not in page.context
    assert page.context["covered"].school_id == "S1"
    coordinator = person(Role.COORDINATOR).client.get(SCHOOLS)
    assert "Your own school" not in coordinator.text
