"""The files in which a model card goes out, and the templates they are written from."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from features.i18n.text import Language
from training.metrics.between_schools import TOP_SCHOOLS
from training.metrics.bootstrap import TOO_FEW
from training.reporting.model_card.card_data import PREZENT, SIMPLER, CardData
from training.reporting.model_card.formatting import CardFormatter
from training.reporting.model_card.html import html_card
from training.reporting.model_card.labels import GroupWords, group_as_given
from training.reporting.model_card.markdown import Address, address, printed

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")
LANGUAGES: tuple[Language, ...] = ("ro", "en")
PLOT_FOLDERS: Mapping[Language, str] = {"en": "", "ro": "ro/"}  # of the pictures with words of a language

LISTS_FILE = "card.lists.json"
_PLACED = ("list_length.png", "reliability.png", "shap_summary.png", "terms.png")  # plots with a place in the templates


def write_cards(
    report: Mapping[str, Any], *, plots: Mapping[str, bytes], group_words: GroupWords = group_as_given
) -> dict[str, str]:
    """Write the card of a training in both languages and formats.

    Parameters
    ----------
    report
        The report of the training as JSON. What is missing or None in it is said to be so.
    plots
        PNG pictures by file name, those with Romanian words in the folder ``ro/``. HTML cards hold them; Markdown cards
        look for them in ``../plots``, where they are in the artifacts of a run.
    group_words
        The words for a group of children, by what it is divided, its code and the language.

    Returns
    -------
    dict[str, str]
        Texts by file name: ``card.ro.md``, ``card.en.md``, ``card.ro.html``, ``card.en.html``, and in
        ``card.lists.json`` what the lists made school by school found, for whoever shows a list.
    """
    data, cards = CardData.model_validate(report), {}
    for language in LANGUAGES:
        template = markdown_templates(language, group_words, plots=plots).get_template(f"card.{language}.md")
        names = {name.removeprefix(PLOT_FOLDERS["ro"]) for name in plots}
        text = template.render(
            card=data, plots=frozenset(names), other_plots=sorted(names - set(_PLACED)),
            top_schools=TOP_SCHOOLS, too_few=TOO_FEW, simpler=SIMPLER,
        )  # fmt: skip
        cards[f"card.{language}.md"] = text
        cards[f"card.{language}.html"] = html_card(text, codes=list(template.blocks), plots=plots, language=language)
    return cards | {LISTS_FILE: json.dumps(_lists(data))}


def _lists(card: CardData) -> dict[str, Any]:
    """Return what a page of a list says of past ones; empty where there is nothing."""
    lists = card.school_lists
    if lists is None:
        return {}
    named = (PREZENT, "absences_only")
    return {
        "capacity": card.capacity,
        "past": card.on_past_dates,
        "recall": {name: asdict(each) for name, each in lists.recall.items() if name in named},
        "ahead_of": {name: asdict(each) for name, each in lists.ahead_of.items() if name in named},
    }


def markdown_templates(
    language: Language, group_words: GroupWords = group_as_given, *, plots: Collection[str] = ()
) -> "Environment":
    """Return the templates of a language; what they print of a run is escaped, so that no text can break a card."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(  # noqa: S701  (Markdown is escaped by ``printed``)
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, finalize=printed,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    templates.filters |= CardFormatter(language).filters() | {
        "plot": partial(_plot, plots=plots, folder=PLOT_FOLDERS[language]),
        "group": lambda code, by: group_words(by, code, language),
    }
    return templates


def _plot(name: str, *, plots: Collection[str], folder: str) -> Address:
    """Return the address of a picture in the language of a folder; where it has no words, of the one there is."""
    return address(folder + name if folder + name in plots else name)
