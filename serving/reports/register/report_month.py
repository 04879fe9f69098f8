"""The month of a report, and the day up to which it uses what was known."""

import datetime as dt
import re
from dataclasses import dataclass

from features.errors import UsageError
from features.i18n.dates import date_words
from features.i18n.text import LANGUAGES, Bilingual, Language

_YEAR_FIRST, _MONTH_FIRST = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII), re.compile(r"(\d{1,2})\.(\d{4})", re.ASCII)


@dataclass(frozen=True)
class ReportMonth:
    """A month by its ``first`` day, and ``as_of``: only what was known before that day is used."""

    first: dt.date
    as_of: dt.date

    @property
    def next_first(self) -> dt.date:
        """The first day of the month after."""
        return next_month(self.first)

    @property
    def stop(self) -> dt.date:
        """The day after the last one that is reported: while the month goes on, the day of knowledge."""
        return min(self.next_first, self.as_of)

    @property
    def last(self) -> dt.date:
        """The last day that is reported."""
        return self.stop - dt.timedelta(days=1)

    @property
    def words(self) -> Bilingual:
        """The month in words."""
        return Bilingual(*(self._said(language) for language in LANGUAGES))

    def known_words(self) -> Bilingual:
        """Say what knowledge the report is of."""
        en, ro = (date_words(self.as_of, language) for language in LANGUAGES)
        going_on = self.stop < self.next_first
        return Bilingual(
            f"What was known before {en}: an absence that was excused on that day or later counts as unexcused."
            + (" The month is not over." if going_on else ""),
            f"Ce se știa înainte de {ro}: o absență motivată în acea zi sau mai târziu apare ca nemotivată."
            + (" Luna nu s-a încheiat." if going_on else ""),
        )

    def _said(self, language: Language) -> str:
        return date_words(self.first, language).split(" ", 1)[1]


def report_month(text: str, *, as_of: dt.date | None, today: dt.date) -> ReportMonth:
    """Return the month of a text such as ``2026-02`` or ``02.2026``.

    By default it is of what was known by its end, or by today while it goes on.

    Raises
    ------
    UsageError
        If it is no month, has not begun, or nothing of it could be known at the day of knowledge.
    """
    first = _first_day(text.strip())
    if first is None:
        raise UsageError(
            Bilingual(f"{text} is no month; write it as 2026-02.", f"{text} nu este o lună; scrieți-o ca 2026-02.")
        )
    if first >= today:
        raise UsageError(
            Bilingual(
                f"The month {text} has not begun, or began today; ask for an earlier one.",
                f"Luna {text} nu a început sau a început azi; cereți una dinainte.",
            )
        )
    known = as_of or min(next_month(first), today)
    if not first < known <= today + dt.timedelta(days=1):
        raise UsageError(
            Bilingual(
                f"--as-of {known} does not go with the month {text}: give a day after its first and not after "
                "tomorrow.",
                f"--as-of {known} nu se potrivește cu luna {text}: dați o zi de după prima zi a lunii și nu mai târziu "
                "de mâine.",
            )
        )
    return ReportMonth(first, known)


def _first_day(text: str) -> dt.date | None:
    """Return the first day of a month, None where the text is none."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month = map(int, found.groups())
    elif found := _MONTH_FIRST.fullmatch(text):
        month, year = map(int, found.groups())
    else:
        return None
    return dt.date(year, month, 1) if 1 <= month <= 12 and 1900 <= year < 2200 else None


def next_month(first: dt.date) -> dt.date:
    """Return the first day of the month after."""
    return (first + dt.timedelta(days=31)).replace(day=1)
