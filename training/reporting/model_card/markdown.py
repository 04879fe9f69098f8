"""A card in GitHub's Markdown."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from training.reporting.model_card.blocks import Block, Bullets, Cell, Paragraph, Picture, Section, Table

PLOTS = "../plots"  # where MLflow has the pictures: the card lies in a folder beside theirs

_WHITE = re.compile(r"[^\S\u00a0]+")  # all white space but the space that does not break
_SPECIAL = re.compile(r"[\\`*\[\]<>#|~&$]|(?<!\w)_|_(?!\w)|!(?=\[)|(?<=\w):(?=//)|(?<=\bwww)\.|(?<=\w)@")
_STARTS_A_BLOCK = re.compile(r"^([-+=](?=[-=\s]|$)|\d+(?=[.)](\s|$)))")


def markdown(title: str, sections: Sequence[Section]) -> str:
    """Return the card as Markdown; every text is escaped, so that none can break it."""
    parts = [f"# {escape(title)}"]
    for section in sections:
        parts += [f"## {escape(section.title)}", *map(_block, section.blocks)]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line.

    >>> escape("a | b\\n<script> dropped_out")
    'a \\\\| b \\\\<script\\\\> dropped_out'
    """
    escaped = _SPECIAL.sub(r"\\\g<0>", _WHITE.sub(" ", text).strip(" "))
    return _STARTS_A_BLOCK.sub(_as_text, escaped)


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return f"**{escape(block.text)}**" if block.strong else escape(block.text)
        case Bullets():
            return "\n".join(f"- {escape(item)}" for item in block.items)
        case Table():
            return "\n".join(_table(block))
        case Picture():
            return f"![{escape(block.alt)}]({PLOTS}/{quote(block.file)})\n\n*{escape(block.caption)}*"


def _table(table: Table) -> Iterator[str]:
    yield f"**{escape(table.caption)}**"
    yield ""
    yield _row([escape(name) for name in table.header])
    yield _row([":---" if place < table.words else "---:" for place in range(len(table.header))])
    for row in table.rows:
        yield _row([_cell(cell) for cell in row])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return escape(f"{cell.text} ({cell.note})" if cell.note else cell.text)


def _as_text(match: "re.Match[str]") -> str:
    start = match.group()
    return f"{start}\\" if start.isdigit() else f"\\{start}"
