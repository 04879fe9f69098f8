"""Problems of records, each a sentence in English and in Romanian.

A problem is data (a code and what it speaks of); its sentence is made only when it is shown. Every sentence has the
same order: where, what was found, what was expected, what to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from features.errors import PrezentError
from features.i18n.table_words import days_said, without_codes
from features.i18n.text import Bilingual, Language
from features.identity_numbers import redact
from features.schema.messages import MESSAGES

_SHOWN_ROWS = 5
_QUOTES = ("'", "„", '"')
_SHOWN_LETTERS = 60

_FOUND = Bilingual("{place}: found {found}; expected {expected}.", "{place}: am găsit {found}; așteptam {expected}.")
_FOUND_NOTHING = Bilingual(
    "{place}: found nothing; expected {expected}.", "{place}: nu am găsit nimic; așteptam {expected}."
)
_ROW, _ROWS = Bilingual("row", "rândul"), Bilingual("rows", "rândurile")
_AND_MORE = Bilingual("and {more} more", "și încă {more}")
_KEY, _COLUMN = Bilingual("key", "cheia"), Bilingual("column", "coloana")


@dataclass(frozen=True)
class Problem:
    """One mistake in the records.

    Parameters
    ----------
    code
        Which kind of mistake; a key of ``MESSAGES``.
    file
        Name of the file inside the record folder, or of the folder.
    rows
        Rows as a spreadsheet counts them (the header is row 1); empty when the whole file is meant.
    column, found
        Where in the row, and the text that was found there.
    values
        What the message's placeholders stand for.
    ours
        The documented name of the column, where the file calls it otherwise.
    cells
        What a spreadsheet calls the cells, such as ``Absențe!D14``, where the file is one; they are told, not the rows.
    """

    code: str
    file: str
    rows: tuple[int, ...] = ()
    column: str = ""
    found: str | Bilingual = ""
    values: Mapping[str, str | Bilingual] = field(default_factory=dict)
    ours: str = ""
    cells: tuple[str, ...] = ()

    def sentence(self, language: Language) -> str:
        """Return the sentence shown to people; it never repeats a 13-digit number."""
        place = ", ".join(part for part in (_name(self.file), self.place(language)) if part)
        found = (_FOUND if self.found else _FOUND_NOTHING).said(language)
        text = found.format(place=place, found=self._found(language), expected=self._expected(language))
        return redact(_on_one_line(text), language)

    def place(self, language: Language) -> str:
        """Return where in the file it is: the cells, or the rows, and the column."""
        rows = _said_cells(self.cells, language) if self.cells else said_rows(self.rows, language)
        return redact(", ".join(part for part in (rows, self._column(language)) if part), language)

    def said_found(self, language: Language) -> str:
        """Return what was found there, without 13-digit numbers."""
        return redact(_on_one_line(self._found(language)), language)

    def expected(self, language: Language) -> str:
        """Return what was expected and what to do, without 13-digit numbers."""
        return redact(_on_one_line(self._expected(language)), language)

    def _found(self, language: Language) -> str:
        """Return what was found: a cell of a sheet as it stands there, anything else of it in words."""
        text = _said(self.found, language)
        return days_said(text, language) if self.cells and not text.startswith(_QUOTES) else text

    def _expected(self, language: Language) -> str:
        values = {name: _name(_said(value, language)) for name, value in self.values.items()}
        text = MESSAGES[self.code].said(language).format_map(values)
        return without_codes(text, language) if self.cells else text

    def _column(self, language: Language) -> str:
        word = _KEY if self.code.startswith("config") else _COLUMN
        ours = f" ({self.ours})" if self.ours and self.ours != self.column else ""
        return f"{word.said(language)} {_name(self.column)}{ours}" if self.column else ""


class RecordsError(PrezentError):
    """The records have problems; nothing of them is used.

    Parameters
    ----------
    problems
        Every problem found; they are told file by file, in the order in which the files came, and row by row.
    """

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = _in_order(problems)
        super().__init__(
            Bilingual(*("\n".join(each.sentence(said) for each in self.problems) for said in ("en", "ro")))
        )

    def __reduce__(self) -> tuple[type["RecordsError"], tuple[tuple[Problem, ...]]]:
        """Travel from another process with the problems, not with their sentences."""
        return RecordsError, (self.problems,)

    def sentences(self, language: Language) -> list[str]:
        """Return one sentence per problem."""
        return [problem.sentence(language) for problem in self.problems]


def said_rows(rows: Sequence[int], language: Language) -> str:
    """Return the first rows in words, and how many more there are; nothing where there are none.

    >>> said_rows(range(2, 10), "ro")
    'rândurile 2, 3, 4, 5, 6 și încă 3'
    """
    if not rows:
        return ""
    shown = ", ".join(map(str, rows[:_SHOWN_ROWS]))
    more = len(rows) - _SHOWN_ROWS
    words = f"{(_ROW if len(rows) == 1 else _ROWS).said(language)} {shown}"
    return f"{words} {_AND_MORE.said(language).format(more=more)}" if more > 0 else words


def _said_cells(cells: Sequence[str], language: Language) -> str:
    """Return the first cells, and how many more there are."""
    shown, more = ", ".join(cells[:_SHOWN_ROWS]), len(cells) - _SHOWN_ROWS
    return f"{shown} {_AND_MORE.said(language).format(more=more)}" if more > 0 else shown


def _in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Order problems by file and first row; those of a whole file come first."""
    files = {name: place for place, name in enumerate(dict.fromkeys(each.file for each in problems))}
    return tuple(sorted(problems, key=lambda each: (files[each.file], each.rows[0] if each.rows else 0)))


def in_quotes(text: str) -> Bilingual:
    """Return a found text in the quotes of each language, on one line, shortened to what fits in a sentence.

    >>> in_quotes("1,5").ro
    '„1,5”'
    """
    return Bilingual(f"'{_shortened(redact(text))}'", f"„{_shortened(redact(text, 'ro'))}”")


def _said(words: str | Bilingual, language: Language) -> str:
    return words if isinstance(words, str) else words.said(language)


def _name(text: str) -> str:
    """Shorten a name, which has no spaces as a sentence has; there are files with names without end."""
    return text if " " in text[:_SHOWN_LETTERS] else _shortened(text)


def _shortened(text: str) -> str:
    line = _on_one_line(text)
    return line if len(line) <= _SHOWN_LETTERS else line[: _SHOWN_LETTERS - 3] + "..."


def _on_one_line(text: str) -> str:
    """Show line breaks and other letters that a screen would obey, not show, as spaces."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
