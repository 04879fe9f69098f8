"""The list from term to term, and the ageing of a model."""

from collections.abc import Sequence

from features.i18n.text import Bilingual
from training.reporting.model_card.blocks import Block, Cell, Paragraph, Table
from training.reporting.model_card.formatting import CardFormatter, Report, figure_of, number_of, text_of
from training.reporting.model_card.performance import PREZENT, model_cell, model_of

_BESIDE = ("rules", "school_only")
_TESTED = Bilingual(
    "Each row is a test of its own: trained on what was known by the day in the second column, tested on the date in "
    "the first, on outcomes it had not learnt from.",
    "Fiecare rând este un test separat: antrenat pe ce se știa până în ziua din a doua coloană, testat la data din "
    "prima, pe situații din care nu a învățat.",
)
_AGED = Bilingual(
    "A model that is not retrained grows old: the same model, tested on the next date and on later ones, beside "
    "models trained anew for the same dates.",
    "Un model care nu se reantrenează îmbătrânește: același model, testat la data următoare și la altele mai târzii, "
    "alături de modele antrenate din nou pentru aceleași date.",
)


def terms(report: Report, voice: CardFormatter) -> list[Block]:
    """Give the figures of every test date, of all together, and of a model that is not renewed."""
    tested, pooled, ageing = (report.get(name) or () for name in ("terms", "pooled_terms", "ageing"))
    if not tested and not pooled and not ageing:
        return [voice.nothing("how the list holds from term to term", "cum se menține lista de la un modul la altul")]
    blocks: list[Block] = []
    if tested:
        blocks += [Paragraph(voice.say(*_TESTED)), _by_term(tested, voice)]
    if pooled:
        blocks.append(_pooled(pooled, voice))
    if ageing:
        blocks += [Paragraph(voice.say(*_AGED)), _ageing(ageing, voice)]
    return blocks


def _by_term(tested: Sequence[Report], voice: CardFormatter) -> Table:
    say, recall = voice.say, voice.say("recall", "recall")
    header = [
        say("as-of date", "data de referință"),
        say("trained until", "antrenat până la"),
        say("children", "copii"),
        say("with the outcome", "cu situația urmărită"),
        f"{recall}, Prezent",
        say("recall, rules", "recall, regulile de azi"),
        say("recall, school only", "recall, doar școala"),
        say("precision, Prezent", "precizie, Prezent"),
        "AUC, Prezent",
    ]
    rows = [_term(term, voice) for term in tested]
    return Table(say("Term by term", "Modul cu modul"), header, rows, words=2)


def _term(term: Report, voice: CardFormatter) -> tuple[Cell, ...]:
    mine = model_of(term.get("models"), PREZENT)
    models = (mine, *(model_of(term.get("models"), name) for name in _BESIDE))
    return (
        Cell(text_of(term.get("as_of"))),
        Cell(text_of(term.get("trained_until"))),
        voice.cell(number_of(term.get("rows"))),
        voice.cell(number_of(term.get("positives"))),
        *(voice.share_cell(figure_of(model, "recall_at_capacity")) for model in models),
        voice.share_cell(figure_of(mine, "precision_at_capacity")),
        voice.decimal_cell(figure_of(mine, "auc")),
    )


def _pooled(pooled: Sequence[Report], voice: CardFormatter) -> Table:
    header = (
        voice.say("list made by", "lista făcută de"),
        "recall",
        voice.say("precision", "precizie"),
        voice.say("mean AUC", "AUC mediu"),
    )
    rows = [
        (
            model_cell(model, voice),
            voice.share_cell(figure_of(model, "recall_at_capacity")),
            voice.share_cell(figure_of(model, "precision_at_capacity")),
            voice.decimal_cell(figure_of(model, "auc")),
        )
        for model in pooled
    ]
    return Table(voice.say("All terms together", "Toate modulele la un loc"), header, rows)


def _ageing(ageing: Sequence[Report], voice: CardFormatter) -> Table:
    header = (
        voice.say("terms since the training", "module de la antrenare"),
        voice.say("tests", "teste"),
        "recall",
        voice.say("recall if retrained", "recall, dacă se reantrenează"),
        "AUC",
        voice.say("calibration slope", "panta calibrării"),
    )
    rows = [
        (
            voice.cell(number_of(age.get("terms_on"))),
            voice.cell(number_of(age.get("tests"))),
            voice.share_cell(figure_of(age, "recall_at_capacity")),
            voice.share_cell(figure_of(age, "recall_retrained")),
            voice.decimal_cell(figure_of(age, "auc")),
            voice.decimal_cell(figure_of(age, "calibration_slope"), 2),
        )
        for age in ageing
    ]
    caption = voice.say("How a model ages", "Cum îmbătrânește un model")
    return Table(caption, header, rows)
