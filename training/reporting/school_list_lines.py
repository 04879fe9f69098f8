"""What lists made school by school find, as lines of a terminal: the headline of a training."""

from collections.abc import Iterator

from features.i18n.code_names import code_name
from features.i18n.intervals import IN_TABLES, with_interval
from features.i18n.numbers import counted, decimal
from features.i18n.text import Bilingual, Language
from features.i18n.text_table import figure_lines
from models.risk.baselines import MODEL_NAMES
from training.evaluation.results import EvaluationResults
from training.evaluation.walk_forward import CHAMPION
from training.metrics.bootstrap import Estimate
from training.metrics.within_schools import CASES_TO_COMPARE
from training.plan.plan import SCHOOLS_TO_SPLIT
from training.promotion.baseline_checks import not_ahead_in_words, where_compared
from training.promotion.verdicts import share_with_interval

_HEADS = (
    Bilingual("School by school", "Școală cu școală"), Bilingual("recall", "cazuri găsite"),
    Bilingual("precision", "precizie"), Bilingual("Prezent ahead, points", "Prezent în plus, puncte"),
)  # fmt: skip
_LAST = Bilingual("recall, last date", "găsite, ultima dată")


def school_list_lines(results: EvaluationResults, language: Language) -> list[str | Bilingual]:
    """Return what the lists of each school find, over past retrainings where there were some, and on the last date."""
    return [*_sentences(results), *_table(results, language)]


def _sentences(results: EvaluationResults) -> Iterator[Bilingual]:
    lists, where = results.deciding_lists, where_compared(results)
    recall, precision = (figures["lightgbm"] for figures in (lists.recall, lists.precision))
    yield Bilingual(
        f"{where.en}: the lists hold {share_with_interval(recall, 'en')} of the cases; of the listed, "
        f"{share_with_interval(precision, 'en')} had the outcome.",
        f"{where.ro}: listele cuprind {share_with_interval(recall, 'ro')} din cazuri; dintre cei listați, "
        f"{share_with_interval(precision, 'ro')} au avut situația urmărită.",
    )
    not_ahead = not_ahead_in_words(results)
    if not_ahead:
        yield not_ahead
    if lists.drawn is None:
        yield Bilingual(
            f"No interval: fewer than {CASES_TO_COMPARE} cases.",
            f"Fără interval: mai puțin de {counted(CASES_TO_COMPARE, 'caz', 'cazuri', 'ro')}.",
        )
    elif lists.drawn == "pupils":
        yield Bilingual(
            f"With fewer than {SCHOOLS_TO_SPLIT} schools the intervals draw children: they speak of these schools.",
            f"Cu mai puțin de {counted(SCHOOLS_TO_SPLIT, 'școală', 'școli', 'ro')}, la intervale se trag la sorți "
            "copii: ele vorbesc despre aceste școli.",
        )


def _table(results: EvaluationResults, language: Language) -> list[str]:
    lists, last = results.deciding_lists, results.school_lists
    heads, with_last = (*_HEADS, _LAST), results.decided_on_past_dates
    rows = [
        (
            code_name("model", name).said(language),
            _share(lists.recall[name], language),
            _share(lists.precision[name], language),
            _points(lists.ahead_of.get(name), language),
            _share(last.recall[name], language) if name in last.recall else "-",
        )
        for name in (*MODEL_NAMES, CHAMPION)
        if name in lists.recall
    ]
    shown = heads if with_last else heads[:-1]
    return figure_lines([head.said(language) for head in shown], [row[: len(shown)] for row in rows])


def _share(figure: Estimate, language: Language) -> str:
    return with_interval(
        figure, lambda value: decimal(value, language), bound=lambda bound: decimal(bound, language, 2),
        form=IN_TABLES, language=language,
    )  # fmt: skip


def _points(difference: Estimate | None, language: Language) -> str:
    if difference is None:
        return ""
    return with_interval(
        difference, lambda value: decimal(100 * value, language, 1, signed=True), form=IN_TABLES, language=language
    )
