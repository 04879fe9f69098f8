"""The outcome of a search on a terminal."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from features.i18n.numbers import capacity_words, counted, in_language
from features.i18n.text import Bilingual, Language
from features.i18n.text_table import figure_lines
from training.promotion.verdicts import points, share
from training.tuning.holdout import Comparison, SearchVerdict
from training.tuning.search import Search
from training.tuning.trials import SPACE

_DEFAULTS, _FOUND = Bilingual("defaults", "implicite"), Bilingual("found", "găsite")
_NO_BETTER_TRIAL = Bilingual(
    "On the earlier dates no trial did better than the defaults: keep them.",
    "La datele anterioare nicio încercare nu a fost mai bună decât setările implicite: păstrați-le.",
)
_VERDICTS: Mapping[SearchVerdict, Bilingual] = {
    "better": Bilingual(
        "On {date} the settings found are better: average precision {precision}, recall {recall}. Use them: {how}.",
        "La {date} setările găsite sunt mai bune: precizie medie {precision}, cazuri găsite {recall}. "
        "Folosiți-le: {how}.",
    ),
    "better_but_not_at_the_cut": Bilingual(
        "On {date} the settings found order the children better, but their list holds fewer of the cases: keep the "
        "defaults.",
        "La {date} setările găsite ordonează mai bine copiii, dar lista lor cuprinde mai puține cazuri: păstrați "
        "setările implicite.",
    ),
    "as_good": Bilingual(
        "On {date} the defaults are as good within noise: keep them.",
        "La {date} setările implicite sunt la fel de bune, în limita întâmplării: păstrați-le.",
    ),
    "worse": Bilingual(
        "On {date} the settings found are worse than the defaults: keep the defaults.",
        "La {date} setările găsite sunt mai slabe decât cele implicite: păstrați setările implicite.",
    ),
}


def search_lines(search: Search, language: Language = "en", *, settings_file: Path | None = None) -> list[str]:
    """Return what was searched, what was found and what follows from it, as lines for a terminal."""
    blocks = (_searched(search, language), _settings(search, language), _held_out(search, language))
    lines = [line for block in map(list, blocks) if block for line in (*block, "")]
    return [*lines, verdict_sentence(search.comparison, language, settings_file=settings_file)]


def verdict_sentence(comparison: Comparison | None, language: Language, *, settings_file: Path | None = None) -> str:
    """Say in a sentence whether to keep the defaults; None is a search in which no trial did better than they."""
    if comparison is None or comparison.verdict != "better":
        keep = _VERDICTS[comparison.verdict] if comparison else _NO_BETTER_TRIAL
        held = Bilingual(f" {settings_file} holds them.", f" {settings_file} le conține.")
        said = keep.said(language).format(date=comparison and comparison.as_of)
        return said + (held.said(language) if settings_file else "")
    how_to = Bilingual(" (--settings-out FILE writes it)", " (--settings-out FILE îl scrie)")
    return (
        _VERDICTS["better"]
        .said(language)
        .format(
            date=comparison.as_of,
            precision=points(comparison.average_precision.difference, language),
            recall=points(comparison.recall.difference, language),
            how=f"prezent train --settings {settings_file or 'FILE'}"
            + ("" if settings_file else how_to.said(language)),
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


def _settings(search: Search, language: Language) -> list[str]:
    """Return the searched settings side by side, and below them how they did on the earlier dates."""
    both = (search.trials[0], search.best)
    before = Bilingual("average precision before", "precizie medie înainte").said(language)
    return figure_lines(
        ("", _DEFAULTS.said(language), _FOUND.said(language)),
        [
            *(
                (name, *(in_language(f"{getattr(trial.settings, name):g}", language) for trial in both))
                for name in SPACE
            ),
            (before, *(share(trial.score, language) for trial in both)),
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
        (Bilingual("recall", "cazuri găsite"), comparison.recall),
        (Bilingual("average precision", "precizie medie"), comparison.average_precision),
    )
    yield from figure_lines(
        ("", *(title.said(language) for title in (_DEFAULTS, _FOUND, difference))),
        [
            (
                title.said(language), share(pair.defaults, language), share(pair.found, language),
                points(pair.difference, language),
            )
            for title, pair in pairs
        ],
    )  # fmt: skip
