"""Figures as a card says them, in Romanian and in English.

Thousands are parted, and a percent sign is joined to its number, by a space that does not break.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from features.i18n.dates import date_words
from features.i18n.intervals import ON_PAGES, with_interval
from features.i18n.numbers import capacity_words, counted, decimal
from features.i18n.text import Bilingual, Language
from models.registry.promotion_check import verdict_counts
from training.metrics.bootstrap import Estimate
from training.reporting.model_card.labels import LABELS

NO_BREAK = "\u00a0"
NOT_SAID = "–"  # the run did not ask; where it asked and there was too little, it says so
TOO_FEW_TO_SAY = Bilingual("too few to say", "prea puține date")

_FEWER_THAN_ONE, _ABOUT = Bilingual("fewer than 1", "mai puțin de 1"), Bilingual("about", "aproximativ")
_LONG_NUMBER = re.compile(r"\d{5,}")


@dataclass(frozen=True)
class CardFormatter:
    """The numbers and names of a card in one language; the methods are the filters of its template."""

    language: Language

    def filters(self) -> dict[str, Callable[..., str]]:
        """Return what a template may write behind a bar."""
        return {
            "label": self.label,
            "labels": self.labels,
            "model": self.model,
            "decimal": self.decimal,
            "percent": self.percent,
            "percentage": self.percentage,
            "whole": self.whole,
            "count": self.count,
            "of_hundred": self.of_hundred,
            "share": self.share,
            "estimate": self.estimate,
            "verdicts": self.verdicts,
            "day": self.day,
            "days": self.days,
        }

    def label(self, code: str, kind: str) -> str:
        """Return the name of a code; the code itself where it has none.

        >>> CardFormatter("ro").label("passed", "verdict"), CardFormatter("en").label("forest", "model")
        ('trecută', 'forest')
        """
        return LABELS[kind].get(code, Bilingual(code, code)).said(self.language)

    def model(self, code: str) -> str:
        """Return the name of a model, and its code for analysts."""
        name = self.label(code, "model")
        return name if name == code else f"{name} ({code})"

    def labels(self, codes: Iterable[str], kind: str) -> str:
        """Return the names of several codes."""
        return ", ".join(self.label(code, kind) for code in codes)

    def decimal(self, value: float, digits: int = 3) -> str:
        """Return a number with so many decimals."""
        return decimal(value, self.language, digits).replace("-", "\N{MINUS SIGN}")

    def percent(self, share: float) -> str:
        """Return a share as a percentage with one decimal."""
        return f"{self.decimal(100 * share, 1)}{NO_BREAK}%"

    def percentage(self, share: float) -> str:
        """Return a share that was chosen, such as a capacity, without decimals that it has not."""
        return capacity_words(share, self.language).replace(" ", NO_BREAK)

    def whole(self, value: float | None) -> str:
        """Return a whole number, thousands apart from 10 000 on; a dash where there is none."""
        return NOT_SAID if value is None else _LONG_NUMBER.sub(_in_thousands, f"{value:.0f}")

    def count(self, value: float, one: str, many: str) -> str:
        """Return a whole number with its noun."""
        return _LONG_NUMBER.sub(_in_thousands, counted(round(value), one, many, self.language), count=1)

    def of_hundred(self, share: float) -> str:
        """Return how many of a hundred a share is.

        >>> [CardFormatter("en").of_hundred(share) for share in (0.123, 0.001, 0)]
        ['about 12', 'fewer than 1', '0']
        """
        if share == 0:
            return "0"
        if 100 * share < 0.5:
            return _FEWER_THAN_ONE.said(self.language)
        return f"{_ABOUT.said(self.language)} {100 * share:.0f}"

    def verdicts(self, verdicts: Sequence[str]) -> str:
        """Return how many verdicts there are of each kind."""
        return verdict_counts(verdicts, self.language)

    def day(self, date: str) -> str:
        """Return a date of a report with its month in words; a dash where there is none, and what is no date itself.

        >>> CardFormatter("ro").day("2026-09-30"), CardFormatter("en").day("")
        ('30 septembrie 2026', '–')
        """
        try:
            return date_words(dt.date.fromisoformat(date), self.language)
        except ValueError:
            return date or NOT_SAID

    def days(self, dates: Iterable[str]) -> str:
        """Return several dates with their months in words."""
        return ", ".join(map(self.day, dates))

    def share(self, figure: Estimate | None, unit: str = f"{NO_BREAK}%", *, bounds: bool = True) -> str:
        """Return a share in percent, or in another unit, with its interval in brackets."""
        return self._said(figure, 1, times=100, unit=unit, bounds=bounds)

    def estimate(self, figure: Estimate | None, digits: int = 3, *, bounds: bool = True) -> str:
        """Return a figure that is no share, with its interval in brackets."""
        return self._said(figure, digits, times=1, unit="", bounds=bounds)

    def _said(self, figure: Estimate | None, digits: int, *, times: int, unit: str, bounds: bool) -> str:
        if figure is None:
            return NOT_SAID
        return with_interval(
            figure if bounds else replace(figure, low=None, high=None),
            lambda value: self.decimal(times * value, digits),
            form=ON_PAGES, language=self.language, unit=unit, nothing=TOO_FEW_TO_SAY.said(self.language),
        )  # fmt: skip


def _in_thousands(match: "re.Match[str]") -> str:
    return f"{int(match.group()):,}".replace(",", NO_BREAK)
