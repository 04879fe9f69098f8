"""How good the list was beside simpler ones, and how often it was wrong."""

from typing import Any

from features.i18n.text import Bilingual
from models.risk.baselines import PROBABILITIES
from training.metrics.bootstrap import Interval
from training.reporting.model_card.blocks import Block, Bullets, Cell, Paragraph, Table
from training.reporting.model_card.formatting import CardFormatter, Report, figure_of, value_of
from training.reporting.model_card.labels import MODELS, VERDICTS
from training.reporting.model_card.training_data import DAYS, length_words, listed_children, outcome_words

PREZENT = "lightgbm"

_HEADLINES = ("rules", "school_only")
_MEANINGS = (
    Bilingual(
        "Recall: of the children for whom the outcome came, the share that was on the list.",
        "Recall: dintre copiii la care a apărut situația urmărită, partea care era în listă.",
    ),
    Bilingual(
        "Precision: of the children on the list, the share for whom the outcome came. The rest are false alarms.",
        "Precizie: dintre copiii din listă, partea la care a apărut situația urmărită. Restul sunt alarme false.",
    ),
    Bilingual(
        "AUC: how often a child with the outcome stands before one without; 0.5 is chance, 1 is perfect. With rare "
        "outcomes a high AUC still goes with many false alarms.",
        "AUC: cât de des un copil cu situația urmărită stă înaintea unuia fără; 0,5 este întâmplare, 1 este perfect. "
        "La situații rare, un AUC mare merge împreună cu multe alarme false.",
    ),
    Bilingual(
        "Average precision: the precision over lists of all lengths; chance gives the share of children with the "
        "outcome.",
        "Precizie medie: precizia pe liste de toate lungimile; întâmplarea dă partea copiilor cu situația urmărită.",
    ),
    Bilingual(
        "Brier and calibration error: how far the scores are from what happened; 0 is perfect. Lists that are only an "
        "order have none (–).",
        "Brier și eroarea de calibrare: cât de departe sunt scorurile de ce s-a întâmplat; 0 este perfect. Listele "
        "care sunt doar o ordine nu le au (–).",
    ),
)


def model_of(models: Any, name: str) -> Report:
    """Return the figures of one model of the report; none where it has none."""
    return next((model for model in models or () if model.get("name") == name), {})


def summary(report: Report, voice: CardFormatter) -> list[Block]:
    """Say on a few lines what a head teacher should know."""
    outcomes, days = outcome_words(report["outcomes"], voice), voice.count(report["horizon_days"], *DAYS)
    version = report["model_version"]
    items = [
        voice.say(
            f"Version {version} orders children by how likely this was to be recorded within {days}: {outcomes}.",
            f"Versiunea {version} ordonează copiii după cât de probabil era să se înregistreze, în {days}: {outcomes}.",
        ),
        _judged(report, voice),
        *_in_hundreds(report, voice),
        *_simpler(report, voice),
        *_verdicts(report, voice),
        voice.say(
            "A place on the list is a priority to check, not a verdict about the child; a person decides what is done.",
            "Locul în listă este o prioritate de verificat, nu un verdict despre copil; ce se face hotărăște un om.",
        ),
    ]
    return [Bullets(items)]


def overall(report: Report, voice: CardFormatter) -> list[Block]:
    """Give the figures of the list and of every simpler one, and say in words how often it is wrong."""
    return [
        Paragraph(_judged(report, voice)),
        Bullets([*_in_hundreds(report, voice), *_in_children(report, voice)]),
        _baselines(report, voice),
        Paragraph(voice.say("With a list of the same length:", "Cu o listă la fel de lungă:"), strong=True),
        Bullets(_beside(report, voice)),
        Paragraph(voice.say("How to read the table:", "Cum se citește tabelul:"), strong=True),
        Bullets([voice.say(*text) for text in _MEANINGS]),
    ]


def _judged(report: Report, voice: CardFormatter) -> str:
    children, positives = voice.children(report["rows"]), report["positives"]
    share = f" ({voice.percent(positives / report['rows'])})" if report["rows"] else ""
    return voice.say(
        f"Judged on {children} with outcomes that no model had learnt from; the outcome came for "
        f"{voice.whole(positives)} of them{share}.",
        f"Evaluat pe {children} cu situații din care niciun model nu învățase; situația urmărită a apărut la "
        f"{voice.whole(positives)} dintre ei{share}.",
    )


def _in_hundreds(report: Report, voice: CardFormatter) -> list[str]:
    """Say precision and recall as children of a hundred, false alarms and misses with them."""
    mine = model_of(report.get("models"), PREZENT)
    precision = value_of(mine, "precision_at_capacity")
    recall = value_of(mine, "recall_at_capacity")
    said = []
    if precision is not None:
        hits, wrong = voice.of_hundred(precision), voice.of_hundred(1 - precision)
        said.append(
            voice.say(
                f"Of 100 children on the list, the outcome came for {hits}; {wrong} were false alarms.",
                f"Din 100 de copii din listă, situația urmărită a apărut la {hits}; {wrong} au fost alarme false.",
            )
        )
    if recall is not None:
        found, missed = voice.of_hundred(recall), voice.of_hundred(1 - recall)
        said.append(
            voice.say(
                f"Of 100 children for whom the outcome came, the list had named {found} and missed {missed}.",
                f"Din 100 de copii la care a apărut situația urmărită, lista a cuprins {found} și a scăpat {missed}.",
            )
        )
    return said or [
        voice.say(
            "There were too few cases to say how often the list is right.",
            "Au fost prea puține cazuri pentru a spune cât de des are lista dreptate.",
        )
    ]


def _in_children(report: Report, voice: CardFormatter) -> list[str]:
    """Say the same of the list of this test, in children."""
    precision = value_of(model_of(report.get("models"), PREZENT), "precision_at_capacity")
    if precision is None:
        return []
    listed = listed_children(report)
    hits = round(precision * listed)
    missed = max(report["positives"] - hits, 0)
    return [
        voice.say(
            f"In this test the list was cut at {length_words(report, voice)}: about {voice.whole(hits)} with the "
            f"outcome and {voice.whole(listed - hits)} false alarms. About {voice.whole(missed)} children with the "
            "outcome were not on it.",
            f"La acest test lista s-a tăiat la {length_words(report, voice)}: aproximativ {voice.whole(hits)} cu "
            f"situația urmărită și {voice.whole(listed - hits)} alarme false. Aproximativ "
            f"{voice.children(missed)} cu situația urmărită nu erau în listă.",
        )
    ]


def _baselines(report: Report, voice: CardFormatter) -> Table:
    header = [
        voice.say("list made by", "lista făcută de"),
        voice.say("recall", "recall"),
        voice.say("precision", "precizie"),
        "AUC",
        voice.say("average precision", "precizie medie"),
        "Brier",
        voice.say("calibration error", "eroare de calibrare"),
    ]
    rows = [_baseline(model, voice) for model in report.get("models") or ()]
    caption = voice.say(
        "Prezent beside simpler lists of the same length (95 % intervals in brackets)",
        "Prezent alături de liste mai simple, la fel de lungi (în paranteze, intervale de 95 %)",
    )
    return Table(caption, header, rows)


def _baseline(model: Report, voice: CardFormatter) -> tuple[Cell, ...]:
    figures = {name: figure_of(model, name) for name in ("auc", "average_precision", "brier", "calibration_error")}
    if model.get("name") not in PROBABILITIES:
        figures |= {"brier": None, "calibration_error": None}
    return (
        model_cell(model, voice),
        *(voice.share_cell(figure_of(model, name)) for name in ("recall_at_capacity", "precision_at_capacity")),
        *(voice.decimal_cell(figure) for figure in figures.values()),
    )


def model_cell(model: Report, voice: CardFormatter) -> Cell:
    """Return the cell with a model's name, and its code for analysts."""
    name = str(model.get("name", ""))
    return Cell(voice.word(MODELS, name), name if name in MODELS else "")


def _beside(report: Report, voice: CardFormatter) -> list[str]:
    models = report.get("models") or ()
    mine = figure_of(model_of(models, PREZENT), "recall_at_capacity")
    return [
        _compared(voice.word(MODELS, str(model["name"])), figure_of(model, "recall_at_capacity"), mine, voice)
        for model in models
        if model["name"] not in (PREZENT, "random")
    ]


def _compared(name: str, theirs: Interval | None, mine: Interval | None, voice: CardFormatter) -> str:
    """Say how many cases a simpler list found, and whether Prezent found more."""
    if theirs is None or theirs.value is None or mine is None or mine.value is None:
        return f"{name}: {voice.too_few}."
    if mine.value < theirs.value:
        than = voice.say("more than Prezent", "mai mulți decât Prezent")
    elif mine.value == theirs.value:
        than = voice.say("as many as Prezent", "tot atâția câți Prezent")
    elif mine.low is not None and theirs.high is not None and mine.low > theirs.high:
        than = voice.say(
            "fewer than Prezent; the intervals do not touch", "mai puțini decât Prezent; intervalele nu se ating"
        )
    else:
        than = voice.say(
            "fewer than Prezent, but the difference is so small that it may be chance",
            "mai puțini decât Prezent, dar diferența este atât de mică încât poate fi întâmplare",
        )
    found = voice.of_hundred(theirs.value)
    return voice.say(f"{name}: {found} of 100 cases, {than}.", f"{name}: {found} din 100 de cazuri, {than}.")


def _simpler(report: Report, voice: CardFormatter) -> list[str]:
    """Say in one line what simpler lists would find, and in another which of them find as many."""
    found = {
        str(model["name"]): share
        for model in report.get("models") or ()
        if (share := value_of(model, "recall_at_capacity")) is not None
    }
    named = [f"{voice.word(MODELS, name)} {voice.of_hundred(found[name])}" for name in _HEADLINES if name in found]
    as_good = [
        voice.word(MODELS, name)
        for name in found
        if name != PREZENT and PREZENT in found and found[name] >= found[PREZENT]
    ]
    lines = [
        (
            named,
            voice.say(
                "Of the same 100, simpler lists of the same length name",
                "Din aceiași 100, liste mai simple, la fel de lungi, cuprind",
            ),
        )
    ]
    lines.append(
        (as_good, voice.say("A simpler list found as many or more", "O listă mai simplă a găsit la fel sau mai mult"))
    )
    return [f"{words}: {', '.join(names)}." for names, words in lines if names]


def _verdicts(report: Report, voice: CardFormatter) -> list[str]:
    """Say how many checks were passed, in one line."""
    verdicts = [str(check.get("verdict", "")) for check in report.get("checks") or ()]
    if not verdicts:
        return []
    counts = "; ".join(
        f"{voice.word(VERDICTS, verdict)}: {verdicts.count(verdict)}" for verdict in dict.fromkeys(verdicts)
    )
    made = voice.count(len(verdicts), ("check", "checks"), ("verificare", "verificări"))
    return [f"{made}; {counts}."]
