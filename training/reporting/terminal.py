"""The report of a training on a terminal.

Lines are at most 110 columns wide. What the seven models did comes first, what follows from it last.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from features.i18n.numbers import counted
from features.i18n.text import Bilingual, Language
from features.i18n.text_table import WIDTH, figure_lines
from features.table.audit_groups import group_words
from models.registry.promotion_check import failed
from models.risk.baselines import MODEL_NAMES
from training.dataset.label_counts import count_lines
from training.evaluation.results import EvaluationResults
from training.metrics.bootstrap import Estimate
from training.promotion.verdicts import TOO_FEW_TO_SAY, points, share
from training.reporting.report import Report

_TITLES: Mapping[str, Bilingual] = {
    "auc": Bilingual("AUC", "AUC"),
    "average_precision": Bilingual("average precision", "precizie medie"),
    "recall_at_capacity": Bilingual("recall", "recall"),
    "precision_at_capacity": Bilingual("precision", "precizie"),
}
_SPLITS: Mapping[str, Bilingual] = {
    "time": Bilingual("tested on the last date", "testat la ultima dată"),
    "school": Bilingual("folds by school", "grupe de validare pe școli"),
    "pupil": Bilingual("folds by pupil", "grupe de validare pe elevi"),
}
_AT_TERMS = ("lightgbm", "logistic", "rules", "school_only")
_CASES = Bilingual("cases", "cazuri")


def report_lines(report: Report, language: Language = "en", *, checks: Sequence[str] = ()) -> list[str]:
    """Return the report as lines for a terminal; ``checks`` are the lines of its checks."""
    results, version = report.results, report.model_version
    blocks = (
        _rows(results), count_lines(results.label_counts), _models(results, language), _ties(results),
        _components(results, language), _terms(results, language),
        _ageing(results), _schools(results), _groups(results, language), _without_family(results),
        checks, _overruling(report),
    )  # fmt: skip
    shown = [lines for block in blocks if (lines := [part for line in block for part in _fitting(line, language)])]
    registered = Bilingual(
        f"Registered as version {version}, the challenger. Next: prezent promote {version} --by ... --reason ...",
        f"Înregistrat ca versiunea {version}, candidat. Apoi: prezent promote {version} --by ... --reason ...",
    )
    return [*(line for lines in shown for line in (*lines, "")), registered.said(language)]


def _fitting(line: str | Bilingual, language: Language) -> list[str]:
    text = line if isinstance(line, str) else line.said(language)
    return [text] if len(text) <= WIDTH else textwrap.wrap(text, WIDTH, subsequent_indent="  ")


def _rows(results: EvaluationResults) -> Iterator[Bilingual]:
    plan, rows = results.plan, results.evaluated
    outcomes, days, split = ", ".join(plan.outcomes), plan.horizon(plan.dates[-1]), _SPLITS[results.backtest.split]
    cases = int(rows.labels.sum())
    yield Bilingual(
        f"Outcome {outcomes} within {days} days; {split.en}: {len(rows)} children evaluated, {cases} with the outcome.",
        f"Situația urmărită {outcomes} în {counted(days, 'zi', 'zile', 'ro')}; {split.ro}: "
        f"{counted(len(rows), 'copil evaluat', 'copii evaluați', 'ro')}, {cases} cu situația urmărită.",
    )
    if results.backtest.left_out:
        dates = ", ".join(date.isoformat() for date in results.backtest.left_out)
        yield Bilingual(
            f"Left out of the training, less than a horizon before the test: {dates}.",
            f"Lăsate deoparte la antrenare, la mai puțin de un orizont înainte de test: {dates}.",
        )
    yield Bilingual(
        f"Capacity {plan.capacity:g}. In brackets: 95 % bootstrap intervals.",
        f"Capacitate {plan.capacity:g}. În paranteze: intervale bootstrap de 95 %.",
    )


def _models(results: EvaluationResults, language: Language) -> list[str]:
    return figure_lines(
        ("", *(title.said(language) for title in _TITLES.values()), "Brier"),
        [
            (
                name,
                *(_with_bounds(results.figures[name][figure]) for figure in _TITLES),
                _number(results.figures[name]["brier"].value),
            )
            for name in MODEL_NAMES
        ],
    )


def _ties(results: EvaluationResults) -> Iterator[Bilingual]:
    ties = results.ties["lightgbm"]
    if ties.are_cut:
        yield Bilingual(
            f"At the end of the list, {ties.listed} of {counted(ties.tied, 'child', 'children', 'en')} with the same "
            "score stand on it; recall and precision are the mean over their orders.",
            f"La capătul listei, {ties.listed} din {counted(ties.tied, 'copil', 'copii', 'ro')} cu același scor sunt "
            "pe ea; cifrele sunt media peste ordinile lor.",
        )


def _components(results: EvaluationResults, language: Language) -> Iterator[Bilingual]:
    if len(results.outcome_components) > 1:
        shares = ", ".join(
            f"{each.outcome} {each.positives} ({share(each.recall_at_capacity, language)})"
            for each in results.outcome_components
        )
        yield Bilingual(
            f"Of the outcome's parts, with the share on the list: {shares}.",
            f"Situațiile din care se compune, cu partea de pe listă: {shares}.",
        )


def _terms(results: EvaluationResults, language: Language) -> list[str]:
    if not results.terms.terms:
        return []
    title = Bilingual(
        "As if retrained each term, children kept apart: recall, and AUC of lightgbm",
        "Ca și cum s-ar reantrena la fiecare modul, pe alți copii: recall, și AUC pentru lightgbm",
    )
    trained_until, pooled = Bilingual("trained until", "antrenat până la"), Bilingual("pooled", "împreună")
    rows = [
        (term["as_of"], term["trained_until"], str(term["positives"]), {each["name"]: each for each in term["models"]})
        for term in results.terms.terms
    ]
    rows.append((pooled.said(language), "", "", {each["name"]: each for each in results.terms.pooled}))
    table = figure_lines(
        ("", trained_until.said(language), _CASES.said(language), *_AT_TERMS, "AUC"),
        [
            (
                *words,
                *(_number(models[name]["recall_at_capacity"]) for name in _AT_TERMS),
                _number(models["lightgbm"]["auc"]),
            )
            for *words, models in rows
        ],
    )
    return [title.said(language), *table]


def _ageing(results: EvaluationResults) -> Iterator[Bilingual]:
    later = [
        (age["terms_on"], f"{age['recall_at_capacity']:.3f}", f"{age['recall_retrained']:.3f}")
        for age in results.terms.ageing
        if age["terms_on"]
    ]
    if later:
        yield Bilingual(
            "Recall of a model so many terms on: "
            + ", ".join(f"{terms} on {aged} (retrained {fresh})" for terms, aged, fresh in later) + ".",
            "Recall-ul unui model după atâtea module: "
            + ", ".join(f"după {terms} {aged} (reantrenat {fresh})" for terms, aged, fresh in later) + ".",
        )  # fmt: skip


def _schools(results: EvaluationResults) -> Iterator[Bilingual]:
    signal = results.signal
    if signal.within_auc.value is not None:
        within, between = _number(signal.within_auc.value), _number(signal.between_auc.value)
        yield Bilingual(
            f"Within schools: AUC {within}; between: {between}; {share(signal.score_between.value, 'en')} of the "
            f"scores' variance is the school's; the 8 % of schools with most cases hold "
            f"{share(signal.top_schools_share, 'en')} of them.",
            f"În interiorul școlilor: AUC {within}; între ele: {between}; {share(signal.score_between.value, 'ro')} "
            f"din varianța scorurilor ține de școală; în cele 8 % dintre școli cu cele mai multe cazuri sunt "
            f"{share(signal.top_schools_share, 'ro')} din ele.",
        )


def _groups(results: EvaluationResults, language: Language) -> list[str]:
    header = (
        Bilingual("By group, at the cut of the list", "Pe grupuri, la lungimea listei"), Bilingual("children", "copii"),
        _CASES, _TITLES["recall_at_capacity"], _TITLES["precision_at_capacity"],
    )  # fmt: skip
    return figure_lines(
        [title.said(language) for title in header],
        [
            (
                group_words(group.by, group.group, language),
                str(group.children),
                str(group.positives),
                *(_with_bounds(each, TOO_FEW_TO_SAY.said(language)) for each in (group.recall, group.precision)),
            )
            for group in results.groups
        ],
    )


def _without_family(results: EvaluationResults) -> Iterator[Bilingual]:
    if results.ablation:
        without, recall, added = results.ablation.recall_without, results.ablation.recall, results.ablation.difference
        yield Bilingual(
            f"Without family data: recall {share(without, 'en')} instead of {share(recall, 'en')}; they add "
            f"{points(added, 'en')}.",
            f"Fără datele despre familie: recall {share(without, 'ro')} în loc de {share(recall, 'ro')}; ele adaugă "
            f"{points(added, 'ro')}.",
        )


def _overruling(report: Report) -> Iterator[Bilingual]:
    if failed(report.checks):
        yield Bilingual(
            "To overrule what failed, a second person signs: --overruled-by ... --overrule-reason ...",
            "Ca să se treacă peste ce a picat, semnează a doua persoană: --overruled-by ... --overrule-reason ...",
        )


def _with_bounds(estimate: Estimate, nothing: str = "-") -> str:
    if estimate.value is None:
        return nothing
    if estimate.low is None or estimate.high is None:
        return _number(estimate.value)
    return f"{_number(estimate.value)} [{estimate.low:.2f}-{estimate.high:.2f}]"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
