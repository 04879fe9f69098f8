"""What is odd in the records of the children on a list."""

from features.i18n.text import Bilingual, Language
from models.ranking.ranked_list import RECORD_WARNINGS_SHOWN, RankedList

_MORE = Bilingual(
    "More about the records of this list: {program} check.",
    "Alte observații despre datele acestei liste: {program} check.",
)


def record_warning_lines(ranked: RankedList, language: Language, *, program: str = "prezent") -> list[str]:
    """Return the first warnings of the records that touch the children on a list, and where the others are told."""
    shown = [
        Bilingual(each.text_en, each.text_ro).said(language) for each in ranked.record_warnings[:RECORD_WARNINGS_SHOWN]
    ]
    more = [_MORE.said(language).format(program=program)] if len(ranked.record_warnings) > len(shown) else []
    return [*shown, *more]
