"""Is every page that shows a child, or names some, in the log, and the reading of the log as well?"""

import datetime as dt

import pytest

from serving.web.access.models import SharedChild
from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.plans.models import Transfer
from serving.web.reviews.models import Decision
from serving.web.roster.models import Child
from tests.support.serving.decided import day, make_plan
from tests.support.serving.two_schools import AS_OF


def added(client, address, *, status=200):
    """Open a page; return what the log says of it."""
    before = Entry.objects.count()
    assert client.get(address).status_code == status
    return list(Entry.objects.filter(number__gt=before).values_list("action", "pupil_id", "school_id"))


@pytest.fixture
def child(person) -> Child:
    person(Role.DIRECTOR).client.get("/list/")
    return Child.objects.get(pupil_id="P1")


def test_whoever_chooses_a_child_to_add_sees_all_of_the_school(person):
    for role, children in ((Role.DIRECTOR, 5), (Role.FORM_TEACHER, 3)):
        client = person(role).client
        assert added(client, "/review/add/") == [("children_to_choose_viewed", "", "S1")]
        assert Entry.objects.last().what["children"] == children


def test_the_page_of_a_new_plan_names_its_child(person, child):
    director = person(Role.DIRECTOR)
    page = f"/plans/new/{child.opaque}/"
    assert added(director.client, page) == [("plan_form_viewed", "P1", "S1")]
    Decision.objects.create(child=child, kind="agreed", reason="r", by=director.user, school_id="S1", as_of=AS_OF)
    assert added(director.client, page) == [("plan_form_viewed", "P1", "S1")]


def test_the_first_page_of_a_worker_names_the_shared_children(person, child):
    worker = person(Role.NGO_WORKER)
    Child.objects.create(pupil_id="P6", school_id="S2", class_label="6B")
    shares = {
        pupil_id: SharedChild.objects.create(
            user=worker.user, pupil_id=pupil_id, school_id=school_id, until=AS_OF, given_by="t"
        ).pk
        for pupil_id, school_id in (("P1", "S1"), ("P6", "S2"), ("P7", "S2"))
    }
    Child.objects.create(pupil_id="P7", school_id="S2", class_label="5A")
    assert added(worker.client, "/") == [("shared_children_viewed", "", "S1"), ("shared_children_viewed", "", "S2")]
    of_s1, of_s2 = Entry.objects.order_by("number").values_list("what", flat=True)[Entry.objects.count() - 2 :]
    assert of_s1 == {"children": 1, "shares": str(shares["P1"])}
    assert of_s2 == {"children": 2, "shares": f"{shares['P6']}-{shares['P7']}"}


def test_what_is_shared_no_more_is_in_no_entry_of_the_first_page(person, child):
    worker = person(Role.NGO_WORKER)
    given = {"user": worker.user, "pupil_id": "P1", "school_id": "S1", "given_by": "t"}
    SharedChild.objects.create(**given, until=AS_OF - dt.timedelta(1))
    assert added(worker.client, "/") == []
    shown = [SharedChild.objects.create(**given, until=AS_OF + dt.timedelta(days)) for days in (0, 9)]
    assert added(worker.client, "/") == [("shared_children_viewed", "", "S1")]
    assert Entry.objects.last().what == {"children": 1, "shares": str(shown[-1].pk)}  # one child, however often shared


@pytest.mark.parametrize(("kind", "role"), [("referral", Role.NGO_WORKER), ("hand_over", Role.COUNSELLOR)])
def test_what_somebody_is_asked_is_about_a_child(person, child, kind, role):
    director, other = person(Role.DIRECTOR), person(role)
    plan = make_plan(director, child)
    asked = Transfer.objects.create(plan=plan, kind=kind, to=other.user, why="w", asked_by=director.user, until=day(9))
    assert added(other.client, f"/plans/asked/{asked.opaque}/") == [(f"{kind}_viewed", "P1", "S1")]


def test_the_log_says_who_read_it_and_what_of_it(person, child):
    auditor = person(Role.AUDITOR)
    assert added(auditor.client, "/log/") == [("log_viewed", "", "")]
    assert added(auditor.client, "/log/?pupil_id=P1&school_id=S1&who=x") == [("log_viewed", "P1", "S1")]
    assert Entry.objects.last().what == {"who": "x", "page_number": 1}
    assert added(auditor.client, "/log/verify/") == [("log_verified", "", "")]
    assert added(auditor.client, f"/log/?pupil_id={'P' * 300}")[0][0] == "log_viewed"


def test_a_reader_does_not_find_the_reading_of_the_same_moment(person):
    auditor = person(Role.AUDITOR)
    assert "the log was read" not in auditor.client.get("/log/").text.split("<tbody>")[1]
    assert "the log was read" in auditor.client.get("/log/").text.split("<tbody>")[1]
