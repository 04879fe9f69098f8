"""A decision about a child is a named person's, has a reason, and holds until another one."""

import pytest
from django.contrib.messages import get_messages

from serving.web.audit.models import Entry
from serving.web.lists.models import ShownList
from serving.web.reviews.decide import scores_open
from serving.web.reviews.models import Decision, Kind
from serving.web.reviews.states import Stage, states_of
from tests.support.serving.decided import child, day, decide, make_plan
from tests.support.serving.whole_words import says


def test_a_child_of_the_list_is_agreed_with(person):
    teacher = person("form_teacher")
    teacher.client.get("/list/")
    assert decide(teacher, child()).status_code == 302
    made = Decision.objects.get()
    assert (made.kind, made.by, made.listed, made.reason) == (Kind.AGREED, teacher.user, True, "I know the child")
    assert made.shown is not None
    assert made.shown.as_of == made.as_of
    assert made.seen_at is not None
    assert states_of([made.child])[made.child.pk].stage is Stage.MONITORED


def test_agreement_with_a_list_that_leaves_the_child_out_is_an_addition(person):
    decide(person("form_teacher"), child())
    assert Decision.objects.get().kind == Kind.NOMINATED


@pytest.mark.parametrize("reason", ["", "   ", "...", "12345", "\n"])
def test_a_decision_without_a_reason_in_words_is_not_kept(person, reason):
    answer = decide(person("form_teacher"), child(), reason=reason)
    assert answer.status_code == 422
    assert "Say in a few words why" in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("wrong", [{"kind": "liked"}, {"kind": ""}, {"as_of": "soon"}, {"reason": "x" * 2001}])
def test_what_no_form_sends_is_not_kept(person, wrong):
    teacher, about = person("form_teacher"), child()
    sent = {"kind": "agreed", "reason": "yes", "as_of": day(0), **wrong}
    assert teacher.client.post(f"/review/{about.opaque}/decide/", sent).status_code == 422
    assert not Decision.objects.exists()


def test_the_last_decision_holds_and_the_first_is_still_there(person):
    teacher, director = person("form_teacher"), person("director")
    decide(teacher, child())
    decide(director, child(), "dismissed", "The child was in hospital")
    assert Decision.objects.count() == 2
    assert states_of([child()])[child().pk].stage is Stage.DISMISSED
    page = director.client.get(f"/review/{child().opaque}/").content.decode()
    assert page.index("The child was in hospital") < page.index("I know the child")


def test_a_new_list_changes_no_decision(person):
    director = person("director")
    director.client.get("/list/")
    decide(director, child(), "dismissed")
    before = list(Decision.objects.values())
    director.client.get(f"/list/?as_of={day(3)}&k=2")
    assert ShownList.objects.count() == 2
    assert list(Decision.objects.values()) == before
    assert states_of([child()])[child().pk].stage is Stage.DISMISSED


def test_a_decision_is_never_changed_and_never_deleted(person):
    decide(person("form_teacher"), child())
    made = Decision.objects.get()
    with pytest.raises(TypeError):
        made.save()
    with pytest.raises(TypeError):
        made.delete()


def test_a_child_of_another_class_or_school_is_not_decided_about(person):
    teacher, director = person("form_teacher"), person("director")
    assert decide(teacher, child("P4", class_label="6B")).status_code == 403
    assert decide(director, child("P6", "S2")).status_code == 403
    assert director.client.post("/review/nobody/decide/", {}).status_code == 404
    assert not Decision.objects.exists()


def test_each_decision_is_in_the_log_with_its_reason(person):
    teacher = person("form_teacher")
    decide(teacher, child(), "dismissed", "Came back")
    entry = Entry.objects.get(action="decision_made")
    assert (entry.who, entry.pupil_id, entry.why) == (teacher.user.email, "P1", "Came back")
    assert entry.what["kind"] == "dismissed"


@pytest.mark.parametrize(
    "asked", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_form_goes_on_to_a_page_of_ours_only(person, asked):
    teacher, about = person("form_teacher"), child()
    sent = {"kind": "agreed", "reason": "yes", "as_of": day(0), "next": asked}
    assert teacher.client.post(f"/review/{about.opaque}/decide/", sent)["Location"] == "/list/"


def test_a_child_that_the_list_left_out_is_added(person):
    director = person("director")
    director.client.get("/list/?k=1")
    page = director.client.get(f"/review/add/?as_of={day(0)}").content.decode()
    assert "P4" in page
    assert not says(page, "P6")  # of another school
    sent = {"child": "P4", "reason": "Works at the market", "as_of": day(0), "school": "S1"}
    answer = director.client.post("/review/add/", sent)
    assert [str(each) for each in get_messages(answer.wsgi_request)] == ["The child is to be monitored."], "no name"
    assert answer.status_code == 302
    made = Decision.objects.get()
    assert (made.child.pupil_id, made.child.class_label, made.kind) == ("P4", "6B", Kind.NOMINATED)
    assert made.listed is False
    assert made.shown is not None


def test_a_teacher_adds_children_of_the_own_class_only(person):
    teacher = person("form_teacher")
    assert not says(teacher.client.get(f"/review/add/?as_of={day(0)}").content.decode(), "P4")
    sent = {"child": "P4", "reason": "Works at the market", "as_of": day(0), "school": "S1"}
    assert teacher.client.post("/review/add/", sent).status_code == 422
    assert teacher.client.get("/review/add/?school=S2").status_code == 403


def test_the_number_waits_for_the_persons_own_decision(person):
    teacher, director = person("form_teacher"), person("director")
    decide(director, child())
    assert scores_open(teacher.user, [child()]) == frozenset()
    decide(teacher, child())
    assert scores_open(teacher.user, [child()]) == {child().pk}


def test_the_states_of_children(person):
    director = person("director")
    two, three, four = (child(*each) for each in (("P2",), ("P3",), ("P4", "S1", "6B")))
    plan = make_plan(director, child())
    decide(director, two)
    decide(director, three, "dismissed")
    states = states_of([child(), two, three, four])
    assert [states[each.pk].stage for each in (child(), two, three, four)] == [
        Stage.IN_PLAN, Stage.MONITORED, Stage.DISMISSED, Stage.PROPOSED
    ]  # fmt: skip
    assert states[child().pk].owner == "director"
    sent = {"reason": "goals_reached", "words": "Comes on time", "version": str(plan.version)}
    director.client.post(f"/plans/{plan.opaque}/close/", sent)
    assert states_of([child()])[child().pk].stage is Stage.CLOSED
    decide(director, child())
    assert states_of([child()])[child().pk].stage is Stage.MONITORED


@pytest.mark.parametrize("day_sent", ["2026-02-30", "", "soon"])
def test_a_decision_on_a_day_that_is_none_says_why_it_is_not_kept(person, day_sent):
    teacher, about = person("form_teacher"), child()
    sent = {"kind": "agreed", "reason": "yes", "as_of": day_sent}
    answer = teacher.client.post(f"/review/{about.opaque}/decide/", sent)
    assert answer.status_code == 422
    assert "There is no list of that day. Open the list of today and decide from there." in answer.text


def test_of_a_child_whose_plan_is_closed_it_is_not_said_that_nobody_looks_after_it_yet(person):
    director = person("director")
    director.client.get("/list/")
    plan = make_plan(director, child())
    page = f"/child/{plan.child.opaque}/"
    closed = {"reason": "other", "words": "w", "version": str(type(plan).objects.get().version)}
    director.client.post(f"/plans/{plan.opaque}/close/", closed)
    stands = director.client.get(page).text
    stands = stands[stands.index("Where it stands") :][:300]
    assert '<span class="state">closed</span>' in stands
    assert "nobody yet" not in stands
