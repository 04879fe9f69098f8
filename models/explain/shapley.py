"""Exact Shapley values of every outcome that a tree's tests can have.

A tree sees of a row only which of its tests the row passes. With at most 7 tests a row has one of at most 128 outcomes,
and everything about the tree can be tabulated once: docs/reasons.md has the derivation.

The value of a set S of features is what the tree gives on average when only they are known: at a test of a feature in S
the row's own way is taken, at any other both ways, weighted by the training rows that went there,

    v(S) = sum over leaves of leaf value * product over the tests on the way to it of
           (1 if the row goes that way else 0)        where the test's feature is in S,
           (share of the training rows that went there)    otherwise,

as in Lundberg et al. 2020, Nature Machine Intelligence 2:56-67 (path-dependent TreeSHAP, LightGBM's ``pred_contrib``).
A feature i of the p features in the tree adds the Shapley value

    phi(i) = sum over S without i of  |S|! (p - |S| - 1)! / p!  *  (v(S + i) - v(S)).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import comb

import numpy as np

from features.arrays import Booleans, Floats
from models.explain.lightgbm_text import Tree


@dataclass(frozen=True)
class OutcomeTable:
    """What a tree gives at each of its outcomes; bit j of an outcome says that test j sends the row left.

    ``margins`` has shape (2**tests,), ``contributions`` (features, 2**tests), row by row those of ``features``; with
    ``base_margin``, the tree's mean, they add up to the margin.
    """

    features: tuple[int, ...]
    margins: Floats
    contributions: Floats
    base_margin: float


def tabulate(tree: Tree) -> OutcomeTable:
    """Work out a tree's outcomes; those that no row can have (at most 3, but not at most 5) do no harm."""
    features = tuple(sorted({split.feature for split in tree.splits}))
    goes_left = _bits(len(tree.splits))  # (outcomes, tests)
    is_known = _bits(len(features))  # (sets of features, features)
    values = np.zeros((len(goes_left), len(is_known)))
    for way, leaf in _ways(tree):
        share = np.ones_like(values)
        for place, left in way:
            split = tree.splits[place]
            known = is_known[:, features.index(split.feature)]
            taken = goes_left[:, place] == left
            share *= np.where(known[None, :], taken[:, None], split.left_share if left else 1 - split.left_share)
        values += share * leaf
    return OutcomeTable(
        features=features,
        margins=values[:, -1].copy(),  # all features known: the one leaf of the row, to the last bit
        contributions=np.ascontiguousarray((values @ _shapley_weights(len(features))).T),
        base_margin=float(values[0, 0]),  # none known: the same at every outcome
    )


def _ways(tree: Tree) -> Iterator[tuple[tuple[tuple[int, bool], ...], float]]:
    """Give each leaf's value with the way to it: the places of the splits passed, and whether to the left."""

    def below(node: int, way: tuple[tuple[int, bool], ...]) -> Iterator[tuple[tuple[tuple[int, bool], ...], float]]:
        if node < 0:
            yield way, tree.leaves[-1 - node]
            return
        yield from below(tree.splits[node].left, (*way, (node, True)))
        yield from below(tree.splits[node].right, (*way, (node, False)))

    return below(0 if tree.splits else -1, ())


@cache
def _bits(count: int) -> Booleans:
    """Return all 2**count rows of truth values; bit j of a row's number is its column j."""
    return np.asarray((np.arange(2**count)[:, None] >> np.arange(count)) & 1, dtype=np.bool_)


@cache
def _shapley_weights(count: int) -> Floats:
    """Return how much the value of each set counts for each feature, shape (2**count, count).

    A set without the feature counts against it, with it for it: |S|! (p - |S| - 1)! / p! = 1 / (p * C(p - 1, |S|)).
    """
    is_known = _bits(count)
    others = is_known.sum(axis=1)[:, None] - is_known
    chances = np.array([1 / (count * comb(count - 1, size)) for size in range(count)])
    return np.where(is_known, 1.0, -1.0) * chances[others] if count else np.empty((1, 0))
