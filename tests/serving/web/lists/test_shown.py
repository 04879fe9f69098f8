"""Is a list made once, kept once, and given to nobody who may not see it?"""

import datetime as dt

import pytest

from models.viewer import NotPermitted, Viewer
from serving.web.access.policy import Action, Role
from serving.web.access.reach import Reach
from serving.web.lists.models import ShownList
from serving.web.lists.shown import make_list, schools_with_lists
from tests.support.serving.two_schools import AS_OF

DIRECTOR = Viewer("director", frozenset({"S1"}))


def made(viewer: Viewer = DIRECTOR, as_of: dt.date = AS_OF, capacity: int = 3):
    return make_list(viewer=viewer, school_id="S1", as_of=as_of, capacity=capacity, is_of_school=True)


def test_a_list_that_was_asked_for_lately_is_not_made_again():
    assert made().ranked is made().ranked
    assert ShownList.objects.count() == 1


def test_a_list_of_another_length_is_another_one():
    assert len(made(capacity=2).ranked.pupils) == 2
    assert len(made(capacity=3).ranked.pupils) == 3
    assert ShownList.objects.count() == 2


def test_a_list_in_memory_is_refused_to_whom_it_would_be_refused_otherwise():
    made()
    with pytest.raises(NotPermitted):
        made(Viewer("another", frozenset({"S2"})))


def test_memory_keeps_no_more_lists_than_it_may():
    for day in range(50):
        made(as_of=AS_OF - dt.timedelta(day))
    from serving.web.lists.shown import _MOST_LISTS, _recent

    assert len(_recent()) <= _MOST_LISTS


def test_the_list_before_is_of_what_was_known_before_the_last_import():
    old, same = made(as_of=dt.date(2025, 1, 10)), made(as_of=AS_OF - dt.timedelta(1))
    assert same.shown.data_fingerprint == made().shown.data_fingerprint
    assert made().before == old.shown


def test_of_several_lists_of_a_day_the_longest_is_the_one_before():
    longest = made(as_of=dt.date(2025, 1, 10), capacity=5)
    made(as_of=dt.date(2025, 1, 10), capacity=1)
    assert made().before == longest.shown


def test_a_structure_of_which_the_records_have_no_child_has_no_list_to_choose(person):
    director = person(Role.DIRECTOR)
    reach = Reach(director.user, (director.grant,), AS_OF, {"S1": ("S1R", "S1X")})
    assert reach.schools(Action.SEE_LIST) == ("S1", "S1R", "S1X")
    assert schools_with_lists(reach, Action.SEE_LIST) == ("S1", "S1R")


def test_ones_own_school_stays_and_is_told_in_words_that_it_has_no_child_yet(person):
    director = person(Role.DIRECTOR, school="S7", language="ro")
    reach = Reach(director.user, (director.grant,), AS_OF, {})
    assert schools_with_lists(reach, Action.SEE_LIST) == ("S7",)
    for address in ("/", "/list/"):
        said = director.client.get(address).text
        assert "Datele nu au încă niciun elev al acestei școli" in said
        assert "JSON" not in said
