"""A few dates of one state of the records are kept, each made once."""

import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from features.errors import Refused
from features.i18n.text import Bilingual
from serving.api.date_cache import MOST_DATES, DateCache

MONDAY = dt.date(2025, 2, 3)


def days(count: int) -> list[dt.date]:
    return [MONDAY + dt.timedelta(days=number) for number in range(count)]


def test_a_date_is_made_once() -> None:
    kept: DateCache[list[int]] = DateCache()
    made = kept.at(1, MONDAY, make=lambda: [1])
    assert kept.at(1, MONDAY, make=lambda: [2]) is made == [1]


def test_the_date_that_was_made_first_is_let_go_of() -> None:
    kept: DateCache[str] = DateCache()
    first, *others = days(MOST_DATES + 1)
    for day in (first, *others):
        kept.at(1, day, make=lambda: "then")
    assert {kept.at(1, day, make=lambda: "now") for day in others} == {"then"}
    assert kept.at(1, first, make=lambda: "now") == "now"


def test_what_cannot_be_made_is_not_kept() -> None:
    kept: DateCache[str] = DateCache()

    def refuse() -> str:
        raise Refused(Bilingual("Nobody is in school.", "Nu este nimeni la școală."))

    with pytest.raises(Refused):
        kept.at(1, MONDAY, make=refuse)
    assert kept.at(1, MONDAY, make=lambda: "made") == "made"


def test_requests_that_come_together_make_a_date_once() -> None:
    kept: DateCache[int] = DateCache()
    made: list[int] = []
    together = threading.Barrier(8)

    def make() -> int:
        made.append(len(made))
        time.sleep(0.05)
        return made[-1]

    def ask(_client: int) -> int:
        together.wait()
        return kept.at(1, MONDAY, make=make)

    with ThreadPoolExecutor(8) as clients:
        assert set(clients.map(ask, range(8))) == {0}
    assert made == [0]


def test_a_date_that_is_there_answers_while_another_one_is_made() -> None:
    kept: DateCache[str] = DateCache()
    monday, tuesday = days(2)
    kept.at(1, monday, make=lambda: "monday")
    begun, may_end = threading.Event(), threading.Event()

    def make() -> str:
        begun.set()
        assert may_end.wait(10)
        return "tuesday"

    with ThreadPoolExecutor(1) as other:
        asked = other.submit(kept.at, 1, tuesday, make=make)
        assert begun.wait(10)
        assert kept.at(1, monday, make=lambda: "made anew") == "monday"
        may_end.set()
        assert asked.result(10) == "tuesday"


def test_what_was_made_of_other_records_is_neither_given_nor_kept() -> None:
    kept: DateCache[str] = DateCache()
    assert kept.at("before", MONDAY, make=lambda: "of before") == "of before"
    assert kept.at("after", MONDAY, make=lambda: "of after") == "of after"
    assert kept.at("before", MONDAY, make=lambda: "made anew") == "made anew"
