"""Tables as lines of plain text: columns as wide as they need, the same on a screen and in a pipe."""

import io
from collections.abc import Iterable, Sequence

WIDTH = 110


def table_lines(
    rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), whole: Sequence[int] = (), gap: int = 2,
    width: int = WIDTH,
) -> list[str]:  # fmt: skip
    """Return rows of cells as lines at most ``width`` letters wide.

    Parameters
    ----------
    rows
        All with as many cells.
    right, whole
        The places of columns that are set to the right, and of those whose cells are never wrapped.
    gap
        The letters between two columns.

    >>> table_lines([("", "recall"), ("rules", "0.3"), ("lightgbm", "0.45")], right=[1], gap=3)
    ['           recall', 'rules         0.3', 'lightgbm     0.45']
    """
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), show_header=False)
    for row in rows:
        if not table.columns:
            for place in range(len(row)):
                table.add_column(justify="right" if place in right else "left", no_wrap=place in whole, overflow="fold")
        table.add_row(*row)
    page = io.StringIO()
    Console(file=page, width=width, color_system=None, markup=False, highlight=False, emoji=False).print(table)
    return [line.rstrip() for line in page.getvalue().splitlines()] if table.columns else []


def figure_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a header and rows as lines; the first column is words, the others are figures."""
    figures = range(1, len(header))
    return table_lines([header, *rows], right=figures, whole=range(len(header)), gap=3)
