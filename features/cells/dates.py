"""The dates of a column, whatever the way in which a school's programs write them, as ``2025-02-03``.

What 03/02/2025 means only the column can tell: where another date has a number above 12, its order is proved. What
dates with dots mean other columns and tables can tell too (``validation.other_tables``).
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from features.cells.cell_parsers import CellError
from features.i18n.text import Bilingual

Order = Literal["", "day", "month", "either"]  # what comes first; "" is not known, "either" where both are proved

SLIP_AMONG = 10  # so many times as many dates in one order make those in the other slips of the pen

_ORDERS: tuple[Order, Order] = ("day", "month")
_MIDNIGHT = r"(?:[ T]0?0:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_DOCUMENTED = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})" + _MIDNIGHT)
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})" + _MIDNIGHT)
_EIGHT_DIGITS = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SHORT_YEAR = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d\d")
_SPREADSHEET_DAY = re.compile(r"[34]\d{4}")  # the number a spreadsheet keeps: 45691 is 2025-02-03
_SPREADSHEET_DAY_0 = dt.date(1899, 12, 30)
_POINT_IN_TIME = re.compile(r".*\d[ T]\d{1,2}:\d\d.*|\d{10}|\d{13}|\d{16}|\d{19}")

_FORMS: Mapping[Order, Bilingual] = {
    "day": Bilingual("{column} as day.month.year", "{column} ca zi.lună.an"),
    "month": Bilingual("{column} as month/day/year", "{column} ca lună/zi/an"),
    "": Bilingual("{column} as year.month.day", "{column} ca an.lună.zi"),
}


@dataclass(frozen=True)
class SpeltDates:
    """The dates of distinct cells as they are documented, and the cells that are no date that can be told.

    ``proved`` is the order that the column's dates with dots prove, ``in_doubt`` says that they prove none.
    """

    texts: Sequence[str]
    refused: Mapping[int, CellError] = field(default_factory=dict)
    notes: tuple[Bilingual, ...] = ()
    proved: Order = ""
    in_doubt: bool = False


def spell_dates(name: str, texts: Sequence[str], *, dots: Order = "") -> SpeltDates:
    """Return the dates of a column's distinct cells.

    Parameters
    ----------
    name
        What the column is called, for the note of how it was read.
    texts
        The distinct cells.
    dots
        The order that other columns prove of dates with dots, for a column that proves none by itself; ``either``
        where they contradict each other.
    """
    if all(map(_DOCUMENTED.fullmatch, filter(None, texts))):
        return SpeltDates(texts)
    proofs = _proofs(texts)
    dotted = not any(found[2] != "." for text in texts if (found := _YEAR_LAST.fullmatch(text)))
    own = _own_order(proofs)
    told: Order = "" if dots == "either" else dots
    order = own or (told if dotted else "")
    digits = all(map(_is_digits, filter(None, texts)))
    spelt, refused, forms = list(texts), dict[int, CellError](), set[Bilingual]()
    for place, text in enumerate(texts):
        try:
            if len(proofs) > 1 and _YEAR_LAST.fullmatch(text) and (not own or _proved(text) not in ("", own)):
                day, month = (place if _proved(text) == each else proofs[each][0] for each in _ORDERS)
                raise CellError("mixed_dates", {"day_row": day, "month_row": month}, day=texts[day], month=texts[month])
            spelt[place] = _documented(text, order, digits=digits)
        except CellError as error:
            refused[place] = error
        else:
            forms.update(_form(text, order))
    notes = tuple(Bilingual(*(words.format(column=name) for words in form)) for form in sorted(forms))
    in_doubt = dotted and not proofs and any(map(_YEAR_LAST.fullmatch, texts))
    return SpeltDates(spelt, refused, notes, own if dotted else "", in_doubt)


def _proofs(texts: Sequence[str]) -> dict[Order, list[int]]:
    """Return, for each order that some date proves, where these dates are."""
    found: dict[Order, list[int]] = {}
    for place, text in enumerate(texts):
        if order := _proved(text):
            found.setdefault(order, []).append(place)
    return found


def _proved(text: str) -> Order:
    """Return the order that a date proves by itself, with a number above 12."""
    match = _YEAR_LAST.fullmatch(text)
    first, second = (int(match[1]), int(match[3])) if match else (0, 0)
    return "" if (first > 12) == (second > 12) else "day" if first > 12 else "month"


def _own_order(proofs: Mapping[Order, Sequence[int]]) -> Order:
    """Return the order that the dates of a column prove, but for a few slips; "" where they contradict each other.

    One 05.13.2026 in a column of hundreds of days is a wrong cell and says nothing of the others.
    """
    days, months = (len(proofs.get(order, ())) for order in _ORDERS)
    return "day" if days > SLIP_AMONG * months else "month" if months > SLIP_AMONG * days else ""


def _is_digits(text: str) -> bool:
    """Tell whether a cell could stand in a column of dates of eight digits, 20250203."""
    return _YEAR_FIRST.fullmatch(text) is not None or _day_of_digits(text) is not None


def _form(text: str, order: Order) -> list[Bilingual]:
    """Return how a date was read that is written otherwise than documented, but for a midnight after it."""
    if not text or _DOCUMENTED.match(text):
        return []
    return [_FORMS[(order or "day") if _YEAR_LAST.fullmatch(text) else ""]]  # 09.09.2025 is the same in both orders


def _documented(text: str, order: Order, *, digits: bool) -> str:
    """Return a date as documented; CellError where it cannot be told."""
    if not text or _DOCUMENTED.fullmatch(text):
        return text
    if found := _YEAR_FIRST.fullmatch(text):
        return _written(found[1], found[3], found[4])
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(found[1], found[3], found[4], order)
    if day := _day_of_digits(text):
        if digits:
            return day.isoformat()
        raise CellError("not_a_date", hint=f", {day.isoformat()}")
    if _POINT_IN_TIME.fullmatch(text):
        raise CellError("point_in_time")
    if _SHORT_YEAR.fullmatch(text):
        raise CellError("short_year")
    is_number = _SPREADSHEET_DAY.fullmatch(text)
    serial = _SPREADSHEET_DAY_0 + dt.timedelta(days=int(text)) if is_number else None
    raise CellError("not_a_date", hint=f", {serial.isoformat()}" if serial else "")


def _year_last(first: str, second: str, year: str, order: Order) -> str:
    by_day, by_month = _written(year, second, first), _written(year, first, second)
    if order == "month":
        return by_month
    if order == "day" or int(first) == int(second):
        return by_day
    if int(first) > 12:  # and so is the second
        raise CellError("not_a_date", hint="")
    raise CellError("two_readings", by_day=by_day, by_month=by_month)


def _written(year: str, month: str, day: str) -> str:
    return f"{year}-{int(month):02}-{int(day):02}"


def _day_of_digits(text: str) -> dt.date | None:
    if found := _EIGHT_DIGITS.fullmatch(text):
        try:
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
    return None
