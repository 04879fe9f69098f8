"""Totals that say otherwise than the days in them: named one by one, with what is kept."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from features.i18n.dates import span_words
from features.i18n.numbers import counted, number
from features.i18n.text import LANGUAGES, Bilingual, Language
from features.records.totals.beside_days import Absence, Beside, are_more

_KINDS: Mapping[str, tuple[Bilingual, Bilingual]] = {
    "yes": (Bilingual("excused hour", "oră motivată"), Bilingual("excused hours", "ore motivate")),
    "no": (Bilingual("unexcused hour", "oră nemotivată"), Bilingual("unexcused hours", "ore nemotivate")),
    "unknown": (Bilingual("hour", "oră"), Bilingual("hours", "ore")),
}


@dataclass(frozen=True)
class TotalDisagreement:
    """A total and the rows in its days that say otherwise; ``cell`` is where the import has either of them."""

    total: Absence
    by_rows: float
    cell: str

    def words(self, register_number: str = "") -> Bilingual:
        """Return it as a sentence."""
        return Bilingual(*(self._said(language, register_number) for language in LANGUAGES))

    def _said(self, language: Language, register_number: str) -> str:
        total = self.total
        place = ", ".join(filter(None, (self._who(language, register_number), total.subject)))
        one, many = (each.said(language) for each in _KINDS[total.excused])
        hours = counted(total.hours, one, many, language)
        rows, parts = number(self.by_rows, language), total.last - total.first > dt.timedelta(31)
        if language == "en":
            of = "parts" if parts else "days"
            return f"{place}: the total says {hours}, its {of} add up to {rows}; {self._kept_en()}"
        of = "părțile" if parts else "zilele"
        return f"{place}: totalul spune {hours}, iar {of} adunate dau {rows}; {self._kept_ro()}"

    def _who(self, language: Language, register_number: str) -> str:
        called = f"{'register number' if language == 'en' else 'nr. matricol'} {register_number}"
        span = span_words(self.total.first, self.total.last, language)
        return ", ".join(filter(None, (self.cell, called if register_number else "", span)))

    def _kept_en(self) -> str:
        if not are_more(self.total.hours, self.by_rows):
            return "the days count"
        more = counted(self.total.hours - self.by_rows, "hour more counts", "hours more count", "en")
        return f"both are kept, and the {more} without a day"

    def _kept_ro(self) -> str:
        if not are_more(self.total.hours, self.by_rows):
            return "se numără zilele"
        more = counted(self.total.hours - self.by_rows, "oră în plus se numără", "ore în plus se numără", "ro")
        return f"se păstrează amândouă, iar {more} fără zi"


def disagreement(absences: Sequence[Absence], beside: Beside, cell: str) -> TotalDisagreement | None:
    """Return how a total and the rows in its days disagree; None where they say the same."""
    total = absences[beside.total]
    if not (are_more(total.hours, beside.hours) or are_more(beside.hours, total.hours)):
        return None
    return TotalDisagreement(total, beside.hours, cell)
