"""A support plan is made after a decision, has steps and contacts, and keeps what was changed in it."""

import datetime as dt
from decimal import Decimal

import pytest

from serving.web.audit.models import Entry
from serving.web.plans.measures import measures
from serving.web.plans.models import Change, Plan, State
from tests.support.serving.decided import PLAN, child, day, decide, make_plan
from tests.support.serving.whole_words import says


def sent(plan: Plan, **fields: str) -> dict[str, str]:
    plan.refresh_from_db()
    return {"version": str(plan.version), **fields}


def test_a_plan_needs_a_decision_first(person):
    teacher, about = person("form_teacher"), child()
    assert "needs a person" in teacher.client.get(f"/plans/new/{about.opaque}/").content.decode()
    assert teacher.client.post(f"/plans/new/{about.opaque}/", PLAN).status_code == 409
    decide(teacher, about, "dismissed")
    assert teacher.client.post(f"/plans/new/{about.opaque}/", PLAN).status_code == 409
    assert not Plan.objects.exists()


def test_a_plan_is_made_with_its_first_kind_of_help(person):
    teacher = person("form_teacher")
    plan = make_plan(teacher, child())
    assert (plan.owner, plan.state, plan.goals) == (teacher.user, State.OPEN, "I want to be on time")
    assert plan.review_on == dt.date(2025, 2, 7)  # four weeks after the start
    [measure] = plan.measures.all()
    assert (measure.code, measure.hours_per_week, measure.provider) == ("MENTOR", Decimal(2), "NOROC")
    assert Entry.objects.filter(action="plan_opened", pupil_id="P1").count() == 1


def test_a_child_has_one_plan_that_goes_on(person):
    teacher = person("form_teacher")
    plan = make_plan(teacher, child())
    again = teacher.client.post(f"/plans/new/{child().opaque}/", PLAN)
    assert again["Location"] == f"/plans/{plan.opaque}/"
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"need": ""}, {"starts_on": "never"}, {"measure-code": "NONE"}, {"measure-hours_per_week": "-1"},
     {"review_on": "2025-01-10"}, {"measure-hours_per_week": "many"}],
)  # fmt: skip
def test_a_form_with_mistakes_makes_no_plan(person, wrong):
    teacher = person("form_teacher")
    decide(teacher, child())
    assert teacher.client.post(f"/plans/new/{child().opaque}/", {**PLAN, **wrong}).status_code == 422
    assert not Plan.objects.exists()


def test_every_kind_of_help_has_words_in_both_languages():
    assert list(measures()) == [
        "MENTOR", "CONS-E", "CONS-P", "REMED", "SDS", "MASA", "TRANSP", "MATERIAL", "VIZITA", "SOCIAL", "EXTRA", "CES",
        "ORIENT", "REINS", "CADRE",
    ]  # fmt: skip
    assert all(words.en and words.ro and words.en != words.ro for words in measures().values())


def test_steps_are_done_and_overdue_ones_come_first(person):
    director = person("director")
    late, fine = make_plan(director, child()), make_plan(director, child("P4", class_label="6B"))
    for plan, due in ((late, -1), (fine, 3)):
        director.client.post(
            f"/plans/{plan.opaque}/step/",
            {"text": f"Visit {plan.class_label}", "due_on": day(due), "responsible": str(director.user.pk)},
        )
        Plan.objects.filter(pk=plan.pk).update(review_on=None)
    page = director.client.get("/plans/").content.decode()
    assert page.index("Visit 5A") < page.index("Visit 6B")
    assert page.count("1 step overdue") == 1
    step = late.steps.get()
    director.client.post(f"/plans/step/{step.opaque}/done/", {"done": "yes"})
    step.refresh_from_db()
    assert (step.done_by, step.done_on) == (director.user, dt.date(2025, 2, 10))
    assert "overdue</span>" not in director.client.get("/plans/").content.decode()


def test_of_two_who_do_a_step_the_second_is_told(person):
    director = person("director")
    plan = make_plan(director, child())
    director.client.post(
        f"/plans/{plan.opaque}/step/", {"text": "Visit", "due_on": day(1), "responsible": str(director.user.pk)}
    )
    step, teacher = plan.steps.get(), person("form_teacher")
    director.client.post(f"/plans/step/{step.opaque}/done/", {"done": "yes"})
    told = teacher.client.post(f"/plans/step/{step.opaque}/done/", {"done": "yes"}, follow=True).content.decode()
    assert "Somebody else was quicker: director" in told
    step.refresh_from_db()
    assert step.done_by == director.user


def test_of_two_who_change_a_plan_the_second_is_shown_what_the_first_did(person):
    director, teacher = person("director"), person("form_teacher")
    plan = make_plan(director, child())
    opened = sent(plan, need="Needs glasses", goals="I want to see", starts_on="2025-01-10", review_on="2025-02-07")
    first = director.client.post(f"/plans/{plan.opaque}/edit/", opened)
    second = teacher.client.post(f"/plans/{plan.opaque}/edit/", {**opened, "need": "Needs a bus"})
    assert (first.status_code, second.status_code) == (302, 409)
    page = second.content.decode()
    assert "Somebody changed this plan" in page
    assert "Needs glasses" in page
    assert "Needs a bus</textarea>" in page  # what the second wrote is not lost
    plan.refresh_from_db()
    assert plan.need == "Needs glasses"
    third = teacher.client.post(f"/plans/{plan.opaque}/edit/", {**opened, **sent(plan, need="Needs a bus")})
    assert third.status_code == 302


def test_each_change_is_kept_with_what_was_before(person):
    director = person("director")
    plan = make_plan(director, child())
    director.client.post(
        f"/plans/{plan.opaque}/edit/",
        sent(plan, need="Needs glasses", goals=plan.goals, starts_on="2025-01-10", review_on="2025-02-07"),
    )
    [changed] = Change.objects.filter(record="plan", field="need").exclude(before="")
    assert (changed.before, changed.after, changed.by) == ("Misses the first lesson", "Needs glasses", director.user)
    assert not Change.objects.filter(field="goals").exclude(before="").exists()  # it was not changed


def test_a_plan_is_closed_with_a_reason_and_opened_again(person):
    teacher = person("form_teacher")
    plan = make_plan(teacher, child())
    close = f"/plans/{plan.opaque}/close/"
    assert teacher.client.post(close, sent(plan, reason="goals_reached")).status_code == 422
    assert teacher.client.post(close, sent(plan, reason="goals_reached", words="On time")).status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.closed_on, plan.closing_words) == (State.CLOSED, dt.date(2025, 2, 10), "On time")
    teacher.client.post(f"/plans/{plan.opaque}/reopen/", sent(plan, words="Late again"))
    plan.refresh_from_db()
    assert (plan.state, plan.closed_on, plan.closing_reason) == (State.OPEN, None, "")
    assert Change.objects.filter(field="state").values_list("before", "after").order_by("pk").last() == (
        "closed", "open"
    )  # fmt: skip


def test_a_closed_plan_takes_no_step(person):
    teacher = person("form_teacher")
    plan = make_plan(teacher, child())
    teacher.client.post(f"/plans/{plan.opaque}/close/", sent(plan, reason="moved", words="To Craiova"))
    teacher.client.post(
        f"/plans/{plan.opaque}/step/", {"text": "x", "due_on": day(1), "responsible": str(teacher.user.pk)}
    )
    assert not plan.steps.exists()


def test_a_page_to_sign_has_goals_measures_and_places_for_signatures(person):
    teacher = person("form_teacher")
    page = teacher.client.get(f"/plans/{make_plan(teacher, child()).opaque}/print/").content.decode()
    for text in ("I want to be on time", "Mentoring", "Parent or guardian", "The child", "Director"):
        assert text in page


def test_contacts_with_the_parents_are_kept(person):
    teacher = person("form_teacher")
    plan = make_plan(teacher, child())
    teacher.client.post(
        f"/plans/{plan.opaque}/contact/", {"on": day(-1), "how": "visit", "result": "Grandmother at home"}
    )
    page = teacher.client.get(f"/plans/{plan.opaque}/").content.decode()
    assert "visit at home: Grandmother at home" in page


def test_plans_of_others_are_not_to_be_found(person):
    plan = make_plan(person("director"), child())
    director, teacher = person("director", school="S2"), person("form_teacher", class_label="6B")
    for other in (director, teacher):
        for path in ("", "print/", "look-back/"):
            assert other.client.get(f"/plans/{plan.opaque}/{path}").status_code == 403
        for path in ("edit/", "step/", "measure/", "contact/", "close/", "reopen/", "hand-over/"):
            assert other.client.post(f"/plans/{plan.opaque}/{path}", {}).status_code == 403
        assert not says(other.client.get("/plans/").content.decode(), "P1")
    assert director.client.get("/plans/nobody/").status_code == 404


def test_load_counts_plans_and_overdue_steps_by_owner(person):
    director, teacher = person("director"), person("form_teacher")
    make_plan(director, child("P4", class_label="6B"))
    plan = make_plan(teacher, child())
    teacher.client.post(
        f"/plans/{plan.opaque}/step/", {"text": "x", "due_on": day(-3), "responsible": str(teacher.user.pk)}
    )
    load = director.client.get("/plans/").context["load"]
    assert {(each.owner, each.plans, each.overdue) for each in load} == {("director", 1, 0), ("form_teacher", 1, 1)}
    assert [row.plan for row in director.client.get("/plans/?whose=mine").context["rows"]] == [
        child("P4", class_label="6B").plans.get()
    ]
