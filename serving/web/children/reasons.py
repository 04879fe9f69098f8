"""The reasons of one child: told in words by theme, and in numbers that add up to the score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from features.catalogue.feature import THEME_NAMES, Theme
from features.i18n.numbers import decimal, percent
from features.i18n.text import Language
from models.explain.told_reasons import ToldReason, how_much, told_theme
from models.ranking.ranked_list import RankedPupil
from models.ranking.scored_cohort import ScoredCohort
from models.ranking.scorer import Scorer
from models.viewer import Viewer
from serving.output.explanation import ExplainedPupil
from serving.web.charts.waterfall import Waterfall, WaterfallBar, waterfall

_NOT_FOR_PARENTS: frozenset[Theme] = frozenset({"parents", "poverty"})
_OF_FAMILIES: frozenset[Theme] = frozenset({"parents_abroad", "distance", "health_and_support", "declared"})
_NAMED = 2  # themes that the sentence names on each side
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
class SumRow:
    """What a theme adds, as a bar and in words: the theme and its strongest reason as they are told elsewhere."""

    name: str
    text: str
    how_much: str
    bar: WaterfallBar


@dataclass(frozen=True)
class InNumbers:
    """The score as a sum: a base, what each theme adds, and what all come to; drawn, with a sentence about it."""

    sentence: str
    rows: tuple[SumRow, ...]
    drawn: Waterfall
    base: str
    themes: tuple[ThemeLine, ...]
    margin: str
    score: str


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
    ordered, told = sorted(sums, key=lambda theme: -abs(sums[theme])), _told(pupil, sums)
    names = {theme: _name(told[theme].theme if theme in told else theme, language) for theme in sums}
    themes = tuple(ThemeLine(names[each], _signed(sums[each], language), tuple(lines[each])) for each in ordered)
    rows, drawn = _drawn(pupil, sums, names, language)
    return InNumbers(
        _sentence(sums, names), rows, drawn, _signed(pupil.base_margin, language), themes,
        _signed(pupil.margin, language), percent(pupil.score, language),
    )  # fmt: skip


def _told(pupil: RankedPupil, sums: Mapping[Theme, float]) -> dict[Theme, ToldReason]:
    """Return the reason that is told of a theme elsewhere, where it says what the whole theme adds."""
    told = {told_theme(each.theme): each for each in (*pupil.told.raising, *pupil.told.lowering)}
    return {theme: each for theme, each in told.items() if each.contribution * sums[theme] >= 0}


def _drawn(
    pupil: RankedPupil, sums: Mapping[Theme, float], names: Mapping[Theme, str], language: Language
) -> tuple[tuple[SumRow, ...], Waterfall]:  # fmt: skip
    """Draw what each theme adds, most first; themes that add little are one bar."""
    told = _told(pupil, sums)
    drawn = sorted((theme for theme in sums if abs(sums[theme]) >= _LEAST), key=lambda theme: -abs(sums[theme]))
    texts = [told[theme].text.said(language) if theme in told else "" for theme in drawn]
    rows = [(names[theme], text, how_much(sums[theme]).said(language))
            for theme, text in zip(drawn, texts, strict=True)]  # fmt: skip
    amounts = [sums[theme] for theme in drawn]
    rest = sum(sums[theme] for theme in sums if theme not in drawn)
    if rest:
        rows.append((_("All other themes"), "", how_much(rest).said(language)))
        amounts.append(rest)
    chart = waterfall(pupil.base_margin, amounts)
    return tuple(SumRow(*row, bar) for row, bar in zip(rows, chart.bars, strict=True)), chart


def _sentence(sums: Mapping[Theme, float], names: Mapping[Theme, str]) -> str:
    """Say in one sentence by which themes the score is raised and lowered most, under the names of their rows."""

    def named(sign: int) -> str:
        wanted = sorted((theme for theme in sums if sign * sums[theme] >= _LEAST), key=lambda each: -abs(sums[each]))
        return ", ".join(names[theme][0].lower() + names[theme][1:] for theme in wanted[:_NAMED])

    said = {"raising": named(1), "lowering": named(-1)}
    if said["raising"] and said["lowering"]:
        return _("The score is raised most by: %(raising)s; lowered most by: %(lowering)s.") % said
    if said["raising"]:
        return _("The score is raised most by: %(raising)s; nothing lowers it much.") % said
    if said["lowering"]:
        return _("The score is lowered most by: %(lowering)s; nothing raises it much.") % said
    return _("No theme raises or lowers the score much: this child is like the usual one.")


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
