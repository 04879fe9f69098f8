"""Can a hidden number be computed from those that are shown?"""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from serving.web.programmes.numbers.suppression import LEAST, ShownTable, rounded, suppressed

TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 12) | st.integers(0, 60), min_size=width, max_size=width), min_size=1, max_size=6
    )
)


@given(TABLES)
@example([[3]])
@example([[0, 0, 20]])
@example([[4, 30], [30, 30]])
@example([[1, 9, 9, 9], [9, 2, 9, 9], [9, 9, 9, 9]])
@settings(deadline=None, max_examples=100)
def test_every_hidden_cell_could_be_another_number_with_all_that_is_shown_the_same(counts):
    """Even if totals were shown exactly: the least and the most that a hidden cell or total can be differ."""
    shown = suppressed(counts)
    lines = [*shown.cells, shown.column_totals]
    for row, line in enumerate(lines):
        totals = (*shown.row_totals, shown.total)
        for column, cell in enumerate((*line, totals[row])):
            if cell is None:
                low, high = possible(counts, shown, row, column)
                assert high - low > 0.99, (row, column, low, high)


@given(TABLES)
@settings(deadline=None)
def test_no_number_under_five_is_shown_and_each_that_is_shown_is_true(counts):
    shown = suppressed(counts)
    table = np.array(counts)
    cells = [(cell, table[row][column]) for row, line in enumerate(shown.cells) for column, cell in enumerate(line)]
    totals = [*zip(shown.row_totals, table.sum(1), strict=True), *zip(shown.column_totals, table.sum(0), strict=True)]
    for each, true in [*cells, *totals, (shown.total, table.sum())]:
        assert each is None or (each >= LEAST and true >= LEAST and each % 5 == 0 and abs(each - true) <= 2)


def test_with_one_small_cell_its_neighbours_are_hidden_too_and_the_rest_stays():
    shown = suppressed([[12, 3, 40], [9, 7, 20], [30, 31, 32]])
    assert shown.cells == ((None, None, 40), (None, None, 20), (30, 30, 30))
    assert shown.row_totals == (55, 35, 95)
    assert shown.column_totals == (50, 40, 90)
    assert shown.total == 185


def test_of_a_single_row_the_totals_of_columns_do_not_tell_what_its_cells_hide():
    shown = suppressed([[12, 3, 40]])
    assert shown.cells == ((None, None, 40),)
    assert shown.row_totals == (55,)
    assert shown.column_totals == (None, None, 40)


def test_a_table_without_rows_or_columns_shows_nothing():
    assert suppressed([]) == ShownTable((), (), (), None)
    assert suppressed([[], []]).cells == ((), ())


@pytest.mark.parametrize(("count", "shown"), [(0, None), (4, None), (5, 5), (7, 5), (8, 10), (52, 50)])
def test_single_figures_are_to_the_nearest_five_and_hidden_under_five(count, shown):
    assert rounded(count) == shown


def possible(counts: Sequence[Sequence[int]], shown: ShownTable, row: int, column: int) -> tuple[float, float]:
    """Return the least and the most that a cell can be, by linear programming; what is shown is exact.

    The row after the last is that of the totals, the column after the last likewise.
    """
    table = np.array(counts)
    size = table.shape
    rows_shown = [total is not None for total in shown.row_totals]
    columns_shown = [total is not None for total in shown.column_totals]
    equations, sides = [], []
    for place, is_shown in enumerate([*rows_shown, *columns_shown]):
        if is_shown:
            equation = np.zeros(size)
            line = np.s_[place, :] if place < size[0] else np.s_[:, place - size[0]]
            equation[line] = 1
            equations.append(equation.ravel())
            sides.append(table[line].sum())
    if shown.total is not None:
        equations.append(np.ones(size).ravel())
        sides.append(table.sum())
    shown_cells = [cell for line in shown.cells for cell in line]
    bounds = [(0, None) if cell is None else (true, true)
              for true, cell in zip(table.ravel(), shown_cells, strict=True)]  # fmt: skip
    ends = []
    for sign in (1, -1):
        goal = np.zeros(size)
        goal[row if row < size[0] else slice(None), column if column < size[1] else slice(None)] = sign
        found = linprog(goal.ravel(), A_eq=np.array(equations) if equations else None,
                        b_eq=np.array(sides) if sides else None, bounds=bounds)  # fmt: skip
        ends.append(np.inf if found.status == 3 else sign * found.fun)
    return ends[0], ends[1]
