"""Pseudonyms that are one child: by transfers, and by answers about who is who."""

from collections import defaultdict
from collections.abc import Collection, Iterable


def children_of(pupils: Collection[str], pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Return the children that some pseudonyms stand for, each with all its pseudonyms; pairs say which are one.

    >>> [sorted(child) for child in children_of(["p1", "p3"], [("p1", "p2"), ("p9", "p2"), ("p7", "p8")])]
    [['p1', 'p2', 'p9'], ['p3']]
    """
    beside = defaultdict[str, set[str]](set)
    for first, second in pairs:
        beside[first].add(second)
        beside[second].add(first)
    children: list[set[str]] = []
    seen: set[str] = set()
    for pupil in pupils:
        if pupil in seen:
            continue
        child, left = {pupil}, [pupil]
        while left:
            more = beside[left.pop()] - child
            child |= more
            left += more
        seen |= child
        children.append(child)
    return children
