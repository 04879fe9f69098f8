"""Are the children of a list in the order that is asked for, and a list as dense as asked for?"""

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from serving.output.past_lists import LISTS_FILE
from serving.web.access.policy import Role
from serving.web.configuration.ranking import answer_from
from serving.web.lists.address import SORTS
from serving.web.reviews.models import Kind
from serving.web.roster.models import Child
from tests.support.serving.shown_lists import decided, order, row_of
from tests.support.serving.two_schools import small_service

FIGURES = {
    "capacity": 20, "past": True, "recall": {"lightgbm": {"value": 0.41, "low": 0.38, "high": 0.45},
                                             "absences_only": {"value": 0.36, "low": 0.33, "high": 0.4}},
    "ahead_of": {"absences_only": {"value": 0.05, "low": 0.01, "high": 0.09}},
}  # fmt: skip


@pytest.fixture
def with_past_lists():
    """A ranking service whose model's card tells of past lists."""
    service = small_service()
    answer_from(lambda: replace(service, card={**service.card, LISTS_FILE: json.dumps(FIGURES)}))
    yield
    answer_from(small_service)


@pytest.mark.parametrize("kind", [Kind.AGREED, Kind.DISMISSED])
def test_whom_nobody_has_decided_about_comes_first(person, kind: Kind):
    director = person(Role.DIRECTOR)
    before = order(director.client.get("/list/").text)
    decided(director.user, kind=kind)
    text = director.client.get("/list/").text
    assert order(text) == [*(child for child in before if child != "P1"), "P1"]
    assert "First the children about whom nobody has decided yet, then the others; in each part by place." in text
    assert order(director.client.get("/list/?sort=rank").text) == before


@pytest.mark.parametrize("sort", [sort for sort in SORTS if sort != "open"])
def test_every_column_has_its_order_and_says_so(person, sort: str):
    client = person(Role.DIRECTOR).client
    for asked, other in ((sort, f"-{sort}"), (f"-{sort}", sort)):
        text = client.get(f"/list/?sort={asked}").text
        assert set(order(text)) == {"P1", "P2", "P3", "P4", "P5"}
        (head,) = re.findall(r'<th scope="col" class="\w+" aria-sort="(?:as|des)cending">.*?</th>', text)
        assert f"sort={other}" in head


def test_the_order_is_said_in_a_sentence(person):
    client = person(Role.DIRECTOR).client
    assert "In the order: unexcused hours, this year." in client.get("/list/?sort=year").text
    assert "In the order: unexcused hours, this year, backwards." in client.get("/list/?sort=-year").text


def test_no_column_is_said_to_give_the_order_that_none_gives(person):
    assert "aria-sort" not in person(Role.DIRECTOR).client.get("/list/").text


def test_orders_by_words_go_by_the_alphabet_and_by_the_class(person):
    client = person(Role.DIRECTOR).client
    assert order(client.get("/list/?sort=child").text) == ["P1", "P2", "P3", "P4", "P5"]
    assert order(client.get("/list/?sort=-child").text) == ["P5", "P4", "P3", "P2", "P1"]
    assert set(order(client.get("/list/?sort=class").text)[:3]) == {"P1", "P2", "P3"}


def test_what_is_not_known_is_last_in_both_directions(person):
    director = person(Role.DIRECTOR)
    director.client.get("/list/")
    decided(director.user)  # P1 alone has somebody who looks after the child
    for sort in ("owner", "-owner"):
        assert order(director.client.get(f"/list/?sort={sort}").text)[0] == "P1"


def test_a_list_has_one_line_for_a_child_unless_the_address_asks_for_all_reasons(person):
    client = person(Role.DIRECTOR).client
    text = client.get("/list/").text
    assert '<table class="rows compact">' in text
    assert '<details class="reasons"><summary' in row_of(text, "P1")
    text = client.get("/list/?view=reasons").text
    assert '<table class="rows">' in text
    assert '<details class="reasons" open><summary' in row_of(text, "P1")
    assert 'value="reasons" checked' in text


def test_a_kept_view_keeps_the_reasons(person):
    director = person(Role.DIRECTOR)
    answer = director.client.post("/list/views/", {"name": "long", "query": "view=reasons&sort=-year"})
    assert answer["Location"] == "/list/?sort=-year&view=reasons"


def test_the_list_says_what_counting_absences_alone_would_have_found(person, with_past_lists):
    text = person(Role.DIRECTOR, language="ro").client.get("/list/").text
    assert "din 100 de copii care au ajuns la așa ceva, lista cuprindea 41 (între 38 și 45)" in text
    assert "iar numărul absențelor singur 36 (între 33 și 40)" in text


def test_the_list_of_a_model_that_does_not_tell_says_nothing_of_it(person):
    assert "counting absences alone" not in person(Role.DIRECTOR).client.get("/list/").text


def test_a_part_is_the_part_of_the_page(person):
    client = person(Role.DIRECTOR).client
    page = client.get("/list/?sort=year")
    part = client.get("/list/?sort=year", headers={"HX-Request": "true", "HX-Target": "list-part"})
    assert part.text.lstrip().startswith('<div class="list-page" id="list-part"')
    assert order(part.text) == order(page.text)
    assert "HX-Request" in page["Vary"]
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub("", part.text.strip()) in token.sub("", page.text)


def test_going_back_in_the_browser_shows_the_page(person):
    client = person(Role.DIRECTOR).client
    answer = client.get("/list/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<!doctype html>" in answer.text


@pytest.mark.parametrize(
    ("role", "address"),
    [(Role.DIRECTOR, "/list/?as_of=2001-01-01"), (Role.DIRECTOR, "/list/?school=S2"), (Role.SECRETARY, "/list/")],
)
def test_what_is_no_part_is_opened_as_a_page(person, role: Role, address: str):
    client = person(role).client
    assert client.get(address).status_code in (403, 409)
    answer = client.get(address, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"], answer.content) == (200, address, b"")


def test_who_is_signed_out_meanwhile_is_led_to_the_door(person):
    client = person(Role.DIRECTOR).client
    client.logout()
    answer = client.get("/list/?k=5", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/account/login/?next=/list/%3Fk%3D5"


def test_a_file_says_what_the_row_says(person):
    director = person(Role.DIRECTOR)
    director.client.get("/list/")
    decided(director.user)
    text = director.client.get("/list/file/csv/?sort=rank").content.decode("utf-8")
    row = next(each for each in csv.DictReader(io.StringIO(text)) if each["child"] == "P1")
    assert (row["unexcused_module"], row["unexcused_year"], row["days_in_a_row"]) == ("14", "19", "0")
    assert (row["state"], row["owner"], row["last_action"]) == ("monitored", str(director.user), "to be monitored")
    assert (row["subjects_below_pass"], row["conduct"], row["trend"]) == ("1", "", "rising")
    page_row = row_of(director.client.get("/list/").text, "P1")
    assert all(reason.partition(",")[0] in page_row for reason in row["reasons"].split(" · "))


def test_a_document_to_print_is_one(person):
    director = person(Role.DIRECTOR)
    answer = director.client.get("/list/file/pdf/?class=6B")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="prezent-2025-02-10.pdf"'


def test_an_order_by_place_is_the_slow_one(person):
    client = person(Role.DIRECTOR).client
    text = client.get("/list/?sort=-rank").text
    places = [int(place) for place in re.findall(r'<td class="rank n">(\d+)</td>', text)]
    assert places == sorted(places, reverse=True)
    assert len(places) == Child.objects.filter(school_id="S1").count()
