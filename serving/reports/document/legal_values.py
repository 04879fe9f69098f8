"""The legal numbers of the reports: each with its source, its time, and how sure it is."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.files.bounded_text import parse_toml, read_bounded
from features.i18n.dates import date_words
from features.i18n.numbers import counted
from features.i18n.text import LANGUAGES, Bilingual, Language

_FILE = "legal_values.toml"
_CERTAINTY = {
    "R": Bilingual("read in the source", "citit la sursă"),
    "R2": Bilingual("read second-hand, not in the official text", "citit la mâna a doua, nu în textul oficial"),
    "K": Bilingual("general knowledge, not checked", "din cunoștințe generale, neverificat"),
    "own": Bilingual(
        "a threshold of this program; the official one is not public",
        "un prag al programului; cel oficial nu este public",
    ),
}
_PER = {
    "month": Bilingual("a month", "pe lună"),
    "semester": Bilingual("a semester", "pe semestru"),
    "school_year": Bilingual("a school year", "pe an școlar"),
}
_UNEXCUSED = (("unexcused hour", "unexcused hours"), ("oră nemotivată", "ore nemotivate"))
# What each number counts: in English for one and for many, and in Romanian; and before it what it is for.
_MEANINGS = {
    "conduct_hours": (Bilingual("one point (or qualifier) of conduct less for each", "purtarea scade cu câte un punct "
                                "(la primar cu un calificativ) la fiecare"), *_UNEXCUSED),
    "conduct_subject_percent": (
        Bilingual("or for", "sau la"), ("percent of the hours of a subject", "percent of the hours of a subject"),
        ("procent din orele unei discipline", "procente din orele unei discipline"),
    ),
    "scholarship_hours": (Bilingual("no scholarship from", "fără bursă de la"), *_UNEXCUSED),
    "mate_lower_secondary": (
        Bilingual("MATE, lower secondary:", "MATE, gimnaziu:"), ("indicator", "indicators"),
        ("indicator", "indicatori"),
    ),
    "mate_primary": (
        Bilingual("MATE, primary:", "MATE, primar:"), ("indicator", "indicators"), ("indicator", "indicatori"),
    ),
    "mate_subjects_below_pass": (
        Bilingual("school results, yes from", "rezultate școlare, DA de la"),
        ("subject with a mean (not rounded) below the pass mark",
         "subjects with a mean (not rounded) below the pass mark"),
        ("disciplină cu media (nerotunjită) sub nota de trecere",
         "discipline cu media (nerotunjită) sub nota de trecere"),
    ),
    "mate_unexcused_hours": (Bilingual("absenteeism, yes from", "absenteism, DA de la"), *_UNEXCUSED),
    "mate_repeated_years": (
        Bilingual("repetition, yes from", "repetenție, DA de la"), ("repeated year, ever", "repeated years, ever"),
        ("an repetat, oricând", "ani repetați, oricând"),
    ),
    "mate_conduct_mark": (
        Bilingual("inappropriate conduct, yes for a last mark of conduct below",
                  "comportament neadecvat, DA dacă ultima notă la purtare este sub"),
        ("on 1-10 (below B in words)", "on 1-10 (below B in words)"),
        ("pe scara 1-10 (la calificative: sub B)", "pe scara 1-10 (la calificative: sub B)"),
    ),
    "mate_incidents": (
        Bilingual("or from", "sau de la"), ("recorded incident", "recorded incidents"),
        ("abatere consemnată", "abateri consemnate"),
    ),
}  # fmt: skip
_PLAIN = ("mate_conduct_mark", "conduct_subject_percent")  # whose noun does not go with the number in Romanian


@dataclass(frozen=True)
class LegalValue:
    """A number of an order in its time; ``valid_from`` and ``valid_to`` are inclusive, None where not known or open."""

    name: str
    number: float
    per: str
    source: str
    article: str
    certainty: str
    read_in: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the value holds on a day."""
        return (self.valid_from or dt.date.min) <= day <= (self.valid_to or dt.date.max)

    def sentence(self) -> Bilingual:
        """Say the number, what it is for, where it stands, since when, and how sure that is."""
        return Bilingual(*(self._said(language) for language in LANGUAGES))

    def _said(self, language: Language) -> str:
        before, english, romanian = _MEANINGS[self.name]
        noun = romanian if language == "ro" else english
        number = f"{self.number:g} {noun[1]}" if self.name in _PLAIN else counted(self.number, *noun, language)
        said = f"{before.said(language)} {number}"
        if self.name.startswith(("conduct", "scholarship", "mate_unexcused")):
            said += f" {_PER[self.per].said(language)}"
        where = ", ".join(each for each in (self.source, self.article) if each)
        times = [
            f"{word.said(language)} {date_words(day, language)}"
            for word, day in ((_FROM, self.valid_from), (_UNTIL, self.valid_to))
            if day
        ]
        sure = _CERTAINTY[self.certainty].said(language) + (f": {self.read_in}" if self.read_in else "")
        return "; ".join(each for each in (said, where, " ".join(times), sure) if each) + "."


_FROM, _UNTIL = Bilingual("in force from", "în vigoare din"), Bilingual("until", "până la")


@dataclass(frozen=True)
class LegalValues:
    """All the numbers, under the version of their file."""

    version: str
    values: tuple[LegalValue, ...]

    def on(self, name: str, day: dt.date) -> LegalValue | None:
        """Return the value of that name that holds on a day; None where none is known for it."""
        return next((each for each in self.values if each.name == name and each.holds_on(day)), None)

    def first_day(self, name: str) -> dt.date | None:
        """Return the first day for which a value of that name is known."""
        days = [each.valid_from for each in self.values if each.name == name and each.valid_from]
        return min(days, default=None)


def read_legal_values(path: Path | None = None) -> LegalValues:
    """Read the numbers that come with the program, or those of another file."""
    content = parse_toml(read_bounded(path or Path(__file__).parents[1] / _FILE).decode("utf-8"))
    return LegalValues(str(content["version"]), tuple(_values(content["value"])))


def _values(entries: Iterable[dict[str, Any]]) -> Iterable[LegalValue]:
    for entry in entries:
        value = LegalValue(**entry)
        if value.name not in _MEANINGS or value.certainty not in _CERTAINTY or value.per not in _PER:
            raise ValueError(f"{_FILE}: {entry}")
        yield value
