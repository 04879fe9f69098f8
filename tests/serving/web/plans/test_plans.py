"""A support plan is made after a decision, has steps and contacts, and keeps what was changed in it."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from serving.web.audit.models import Entry
from serving.web.children.evidence.support import support_of
from serving.web.configuration.django_settings import started_with
from serving.web.plans.changes import said
from serving.web.plans.measures import measure_words, measures
from serving.web.plans.models import Change, Plan, State, Step
from serving.web.plans.records import reviews_table
from serving.web.plans.views import parts
from serving.web.plans.views.forms import MeasureForm, ReopeningForm
from tests.support.serving.decided import PLAN, child, day, decide, make_plan
from tests.support.serving.whole_words import says


def sent(plan: Plan, **fields: str) -> dict[str, str]:
    plan.refresh_from_db()
    return {"version": str(plan.version), **fields}


REASON = {"decision-reason": "I know the family", "decision-as_of": day(0)}


@pytest.mark.parametrize("before", ["", "dismissed"])
def test_a_plan_is_made_with_the_decision_that_it_needs(person, before):
    teacher, about = person("form_teacher"), child()
    if before:
        decide(teacher, about, before, "Moves away in spring")
    form = teacher.client.get(f"/plans/new/{about.opaque}/").text
    assert ("Nobody has decided yet" in form, "Moves away in spring" in form) == (not before, bool(before))
    for missing in ("decision-reason", "need"):
        left_out = {**PLAN, **REASON, missing: " "}
        assert teacher.client.post(f"/plans/new/{about.opaque}/", left_out).status_code == 422
    assert not Plan.objects.exists()
    assert about.decisions.count() == bool(before)  # nothing is kept by halves
    assert teacher.client.post(f"/plans/new/{about.opaque}/", {**PLAN, **REASON}).status_code == 302
    assert Plan.objects.get().state == State.OPEN
    last = about.decisions.first()
    assert (last.monitors, last.reason, last.by) == (True, "I know the family", teacher.user)
    assert Entry.objects.filter(action="decision_made", pupil_id="P1", why="I know the family").exists()


def test_where_somebody_decided_the_plan_asks_for_no_decision(person):
    teacher, about = person("form_teacher"), child()
    decide(teacher, about)
    assert "decision-reason" not in teacher.client.get(f"/plans/new/{about.opaque}/").text


@pytest.mark.parametrize("language", ["en", "ro"])
def test_a_look_back_before_the_start_is_refused_with_the_start_and_what_to_do(person, language):
    teacher = person("form_teacher", language=language)
    decide(teacher, child())
    answer = teacher.client.post(f"/plans/new/{child().opaque}/", {**PLAN, "review_on": "2025-01-09"})
    said = {
        "en": "The look-back comes after the start (10 January 2025): choose a later day, or leave it empty.",
        "ro": "Privirea înapoi vine după început (10 ianuarie 2025): alegeți o zi de mai târziu sau lăsați",
    }
    assert answer.status_code == 422
    assert said[language] in answer.text


def test_why_a_plan_was_opened_again_stands_on_its_page(person):
    director = person("director")
    plan = make_plan(director, child())
    for number, why in enumerate(("It is worse again", "The bus is gone")):
        director.client.post(f"/plans/{plan.opaque}/close/", sent(plan, reason="other", words=f"end {number}"))
        assert why not in director.client.get(f"/plans/{plan.opaque}/").text
        director.client.post(f"/plans/{plan.opaque}/reopen/", sent(plan, words=why))
        page = director.client.get(f"/plans/{plan.opaque}/").text
        assert f"<q>{why}</q>" in page
        assert "Opened again on" in page


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
        plan.steps.create(text=f"Visit {plan.class_label}", due_on=day(due), responsible=director.user)
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


def test_goals_are_not_reached_where_no_goal_and_no_step_is_written(person):
    teacher = person("form_teacher")
    plan = make_plan(teacher, child(), goals="")
    close, fields = f"/plans/{plan.opaque}/close/", {"reason": "goals_reached", "words": "On time"}
    refused = teacher.client.post(close, sent(plan, **fields))
    assert refused.status_code == 422
    assert "No goal and no step stands in the plan" in refused.text
    Step.objects.create(plan=plan, text="Call", due_on=plan.starts_on, responsible=teacher.user)
    assert teacher.client.post(close, sent(plan, **fields)).status_code == 302


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


def test_a_plan_whose_end_waits_for_approval_takes_no_step(person):
    teacher = person("form_teacher")
    plan = make_plan(teacher, child())
    Plan.objects.update(state=State.AWAITS_CLOSURE)
    step = {"text": "Call", "due_on": day(3), "responsible": str(teacher.user.pk)}
    told = teacher.client.post(f"/plans/{plan.opaque}/step/", step, follow=True).text
    assert "it takes no new step" in told
    assert f"/plans/{plan.opaque}/step/" not in told
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
    plan.steps.create(text="x", due_on=day(-3), responsible=teacher.user)
    load = director.client.get("/plans/").context["load"]
    assert {(each.owner, each.plans, each.overdue) for each in load} == {("director", 1, 0), ("form_teacher", 1, 1)}
    assert [row.plan for row in director.client.get("/plans/?whose=mine").context["rows"]] == [
        child("P4", class_label="6B").plans.get()
    ]


@pytest.mark.parametrize("day_given", ["9999-12-31", "0001-01-01", "1999-12-31", "2100-01-01"])
def test_a_day_of_another_century_is_a_slip_of_the_keyboard(person, day_given):
    teacher = person("form_teacher")
    decide(teacher, child())
    answer = teacher.client.post(f"/plans/new/{child().opaque}/", {**PLAN, "starts_on": day_given})
    assert answer.status_code == 422
    assert "Give a day of this century." in answer.text
    plan = make_plan(teacher, child())
    for address, field in (("edit", "starts_on"), ("step", "due_on"), ("measure", "from_day"), ("contact", "on")):
        given = {**PLAN, "code": "MENTOR", "text": "x", "how": "visit", "result": "x", field: day_given}
        given["responsible"] = str(teacher.user.pk)
        answer = teacher.client.post(f"/plans/{plan.opaque}/{address}/", sent(plan, **given))
        assert answer.status_code == 422, address
        assert "Give a day of this century." in answer.text, address
    assert teacher.client.get(f"/plans/{plan.opaque}/look-back/").status_code == 200


def once(real, first):
    """Return a method that, the first time it is called, lets somebody else go first."""
    waiting = [first]

    def called(self):
        if waiting:
            waiting.pop()()
        return real(self)

    return called


def test_of_two_who_make_a_plan_at_once_the_second_is_led_to_the_first(person, monkeypatch):
    teacher, counsellor, about = person("form_teacher"), person("counsellor"), child()
    decide(teacher, about)
    address = f"/plans/new/{about.opaque}/"
    first = once(MeasureForm.is_valid, lambda: counsellor.client.post(address, PLAN))
    monkeypatch.setattr(MeasureForm, "is_valid", first)
    told = teacher.client.post(address, {**PLAN, "need": "Another need"}, follow=True).text
    assert Plan.objects.get().owner == counsellor.user
    assert "Somebody else was quicker" in told


def test_of_two_who_open_plans_of_a_child_again_at_once_one_does(person, monkeypatch):
    director, about = person("director"), child()
    for _ in range(2):
        plan = about.plans.get(state=State.OPEN) if about.plans.exists() else make_plan(director, about)
        closing = sent(plan, reason="other", words="w")
        director.client.post(f"/plans/{plan.opaque}/close/", closing)
        if about.plans.count() == 1:
            director.client.post(f"/plans/new/{about.opaque}/", PLAN)
    older, newer = about.plans.order_by("pk")
    assert (older.state, newer.state) == (State.CLOSED, State.CLOSED)
    again = {plan.pk: sent(plan, words="They ask for it") for plan in (older, newer)}
    first = once(
        ReopeningForm.is_valid, lambda: director.client.post(f"/plans/{newer.opaque}/reopen/", again[newer.pk])
    )
    monkeypatch.setattr(ReopeningForm, "is_valid", first)
    told = director.client.post(f"/plans/{older.opaque}/reopen/", again[older.pk], follow=True).text
    assert "The child has another plan that is open." in told
    assert about.plans.get(state=State.OPEN) == newer


def test_plans_that_wait_for_ever_after_a_no_are_closed_when_the_database_is_brought_up_to_date(person):
    director = person("director")
    plans = [make_plan(director, child(pupil, "S1", "5A")) for pupil in ("P1", "P2", "P3")]
    Plan.objects.update(state=State.AWAITS_APPROVAL)
    answered = {"answered_by": director.user, "answered_at": timezone.now(), "asked_by": director.user, "of": "plan"}
    plans[0].approvals.create(granted=False, words="Not so", **answered)
    plans[1].approvals.create(granted=None, of="plan", asked_by=director.user)
    import_module("serving.web.plans.migrations.0003_not_approved_and_moves").close_those_not_approved(apps, None)
    found = [Plan.objects.get(pk=plan.pk) for plan in plans]
    assert [plan.state for plan in found] == ["closed", "awaits_approval", "awaits_approval"]
    assert (found[0].closing_reason, found[0].closing_words) == ("not_approved", "Not so")


# What was said of the plan's state, in either language, until it was closed with a move; whether it had begun by then.
STORIES: dict[str, tuple[list[tuple[str, str]], bool]] = {
    "opened and closed": ([("", "open"), ("open", "closed")], True),
    "never approved": ([("", "waits for approval"), ("waits for approval", "closed")], False),
    "approved": ([("waits for approval", "open"), ("open", "closed")], True),
    "declined, asked for again": ([("", "closed"), ("closed", "waits for approval"),
                                   ("waits for approval", "closed")], False),
    "declined, opened again by a supervisor": ([("waits for approval", "closed"), ("closed", "open"),
                                                ("open", "closed")], True),
    "its end was asked for": ([("open", "waits for approval to close"),
                               ("waits for approval to close", "closed")], True),
    "never approved, in Romanian": ([("", "așteaptă aprobarea"), ("așteaptă aprobarea", "închis")], False),
    "opened again, in Romanian": ([("așteaptă aprobarea", "închis"), ("închis", "deschis"),
                                   ("deschis", "închis")], True),
    "nothing is kept of it": ([], True),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_plans_that_moved_before_anybody_approved_them_are_told_from_those_that_had_begun(person, story):
    states, had_begun = STORIES[story]
    director = person("director")
    plan = make_plan(director, child("P1"))
    plan.changes.all().delete()
    Plan.objects.update(state="closed", closing_reason="moved", version=1)
    plan.approvals.create(of="plan", asked_by=director.user, granted=False)
    for before, after in states:
        plan.changes.create(record="plan", record_pk=plan.pk, field="state", before=before, after=after,
                            by=director.user)  # fmt: skip
    import_module("serving.web.plans.migrations.0004_moved_before_approval").name_those_never_approved(apps, None)
    plan.refresh_from_db()
    assert plan.has_begun == had_begun
    assert (plan.closing_reason, plan.version) == (("moved", 1) if had_begun else ("moved_unapproved", 2))
    kept = [str(each.after) for each in plan.changes.filter(by=None, field="closing_reason")]
    assert len(kept) == (0 if had_begun else 1)
    page = director.client.get(f"/plans/{plan.opaque}/").text
    assert ("a newer version of the program" in page) == (not had_begun)


def test_a_plan_declined_and_sent_again_by_a_supervisor_was_help_when_the_child_moves(person, moved, monkeypatch):
    """The pages and the migration answer alike."""
    monkeypatch.setattr(settings, "PREZENT", replace(started_with(), approve_plans=True))
    counsellor, director = person("counsellor", school="S1"), person("director", school="S1")
    plan = make_plan(counsellor, child("P2", "S1", "5A"))
    director.client.post(f"/plans/{plan.opaque}/approval/", sent(plan, answer="no", words="Not so"))
    director.client.post(f"/plans/{plan.opaque}/again/", sent(plan))
    assert Plan.objects.get().state == State.OPEN
    moved()
    refused = {"answer": "no", "words": "We begin anew"}
    person("counsellor", school="S2").client.post(f"/plans/{plan.opaque}/moved/", refused)
    assert Plan.objects.get().closing_reason == "moved"
    import_module("serving.web.plans.migrations.0004_moved_before_approval").name_those_never_approved(apps, None)
    assert (Plan.objects.get().closing_reason, Plan.objects.get().has_begun) == ("moved", True)


@pytest.mark.parametrize(("path", "given", "said"), [
    ("contact", {"on": day(1)}, "This day has not come yet."),
    ("contact", {"on": day(365)}, "This day has not come yet."),
    ("step", {"due_on": day(-1)}, "Give today or a later day."),
    ("measure", {"code": "MENTOR", "from_day": "2025-01-09"}, "Help begins with the plan (10 January 2025) or later."),
    ("measure", {"code": "MENTOR", "from_day": day(0), "provider": "NOROC"}, "The plan has this help already"),
    ("edit", {"starts_on": day(367)}, "Give a day within the next year."),
])  # fmt: skip
def test_days_and_help_that_cannot_be_are_refused_with_a_sentence(person, path, given, said):
    teacher = person("form_teacher")
    plan = make_plan(teacher, child())
    filled = {**PLAN, "text": "x", "how": "visit", "result": "x", "responsible": str(teacher.user.pk), **given}
    answer = teacher.client.post(f"/plans/{plan.opaque}/{path}/", sent(plan, **filled))
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize(("path", "given"), [
    ("contact", {"on": day(0)}), ("step", {"due_on": day(0)}), ("edit", {"starts_on": day(366)}),
    ("measure", {"code": "MENTOR", "from_day": "2025-01-10", "provider": "another one"}),
])  # fmt: skip
def test_days_and_help_that_can_be_are_kept(person, path, given):
    teacher = person("form_teacher")
    plan = make_plan(teacher, child())
    filled = {**PLAN, "text": "x", "how": "visit", "result": "x", "responsible": str(teacher.user.pk),
              "review_on": "", **given}  # fmt: skip
    assert teacher.client.post(f"/plans/{plan.opaque}/{path}/", sent(plan, **filled)).status_code == 302


def test_help_that_was_ended_can_begin_again(person):
    teacher = person("form_teacher")
    plan = make_plan(teacher, child())
    teacher.client.post(f"/plans/measure/{plan.measures.get().opaque}/end/")
    again = {"code": "MENTOR", "from_day": day(0), "provider": "NOROC"}
    assert teacher.client.post(f"/plans/{plan.opaque}/measure/", again).status_code == 302


def test_of_two_who_add_the_same_help_at_once_one_adds_it(person, monkeypatch):
    teacher = person("form_teacher")
    plan = make_plan(teacher, child())
    held = parts.held

    def quicker(of):
        of.measures.create(code="CONS-E", starts_on=day(0))
        return held(of)

    monkeypatch.setattr(parts, "held", quicker)
    same = {"code": "CONS-E", "from_day": day(0), "provider": "", "hours_per_week": "2"}
    answer = teacher.client.post(f"/plans/{plan.opaque}/measure/", same)
    assert (answer.status_code, plan.measures.filter(code="CONS-E").count()) == (422, 1)


def test_with_a_plan_ends_what_goes_on_in_it(person):
    director, worker, other = person("director"), person("ngo_worker"), person("ngo_worker")
    plan = make_plan(director, child())
    plan.steps.create(text="Call the mother", due_on=day(-3), responsible=director.user)
    sent_out = {"organisation": "NOROC", "why": "w", "consent": "c", "until": day(30)}
    for who in (worker, other):
        director.client.post(f"/plans/{plan.opaque}/referral/", {**sent_out, "to": str(who.user.pk)})
    accepted = plan.transfers.get(to=worker.user)
    worker.client.post(f"/plans/asked/{accepted.opaque}/answer/", {"answer": "yes"})
    assert worker.client.get(f"/child/{plan.child.opaque}/").status_code == 200
    for page in ("/", "/plans/"):
        assert "until 12 March 2025" in worker.client.get(page).text
    assert "asks you to help a child" in other.client.get("/").text
    director.client.post(f"/plans/{plan.opaque}/close/", sent(plan, reason="other", words="w"))
    gone = worker.client.get(f"/child/{plan.child.opaque}/")
    assert (gone.status_code, "you see it no more" in gone.text) == (404, True)
    first = worker.client.get("/").text
    assert "you no longer see a child of Unu: the plan or your part in it is over" in first
    assert "P1" not in first.partition("<main")[2]  # a token before it may hold any letters
    assert "A plan that a school shares with you stands here" in worker.client.get("/plans/").text
    assert "asks you to help a child" not in other.client.get("/").text
    assert set(plan.transfers.values_list("state", flat=True)) == {"withdrawn"}
    told = [dict(entry.what)["to"] for entry in Entry.objects.filter(action="referral_withdrawn", pupil_id="P1")]
    assert sorted(told) == sorted([worker.user.email, other.user.email])
    assert plan.measures.get().ends_on == dt.date(2025, 2, 10)
    page = director.client.get(f"/plans/{plan.opaque}/").text
    assert "overdue" not in page
    assert '<span class="state">waits for an answer' not in page


@pytest.mark.parametrize("ticked", [True, False])
@pytest.mark.parametrize("closed_days_ago", [0, 10])
def test_whoever_opens_a_plan_again_says_which_help_goes_on(person, ticked, closed_days_ago):
    """On the same day as if nothing had been; later from today on, so that nobody counts the days between."""
    director, today = person("director"), dt.date(2025, 2, 10)
    plan = make_plan(director, child())
    director.client.post(f"/plans/{plan.opaque}/close/", sent(plan, reason="other", words="w"))
    closed_on = today - dt.timedelta(closed_days_ago)
    Plan.objects.update(closed_on=closed_on)
    plan.measures.update(ends_on=closed_on)
    page = director.client.get(f"/plans/{plan.opaque}/").text
    assert "Which help goes on" in page
    assert re.search(rf'value="{plan.measures.get().opaque}"[^>]* checked', page)
    chosen = {"go_on": plan.measures.get().opaque} if ticked else {}
    director.client.post(f"/plans/{plan.opaque}/reopen/", sent(plan, words="After all", **chosen))
    begun = dt.date(2025, 1, 10)
    goes_on = [(begun, None)] if closed_days_ago == 0 else [(begun, closed_on), (today, None)]
    expected = goes_on if ticked else [(begun, closed_on)]
    assert list(plan.measures.values_list("starts_on", "ends_on")) == expected
    assert len({tuple(row) for row in plan.measures.values_list("code", "hours_per_week", "provider")}) == 1
    assert Entry.objects.filter(action="measure_goes_on").count() == ticked


@pytest.mark.parametrize("from_migration", [False, True])
def test_help_that_was_yet_to_begin_when_its_plan_was_closed_never_began(person, from_migration):
    director = person("director")
    plan = make_plan(director, child())
    starts_on = dt.date(2025, 2, 24)
    later = plan.measures.create(code="MASA", starts_on=starts_on)
    director.client.post(f"/plans/{plan.opaque}/close/", sent(plan, reason="other", words="w"))
    if from_migration:  # as it was kept until now
        plan.measures.filter(pk=later.pk).update(ends_on=starts_on)
        import_module("serving.web.plans.migrations.0005_help_that_never_began").end_with_the_plan(apps, None)
    later.refresh_from_db()
    assert (later.ends_on, later.never_began) == (dt.date(2025, 2, 10), True)
    page = director.client.get(f"/plans/{plan.opaque}/").text
    assert "was to begin on 24 February 2025 and never began" in page
    assert "never began" in director.client.get(f"/plans/{plan.opaque}/print/").text
    assert [span.name for span in support_of(plan.child)] == [measure_words("MENTOR")]


def test_a_plan_closed_before_its_start_helped_nobody(person):
    director = person("director")
    plan = make_plan(director, child(), starts_on=day(20))
    assert "supported" in reviews_table()
    director.client.post(f"/plans/{plan.opaque}/close/", sent(plan, reason="other", words="w"))
    plan.refresh_from_db()
    assert not plan.has_begun
    assert "supported" not in reviews_table()


def test_the_decision_of_a_plan_is_on_the_list_of_today_whatever_is_sent(person):
    director = person("director")
    about = child()
    director.client.post(f"/plans/new/{about.opaque}/", {**PLAN, **REASON, "decision-as_of": "2024-10-01"})
    assert about.decisions.get().as_of == dt.date(2025, 2, 10)


def test_days_and_numbers_of_what_was_changed_are_written_as_people_write_them(person):
    director = person("director")
    type(director.user).objects.update(language="ro")
    plan = make_plan(director, child(), **{"measure-hours_per_week": "1,5"})
    director.client.post(f"/plans/measure/{plan.measures.get().opaque}/end/")
    page = director.client.get(f"/plans/{plan.opaque}/").text
    changed = page[page.index("Ce s-a schimbat") :]
    assert "1,5" in changed
    assert "10 februarie 2025" in changed
    assert "2025-02-10" not in changed
    assert "---------" not in page


def test_all_changes_of_a_plan_can_be_read_and_a_referral_is_called_one(person):
    director, worker = person("director"), person("ngo_worker")
    plan = make_plan(director, child())
    for n in range(12):
        step = {"text": f"Call {n}", "due_on": day(3), "responsible": str(director.user.pk)}
        told = director.client.post(f"/plans/{plan.opaque}/step/", step, follow=True).text
    assert "The step is added." in told
    sent_out = {"to": str(worker.user.pk), "organisation": "o", "why": "w", "consent": "c", "until": day(30)}
    director.client.post(f"/plans/{plan.opaque}/referral/", sent_out)
    page = director.client.get(f"/plans/{plan.opaque}/")
    assert len(page.context["changes"]) == 30
    assert {str(each.record) for each in page.context["changes"] if each.change.record == "transfer"} == {"referral"}
    every = director.client.get(f"/plans/{plan.opaque}/?changes=all")
    assert len(every.context["changes"]) == page.context["changes_in_all"] == Change.objects.count() > 30
    assert f"/plans/{plan.opaque}/?changes=all" in page.text
    assert "All changes, from the first one on" not in every.text


def test_whoever_reads_the_changes_has_them_in_the_own_language(person):
    ours, theirs = person("director", language="ro"), person("form_teacher", class_label="5A")
    plan = make_plan(ours, child(), **{"measure-hours_per_week": "1,5"})
    ours.client.post(f"/plans/{plan.opaque}/close/", sent(plan, reason="other", words="Gata"))
    mine, others = (
        each.client.get(f"/plans/{plan.opaque}/?changes=all").text.partition('id="changes"')[2]
        for each in (ours, theirs)
    )
    for word, other in (("sprijin, ore pe săptămână: 1,5", "measure, hours per week: 1.5"), ("închis", "closed"),
                        ("alt motiv", "another reason"), ("10 februarie 2025", "10 February 2025")):  # fmt: skip
        assert (word in mine, other in mine) == (True, False), word
        assert (word in others, other in others) == (False, True), other


@pytest.mark.parametrize(
    ("record", "field", "kept", "shown"),
    [
        ("step", "due_on", "4 decembrie 2026", "4 decembrie 2026"),  # words, as all were once
        ("step", "due_on", "2026-12-04", "4 December 2026"),
        ("measure", "hours_per_week", "1,5", "1,5"),
        ("measure", "hours_per_week", "10", "10"),
        ("measure", "code", "Transport, decontarea navetei", "Transport, decontarea navetei"),
        ("plan", "state", "deschis", "deschis"),
        ("plan", "reopening_words", "2025-02-10", "2025-02-10"),
        ("approval", "granted", "False", "no"),
    ],
)
def test_what_was_kept_in_words_stays_as_it_is(record, field, kept, shown):
    with override("en"):
        assert said(record, field, kept) == shown
