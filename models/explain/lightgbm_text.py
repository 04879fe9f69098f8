"""LightGBM's own text of trees, read without LightGBM; what no table can hold is refused by name."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from features.errors import Refused
from features.i18n.numbers import counted
from features.i18n.text import Bilingual

MOST_TESTS = 7  # a tree of at most 8 leaves

# How a test takes a missing value. LightGBM's text says it for each test: what counts as missing, and where it goes.
ZERO_FOR_NAN, ZERO_RIGHT, ZERO_LEFT, NAN_RIGHT, NAN_LEFT = range(5)

T = TypeVar("T", int, float)

_CATEGORICAL, _DEFAULT_LEFT = 1, 2
_MISSING_RULES = {0: (ZERO_FOR_NAN, ZERO_FOR_NAN), 1: (ZERO_RIGHT, ZERO_LEFT), 2: (NAN_RIGHT, NAN_LEFT)}


@dataclass(frozen=True)
class Split:
    """One test of a tree: a row whose ``feature`` is at most ``threshold`` goes left, any other goes right.

    ``missing`` is one of ZERO_FOR_NAN, ZERO_RIGHT, ZERO_LEFT, NAN_RIGHT and NAN_LEFT: NaN taken as zero, or zero and
    NaN, or NaN alone, sent to that side whatever the threshold is. ``left`` and ``right`` are the places of further
    splits, or, below zero, -1 - the place of a leaf. ``left_share`` is the share of its training rows that went left.
    """

    feature: int
    threshold: float
    missing: int
    left: int
    right: int
    left_share: float


@dataclass(frozen=True)
class Tree:
    """A tree as it was fitted: its splits, the first of them the root, and what each leaf adds to the margin."""

    splits: tuple[Split, ...]
    leaves: tuple[float, ...]


@dataclass(frozen=True)
class Ensemble:
    """The trees of one model, in the order in which their leaves add up to the margin, and its features' names."""

    feature_names: tuple[str, ...]
    trees: tuple[Tree, ...]


def read_ensemble(text: str) -> Ensemble:
    """Read the text that ``lightgbm.Booster.model_to_string`` writes.

    Raises
    ------
    Refused
        If the text is none of LightGBM's, or the model has what a table of outcomes cannot hold: splits by category,
        linear leaves, several margins a row, averaged trees, or more than 8 leaves in a tree.
    """
    blocks = text.partition("\nend of trees")[0].split("\nTree=")
    head = _entries(blocks[0])
    if "feature_names" not in head:
        raise Refused(
            Bilingual(
                "The text is not that of a LightGBM model; train the model again.",
                "Textul nu este al unui model LightGBM; antrenați din nou modelul.",
            )
        )
    names = tuple(head["feature_names"].split(" "))
    for fault in _head_faults(blocks[0], head):
        raise Refused(
            Bilingual(
                f"The model has {fault.en}, which cannot be tabulated; train it with Prezent's own hyperparameters.",
                f"Modelul are {fault.ro}, ceea ce nu se poate tabela; antrenați-l cu hiperparametrii Prezent.",
            )
        )
    return Ensemble(names, tuple(_tree(_entries(block), names) for block in blocks[1:]))


def _entries(block: str) -> Mapping[str, str]:
    return dict(line.split("=", 1) for line in block.splitlines() if "=" in line)


def _head_faults(block: str, head: Mapping[str, str]) -> Iterator[Bilingual]:
    if head.get("num_tree_per_iteration", "1") != "1":
        number = head["num_tree_per_iteration"]
        yield Bilingual(f"{number} margins for each row", f"{number} scoruri pentru fiecare rând")
    if "average_output" in block.splitlines():
        yield Bilingual(
            "trees whose leaves are averaged (a random forest)", "arbori cu frunze mediate (o pădure aleatoare)"
        )


def _tree(entries: Mapping[str, str], names: Sequence[str]) -> Tree:
    leaves = int(entries["num_leaves"])
    if leaves > MOST_TESTS + 1:
        raise Refused(
            Bilingual(
                f"A tree of the model has {leaves} leaves; reasons are tabulated for at most {MOST_TESTS + 1}. "
                "Train it again with fewer leaves.",
                f"Un arbore al modelului are {counted(leaves, 'frunză', 'frunze', 'ro')}; motivele se tabelează pentru "
                f"cel mult {MOST_TESTS + 1}. Antrenați-l din nou cu mai puține frunze.",
            )
        )
    if entries.get("is_linear", "0") != "0":
        raise Refused(
            Bilingual(
                "A tree of the model has linear leaves, which cannot be tabulated; train it without linear_tree.",
                "Un arbore al modelului are frunze liniare, care nu se pot tabela; antrenați-l fără linear_tree.",
            )
        )
    values = tuple(_numbers(entries, "leaf_value", float))
    return Tree(tuple(_splits(entries, names)) if leaves > 1 else (), values)


def _splits(entries: Mapping[str, str], names: Sequence[str]) -> Iterator[Split]:
    left, right = _numbers(entries, "left_child", int), _numbers(entries, "right_child", int)
    of_splits, of_leaves = _numbers(entries, "internal_count", float), _numbers(entries, "leaf_count", float)
    features, thresholds = _numbers(entries, "split_feature", int), _numbers(entries, "threshold", float)
    for place, kind in enumerate(_numbers(entries, "decision_type", int)):
        if kind & _CATEGORICAL:
            name = names[features[place]]
            raise Refused(
                Bilingual(
                    f"The model splits {name} by category, which cannot be tabulated; declare the column with an "
                    "order, or without one, so that each category becomes a feature.",
                    f"Modelul desparte {name} pe categorii, ceea ce nu se poate tabela; declarați coloana cu o ordine "
                    "sau fără, ca fiecare categorie să devină un indicator.",
                )
            )
        rows_left = of_splits[left[place]] if left[place] >= 0 else of_leaves[-1 - left[place]]
        yield Split(
            feature=features[place],
            threshold=thresholds[place],
            missing=_MISSING_RULES[kind >> 2 & 3][bool(kind & _DEFAULT_LEFT)],
            left=left[place],
            right=right[place],
            left_share=rows_left / of_splits[place],
        )


def _numbers(entries: Mapping[str, str], name: str, read: Callable[[str], T]) -> list[T]:
    return [read(number) for number in entries[name].split()]
