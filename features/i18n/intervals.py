"""How a figure is said with its interval: one rule for terminal, card and checks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from features.i18n.text import Bilingual, Language

_SIGNS = ("+", "-", "−")  # on pages a minus is one
_TO = Bilingual(" to ", " până la ")


class WithBounds(Protocol):
    """A figure with its interval; None where there is too little to say."""

    @property
    def value(self) -> float | None:
        """The figure itself."""

    @property
    def low(self) -> float | None:
        """The lower bound."""

    @property
    def high(self) -> float | None:
        """The upper bound."""


@dataclass(frozen=True)
class IntervalForm:
    """What stands before, between and behind two bounds; ``between_signs`` where a bound begins with its sign."""

    before: Bilingual
    between: Bilingual
    between_signs: Bilingual
    behind: str


def _same(text: str) -> Bilingual:
    return Bilingual(text, text)


IN_TABLES = IntervalForm(_same("["), _same("-"), _same("; "), "]")
IN_WIDE_TABLES = IntervalForm(_same("["), _TO, _TO, "]")
ON_PAGES = IntervalForm(_same("("), _same("–"), _TO, ")")
IN_SENTENCES = IntervalForm(Bilingual("(95 % interval ", "(interval de 95 % "), _TO, _TO, ")")


def with_interval(
    figure: WithBounds, said: Callable[[float], str], *, form: IntervalForm, language: Language, unit: str = "",
    bound: Callable[[float], str] | None = None, nothing: str = "-",
) -> str:  # fmt: skip
    """Say a figure, and behind it its interval, where it has one.

    Parameters
    ----------
    said
        Says the figure; the bounds too, unless ``bound`` does.
    unit
        Stands behind the figure, not behind its bounds.
    nothing
        What is said where there is no figure.
    """
    if figure.value is None:
        return nothing
    text = said(figure.value) + unit
    if figure.low is None or figure.high is None:
        return text
    low, high = map(bound or said, (figure.low, figure.high))
    has_signs = low.startswith(_SIGNS) or high.startswith(_SIGNS)  # no dash beside a minus
    between = form.between_signs if has_signs else form.between
    return f"{text} {form.before.said(language)}{low}{between.said(language)}{high}{form.behind}"
