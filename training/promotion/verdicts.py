"""Verdicts reached from intervals, and how they are said."""

from collections.abc import Mapping

from features.i18n.intervals import IN_SENTENCES, with_interval
from features.i18n.numbers import decimal
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
    return with_interval(
        figure, lambda share: decimal(100 * share, language, 1), form=IN_SENTENCES, language=language, unit=" %"
    )


def points(difference: Estimate, language: Language) -> str:
    """Return a difference of shares in percentage points, with its interval.

    >>> points(Estimate(0.1, 0.05, 0.152), "en")
    '+10.0 points (95 % interval +5.0 to +15.2)'
    """

    unit = f" {_POINTS.said(language)}"
    return with_interval(
        difference, lambda value: decimal(100 * value, language, 1, signed=True),
        form=IN_SENTENCES, language=language, unit=unit, nothing=f"-{unit}",
    )  # fmt: skip


def plain(figure: Estimate, language: Language) -> str:
    """Return a figure with its interval.

    >>> plain(Estimate(0.861, 0.84, 0.88), "ro")
    '0,86 (interval de 95 % 0,84 până la 0,88)'
    """
    return with_interval(figure, lambda value: decimal(value, language, 2), form=IN_SENTENCES, language=language)
