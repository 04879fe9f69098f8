"""Statistics of five rows, and against a slow loop: in numpy, by the compiled loops, and by these uncompiled."""

import sys
from collections.abc import Iterator
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest

from features.days import LONG_AGO, NEVER
from features.point_in_time import events, events_numba
from features.point_in_time.events import EventIndex, Window, WindowStats, index_events

# pupil, day, known, hours: pupil 1 has a row on day 12 that was known on day 15, and two rows on day 10.
ROWS = ((1, 10, 10, 100), (1, 12, 15, 250), (1, 10, 10, 50), (2, 11, 11, 300), (1, 20, 20, 700))

Row = tuple[int, int, int, int]

PLAIN = SimpleNamespace(
    window_stats=events_numba._window_stats, codes_below=events_numba._codes_below, first_rows=events_numba._first_rows
)


@pytest.fixture(params=["numpy", "compiled", "plain"], autouse=True)
def road(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run every test by each road: an event index takes one or the other by its number of rows."""
    loops = {"numpy": None, "compiled": events_numba, "plain": PLAIN}[request.param]
    monkeypatch.setattr(events, "_compiled", lambda _: loops)
    return request.param


def made(rows: tuple[Row, ...] = ROWS, **more: object) -> EventIndex:
    pupil, day, known, hours = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return index_events(pupil=pupil, day=day, known=known, value=hours, **more)


def window(start: int, stop: int, pupils: int) -> Window:
    return Window(np.full(pupils, start), np.full(pupils, stop))


def window_stats(start: int, stop: int, *, as_of: int, pupils: tuple[int, ...] = (1, 2, 3)) -> WindowStats:
    return made().at(np.array(pupils), as_of).window_stats(window(start, stop, len(pupils)))


def total(start: int, stop: int, *, as_of: int, pupils: tuple[int, ...] = (1, 2, 3)) -> list[int]:
    return window_stats(start, stop, as_of=as_of, pupils=pupils).total.tolist()


def test_a_sum_is_that_of_the_pupils_own_rows() -> None:
    assert total(LONG_AGO, 30, as_of=30) == [1100, 300, 0]


def test_a_window_has_its_first_day_and_not_its_last() -> None:
    assert total(10, 12, as_of=30) == [150, 300, 0]
    assert total(12, 20, as_of=30) == [250, 0, 0]


def test_a_row_known_late_counts_from_the_day_after() -> None:
    assert total(10, 15, as_of=15) == [150, 300, 0]
    assert total(10, 15, as_of=16) == [400, 300, 0]


def test_the_statistics_of_a_window_have_number_lowest_and_the_same_of_the_latest_day() -> None:
    """Of pupil 1 until day 12: two rows on day 10; a third on day 12, known on day 15."""
    seen = window_stats(LONG_AGO, 13, as_of=13)
    assert [seen.rows.tolist(), seen.lowest.tolist()] == [[2, 1, 0], [50, 300, 0]]
    assert [seen.last_day.tolist(), seen.last_rows.tolist()] == [[10, 11, 0], [2, 1, 0]]
    assert [seen.last_total.tolist(), seen.last_lowest.tolist()] == [[150, 300, 0], [50, 300, 0]]
    assert window_stats(LONG_AGO, 13, as_of=16).last_total.tolist() == [250, 300, 0]


def test_rows_below_the_pass_value_are_counted() -> None:
    seen = made(pass_value=250).at(np.array([1, 2]), 30).window_stats(window(LONG_AGO, 30, 2))
    assert seen.below.tolist() == [2, 0]
    assert window_stats(LONG_AGO, 30, as_of=30).below.tolist() == [0, 0, 0]


def test_pupils_may_be_asked_in_any_order_and_need_no_rows() -> None:
    assert total(LONG_AGO, 30, as_of=30, pupils=(7, 2, 0, 1)) == [0, 300, 0, 1100]


def test_each_pupil_has_a_window_of_its_own() -> None:
    own = Window(np.array([11, 11]), np.array([20, 11]))
    assert made().at(np.array([1, 2]), 30).window_stats(own).total.tolist() == [250, 0]


def test_a_window_may_be_empty() -> None:
    assert total(12, 10, as_of=30) == [0, 0, 0]


def test_rows_come_by_pupil_and_day_and_rows_of_a_day_keep_their_order() -> None:
    rows = made().at(np.array([1, 2]), 30).rows(window(LONG_AGO, 30, 2))
    assert rows.value.tolist() == [100, 50, 250, 700, 300]
    assert rows.day.tolist() == [10, 10, 12, 20, 11]
    assert rows.owner.tolist() == [0, 0, 0, 0, 1]


def test_rows_not_known_yet_are_not_among_them() -> None:
    assert made().at(np.array([1]), 15).rows(window(10, 15, 1)).value.tolist() == [100, 50]


def test_an_event_index_may_be_asked_for_many_windows_at_a_date() -> None:
    seen = made().at(np.array([1, 2]), 15)
    asked = [window(start, stop, 2) for start, stop in ((10, 15), (10, 12), (10, 15), (12, 15))]
    assert [seen.window_stats(each).total.tolist() for each in asked] == [[150, 300], [150, 300], [150, 300], [0, 0]]


def test_rows_of_pupils_nobody_knows_belong_to_nobody() -> None:
    """A pupil without any enrolment has the number -1."""
    strangers = ((-1, 10, 10, 999), (-1, 12, 40, 999), (-1, 0, 0, 999))
    seen = made((*strangers, *ROWS)).at(np.array([3, 0, 2, 1]), 30)
    assert seen.window_stats(window(LONG_AGO, 30, 4)).total.tolist() == [0, 0, 300, 1100]
    assert seen.rows(window(LONG_AGO, 30, 4)).owner.tolist() == [2, 3, 3, 3, 3]


def test_a_code_comes_with_its_row() -> None:
    index = made(code=np.array([5, 6, 7, 8, 9]), codes=10)
    assert index.at(np.array([1]), 30).rows(window(LONG_AGO, 30, 1)).code.tolist() == [5, 7, 6, 9]


def test_codes_are_counted_whose_mean_is_below_the_pass_value() -> None:
    """Code 0 has 100 and 300: just passing; code 1 has 250 and 50; no code (-1) has 199."""
    rows = ((1, 1, 1, 100), (1, 2, 2, 250), (1, 3, 3, 300), (1, 4, 9, 50), (1, 5, 5, 199))
    index = made(rows, code=np.array([0, 1, 0, 1, -1]), codes=2, pass_value=200)
    assert index.at(np.array([1, 0]), 9).codes_below(window(LONG_AGO, 9, 2)).tolist() == [1, 0]
    assert index.at(np.array([1, 0]), 10).codes_below(window(LONG_AGO, 9, 2)).tolist() == [2, 0]
    assert index.at(np.array([1, 0]), 10).codes_below(window(LONG_AGO, 3, 2)).tolist() == [1, 0]


def test_weights_multiply_values_in_sums_and_in_the_means_of_codes() -> None:
    """Pupil 1: 100 and 50 on day 10, weights 1 and 3; 250 on day 12, weight 2; 700 on day 20, weight 0."""
    weights = np.array([1, 2, 3, 1, 0])
    index = made(weight=weights, code=np.zeros(5, np.int64), codes=1, pass_value=126)
    seen = index.at(np.array([1, 2, 3]), 30)
    every = seen.window_stats(window(LONG_AGO, 30, 3))
    assert [every.total.tolist(), every.weight.tolist()] == [[100 + 150 + 500, 300, 0], [6, 1, 0]]
    assert [every.last_total.tolist(), every.last_weight.tolist()] == [[0, 300, 0], [0, 1, 0]]
    assert [every.rows.tolist(), every.lowest.tolist()] == [[4, 1, 0], [50, 300, 0]]
    assert seen.codes_below(window(LONG_AGO, 30, 3)).tolist() == [1, 0, 0]
    assert seen.rows(window(LONG_AGO, 30, 3)).weight.tolist() == [1, 3, 2, 0, 1]
    assert made().at(np.array([2]), 30).rows(window(LONG_AGO, 30, 1)).weight.tolist() == [1]


def test_a_row_that_is_taken_back_counts_up_to_that_day_and_not_from_the_morrow_on() -> None:
    """Pupil 1's row of day 12 was known on day 15 and taken back on day 17."""
    index = made(
        retracted_on=np.array([NEVER, 17, NEVER, NEVER, NEVER]), code=np.array([0, 1, 0, 0, 0]), codes=2, pass_value=999
    )
    found = []
    for as_of in (15, 16, 17, 18):
        seen, whole = index.at(np.array([1]), as_of), window(LONG_AGO, 14, 1)
        stats = seen.window_stats(whole)
        found.append((stats.total.item(), stats.last_day.item(), seen.codes_below(whole).item()))
        assert len(seen.rows(whole).value) == stats.rows.item()
    assert found == [(150, 10, 1), (400, 12, 2), (400, 12, 2), (150, 10, 1)]


def test_sums_may_be_larger_than_four_bytes() -> None:
    largest = 2**31 - 1
    rows = ((1, 10, 10, largest), (1, 12, 12, largest))
    assert made(rows).at(np.array([1]), 30).window_stats(window(0, 30, 1)).total.tolist() == [2 * largest]


def test_an_event_index_without_rows_sums_to_nothing() -> None:
    nothing = np.empty(0, dtype=np.int64)
    empty = index_events(pupil=nothing, day=nothing, known=nothing, value=nothing)
    assert empty.at(np.array([1, 2]), 30).window_stats(window(0, 30, 2)).total.tolist() == [0, 0]
    assert empty.at(np.array([1, 2]), 30).codes_below(window(0, 30, 2)).tolist() == [0, 0]
    assert empty.at(np.array([1, 2]), 30).rows(window(0, 30, 2)).value.tolist() == []


@pytest.mark.parametrize("seed", range(8))
def test_the_statistics_of_a_window_are_those_of_a_loop_over_all_rows(seed: int) -> None:
    rng = Random(seed)
    rows: list[Row] = []
    for _ in range(300):
        day = rng.randrange(-40, 40)
        rows.append((rng.randrange(-1, 8), day, day + rng.choice([0, 0, 3, 30]), rng.randrange(800)))
    codes = [rng.randrange(-1, 3) for _ in rows]
    pupils = rng.sample(range(10), 7)
    as_of = rng.randrange(0, 50)
    spans = [sorted(rng.randrange(-50, as_of + 1) for _ in range(2)) for _ in pupils]
    index = made(tuple(rows), code=np.array(codes), codes=3, pass_value=300)
    own = Window(*(np.array(column) for column in zip(*spans, strict=True)))
    seen = index.at(np.array(pupils), as_of)
    found = list(zip(*vars(seen.window_stats(own)).values(), seen.codes_below(own), strict=True))
    for pupil, (start, stop), got in zip(pupils, spans, found, strict=True):
        mine = [
            (day, hours, code)
            for (who, day, known, hours), code in zip(rows, codes, strict=True)
            if who == pupil and start <= day < stop and known < as_of
        ]
        assert [int(each) for each in got] == slow_window_stats(mine)


def slow_window_stats(mine: list[tuple[int, int, int]]) -> list[int]:
    """Return the fields of the statistics, and the codes below, of rows of day, hours and code."""
    hours = [each for _, each, _ in mine]
    last_day = max((day for day, _, _ in mine), default=0)
    last = [each for day, each, _ in mine if day == last_day]
    by_code = [[each for _, each, code in mine if code == wanted] for wanted in range(-1, 3)]
    return [
        len(hours), sum(hours), sum(each < 300 for each in hours), min(hours, default=0),
        last_day, len(last), sum(last), min(last, default=0), len(hours), len(last),
        sum(sum(each) < 300 * len(each) for each in by_code),
    ]  # fmt: skip


def test_the_compiled_loops_are_loaded_where_rows_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A school's list must not wait for numba; a county's does, once."""
    monkeypatch.undo()
    monkeypatch.delitem(sys.modules, "features.point_in_time.events_numba")
    few = made()
    assert events._compiled(few) is None
    monkeypatch.setattr(events, "MANY_ROWS", len(ROWS))
    assert events._compiled(few) is events_numba
    monkeypatch.undo()
    assert events._compiled(few) is events_numba, "what is loaded is used"
