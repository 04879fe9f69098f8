"""Does a child's page show the evidence to those who may see it, and to nobody else?"""

import datetime as dt

import pytest

from features.i18n.text import Bilingual
from models.explain.told_reasons import ToldReason
from serving.web.access.models import SharedChild
from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.children.reasons import parents_lines
from serving.web.plans.models import Plan, Step
from serving.web.reviews.models import Decision, Kind
from serving.web.roster.models import Child
from tests.support.serving.decided import make_plan


@pytest.fixture
def child(person) -> Child:
    person(Role.DIRECTOR).client.get("/list/")
    return Child.objects.get(pupil_id="P1")


def test_the_page_shows_reasons_marks_and_who_can_see_the_child(person, child):
    text = person(Role.DIRECTOR).client.get(f"/child/{child.opaque}/").text
    assert "This is not a cause" in text
    assert "matematică" in text
    assert "works for the whole school" in text
    assert "By the rule" in text


def test_each_view_is_logged_with_its_child(person, child):
    client = person(Role.DIRECTOR).client
    for page in ("", "?tab=model", "print/", "parents/"):
        assert client.get(f"/child/{child.opaque}/{page}").status_code == 200
    pages = [(entry.pupil_id, entry.what["page"]) for entry in Entry.objects.filter(action="child_viewed")]
    assert pages == [("P1", "child"), ("P1", "model"), ("P1", "print"), ("P1", "parents")]


def test_the_number_stands_on_the_second_tab_alone_and_after_the_decision(person, child):
    director = person(Role.DIRECTOR)
    client = director.client
    assert "say first what you think" in client.get(f"/child/{child.opaque}/?tab=model").text
    Decision.objects.create(
        child=child, kind=Kind.AGREED, reason="seen", by=director.user, school_id="S1", as_of=dt.date(2025, 2, 10)
    )
    assert "Of 100 children" not in client.get(f"/child/{child.opaque}/").text
    assert "Of 100 children" not in client.get(f"/child/{child.opaque}/print/").text
    assert "Of 100 children" in client.get(f"/child/{child.opaque}/?tab=model").text
    viewed = Entry.objects.filter(action="child_viewed")
    assert [entry.what["score"] for entry in viewed] == [False, False, False, True]


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.DIRECTOR, {"school": "S2"}), (Role.COUNSELLOR, {"school": "S9"}),
        (Role.FORM_TEACHER, {"class_label": "6B"}),
        (Role.FORM_TEACHER, {"school": "S2", "class_label": "5A"}), (Role.NGO_WORKER, {}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["", "?tab=model", "print/", "parents/"])
def test_another_schools_or_classes_child_is_answered_like_one_that_is_not_there(person, child, role, place, page):
    client = person(role, **place).client
    refused, missing = client.get(f"/child/{child.opaque}/{page}"), client.get(f"/child/nobody/{page}")
    assert refused.status_code == missing.status_code == 404
    assert ">P1<" not in refused.text
    assert not Entry.objects.filter(action="child_viewed").exists()


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.COORDINATOR, Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR])
def test_roles_without_children_see_none(person, child, role):
    assert person(role).client.get(f"/child/{child.opaque}/").status_code == 403


def test_a_shared_child_is_seen_from_outside_until_its_day(person, child):
    worker = person(Role.NGO_WORKER)
    shared = SharedChild.objects.create(
        user=worker.user, pupil_id="P1", school_id="S1", until=dt.date(2025, 3, 1), given_by="director"
    )
    assert worker.client.get(f"/child/{child.opaque}/").status_code == 200
    text = person(Role.DIRECTOR).client.get(f"/child/{child.opaque}/").text
    assert "a plan is shared until 1 March 2025, by director" in text
    shared.until = dt.date(2025, 2, 9)
    shared.save()
    assert worker.client.get(f"/child/{child.opaque}/").status_code == 404


def test_a_child_who_is_in_no_class_on_a_day_still_has_its_notes(person, child):
    text = person(Role.DIRECTOR).client.get(f"/child/{child.opaque}/?as_of=2024-09-10").text
    assert "Notes of the team" in text


def test_the_history_has_each_list_that_was_shown(person, child):
    client = person(Role.DIRECTOR).client
    client.get("/list/?as_of=2025-01-20&k=3")
    text = client.get(f"/child/{child.opaque}/").text
    assert "20 January 2025" in text
    assert "10 February 2025" in text


def test_the_explanation_for_parents_says_how_to_object(person, child):
    text = person(Role.FORM_TEACHER).client.get(f"/child/{child.opaque}/parents/").text
    assert "ANSPDCP" in text
    assert "corrected" in text


def test_in_romanian_no_number_of_a_drawing_is_written_with_a_comma(person, child):
    text = person(Role.DIRECTOR, language="ro").client.get(f"/child/{child.opaque}/").text
    drawings = "".join(part.partition("</svg>")[0] for part in text.split("<svg")[1:])
    assert all("," not in value for value in _attributes(drawings, "x", "y", "width", "height"))


def _attributes(text: str, *names: str) -> list[str]:
    return [part.partition('"')[0] for name in names for part in text.split(f' {name}="')[1:]]


def test_whoever_sees_no_list_goes_back_to_what_is_to_be_done(person, child, today):
    worker, director = person(Role.NGO_WORKER), person(Role.DIRECTOR)
    SharedChild.objects.create(user=worker.user, pupil_id="P1", school_id="S1", until=today, given_by="a test")
    assert 'href="/list/' not in (text := worker.client.get(f"/child/{child.opaque}/").text)
    assert '<a href="/">← To do</a>' in text
    text = director.client.get(f"/child/{child.opaque}/").text
    assert '<a href="/list/?school=S1&amp;as_of=2025-02-10">← List</a>' in text


def test_the_letter_to_parents_says_nothing_of_their_means_nor_of_other_families():
    def told(theme):
        return ToldReason(theme, theme, 1.0, True, Bilingual(f"{theme}; usual here: 2", theme))

    lines = parents_lines([told(theme) for theme in ("parents", "poverty", "distance", "marks")], "en")
    assert [(line.text, line.usual) for line in lines] == [("distance", ""), ("marks", "usual here: 2")]


def test_the_sheet_for_the_council_tells_the_weeks_the_decision_and_the_plan(person, child):
    director = person(Role.DIRECTOR)
    plan = make_plan(director, child)
    for text, done_on in (("Visit at home", None), ("Call the aunt", plan.starts_on)):
        Step.objects.create(
            plan=plan, text=text, due_on=dt.date(2025, 2, 14), responsible=director.user, done_on=done_on
        )
    sheet = " ".join(director.client.get(f"/child/{child.opaque}/print/").text.split())
    for said in ("Hours missed by week", "in plan, ", "Misses the first lesson", "NOROC", "1 step is done.",
                 "To do by 14 February 2025: Visit at home"):  # fmt: skip
        assert said in sheet
    assert "Call the aunt" not in sheet
    Plan.objects.update(state="closed", closed_on=dt.date(2025, 2, 10))
    assert "Misses the first lesson" not in director.client.get(f"/child/{child.opaque}/print/").text


def test_the_sheet_for_parents_has_the_school_the_class_and_a_form_to_object(person, child):
    sheet = person(Role.DIRECTOR, language="ro").client.get(f"/child/{child.opaque}/parents/").text
    for said in ("Unu, clasa 5A", "Telefon", "Responsabilul cu protecția datelor", "Mă opun"):
        assert said in sheet
