"""A ranked list on a terminal."""

import textwrap

from features.i18n.numbers import percent
from features.i18n.text import Language
from features.i18n.text_table import WIDTH, table_lines
from models.explain.told_reasons import ToldReason
from models.ranking.ranked_list import RankedList, RankedPupil
from serving.output.text import about_lines, lowering, not_scored_lines, raising, reason_text, shared_lines, word

_NARROWEST_REASON = 40
_GAP = 2


def list_lines(ranked: RankedList, language: Language) -> list[str]:
    """Return the list as lines: what it is, a child with its reasons after the other, whom it leaves out, a legend."""
    shared = (line for text in shared_lines(ranked.shared, language) for line in textwrap.wrap(printable(text), WIDTH))
    lines = [word("title", language), *about_lines(ranked, language), *shared, "", *_table_lines(ranked, language)]
    if unsaid := not_scored_lines(ranked, language):
        lines += ["", *(line for text in unsaid for line in textwrap.wrap(printable(text), WIDTH))]
    return [*lines, "", word("legend", language), word("person_decides", language)]


def _table_lines(ranked: RankedList, language: Language) -> list[str]:
    """Return the children as a table; only reasons are ever wrapped."""
    from rich.cells import cell_len

    heads = [word(name, language) for name in ("rank", "pupil", "school", "class", "score")]
    rows = [heads, *(_cells(pupil, language) for pupil in ranked.pupils)]
    fixed = sum(max(map(cell_len, column)) + _GAP for column in zip(*rows, strict=True))
    room = max(WIDTH - fixed, _NARROWEST_REASON)
    reasons = [word("reasons", language), *(_reasons(pupil, language, width=room) for pupil in ranked.pupils)]
    table = [[*cells, reason] for cells, reason in zip(rows, reasons, strict=True)]
    return table_lines(table, right=(0, len(heads) - 1), whole=range(len(heads)), gap=_GAP, width=fixed + room)


def _reasons(pupil: RankedPupil, language: Language, *, width: int) -> str:
    marked = (
        *(_marked("+", each, language) for each in raising(pupil)),
        *(_marked("-", each, language) for each in lowering(pupil)),
    )
    return "\n".join(line for text in marked for line in textwrap.wrap(text, width, subsequent_indent="  "))


def _cells(pupil: RankedPupil, language: Language) -> list[str]:
    texts = (pupil.pupil_id, pupil.school_id, pupil.class_label or "-")
    return [str(pupil.rank), *map(printable, texts), percent(pupil.score, language)]


def _marked(sign: str, reason: ToldReason, language: Language) -> str:
    return f"{sign} {printable(reason_text(reason, language))}{' *' if reason.can_change else ''}"


def printable(text: str) -> str:
    """Replace what would steer a terminal instead of being read."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)
