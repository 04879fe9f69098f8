"""Verdicts reached from intervals, and how they are said."""

from collections.abc import Callable, Mapping

from features.i18n.numbers import decimal, percent
from features.i18n.text import Bilingual, Language
from models.registry.promotion_check import Check, Verdict
from training.metrics.bootstrap import Estimate

TOO_FEW_TO_SAY = Bilingual("too few to say", "prea puține date")
_POINTS = Bilingual("points", "puncte")
TITLES: Mapping[str, Bilingual] = {
    "better_than_chance": Bilingual("Better than chance", "Mai bun decât întâmplarea"),
    "better_than_absences_only": Bilingual("Better than counting absences", "Mai bun decât numărul absențelor"),
    "better_than_rules": Bilingual("Better than today's rules", "Mai bun decât regulile de azi"),
    "better_than_school_only": Bilingual("Better than the school alone", "Mai bun decât doar școala"),
    "not_worse_than_champion": Bilingual("Not worse than the champion", "Nu mai slab decât modelul în uz"),
    "champion_sound": Bilingual("The champion itself still works", "Modelul în uz mai este bun"),
    "calibrated": Bilingual("Calibrated", "Calibrat"),
    "groups_alike": Bilingual("No group far below the others", "Niciun grup mult sub celelalte"),
    "stable": Bilingual("The lists stay much the same", "Listele rămân în mare parte aceleași"),
    "as_declared": Bilingual("Features and target as declared", "Indicatori și țintă cum au fost declarate"),
    "sees_no_future": Bilingual("Sees no future", "Nu vede viitorul"),
    "no_feature_alone": Bilingual("No feature knows it all", "Niciun indicator nu știe singur tot"),
}


def made(code: str, verdict: Verdict, *, en: str, ro: str) -> Check:
    """Return a check with its title."""
    return Check(code, TITLES[code].en, TITLES[code].ro, verdict, en, ro)


def beyond_noise(difference: Estimate) -> Verdict:
    """Judge a difference that must be above zero: it is, it is not, or within noise it cannot be told."""
    if difference.value is None or difference.low is None:
        return "cannot_say"
    if difference.low > 0:
        return "passed"
    return "failed" if difference.high is not None and difference.high <= 0 else "cannot_say"


def share_with_interval(figure: Estimate, language: Language) -> str:
    """Return a share as a percentage with its interval.

    >>> share_with_interval(Estimate(0.2431, 0.21, 0.276), "en")
    '24.3 % (95 % interval 21.0 to 27.6)'
    """
    return percent(figure.value, language) + _interval(
        figure, lambda bound: decimal(100 * bound, language, 1), language
    )


def points(difference: Estimate, language: Language) -> str:
    """Return a difference of shares in percentage points, with its interval.

    >>> points(Estimate(0.1, 0.05, 0.152), "en")
    '+10.0 points (95 % interval +5.0 to +15.2)'
    """

    def signed(value: float | None) -> str:
        return "-" if value is None else decimal(100 * value, language, 1, signed=True)

    return f"{signed(difference.value)} {_POINTS.said(language)}{_interval(difference, signed, language)}"


def plain(figure: Estimate, language: Language) -> str:
    """Return a figure with its interval.

    >>> plain(Estimate(0.861, 0.84, 0.88), "ro")
    '0,86 (interval de 95 % 0,84 până la 0,88)'
    """
    if figure.value is None:
        return "-"

    def said(value: float) -> str:
        return decimal(value, language, 2)

    return said(figure.value) + _interval(figure, said, language)


def _interval(figure: Estimate, said: Callable[[float], str], language: Language) -> str:
    if figure.low is None or figure.high is None:
        return ""
    low, high = said(figure.low), said(figure.high)
    interval = Bilingual(f"95 % interval {low} to {high}", f"interval de 95 % {low} până la {high}")
    return f" ({interval.said(language)})"
