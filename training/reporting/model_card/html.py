"""A card as a page to read and print."""

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path

from features.i18n.text import Language
from training.reporting.model_card.blocks import Section

TEMPLATES = Path(__file__).with_name("templates")


def html_card(title: str, sections: Sequence[Section], *, plots: Mapping[str, bytes], language: Language) -> str:
    """Return one self-contained page: no script, nothing fetched, the plots within it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    return templates.get_template("card.html").render(
        title=title,
        sections=sections,
        pictures={file: base64.b64encode(picture).decode("ascii") for file, picture in plots.items()},
        language=language,
        kind=lambda block: type(block).__name__,
        contents="Cuprins" if language == "ro" else "Contents",
    )
