"""Figures as a card says them, in Romanian and in English.

Thousands are parted, and a percent sign is joined to its number, by a space that does not break.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from features.i18n.numbers import counted
from features.i18n.text import Bilingual, Language
from training.metrics.bootstrap import Interval
from training.reporting.model_card.blocks import Cell, Paragraph

Report = Mapping[str, Any]  # the training's report as JSON, or a part of it

NO_BREAK = "\u00a0"
NOT_SAID = "–"  # the run did not ask; where it asked and there was too little, it says so

_LONG_NUMBER = re.compile(r"\d{5,}")


@dataclass(frozen=True)
class CardFormatter:
    """One language of the card."""

    language: Language

    def say(self, en: str, ro: str) -> str:
        """Return the words of this language."""
        return ro if self.language == "ro" else en

    def word(self, words: Mapping[str, Bilingual], code: str) -> str:
        """Return the word for a code; the code itself where there is none.

        >>> CardFormatter("ro").word({"passed": Bilingual("passed", "trecută")}, "passed")
        'trecută'
        """
        return self.say(*words.get(code, (code, code)))

    def pick(self, source: Report, name: str) -> str:
        """Return ``name_ro`` or ``name_en`` of a part of the report."""
        return text_of(source.get(f"{name}_{self.language}"))

    def nothing(self, en: str, ro: str) -> Paragraph:
        """Say that the report is silent on a matter."""
        return Paragraph(self.say(f"This run says nothing of {en}.", f"Această rulare nu spune nimic despre {ro}."))

    @property
    def too_few(self) -> str:
        """What stands where a figure would be chance."""
        return self.say("too few to say", "prea puține date")

    def decimal(self, value: float, digits: int = 3) -> str:
        """Return a number with so many decimals."""
        text = f"{value + 0.0:.{digits}f}".replace("-", "\N{MINUS SIGN}")
        return text.replace(".", ",") if self.language == "ro" else text

    def percent(self, share: float) -> str:
        """Return a share as a percentage with one decimal."""
        return f"{self.decimal(100 * share, 1)}{NO_BREAK}%"

    def whole(self, value: float) -> str:
        """Return a whole number, thousands apart from 10 000 on."""
        return _LONG_NUMBER.sub(_in_thousands, f"{value:.0f}")

    def count(self, value: float, en: tuple[str, str], ro: tuple[str, str]) -> str:
        """Return a whole number with its noun."""
        said = counted(round(value), *(ro if self.language == "ro" else en), self.language)
        return _LONG_NUMBER.sub(_in_thousands, said, count=1)

    def children(self, value: float) -> str:
        """Return a number of children."""
        return self.count(value, ("child", "children"), ("copil", "copii"))

    def of_hundred(self, share: float) -> str:
        """Return how many of a hundred a share is.

        >>> [CardFormatter("en").of_hundred(share) for share in (0.123, 0.001, 0)]
        ['about 12', 'fewer than 1', '0']
        """
        if share == 0:
            return "0"
        if 100 * share < 0.5:
            return self.say("fewer than 1", "mai puțin de 1")
        return self.say("about", "aproximativ") + f" {100 * share:.0f}"

    def cell(self, value: float | None) -> Cell:
        """Return a cell with a whole number."""
        return Cell(NOT_SAID if value is None else self.whole(value))

    def share_cell(self, figure: Interval | None) -> Cell:
        """Return a cell with a percentage and its interval."""
        return self._cell(figure, 1, 100, f"{NO_BREAK}%")

    def points_cell(self, figure: Interval | None) -> Cell:
        """Return a cell with the difference of two percentages and its interval."""
        return self._cell(figure, 1, 100, self.say(" points", " puncte procentuale"))

    def decimal_cell(self, figure: Interval | None, digits: int = 3) -> Cell:
        """Return a cell with a number and its interval."""
        return self._cell(figure, digits, 1, "")

    def with_interval(self, cell: Cell) -> str:
        """Return a cell as words in a sentence."""
        return f"{cell.text} ({cell.note})" if cell.note else cell.text

    def _cell(self, figure: Interval | None, digits: int, times: int, unit: str) -> Cell:
        if figure is None:
            return Cell(NOT_SAID)
        if figure.value is None:
            return Cell(self.too_few)
        text = self.decimal(times * figure.value, digits) + unit
        if figure.low is None or figure.high is None:
            return Cell(text)
        return Cell(text, self.range(times * figure.low, times * figure.high, digits))

    def range(self, low: float, high: float, digits: int) -> str:
        """Return an interval; words between the ends where a dash would stand beside a minus."""
        between = "–" if low >= 0 else self.say(" to ", " până la ")
        return f"{self.decimal(low, digits)}{between}{self.decimal(high, digits)}"


def figure_of(source: Report, *names: str) -> Interval | None:
    """Read a figure under the first of these names: an interval, or a number beside its ``_low`` and ``_high``.

    None if the report does not speak of it; an interval of None if it says that there is too little to say.
    """
    name = next((name for name in names if name in source), None)
    if name is None:
        return None
    given = source[name]
    if isinstance(given, Mapping):
        return Interval(number_of(given.get("value")), number_of(given.get("low")), number_of(given.get("high")))
    return Interval(number_of(given), number_of(source.get(f"{name}_low")), number_of(source.get(f"{name}_high")))


def value_of(source: Report, name: str) -> float | None:
    """Read a figure without its interval; None where there is none to say."""
    figure = figure_of(source, name)
    return None if figure is None else figure.value


def number_of(given: Any) -> float | None:
    """Read a number of the report, also from a registry's tag, which is text; None where there is none to say."""
    if given is None or given == "":
        return None
    value = float(given)
    return value if math.isfinite(value) else None


def text_of(given: Any) -> str:
    """Read a text of the report; nothing where there is none."""
    return "" if given is None else str(given)


def _in_thousands(match: "re.Match[str]") -> str:
    return f"{int(match.group()):,}".replace(",", NO_BREAK)
