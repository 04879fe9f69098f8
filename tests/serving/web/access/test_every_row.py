"""Every address that takes an id, with the id of a real row: of another school, of one's own, of a child who moved on.

What the forms send is right, so that only the reach of the person can be why nothing happens.
"""

import pytest
from django.db import transaction

from serving.web.access.policy import Role
from serving.web.plans.models import Plan
from tests.support.serving.decided import child
from tests.support.serving.kept_rows import SECRET, all_rows, kept_rows
from tests.support.serving.routes import routes
from tests.support.serving.whole_words import says

ROUTES = {route.name: route for route in routes() if route.converters}
# These take the id of no child or school: a format, a secret of one's own, a person, of whom the administrator decides.
OF_NO_SCHOOL = {"lists:export", *(name for name in ROUTES if name.startswith("people:"))}
# Uploads and imports of another school, with their files: test_another_schools_uploads_and_imports_are_like_none.
ELSEWHERE = {name for name in ROUTES if name.startswith("imports:")}
REFUSED = {403, 404, 405}
MOVED = "plans:moved"  # asked of a child who came from elsewhere


def asked(client, name, ids, method, sent, *, before=None):
    """Ask and take back what that did; return the answer, and whether a row is another one than ``before``."""
    before = before or all_rows()
    with transaction.atomic():
        url = ROUTES[name].url({**ids, "text": "", "number": 0})
        answer = client.post(url, sent) if method == "post" else client.get(url)
        is_changed = all_rows() != before
        transaction.set_rollback(True)
    return answer, is_changed


def test_every_address_with_an_id_is_asked_here_with_a_real_one(person):
    assert set(kept_rows(child("P6", "S2", "5A"), person)) | {MOVED} | OF_NO_SCHOOL | ELSEWHERE == set(ROUTES)


def test_those_of_the_school_are_answered(person):
    """And so the next tests can fail: the same requests open, and change, what they are for."""
    changed = set()
    rows = kept_rows(child("P6", "S2", "5A"), person)
    before = all_rows()
    for name, request in rows.items():
        answers = [
            asked(request.who.client, name, request.ids, method, request.sent, before=before)
            for method in ("get", "post")
        ]
        assert [answer.status_code for answer, _ in answers if answer.status_code in (200, 302)], name
        changed |= {name for _, is_changed in answers if is_changed}
    only_shown = {
        "children:child", "children:print", "children:parents", "reviews:decisions", "plans:new", "plans:asked",
        "plans:plan", "plans:print", "plans:look_back",
    }  # fmt: skip
    needs_no_other_plan = {"plans:reopen"}
    assert changed | only_shown | needs_no_other_plan == set(ROUTES) - {MOVED} - OF_NO_SCHOOL - ELSEWHERE


def refused_everywhere(signed_in, rows):
    signed_in.client.get("/account/login/")  # the copy of where children are is brought up to date before any request
    before = all_rows()  # and so it is before each request, since what one did is taken back
    for name, request in rows.items():
        for method in ("get", "post"):
            answer, is_changed = asked(signed_in.client, name, request.ids, method, request.sent, before=before)
            assert answer.status_code in REFUSED, (name, method)
            assert not is_changed, (name, method)
            assert SECRET not in answer.text, (name, method)
            assert not {pupil for pupil in ("P2", "P6") if says(answer.text, pupil)}, (name, method)


@pytest.mark.parametrize("role", sorted(Role))
def test_no_row_of_another_school_is_shown_or_changed(role, person):
    rows = kept_rows(child("P6", "S2", "5A"), person)
    refused_everywhere(person(role, county="IS"), rows)  # of another county, too


@pytest.mark.parametrize("role", ["form_teacher", "counsellor", "director", "secretary", "coordinator", "ngo_worker"])
def test_no_row_of_a_child_who_moved_on_is_shown_or_changed_in_the_former_school(role, person, moved):
    rows = kept_rows(child("P2", "S1", "5A"), person)
    before = person(role)
    moved()
    own = {"lists:forget_view", "programmes:withdraw_leave", "plans:asked", "plans:answer"}  # of a person, of a school
    refused_everywhere(before, {name: each for name, each in rows.items() if name not in own})
    if role in ("counsellor", "director"):  # those too who wrote it all
        by_name = {name: each for name, each in rows.items() if name not in own}
        refused_everywhere(next(iter(by_name.values())).who, by_name)
    accepted, is_changed = asked(rows["plans:answer"].who.client, "plans:answer", rows["plans:answer"].ids, "post",
                                 rows["plans:answer"].sent)  # fmt: skip
    assert (accepted["Location"], is_changed) == ("/plans/", False)


@pytest.mark.parametrize("role", ["form_teacher", "counsellor", "director"])
def test_no_row_of_a_child_of_another_class_is_shown_to_its_former_form_teacher(role, person, moved):
    rows = kept_rows(child("P5", "S1", "6B"), person)
    teacher = person("form_teacher", class_label="6B")
    moved()
    own = {"lists:forget_view", "programmes:withdraw_leave"}
    refused_everywhere(teacher, {name: each for name, each in rows.items() if name not in own})
    if role != "form_teacher":  # the others of the school see it as before
        plan = Plan.objects.filter(state="open").get()
        assert person(role).client.get(f"/plans/{plan.opaque}/").status_code == 200


@pytest.mark.parametrize("role", sorted(Role))
def test_a_plan_that_came_with_a_child_is_answered_in_its_school_alone(role, person):
    rows = kept_rows(child("P6", "S2", "5A"), person)
    Plan.objects.filter(state="open").update(school_id="S9")
    ids = rows["plans:plan"].ids
    for school in ("S1", "S9"):
        for method in ("get", "post"):
            other = person(role, school=school)
            answer, is_changed = asked(other.client, MOVED, ids, method, {"answer": "yes"})
            assert (answer.status_code in REFUSED, is_changed, SECRET in answer.text) == (True, False, False)
    answer, is_changed = asked(rows["plans:plan"].who.client, MOVED, ids, "post", {"answer": "yes"})
    assert (answer.status_code, is_changed) == (302, True)
