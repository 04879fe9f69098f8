"""A ranked list on a terminal."""

import textwrap
from collections.abc import Sequence

from features.i18n.text import Language
from models.explain.reasons import Reason
from models.ranking.scorer import RankedList, RankedPupil
from serving.output.text import about_lines, lowering, not_scored_lines, percent, raising, reason_text, word

WIDTH = 110
_NARROWEST_REASON = 40


def list_lines(ranked: RankedList, language: Language) -> list[str]:
    """Return the list as lines: what it is, a child with its reasons after the other, whom it leaves out, a legend."""
    heads = [word(name, language) for name in ("rank", "pupil", "school", "class", "score", "reasons")]
    rows = [_cells(pupil, language) for pupil in ranked.pupils]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=False)]
    lines = [word("title", language), *about_lines(ranked, language), "", _row(heads, widths, heads[-1])]
    for pupil, cells in zip(ranked.pupils, rows, strict=True):
        marked = [*(_marked("+", each, language) for each in raising(pupil)),
                  *(_marked("-", each, language) for each in lowering(pupil))]  # fmt: skip
        lines += _with_reasons(cells, widths, marked)
    if unsaid := not_scored_lines(ranked, language):
        lines += ["", *(line for text in unsaid for line in textwrap.wrap(_printable(text), WIDTH))]
    return [*lines, "", word("legend", language), word("person_decides", language)]


def pupil_lines(pupil: RankedPupil, language: Language) -> list[str]:
    """Return one explained child as lines, with every reason on either side, strongest first."""
    rank, *cells = _cells(pupil, language)
    named = zip(("pupil", "school", "class", "score"), cells, strict=True)
    described = ", ".join(f"{word(name, language).lower()} {cell}" for name, cell in named)
    lines = [f"{word('rank', language)} {rank}: {described}"]
    for title, sign, found in (("raises", "+", raising(pupil, None)), ("lowers", "-", lowering(pupil, None))):
        if found:
            lines += ["", word(title, language) + ":", *(f"  {_marked(sign, reason, language)}" for reason in found)]
    closing = (word(name, language) for name in ("legend", "not_a_verdict", "person_decides"))
    return [*lines, "", *closing]


def _cells(pupil: RankedPupil, language: Language) -> list[str]:
    texts = (pupil.pupil_id, pupil.school_id, pupil.class_label or "-")
    return [str(pupil.rank), *map(_printable, texts), percent(pupil.score, language)]


def _row(cells: Sequence[str], widths: Sequence[int], reason: str) -> str:
    rank, *texts, score = cells[:5]
    padded = [rank.rjust(widths[0]), *map(str.ljust, texts, widths[1:4]), score.rjust(widths[4])]
    return "  ".join([*padded, reason]).rstrip()


def _with_reasons(cells: Sequence[str], widths: Sequence[int], reasons: Sequence[str]) -> list[str]:
    indent = sum(widths[:5]) + 2 * 5
    room = max(_NARROWEST_REASON, WIDTH - indent)
    wrapped = [line for reason in reasons for line in textwrap.wrap(reason, room, subsequent_indent="  ")]
    first, *others = wrapped or [""]
    return [_row(cells, widths, first), *(" " * indent + line for line in others)]


def _marked(sign: str, reason: Reason, language: Language) -> str:
    return f"{sign} {_printable(reason_text(reason, language))}{' *' if reason.can_change else ''}"


def _printable(text: str) -> str:
    """Replace what would steer a terminal instead of being read."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)
