"""The kinds of help that a plan may hold, with their words."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from features.i18n.text import Bilingual


@cache
def measures() -> Mapping[str, Bilingual]:
    """Return the words of each kind of help by its code, in the order of the file."""
    table = tomllib.loads(Path(__file__).with_name("measures.toml").read_text(encoding="utf-8"))
    return {code: Bilingual(words["en"], words["ro"]) for code, words in table.items()}


def measure_words(code: str) -> str:
    """Return the words of a kind of help in the language of the page; the code itself where it has none."""
    words = measures().get(code)
    return code if words is None else words.said("ro" if get_language() == "ro" else "en")


def measure_choices() -> list[tuple[str, str]]:
    """Return the kinds of help to choose from."""
    return [(code, measure_words(code)) for code in measures()]
