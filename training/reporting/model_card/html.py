"""A card as a page to read and print, made from its Markdown."""

import base64
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from features.i18n.text import Language
from training.reporting.model_card.markdown import reader

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

TEMPLATES = Path(__file__).with_name("templates")
PLOTS = "../plots/"  # where MLflow has the pictures: the Markdown card lies in a folder beside theirs

_NOTE = re.compile(r"(.*?) \(((?:[^()]|\([^()]*\))*)\)")


def html_card(markdown: str, *, codes: Sequence[str], plots: Mapping[str, bytes], language: Language) -> str:
    """Return one self-contained page: no script, nothing fetched, the plots within it.

    Parameters
    ----------
    markdown
        The card: a title, and sections each under a heading of the second level.
    codes
        The names of the sections in links, in their order.
    plots
        PNG pictures by file name.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markdown_it.tree import SyntaxTreeNode

    title, *blocks = SyntaxTreeNode(reader().parse(markdown)).children
    starts = [place for place, block in enumerate(blocks) if block.type == "heading"]
    ends = [*starts[1:], len(blocks)]
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    templates.filters |= {"plain": _plain, "html": _html, "only": _only, "note": _split_note}
    return templates.get_template("card.html").render(
        title=title,
        sections=[
            {"code": code, "title": blocks[start], "blocks": blocks[start + 1 : end]}
            for code, start, end in zip(codes, starts, ends, strict=True)
        ],
        picture=lambda image: base64.b64encode(plots[unquote(str(image.attrs["src"])).removeprefix(PLOTS)]).decode(),
        language=language,
    )


def _plain(block: "SyntaxTreeNode") -> str:
    """Return the text of a block without any mark-up."""
    if not block.children:
        return " " if block.type == "softbreak" else block.content
    return "".join(map(_plain, block.children))


def _html(block: "SyntaxTreeNode") -> str:
    """Return what is in a block as HTML; it has what the template marked up, all else is escaped."""
    markdown = reader()
    tokens = block.children[0].to_tokens()
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def _only(block: "SyntaxTreeNode") -> str:
    """Return the kind of the one thing that a paragraph consists of; nothing for other blocks, or if it has several."""
    parts = block.children[0].children if block.type == "paragraph" else []
    return parts[0].type if len(parts) == 1 else ""


def _split_note(text: str) -> tuple[str, str]:
    """Part a cell's text from what qualifies it in brackets at its end.

    >>> _split_note("45.2 % (40.2–50.2)"), _split_note("12")
    (('45.2 %', '40.2–50.2'), ('12', ''))
    """
    match = _NOTE.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")
