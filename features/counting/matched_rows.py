"""Rows that two tables have in common, each once."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from features.arrays import Booleans, Codes, Positions


def codes_of_rows(state: pd.DataFrame, given: pd.DataFrame, names: Iterable[str]) -> tuple[Codes, Codes]:
    """Number the rows of both by what stands in some columns: equal rows, equal numbers."""
    codes = np.zeros(len(state) + len(given), np.int64)
    for name in names:
        own, distinct = pd.factorize(_both(state[name], given[name]))
        codes = pd.factorize(codes * np.int64(len(distinct) + 1) + own + 1)[0]
    return codes[: len(state)], codes[len(state) :]


def _both(first: "pd.Series[Any]", second: "pd.Series[Any]") -> Any:
    """Return the cells of both, texts by number where both are."""
    if any(isinstance(each.dtype, pd.CategoricalDtype) for each in (first, second)):
        texts: dict[Any, int] = {}
        codes = []
        for each in (first, second):
            own = each.array if isinstance(each.dtype, pd.CategoricalDtype) else pd.Categorical(each)
            places = [texts.setdefault(text, len(texts)) for text in own.categories]
            codes.append(np.array([*places, -1], np.int64)[own.codes])
        return np.concatenate(codes)
    return np.concatenate([first.to_numpy(), second.to_numpy()])


def matched_rows(old: Codes, new: Codes, of_old: Booleans, of_new: Booleans) -> tuple[Booleans, Booleans]:
    """Tell which rows are in both, each once: two equal marks in one and three in the other have two in common."""
    count = int(max(old.max(initial=-1), new.max(initial=-1))) + 1
    in_old, in_new = (np.bincount(codes[rows], minlength=count) for codes, rows in ((old, of_old), (new, of_new)))
    mine, theirs = of_old.copy(), of_new.copy()
    mine[of_old] = _place_among_equals(old[of_old]) < in_new[old[of_old]]
    theirs[of_new] = _place_among_equals(new[of_new]) < in_old[new[of_new]]
    return mine, theirs


def _place_among_equals(codes: Codes) -> Positions:
    """Return which of its equals each is: 0 the first, 1 the second."""
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    places = np.empty(len(codes), np.int64)
    places[order] = np.arange(len(codes)) - np.repeat(starts, np.diff(np.append(starts, len(codes))))
    return places


def equal_rows(old: Codes, new: Codes) -> tuple[Positions, Positions]:
    """Return the places of all pairs of equal codes."""
    first, second = (pd.DataFrame({"code": codes, "place": np.arange(len(codes))}) for codes in (old, new))
    both = first[np.isin(old, new)].merge(second, on="code")
    return both["place_x"].to_numpy(np.intp), both["place_y"].to_numpy(np.intp)


def matched_pairs(old: Codes, new: Codes, mine: Booleans, theirs: Booleans) -> tuple[Positions, Positions]:
    """Return the places of matched rows, those of one number in the same order in both."""
    first, second = np.flatnonzero(mine), np.flatnonzero(theirs)
    return first[np.argsort(old[first], kind="stable")], second[np.argsort(new[second], kind="stable")]
