"""What the model looked at, what it was checked for, and how it came about."""

from typing import Any

from features.i18n.text import Bilingual
from training.reporting.model_card.blocks import Block, Bullets, Cell, Paragraph, Table
from training.reporting.model_card.formatting import NOT_SAID, CardFormatter, Report, figure_of, text_of
from training.reporting.model_card.labels import ALIASES, VERDICTS
from training.reporting.model_card.training_data import group_cell, outcome_words

STRONGEST = 10  # so many features are named among the reasons; all are in the card's last table

_LIMITS = (
    Bilingual(
        "A reason is what the model saw, not a cause: to remove the reason need not remove the risk.",
        "Un motiv este ce a văzut modelul, nu o cauză: dacă dispare motivul, nu dispare neapărat și riscul.",
    ),
    Bilingual(
        "Reasons are Shapley values in log-odds (exact, as the shap library computes them): they add up to the score "
        "of a child, and say nothing about what would have happened otherwise.",
        "Motivele sunt valori Shapley în log-odds (exacte, ca ale bibliotecii shap): adunate dau scorul copilului și "
        "nu spun nimic despre ce s-ar fi întâmplat altfel.",
    ),
    Bilingual(
        "Where features say nearly the same, such as hours missed in four weeks and in a term, the weight is shared "
        "out among them; a small share does not mean unimportant.",
        "Unde indicatorii spun aproape același lucru, ca orele lipsite în patru săptămâni și într-un modul, greutatea "
        "se împarte între ei; o parte mică nu înseamnă neimportant.",
    ),
    Bilingual(
        "What a school can change is marked. Context, such as the school's history, explains a score but is nothing "
        "a child can be blamed for.",
        "Ce poate schimba școala este însemnat. Contextul, ca trecutul școlii, explică un scor, dar nu este vina "
        "copilului.",
    ),
)


def reasons(report: Report, voice: CardFormatter) -> list[Block]:
    """Say what weighs most in the scores, and what a reason cannot tell."""
    limits = Bullets([voice.say(*text) for text in _LIMITS])
    features = report.get("features") or ()
    if not features:
        return [limits, voice.nothing("how much each feature weighs", "cât cântărește fiecare indicator")]
    header = [
        voice.say("feature", "indicator"),
        voice.say("group", "grupă"),
        voice.say("who can change it", "cine îl poate schimba"),
        voice.say("share of all reasons", "parte din toate motivele"),
    ]
    rows = [
        (
            Cell(voice.pick(feature, "title")),
            group_cell(feature, voice),
            _change(feature, voice),
            voice.share_cell(figure_of(feature, "share")),
        )
        for feature in features[:STRONGEST]
    ]
    return [limits, Table(voice.say("What weighs most", "Ce cântărește cel mai mult"), header, rows, words=3)]


def checks(report: Report, voice: CardFormatter) -> list[Block]:
    """Give every check of this version with its verdict."""
    found = report.get("checks") or ()
    if not found:
        return [voice.nothing("the checks of this version", "verificările acestei versiuni")]
    header = [
        voice.say("check", "verificare"),
        voice.say("verdict", "verdict"),
        voice.say("what was found", "ce s-a găsit"),
    ]
    rows = [
        (
            Cell(voice.pick(check, "title"), text_of(check.get("code"))),
            Cell(voice.word(VERDICTS, text_of(check.get("verdict")))),
            Cell(voice.pick(check, "text")),
        )
        for check in found
    ]
    rule = voice.say(
        "A failed check keeps the version out of use, unless a second named person overrules it with a reason. “Cannot "
        "say” does not keep it out, but promises nothing either.",
        "O verificare picată oprește versiunea, dacă o a doua persoană nu trece peste ea, cu nume și motiv. „Nu se "
        "poate spune” nu o oprește, dar nici nu garantează nimic.",
    )
    return [Paragraph(rule), Table(voice.say("Verdicts", "Verdicte"), header, rows, words=3)]


def versions(report: Report, voice: CardFormatter) -> list[Block]:
    """Give the versions before this one, with who signed for them."""
    version, found = report["model_version"], report.get("history") or ()
    this = voice.say(f"This is version {version}.", f"Aceasta este versiunea {version}.")
    if not found:
        none = voice.say("This run knows of no earlier version.", "Această rulare nu știe de versiuni mai vechi.")
        return [Paragraph(f"{this} {none}")]
    header = [
        voice.say("version", "versiune"),
        voice.say("made on", "făcută la"),
        voice.say("state", "stare"),
        voice.say("outcome", "situația urmărită"),
        voice.say("signed", "semnată"),
        voice.say("second signature", "a doua semnătură"),
        "recall",
    ]
    rows = [_version(each, voice) for each in found]
    caption = voice.say("Earlier versions, newest first", "Versiuni mai vechi, întâi cele noi")
    return [Paragraph(this), Table(caption, header, rows, words=6)]


def all_features(report: Report, voice: CardFormatter) -> list[Block]:
    """List every feature with how often it was known and how much it weighs."""
    weights = {text_of(feature.get("feature")): feature for feature in report.get("features") or ()}
    coverage = {text_of(each.get("feature")): each for each in (report.get("data") or {}).get("coverage") or ()}
    if not weights and not coverage:
        return [voice.nothing("its features", "indicatorii săi")]
    header = [
        voice.say("feature", "indicator"),
        voice.say("group", "grupă"),
        voice.say("known for", "cunoscut la"),
        voice.say("share of all reasons", "parte din toate motivele"),
    ]
    rows = [
        (
            Cell(voice.pick(weights.get(name) or coverage[name], "title"), name),
            group_cell(weights.get(name) or coverage[name], voice),
            voice.share_cell(figure_of(coverage.get(name, {}), "known")),
            voice.share_cell(figure_of(weights.get(name, {}), "share")),
        )
        for name in dict.fromkeys([*weights, *coverage])
    ]
    return [
        Table(
            voice.say("How often known, and how much they weigh", "Cât de des sunt cunoscuți și cât cântăresc"),
            header,
            rows,
            words=2,
        )
    ]


def reproduction(report: Report, voice: CardFormatter) -> list[Block]:
    """Give what an analyst needs to find the run again and repeat it."""
    facts = {
        voice.say("model version", "versiunea modelului"): report["model_version"],
        voice.say("run in MLflow", "rularea din MLflow"): report["mlflow_run_id"],
        voice.say("fingerprint of the data", "amprenta datelor"): (report.get("data") or {}).get("fingerprint"),
        voice.say("outcomes", "parcursuri"): report["outcomes"],
        voice.say("as-of dates", "date de referință"): report["as_of"],
        voice.say("left out", "lăsate deoparte"): report.get("left_out"),
        voice.say("horizon, days", "orizont, zile"): report["horizon_days"],
        voice.say("split", "împărțire"): report.get("split"),
        voice.say("capacity", "capacitate"): report["capacity"],
        **(report.get("settings") or {}),
    }
    rows = [(Cell(str(name)), Cell(_as_written(value))) for name, value in facts.items() if _as_written(value)]
    header = voice.say("what", "ce"), voice.say("value", "valoare")
    return [Table(voice.say("To find and repeat this run", "Pentru a găsi și a repeta rularea"), header, rows, words=2)]


def _change(feature: Report, voice: CardFormatter) -> Cell:
    can_change = feature.get("can_change")
    if can_change is None:
        return Cell(NOT_SAID)
    return Cell(voice.say("the school", "școala") if can_change else voice.say("context", "context"))


def _version(each: Report, voice: CardFormatter) -> tuple[Cell, ...]:
    by, at, why = (text_of(each.get(name)) for name in ("promoted_by", "promoted_at", "promoted_reason"))
    aliases = ", ".join(voice.word(ALIASES, alias) for alias in each.get("aliases") or ())
    return (
        Cell(text_of(each.get("version"))),
        Cell(text_of(each.get("created"))),
        Cell(aliases or voice.say("not in use", "nu este în uz")),
        Cell(outcome_words(each.get("outcomes"), voice)),
        Cell(", ".join(part for part in (by, at) if part) or voice.say("not signed", "nesemnată"), why),
        Cell(text_of(each.get("overruled_by")) or NOT_SAID),
        voice.share_cell(figure_of(each, "recall_at_capacity")),
    )


def _as_written(value: Any) -> str:
    """Return a setting as it would be written in a command."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return text_of(value)
