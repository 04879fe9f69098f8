"""What does somebody meet who opens an address of a form, or changes the language on a page?"""

import pytest

from serving.web.access.policy import Role
from tests.support.serving.decided import child, make_plan


def test_an_address_that_only_takes_a_form_says_so_in_a_page(person):
    director = person(Role.DIRECTOR)
    address = f"/plans/{make_plan(director, child()).opaque}/measure/"
    answer = director.client.get(address, headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "A form is sent to it from its own page." in answer.text
    assert director.client.get(address, headers={"accept": "application/json"}).content == b""


@pytest.mark.parametrize(
    ("back", "to"),
    [("/list/?k=3", "/list/?k=3"), ("//elsewhere.example/", "/"), ("https://elsewhere.example/", "/"), ("", "/")],
)
def test_a_change_of_language_leads_back_to_the_page(person, back, to):
    director = person(Role.DIRECTOR)
    assert director.client.post("/people/language/", {"language": "ro", "next": back}).url == to


def test_a_form_that_came_back_offers_no_change_of_language_which_would_throw_it_away(person):
    director = person(Role.DIRECTOR)
    plan = make_plan(director, child())
    refused = director.client.post(f"/plans/{plan.opaque}/measure/", {"code": ""})
    assert (refused.status_code, "/people/language/" in refused.text) == (422, False)
    assert "/people/language/" in director.client.get(f"/plans/{plan.opaque}/").text
