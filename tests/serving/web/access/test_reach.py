"""How far does a grant reach: which school, which class, which children, until when?"""

import datetime as dt

from serving.web.access.models import Grant, NamesGranted, SharedChild
from serving.web.access.policy import Action, Role
from serving.web.access.reach import reach_of


def reach(signed_in):
    return reach_of(type(signed_in.user).objects.get(pk=signed_in.user.pk))


def test_a_director_reaches_the_school_and_its_structures(person):
    found = reach(person(Role.DIRECTOR))
    assert found.schools(Action.SEE_CHILD) == ("S1", "S1R")
    assert not found.reaches(Action.SEE_CHILD, school_id="S2")


def test_a_form_teacher_reaches_one_class(person):
    found = reach(person(Role.FORM_TEACHER, class_label="6B"))
    assert found.reaches(Action.SEE_CHILD, school_id="S1", class_label="6B")
    assert not found.reaches(Action.SEE_CHILD, school_id="S1", class_label="5A")
    assert not found.reaches(Action.SEE_CHILD, school_id="S1")
    assert not found.reaches(Action.SEE_CHILD, school_id="S2", class_label="6B")


def test_a_grant_ends_after_its_last_day(person, today):
    last = person(Role.DIRECTOR, until=today)
    over = person(Role.DIRECTOR, until=today - dt.timedelta(days=1))
    assert reach(last).may(Action.SEE_CHILD)
    assert not reach(over).may(Action.SEE_CHILD)


def test_a_worker_reaches_only_children_that_are_shared_until_a_day(person, today):
    worker = person(Role.NGO_WORKER)
    asked = {"school_id": "S1", "class_label": "5A", "pupil_id": "P1"}
    assert not reach(worker).reaches(Action.SEE_NAMES, **asked)
    shared = SharedChild.objects.create(
        user=worker.user, pupil_id="P1", school_id="S1", until=today, given_by="a director"
    )
    assert reach(worker).reaches(Action.SEE_NAMES, **asked)
    assert not reach(worker).reaches(Action.SEE_NAMES, **asked | {"pupil_id": "P2"})
    assert not reach(worker).may(Action.SEE_LIST)
    shared.until = today - dt.timedelta(days=1)
    shared.save()
    assert not reach(worker).reaches(Action.SEE_NAMES, **asked)


def test_a_coordinator_sees_names_only_where_a_school_of_the_county_granted_it(person, today):
    coordinator = person(Role.COORDINATOR, county="OT")
    for school in ("S2", "S9"):  # S9 is in another county
        NamesGranted.objects.create(school_id=school, until=today, given_by="a director")
    NamesGranted.objects.create(school_id="S1", until=today - dt.timedelta(days=1), given_by="a director")
    found = reach(coordinator)
    assert found.schools(Action.SEE_NAMES) == ("S2",)
    NamesGranted.objects.all().delete()
    assert not reach(coordinator).may(Action.SEE_NAMES)
    assert not reach(coordinator).may(Action.SEE_LIST)
    assert reach(coordinator).counties(Action.SEE_AGGREGATES) == ("OT",)


def test_two_roles_reach_as_far_as_each_and_no_further(person):
    """A secretary of S1 who teaches a class of S2 sees no list of S1, and imports nothing for S2."""
    both = person(Role.SECRETARY)
    Grant.objects.create(user=both.user, role=Role.FORM_TEACHER, school_id="S2", class_label="5A", given_by="a test")
    found = reach(both)
    assert found.schools(Action.IMPORT) == ("S1", "S1R")
    assert found.schools(Action.SEE_LIST) == ("S2",)


def test_a_viewer_of_the_ranking_service_has_the_same_schools(person):
    assert reach(person(Role.DIRECTOR)).viewer(Action.SEE_LIST).schools == {"S1", "S1R"}
    assert reach(person(Role.ANALYST)).viewer(Action.SEE_LIST).schools is None
    assert reach(person(Role.SECRETARY)).viewer(Action.SEE_LIST).schools == frozenset()
