"""Marking scales: where a mark stands between the worst, the pass mark and the best."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A marking scale: its lowest, pass and highest mark, and the words used instead of numbers, if any."""

    name: str
    lowest: float
    pass_mark: float
    highest: float
    words: tuple[tuple[str, float], ...] = ()


SCALES = (
    Scale("1-10", 1, 5, 10),
    Scale("FB-I", 1, 2, 4, (("I", 1), ("S", 2), ("B", 3), ("FB", 4))),
    Scale("0-20", 0, 10, 20),
    Scale("0-100", 0, 50, 100),
    Scale("0-10", 0, 5, 10),
    Scale("1-6", 1, 4, 6),
)
