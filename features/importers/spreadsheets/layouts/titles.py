"""What the title of a table, the name of its sheet and of its file say: class, month, subject, kind, school year."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from features.cells.months import Month
from features.days import school_year_label
from features.importers.spreadsheets.cells.classes import class_in, class_label
from features.importers.spreadsheets.cells.days import NoDay, Year, day_of, month_in
from features.importers.spreadsheets.cells.modules import module_in
from features.importers.spreadsheets.cells.weeks import week_in
from features.importers.spreadsheets.files.grid import Cell
from features.importers.spreadsheets.headings.tables import SheetTable
from features.importers.spreadsheets.headings.words import subject_of
from features.importers.spreadsheets.layouts.facts import SheetContext
from features.schema.synonyms import plain

_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[-–—/_]\s*(?:20)?(\d\d)(?!\d|\.\d)")
_OF_PEOPLE = re.compile(  # years in which pupils were born, came or leave
    r"\b(?:n[ăa]scu[tțţ]|promo[tțţ]i|genera[tțţ]i|cohort|born)\w*\D{0,12}20\d\d\s*[-–—/_]\s*(?:20)?\d\d",
    re.IGNORECASE,
)
_DAY_OF_MONTH = re.compile(r"\b\d{1,2}\s+[^\W\d_]{3,}\s+\d{4}\b")
_NAMED_AFTER_A_DAY = re.compile(  # a street or a school: "Str. 1 Mai", "Liceul „24 Ianuarie”"
    r"(?:[\"„“”«'’]\s*|\b(?:str|strada|bd|b-?dul|bulevardul|calea|aleea|pia[tțţ]a|[sșş]os|[sșş]oseaua|cartierul|"
    r"[sșş]coala|liceul|colegiul|gr[aă]dini[tțţ]a)\b[^\d,;]{0,40}?)\d{1,2}\s+[^\W\d_]{3,}\b(?!\s+\d{4}\b)",
    re.IGNORECASE,
)
_KINDS = (
    ("attendance", re.compile(r"absen|frecven|prezen|lips[ăae]|attendance", re.IGNORECASE)),
    ("averages", re.compile(r"\bmedi[iae]|situa[țt]i[ea]\s+(?:la\s+)?(?:[îi]nv|final|[șs]colar)|sf[âa]r[șs]it|averages",
                            re.IGNORECASE)),
    ("grades", re.compile(r"\bnot[ae]\b|\bnotele|catalog|calificativ|evalu|marks|grades", re.IGNORECASE)),
)  # fmt: skip
_SUBJECT = re.compile(
    r"(?:disciplina|materia|obiectul|subject)\s*(?:de studiu)?\s*[:\-–]?\s*(.+?)"
    r"(?:[,;|]?\s+(?:clasa|cls|class|prof(?:esor)?|an(?:ul)?|luna|modulul|semestrul)\b.*)?$",
    re.IGNORECASE,
)
_CLASS = re.compile(r"(?:clasa|cls|class)\s*[:\-–]\s*(.+)", re.IGNORECASE)
_DAY = re.compile(r"(?<![\d./-])\d{1,2}[./-]\d{1,2}[./-]20\d\d(?!\d)")
_LONGEST_LIST = 500  # letters; a school year is told by shorter cells too
_STEPS = re.compile(r"[\s,;:()_\-–]+")


def school_years_in(texts: Iterable[str]) -> set[str]:
    """Return the school years that texts name.

    >>> school_years_in(["Anul școlar 2025/2026", "catalog 2025-26"])
    {'2025-2026'}
    >>> school_years_in(["Elevi născuți în 2012-2013", "Nr. 2024/25.09.2025"])
    set()
    """
    told = (_SCHOOL_YEAR.findall(_OF_PEOPLE.sub(" ", text)) for text in texts)
    found = {(int(first), int(second)) for years in told for first, second in years}
    return {school_year_label(first) for first, second in found if (first + 1) % 100 == second}


def years_of_months(texts: Iterable[str]) -> set[str]:
    """Return the school years of the months and weeks that texts name together with their year.

    >>> years_of_months(["ABSENȚE - LUNA OCTOMBRIE 2025", "mai"]), years_of_months(["Săptămâna 12-16.01.2026"])
    ({'2025-2026'}, {'2025-2026'})
    """
    told = list(texts)
    weeks = (week for text in told if (week := week_in(text, Year())))
    months = {month for text in told if (month := month_in(text, Year())) and month.year}
    months |= {Month(week.year, week.month) for week in weeks}
    firsts = {month.year if month.month >= 9 else month.year - 1 for month in months}
    return {school_year_label(first) for first in firsts}


def kind_in(text: str) -> str:
    """Return what a title says that a table is of; empty where it says nothing, or several things.

    >>> kind_in("Absențe octombrie"), kind_in("Note și absențe"), kind_in("Catalogul clasei a V-a")
    ('attendance', '', 'grades')
    """
    found = [kind for kind, words in _KINDS if words.search(text)]
    return found[0] if len(found) == 1 else ""


def subject_in(text: str) -> str:
    """Return the subject that a title names.

    >>> subject_in("Disciplina: Matematică"), subject_in("VII B - Lb. engleză"), subject_in("Catalog")
    ('matematică', 'limba engleză', '')
    """
    if found := _SUBJECT.match(text):
        return subject_of(found[1]) or " ".join(found[1].split())
    if whole := subject_of(text):
        return whole
    words = [word for word in _STEPS.split(text) if word]
    for length in (5, 4, 3, 2, 1):
        for start in range(len(words) - length + 1):
            piece = "".join(words[start : start + length])
            if len(plain(piece)) > 2 and (subject := subject_of(piece)):
                return subject
    return ""


def context_of(table: SheetTable, year: Year, *, today: dt.date, last_day: dt.date | None, stem: str) -> SheetContext:
    """Return what is known of a table before its rows are read; the nearest text that says something counts."""
    texts: Sequence[str] = [*reversed(table.title), table.sheet.name, stem]
    label = next((class_label(found[1]) for text in texts if (found := _CLASS.match(text)) and class_in(found[1])), "")
    return SheetContext(
        table.sheet, year, today,
        month=_first_month(texts, year),
        class_label=label or _first(map(class_in, texts)),
        subject=_first(map(subject_in, texts)),
        kind=_first(map(kind_in, [table.sheet.name, *reversed(table.title), stem])),
        last_day=last_day,
        module=next(filter(None, map(module_in, texts)), 0),
        day=_only_day(texts, year),
    )  # fmt: skip


def _only_day(texts: Sequence[str], year: Year) -> dt.date | None:
    """Return the day that a title tells with its year, such as that of a test."""
    told = {written for text in texts[:-1] for written in _DAY.findall(text)}
    try:
        return day_of(told.pop(), year)[0] if len(told) == 1 else None
    except NoDay:
        return None


def _first(found: Iterable[str]) -> str:
    return next(filter(None, found), "")


def month_of_title(text: str, year: Year) -> Month | None:
    """Return the month that a title gives its table: not that of a street or of an order.

    >>> month_of_title("Colegiul „1 Decembrie 1918”", Year("2025-2026"))
    >>> month_of_title("Str. 1 Mai nr. 4", Year("2025-2026"))
    >>> month_of_title("Absențe la 31 octombrie 2024", Year("2025-2026"))
    Month(year=2024, month=10)
    """
    month = month_in(_NAMED_AFTER_A_DAY.sub(" ", text), year)
    is_own = month is None or not year.label or month.year == year.of_month(month.month)
    return month if is_own or kind_in(text) or not _DAY_OF_MONTH.search(text) else None


def _first_month(texts: Sequence[str], year: Year) -> Month | None:
    return next((month for text in texts if (month := month_of_title(text, year))), None)


def recent_years(cells: Iterable[Cell], today: dt.date) -> dict[str, int]:
    """Count the school years of the days among cells that are no birthdays: those of the last ten months and a half."""
    counts: dict[str, int] = {}
    for day in (day for cell in cells for day in _days_with_year(cell)):
        if 0 <= (today - day).days < 320:
            label = school_year_label(day.year if day.month >= 9 else day.year - 1)
            counts[label] = counts.get(label, 0) + 1
    return counts


def _days_with_year(cell: Cell) -> Iterator[dt.date]:
    """Yield the days that a cell tells with their year: its own, or those written in it, as in a text file."""
    if isinstance(cell, dt.date):
        yield cell.date() if isinstance(cell, dt.datetime) else cell
    for written in _DAY.findall(cell) if isinstance(cell, str) and len(cell) <= _LONGEST_LIST else ():
        with suppress(NoDay):
            yield day_of(written, Year())[0]
