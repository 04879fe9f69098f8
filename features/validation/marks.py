"""Marks turned into numbers on their scale, and those that are not on it."""

from typing import Any

import numpy as np
import pandas as pd

from features.arrays import Positions
from features.i18n.text import Bilingual
from features.reading.declarations import Declarations
from features.schema.problems import Problem
from features.schema.scales import Scale
from features.validation.cell_parsers import CellError, range_words, read_number
from features.validation.checked_table import CheckedTable, cell_problems, problems_at
from features.validation.columns import WrongCell, rows_by_code


def read_marks(checked: CheckedTable, declared: Declarations) -> list[Problem]:
    """Turn marks into numbers on their scale, in place; report unknown scales and marks that are not on theirs."""
    marks, scales = checked.frame["mark"], checked.frame["scale"]
    known = [scale.name for scale in declared.scales]
    is_unknown = np.array([*(name not in known for name in scales.cat.categories), False])
    unknown = is_unknown[scales.cat.codes.to_numpy()]
    problems = problems_at(checked, "unknown_scale", "scale", unknown, {"scales": ", ".join(known)})
    pairs, distinct = _distinct_pairs(marks, scales)
    numbers = np.full(len(distinct), np.nan)
    wrong: dict[int, CellError] = {}
    for position, (mark, name) in enumerate(distinct):
        scale = declared.scale(name)
        if mark and scale is not None:
            try:
                numbers[position] = read_mark(mark, scale)
            except CellError as error:
                wrong[position] = error
    checked.frame["mark"] = numbers[pairs]
    rows = rows_by_code(pairs, wrong)
    wrong_cells = [WrongCell(error.code, distinct[each][0], rows[each], error.values) for each, error in wrong.items()]
    return problems + cell_problems(checked, checked.table.column("mark"), wrong_cells)


def _distinct_pairs(first: "pd.Series[Any]", second: "pd.Series[Any]") -> tuple[Positions, list[tuple[str, str]]]:
    """Number the distinct pairs of two categorical columns: the number of each row's pair, and the pairs.

    A missing text is "".
    """
    firsts, seconds = (["", *each.cat.categories] for each in (first, second))  # the code -1 of a missing text: place 0
    one, other = (each.cat.codes.to_numpy() for each in (first, second))
    dtype = np.min_scalar_type(-len(firsts) * len(seconds))
    numbers, packed = pd.factorize((one.astype(dtype) + dtype.type(1)) * dtype.type(len(seconds)) + (other + 1))
    return numbers, [(firsts[each // len(seconds)], seconds[each % len(seconds)]) for each in packed]


def read_mark(mark: str, scale: Scale) -> float:
    """Return the place of a mark on its scale as a number; CellError when it is not on it.

    >>> from features.schema.scales import SCALES
    >>> read_mark("FB", SCALES[1])
    4.0
    """
    words = dict(scale.words)
    number = words.get(mark, np.nan) if words else _number_or_nan(mark)
    if not scale.lowest <= number <= scale.highest:
        allowed = ", ".join(words)
        words_range = (
            Bilingual(f"among {allowed}", f"dintre {allowed}") if words else range_words(scale.lowest, scale.highest)
        )
        raise CellError("mark_not_on_scale", scale=scale.name, range=words_range)
    return float(number)


def _number_or_nan(mark: str) -> float:
    try:
        return read_number(mark)
    except CellError as error:
        if error.code == "decimal_comma":
            raise
        return np.nan
