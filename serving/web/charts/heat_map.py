"""A grid of hours, darker and more densely drawn where there are more, each cell with its number."""

from collections.abc import Sequence
from dataclasses import dataclass

CELL, GAP, LEFT, TOP = 20, 2, 64, 4
LEVELS = (1, 2, 4, 6)  # hours from which on the next pattern is drawn


@dataclass(frozen=True)
class HeatCell:
    """A cell: where it stands, its hours and how dense it is drawn, 0 to 4."""

    x: int
    y: int
    hours: int
    level: int


@dataclass(frozen=True)
class HeatRow:
    """A row with its name and where the name stands."""

    name: str
    y: int
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class HeatMap:
    """Rows of equal length, in a box of ``width`` by ``height``; ``columns`` are named in the table behind it."""

    rows: tuple[HeatRow, ...]
    columns: tuple[str, ...]
    width: int
    height: int
    cell: int = CELL


def heat_map(names: Sequence[str], columns: Sequence[str], hours: Sequence[Sequence[float]]) -> HeatMap:
    """Lay out a row of cells for each name.

    >>> [[cell.level for cell in row.cells] for row in heat_map(["a"], ["1", "2", "3"], [[0, 1, 6]]).rows]
    [[0, 1, 4]]
    """
    step = CELL + GAP
    rows = tuple(
        HeatRow(
            name, TOP + step * place + 14,
            tuple(
                HeatCell(LEFT + step * column, TOP + step * place, round(value), sum(value >= each for each in LEVELS))
                for column, value in enumerate(values)
            ),
        )
        for place, (name, values) in enumerate(zip(names, hours, strict=True))
    )  # fmt: skip
    return HeatMap(rows, tuple(columns), LEFT + step * len(columns), TOP + step * len(names))
