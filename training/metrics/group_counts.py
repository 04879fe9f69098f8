"""Counts of children, cases and expected cases by group: what all figures of fairness are ratios of.

The list is the first children by score, as many as the capacity. Each bootstrap sample has a list of its own, cut by
the capacity of that sample. Children tied at the cut are listed in part: the mean over all orders of tied rows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Floats, Integers, Labels
from features.table.audit_groups import GROUPS
from models.ranking.ordering import list_length
from training.metrics.bootstrap import TOO_FEW, Samples
from training.metrics.ranking import rank_rows


@dataclass(frozen=True)
class CaseCounts:
    """Children, positives and expected positives, each of shape (1 + samples, groups)."""

    children: Floats
    positives: Floats
    expected: Floats


@dataclass(frozen=True)
class GroupCounts:
    """What all figures are ratios of, counted in each sample: among everyone, on the list, and at its cut.

    The arrays have one more group than ``groups`` names, at the end: all children. ``units`` says in how many schools,
    or pupils where those are drawn, the positives of each group are.
    """

    groups: tuple[tuple[str, str], ...]
    units: tuple[int, ...]
    everyone: CaseCounts
    listed: CaseCounts
    at_cut: CaseCounts


def count_groups(
    labels: Labels, scores: Floats, *, groups: pd.DataFrame, samples: Samples, capacity: float,
    probabilities: bool = True,
) -> GroupCounts:  # fmt: skip
    """Count the children of every group, once for all figures.

    Parameters
    ----------
    labels, scores
        Outcome and score of the evaluated rows, shape (n,).
    groups
        Columns of ``GROUPS``, row by row. "Not recorded" is a group if it has ``TOO_FEW`` children and is not all.
    samples
        The bootstrap samples of the rows.
    capacity
        The length of the list: a share, or a number of children.
    probabilities
        Whether the scores are; else no positives can be expected, and calibration is None.
    """
    ranked = rank_rows(scores, labels)
    cells, kinds = _cells(groups.iloc[ranked.order])
    members = _members(kinds, np.bincount(cells))
    expected = ranked.scores if probabilities else np.full(len(labels), np.nan)
    rows = _Rows(cells, (np.ones(len(labels)), ranked.labels, expected), ranked.ends)
    samples = samples.take(ranked.order)
    counts = np.stack([_count(rows, weights, capacity) for weights in samples.weights()], axis=1)
    in_groups = counts @ np.stack([*members.values(), np.ones(len(kinds))], axis=1)
    everyone, listed, at_cut = (CaseCounts(*part) for part in in_groups.reshape(3, 3, *in_groups.shape[1:]))
    positive = ranked.labels == 1
    units = tuple(len(np.unique(samples.units[positive & (each[cells] > 0)])) for each in members.values())
    return GroupCounts(tuple(members), units, everyone, listed, at_cut)


def _cells(groups: pd.DataFrame) -> tuple[npt.NDArray[np.intp], pd.DataFrame]:
    """Return each row's cell, a combination of groups, and what the cells are; rows are counted by cell only once."""
    columns = [by for by in GROUPS if by in groups]
    cells, kinds = pd.factorize(pd.MultiIndex.from_frame(groups[columns]))
    return cells, pd.DataFrame(kinds.tolist(), columns=columns)


def _members(kinds: pd.DataFrame, sizes: npt.NDArray[np.intp]) -> dict[tuple[str, str], Floats]:
    """Tell for each group that is to be reported which cells belong to it."""
    members = {
        (by, group): np.asarray(kinds[by] == group, dtype=np.float64)
        for by in GROUPS if by in kinds
        for group in GROUPS[by]
    }  # fmt: skip
    return {
        key: member
        for key, member in members.items()
        if _is_reported(key[1], float(member @ sizes), everybody=float(sizes.sum()))
    }


def _is_reported(group: str, children: float, *, everybody: float) -> bool:
    return children > 0 if group else TOO_FEW <= children < everybody


@dataclass(frozen=True)
class _Rows:
    """Rows in the order of the ranking: their cell, what is counted of them, and the end of each run of tied rows."""

    cells: npt.NDArray[np.intp]
    counted: tuple[npt.NDArray[Any], ...]
    ends: npt.NDArray[np.intp]


def _count(rows: _Rows, weights: Integers, capacity: float) -> Floats:
    """Count one sample in all cells: everyone, the listed, and those at the cut, shape (9, cells)."""
    total = int(weights.sum())
    length = list_length(capacity, total)
    everyone, listed, around, above = _count_first(rows, weights, (total, length, 1.5 * length, 0.5 * length))
    return np.concatenate([everyone, listed, around - above])


def _count_first(rows: _Rows, weights: Integers, lengths: Iterable[float]) -> Iterator[Floats]:
    """Count the first so many children, for each length; the tied rows in which it ends count in equal parts."""
    cells = int(rows.cells.max()) + 1
    tied = np.add.reduceat(weights, np.concatenate([[0], rows.ends[:-1]]))
    before = np.cumsum(tied) - tied
    for length in lengths:
        runs = int(np.searchsorted(before, length))
        part = np.minimum(length - before[:runs], tied[:runs]) / np.maximum(tied[:runs], 1)
        stop = rows.ends[runs - 1]
        listed = weights[:stop] * np.repeat(part, np.diff(rows.ends[:runs], prepend=0))
        yield np.stack([np.bincount(rows.cells[:stop], listed * each[:stop], cells) for each in rows.counted])
