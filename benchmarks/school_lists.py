"""What lists of 5 % find, in every school and over all, with intervals of schools drawn again.

Rows are children at dates: one column a score by its name, and ``label``, ``school_id``, ``as_of`` and ``seed``, the
number of the invented county.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from training.metrics.ranking import auc, listed_share, rank_rows

CAPACITY = 0.05
SAMPLES = 2000
WITHIN = ("seed", "as_of", "school_id")
OVER_ALL = ("seed", "as_of")


def found(rows: pd.DataFrame, names: Sequence[str], *, by: Sequence[str]) -> pd.DataFrame:
    """Cases, and those on each list, by school; a list is made of the children who agree in ``by``."""
    hits = {name: np.zeros(len(rows)) for name in names}
    labels = rows["label"].to_numpy()
    for places in rows.groupby(list(by)).indices.values():
        for name in names:
            scores = rows[name].to_numpy()[places]
            hits[name][places] = listed_share(scores, max(CAPACITY, 1 / len(places))) * labels[places]
    keys = [rows["seed"].to_numpy(), rows["school_id"].to_numpy()]
    return pd.DataFrame({**hits, "cases": labels}).groupby(keys).sum()


def draws(schools: int) -> np.ndarray:
    """How often each sample holds each school; the first holds each once."""
    chance = np.random.default_rng(7)
    drawn = [np.bincount(chance.integers(0, schools, schools), minlength=schools) for _ in range(SAMPLES)]
    return np.stack([np.ones(schools, dtype=np.int64), *drawn])


def interval(drawn: np.ndarray, hits: pd.Series, cases: pd.Series) -> str:
    """Say the recall, or a difference of two, and the interval in which 95 % of the samples lie."""
    recall = (drawn @ hits.to_numpy()) / (drawn @ cases.to_numpy())
    low, high = np.percentile(recall[1:], (2.5, 97.5))
    return f"{recall[0]:.3f} ({low:.3f} to {high:.3f})"


def mean_auc(rows: pd.DataFrame, name: str) -> float:
    """The mean over dates."""
    each = [
        auc(rank_rows(term[name].to_numpy(), term["label"].to_numpy()), np.ones(len(term), dtype=np.int64))
        for _, term in rows.groupby(["seed", "as_of"])
    ]
    return float(np.mean(each))
