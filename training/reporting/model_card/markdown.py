"""Markdown that no text of a run can break, and Markdown read back."""

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_WHITE = re.compile(r"[^\S\u00a0]+")  # all white space but the space that does not break
_SPECIAL = re.compile(r"[\\`*\[\]<>#|~&$]|(?<!\w)_|_(?!\w)|!(?=\[)|(?<=\w):(?=//)|(?<=\bwww)\.|(?<=\w)@")
_STARTS_A_BLOCK = re.compile(r"^([-+=](?=[-=\s]|$)|\d+(?=[.)](\s|$)))")


class Address(str):
    """A part of an address, already quoted, which stands in Markdown as it is."""

    __slots__ = ()


def address(file: str) -> Address:
    """Return a file name as a part of an address."""
    return Address(quote(file))


def escape(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line.

    >>> escape("a | b\\n<script> dropped_out")
    'a \\\\| b \\\\<script\\\\> dropped_out'
    """
    escaped = _SPECIAL.sub(r"\\\g<0>", _WHITE.sub(" ", text).strip(" "))
    return _STARTS_A_BLOCK.sub(_as_text, escaped)


def printed(value: object) -> str:
    """Return what a template prints of a value: its text, escaped.

    Raises
    ------
    ValueError
        If there is nothing to print: a card never says None.
    """
    if value is None:
        raise ValueError("A card was to print None.")
    return value if isinstance(value, Address) else escape(str(value))


def reader() -> "MarkdownIt":
    """Return what reads a card's Markdown: tables, no HTML, no addresses that become links by themselves."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _as_text(match: "re.Match[str]") -> str:
    start = match.group()
    return f"{start}\\" if start.isdigit() else f"\\{start}"
