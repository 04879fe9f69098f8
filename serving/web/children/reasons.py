"""The reasons of one child: told in words by theme, and in numbers that add up to the score."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from features.catalogue.feature import THEME_NAMES, Theme
from features.i18n.numbers import decimal, percent
from features.i18n.text import Language
from models.explain.told_reasons import ToldReason, told_theme
from models.ranking.ranked_list import RankedPupil
from models.ranking.scored_cohort import ScoredCohort
from models.ranking.scorer import Scorer
from models.viewer import Viewer
from serving.output.explanation import ExplainedPupil
from serving.web.charts.waterfall import NARROW, WIDE, Amount, Waterfall, waterfall

_NOT_FOR_PARENTS: frozenset[Theme] = frozenset({"parents", "poverty"})
_OF_FAMILIES: frozenset[Theme] = frozenset({"parents_abroad", "distance", "health_and_support", "declared"})
ROOMS = (WIDE, NARROW)  # of which a page shows the one that fits
_LEAST = 0.05  # log-odds; themes that add less are drawn as one bar


@dataclass(frozen=True)
class ReasonLine:
    """A reason as a row of a table."""

    theme: str
    text: str
    usual: str
    weight: str
    can_change: bool


@dataclass(frozen=True)
class FeatureLine:
    """A feature's exact contribution, in log-odds."""

    text: str
    amount: str


@dataclass(frozen=True)
class ThemeLine:
    """A theme's sum, and the features it is made of."""

    name: str
    amount: str
    features: tuple[FeatureLine, ...]


@dataclass(frozen=True)
class InNumbers:
    """The score as a sum: a base, what each theme adds, and what all come to."""

    base: str
    themes: tuple[ThemeLine, ...]
    margin: str
    score: str
    drawn: tuple[Waterfall, ...]


def explained_child(scorer: Scorer, cohort: ScoredCohort, viewer: Viewer, pupil_id: str) -> ExplainedPupil:
    """Explain a child, with its place in its own school; refuses what ``Scorer.child_of`` refuses."""
    pupil = scorer.child_of(cohort, viewer=viewer, pupil_id=pupil_id)
    in_school = [cohort.pupil_ids[place] for place in cohort.school(pupil.school_id).ordered]
    return ExplainedPupil(
        pupil=pupil,
        school=cohort.features.named(pupil.school_id),
        rank=1 + in_school.index(pupil_id),
        scored=len(in_school),
        predicted=scorer.model.target.predicted(cohort.features.as_of),
        as_of=cohort.features.as_of,
        model_version=scorer.version,
        invented=scorer.model.trained_on.invented,
        unscored=len(cohort.features.schools[pupil.school_id]) - len(in_school),
    )


def reason_lines(reasons: Sequence[ToldReason], language: Language) -> list[ReasonLine]:
    """Return reasons as rows: what was seen and what is usual apart."""
    return [_line(reason, language) for reason in reasons]


def parents_lines(reasons: Sequence[ToldReason], language: Language) -> list[ReasonLine]:
    """Return the reasons that a letter to parents may hold.

    It does not tell them what they earn or where they went to school, nor how other families live.
    """
    return [
        replace(line, usual="") if reason.theme in _OF_FAMILIES else line
        for reason, line in ((reason, _line(reason, language)) for reason in reasons)
        if reason.theme not in _NOT_FOR_PARENTS
    ]


def in_numbers(pupil: RankedPupil, language: Language) -> InNumbers:
    """Return what each theme and each of its features adds to the margin: all together with the base, exactly that."""
    sums: dict[Theme, float] = {}
    lines: dict[Theme, list[FeatureLine]] = {}
    for reason in pupil.reasons:
        theme = told_theme(reason.theme)
        sums[theme] = sums.get(theme, 0.0) + reason.contribution
        text = reason.text_ro if language == "ro" else reason.text_en
        lines.setdefault(theme, []).append(FeatureLine(text, _signed(reason.contribution, language)))
    ordered = sorted(sums, key=lambda theme: -abs(sums[theme]))
    themes = tuple(
        ThemeLine(_name(each, language), _signed(sums[each], language), tuple(lines[each])) for each in ordered
    )
    amounts = [Amount(_name(each, language), sums[each], _signed(sums[each], language))
               for each in ordered if abs(sums[each]) >= _LEAST]  # fmt: skip
    rest = sum(sums[each] for each in ordered if abs(sums[each]) < _LEAST)
    if rest:
        amounts.append(Amount(_("all other themes"), rest, _signed(rest, language)))
    return InNumbers(
        _signed(pupil.base_margin, language), themes, _signed(pupil.margin, language),
        percent(pupil.score, language), tuple(waterfall(pupil.base_margin, amounts, room=room) for room in ROOMS),
    )  # fmt: skip


def _line(reason: ToldReason, language: Language) -> ReasonLine:
    text, _separator, usual = reason.text.said(language).rpartition("; ")
    return ReasonLine(
        theme=_name(reason.theme, language),
        text=text or usual,
        usual=usual if text else "",
        weight=reason.weight.said(language),
        can_change=reason.can_change,
    )


def _name(theme: Theme, language: Language) -> str:
    name = THEME_NAMES[theme].said(language)
    return name[0].upper() + name[1:]


def _signed(contribution: float, language: Language) -> str:
    return decimal(contribution, language, 2, signed=True)
