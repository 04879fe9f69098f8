"""A ranked list on a terminal."""

import textwrap
from collections.abc import Iterable, Sequence

from features.i18n.numbers import percent
from features.i18n.text import Language
from features.i18n.text_table import WIDTH, table_lines
from models.explain.told_reasons import ToldReason
from models.ranking.ranked_list import RankedList, RankedPupil
from serving.output.next_steps import next_steps
from serving.output.text import (
    NO_NAMES,
    Names,
    about_lines,
    invented_lines,
    lowering,
    not_scored_lines,
    raising,
    reason_text,
    school_title,
    shared_lines,
    word,
)  # fmt: skip

_NARROWEST_REASON = 40
_GAP = 2
_STICKS = "\N{NO-BREAK SPACE}"  # holds a mark to the word before it while lines are broken


def list_lines(ranked: RankedList, language: Language, names: Names = NO_NAMES) -> list[str]:
    """Return the list as lines: what it is, a child with its reasons after the other, whom it leaves out, a legend."""
    school = f": {school_title(ranked.school, language)}" if ranked.school else ""
    title = word("title", language) + school
    said = [
        title,
        *invented_lines(ranked, language),
        *about_lines(ranked, language),
        *shared_lines(ranked.shared, language),
    ]
    unsaid = ["", *wrapped(not_scored_lines(ranked, language))] if ranked.not_scored else []
    legend = wrapped(word(name, language) for name in ("score_is", "legend", "person_decides"))
    return [*wrapped(said), "", *_table_lines(ranked, language, names), *unsaid, "", *legend]


def _table_lines(ranked: RankedList, language: Language, names: Names) -> list[str]:
    """Return the children as a table; only reasons are ever wrapped."""
    from rich.cells import cell_len

    several = ranked.school is None
    keys = ("rank", *(["name"] if names else []), "pupil", *(["school"] if several else []), "class", "score")
    heads = [word(key, language) for key in keys]
    rows = [heads, *(_cells(pupil, keys, language, names) for pupil in ranked.pupils)]
    fixed = sum(max(map(cell_len, column)) + _GAP for column in zip(*rows, strict=True))
    room = max(WIDTH - fixed, _NARROWEST_REASON)
    reasons = [word("reasons", language), *(_reasons(pupil, language, width=room) for pupil in ranked.pupils)]
    table = [[*cells, reason] for cells, reason in zip(rows, reasons, strict=True)]
    return table_lines(table, right=(0, len(heads) - 1), whole=range(len(heads)), gap=_GAP, width=fixed + room)


def _reasons(pupil: RankedPupil, language: Language, *, width: int) -> str:
    marked = (
        *(_marked("+", each, language) for each in raising(pupil)),
        *(_marked("-", each, language) for each in lowering(pupil)),
        *(f"→ {step}" for step in next_steps(pupil.told, language, most=1)),
    )
    lines = (line for text in marked for line in textwrap.wrap(text, width, subsequent_indent="  "))
    return "\n".join(lines).replace(_STICKS, " ")


def _cells(pupil: RankedPupil, keys: Sequence[str], language: Language, names: Names) -> list[str]:
    cells = {
        "rank": str(pupil.rank),
        "name": names.get(pupil.pupil_id, "-"),
        "pupil": pupil.pupil_id,
        "school": pupil.school_id,
        "class": pupil.class_label or "-",
        "score": percent(pupil.score, language),
    }
    return [printable(cells[key]) for key in keys]


def _marked(sign: str, reason: ToldReason, language: Language) -> str:
    return f"{sign} {printable(reason_text(reason, language))}{f'{_STICKS}*' if reason.can_change else ''}"


def printable(text: str) -> str:
    """Replace what would steer a terminal instead of being read."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def wrapped(texts: Iterable[str]) -> list[str]:
    """Return texts as lines that fit a terminal and do not steer it."""
    return [line for text in texts for line in textwrap.wrap(printable(text), WIDTH)]
