"""The cells of a column as they are documented, where a school's programs write them otherwise."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from features.cells.cell_parsers import CellError
from features.cells.dates import Order, spell_dates
from features.headings.reading_notes import meant_as
from features.i18n.text import Bilingual
from features.schema.synonyms import NO_OUTCOMES, SEVERAL_OUTCOMES, plain, values_by_word
from features.schema.tables import Column

_SHORT_YES_NO = ("x", "y", "n")  # said how they are read, unlike "da" and "nu"
SHOWN_WORDS = 5  # words of a column that its note says

_COMMA = re.compile(r"[+-]?(\d+),(\d+)")
_POINT_AND_COMMA = re.compile(r"[+-]?\d{1,3}(?:[. \xa0]\d{3})+(?:,\d+)?")
_SCHOOL_YEAR = re.compile(r"(\d{4})\s*[-/–—]\s*(\d{4}|\d\d)")
_DASH = re.compile(r"(?<=\d)\s*[-–—]\s*(?=\d)")
_BIRTHDAY = re.compile(r"(?:\d{1,2}[./-]){2}(\d{4})|(\d{4})(?:[./-]\d{1,2}){2}(?:[ T][\d:.]+)?")
_YEAR_ONLY = Bilingual("birth_year: only the year of each day", "birth_year: doar anul fiecărei date")
_CEDILLAS = str.maketrans("şţŞŢ", "șțȘȚ")


@dataclass(frozen=True)
class SpeltCells:
    """The distinct cells of a column as documented, those that cannot be told, and how the others were read.

    ``proved`` is the order of day and month that dates with dots prove, ``in_doubt`` says that they prove none.
    """

    texts: Sequence[str]
    refused: Mapping[int, CellError] = field(default_factory=dict)
    notes: tuple[Bilingual, ...] = ()
    proved: Order = ""
    in_doubt: bool = False


def spell_cells(column: Column, texts: Sequence[str], *, dots: Order = "") -> SpeltCells:
    """Return the distinct cells of a column as documented; ``dots`` is the order that other dates with dots prove."""
    if column.kind == "date":
        dates = spell_dates(column.name, texts, dots=dots)
        return SpeltCells(dates.texts, dates.refused, dates.notes, dates.proved, dates.in_doubt)
    if column.name == "school_year":
        return _each(column, texts, _school_year)
    if column.name == "birth_year" and any(map(_BIRTHDAY.fullmatch, texts)):
        return SpeltCells([_year_of_day(text) for text in texts], notes=(_YEAR_ONLY,))
    spelt = SpeltCells(texts)
    if column.kind in ("whole", "number", "mark"):
        spelt = _with_points(column, texts)
    elif column.name == "scale":
        spelt = SpeltCells([_DASH.sub("-", text) for text in texts])
    elif column.kind in ("id", "text"):
        spelt = SpeltCells([text.translate(_CEDILLAS) for text in texts])
    return _in_words(column, spelt)


def has_cedilla(text: str) -> bool:
    """Tell whether a text has a letter with a cedilla, where Romanian has a comma."""
    return not text.isascii() and text != text.translate(_CEDILLAS)


def _each(column: Column, texts: Sequence[str], spell: Callable[[str], str]) -> SpeltCells:
    spelt = list(map(spell, texts))
    other = [(text, meant) for text, meant in zip(texts, spelt, strict=True) if text != meant]
    return SpeltCells(spelt, notes=_words_note(column, other))


def _year_of_day(text: str) -> str:
    found = _BIRTHDAY.fullmatch(text)
    return (found[1] or found[2]) if found else text


def _school_year(text: str) -> str:
    """Return 2025/2026, 2025-26 and the like as 2025-2026; any other label as it is.

    >>> _school_year("2025/26"), _school_year("2025-2027")
    ('2025-2026', '2025-2027')
    """
    found = _SCHOOL_YEAR.fullmatch(text)
    following = str(int(found[1]) + 1) if found else ""
    return f"{found[1]}-{following}" if found and found[2] in (following, following[2:]) else text


def _with_points(column: Column, texts: Sequence[str]) -> SpeltCells:
    """Return numbers with decimal points; where commas could part thousands, the cells are refused."""
    commas = {place: found for place, text in enumerate(texts) if (found := _COMMA.fullmatch(text))}
    proved = any(_is_decimal(column, found[1], found[2]) for found in commas.values())
    refused: dict[int, CellError] = {}
    spelt = list(texts)
    for place, found in commas.items():
        spelt[place] = texts[place].replace(",", ".")
        if not proved:
            refused[place] = CellError("decimal_comma", hint=spelt[place], whole=found[0].replace(",", ""))
    for place, text in enumerate(texts):
        if column.kind != "mark" and ("," in text or proved) and _POINT_AND_COMMA.fullmatch(text):
            meant = re.sub(r"[. \xa0]", "", text).replace(",", ".")
            refused[place] = CellError("thousands", hint=meant)
    comma = Bilingual(f"{column.name} with decimal commas", f"{column.name} cu virgulă zecimală")
    return SpeltCells(spelt, refused, (comma,) if proved else ())


def _is_decimal(column: Column, before: str, after: str) -> bool:
    """Tell whether the comma between these digits cannot part thousands."""
    parts = len(after) == 3 and before[0] != "0" and len(before) <= 3
    return not parts or column.kind == "mark" or (column.high is not None and int(before + after) > column.high)


def _in_words(column: Column, cells: SpeltCells) -> SpeltCells:
    """Return the cells with the documented value for each other word that means it."""
    words = values_by_word(column)
    if not words:
        return cells
    spelt, other = list(cells.texts), []
    refused = dict(cells.refused)
    for place, text in enumerate(cells.texts):
        if text in column.choices or not text:
            continue
        has_letters = any(map(str.isalpha, text))
        word = plain(text) if has_letters else text  # "-1" is not 1
        if word in words and (has_letters or column.kind != "whole"):
            spelt[place] = words[word]
            other += [(text, words[word])] if column.kind != "yes_no" or word in _SHORT_YES_NO else []
        elif column.name == "outcome" and word in NO_OUTCOMES:
            refused[place] = CellError("not_yet_an_outcome")
        elif column.name == "outcome" and word in SEVERAL_OUTCOMES:
            refused[place] = CellError("several_outcomes")
    return SpeltCells(spelt, refused, (*cells.notes, *_words_note(column, other)))


def _words_note(column: Column, other: Sequence[tuple[str, str]]) -> tuple[Bilingual, ...]:
    if not other:
        return ()
    said = meant_as(other[:SHOWN_WORDS])
    more = len(other) - SHOWN_WORDS
    rest = Bilingual(f" and {more} more", f" și încă {more}") if more > 0 else Bilingual("", "")
    return (Bilingual(f"{column.name}: {said.en}{rest.en}", f"{column.name}: {said.ro}{rest.ro}"),)
