"""The figures and lines of a comparison of two versions."""

from typing import NamedTuple

from features.i18n.intervals import IN_TABLES, with_interval
from features.i18n.numbers import decimal
from features.i18n.text import Language


class ReportedFigure(NamedTuple):
    """A figure of a report with its interval, None where it says nothing."""

    value: float | None = None
    low: float | None = None
    high: float | None = None

    def said(self, language: Language) -> str:
        """Return the figure with its interval in brackets."""
        return with_interval(self, lambda value: decimal(value, language), form=IN_TABLES, language=language)

    def points(self, language: Language) -> str:
        """Return a difference of two shares in points of a hundred, as a training tells it."""
        return with_interval(
            self, lambda value: decimal(100 * value, language, 1, signed=True), form=IN_TABLES, language=language
        )

    def less(self, other: "ReportedFigure") -> float | None:
        """Return the difference, if both are known."""
        return None if self.value is None or other.value is None else self.value - other.value


class Row(NamedTuple):
    """One line of a comparison; the difference is the second version's figure less the first one's.

    With ``points`` it is one of shares, and shown in points of a hundred.
    """

    label: str
    first: str
    second: str
    difference: float | None = None
    points: bool = False

    def cells(self, language: Language) -> tuple[str, str, str, str]:
        """Return the line's cells as they are shown."""
        if self.difference is None:
            return self.label, self.first, self.second, ""
        difference, digits = (100 * self.difference, 1) if self.points else (self.difference, 3)
        return self.label, self.first, self.second, decimal(difference, language, digits, signed=True)
