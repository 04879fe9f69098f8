"""Tables of which only those columns are shown that say something; the others are named in a sentence.

What is left out is told by what would be shown alone, never by what is hidden.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from serving.web.programmes.publishing import SchoolRow, SeveralSchools

Head = str | Promise


@dataclass(frozen=True)
class Cell:
    """A number as it may be shown, None where it is hidden; ``is_counted`` is false where there is none to hide."""

    head: Head
    count: int | None
    is_counted: bool = True


@dataclass(frozen=True)
class ToldColumns:
    """Heads of the columns that say something, and the cells of each row under them; ``untold`` are the other heads."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    untold: str


@dataclass(frozen=True)
class SchoolTable:
    """A table of several schools: each with its cells, and the totals."""

    told: ToldColumns
    schools: tuple[tuple[SchoolRow, tuple[Cell, ...]], ...]
    totals: tuple[Cell, ...]


def told_columns(heads: Sequence[Head], rows: Sequence[Sequence[Cell]]) -> ToldColumns:
    """Return a table without the columns of which no number is shown.

    >>> told = told_columns(["a", "b"], [[Cell("a", 5), Cell("b", None)], [Cell("a", None), Cell("b", None)]])
    >>> told.heads, told.untold, [len(row) for row in told.rows]
    (('a',), 'b', [1, 1])
    """
    says = [any(row[place].count for row in rows) for place in range(len(heads))]
    hidden = [
        str(head) for place, head in enumerate(heads)
        if not says[place] and any(row[place].is_counted for row in rows)
    ]  # fmt: skip
    return ToldColumns(
        tuple(head for head, says_it in zip(heads, says, strict=True) if says_it),
        tuple(tuple(cell for cell, says_it in zip(row, says, strict=True) if says_it) for row in rows),
        ", ".join(hidden),
    )


def school_table(together: SeveralSchools, fixed: Sequence[Head], stages: Iterable[Head]) -> SchoolTable:
    """Return the table of several schools; ``fixed`` head the children in school, and those listed or added."""
    heads = [*fixed, *stages]
    totals, is_any = together.totals, bool(together.opened)
    rows = [
        _cells(heads, (row.numbers.enrolled, row.numbers.total, *row.numbers.stages), row.is_opened)
        for row in together.rows
    ]
    told = told_columns(heads, [*rows, _cells(heads, (totals.enrolled, totals.total, *totals.stages), is_any)])
    return SchoolTable(told, tuple(zip(together.rows, told.rows[:-1], strict=True)), told.rows[-1])


def _cells(heads: Sequence[Head], counts: Sequence[int | None], is_opened: bool) -> list[Cell]:
    """Return the cells of a school: its children are there to be counted, those of its list once one was opened."""
    return [
        Cell(head, count, is_opened or place == 0)
        for place, (head, count) in enumerate(zip(heads, counts, strict=True))
    ]
