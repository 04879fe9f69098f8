"""The list inside a school, and for each group of children."""

from collections.abc import Iterable

from features.i18n.text import Bilingual
from training.metrics.between_schools import TOP_SCHOOLS
from training.metrics.bootstrap import TOO_FEW
from training.reporting.model_card.blocks import Block, Bullets, Cell, Paragraph, Table
from training.reporting.model_card.formatting import (
    NO_BREAK,
    CardFormatter,
    Report,
    figure_of,
    number_of,
    text_of,
    value_of,
)
from training.reporting.model_card.labels import DIVISIONS, GroupWords
from training.reporting.model_card.performance import model_cell, model_of

_SCHOOL_OR_CHILD = Bilingual(
    "Much of the risk may lie in the school, not in the child. A list over many schools can look good by naming the "
    "children of those with most cases. In the table every school has a list of its own, as long as its share; “the "
    "school only” cannot tell the children of a class apart.",
    "O mare parte din risc poate ține de școală, nu de copil. O listă pe mai multe școli poate părea bună numind "
    "copiii celor cu cele mai multe cazuri. În tabel fiecare școală are lista ei, pe măsura ei; „doar școala” nu "
    "deosebește între ei copiii unei clase.",
)


def schools(report: Report, voice: CardFormatter) -> list[Block]:
    """Say how much of the list is the school and how much the child."""
    within = [model for model in report.get("models") or () if "recall_within_schools" in model]
    return [
        Paragraph(voice.say(*_SCHOOL_OR_CHILD)),
        *([_within(within, voice)] if within else []),
        *_school_alone(model_of(within, "school_only"), voice),
        *_signal(report.get("signal") or {}, voice),
    ]


def _within(models: Iterable[Report], voice: CardFormatter) -> Table:
    header = (
        voice.say("one list per school, made by", "câte o listă de școală, făcută de"),
        "recall",
        voice.say("precision", "precizie"),
    )
    rows = [
        (
            model_cell(model, voice),
            voice.share_cell(figure_of(model, "recall_within_schools")),
            voice.share_cell(figure_of(model, "precision_within_schools")),
        )
        for model in models
    ]
    return Table(voice.say("Inside each school", "În interiorul fiecărei școli"), header, rows)


def _school_alone(model: Report, voice: CardFormatter) -> list[Block]:
    """Say what the school alone would give, over all schools and inside each."""
    pooled, within = value_of(model, "recall_at_capacity"), value_of(model, "recall_within_schools")
    if pooled is None or within is None:
        return []
    return [
        Paragraph(
            voice.say(
                f"The school alone would name {voice.of_hundred(pooled)} of 100 cases on one list over all schools, "
                f"{voice.of_hundred(within)} on lists of each school.",
                f"Doar școala ar cuprinde {voice.of_hundred(pooled)} din 100 de cazuri pe o listă a tuturor școlilor, "
                f"{voice.of_hundred(within)} pe listele fiecărei școli.",
            )
        )
    ]


def _signal(signal: Report, voice: CardFormatter) -> list[Block]:
    if not signal:
        return [voice.nothing("how much of the signal is the school", "cât din semnal ține de școală")]
    within = figure_of(signal, "within_school_auc", "within_auc")
    between = figure_of(signal, "between_school_auc", "between_auc")
    scores = figure_of(signal, "score_variance_between_schools", "score_between")
    outcomes = figure_of(signal, "outcome_icc", "outcome_between")
    top = figure_of(signal, "share_of_cases_in_top_schools", "top_schools_share")
    few = f"{100 * TOP_SCHOOLS:.0f}{NO_BREAK}%"
    say, decimal, share = voice.say, voice.decimal_cell, voice.share_cell
    said = (
        (decimal(within), say("AUC between children of one school", "AUC între copiii aceleiași școli")),
        (
            decimal(between),
            say("AUC if only the school's mean score were known", "AUC dacă s-ar ști doar scorul mediu al școlii"),
        ),
        (
            share(scores),
            say(
                "Share of the scores' variance between schools", "Partea din varianța scorurilor care este între școli"
            ),
        ),
        (
            decimal(outcomes),
            say(
                "Likeness of outcomes inside a school (ICC: 0 none, 1 all alike)",
                "Asemănarea situațiilor în interiorul unei școli (ICC: 0 deloc, 1 toate la fel)",
            ),
        ),
        (
            share(top),
            say(
                f"Share of the cases in the {few} of schools that have most",
                f"Partea cazurilor aflate în cele {few} dintre școli care au cele mai multe",
            ),
        ),
    )
    return [Bullets([f"{what}: {voice.with_interval(cell)}." for cell, what in said])]


def groups(report: Report, voice: CardFormatter, group_words: GroupWords) -> list[Block]:
    """Give recall, precision, false alarms and calibration for every group of children."""
    found = report.get("groups") or ()
    if not found:
        return [voice.nothing("how the list serves groups of children", "cum servește lista grupurile de copii")]
    explained = voice.say(
        "The model does not see sex or special needs; the tables say whether it is as good for every group. False "
        "alarms: of the children without the outcome, the share that was listed. Observed over expected: 1 means as "
        "many cases as the scores promised, above 1 that the group was underestimated. A figure of "
        f"fewer than {TOO_FEW} children is not given.",
        "Modelul nu vede sexul sau cerințele educaționale speciale; tabelele spun dacă este la fel de bun pentru "
        "fiecare grup. Alarme false: dintre copiii fără situația urmărită, partea aflată în listă. Observat față de "
        "așteptat: 1 înseamnă atâtea cazuri câte promiteau scorurile, peste 1 că grupul a fost subestimat. O cifră din "
        f"mai puțin de {TOO_FEW} copii nu se dă.",
    )
    divisions = dict.fromkeys(text_of(group.get("by")) for group in found)
    tables = [
        _division(by, [group for group in found if text_of(group.get("by")) == by], voice, group_words)
        for by in divisions
    ]
    return [Paragraph(explained), *tables]


def _division(by: str, found: Iterable[Report], voice: CardFormatter, group_words: GroupWords) -> Table:
    header = [
        voice.say("group", "grup"),
        voice.say("children", "copii"),
        voice.say("with the outcome", "cu situația urmărită"),
        voice.say("listed", "în listă"),
        "recall",
        voice.say("precision", "precizie"),
        voice.say("false alarms", "alarme false"),
        voice.say("observed over expected", "observat față de așteptat"),
    ]
    rows = [_group(by, group, voice, group_words) for group in found]
    title = voice.word(DIVISIONS, by)
    return Table(voice.say(f"By {title}", f"După {title}"), header, rows)


def _group(by: str, group: Report, voice: CardFormatter, group_words: GroupWords) -> tuple[Cell, ...]:
    return (
        Cell(group_words(by, text_of(group.get("group")), voice.language)),
        *(voice.cell(number_of(group.get(name))) for name in ("children", "positives", "listed")),
        *(voice.share_cell(figure_of(group, name)) for name in ("recall", "precision", "false_alarm_rate")),
        voice.decimal_cell(figure_of(group, "calibration"), 2),
    )
