"""What do we say about a mistake in the records, in English and in Romanian?

A problem is data (a code and what it speaks of); its sentence is made only when it is shown. Every sentence has the
same order: where, what was found, what was expected, what to do.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Language = Literal["en", "ro"]

_THIRTEEN_DIGITS = re.compile(r"\d{13}")
_SHOWN_ROWS = 5


class Bilingual(NamedTuple):
    """The same words in both languages."""

    en: str
    ro: str


class _Wording(NamedTuple):
    """What was expected and what to do, for one code, in one language."""

    expected: str
    do: str


@dataclass(frozen=True)
class Problem:
    """One mistake in the records.

    Parameters
    ----------
    code
        Which kind of mistake; the keys of ``WORDINGS_EN`` and ``WORDINGS_RO``.
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
            text = f"{place}: am găsit {found or 'nimic'}; trebuia {expected}; {do}."
        else:
            text = f"{place}: found {found or 'nothing'}; expected {expected}; {do}."
        return redact(text)

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
        return f"coloana {self.column}" if language == "ro" else f"column {self.column}"


def _in_language(value: str | Bilingual, language: Language) -> str:
    if isinstance(value, Bilingual):
        return value.ro if language == "ro" else value.en
    return value


def redact(text: str) -> str:
    """Hide every run of 13 digits, which may be an identity number.

    >>> redact("pupil 1960101123456 again")
    'pupil [13 digits] again'
    """
    return _THIRTEEN_DIGITS.sub("[13 digits]", text)


def has_identity_number(text: str) -> bool:
    """Tell whether a text holds a run of 13 digits."""
    return _THIRTEEN_DIGITS.search(text) is not None


def quoted(text: str) -> str:
    """Return a found text in quotes, shortened to what fits in a sentence."""
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


WORDINGS_EN: Mapping[str, _Wording] = {
    "no_enrolments": _Wording(
        "the file enrolments.csv or enrolments.parquet", "add it: every pupil needs an enrolment"
    ),
    "no_rows": _Wording("at least one row", "add the pupils"),
    "two_files": _Wording("one file per table", "delete one of the two"),
    "unknown_file": _Wording("a table among {tables}", "rename the file{hint} or take it out of the folder"),
    "empty_file": _Wording("a header row with column names", "export the file again"),
    "not_utf8": _Wording("text in UTF-8", "save it again as 'CSV UTF-8' in the spreadsheet program"),
    "unreadable": _Wording("a readable {format} file", "export the file again"),
    "separator": _Wording("columns separated by commas", "save it again as CSV with commas"),
    "row_length": _Wording(
        "{expected} cells, as in the header", "put quotes round cells that hold a comma, or add the missing cells"
    ),
    "missing_column": _Wording("the column {column}", "add it: {meaning}"),
    "duplicate_column": _Wording("each column once", "delete or rename one of them"),
    "unknown_column": _Wording("a column among {columns}", "rename it{hint} or delete it"),
    "undeclared_column": _Wording(
        "a column of the table or one declared in prezent.toml",
        "declare it there under [situation.{name}]{hint} or delete it",
    ),
    "personal_column": _Wording("no names, identity numbers or ethnicity in records", "delete the column"),
    "identity_number": _Wording("no identity number", "replace it by a pseudonym before you hand the file on"),
    "missing_value": _Wording("a value: {meaning}", "fill in the cell"),
    "not_a_date": _Wording("a date such as 2025-02-03", "write year-month-day{hint}"),
    "future_date": _Wording("a date not after today, {today}", "correct the date"),
    "not_a_number": _Wording("a number: {meaning}", "correct the cell or leave it empty"),
    "decimal_comma": _Wording("a decimal point, {hint}", "replace the comma by a point"),
    "not_whole": _Wording("a whole number: {meaning}", "correct the cell"),
    "out_of_range": _Wording("{meaning}, {range}", "correct the cell"),
    "not_yes_no": _Wording("yes or no (also da/nu, true/false, 1/0)", "correct the cell"),
    "not_a_choice": _Wording("one of {choices}", "correct the cell"),
    "not_a_school_year": _Wording(
        "a school year such as 2025-2026, or a date in left_on for any other label",
        "correct the label or fill in left_on",
    ),
    "unknown_scale": _Wording(
        "a scale among {scales}", "correct the cell or declare the scale in prezent.toml under [scales]"
    ),
    "mark_not_on_scale": _Wording("a mark {range} on the scale {scale}", "correct the mark or the scale"),
    "duplicate_key": _Wording("one row for each {key}", "delete the repeated rows or correct them"),
    "unknown_pupil": _Wording(
        "a pupil_id that has an enrolment", "add the pupil to enrolments or correct the pupil_id"
    ),
    "unknown_school": _Wording(
        "a school_id of the schools table", "add the school to schools or correct the school_id"
    ),
    "date_order": _Wording("a date not before {other}", "correct one of the two dates"),
    "needs_from_date": _Wording(
        "at most 24 hours on one day", "fill in from_date if this is a period's total, or correct the hours"
    ),
    "bad_toml": _Wording("valid TOML", "correct the file"),
    "config_key": _Wording("a key among {keys}", "rename or delete it"),
    "config_value": _Wording("{expected}", "correct the value"),
}

WORDINGS_RO: Mapping[str, _Wording] = {
    "no_enrolments": _Wording(
        "fișierul enrolments.csv sau enrolments.parquet", "adăugați-l: fiecare elev are nevoie de o înscriere"
    ),
    "no_rows": _Wording("cel puțin un rând", "adăugați elevii"),
    "two_files": _Wording("un singur fișier pentru fiecare tabel", "ștergeți unul dintre cele două"),
    "unknown_file": _Wording("un tabel dintre {tables}", "redenumiți fișierul{hint} sau scoateți-l din dosar"),
    "empty_file": _Wording("un rând de antet cu numele coloanelor", "exportați din nou fișierul"),
    "not_utf8": _Wording("text în UTF-8", "salvați-l din nou ca „CSV UTF-8” din programul de calcul tabelar"),
    "unreadable": _Wording("un fișier {format} care se poate citi", "exportați din nou fișierul"),
    "separator": _Wording("coloane despărțite prin virgulă", "salvați-l din nou ca CSV cu virgule"),
    "row_length": _Wording(
        "{expected} celule, ca în antet",
        "puneți între ghilimele celulele care conțin virgulă sau adăugați celulele lipsă",
    ),
    "missing_column": _Wording("coloana {column}", "adăugați-o: {meaning}"),
    "duplicate_column": _Wording("fiecare coloană o singură dată", "ștergeți sau redenumiți una dintre ele"),
    "unknown_column": _Wording("o coloană dintre {columns}", "redenumiți-o{hint} sau ștergeți-o"),
    "undeclared_column": _Wording(
        "o coloană a tabelului sau una declarată în prezent.toml",
        "declarați-o acolo sub [situation.{name}]{hint} sau ștergeți-o",
    ),
    "personal_column": _Wording("date fără nume, coduri numerice personale sau etnie", "ștergeți coloana"),
    "identity_number": _Wording(
        "niciun cod numeric personal", "înlocuiți-l cu un pseudonim înainte de a da fișierul mai departe"
    ),
    "missing_value": _Wording("o valoare: {meaning}", "completați celula"),
    "not_a_date": _Wording("o dată precum 2025-02-03", "scrieți an-lună-zi{hint}"),
    "future_date": _Wording("o dată care nu este după astăzi, {today}", "corectați data"),
    "not_a_number": _Wording("un număr: {meaning}", "corectați celula sau lăsați-o goală"),
    "decimal_comma": _Wording("punct zecimal, {hint}", "înlocuiți virgula cu punct"),
    "not_whole": _Wording("un număr întreg: {meaning}", "corectați celula"),
    "out_of_range": _Wording("{meaning}, {range}", "corectați celula"),
    "not_yes_no": _Wording("da sau nu (ori yes/no, true/false, 1/0)", "corectați celula"),
    "not_a_choice": _Wording("una dintre valorile {choices}", "corectați celula"),
    "not_a_school_year": _Wording(
        "un an școlar precum 2025-2026, sau o dată în left_on pentru orice alt nume",
        "corectați anul sau completați left_on",
    ),
    "unknown_scale": _Wording(
        "o scară dintre {scales}", "corectați celula sau declarați scara în prezent.toml sub [scales]"
    ),
    "mark_not_on_scale": _Wording("o notă {range} pe scara {scale}", "corectați nota sau scara"),
    "duplicate_key": _Wording("un singur rând pentru fiecare {key}", "ștergeți rândurile repetate sau corectați-le"),
    "unknown_pupil": _Wording(
        "un pupil_id care are o înscriere", "adăugați elevul în enrolments sau corectați pupil_id"
    ),
    "unknown_school": _Wording(
        "un school_id din tabelul schools", "adăugați școala în schools sau corectați school_id"
    ),
    "date_order": _Wording("o dată care nu este înainte de {other}", "corectați una dintre cele două date"),
    "needs_from_date": _Wording(
        "cel mult 24 de ore într-o zi", "completați from_date dacă este totalul unei perioade sau corectați orele"
    ),
    "bad_toml": _Wording("TOML valid", "corectați fișierul"),
    "config_key": _Wording("o cheie dintre {keys}", "redenumiți-o sau ștergeți-o"),
    "config_value": _Wording("{expected}", "corectați valoarea"),
}
