"""Which list of a school is counted? The last one of the usual length; who looks at one child changes no number."""

import datetime as dt
from types import SimpleNamespace

import pytest

from serving.web.access.policy import Role
from serving.web.configuration.ranking import ranking_service
from serving.web.lists.models import ShownList, ShownPlace
from serving.web.programmes.numbers.coverage import coverage, last_lists
from serving.web.roster.models import Child
from tests.support.serving.two_schools import AS_OF

YESTERDAY = AS_OF - dt.timedelta(days=1)


def shown(capacity, *, as_of=AS_OF, model="3", school="S1", size=100, is_of_school=True):
    """Keep a list of so many children, in the order in which they are made."""
    kept = ShownList.objects.create(
        school_id=school, as_of=as_of, model_version=model, data_fingerprint=f"f{ShownList.objects.count()}",
        capacity=capacity, cohort_size=size, is_of_school=is_of_school,
    )  # fmt: skip
    for rank in range(1, min(capacity, size) + 1):
        child, _ = Child.objects.get_or_create(pupil_id=f"{school}-{rank}", school_id=school, class_label="5A")
        ShownPlace.objects.create(shown=kept, child=child, rank=rank, score=0.5)


def counted(school="S1"):
    (found,) = coverage(ranking_service().cohort_at(AS_OF).features, [school], today=AS_OF)
    assert sum(found.stages.values()) == found.listed
    assert found.expected == found.listed / 2
    return found.as_of, found.listed


def test_a_shorter_or_a_longer_look_changes_nothing():
    shown(20)
    assert counted() == (AS_OF, 20)
    shown(1)
    shown(50)
    shown(19)
    assert counted() == (AS_OF, 20)


def test_nor_does_a_short_look_on_a_later_day_or_by_another_model():
    shown(20, as_of=YESTERDAY)
    shown(1)
    shown(5, model="4")
    assert counted() == (YESTERDAY, 20)
    assert last_lists(["S1"]) == {"S1": YESTERDAY}
    shown(20, model="4")
    assert counted() == (AS_OF, 20)


def test_a_school_with_fewer_children_than_a_list_is_counted_whole():
    shown(7, size=7)
    shown(3, size=7)
    assert counted() == (AS_OF, 7)


def test_of_short_lists_alone_the_longest_of_the_last_day_and_model_is_counted():
    shown(12, as_of=YESTERDAY)
    shown(3)
    shown(5)
    shown(4)
    assert counted() == (AS_OF, 5)
    assert counted("S2") == (None, 0)


def test_a_look_at_another_day_or_by_who_is_of_no_school_changes_no_figure(person):
    director, analyst = person(Role.DIRECTOR), person(Role.ANALYST, school="")
    analyst.client.get("/list/?school=S1")
    analyst.client.get("/list/?school=S2")
    assert (ShownList.objects.count(), last_lists(["S1", "S2"])) == (2, {})  # no school has opened its own
    director.client.get("/list/?k=2&as_of=2025-01-10")
    assert last_lists(["S1"]) == {}
    director.client.get("/list/")  # the very one at which the analyst looked
    assert (ShownList.objects.count(), last_lists(["S1", "S2"])) == (3, {"S1": AS_OF})


@pytest.mark.parametrize("day", ["2025-02-09", "2025-02-11", "2030-01-01"])
def test_nor_does_a_look_into_the_future(person, monkeypatch, day):
    monkeypatch.setattr("serving.web.lists.address.started_with", lambda: SimpleNamespace(opens_on=YESTERDAY))
    director = person(Role.DIRECTOR)
    assert director.client.get(f"/list/?as_of={day}").status_code == 200
    assert last_lists(["S1"]) == ({"S1": YESTERDAY} if day == "2025-02-09" else {})


@pytest.mark.parametrize("looks", [("20", "1"), ("1", "20"), ("20", "1", "20"), ("1", "500", "2")])
def test_on_the_page_the_order_of_the_looks_changes_nothing(person, looks):
    director = person(Role.DIRECTOR)
    for look in looks:
        assert director.client.get(f"/list/?k={look}").status_code == 200
    page = director.client.get("/overview/schools/")
    whole = max(ShownList.objects.all(), key=lambda each: each.capacity).places.count()
    assert page.context["covered"].listed == min(whole, 20)
    assert "Counted are the first 20 children of the last list" in page.text
