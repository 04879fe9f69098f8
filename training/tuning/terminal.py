"""The outcome of a search on a terminal."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from features.i18n.text import Bilingual, Language
from training.promotion.verdicts import points, share
from training.tuning.holdout import Comparison, Pair, SearchVerdict
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
        "La {date} setările găsite sunt mai bune: precizie medie {precision}, cazuri pe listă {recall}. "
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
        said = _said(keep, language).format(date=comparison and comparison.as_of)
        return said + (_said(held, language) if settings_file else "")
    how_to = Bilingual(" (--settings-out FILE writes it)", " (--settings-out FILE îl scrie)")
    return _said(_VERDICTS["better"], language).format(
        date=comparison.as_of,
        precision=points(comparison.average_precision.difference, language),
        recall=points(comparison.recall.difference, language),
        how=f"prezent train --settings {settings_file or 'FILE'}" + ("" if settings_file else _said(how_to, language)),
    )


def _searched(search: Search, language: Language) -> Iterator[str]:
    dates, held_out = ", ".join(map(str, sorted(search.tried_on))), search.plan.dates[-1]
    yield _said(
        Bilingual(
            f"Tried as if retrained on {dates}; {held_out} was held out of the search.",
            f"Încercat ca și cum s-ar fi reantrenat la {dates}; {held_out} nu a luat parte la căutare.",
        ),
        language,
    )
    if search.children < search.of_children:
        some, every = (f"{count:,}".replace(",", "\u00a0") for count in (search.children, search.of_children))
        yield _said(
            Bilingual(
                f"To save time, on {some} of {every} children: whole schools, drawn at random.",
                f"Ca să dureze mai puțin, cu {some} din {every} de copii: școli întregi, trase la sorți.",
            ),
            language,
        )
    given_up = sum(trial.given_up for trial in search.trials)
    yield _said(
        Bilingual(
            f"{len(search.trials)} trials, {given_up} of them given up early as hopeless.",
            f"{len(search.trials)} încercări, din care {given_up} oprite devreme, fără șanse.",
        ),
        language,
    )


def _settings(search: Search, language: Language) -> Iterator[str]:
    """Yield the searched settings side by side, and below them how they did on the earlier dates."""
    yield _row("", *(_said(title, language) for title in (_DEFAULTS, _FOUND)))
    for name in SPACE:
        yield _row(name, *(f"{getattr(trial.settings, name):g}" for trial in (search.trials[0], search.best)))
    title = _said(Bilingual("average precision before", "precizie medie înainte"), language)
    yield _row(title, *(share(trial.score, language) for trial in (search.trials[0], search.best)))


def _held_out(search: Search, language: Language) -> Iterator[str]:
    found = search.comparison
    if found is None:
        return
    yield _said(
        Bilingual(
            f"On {found.as_of}, {found.children} children, {found.positives} with the outcome, "
            f"capacity {search.plan.capacity:g}:",
            f"La {found.as_of}, {found.children} de copii, {found.positives} cu situația urmărită, "
            f"capacitate {search.plan.capacity:g}:",
        ),
        language,
    )
    yield _pair(Bilingual("recall", "cazuri pe listă"), found.recall, language)
    yield _pair(Bilingual("average precision", "precizie medie"), found.average_precision, language)


def _pair(title: Bilingual, pair: Pair, language: Language) -> str:
    both = (share(value, language) for value in (pair.defaults, pair.found))
    return f"{_row(_said(title, language), *both)}   {points(pair.difference, language)}"


def _row(title: str, defaults: str, found: str) -> str:
    return f"{title:<26}{defaults:>10}{found:>10}"


def _said(words: Bilingual, language: Language) -> str:
    return words.ro if language == "ro" else words.en
