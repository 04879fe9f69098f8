"""Does the list show each child with facts, reasons and state, keep what it showed, and give files?"""

import csv
import datetime as dt
import io
import re

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.configuration.school_order import in_order
from serving.web.lists.models import SavedView, ShownList
from serving.web.reviews.models import Decision
from serving.web.reviews.states import states_of
from serving.web.roster.models import Child
from tests.support.browser.still_pages import still_page
from tests.support.serving.shown_lists import decided, order, row_of, words
from tests.support.serving.two_schools import AS_OF


def test_a_row_says_the_hours_and_marks_that_the_records_have(person):
    text = person(Role.DIRECTOR).client.get("/list/").text
    assert words(row_of(text, "P1"))[1:6] == [
        "5A",
        "unexcused 14 h this module, 19 this year",
        "days in a row 0",
        "below pass 1",
        "conduct –",
    ]
    assert "proposed" in text
    assert "nobody yet" in text
    assert re.search(r'<p class="printed">.*What was known before 10 February 2025', text)  # on paper no form says it


def test_a_row_leads_to_the_page_of_the_child_under_an_id_that_says_nothing(person):
    text = person(Role.DIRECTOR).client.get("/list/").text
    child = Child.objects.get(pupil_id="P1")
    assert f"/child/{child.opaque}/?as_of=2025-02-10" in text


def test_a_number_is_shown_on_request_of_children_decided_about_and_that_is_logged(person):
    director = person(Role.DIRECTOR)
    assert "the number follows" not in director.client.get("/list/").text
    text = director.client.get("/list/?score=1").text
    assert (text.count("> the number follows your decision<"), text.count(">score …")) == (5, 5)
    decided(director.user)
    text = director.client.get("/list/?score=1").text
    assert (text.count("> the number follows your decision<"), len(re.findall(r">score \d", text))) == (4, 1)
    assert ">score " not in director.client.get("/list/").text
    viewed = Entry.objects.filter(action="list_viewed")
    assert [entry.what["score"] for entry in viewed] == [False, False, True, False]


def test_a_file_has_the_number_where_the_page_has_it(person):
    director = person(Role.DIRECTOR)
    director.client.get("/list/")
    decided(director.user)

    def scores(query: str, language: str = "en") -> list[str]:
        text = director.client.get(f"/list/file/csv/{query}").content.decode("utf-8-sig")
        return [row["score"] for row in csv.DictReader(io.StringIO(text)) if row.get("score")]

    assert (len(scores("")), len(scores("?score=1"))) == (0, 1)
    assert [entry.what["score"] for entry in Entry.objects.filter(action="list_exported")] == [False, True]


def test_a_file_in_romanian_stays_one_that_spreadsheets_know(person):
    content = person(Role.DIRECTOR, language="ro").client.get("/list/file/csv/").content
    assert content.startswith("\ufeffNr.;Copilul;Clasa;Nemotivate, modul;".encode())


def test_a_trend_has_its_hours_in_words(person):
    text = person(Role.DIRECTOR).client.get("/list/").text
    assert "oldest first: 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 4" in text
    assert "rising" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("class=6B", {"P4", "P5"}), ("class=7Z", set()), ("cycle=lower", {"P1", "P2", "P3", "P4", "P5"}),
        ("cycle=upper", set()), ("state=proposed", {"P1", "P2", "P3", "P4", "P5"}), ("state=in_plan", set()),
        ("owner=-", {"P1", "P2", "P3", "P4", "P5"}), ("idle=1", {"P1", "P2", "P3", "P4", "P5"}),
    ],
)  # fmt: skip
def test_an_address_narrows_the_list_without_changing_the_places(person, query: str, shown: set[str]):
    client = person(Role.DIRECTOR).client
    client.get("/list/")
    text = client.get(f"/list/?{query}").text
    links = {child.pupil_id for child in Child.objects.all() if f"/child/{child.opaque}/" in text}
    assert links == shown
    assert ShownList.objects.count() == 1  # the list is the same one


def test_the_order_is_that_of_the_address(person):
    text = person(Role.DIRECTOR).client.get("/list/?sort=year").text
    assert order(text)[:2] == ["P1", "P4"]  # 19 and 2 hours
    backwards = person(Role.DIRECTOR).client.get("/list/?sort=-year").text
    assert order(backwards)[-1] == "P1"
    assert 'class="hours" aria-sort="descending"' in text
    assert 'class="hours" aria-sort="ascending"' in backwards


def test_a_decision_is_the_state_and_its_maker_the_owner(person):
    director = person(Role.DIRECTOR)
    director.client.get("/list/")
    decided(director.user)
    text = director.client.get("/list/?state=monitored").text
    assert f"/child/{Child.objects.get(pupil_id='P1').opaque}/" in text


def test_a_child_of_whom_nobody_decided_is_proposed(person):
    person(Role.DIRECTOR).client.get("/list/")
    states = states_of(Child.objects.all())
    assert {state.stage for state in states.values()} == {"proposed"}


def test_new_is_who_was_not_on_the_list_before_the_last_import(person):
    client = person(Role.DIRECTOR).client
    client.get("/list/?as_of=2025-01-10&k=2")
    assert "new on the list" not in client.get("/list/?k=2").text  # a look back is no list that the school worked with
    ShownList.objects.filter(as_of__lt=AS_OF).update(is_of_school=True)
    text = client.get("/list/?k=2").text
    before, now = ShownList.objects.order_by("as_of")
    new = set(now.places.values_list("child_id", flat=True)) - set(before.places.values_list("child_id", flat=True))
    assert text.count("new on the list") == len(new)
    assert "10 January 2025" in text


def test_a_list_of_the_same_records_is_no_earlier_list(person):
    client = person(Role.DIRECTOR).client
    client.get("/list/?as_of=2025-02-08")
    ShownList.objects.update(is_of_school=True)
    assert "new on the list" not in client.get("/list/?as_of=2025-02-09").text  # nothing became known in between


def test_a_file_has_the_children_that_the_page_shows(person):
    client = person(Role.DIRECTOR).client
    answer = client.get("/list/file/csv/?class=6B")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode().lstrip("\ufeff"))))
    assert {row["child"] for row in rows} == {"P4", "P5"}
    entry = Entry.objects.get(action="list_exported")
    assert (entry.school_id, entry.what["children"], entry.what["format"]) == ("S1", 2, "csv")


def test_a_workbook_is_one(person):
    answer = person(Role.DIRECTOR).client.get("/list/file/xlsx/")
    assert answer.content.startswith(b"PK")
    assert answer["Content-Disposition"] == 'attachment; filename="prezent-2025-02-10.xlsx"'


def test_a_file_of_another_kind_is_not_there(person):
    assert person(Role.DIRECTOR).client.get("/list/file/exe/").status_code == 404


def test_a_teacher_takes_home_the_own_class_alone(person):
    answer = person(Role.FORM_TEACHER, class_label="6B").client.get("/list/file/csv/")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["class_label"] for row in rows} == {"6B"}


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_may_not_see_the_list_gets_no_file(person, role: Role):
    assert person(role).client.get("/list/file/csv/").status_code == 403


def test_a_view_is_kept_under_a_name_for_its_owner_alone(person):
    director, counsellor = person(Role.DIRECTOR), person(Role.COUNSELLOR)
    answer = director.client.post("/list/views/", {"name": "VI B", "query": "class=6B&sort=year&score=1&evil=1"})
    assert answer["Location"] == "/list/?class=6B&sort=year"
    assert "VI B" in director.client.get("/list/").text
    assert "VI B" not in counsellor.client.get("/list/").text
    view = SavedView.objects.get()
    assert counsellor.client.post(f"/list/views/{view.opaque}/forget/").status_code == 404
    assert director.client.post(f"/list/views/{view.opaque}/forget/").status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_asked_for_one(person):
    answer = person(Role.DIRECTOR).client.post("/list/views/", {"name": "", "query": "class=6B"})
    assert answer.status_code == 422
    assert "class=6B" in answer.text


def test_a_day_without_a_school_year_is_refused_in_a_sentence(person):
    answer = person(Role.DIRECTOR).client.get("/list/?as_of=2001-01-01")
    assert answer.status_code == 409
    assert "give a date" in answer.text or "Nobody" in answer.text


def test_an_analyst_sees_pseudonyms(person):
    answer = person(Role.ANALYST).client.get("/list/?school=S2")
    assert answer.status_code == 200
    assert re.search(r'<th scope="row" class="name">P6', answer.text)
    assert "/child/" not in answer.text  # an analyst opens no child


def test_an_analyst_finds_the_lists_of_all_schools_of_the_records(person):
    analyst = person(Role.ANALYST)
    assert analyst.client.get("/").url == "/list/"
    answer = analyst.client.get("/list/")
    assert answer.status_code == 200
    assert answer.context["schools"] == [("Iași", ["S9"]), ("Olt", ["S2", "S1", "S1R"])]  # Doi, Unu, Unul
    assert '<optgroup label="Olt"><option value="S2">Doi</option>' in answer.text
    assert "P6" in analyst.client.get("/list/?school=S2").text


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "No child of this school is in the records on"), ("ro", "Niciun elev al acestei școli")],
)
def test_a_school_without_pupils_says_so_and_lets_another_be_chosen(person, monkeypatch, language: str, said: str):
    from features.errors import NoPupils
    from features.i18n.text import Bilingual
    from serving.web.lists import views

    def nobody(**_asked: object) -> None:
        raise NoPupils(Bilingual("Nobody is in school S9.", "Nimeni nu este la școala S9."))

    monkeypatch.setattr(views, "make_list", nobody)
    client = person(Role.ANALYST, language=language).client
    answer = client.get("/list/?school=S9&k=7")
    assert answer.status_code == 200
    part = client.get("/list/?school=S9&k=7", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert part.text.strip().startswith('<div id="list-part">')
    assert "Nouă" in answer.text
    assert said in answer.text
    assert '<option value="S1">Unu</option>' in answer.text
    assert 'name="k" value="7"' in answer.text


@pytest.mark.parametrize("day", ["1900-01-01", "0001-01-01", "2024-09-01", "1969-12-31"])
def test_a_day_before_the_records_is_a_sentence_with_the_way_back(person, day):
    answer = person(Role.DIRECTOR).client.get(f"/list/?as_of={day}&k=3")
    assert answer.status_code == 409
    assert "Nobody is in school" in answer.text
    assert 'href="/list/?k=3"' in answer.text


def test_a_school_without_county_or_name_is_never_the_first_one(monkeypatch):
    counties, names = {"S1": "OT", "S2": "OT", "S3": "IS"}, {"S1": "Unu", "S3": "Trei", "S4": "Patru"}
    monkeypatch.setattr("serving.web.configuration.school_order.counties_of_schools", lambda: counties)
    monkeypatch.setattr("serving.web.configuration.school_order.names_of_schools", lambda _schools: names)
    assert in_order({"S0", "S1", "S2", "S3", "S4"}) == ("S3", "S1", "S2", "S4", "S0")


def test_a_form_teacher_is_told_that_the_sentence_is_of_the_whole_school(person):
    text = person(Role.FORM_TEACHER).client.get("/list/").text
    assert "said of the whole school; of your class 5A there are 3 children on the list." in text
    assert "said of the whole school" not in person(Role.DIRECTOR).client.get("/list/").text


def test_a_list_of_a_past_day_says_once_that_it_is_none_of_today(person, monkeypatch):
    client = person(Role.DIRECTOR).client
    assert client.get("/list/").context["past"] == ""
    monkeypatch.setattr(timezone, "localdate", lambda *_arguments: dt.date(2025, 6, 10))
    assert client.get("/list/?as_of=2025-02-10").context["past"] == ""
    monkeypatch.setattr(timezone, "localdate", lambda *_arguments: dt.date(2026, 11, 1))
    text = client.get("/list/").text
    assert text.count("it says nothing of today until newer records come in.") == 1


def test_the_header_names_the_school_where_the_records_do(person):
    assert "· director Unu</span>" in person(Role.DIRECTOR).client.get("/list/").text
    assert "· form teacher 5A Unu</span>" in person(Role.FORM_TEACHER).client.get("/list/").text


@pytest.mark.parametrize(("capacity", "is_told"), [(3, False), (4, False), (5, True), (20, True), (500, True)])
def test_a_list_with_room_for_everybody_says_that_it_chooses_nobody(person, capacity, is_told):
    text = person(Role.DIRECTOR).client.get(f"/list/?k={capacity}").text
    assert ("There is room for all: the 5 children of the school" in text) == is_told


@pytest.mark.parametrize(("language", "said"), [("en", "decided by director on"), ("ro", "a decis director la")])
def test_who_decided_that_it_is_not_the_case_stands_beside_it(person, language, said):
    director = person(Role.DIRECTOR, language=language)
    director.client.get("/list/")
    child = Child.objects.get(pupil_id="P1")
    Decision.objects.create(child=child, kind="dismissed", reason="r", by=director.user, school_id="S1", as_of=AS_OF)
    assert said in director.client.get(f"/child/{child.opaque}/").text
    assert said in director.client.get(f"/review/{child.opaque}/").text
    assert said.rpartition(" ")[0] in director.client.get("/list/").text


@pytest.mark.parametrize("language", ["en", "ro"])
def test_the_first_child_is_on_the_first_screen_of_a_phone(browser, person, language):
    text = person(Role.DIRECTOR, language=language).client.get("/list/?k=20").text
    with still_page(browser, text, width=360, height=800, language=language) as page:
        row = page.locator("table.rows tbody tr").first.bounding_box()
        assert row["y"] + row["height"] <= 800
        assert not page.locator("#k").is_visible()
        page.locator("details.head > summary").click()
        assert page.locator("#k").is_visible()
    with still_page(browser, text, width=1280, height=800, language=language) as page:
        assert page.locator("#k").is_visible()
        assert not page.locator("details.head > summary").is_visible()


@pytest.mark.parametrize(
    "asked", ["as_of=2026-13-01", "as_of=yesterday", "k=-1", "k=1e400", "k=many", "k=5000", "as_of=2030-01-01"]
)
def test_a_day_or_number_that_is_none_is_told_and_not_passed_over(person, asked):
    text = person(Role.DIRECTOR).client.get(f"/list/?{asked}").text
    shown = "500" if asked == "k=5000" else "20"
    assert f"is of no later day. Shown is the list of 10 February 2025, for {shown}." in text
    assert (
        "that was asked for is none of a list"
        not in person(Role.DIRECTOR).client.get("/list/?as_of=2025-02-03&k=7").text
    )


@pytest.mark.parametrize("language", ["ro", "en"])
def test_a_day_before_the_records_is_refused_in_the_words_of_the_pages(person, language):
    director = person(Role.DIRECTOR)
    type(director.user).objects.update(language=language)
    text = director.client.get("/list/?as_of=2001-01-01").text
    assert "--as-of" not in text
    assert ("cereți o zi din ea" if language == "ro" else "ask for a day of these") in text


def test_of_a_class_without_a_child_on_the_list_that_is_said_in_words(person):
    from serving.web.lists.shown import of_own_classes

    assert of_own_classes(("5A",), 0) == "All this is said of the whole school; no child of 5A is on the list."
    assert of_own_classes(("5A", "6B"), 0).endswith("no child of 5A, 6B is on the list.")
    assert of_own_classes((), 0) == ""


def test_a_file_says_what_it_is_for_who_took_it_and_who_decided_that_nothing_is_to_be_done(person):
    director = person(Role.DIRECTOR)
    director.client.get("/list/")
    child = Child.objects.get(pupil_id="P1")
    Decision.objects.create(child=child, kind="dismissed", reason="r", by=director.user, school_id="S1", as_of=AS_OF)
    rows = list(csv.DictReader(io.StringIO(director.client.get("/list/file/csv/").content.decode())))
    assert {(row["list_of"], row["model_version"]) for row in rows} == {("2025-02-10", "3")}
    assert all(str(director.user) in row["taken_by"] and "scholarships" in row["purpose"] for row in rows)
    assert [row["owner"] for row in rows if row["child"] == "P1"] == [str(director.user)]
    sheet = load_workbook(io.BytesIO(director.client.get("/list/file/xlsx/").content)).active
    assert any("scholarships" in str(row[0].value) for row in sheet.iter_rows(max_row=12))
