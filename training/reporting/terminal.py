"""The report of a training on a terminal.

Lines are at most 110 columns wide. What the seven models did comes first, what follows from it last.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from features.i18n.code_names import code_name, code_names
from features.i18n.dates import date_words
from features.i18n.intervals import IN_TABLES, with_interval
from features.i18n.numbers import capacity_words, counted, decimal, percent
from features.i18n.text import LANGUAGES, Bilingual, Language
from features.i18n.text_table import WIDTH, figure_lines
from features.table.audit_groups import group_words
from models.registry.promotion_check import failed
from models.risk.baselines import MODEL_NAMES
from training.dataset.label_counts import count_lines
from training.evaluation.results import EvaluationResults
from training.metrics.between_schools import TOP_SCHOOLS
from training.metrics.bootstrap import Estimate
from training.metrics.past_rates import past_rate_of
from training.plan.plan import horizon_words
from training.promotion.verdicts import TOO_FEW_TO_SAY, points
from training.reporting.placing import placing_lines
from training.reporting.report import Report
from training.reporting.school_list_lines import school_list_lines

_TITLES: Mapping[str, Bilingual] = {
    "auc": Bilingual("AUC", "AUC"),
    "average_precision": Bilingual("average precision", "precizie medie"),
    "recall_at_capacity": Bilingual("recall", "cazuri găsite"),
    "precision_at_capacity": Bilingual("precision", "precizie"),
}
_SPLITS: Mapping[str, Bilingual] = {
    "time": Bilingual("Tested on the last date", "Testat la ultima dată"),
    "school": Bilingual("Tested in folds by school", "Testat în grupe de școli"),
    "pupil": Bilingual("Tested in folds by pupil", "Testat în grupe de elevi"),
}
_AT_TERMS = ("lightgbm", "logistic", "rules", "absences_only")
_ONE_LIST = Bilingual("One list over all", "O listă pentru toți")
_RETRAINED = Bilingual("retrained", "reantrenat")
_CASES, _NOTHING = Bilingual("cases", "cazuri"), Bilingual("-", "-")


def report_lines(
    report: Report, language: Language = "en", *, checks: Sequence[str] = (), program: str = "prezent",
    every: bool = True,
) -> list[str]:  # fmt: skip
    """Return the report as lines for a terminal; ``checks`` are the lines of its checks.

    ``program`` is how the next command calls the program. Without ``every`` there are only the lists that people get,
    beside simpler ones, and what follows.
    """
    results, version = report.results, report.model_version
    rest = (
        _ties(results), _components(results, language), _terms(results, language),
        _ageing(results), _schools(results, language), _groups(results, language), _without_family(results, language),
    )  # fmt: skip
    blocks = (
        _rows(results), count_lines(results.label_counts), school_list_lines(results, language),
        *((_models(results, language),) if every else ()),
        placing_lines(results.placing, language), *(rest if every else ()), checks, _overruling(report),
    )  # fmt: skip
    shown = [lines for block in blocks if (lines := [part for line in block for part in _fitting(line, language)])]
    registered = Bilingual(
        f"Registered as version {version}, the challenger. Next: {program} promote {version} --by ... --reason ...",
        f"Înregistrat ca versiunea {version}, candidat. Urmează: {program} promote {version} --by ... --reason ...",
    )
    return [*(line for lines in shown for line in (*lines, "")), registered.said(language)]


def _fitting(line: str | Bilingual, language: Language) -> list[str]:
    text = line if isinstance(line, str) else line.said(language)
    return [text] if len(text) <= WIDTH else textwrap.wrap(text, WIDTH, subsequent_indent="  ")


def _rows(results: EvaluationResults) -> Iterator[Bilingual]:
    plan, rows = results.plan, results.evaluated
    cases, split = int(rows.labels.sum()), _SPLITS[results.backtest.split]
    wanted = Bilingual(*(code_names("outcome", plan.outcomes, language) for language in LANGUAGES))
    within = horizon_words(plan)
    yield Bilingual(
        f"Outcome: {wanted.en}; within {within.en}. {split.en}: "
        f"{counted(len(rows), 'child', 'children', 'en')} evaluated, {cases} with the outcome.",
        f"Situația urmărită: {wanted.ro}; în {within.ro}. {split.ro}: "
        f"{counted(len(rows), 'copil evaluat', 'copii evaluați', 'ro')}, {cases} cu situația urmărită.",
    )
    if results.backtest.left_out:
        en, ro = (", ".join(date_words(date, language) for date in results.backtest.left_out) for language in LANGUAGES)
        yield Bilingual(
            f"Left out of the training, less than a horizon before the test: {en}.",
            f"Lăsate deoparte la antrenare, la mai puțin de un orizont înainte de test: {ro}.",
        )
    length = Bilingual(*(capacity_words(plan.capacity, language) for language in LANGUAGES))
    yield Bilingual(
        f"Capacity {length.en}. Recall: how many of the children with the outcome were on the list; precision: how "
        "many of the list had the outcome. In brackets: 95 % bootstrap intervals.",
        f"Capacitate {length.ro}. Cazuri găsite (recall): câți dintre copiii cu situația urmărită erau pe listă; "
        "precizie: câți dintre cei de pe listă au avut-o. În paranteze: intervale bootstrap de 95 %.",
    )


def _models(results: EvaluationResults, language: Language) -> list[str]:
    return figure_lines(
        (_ONE_LIST.said(language), *(title.said(language) for title in _TITLES.values()), "Brier"),
        [
            (
                code_name("model", name).said(language),
                *(_with_bounds(results.figures[name][figure], language) for figure in _TITLES),
                _number(results.figures[name]["brier"].value, language),
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
            f"{code_name('outcome', each.outcome).said(language)} {each.positives} "
            f"({percent(each.recall_within_schools, language)})"
            for each in results.outcome_components
        )
        yield Bilingual(
            f"Of the outcome's parts, with the share on the lists of their schools: {shares}.",
            f"Situațiile din care se compune, cu partea aflată pe listele școlilor: {shares}.",
        )


def _terms(results: EvaluationResults, language: Language) -> list[str]:
    if not results.terms.terms:
        return []
    title = Bilingual(
        "As if retrained each term, children kept apart: recall school by school, and AUC of Prezent",
        "Ca și cum s-ar reantrena la fiecare modul, pe alți copii: cazuri găsite școală cu școală, AUC pentru Prezent",
    )
    trained_until, pooled = Bilingual("trained until", "antrenat până la"), Bilingual("pooled", "împreună")
    rows = [
        (term["as_of"], term["trained_until"], str(term["positives"]), {each["name"]: each for each in term["models"]})
        for term in results.terms.terms
    ]
    lists = (code_name("model", name).said(language) for name in _AT_TERMS)
    rows.append((pooled.said(language), "", "", {each["name"]: each for each in results.terms.pooled}))
    table = figure_lines(
        ("", trained_until.said(language), _CASES.said(language), *lists, "AUC"),
        [
            (
                *words,
                *(_number(models[name]["recall_within_schools"], language) for name in _AT_TERMS),
                _number(models["lightgbm"]["auc"], language),
            )
            for *words, models in rows
        ],
    )
    return [title.said(language), *table]


def _ageing(results: EvaluationResults) -> Iterator[Bilingual]:
    later = [age for age in results.terms.ageing if age["terms_on"]]
    if later:
        en, ro = (", ".join(_aged(age, language) for age in later) for language in LANGUAGES)
        yield Bilingual(
            f"Recall of a model so many terms on, school by school: {en}.",
            f"Cazuri găsite școală cu școală de un model după atâtea module: {ro}.",
        )


def _aged(age: Mapping[str, Any], language: Language) -> str:
    aged = _number(age["recall_within_schools"], language)
    gain = points(Estimate(*(age[f"gain_of_retraining{bound}"] for bound in ("", "_low", "_high"))), language)
    on = f"după {age['terms_on']}" if language == "ro" else f"{age['terms_on']} on"
    return f"{on} {aged}, {_RETRAINED.said(language)} {gain}"


def _schools(results: EvaluationResults, language: Language) -> Iterator[Bilingual]:
    signal = results.signal
    if signal.within_auc.value is not None:
        within, between = (_number(area.value, language) for area in (signal.within_auc, signal.between_auc))
        of_scores, of_cases = (
            percent(part, language) for part in (signal.score_between.value, signal.top_schools_share)
        )
        most = percent(TOP_SCHOOLS, language, 0)
        yield Bilingual(
            f"Within schools: AUC {within}; between: {between}; {of_scores} of the scores' variance is the school's; "
            f"the {most} of schools with most cases hold {of_cases} of them.",
            f"În interiorul școlilor: AUC {within}; între ele: {between}; {of_scores} din varianța scorurilor ține de "
            f"școală; în cele {most} dintre școli cu cele mai multe cazuri sunt {of_cases} din ele.",
        )


def _groups(results: EvaluationResults, language: Language) -> list[str]:
    header = (
        Bilingual("By group, at the cut of the list", "Pe grupuri, la lungimea listei"), Bilingual("children", "copii"),
        _CASES, _TITLES["recall_at_capacity"], _TITLES["precision_at_capacity"],
        Bilingual("past rate", "rata din trecut"),
    )  # fmt: skip
    return figure_lines(
        [title.said(language) for title in header],
        [
            (
                group_words(group.by, group.group, language),
                str(group.children),
                str(group.positives),
                *(_with_bounds(each, language, TOO_FEW_TO_SAY) for each in (group.recall, group.precision)),
                percent(past_rate_of(results.past_rates, by=group.by, group=group.group), language),
            )
            for group in results.groups
        ],
    )


def _without_family(results: EvaluationResults, language: Language) -> Iterator[Bilingual]:
    if results.ablation:
        without, recall = (
            percent(each, language) for each in (results.ablation.recall_without, results.ablation.recall)
        )
        added = points(results.ablation.difference, language)
        yield Bilingual(
            f"Without family data: recall school by school {without} instead of {recall}; they add {added}.",
            f"Fără datele despre familie: {without} din cazuri pe listele școlilor în loc de {recall}; ele adaugă "
            f"{added}.",
        )


def _overruling(report: Report) -> Iterator[Bilingual]:
    if failed(report.checks):
        yield Bilingual(
            "To overrule what failed, a second person signs: --overruled-by ... --overrule-reason ...",
            "Ca să se treacă peste ce a picat, semnează a doua persoană: --overruled-by ... --overrule-reason ...",
        )


def _with_bounds(estimate: Estimate, language: Language, nothing: Bilingual = _NOTHING) -> str:
    return with_interval(
        estimate, lambda value: decimal(value, language), bound=lambda bound: decimal(bound, language, 2),
        form=IN_TABLES, language=language, nothing=nothing.said(language),
    )  # fmt: skip


def _number(value: float | None, language: Language) -> str:
    return "-" if value is None else decimal(value, language)
