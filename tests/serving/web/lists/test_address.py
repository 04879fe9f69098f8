"""Does an address ask for what it says, and for nothing where it says nonsense?"""

import datetime as dt

import pytest

from serving.web.lists.address import CAPACITY, ListAddress, latest_day, read_address
from tests.support.serving.two_schools import AS_OF, small_service


def read(**given: str) -> ListAddress:
    return read_address(given, schools=("S1", "S1R"), day=AS_OF)


def test_an_empty_address_is_the_first_school_today():
    address = read()
    assert (address.school_id, address.as_of, address.capacity, address.sort) == ("S1", AS_OF, CAPACITY, "open")
    assert not address.narrows


@pytest.mark.parametrize("text", ["0", "-3", "1e3", "", "many", "٣", "99999", "2.5"])
def test_a_capacity_that_is_none_is_the_usual_one(text: str):
    assert read(k=text).capacity == CAPACITY


def test_a_list_has_no_more_than_a_person_reads():
    assert read(k="9999").capacity == 500


@pytest.mark.parametrize("text", ["tomorrow", "2025-13-01", "2031-01-01"])
def test_a_day_that_is_none_or_has_not_come_is_today(text: str):
    assert read(as_of=text).as_of == AS_OF


def test_a_past_day_is_that_day():
    assert read(as_of="2025-01-20").as_of == dt.date(2025, 1, 20)


@pytest.mark.parametrize("field", ["cycle", "theme", "sort"])
def test_what_there_is_not_cannot_be_chosen(field: str):
    assert read(**{field: "<script>"}) == read()


@pytest.mark.parametrize("sort", ["rank", "-year", "child", "-action"])
def test_every_order_goes_backwards_too(sort: str):
    assert read(sort=sort).sort == sort


def test_all_reasons_are_asked_for_in_the_address():
    assert read(view="reasons").all_reasons
    assert not read().all_reasons
    assert not read(view="compact").all_reasons  # as addresses asked for one line that were kept before


def test_the_number_is_shown_on_request_only():
    assert (read().score, read(score="1").score, read(score="yes").score) == (False, True, False)


def test_the_latest_day_is_the_last_one_with_a_child_in_school():
    assert latest_day(small_service(), AS_OF) == AS_OF
    assert latest_day(small_service(), dt.date(2030, 1, 1)) < dt.date(2026, 1, 1)
