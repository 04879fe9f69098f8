"""The blocks a model card is made of, before it is Markdown or HTML.

Every text is plain: escaping and marking up are left to whoever writes the format.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Cell(NamedTuple):
    """One cell: its text, and in brackets what qualifies it, such as an interval."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A sentence or some; ``strong`` where it must not be overlooked."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Bullets:
    """Sentences, one below the other."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table whose first column names the row; the first ``words`` columns are text, the others numbers."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    words: int = 1


@dataclass(frozen=True)
class Picture:
    """A plot of the run: its file, what it shows in place of seeing it, and how to read it."""

    file: str
    alt: str
    caption: str


Block = Paragraph | Bullets | Table | Picture


@dataclass(frozen=True)
class Section:
    """A heading with its blocks; ``code`` names it in links."""

    code: str
    title: str
    blocks: Sequence[Block]
