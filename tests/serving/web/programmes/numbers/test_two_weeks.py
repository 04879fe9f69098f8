"""Can whoever has the tables of two weeks, or of a county and a programme in it, compute a number under five?

The adversary knows all that is shown (to the nearest five), that nobody came on a list or left it (so that the totals
of rows are those of both weeks), and which schools did not change at all; linear programming says what a cell could be.
"""

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from serving.web.programmes.numbers.coverage import SchoolCoverage
from serving.web.programmes.numbers.several_schools import county_numbers, programme_totals
from serving.web.programmes.numbers.suppression import LEAST, TOTAL, ShownTable, suppressed
from serving.web.reviews.states import Stage

Counts = Sequence[Sequence[int]]
TABLES = st.lists(
    st.lists(st.integers(0, 12), min_size=len(Stage), max_size=len(Stage)), min_size=2, max_size=5
)  # fmt: skip


class Knows:
    """What somebody knows of some whole numbers, each at least nought: sums between bounds."""

    def __init__(self, size: int) -> None:
        self.size, self.rows, self.most = size, [], []

    def between(self, places, low: float, high: float) -> None:
        """Learn that the sum of some numbers lies between two."""
        row = np.zeros(self.size)
        row[list(places)] = 1
        self.rows += [row, -row]
        self.most += [high, -low]

    def same(self, one, other) -> None:
        """Learn that two sums are the same."""
        row = np.zeros(self.size)
        row[list(one)], row[list(other)] = 1, -1
        self.rows += [row, -row]
        self.most += [0, 0]

    def ends(self, place: int) -> tuple[float, float]:
        """Return the least and the most that a number can be."""
        if not self.rows:
            return 0.0, np.inf
        found = []
        for sign in (1, -1):
            goal = np.zeros(self.size)
            goal[place] = sign
            solved = linprog(goal, A_ub=np.array(self.rows), b_ub=np.array(self.most), bounds=(0, None))
            assert solved.status in (0, 3), solved.message
            found.append(np.inf if solved.status == 3 else sign * solved.fun)
        return found[0], found[1]


def sees(knows: Knows, shown: ShownTable, rows: Sequence[int], start: int, *, exact: Counts | None = None) -> None:
    """Learn what a table shows; ``rows`` are the places of its rows among all, of which the first has ``start``."""
    width = len(Stage)

    def learn(places, value: int | None) -> None:
        if value is None:
            return
        if exact is not None:
            true = sum(exact[(place - start) // width][(place - start) % width] for place in places)
            knows.between(places, true, true)
        else:
            knows.between(places, max(value - 2, LEAST), value + 2)

    for row, cells, total in zip(rows, shown.cells, shown.row_totals, strict=True):
        for column, cell in enumerate(cells):
            learn([start + row * width + column], cell)
        learn(range(start + row * width, start + (row + 1) * width), total)
    for column, total in enumerate(shown.column_totals):
        learn([start + row * width + column for row in rows], total)
    learn([start + row * width + column for row in rows for column in range(width)], shown.total)


def next_week(table: Counts, changes: random.Random, *, schools: int) -> tuple[list[list[int]], set[int]]:
    """Return a table a week later, and the rows that changed: there a few children came on to another stage."""
    after, changed = [list(row) for row in table], set()
    for row in changes.sample(range(len(after)), min(schools, len(after))):
        for _ in range(changes.randint(1, 3)):
            one, other = changes.sample(range(len(Stage)), 2)
            if after[row][one]:
                after[row][one] -= 1
                after[row][other] += 1
                changed.add(row)
    return after, changed


def two_weeks(before: Counts, after: Counts, changed: set[int], shown: tuple[ShownTable, ShownTable], *, exact: bool):
    """Return all that an adversary with the tables of two weeks knows."""
    size, width = len(before) * len(Stage), len(Stage)
    knows, rows = Knows(2 * size), range(len(before))
    for number, (table, each) in enumerate(zip((before, after), shown, strict=True)):
        sees(knows, each, rows, number * size, exact=table if exact else None)
    for row in rows:
        places = range(row * width, (row + 1) * width)
        if row in changed:
            knows.same(places, [size + place for place in places])
        else:
            for place in places:
                knows.same([place], [size + place])
    return knows


def told(knows: Knows, tables: Sequence[Counts]) -> list[int]:
    """Return the places of the cells under five that are told exactly."""
    cells = [cell for table in tables for row in table for cell in row]
    found = []
    for place, cell in enumerate(cells):
        if cell < LEAST:
            low, high = knows.ends(place)
            if np.floor(high + 1e-6) - np.ceil(low - 1e-6) < 1:
                found.append(place)
    return found


@given(TABLES, st.integers(0, 10_000), st.integers(0, 2))
@settings(deadline=None, max_examples=60)
def test_the_tables_of_two_weeks_tell_no_number_under_five(before, seed: int, schools: int):
    after, changed = next_week(before, random.Random(seed), schools=schools)
    first = suppressed(before)
    second = suppressed(after, first.corners)
    assert not told(two_weeks(before, after, changed, (first, second), exact=False), (before, after))


def test_this_adversary_finds_cells_in_exact_tables_that_hide_anew_each_week():
    """Else the test above would hold of anything."""
    chance, found = random.Random(7), 0
    for _ in range(60):
        before = [[chance.randint(0, 12) for _ in Stage] for _ in range(4)]
        after, changed = next_week(before, chance, schools=2)
        shown = suppressed(before), suppressed(after)
        found += bool(told(two_weeks(before, after, changed, shown, exact=True), (before, after)))
    assert found >= 5


@given(TABLES)
@settings(deadline=None, max_examples=60)
def test_a_table_that_did_not_change_is_shown_as_before(table):
    first = suppressed(table)
    assert suppressed(table, first.corners) == first


def test_a_cell_that_stays_small_keeps_its_rectangle_though_another_would_cost_less():
    before = [[12, 3, 40], [9, 20, 20], [30, 31, 9]]
    first = suppressed(before)
    assert first.corners == {(0, 1): (1, 0)}
    after = [[40, 3, 12], [9, 20, 20], [30, 31, 9]]  # now column 2 would hide less
    assert suppressed(after).corners != first.corners
    assert suppressed(after, first.corners).corners == first.corners


def test_a_rectangle_that_hides_no_longer_is_given_up():
    first = suppressed([[12, 3, 40], [9, 20, 20], [30, 31, 32]])
    later = suppressed([[2, 3, 40], [9, 20, 20], [30, 31, 32]], first.corners)  # its neighbour has too few to give
    assert later.corners[0, 1] != (1, 0)


def coverage_of(table: Counts) -> list[SchoolCoverage]:
    return [SchoolCoverage(f"S{row}", f"S{row}", 400, stages=dict(zip(Stage, cells, strict=True)))
            for row, cells in enumerate(table)]  # fmt: skip


@given(TABLES, st.integers(1, 31))
@settings(deadline=None, max_examples=60)
def test_a_programme_beside_its_county_tells_no_number_under_five(table, members: int):
    """The programme has some of the county's schools; whoever sees both sees the same rows."""
    schools = coverage_of(table)
    ours = [row for row in range(len(table)) if members >> row & 1]
    county, whole = county_numbers(schools), suppressed(table)
    totals = programme_totals([schools[row] for row in ours], county.corners)
    knows = Knows(len(table) * len(Stage))
    sees(knows, whole, range(len(table)), 0, exact=table)
    part = [table[row] for row in ours]
    for column, total in enumerate(totals.stages):
        if total is not None:  # even if it were exact
            true = sum(row[column] for row in part)
            knows.between([row * len(Stage) + column for row in ours], true, true)
    if totals.total is not None:
        every = [row * len(Stage) + column for row in ours for column in range(len(Stage))]
        knows.between(every, sum(map(sum, part)), sum(map(sum, part)))
    assert not told(knows, [table])


def test_the_total_of_a_programme_is_hidden_where_it_would_tell():
    """S0 has 3 children monitored, hidden with the help of S1."""
    schools = coverage_of([[20, 3, 30, 30, 30], [20, 20, 30, 30, 30], [30, 30, 30, 30, 30]])
    county = county_numbers(schools)
    assert county.corners == {("S0", 1): ("S1", 0)}
    alone = programme_totals([schools[0], schools[2]], county.corners)
    assert alone.stages == (None, None, 60, 60, 60)
    other = programme_totals(schools[1:], county.corners)  # its own are not small, and would tell of S0
    assert other.stages == (None, None, 60, 60, 60)
    both = programme_totals(schools[:2], county.corners)
    assert both.stages == (40, 25, 60, 60, 60)


@pytest.mark.parametrize("corners", [{("gone", 1): ("S1", 0)}, {("S0", 1): ("gone", 0)}, {("S0", 1): ("", TOTAL)}])
def test_schools_that_came_or_went_do_not_disturb(corners):
    assert county_numbers(coverage_of([[20, 3, 9, 9, 9], [20, 20, 9, 9, 9]]), corners).schools
