"""Several ensembles of trees made one, whose margin is the mean of theirs: still a sum of trees.

A list of a few children hangs on the seed by which rows and features were drawn; the mean of several hangs on it less.
"""

import re
from collections.abc import Sequence
from typing import Any

_TREE = re.compile(r"^Tree=\d+\n", re.MULTILINE)
_OF_LEAVES = re.compile(r"^(leaf_value|internal_value)=(.*)$", re.MULTILINE)
_SIZES = re.compile(r"^tree_sizes=.*$", re.MULTILINE)
_END = "end of trees"


def mean_of(boosters: Sequence[Any]) -> Any:
    """Return one booster whose raw prediction is the mean of those of several, of the same features.

    It holds the trees of all, one booster's after the other's, each leaf divided by how many boosters there are.

    Parameters
    ----------
    boosters
        At least one ``lightgbm.Booster`` with one margin per row.

    Returns
    -------
    lightgbm.Booster
    """
    import lightgbm

    if len(boosters) == 1:
        return boosters[0]
    texts = [booster.model_to_string() for booster in boosters]
    trees = [_divided(tree, len(texts)) for text in texts for tree in _trees(text)]
    numbered = [f"Tree={number}\n{tree}" for number, tree in enumerate(trees)]
    head, _, rest = texts[0].partition("\nTree=")
    sizes = " ".join(str(len(tree.encode())) for tree in numbered)
    whole = "".join((_SIZES.sub(f"tree_sizes={sizes}", head), "\n", *numbered, _END, rest.partition(_END)[2]))
    return lightgbm.Booster(model_str=whole)


def _trees(text: str) -> list[str]:
    """Return the trees of a model in LightGBM's text, without their numbers."""
    return _TREE.split(text.partition(_END)[0])[1:]


def _divided(tree: str, parts: int) -> str:
    return _OF_LEAVES.sub(
        lambda line: f"{line[1]}={' '.join(repr(float(value) / parts) for value in line[2].split())}", tree
    )
