"""Marks turned into numbers on their scale, those that were not taken, and those that are not on their scale."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from features.arrays import Booleans, Positions
from features.cells.cell_parsers import CellError, range_words, read_number
from features.cells.columns import WrongCell, rows_by_code
from features.i18n.text import Bilingual
from features.reading.declarations import Declarations
from features.schema.problems import Problem
from features.schema.scales import SCALES, Scale, folded
from features.validation.checked_table import CheckedTable, cell_problems, problems_at

_PERCENT_OF = 100.0  # the best mark of the scales on which "85 %" is 85

_PLAUSIBLE = 2  # extra credit of more than a whole scale is a slip of writing

_CONDUCT = ("purtare", "purtarea", "notă la purtare", "nota la purtare", "conduită", "conduct")


def due_marks(frame: pd.DataFrame, wrong_cells: Mapping[str, Iterable[WrongCell]]) -> dict[str, tuple[WrongCell, ...]]:
    """Return the wrong cells of a table of marks without the empty ones of marks that were not taken.

    What is said of another empty mark tells how to write what is meant.
    """
    not_taken = _not_taken_rows(frame) | _rows_of_words(frame)
    due = {name: tuple(cells) for name, cells in wrong_cells.items()}
    for name in {"mark", "scale"} & set(due):
        cells = [cell if cell.text else replace(cell, rows=cell.rows[~not_taken[cell.rows]]) for cell in due[name]]
        due[name] = tuple(cell for cell in cells if len(cell.rows))
    blank = (cell if cell.text else WrongCell("blank_mark", "", cell.rows, {}) for cell in due.get("mark", ()))
    return due | {"mark": tuple(blank)}


def read_marks(checked: CheckedTable, declared: Declarations) -> list[Problem]:
    """Turn marks into numbers on their scale, in place, and those that a word says were not taken into that kind.

    Scales get the names they are declared by. Unknown scales and marks that are not on theirs are reported.
    """
    frame = checked.frame
    problems = _read_scales(checked, declared)
    pairs, distinct = _distinct_pairs(frame["mark"], frame["scale"])
    numbers = np.full(len(distinct), np.nan)
    not_taken = np.zeros(len(distinct), dtype=np.bool_)
    wrong: dict[int, CellError] = {}
    scales = {name: declared.scale(name) for name in {name for _, name in distinct}}
    for position, (mark, name) in enumerate(distinct):
        scale = scales[name]
        not_taken[position] = bool(mark) and (scale or SCALES[0]).is_not_taken(mark)
        if mark and scale is not None and scale.usable and not not_taken[position]:
            try:
                numbers[position] = read_mark(mark, scale)
            except CellError as error:
                wrong[position] = error
    frame["mark"] = numbers[pairs]
    problems += _sat_though_not_taken(checked, ~np.isnan(numbers)[pairs], [mark for mark, _ in distinct], pairs)
    _set_kind(frame, not_taken[pairs], "not_taken")
    _set_conduct(frame)
    rows = rows_by_code(pairs, wrong)
    wrong_cells = [WrongCell(error.code, distinct[each][0], rows[each], error.values) for each, error in wrong.items()]
    return problems + cell_problems(checked, checked.table.column("mark"), wrong_cells)


def read_mark(mark: str, scale: Scale) -> float:
    """Return the place of a mark on its scale as a number; CellError when it is not on it.

    >>> from features.schema.scales import SCALES
    >>> read_mark("FB", SCALES[1]), read_mark("85 %", SCALES[3])
    (4.0, 85.0)
    """
    if (of_word := scale.number_of(mark)) is not None:
        return of_word
    number = _number_or_nan(mark, scale)
    if scale.takes_numbers and scale.low <= number <= scale.high:
        return float(number)
    allowed = marks_in_words(scale)
    if scale.takes_numbers and np.isnan(number):
        raise CellError("word_not_on_scale", scale=scale.name, range=allowed)
    if scale.takes_numbers and 1 < (number - scale.worst) / (scale.best - scale.worst) <= _PLAUSIBLE:
        raise CellError("mark_past_the_best", scale=scale.name, range=allowed, beyond=f"{number:g}")
    raise CellError("mark_not_on_scale", scale=scale.name, range=allowed)


def marks_in_words(scale: Scale) -> Bilingual:
    """Say which marks a scale has.

    >>> from features.schema.scales import SCALES
    >>> marks_in_words(SCALES[0]).en
    'from 1 to 10'
    """
    allowed = ", ".join(word for word, _ in scale.words)
    among = Bilingual(f"among {allowed}", f"dintre {allowed}")
    if not scale.takes_numbers:
        return among
    high = None if np.isinf(scale.high) else scale.high
    numbers = range_words(None if np.isinf(scale.low) else scale.low, high)
    return Bilingual(f"{numbers.en} or {among.en}", f"{numbers.ro} sau {among.ro}") if scale.words else numbers


def _number_or_nan(mark: str, scale: Scale) -> float:
    text = mark.removesuffix("%").strip() if scale.best == _PERCENT_OF else mark
    try:
        return read_number(text)
    except CellError:
        return np.nan


def _read_scales(checked: CheckedTable, declared: Declarations) -> list[Problem]:
    """Write every scale by its own name, in place; report unknown ones, those with similar names as the ones meant."""
    column = checked.frame["scale"]
    found = [declared.scale(name) for name in column.cat.categories]
    codes = column.cat.codes.to_numpy()
    unknown: dict[str, list[int]] = {}
    for place in np.flatnonzero([scale is None for scale in found]).tolist():
        near = ", ".join(names_near(declared.scales, column.cat.categories[place]))
        unknown.setdefault(near, []).append(place)
    problems: list[Problem] = []
    for near, places in unknown.items():
        problems += problems_at(checked, "unknown_scale", "scale", np.isin(codes, places), {"scales": near})
    names = [name if scale is None else scale.name for name, scale in zip(column.cat.categories, found, strict=True)]
    if names != column.cat.categories.tolist():
        numbers, distinct = pd.factorize(np.array(names, dtype=object))
        categories = pd.Index(distinct, dtype=object)
        own = pd.Categorical.from_codes(np.append(numbers, -1)[codes], categories=categories)
        checked.frame["scale"] = pd.Series(own, checked.frame.index)
    return problems


def _sat_though_not_taken(
    checked: CheckedTable, has_mark: Booleans, marks: list[str], pairs: Positions
) -> list[Problem]:
    """Report marks in rows that say that there is none."""
    both = has_mark & _not_taken_rows(checked.frame)
    rows = rows_by_code(pairs, np.unique(pairs[both]))
    cells = [WrongCell("mark_of_not_taken", marks[each], rows[each][both[rows[each]]], {}) for each in rows]
    return cell_problems(checked, checked.table.column("mark"), cells)


def _set_conduct(frame: pd.DataFrame) -> None:
    """Write down that marks of the subject conduct, of which no kind is said, are conduct marks, in place."""
    if "subject" not in frame:
        return
    subject = frame["subject"].cat
    of_conduct = [place for place, name in enumerate(subject.categories) if name.strip().casefold() in _CONDUCT]
    unsaid = frame["kind"].isna().to_numpy() if "kind" in frame else np.ones(len(frame), dtype=np.bool_)
    _set_kind(frame, np.isin(subject.codes, of_conduct) & unsaid, "conduct")


def _set_kind(frame: pd.DataFrame, rows: Booleans, name: str) -> None:
    """Write a kind into some rows, in place."""
    if not rows.any():
        return
    given = frame["kind"].cat.categories.tolist() if "kind" in frame else []
    kinds = list(dict.fromkeys([*given, name]))
    codes = frame["kind"].cat.codes.to_numpy(np.int8) if given else np.full(len(frame), -1, np.int8)
    codes = np.where(rows, np.int8(kinds.index(name)), codes)
    kind = pd.Categorical.from_codes(codes, categories=pd.Index(kinds, dtype=object))
    frame["kind"] = pd.Series(kind, frame.index)


def _not_taken_rows(frame: pd.DataFrame) -> Booleans:
    if "kind" not in frame:
        return np.zeros(len(frame), dtype=np.bool_)
    return np.asarray((frame["kind"] == "not_taken").to_numpy(bool))


def _rows_of_words(frame: pd.DataFrame) -> Booleans:
    """Return the rows whose mark is a word that says on every scale that there is none."""
    if "mark" not in frame:
        return np.zeros(len(frame), dtype=np.bool_)
    marks = frame["mark"].cat
    return np.array([*map(SCALES[0].is_not_taken, marks.categories), False])[marks.codes.to_numpy()]


def _distinct_pairs(first: "pd.Series[Any]", second: "pd.Series[Any]") -> tuple[Positions, list[tuple[str, str]]]:
    """Number the distinct pairs of two categorical columns: the number of each row's pair, and the pairs.

    A missing text is "".
    """
    firsts, seconds = (["", *each.cat.categories] for each in (first, second))  # the code -1 of a missing text: place 0
    one, other = (each.cat.codes.to_numpy() for each in (first, second))
    dtype = np.min_scalar_type(-len(firsts) * len(seconds))
    numbers, packed = pd.factorize((one.astype(dtype) + dtype.type(1)) * dtype.type(len(seconds)) + (other + 1))
    return numbers, [(firsts[each // len(seconds)], seconds[each % len(seconds)]) for each in packed]


def names_near(scales: Iterable[Scale], name: str) -> list[str]:
    """Return the names of scales with the same marks as a name says; of all without a country in the name if none has.

    >>> names_near(SCALES, "1-6")
    ['1-6', 'DE 1-6', 'NO 1-6', 'PL 1-6']
    """
    scales = list(scales)
    wanted = folded(name)
    near = [scale.name for scale in scales if wanted and folded(scale.name).endswith(_range_of(wanted))]
    return near or [scale.name for scale in scales if " " not in scale.name]


def _range_of(name: str) -> str:
    """Return the lowest and highest mark that a folded name says: 1-6 of "germany1-6"."""
    found = re.search(r"-?\d+-\d+", name)
    return found[0] if found else name
