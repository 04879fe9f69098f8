"""One explained child laid out on a page for a meeting: what was seen, what may help, and room to decide."""

from dataclasses import dataclass

from features.catalogue.feature import THEME_NAMES
from features.i18n.text import Bilingual, Language
from models.explain.told_reasons import ToldReason
from serving.output.explanation import ExplainedPupil
from serving.output.next_steps import next_steps
from serving.output.text import school_title, word

MOST_STEPS = 3  # as many as leave room to write on one page
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


def child_sheet(child: ExplainedPupil, language: Language, name: str = "") -> ChildSheet:
    """Lay out the page about one child."""
    told = child.pupil.told
    sections = (
        ("raises", tuple(_theme_line(reason, language) for reason in told.raising)),
        ("lowers", tuple(_theme_line(reason, language) for reason in told.lowering)),
        ("steps", tuple(next_steps(told, language, most=MOST_STEPS))),
    )
    return ChildSheet(
        title=word("child", language),
        above=(
            _who(child, language, name),
            child.expected(language),
            f"{child.place(language)}. {child.made(language)}",
        ),
        notes=child.notes(language),
        sections=tuple((word(name, language), lines) for name, lines in sections if lines),
        decided=word("decided", language),
        columns=tuple(word(name, language) for name in ("agreed", "owner", "date")),
        empty_rows=LINES_TO_WRITE,
        signed=word("signed", language),
        below=(word("not_a_verdict", language), word("person_decides", language)),
    )


def _who(child: ExplainedPupil, language: Language, name: str) -> str:
    pupil, school = child.pupil, school_title(child.school, language)
    label = pupil.class_label or "-"
    who = f"{name} ({pupil.pupil_id})" if name else pupil.pupil_id
    return Bilingual(f"Pupil {who}, class {label}. {school}.", f"Elev: {who}, clasa {label}. {school}.").said(language)


def _theme_line(reason: ToldReason, language: Language) -> str:
    """Say what was seen, and how much its theme weighs."""
    name = THEME_NAMES[reason.theme].said(language)
    return f"{name[0].upper()}{name[1:]}: {reason.text.said(language)} ({reason.weight.said(language)})"
