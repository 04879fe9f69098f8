"""The sections of a model card, and the files in which it goes out."""

from collections.abc import Callable, Mapping, Sequence

from features.i18n.text import Bilingual
from training.reporting.model_card.blocks import Block, Section
from training.reporting.model_card.calibration_and_ablation import ablation, calibration
from training.reporting.model_card.figures import pictures_of
from training.reporting.model_card.formatting import CardFormatter, Report
from training.reporting.model_card.html import html_card
from training.reporting.model_card.intended_use import oversight, purpose, risks, upkeep
from training.reporting.model_card.labels import GroupWords, group_as_given
from training.reporting.model_card.markdown import markdown
from training.reporting.model_card.model_details import all_features, checks, reasons, reproduction, versions
from training.reporting.model_card.over_time import terms
from training.reporting.model_card.performance import overall, summary
from training.reporting.model_card.subgroups import groups, schools
from training.reporting.model_card.training_data import answers, data, label, population

Write = Callable[[Report, CardFormatter], Sequence[Block]]

_TITLE = Bilingual("Model card: Prezent, version", "Fișa modelului: Prezent, versiunea")


def write_cards(
    report: Report, *, plots: Mapping[str, bytes], group_words: GroupWords = group_as_given
) -> dict[str, str]:
    """Write the card of a training in both languages and formats.

    Parameters
    ----------
    report
        The report of the training as JSON. What is missing or None in it is said to be so.
    plots
        PNG pictures by file name. HTML cards hold them; Markdown cards look for them in ``../plots``, where they are in
        the artifacts of a run.
    group_words
        The words for a group of children, by what it is divided, its code and the language.

    Returns
    -------
    dict[str, str]
        Texts by file name: ``card.ro.md``, ``card.en.md``, ``card.ro.html``, ``card.en.html``.
    """
    cards = {}
    for voice in (CardFormatter("ro"), CardFormatter("en")):
        sections = _sections(report, plots, voice, group_words)
        title = f"{voice.say(*_TITLE)} {report['model_version']}"
        cards[f"card.{voice.language}.md"] = markdown(title, sections)
        cards[f"card.{voice.language}.html"] = html_card(title, sections, plots=plots, language=voice.language)
    return cards


def _sections(
    report: Report, plots: Mapping[str, bytes], voice: CardFormatter, group_words: GroupWords
) -> list[Section]:
    def by_group(report: Report, voice: CardFormatter) -> Sequence[Block]:
        return groups(report, voice, group_words)

    written: Sequence[tuple[str, Bilingual, Write]] = (
        ("summary", Bilingual("In short", "Pe scurt"), summary),
        ("purpose", Bilingual("What it is for, and what not", "La ce folosește și la ce nu"), purpose),
        ("answers", Bilingual("Who answers for it", "Cine răspunde"), answers),
        ("data", Bilingual("Data", "Datele"), data),
        ("label", Bilingual("The label, and what it does not measure", "Eticheta și ce nu măsoară"), label),
        (
            "population",
            Bilingual("Which children, and where the list is cut", "Ce copii și unde se taie lista"),
            population,
        ),
        ("figures", Bilingual("How good the list is", "Cât de bună este lista"), overall),
        ("terms", Bilingual("From term to term", "De la un modul la altul"), terms),
        ("schools", Bilingual("Inside a school", "În interiorul școlii"), schools),
        ("groups", Bilingual("For each group of children", "Pentru fiecare grup de copii"), by_group),
        ("calibration", Bilingual("How true the scores are", "Cât de adevărate sunt scorurile"), calibration),
        ("ablation", Bilingual("Without the family's situation", "Fără situația familiei"), ablation),
        ("reasons", Bilingual("Reasons and their limits", "Motivele și limitele lor"), reasons),
        ("checks", Bilingual("Checks", "Verificări"), checks),
        ("oversight", Bilingual("Oversight: people decide", "Supraveghere: oamenii hotărăsc"), oversight),
        ("risks", Bilingual("Risks", "Riscuri"), risks),
        ("upkeep", Bilingual("Upkeep, and what is kept", "Întreținere și păstrare"), upkeep),
        ("versions", Bilingual("Versions", "Versiuni"), versions),
        ("features", Bilingual("All features", "Toți indicatorii"), all_features),
        ("reproduction", Bilingual("For analysts: this run", "Pentru analiști: această rulare"), reproduction),
    )
    return [
        Section(code, voice.say(*title), [*write(report, voice), *pictures_of(code, report, plots, voice)])
        for code, title, write in written
    ]
