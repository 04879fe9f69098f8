"""The plots of a card, and what they say to those who cannot see them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from features.i18n.text import Bilingual
from training.reporting.model_card.blocks import Picture
from training.reporting.model_card.formatting import CardFormatter, Report, figure_of
from training.reporting.model_card.performance import PREZENT, model_of
from training.reporting.model_card.training_data import length_words

ELSEWHERE = "figures"  # the section of plots that this module does not know


@dataclass(frozen=True)
class _Place:
    """The section of a plot, its description with this run's figures, and how to read it."""

    section: str
    alt: Callable[[Report, CardFormatter], str]
    caption: Bilingual


def pictures_of(section: str, report: Report, plots: Mapping[str, bytes], voice: CardFormatter) -> list[Picture]:
    """Return the plots that stand in a section, in the order of their names."""
    return [_picture(file, report, voice) for file in sorted(plots) if _section_of(file) == section]


def _section_of(file: str) -> str:
    return _PLACES[file].section if file in _PLACES else ELSEWHERE


def _picture(file: str, report: Report, voice: CardFormatter) -> Picture:
    if file not in _PLACES:
        return Picture(file, voice.say(f"Plot of this run: {file}", f"Grafic al acestei rulări: {file}"), file)
    place = _PLACES[file]
    return Picture(file, place.alt(report, voice), voice.say(*place.caption))


def _lengths(report: Report, voice: CardFormatter) -> str:
    mine = model_of(report.get("models"), PREZENT)
    precision, recall = (
        voice.share_cell(figure_of(mine, name)).text for name in ("precision_at_capacity", "recall_at_capacity")
    )
    return voice.say(
        "Two panels: precision and recall by length of the list, a line for each of five lists. Prezent at "
        f"{length_words(report, voice)}: precision {precision}, recall {recall}.",
        "Două panouri: precizia și recall-ul după lungimea listei, câte o linie pentru fiecare din cinci liste. "
        f"Prezent la {length_words(report, voice)}: precizie {precision}, recall {recall}.",
    )


def _reliability(report: Report, voice: CardFormatter) -> str:
    slope = voice.decimal_cell(figure_of(report.get("calibration") or {}, "slope"), 2).text
    return voice.say(
        "Share of children with the outcome by predicted risk, in ten groups of equal size, beside the diagonal of "
        f"perfect scores. Slope of Prezent: {slope}.",
        "Partea copiilor cu situația urmărită după riscul prezis, în zece grupe la fel de mari, alături de diagonala "
        f"scorurilor perfecte. Panta pentru Prezent: {slope}.",
    )


def _weights(report: Report, voice: CardFormatter) -> str:
    strongest = "; ".join(voice.pick(feature, "title") for feature in (report.get("features") or ())[:3])
    named = voice.say(f" Strongest: {strongest}.", f" Cei mai puternici: {strongest}.") if strongest else ""
    return (
        voice.say(
            "For each of the strongest features, how its contributions to the scores are spread over children.",
            "Pentru fiecare dintre cei mai puternici indicatori, cum se răspândesc contribuțiile lui la scoruri.",
        )
        + named
    )


def _over_terms(report: Report, voice: CardFormatter) -> str:
    dates = ", ".join(str(term.get("as_of")) for term in report.get("terms") or ())
    return voice.say(
        f"Figures of the list by test date: {dates or 'see the table'}.",
        f"Cifrele listei după data testului: {dates or 'vezi tabelul'}.",
    )


_PLACES: Mapping[str, _Place] = {
    "list_length.png": _Place(
        "figures",
        _lengths,
        Bilingual(
            "A longer list finds more of the cases (recall) and holds more false alarms (lower precision).",
            "O listă mai lungă găsește mai multe cazuri (recall) și are mai multe alarme false (precizie mai mică).",
        ),
    ),
    "reliability.png": _Place(
        "calibration",
        _reliability,
        Bilingual(
            "Points on the diagonal: scores are true. Below it, scores are too high; above it, too low.",
            "Puncte pe diagonală: scorurile sunt adevărate. Sub ea scorurile sunt prea mari, deasupra prea mici.",
        ),
    ),
    "shap_summary.png": _Place(
        "reasons",
        _weights,
        Bilingual(
            "To the right a feature raises the risk of a child, to the left it lowers it; red are high values of the "
            "feature, blue low ones. The names are those of the catalogue.",
            "Spre dreapta un indicator crește riscul unui copil, spre stânga îl scade; roșu sunt valorile mari ale "
            "indicatorului, albastru cele mici. Numele sunt cele din catalogul indicatorilor.",
        ),
    ),
    "terms.png": _Place(
        "terms",
        _over_terms,
        Bilingual("The same list, tested on one date after another.", "Aceeași listă, testată la o dată după alta."),
    ),
}
