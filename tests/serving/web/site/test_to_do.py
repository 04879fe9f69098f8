"""Does the first page say what is to be done, and only to whom it concerns?"""

import datetime as dt
from dataclasses import replace

import pytest

from models.ranking.abstention import STALE_CLASS, NotScored
from models.viewer import Viewer
from serving.web.access.models import SharedChild
from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.imports.models import Upload
from serving.web.lists.models import ShownList
from serving.web.plans.models import Plan, State, Step
from serving.web.reviews.models import Decision, Kind
from serving.web.roster.models import Child
from tests.support.serving.two_schools import AS_OF, small_service


def opaque(pupil_id: str) -> str:
    return f"/child/{Child.objects.get(pupil_id=pupil_id).opaque}/"


def test_children_of_the_first_list_wait_for_somebody(person):
    text = person(Role.DIRECTOR).client.get("/").text
    assert "there is no earlier one to compare with" in text
    assert opaque("P1") in text
    assert Entry.objects.filter(action="to_do_viewed", school_id="S1").exists()


def test_a_child_for_whom_something_was_done_waits_no_longer(person):
    director = person(Role.DIRECTOR)
    director.client.get("/")
    Decision.objects.create(
        child=Child.objects.get(pupil_id="P1"), kind=Kind.AGREED, reason="seen", by=director.user, school_id="S1",
        as_of=dt.date(2025, 2, 10), at=dt.datetime(2025, 2, 9, tzinfo=dt.UTC),
    )  # fmt: skip
    assert opaque("P1") not in director.client.get("/").text


def test_after_an_import_only_new_and_worse_children_are_named(person):
    director = person(Role.DIRECTOR)
    director.client.get("/list/?as_of=2025-01-10")  # all five children were on it
    ShownList.objects.update(is_of_school=True)  # as if it had been that day
    text = director.client.get("/").text
    assert opaque("P1") not in text
    assert "5 other children of the list have had no action" in text


def test_steps_of_plans_are_due_for_whoever_is_to_do_them(person):
    director, other = person(Role.DIRECTOR), person(Role.COUNSELLOR)
    director.client.get("/list/")
    plan = Plan.objects.create(
        child=Child.objects.get(pupil_id="P1"), school_id="S1", class_label="5A", owner=director.user, need="absences",
        starts_on=dt.date(2025, 1, 20), made_by=director.user,
    )  # fmt: skip
    for text, due_on, done_on in (
        ("visit", dt.date(2025, 2, 7), None), ("call", dt.date(2025, 2, 14), None),
        ("later", dt.date(2025, 3, 14), None), ("done", dt.date(2025, 2, 7), dt.date(2025, 2, 7)),
    ):  # fmt: skip
        Step.objects.create(plan=plan, text=text, due_on=due_on, done_on=done_on, responsible=director.user)
    text = director.client.get("/").text
    assert [word in text for word in ("P1: visit", "P1: call", "P1: later", "P1: done")] == [True, True, False, False]
    assert text.count("overdue") == 1
    assert "P1: visit" not in other.client.get("/").text


def test_a_teacher_sees_the_own_class(person):
    text = person(Role.FORM_TEACHER, class_label="6B").client.get("/").text
    assert opaque("P4") in text
    assert opaque("P1") not in text


def test_a_worker_from_outside_sees_the_children_shared_with_them(person):
    person(Role.DIRECTOR).client.get("/list/")
    worker = person(Role.NGO_WORKER)
    assert "Nothing is waiting for you" in worker.client.get("/").text
    SharedChild.objects.create(
        user=worker.user, pupil_id="P1", school_id="S1", until=dt.date(2025, 3, 1), given_by="director"
    )
    assert opaque("P1") in worker.client.get("/").text


def plan_of_p1(owner, *, label="5A"):
    child = Child.objects.get(pupil_id="P1")
    return Plan.objects.create(
        child=child, school_id="S1", class_label=label, owner=owner, need="absences", starts_on=dt.date(2025, 1, 20),
        made_by=owner,
    )  # fmt: skip


def test_a_director_sees_every_overdue_step_of_the_school_and_whose_it_is(person):
    director, counsellor, elsewhere = person(Role.DIRECTOR), person(Role.COUNSELLOR), person(Role.DIRECTOR, school="S2")
    director.client.get("/list/")
    plan = plan_of_p1(counsellor.user)
    for text, due_on in (("visit", dt.date(2025, 2, 7)), ("call", dt.date(2025, 2, 14))):
        Step.objects.create(plan=plan, text=text, due_on=due_on, responsible=counsellor.user)
    text = director.client.get("/").text
    assert ("P1: visit" in text, "P1: call" in text) == (True, False)  # what is not late is its owner's affair
    assert f"({counsellor.user})" in text
    assert "P1: visit" not in elsewhere.client.get("/").text
    own = counsellor.client.get("/").text
    assert "P1: call" in own
    assert f"({counsellor.user})" not in own


def test_a_step_of_ones_own_is_named_once(person):
    director = person(Role.DIRECTOR)
    director.client.get("/list/")
    Step.objects.create(
        plan=plan_of_p1(director.user), text="visit", due_on=dt.date(2025, 2, 7), responsible=director.user
    )
    assert director.client.get("/").text.count("P1: visit") == 1


def test_a_form_teacher_is_told_of_overdue_steps_of_colleagues_in_the_own_class_alone(person):
    director, teacher = person(Role.DIRECTOR), person(Role.FORM_TEACHER)
    of_6b, counsellor = person(Role.FORM_TEACHER, class_label="6B"), person(Role.COUNSELLOR)
    director.client.get("/list/")
    Step.objects.create(
        plan=plan_of_p1(director.user), text="visit", due_on=dt.date(2025, 2, 7), responsible=director.user
    )
    own = teacher.client.get("/").text
    assert "P1: visit" in own
    assert f"({director.user})" in own
    assert "P1: visit" not in of_6b.client.get("/").text
    assert "P1: visit" not in counsellor.client.get("/").text


def test_a_step_of_a_plan_that_is_over_is_late_for_nobody(person):
    director, counsellor = person(Role.DIRECTOR), person(Role.COUNSELLOR)
    director.client.get("/list/")
    plan = plan_of_p1(counsellor.user)
    Step.objects.create(plan=plan, text="visit", due_on=dt.date(2025, 2, 7), responsible=counsellor.user)
    Plan.objects.filter(pk=plan.pk).update(state=State.CLOSED, closed_on=dt.date(2025, 2, 8))
    assert "P1: visit" not in director.client.get("/").text


def test_an_import_that_waits_is_due_for_the_directors_of_its_school(person):
    director, elsewhere, teacher = person(Role.DIRECTOR), person(Role.DIRECTOR, school="S2"), person(Role.FORM_TEACHER)
    upload = Upload.objects.create(
        school_id="S1", by=director.user, names=["catalog.xlsx"], exported_on=dt.date(2025, 2, 9)
    )
    text = director.client.get("/").text
    assert "Files were uploaded and not looked at: catalog.xlsx" in text
    assert f"/records/upload/{upload.opaque}/" in text
    assert "catalog.xlsx" not in elsewhere.client.get("/").text
    assert "catalog.xlsx" not in teacher.client.get("/").text
    for stands, said in (("asked", "An import waits for answers: catalog.xlsx"),
                         ("ready", "An import waits to be brought in or dropped: catalog.xlsx")):  # fmt: skip
        Upload.objects.update(stands=stands)
        assert said in director.client.get("/").text
    for only_to_remove in ("wrong", "nothing"):  # they go by themselves
        Upload.objects.update(stands=only_to_remove)
        assert "catalog.xlsx" not in director.client.get("/").text
    Upload.objects.update(stands="ready")
    Upload.objects.update(made_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))  # its files are gone after a day
    assert "catalog.xlsx" not in director.client.get("/").text


@pytest.fixture
def silent_class(monkeypatch):
    """Class 6B has a stale register, and P9 is enrolled though an outcome says otherwise."""
    service, scored = small_service(), small_service().cohort_at(AS_OF)
    silent = {
        pupil: NotScored(
            pupil,
            STALE_CLASS,
            "Clasa 6B: nimic; completați catalogul, apoi cereți lista din nou.",
            "Class 6B: nothing; bring the class register up to date, then ask for the list again.",
        )
        for pupil in ("P4", "P5")
    }
    gone = NotScored("P3", "story_ended", "Înscris, dar plecat", "Enrolled, but gone")
    made = service.list_of(viewer=Viewer("a test", frozenset({"S1"})), school_id="S1", as_of=AS_OF, capacity=20)
    ranked = replace(made, not_scored=(*silent.values(), gone))
    monkeypatch.setattr("serving.web.lists.shown._ranked", lambda *_of: ranked)
    return scored


def test_a_stale_register_is_told_to_the_director_and_its_own_teacher(person, silent_class):
    told = "Class 6B: nothing (2 children)"
    shown = person(Role.DIRECTOR).client.get("/").text
    assert told in shown
    assert "bring the class register" not in shown  # it stands once above all registers
    assert shown.count("fill the register in") == shown.count("Registers that are not up to date")
    assert "Clasa 6B: nimic (2 copii)" in person(Role.DIRECTOR, language="ro").client.get("/").text
    assert told in person(Role.FORM_TEACHER, class_label="6B").client.get("/").text
    assert "Class 6B" not in person(Role.FORM_TEACHER, class_label="5A").client.get("/").text


def test_an_odd_enrolment_is_told_to_whoever_can_put_it_right_with_the_way_and_the_child(person, silent_class):
    director = person(Role.DIRECTOR)
    director.client.get("/list/?as_of=2025-01-10")  # so that the pages know P3
    told = director.client.get("/").text
    assert "1 child is enrolled, though the records say that it left or finished." in told
    assert "needs the day of leaving in the register" in told
    assert 'href="/records/">Bring a sheet in' in told
    assert f'<a href="{opaque("P3")}">P3</a>' in told
    assert Entry.objects.filter(action="to_do_viewed", what__to_put_right=1).exists()
    assert "is enrolled, though" not in person(Role.COUNSELLOR).client.get("/").text


def not_on_a_list(monkeypatch, *reasons):
    """Let the list of S1 say of children P3, P4 … and so on why they are on no list."""
    made = small_service().list_of(viewer=Viewer("a test", frozenset({"S1"})), school_id="S1", as_of=AS_OF, capacity=2)
    odd = tuple(NotScored(f"P{number}", reason, "x", "x") for number, reason in enumerate(reasons, start=3))
    lists = {"S1": replace(made, not_scored=odd), "S1R": replace(made, not_scored=())}
    monkeypatch.setattr("serving.web.lists.shown._ranked", lambda _service, school, *_of: lists[school])


def test_a_school_year_that_has_yet_to_begin_is_nothing_to_put_right(person, monkeypatch):
    not_on_a_list(monkeypatch, "not_begun", "not_begun")
    assert "Enrolments to put right" not in person(Role.DIRECTOR).client.get("/").text


@pytest.mark.parametrize("language", ["en", "ro"])
def test_odd_enrolments_of_a_kind_are_told_once_with_all_their_children(person, monkeypatch, language):
    not_on_a_list(monkeypatch, "other_school", "story_ended", "other_school")
    told = person(Role.DIRECTOR, language=language).client.get("/").text
    both = {
        "en": ("2 children are enrolled in another school too", "1 child is enrolled, though"),
        "ro": ("2 elevi sunt înscriși și la altă școală", "1 elev este înscris, deși"),
    }
    assert [told.count(each) for each in both[language]] == [1, 1]
    assert [pupil for pupil in ("P3", "P4", "P5") if pupil not in told] == []


def test_a_child_who_is_in_another_school_by_now_is_no_name_and_no_link(person, monkeypatch, moved):
    monkeypatch.setattr("serving.web.roster.names._kept_names", lambda children: {each.pupil_id: f"Name of {each}"
                                                                                  for each in children})  # fmt: skip
    Child.objects.create(pupil_id="P2", school_id="S1", class_label="5A")
    moved()
    made = small_service().list_of(viewer=Viewer("a test", frozenset({"S1"})), school_id="S1", as_of=AS_OF, capacity=1)
    odd = tuple(NotScored(pupil, "other_school", "x", "x") for pupil in ("P2", "P3"))
    monkeypatch.setattr("serving.web.lists.shown._ranked", lambda *_of: replace(made, not_scored=odd))
    told = person(Role.DIRECTOR).client.get("/").text
    assert "Name of P3" in told
    assert "<li>P2</li>" in told


def test_no_transaction_is_open_while_lists_are_made(person, monkeypatch):
    """Making them after an import takes a while, and in SQLite nobody writes beside a transaction."""
    from django.db import connection

    from serving.web.site import home

    director, real, seen = person(Role.DIRECTOR), home.to_do_of, []

    def looked(*given):
        seen.append(len(connection.savepoint_ids))
        return real(*given)

    monkeypatch.setattr(home, "to_do_of", looked)
    before = len(connection.savepoint_ids)
    assert director.client.get("/").status_code == 200
    assert seen == [before]
