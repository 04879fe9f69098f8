"""What do we say about a mistake in the records, in English and in Romanian?

A problem is data (a code and what it speaks of); its sentence is made only when it is shown. Every sentence has the
same order: where, what was found, what was expected, what to do.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from features.wordings import WORDINGS_EN, WORDINGS_RO

Language = Literal["en", "ro"]

_THIRTEEN_DIGITS = re.compile(r"\d{13,}")
_SHOWN_ROWS = 5
_SHOWN_LETTERS = 60


class Bilingual(NamedTuple):
    """The same words in both languages."""

    en: str
    ro: str


@dataclass(frozen=True)
class Problem:
    """One mistake in the records.

    Parameters
    ----------
    code
        Which kind of mistake; a key of the wordings.
    file
        Name of the file inside the record folder, or of the folder.
    rows
        Rows as a spreadsheet counts them (the header is row 1); empty when the whole file is meant.
    column, found
        Where in the row, and the text that was found there.
    values
        What the wording's placeholders stand for.
    """

    code: str
    file: str
    rows: tuple[int, ...] = ()
    column: str = ""
    found: str | Bilingual = ""
    values: Mapping[str, str | Bilingual] = field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        """Return the sentence shown to people; it never repeats a 13-digit number."""
        wording = (WORDINGS_RO if language == "ro" else WORDINGS_EN)[self.code]
        values = {name: _in_language(value, language) for name, value in self.values.items()}
        expected, do = (text.format_map(values) for text in wording)
        found = _in_language(self.found, language)
        place = ", ".join(part for part in (self.file, self._rows(language), self._column(language)) if part)
        if language == "ro":
            text = f"{place}: {f'am găsit {found}' if found else 'nu am găsit nimic'}; așteptam {expected}; {do}."
        else:
            text = f"{place}: found {found or 'nothing'}; expected {expected}; {do}."
        return redact(_on_one_line(text), language)

    def _rows(self, language: Language) -> str:
        if not self.rows:
            return ""
        shown = ", ".join(map(str, self.rows[:_SHOWN_ROWS]))
        more = len(self.rows) - _SHOWN_ROWS
        if language == "ro":
            word = "rândul" if len(self.rows) == 1 else "rândurile"
            return f"{word} {shown}" + (f" și încă {more}" if more > 0 else "")
        word = "row" if len(self.rows) == 1 else "rows"
        return f"{word} {shown}" + (f" and {more} more" if more > 0 else "")

    def _column(self, language: Language) -> str:
        if not self.column:
            return ""
        if self.code.startswith("config"):
            return f"{'cheia' if language == 'ro' else 'key'} {self.column}"
        return f"{'coloana' if language == 'ro' else 'column'} {self.column}"


def redact(text: str, language: Language = "en") -> str:
    """Hide every run of 13 digits or more, which may be an identity number.

    >>> redact("pupil 1960101123456 again")
    'pupil [13 digits] again'
    """
    return _THIRTEEN_DIGITS.sub("[13 cifre]" if language == "ro" else "[13 digits]", text)


def has_identity_number(text: str) -> bool:
    """Tell whether a text holds a run of 13 digits."""
    return _THIRTEEN_DIGITS.search(text) is not None


def in_quotes(text: str) -> Bilingual:
    """Return a found text in the quotes of each language, on one line, shortened to what fits in a sentence.

    >>> in_quotes("1,5").ro
    '„1,5”'
    """
    return Bilingual(f"'{_shortened(redact(text))}'", f"„{_shortened(redact(text, 'ro'))}”")


def quoted(text: str) -> str:
    """Return a found text in quotes, for a sentence that there is in English only."""
    return in_quotes(text).en


def _shortened(text: str) -> str:
    line = _on_one_line(text)
    return line if len(line) <= _SHOWN_LETTERS else line[: _SHOWN_LETTERS - 3] + "..."


def _on_one_line(text: str) -> str:
    """Show line breaks and other letters that a screen would obey, not show, as spaces."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _in_language(value: str | Bilingual, language: Language) -> str:
    if isinstance(value, Bilingual):
        return value.ro if language == "ro" else value.en
    return value
