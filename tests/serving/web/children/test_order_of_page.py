"""Is a child's page short: the reasons and what is decided first, the rest in parts that open?"""

import re

import pytest

from serving.web.access.policy import Role
from serving.web.roster.models import Child


@pytest.fixture
def page(person):
    """The page of P1 as the director has it, and the director's client."""
    director = person(Role.DIRECTOR)
    director.client.get("/list/")
    address = f"/child/{Child.objects.get(pupil_id='P1').opaque}/"
    return director.client, address, director.client.get(address).text


def test_reasons_come_first_then_what_is_decided_then_the_evidence(page):
    _, _, text = page
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", text)
    assert headings[:3] == ["Why this child is on the list", "Where it stands", "Hours missed by week"]
    assert headings[-1] == "Who can see this child and why"


def test_all_but_reasons_and_decision_is_folded_and_its_heading_says_what_is_in_it(page):
    _, _, text = page
    folds = re.findall(r'<details class="panel fold"[^>]*><summary><h2>([^<]+)</h2>(.*?)</summary>', text, re.DOTALL)
    said = {heading: " ".join(re.sub(r"<[^>]+>", " ", words).split()) for heading, words in folds}
    assert "unexcused: 14 h this module, 19 this year" in said["Hours missed by week"]
    assert said["Marks, with the pass line"] == "below the pass mark: 1"
    assert said["Notes of the team"] == "0"
    assert len(said) >= 8
    assert text.count('<section class="panel') == 2


def test_a_fold_opens_without_a_script(page):
    """Each part is an element that browsers open; the script only opens them where there is room."""
    _, _, text = page
    assert "<details" in text
    main = re.sub(r'aria-hidden="true"', "", text[text.index("<main") :])
    assert not re.findall(r"<(?!input)\w+[^>]*\shidden\b", main)


@pytest.mark.parametrize("tab", ["", "?tab=model"])
def test_a_tab_is_the_part_of_its_page(page, tab: str):
    client, address, _ = page
    part = client.get(address + tab, headers={"HX-Request": "true", "HX-Target": "child-part"}).text
    whole = client.get(address + tab).text
    assert part.lstrip().startswith('<div class="child-page" id="child-part"')
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub("", part.strip()) in token.sub("", whole)


def test_a_child_of_others_is_opened_as_a_page_that_says_nothing(page, person):
    _, address, _ = page
    answer = person(Role.DIRECTOR, school="S2").client.get(address, headers={"HX-Request": "true"})
    assert (answer["HX-Redirect"], answer.content) == (address, b"")
