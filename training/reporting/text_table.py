"""A table as lines of plain text, as wide as its cells need and no wider than a terminal."""

import io
from collections.abc import Iterable, Sequence

WIDTH = 110


def text_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a header and rows as lines; the first column is words, the others are figures.

    >>> text_table(("", "recall"), [("rules", "0.3"), ("lightgbm", "0.45")])
    ['           recall', 'rules         0.3', 'lightgbm     0.45']
    """
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    first, *others = header
    table = Table(
        Column(first, no_wrap=True),
        *(Column(name, justify="right", no_wrap=True) for name in others),
        box=None, pad_edge=False, padding=(0, 3, 0, 0),
    )  # fmt: skip
    for row in rows:
        table.add_row(*map(Text, row))
    page = io.StringIO()
    Console(file=page, width=WIDTH, color_system=None, highlight=False, emoji=False, markup=False).print(table)
    return [line.rstrip() for line in page.getvalue().splitlines()]
