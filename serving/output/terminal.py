"""A ranked list on a terminal."""

import datetime as dt
import textwrap

from features.i18n.numbers import percent
from features.i18n.text import Bilingual, Language
from features.i18n.text_table import WIDTH, table_lines
from models.explain.reasons import Reason
from models.ranking.ranked_list import RankedList, RankedPupil
from serving.output.text import about_lines, lowering, made_line, not_scored_lines, raising, reason_text, word

_NARROWEST_REASON = 40
_GAP = 2


def list_lines(ranked: RankedList, language: Language) -> list[str]:
    """Return the list as lines: what it is, a child with its reasons after the other, whom it leaves out, a legend."""
    lines = [word("title", language), *about_lines(ranked, language), "", *_table_lines(ranked, language)]
    if unsaid := not_scored_lines(ranked, language):
        lines += ["", *(line for text in unsaid for line in textwrap.wrap(_printable(text), WIDTH))]
    return [*lines, "", word("legend", language), word("person_decides", language)]


def pupil_lines(
    pupil: RankedPupil, language: Language, *, as_of: dt.date, model_version: str, scored: int
) -> list[str]:
    """Return one explained child as lines, with every reason on either side, strongest first.

    ``scored`` is among how many children the rank is.
    """
    rank, *cells = _cells(pupil, language)
    named = zip(("pupil", "school", "class", "score"), cells, strict=True)
    described = ", ".join(f"{word(name, language).lower()} {cell}" for name, cell in named)
    place = Bilingual(f"Rank {rank} of {scored}", f"Locul {rank} din {scored}").said(language)
    lines = [made_line(as_of, model_version, language), f"{place}: {described}"]
    for title, sign, found in (("raises", "+", raising(pupil, None)), ("lowers", "-", lowering(pupil, None))):
        if found:
            lines += ["", word(title, language) + ":", *(f"  {_marked(sign, reason, language)}" for reason in found)]
    closing = (word(name, language) for name in ("legend", "not_a_verdict", "person_decides"))
    return [*lines, "", *closing]


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
    return [str(pupil.rank), *map(_printable, texts), percent(pupil.score, language)]


def _marked(sign: str, reason: Reason, language: Language) -> str:
    return f"{sign} {_printable(reason_text(reason, language))}{' *' if reason.can_change else ''}"


def _printable(text: str) -> str:
    """Replace what would steer a terminal instead of being read."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)
