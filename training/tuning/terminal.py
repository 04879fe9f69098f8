"""The outcome of a search on a terminal."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from features.i18n.numbers import capacity_words, counted, in_language, percent
from features.i18n.text import Bilingual, Language
from features.i18n.text_table import figure_lines
from training.promotion.verdicts import points
from training.tuning.holdout import Comparison, SearchVerdict
from training.tuning.search import Search
from training.tuning.trials import SPACE

_DEFAULTS, _FOUND = Bilingual("defaults", "implicite"), Bilingual("found", "găsite")
_NO_BETTER_TRIAL = Bilingual(
    "On the earlier dates no trial did better than the defaults: keep them.",
    "La datele anterioare nicio încercare nu a fost mai bună decât hiperparametrii impliciți: păstrați-i.",
)
_VERDICTS: Mapping[SearchVerdict, Bilingual] = {
    "better": Bilingual(
        "On {date} the hyperparameters found are better: average precision {precision}, recall {recall}. "
        "Use them: {how}.",
        "La {date} hiperparametrii găsiți sunt mai buni: precizie medie {precision}, cazuri găsite {recall}. "
        "Folosiți-i: {how}.",
    ),
    "better_but_not_at_the_cut": Bilingual(
        "On {date} the hyperparameters found order the children better, but their list holds fewer of the cases: keep "
        "the defaults.",
        "La {date} hiperparametrii găsiți ordonează mai bine copiii, dar lista lor cuprinde mai puține cazuri: "
        "păstrați-i pe cei impliciți.",
    ),
    "as_good": Bilingual(
        "On {date} the defaults are as good within noise: keep them.",
        "La {date} hiperparametrii impliciți sunt la fel de buni, în limita întâmplării: păstrați-i.",
    ),
    "worse": Bilingual(
        "On {date} the hyperparameters found are worse than the defaults: keep the defaults.",
        "La {date} hiperparametrii găsiți sunt mai slabi decât cei impliciți: păstrați-i pe cei impliciți.",
    ),
}


def search_lines(search: Search, language: Language = "en", *, hyperparameters_file: Path | None = None) -> list[str]:
    """Return what was searched, what was found and what follows from it, as lines for a terminal."""
    blocks = (_searched(search, language), _hyperparameters(search, language), _held_out(search, language))
    lines = [line for block in map(list, blocks) if block for line in (*block, "")]
    return [*lines, verdict_sentence(search.comparison, language, hyperparameters_file=hyperparameters_file)]


def verdict_sentence(
    comparison: Comparison | None, language: Language, *, hyperparameters_file: Path | None = None
) -> str:
    """Say in a sentence whether to keep the defaults; None is a search in which no trial did better than they."""
    if comparison is None or comparison.verdict != "better":
        keep = _VERDICTS[comparison.verdict] if comparison else _NO_BETTER_TRIAL
        held = Bilingual(f" {hyperparameters_file} holds them.", f" {hyperparameters_file} îi conține.")
        said = keep.said(language).format(date=comparison and comparison.as_of)
        return said + (held.said(language) if hyperparameters_file else "")
    how_to = Bilingual(" (--hyperparameters-out FILE writes it)", " (--hyperparameters-out FILE îl scrie)")
    return (
        _VERDICTS["better"]
        .said(language)
        .format(
            date=comparison.as_of,
            precision=points(comparison.average_precision.difference, language),
            recall=points(comparison.recall.difference, language),
            how=f"prezent train --hyperparameters {hyperparameters_file or 'FILE'}"
            + ("" if hyperparameters_file else how_to.said(language)),
        )
    )


def _searched(search: Search, language: Language) -> Iterator[str]:
    dates, held_out = ", ".join(map(str, sorted(search.tried_on))), search.plan.dates[-1]
    yield Bilingual(
        f"Tried as if retrained on {dates}; {held_out} was held out of the search.",
        f"Încercat ca și cum s-ar fi reantrenat la {dates}; {held_out} nu a luat parte la căutare.",
    ).said(language)
    if search.children < search.of_children:
        some, every = (f"{count:,}".replace(",", "\u00a0") for count in (search.children, search.of_children))
        of_every = counted(search.of_children, "copil", "copii", "ro").replace(str(search.of_children), every)
        yield Bilingual(
            f"To save time, on {some} of {every} children: whole schools, drawn at random.",
            f"Ca să dureze mai puțin, cu {some} din {of_every}: școli întregi, trase la sorți.",
        ).said(language)
    given_up = sum(trial.given_up for trial in search.trials)
    yield Bilingual(
        f"{len(search.trials)} trials, {given_up} of them given up early as hopeless.",
        f"{counted(len(search.trials), 'încercare', 'încercări', 'ro')}, din care {given_up} oprite devreme, "
        "fără șanse.",
    ).said(language)


def _hyperparameters(search: Search, language: Language) -> list[str]:
    """Return the searched hyperparameters side by side, and below them how they did on the earlier dates."""
    both = (search.trials[0], search.best)
    before = Bilingual("average precision before", "precizie medie înainte").said(language)
    return figure_lines(
        ("", _DEFAULTS.said(language), _FOUND.said(language)),
        [
            *(
                (name, *(in_language(f"{getattr(trial.hyperparameters, name):g}", language) for trial in both))
                for name in SPACE
            ),
            (before, *(percent(trial.score, language) for trial in both)),
        ],
    )


def _held_out(search: Search, language: Language) -> Iterator[str]:
    comparison = search.comparison
    if comparison is None:
        return
    yield Bilingual(
        f"On {comparison.as_of}, {comparison.children} children, {comparison.positives} with the outcome, "
        f"capacity {capacity_words(search.plan.capacity, 'en')}:",
        f"La {comparison.as_of}, {counted(comparison.children, 'copil', 'copii', 'ro')}, {comparison.positives} cu "
        "situația urmărită, "
        f"capacitate {capacity_words(search.plan.capacity, 'ro')}:",
    ).said(language)
    difference = Bilingual("difference", "diferență")
    pairs = (
        (Bilingual("recall, school by school", "cazuri găsite, școală cu școală"), comparison.recall),
        (Bilingual("average precision", "precizie medie"), comparison.average_precision),
    )
    yield from figure_lines(
        ("", *(title.said(language) for title in (_DEFAULTS, _FOUND, difference))),
        [
            (
                title.said(language), percent(pair.defaults, language), percent(pair.found, language),
                points(pair.difference, language),
            )
            for title, pair in pairs
        ],
    )  # fmt: skip
