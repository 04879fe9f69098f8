"""A ranked list as a page to read and print."""

from pathlib import Path

from features.i18n.numbers import percent
from features.i18n.text import Language
from models.ranking.ranked_list import RankedList
from serving.output.text import about_lines, lowering, not_scored_lines, raising, reason_text, shared_lines, word

TEMPLATES = Path(__file__).with_name("templates")


def html_page(ranked: RankedList, language: Language) -> str:
    """Return one self-contained page: no script, nothing fetched, readable in black and white and on a phone."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return templates.get_template("list.html").render(
        ranked=ranked,
        language=language,
        about=about_lines(ranked, language),
        shared=shared_lines(ranked.shared, language),
        unsaid=not_scored_lines(ranked, language),
        word=lambda name: word(name, language),
        percent=lambda score: percent(score, language),
        text=lambda reason: reason_text(reason, language),
        raising=raising,
        lowering=lowering,
    )
