"""Running sums over five rows, and against a slow sum over many."""

from random import Random

import numpy as np
import pytest

from features.days import LONG_AGO
from features.ledger import Ledger, Window, make_ledger

# pupil, day, known, hours: pupil 1 has a row on day 12 that was known on day 15, and two rows on day 10.
ROWS = ((1, 10, 10, 100), (1, 12, 15, 250), (1, 10, 10, 50), (2, 11, 11, 300), (1, 20, 20, 700))


def ledger(rows: tuple[tuple[int, int, int, int], ...] = ROWS) -> Ledger:
    pupil, day, known, hours = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return make_ledger(pupil=pupil, day=day, known=known, values={"hours": hours})


def window(start: int, stop: int, pupils: int) -> Window:
    return Window(np.full(pupils, start), np.full(pupils, stop))


def total(start: int, stop: int, *, as_of: int, pupils: tuple[int, ...] = (1, 2, 3)) -> list[int]:
    return ledger().at(np.array(pupils), as_of).total("hours", window(start, stop, len(pupils))).tolist()


def test_a_sum_is_that_of_the_pupils_own_rows() -> None:
    assert total(LONG_AGO, 30, as_of=30) == [1100, 300, 0]


def test_a_window_has_its_first_day_and_not_its_last() -> None:
    assert total(10, 12, as_of=30) == [150, 300, 0]
    assert total(12, 20, as_of=30) == [250, 0, 0]


def test_a_row_known_late_is_taken_off_until_the_day_after() -> None:
    assert total(10, 15, as_of=15) == [150, 300, 0]
    assert total(10, 15, as_of=16) == [400, 300, 0]


def test_pupils_may_be_asked_in_any_order_and_need_no_rows() -> None:
    assert total(LONG_AGO, 30, as_of=30, pupils=(7, 2, 0, 1)) == [0, 300, 0, 1100]


def test_each_pupil_has_a_window_of_its_own() -> None:
    own = Window(np.array([11, 11]), np.array([20, 11]))
    assert ledger().at(np.array([1, 2]), 30).total("hours", own).tolist() == [250, 0]


def test_rows_come_by_pupil_and_day_and_rows_of_a_day_keep_their_order() -> None:
    found, owner = ledger().at(np.array([1, 2]), 30).rows(window(LONG_AGO, 30, 2))
    assert ledger().values["hours"][found].tolist() == [100, 50, 250, 700, 300]
    assert owner.tolist() == [0, 0, 0, 0, 1]


def test_rows_not_known_yet_are_not_among_them() -> None:
    found, _ = ledger().at(np.array([1]), 15).rows(window(10, 15, 1))
    assert ledger().values["hours"][found].tolist() == [100, 50]


def test_a_ledger_may_be_asked_for_many_windows_at_a_date() -> None:
    seen = ledger().at(np.array([1, 2]), 15)
    asked = [window(start, stop, 2) for start, stop in ((10, 15), (10, 12), (10, 15), (12, 15))]
    assert [seen.total("hours", each).tolist() for each in asked] == [[150, 300], [150, 300], [150, 300], [0, 0]]


def test_rows_of_pupils_nobody_knows_belong_to_nobody() -> None:
    """A pupil without any enrolment has the number -1; a late row of it must not be taken off another's sum."""
    strangers = ((-1, 10, 10, 999), (-1, 12, 40, 999), (-1, 0, 0, 999))
    seen = ledger((*strangers, *ROWS)).at(np.array([3, 0, 2, 1]), 30)
    assert seen.total("hours", window(LONG_AGO, 30, 4)).tolist() == [0, 0, 300, 1100]
    assert seen.rows(window(LONG_AGO, 30, 4))[1].tolist() == [2, 3, 3, 3, 3]


def test_a_code_comes_with_its_row_and_has_no_sum() -> None:
    pupil, day, known, hours = (np.array(column) for column in zip(*ROWS, strict=True))
    made = make_ledger(
        pupil=pupil, day=day, known=known, values={"hours": hours}, codes={"subject": np.array([5, 6, 7, 8, 9])}
    )
    rows, _ = made.at(np.array([1]), 30).rows(window(LONG_AGO, 30, 1))
    assert made.values["subject"][rows].tolist() == [5, 7, 6, 9]
    assert list(made.sums) == ["hours"]


@pytest.mark.parametrize(("hours", "size"), [(2**31 - 1, 4), (2**31, 8)])
def test_running_sums_take_few_bytes_unless_they_need_more(hours: int, size: int) -> None:
    made = ledger(((1, 10, 10, hours - 1), (1, 12, 12, 1)))
    assert made.sums["hours"].itemsize == size
    assert made.at(np.array([1]), 30).total("hours", window(0, 30, 1)).tolist() == [hours]


def test_a_ledger_without_rows_sums_to_nothing() -> None:
    nothing = np.empty(0, dtype=np.int64)
    empty = make_ledger(pupil=nothing, day=nothing, known=nothing, values={"hours": nothing})
    assert empty.at(np.array([1, 2]), 30).total("hours", window(0, 30, 2)).tolist() == [0, 0]
    assert empty.at(np.array([1, 2]), 30).rows(window(0, 30, 2))[0].tolist() == []


@pytest.mark.parametrize("seed", range(5))
def test_sums_are_those_of_a_loop_over_all_rows(seed: int) -> None:
    chance = Random(seed)
    rows = []
    for _ in range(300):
        day = chance.randrange(-40, 40)
        rows.append((chance.randrange(8), day, day + chance.choice([0, 0, 3, 30]), chance.randrange(800)))
    pupils = chance.sample(range(10), 7)
    as_of = chance.randrange(0, 50)
    starts, stops = ([chance.randrange(-50, as_of + 1) for _ in pupils] for _ in range(2))
    spans = [(min(start, stop), max(start, stop)) for start, stop in zip(starts, stops, strict=True)]
    own = Window(*(np.array(column) for column in zip(*spans, strict=True)))
    expected = [
        sum(hours for who, day, known, hours in rows if who == pupil and start <= day < stop and known < as_of)
        for pupil, (start, stop) in zip(pupils, spans, strict=True)
    ]
    assert ledger(tuple(rows)).at(np.array(pupils), as_of).total("hours", own).tolist() == expected
