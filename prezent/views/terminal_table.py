"""Tables in a terminal: columns as wide as they need, cells wrapped, the same on a screen and in a pipe."""

import io
from collections.abc import Iterable, Sequence

WIDTH = 110
_GAP = 2


def table_lines(rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), whole: Sequence[int] = ()) -> list[str]:
    """Return rows of cells as lines at most ``WIDTH`` wide.

    Parameters
    ----------
    rows
        All with as many cells.
    right, whole
        The places of columns that are set to the right, and of those whose cells are never wrapped.
    """
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), show_header=False)
    for row in rows:
        if not table.columns:
            for place in range(len(row)):
                table.add_column(justify="right" if place in right else "left", no_wrap=place in whole, overflow="fold")
        table.add_row(*row)
    written = io.StringIO()
    console = Console(file=written, width=WIDTH, color_system=None, markup=False, highlight=False, emoji=False)
    console.print(table)
    return [line.rstrip() for line in written.getvalue().splitlines()] if table.columns else []
