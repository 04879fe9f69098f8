"""One explained child, or two side by side, on a terminal."""

import datetime as dt
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from features.catalogue.feature import THEME_NAMES, Theme
from features.i18n.numbers import decimal, percent
from features.i18n.text import Bilingual, Language
from features.i18n.text_table import WIDTH, table_lines
from models.explain.told_reasons import LEAST, ToldReason
from models.ranking.beside import Beside
from models.ranking.expected_hits import ExpectedHits
from models.ranking.ranked_list import NamedSchool, RankedPupil
from models.risk.model import INVENTED_CHILDREN, Predicted
from serving.output.next_steps import next_steps
from serving.output.terminal import printable, wrapped
from serving.output.text import expected_line, lowering, made_line, raising, reason_text, school_title, word

_OTHERS = Bilingual("all other themes", "toate celelalte teme")
_SUM = Bilingual("together", "împreună")


@dataclass(frozen=True)
class ExplainedPupil:
    """One child explained, as of a date and by a version: its school, and its place among ``scored`` of the school.

    ``invented`` says that the children of the training never were.
    """

    pupil: RankedPupil
    school: NamedSchool
    rank: int
    scored: int
    predicted: Predicted
    as_of: dt.date
    model_version: str
    invented: bool = False

    def place(self, language: Language) -> str:
        """Say the child's place among those of its school."""
        rank, scored = self.rank, self.scored
        return Bilingual(f"Rank {rank} of {scored} in the school", f"Locul {rank} din {scored} în școală").said(
            language
        )

    def expected(self, language: Language) -> str:
        """Say of how many of a hundred such children it comes true."""
        return expected_line(1, ExpectedHits(self.pupil.score, 0, 1), self.predicted, language)

    def notes(self, language: Language) -> tuple[str, ...]:
        """Say what should be known before the explanation is believed."""
        return (INVENTED_CHILDREN.said(language),) if self.invented else ()

    def made(self, language: Language) -> str:
        """Say from the point of view of which day, and by which version, it was explained."""
        return made_line(self.as_of, self.model_version, language)


def pupil_lines(child: ExplainedPupil, language: Language, *, every: bool = False) -> list[str]:
    """Return one explained child as lines: the themes that matter and how much they weigh.

    With ``every`` each theme and each feature follow, in log-odds.
    """
    pupil = child.pupil
    texts = (pupil.pupil_id, pupil.class_label or "-", percent(pupil.score, language))
    named = zip(("pupil", "class", "score"), texts, strict=True)
    described = ", ".join(f"{word(name, language).lower()} {cell}" for name, cell in named)
    who = f"{child.place(language)}: {described}. {school_title(child.school, language)}."
    lines = wrapped([who, *child.notes(language), child.expected(language), child.made(language)])
    for title, told in (("raises", raising(pupil)), ("lowers", lowering(pupil))):
        if told:
            lines += ["", word(title, language) + ":", *_told_lines(told, language)]
    closing = [word(name, language) for name in ("changeable", "not_a_verdict", "person_decides")]
    rest = _every_line(pupil, language) if every else [word("all_reasons", language)]
    steps = (f"{word('next_step', language)}: {step}" for step in next_steps(pupil.reasons, language, most=1))
    return [*lines, "", *wrapped(steps), "", *rest, "", *closing]


def beside_lines(found: Beside, language: Language, *, as_of: dt.date, model_version: str) -> list[str]:
    """Return two children side by side, theme by theme, with differences that add up to that of their log-odds."""
    first, second = found.pupil_ids
    ranks = Bilingual(
        f"{first} has rank {found.ranks[0]}, {second} rank {found.ranks[1]}.",
        f"{first} are locul {found.ranks[0]}, {second} locul {found.ranks[1]}.",
    ).said(language)
    head = (word("theme", language), first, second, word("difference", language))
    rows = [tuple(map(printable, head)), *_beside_rows(found, language)]
    return [
        made_line(as_of, model_version, language),
        printable(ranks),
        "",
        *table_lines(rows, right=(3,), gap=3),
        "",
        word("difference_means", language),
        word("person_decides", language),
    ]


def _beside_rows(found: Beside, language: Language) -> Iterator[tuple[str, ...]]:
    """Yield a row for each theme in which the children differ, one for all others, and the sum."""
    others = 0.0
    for each in found.themes:
        if abs(each.difference) < LEAST:
            others += each.difference
            continue
        texts = (printable(text.said(language)) for text in each.texts)
        yield (_theme(each.theme, language), *texts, _signed(each.difference, language))
    if others:
        yield (_OTHERS.said(language), "", "", _signed(others, language))
    yield (_SUM.said(language), "", "", _signed(found.margins[0] - found.margins[1], language))


def _told_lines(told: Sequence[ToldReason], language: Language) -> Iterator[str]:
    for reason in told:
        mark = " *" if reason.can_change else ""
        text = f"{printable(reason_text(reason, language))} ({reason.weight.said(language)}){mark}"
        yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ")


def _every_line(pupil: RankedPupil, language: Language) -> list[str]:
    """Return each theme with its sum in log-odds, and under it each of its features, the strongest first."""
    themes: dict[Theme, float] = {}
    for reason in pupil.reasons:
        themes[reason.theme] = themes.get(reason.theme, 0.0) + reason.contribution
    rows: list[tuple[str, str]] = []
    for theme, total in sorted(themes.items(), key=lambda each: -abs(each[1])):
        rows.append((_signed(total, language), _theme(theme, language)))
        for reason in pupil.reasons:
            if reason.theme == theme:
                text = reason.text_ro if language == "ro" else reason.text_en
                rows.append((f"  {_signed(reason.contribution, language)}", printable(text)))
    return [word("every_reason", language) + ":", *table_lines(rows, gap=3)]


def _theme(theme: Theme, language: Language) -> str:
    return THEME_NAMES[theme].said(language)


def _signed(contribution: float, language: Language) -> str:
    return decimal(contribution, language, 2, signed=True)
