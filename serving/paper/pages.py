"""A ranked list, or one explained child, as a page to read and print."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from features.i18n.dates import date_words
from features.i18n.text import Language
from models.ranking.ranked_list import RankedList
from serving.output.text import NO_NAMES, Names, word
from serving.paper.child_sheet import ChildSheet
from serving.paper.list_sheet import ListSheet, is_heading, list_sheet

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")


def list_page(ranked: RankedList, language: Language, names: Names = NO_NAMES) -> str:
    """Return one self-contained page: no script, nothing fetched, readable in black and white and on a phone."""
    sheet = list_sheet(ranked, language, names)
    return _page("list.html", sheet, ranked.as_of, language)


def child_page(sheet: ChildSheet, as_of: dt.date, language: Language) -> str:
    """Return the page about one child for a meeting: A4, like the page of a list otherwise."""
    return _page("child.html", sheet, as_of, language)


def _page(name: str, sheet: ListSheet | ChildSheet, as_of: dt.date, language: Language) -> str:
    template = _templates().get_template(name)
    return template.render(
        sheet=sheet,
        language=language,
        as_of_words=date_words(as_of, language),
        is_heading=is_heading,
        word=lambda name: word(name, language),
    )


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
