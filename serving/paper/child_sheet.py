"""One explained child laid out on a page for a meeting: what was seen, what may help, and room to decide."""

from collections.abc import Iterator
from dataclasses import dataclass

from features.catalogue.feature import THEME_NAMES, Theme
from features.i18n.text import Bilingual, Language
from models.explain.reasons import Reason
from models.explain.told_reasons import LEAST, weight_words
from models.ranking.ranked_list import RankedPupil
from serving.output.explanation import ExplainedPupil
from serving.output.next_steps import next_steps
from serving.output.text import school_title, word

MOST_RAISING, MOST_LOWERING, MOST_STEPS = 5, 3, 3  # as much as leaves room to write on one page
LINES_TO_WRITE = 4


@dataclass(frozen=True)
class ChildSheet:
    """A page about one child: ``above`` says who and what, the first line as the page's own heading.

    ``notes`` stand out below that.
    ``sections`` are headings with the lines under each; ``columns`` the heads of a table to fill in by hand, with
    ``empty_rows`` rows.
    """

    title: str
    above: tuple[str, ...]
    notes: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    decided: str
    columns: tuple[str, ...]
    empty_rows: int
    signed: str
    below: tuple[str, ...]


def child_sheet(child: ExplainedPupil, language: Language) -> ChildSheet:
    """Lay out the page about one child."""
    raises, lowers = (tuple(_theme_lines(child.pupil, language, sign=sign)) for sign in (1, -1))
    sections = (
        ("raises", raises[:MOST_RAISING]),
        ("lowers", lowers[:MOST_LOWERING]),
        ("steps", tuple(next_steps(child.pupil.reasons, language, most=MOST_STEPS))),
    )
    return ChildSheet(
        title=word("child", language),
        above=(_who(child, language), child.expected(language), f"{child.place(language)}. {child.made(language)}"),
        notes=child.notes(language),
        sections=tuple((word(name, language), lines) for name, lines in sections if lines),
        decided=word("decided", language),
        columns=tuple(word(name, language) for name in ("agreed", "owner", "date")),
        empty_rows=LINES_TO_WRITE,
        signed=word("signed", language),
        below=(word("not_a_verdict", language), word("person_decides", language)),
    )


def _who(child: ExplainedPupil, language: Language) -> str:
    pupil, school = child.pupil, school_title(child.school, language)
    label = pupil.class_label or "-"
    return Bilingual(
        f"Pupil {pupil.pupil_id}, class {label}. {school}.", f"Elev: {pupil.pupil_id}, clasa {label}. {school}."
    ).said(language)


def _theme_lines(pupil: RankedPupil, language: Language, *, sign: int) -> Iterator[str]:
    """Yield a line for each theme that raises the risk, or lowers it: what was seen, and how much the theme weighs."""
    themes: dict[Theme, list[Reason]] = {}
    for reason in pupil.reasons:
        themes.setdefault(reason.theme, []).append(reason)
    sums = {theme: sign * sum(reason.contribution for reason in found) for theme, found in themes.items()}
    for theme in sorted((theme for theme, total in sums.items() if total >= LEAST), key=lambda each: -sums[each]):
        strongest = max(themes[theme], key=lambda reason: sign * reason.contribution)
        text = strongest.text_ro if language == "ro" else strongest.text_en
        name, weight = THEME_NAMES[theme].said(language), weight_words(sums[theme]).said(language)
        yield f"{name[0].upper()}{name[1:]}: {text} ({weight})"
