"""One explained child, or two side by side, on a terminal."""

import datetime as dt
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from features.catalogue.feature import THEME_NAMES, Theme
from features.i18n.numbers import counted, decimal, percent
from features.i18n.text import Bilingual, Language
from features.i18n.text_table import WIDTH, table_lines
from models.explain.told_reasons import LEAST, MOST_RAISING, ToldReason, how_much, told_theme
from models.ranking.beside import Beside, ThemeBeside
from models.ranking.expected_hits import ExpectedHits
from models.ranking.ranked_list import NamedSchool, RankedPupil
from models.risk.model import INVENTED_CHILDREN, Predicted
from serving.output.next_steps import next_steps
from serving.output.terminal import printable, wrapped
from serving.output.text import expected_line, lowering, made_line, raising, reason_text, school_title, word

_OTHERS = Bilingual("all other themes", "toate celelalte teme")
_SEEN = 0.3  # log-odds; of two children of whom the same is said, a smaller difference is not told
_SUM = Bilingual("together", "împreună")


@dataclass(frozen=True)
class ExplainedPupil:
    """One child explained, as of a date and by a version: its school, and its place among ``scored`` of the school.

    ``unscored`` are the school's other children, of whom nothing can be said yet. ``invented`` says that the
    children of the training never were.
    """

    pupil: RankedPupil
    school: NamedSchool
    rank: int
    scored: int
    predicted: Predicted
    as_of: dt.date
    model_version: str
    invented: bool = False
    unscored: int = 0

    def place(self, language: Language) -> str:
        """Say the child's place among those of its school."""
        rank, scored, unscored = self.rank, self.scored, self.unscored
        said = Bilingual(f"Rank {rank} of {scored} in the school", f"Locul {rank} din {scored} în școală")
        if not unscored:
            return said.said(language)
        en, ro = counted(unscored, "other", "others", "en"), counted(unscored, "alt elev", "alți elevi", "ro")
        return Bilingual(
            f"{said.en} (of {en} nothing can be said yet)", f"{said.ro} (despre {ro} nu se poate spune încă nimic)"
        ).said(language)

    def expected(self, language: Language) -> str:
        """Say of how many of a hundred such children it comes true."""
        return expected_line(1, ExpectedHits(self.pupil.score, 0, 1), self.predicted, language)

    def notes(self, language: Language) -> tuple[str, ...]:
        """Say what should be known before the explanation is believed."""
        return (INVENTED_CHILDREN.said(language),) if self.invented else ()

    def made(self, language: Language) -> str:
        """Say from the point of view of which day, and by which version, it was explained."""
        return made_line(self.as_of, self.model_version, language)


def pupil_lines(child: ExplainedPupil, language: Language, *, every: bool = False, name: str = "") -> list[str]:
    """Return one explained child as lines: the themes that matter and how much they weigh.

    With ``every`` each theme and each feature follow, in log-odds.
    """
    pupil = child.pupil
    who_it_is = f"{name} ({pupil.pupil_id})" if name else pupil.pupil_id
    texts = (who_it_is, pupil.class_label or "-", percent(pupil.score, language))
    named = zip(("pupil", "class", "score"), texts, strict=True)
    described = ", ".join(f"{word(name, language).lower()} {cell}" for name, cell in named)
    who = f"{child.place(language)}: {described}. {school_title(child.school, language)}."
    lines = wrapped([who, *child.notes(language), child.expected(language), child.made(language)])
    for title, told in (("raises", raising(pupil)), ("lowers", lowering(pupil))):
        if told:
            lines += ["", word(title, language) + ":", *_told_lines(told, language)]
    closing = [word(name, language) for name in ("changeable", "not_a_verdict", "person_decides")]
    rest = _every_line(pupil, language) if every else [word("all_reasons", language)]
    steps = (f"{word('next_step', language)}: {step}" for step in next_steps(pupil.told, language, most=1))
    return [*lines, "", *wrapped(steps), "", *rest, "", *closing]


def beside_lines(
    found: Beside, language: Language, *, as_of: dt.date, model_version: str, every: bool = False
) -> list[str]:
    """Return two children side by side, theme by theme, with how much more a theme weighs for which of them.

    With ``every`` each theme is there, in log-odds with differences that add up to that of the children.
    """
    head = [word("theme", language), *found.pupil_ids, word("difference" if every else "weighs_more", language)]
    rows = [tuple(map(printable, head)), *(_counted_rows(found, language) if every else _said_rows(found, language))]
    table = ["", *table_lines(rows, right=(3,) if every else (), gap=3)] if len(rows) > 1 else []
    means = word("difference_means" if every else "all_reasons", language)
    return [
        *wrapped([_answer(found, language), _places(found, language), made_line(as_of, model_version, language)]),
        *table,
        "",
        means,
        word("person_decides", language),
    ]


def _answer(found: Beside, language: Language) -> str:
    """Say which child stands before the other, and by which themes most."""
    ahead = 0 if found.ranks[0] < found.ranks[1] else 1
    first, second = found.pupil_ids[ahead], found.pupil_ids[1 - ahead]
    for_it = [each for each in _told_themes(found) if each.difference * (1 - 2 * ahead) > 0][:MOST_RAISING]
    if not for_it:
        return Bilingual(
            f"{first} stands before {second} by many small differences.",
            f"{first} este înaintea lui {second} prin multe diferențe mici.",
        ).said(language)
    names = ", ".join(_theme(each.theme, language) for each in for_it)
    return Bilingual(
        f"{first} stands before {second} mostly by: {names}.",
        f"{first} este înaintea lui {second} mai ales prin: {names}.",
    ).said(language)


def _places(found: Beside, language: Language) -> str:
    (first, second), (one, other), of = found.pupil_ids, found.ranks, found.scored
    where = Bilingual("in the school", "în școală") if found.is_one_school else Bilingual("in all", "în toate școlile")
    return Bilingual(
        f"{first}: rank {one} of {of} {where.en}; {second}: rank {other}.",
        f"{first}: locul {one} din {of} {where.ro}; {second}: locul {other}.",
    ).said(language)


def _told_themes(found: Beside) -> list[ThemeBeside]:
    """Return the themes in which a person sees the children differ; two of one school have its context alike."""
    return [
        each
        for each in found.themes
        if abs(each.difference) >= (_SEEN if each.texts[0] == each.texts[1] else LEAST)
        and not (each.theme == "school" and found.is_one_school)
    ]


def _said_rows(found: Beside, language: Language) -> Iterator[tuple[str, ...]]:
    """Yield a row for each theme that is told, with how much more it weighs for which child."""
    for each in _told_themes(found):
        texts = [printable(text.said(language)) for text in each.texts]
        child = printable(found.pupil_ids[0 if each.difference > 0 else 1])
        yield (_theme(each.theme, language), *texts, f"{child}, {how_much(each.difference).said(language)}")


def _counted_rows(found: Beside, language: Language) -> Iterator[tuple[str, ...]]:
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
        theme = told_theme(reason.theme)
        themes[theme] = themes.get(theme, 0.0) + reason.contribution
    rows: list[tuple[str, str]] = []
    for theme, total in sorted(themes.items(), key=lambda each: -abs(each[1])):
        rows.append((_signed(total, language), _theme(theme, language)))
        for reason in pupil.reasons:
            if told_theme(reason.theme) == theme:
                text = reason.text_ro if language == "ro" else reason.text_en
                rows.append((f"  {_signed(reason.contribution, language)}", printable(text)))
    return [word("every_reason", language) + ":", *table_lines(rows, gap=3)]


def _theme(theme: Theme, language: Language) -> str:
    return THEME_NAMES[theme].said(language)


def _signed(contribution: float, language: Language) -> str:
    return decimal(contribution, language, 2, signed=True)
