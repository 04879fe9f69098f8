"""What was expected and what to do about it, for each kind of mistake, in English and in Romanian.

The two halves of a sentence: "... expected {expected}; {do}." and "... așteptam {expected}; {do}."
"""

from collections.abc import Mapping
from typing import NamedTuple


class Wording(NamedTuple):
    """What was expected and what to do, for one code, in one language."""

    expected: str
    do: str


WORDINGS_EN: Mapping[str, Wording] = {
    # the folder and its files
    "no_enrolments": Wording("the file enrolments.csv or enrolments.parquet", "add it: every pupil needs an enrolment"),
    "no_rows": Wording("at least one row", "add the pupils"),
    "two_files": Wording("one file per table", "keep only one of them"),
    "unknown_file": Wording(
        "a file named after one of the tables {tables}", "rename it{hint} or take it out of the folder"
    ),
    "other_format": Wording("a .csv or .parquet file", "save the table as {name}, in the format 'CSV UTF-8'"),
    "beside_counties": Wording("all tables inside the county=... folders", "move the file into one of them"),
    "empty_file": Wording("a header row with the column names", "export the file again"),
    "not_utf8": Wording("text in UTF-8", "save it again as UTF-8; in a spreadsheet program: as 'CSV UTF-8'"),
    "unreadable": Wording("a readable {format} file", "export the file again"),
    "separator": Wording(
        "columns separated by commas", "save it again with the comma as separator (LibreOffice Calc asks for it)"
    ),
    "open_quote": Wording("quotes at both ends of the cell, or none", "add the missing quote or delete the other one"),
    "too_many_cells": Wording("{expected}, as in the header", "put quotes round cells that hold a comma"),
    "too_few_cells": Wording("{expected}, as in the header", "add the missing cells, empty ones too"),
    # the header
    "no_header": Wording("a header row with names among {columns}", "write the column names in the first row"),
    "missing_column": Wording("the column {column}", "add it: {meaning}"),
    "duplicate_column": Wording("each column once", "delete or rename one of them"),
    "unnamed_column": Wording("a column name", "name the column or delete it"),
    "unknown_column": Wording("a column among {columns}", "rename it{hint} or delete it"),
    "undeclared_column": Wording(
        "a column of the table or one declared in prezent.toml",
        "declare it there under [situation.{name}]{hint} or delete it",
    ),
    "personal_column": Wording("no names, identity numbers or ethnicity in records", "delete the column"),
    # one cell
    "identity_number": Wording("no identity number", "replace it by a pseudonym before you hand the file on"),
    "missing_value": Wording("a value: {meaning}", "fill in the cell"),
    "not_a_date": Wording("a date such as 2025-02-03", "write year-month-day{hint}"),
    "no_such_day": Wording("a day of the calendar", "correct the date"),
    "early_date": Wording("a date from {earliest} on", "correct the year"),
    "future_date": Wording("a date not after today, {today}", "correct the date"),
    "not_a_number": Wording("a number: {meaning}", "correct the cell{or_empty}"),
    "decimal_comma": Wording("a decimal point, {hint}", "replace the comma by a point"),
    "not_whole": Wording("a whole number: {meaning}", "correct the cell{or_empty}"),
    "out_of_range": Wording("a number {range}: {meaning}", "correct the cell{or_empty}"),
    "not_yes_no": Wording("yes or no (also da/nu, true/false, 1/0)", "correct the cell{or_empty}"),
    "not_a_choice": Wording("one of {choices}", "correct the cell{or_empty}"),
    "unknown_scale": Wording(
        "a scale among {scales}", "correct the cell or declare the scale in prezent.toml under [scales]"
    ),
    "mark_not_on_scale": Wording("a mark {range} on the scale {scale}", "correct the mark or the scale"),
    # the cells of a row, the rows of a table, the tables together
    "not_a_school_year": Wording(
        "a school year such as 2025-2026, or a date in left_on for any other label",
        "correct the label or fill in left_on",
    ),
    "date_order": Wording("a date not before {other}", "correct one of the two dates"),
    "needs_from_date": Wording(
        "at most 24 hours on one day", "fill in from_date if this is a period's total, or correct the hours"
    ),
    "duplicate_key": Wording("one row for each {key}", "delete the repeated rows or correct them"),
    "duplicate_across": Wording("one row for each {key} in all counties together", "delete all but one of the rows"),
    "unknown_pupil": Wording("a pupil_id that has an enrolment", "add the pupil to enrolments or correct the pupil_id"),
    "unknown_school": Wording("a school_id of the schools table", "add the school to schools or correct the cell"),
    # prezent.toml
    "bad_toml": Wording("valid TOML", "correct the file"),
    "config_key": Wording("a key among {keys}", "rename or delete it"),
    "config_value": Wording("{expected}", "correct the value"),
}

WORDINGS_RO: Mapping[str, Wording] = {
    # dosarul și fișierele lui
    "no_enrolments": Wording(
        "fișierul enrolments.csv sau enrolments.parquet", "adăugați-l: fiecare elev are nevoie de o înscriere"
    ),
    "no_rows": Wording("cel puțin un rând", "adăugați elevii"),
    "two_files": Wording("un singur fișier pentru fiecare tabel", "păstrați doar unul dintre ele"),
    "unknown_file": Wording(
        "un fișier cu numele unuia dintre tabelele {tables}", "redenumiți-l{hint} sau scoateți-l din dosar"
    ),
    "other_format": Wording("un fișier .csv sau .parquet", "salvați tabelul ca {name}, în formatul „CSV UTF-8”"),
    "beside_counties": Wording("toate tabelele în dosarele county=...", "mutați fișierul într-unul dintre ele"),
    "empty_file": Wording("un rând de antet cu numele coloanelor", "exportați din nou fișierul"),
    "not_utf8": Wording(
        "text în UTF-8", "salvați-l din nou ca UTF-8; într-un program de calcul tabelar: ca „CSV UTF-8”"
    ),
    "unreadable": Wording("un fișier {format} care se poate citi", "exportați din nou fișierul"),
    "separator": Wording(
        "coloane despărțite prin virgulă",
        "salvați-l din nou cu virgula ca separator (LibreOffice Calc vă întreabă la salvare)",
    ),
    "open_quote": Wording(
        "ghilimele la ambele capete ale celulei sau deloc",
        "adăugați ghilimelele care lipsesc sau ștergeți-le pe celelalte",
    ),
    "too_many_cells": Wording("{expected}, ca în antet", "puneți între ghilimele celulele care conțin virgulă"),
    "too_few_cells": Wording("{expected}, ca în antet", "adăugați celulele care lipsesc, chiar dacă sunt goale"),
    # antetul
    "no_header": Wording("un rând de antet cu nume dintre {columns}", "scrieți numele coloanelor în primul rând"),
    "missing_column": Wording("coloana {column}", "adăugați-o: {meaning}"),
    "duplicate_column": Wording("fiecare coloană o singură dată", "ștergeți sau redenumiți una dintre ele"),
    "unnamed_column": Wording("un nume de coloană", "dați-i un nume coloanei sau ștergeți-o"),
    "unknown_column": Wording("o coloană dintre {columns}", "redenumiți-o{hint} sau ștergeți-o"),
    "undeclared_column": Wording(
        "o coloană a tabelului sau una declarată în prezent.toml",
        "declarați-o acolo sub [situation.{name}]{hint} sau ștergeți-o",
    ),
    "personal_column": Wording("date fără nume, coduri numerice personale sau etnie", "ștergeți coloana"),
    # o celulă
    "identity_number": Wording(
        "date fără coduri numerice personale", "înlocuiți-l cu un pseudonim înainte de a da fișierul mai departe"
    ),
    "missing_value": Wording("o valoare: {meaning}", "completați celula"),
    "not_a_date": Wording("o dată precum 2025-02-03", "scrieți an-lună-zi{hint}"),
    "no_such_day": Wording("o zi care există în calendar", "corectați data"),
    "early_date": Wording("o dată începând cu {earliest}", "corectați anul"),
    "future_date": Wording("o dată care nu este după ziua de azi, {today}", "corectați data"),
    "not_a_number": Wording("un număr: {meaning}", "corectați celula{or_empty}"),
    "decimal_comma": Wording("un număr cu punct zecimal, {hint}", "înlocuiți virgula cu punct"),
    "not_whole": Wording("un număr întreg: {meaning}", "corectați celula{or_empty}"),
    "out_of_range": Wording("un număr {range}: {meaning}", "corectați celula{or_empty}"),
    "not_yes_no": Wording("da sau nu (ori yes/no, true/false, 1/0)", "corectați celula{or_empty}"),
    "not_a_choice": Wording("una dintre valorile {choices}", "corectați celula{or_empty}"),
    "unknown_scale": Wording(
        "o scară dintre {scales}", "corectați celula sau declarați scara în prezent.toml sub [scales]"
    ),
    "mark_not_on_scale": Wording("o notă {range} pe scara {scale}", "corectați nota sau scara"),
    # celulele unui rând, rândurile unui tabel, tabelele împreună
    "not_a_school_year": Wording(
        "un an școlar precum 2025-2026 sau, pentru orice alt nume, o dată în left_on",
        "corectați anul sau completați left_on",
    ),
    "date_order": Wording("o dată care nu este înainte de {other}", "corectați una dintre cele două date"),
    "needs_from_date": Wording(
        "cel mult 24 de ore într-o zi", "completați from_date dacă este totalul unei perioade sau corectați orele"
    ),
    "duplicate_key": Wording("un singur rând pentru fiecare {key}", "ștergeți rândurile repetate sau corectați-le"),
    "duplicate_across": Wording(
        "un singur rând pentru fiecare {key} în toate județele la un loc", "păstrați doar unul dintre rânduri"
    ),
    "unknown_pupil": Wording(
        "un pupil_id care are o înscriere", "adăugați elevul în enrolments sau corectați pupil_id"
    ),
    "unknown_school": Wording("un school_id din tabelul schools", "adăugați școala în schools sau corectați celula"),
    # prezent.toml
    "bad_toml": Wording("TOML valid", "corectați fișierul"),
    "config_key": Wording("o cheie dintre {keys}", "redenumiți-o sau ștergeți-o"),
    "config_value": Wording("{expected}", "corectați valoarea"),
}
