"""The checks of a version in a terminal."""

from collections.abc import Sequence

from features.i18n.text import Bilingual, Language
from features.i18n.text_table import table_lines
from models.registry.promotion_check import Check, failed, verdict_summary, verdict_word


def check_lines(checks: Sequence[Check], language: Language) -> list[str]:
    """Return one block per check: the verdict, the title, and the sentence beside them."""
    rows = [(verdict_word(check, language), check.title(language), check.text(language)) for check in checks]
    return table_lines(rows, whole=(0, 1))


def brief_check_lines(checks: Sequence[Check], language: Language) -> list[str]:
    """Return the checks that failed, one block each, and how many verdicts there are of each kind."""
    if not checks:
        return []
    summary = verdict_summary(checks, language)
    counted = Bilingual(f"Checks: {summary}; --verbose shows each.", f"Verificări: {summary}; --verbose le arată.")
    return [*check_lines(failed(checks), language), counted.said(language)]
