"""The report of a training on a terminal.

Lines are at most 110 columns wide. What the seven models did comes first, what follows from it last.
"""

import textwrap
from collections.abc import Iterator

from features.i18n.text import Language
from features.table.audit_groups import group_words
from models.registry.promotion_check import WIDTH, check_lines, failed
from models.risk.baselines import MODEL_NAMES
from training.evaluation.model_metrics import FIGURES
from training.evaluation.results import EvaluationResults
from training.metrics.bootstrap import Interval
from training.promotion.verdicts import points, share
from training.reporting.report import Report

_TITLES = {
    "auc": "AUC",
    "average_precision": "average precision",
    "recall_at_capacity": "recall",
    "precision_at_capacity": "precision",
}
_HOW = {"time": "tested on the last date", "school": "folds by school", "pupil": "folds by pupil"}
_AT_TERMS = ("lightgbm", "logistic", "rules", "school_only")


def report_lines(report: Report, language: Language = "en") -> list[str]:
    """Return the report as lines for a terminal."""
    found, version = report.findings, report.model_version
    blocks = (
        _judged(found), _models(found), _parts(found), _terms(found), _ageing(found), _schools(found),
        _groups(found, language), _without_family(found), check_lines(report.checks, language),
    )  # fmt: skip
    shown = [lines for block in blocks if (lines := [part for line in block for part in _fitting(line)])]
    if failed(report.checks):
        shown.append(["To overrule what failed, a second person signs: --overruled-by ... --overrule-reason ..."])
    return [
        *(line for lines in shown for line in (*lines, "")),
        f"Registered as version {version}, the challenger. Next: prezent promote {version} --by ... --reason ...",
    ]


def _fitting(line: str) -> list[str]:
    return [line] if len(line) <= WIDTH else textwrap.wrap(line, WIDTH, subsequent_indent="  ")


def _judged(found: EvaluationResults) -> Iterator[str]:
    plan, judged = found.plan, found.judged
    yield (
        f"Outcome {', '.join(plan.outcomes)} within {plan.horizon(plan.dates[-1])} days; {_HOW[found.backtest.split]}: "
        f"{len(judged)} children judged, {judged.labels.sum()} with the outcome."
    )
    if found.backtest.left_out:
        dates = ", ".join(date.isoformat() for date in found.backtest.left_out)
        yield f"Left out of the training, less than a horizon before the test: {dates}."
    yield f"Capacity {plan.capacity:g}. In brackets: 95 % bootstrap intervals."


def _models(found: EvaluationResults) -> Iterator[str]:
    yield f"{'':<14}" + "".join(f"{_TITLES[name]:>18}" for name in FIGURES[:4]) + f"{'Brier':>9}"
    for name in MODEL_NAMES:
        cells = "".join(f"{_cell(found.figures[name][figure]):>18}" for figure in FIGURES[:4])
        yield f"{name:<14}{cells}{_number(found.figures[name]['brier'].value):>9}"


def _parts(found: EvaluationResults) -> Iterator[str]:
    if len(found.parts) > 1:
        said = (f"{part.outcome} {part.positives} ({share(part.recall_at_capacity, 'en')})" for part in found.parts)
        yield "Of the outcome's parts, with the share on the list: " + ", ".join(said) + "."


def _terms(found: EvaluationResults) -> Iterator[str]:
    if not found.terms.terms:
        return
    yield "As if retrained each term, children kept apart: recall, and AUC of lightgbm"
    yield f"{'':<14}{'trained until':>14}{'cases':>8}" + "".join(f"{name:>14}" for name in _AT_TERMS) + f"{'AUC':>8}"
    for term in found.terms.terms:
        of = {model["name"]: model for model in term["models"]}
        cells = "".join(f"{of[name]['recall_at_capacity']:>14.3f}" for name in _AT_TERMS)
        start = f"{term['as_of']:<14}{term['trained_until']:>14}{term['positives']:>8}"
        yield f"{start}{cells}{of['lightgbm']['auc']:>8.3f}"
    pooled = {model["name"]: model for model in found.terms.pooled}
    cells = "".join(f"{pooled[name]['recall_at_capacity']:>14.3f}" for name in _AT_TERMS)
    yield f"{'pooled':<14}{'':>14}{'':>8}{cells}{pooled['lightgbm']['auc']:>8.3f}"


def _ageing(found: EvaluationResults) -> Iterator[str]:
    later = [age for age in found.terms.ageing if age["terms_on"]]
    if later:
        said = (
            f"{age['terms_on']} on {age['recall_at_capacity']:.3f} (retrained {age['recall_retrained']:.3f})"
            for age in later
        )
        yield "Recall of a model so many terms on: " + ", ".join(said) + "."


def _schools(found: EvaluationResults) -> Iterator[str]:
    signal = found.signal
    if signal.within_auc.value is not None:
        yield (
            f"Within schools: AUC {_number(signal.within_auc.value)}; between: {_number(signal.between_auc.value)}; "
            f"{share(signal.score_between.value, 'en')} of the scores' variance is the school's; the "
            f"8 % of schools with most cases hold {share(signal.top_schools_share, 'en')} of them."
        )


def _groups(found: EvaluationResults, language: Language) -> Iterator[str]:
    yield f"{'By group, at the cut of the list':<46}{'children':>9}{'cases':>7}{'recall':>18}{'precision':>18}"
    for group in found.groups:
        words = group_words(group.by, group.group, language)
        cells = "".join(f"{_cell(each, 'too few to say'):>18}" for each in (group.recall, group.precision))
        yield f"{words:<46}{group.children:>9}{group.positives:>7}{cells}"


def _without_family(found: EvaluationResults) -> Iterator[str]:
    if found.ablation:
        yield (
            f"Without family data: recall {share(found.ablation.recall_without, 'en')} instead of "
            f"{share(found.ablation.recall, 'en')}; they add {points(found.ablation.difference, 'en')}."
        )


def _cell(interval: Interval, nothing: str = "-") -> str:
    if interval.value is None:
        return nothing
    if interval.low is None or interval.high is None:
        return _number(interval.value)
    return f"{_number(interval.value)} [{interval.low:.2f}-{interval.high:.2f}]"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
