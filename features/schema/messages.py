"""What was expected and what to do about it, for each kind of mistake.

It is the end of a sentence: "... expected {message}." and "... așteptam {message}."
"""

from collections.abc import Mapping

from features.i18n.text import Bilingual

MESSAGES: Mapping[str, Bilingual] = {
    # the folder and its files
    "no_enrolments": Bilingual(
        "the file enrolments.csv or enrolments.parquet; add it: every pupil needs an enrolment",
        "fișierul enrolments.csv sau enrolments.parquet; adăugați-l: fiecare elev are nevoie de o înscriere",
    ),
    "no_rows": Bilingual("at least one row; add the pupils", "cel puțin un rând; adăugați elevii"),
    "two_files": Bilingual(
        "one file per table; keep only one of them",
        "un singur fișier pentru fiecare tabel; păstrați doar unul dintre ele",
    ),
    "unknown_file": Bilingual(
        "a file named after one of the tables {tables}; rename it or take it out of the folder",
        "un fișier cu numele unuia dintre tabelele {tables}; redenumiți-l sau scoateți-l din dosar",
    ),
    "close_file": Bilingual(
        "a file named after a table (did you mean {name}?); rename it to {name} or take it out of the folder",
        "un fișier cu numele unui tabel (poate {name}?); redenumiți-l în {name} sau scoateți-l din dosar",
    ),
    "other_format": Bilingual(
        "a .csv or .parquet file; save the table as {name}, in the format 'CSV UTF-8'",
        "un fișier .csv sau .parquet; salvați tabelul ca {name}, în formatul „CSV UTF-8”",
    ),
    "beside_counties": Bilingual(
        "all tables inside the county=... folders; move the file into one of them",
        "toate tabelele în dosarele county=...; mutați fișierul într-unul dintre ele",
    ),
    "empty_file": Bilingual(
        "a header row with the column names; export the file again",
        "un rând de antet cu numele coloanelor; exportați din nou fișierul",
    ),
    "not_utf8": Bilingual(
        "text in UTF-8; save it again as UTF-8; in a spreadsheet program: as 'CSV UTF-8'",
        "text în UTF-8; salvați-l din nou ca UTF-8; într-un program de calcul tabelar: ca „CSV UTF-8”",
    ),
    "unreadable": Bilingual(
        "a readable {format} file; export the file again",
        "un fișier {format} care se poate citi; exportați din nou fișierul",
    ),
    "open_quote": Bilingual(
        "quotes at both ends of the cell, or none; add the missing quote or delete the other one",
        "ghilimele la ambele capete ale celulei sau deloc; "
        "adăugați ghilimelele care lipsesc sau ștergeți-le pe celelalte",
    ),
    "too_many_cells": Bilingual(
        "{expected}, as in the header; put quotes round cells that hold a comma",
        "{expected}, ca în antet; puneți între ghilimele celulele care conțin virgulă",
    ),
    "too_few_cells": Bilingual(
        "{expected}, as in the header; add the missing cells, empty ones too",
        "{expected}, ca în antet; adăugați celulele care lipsesc, chiar dacă sunt goale",
    ),
    "too_large": Bilingual(
        "a table that a machine can hold; split it by county, into folders county=XX, or export fewer years",
        "un tabel care încape într-un calculator; împărțiți-l pe județe, în dosare county=XX, "
        "sau exportați mai puțini ani",
    ),
    # the header
    "too_many_columns": Bilingual(
        "at most {most} columns with names of usual length; delete those that are not of the table",
        "cel mult {most} de coloane, cu nume de lungime obișnuită; ștergeți-le pe cele care nu sunt ale tabelului",
    ),
    "no_header": Bilingual(
        "a header row with names among {columns}; write the column names in the first row",
        "un rând de antet cu nume dintre {columns}; scrieți numele coloanelor în primul rând",
    ),
    "missing_column": Bilingual("the column {column}; add it: {meaning}", "coloana {column}; adăugați-o: {meaning}"),
    "duplicate_column": Bilingual(
        "each column once; delete or rename one of them",
        "fiecare coloană o singură dată; ștergeți sau redenumiți una dintre ele",
    ),
    "unnamed_column": Bilingual(
        "a column name; name the column or delete it", "un nume de coloană; dați-i un nume coloanei sau ștergeți-o"
    ),
    "unknown_column": Bilingual(
        "a column among {columns}; rename it or delete it",
        "o coloană dintre {columns}; redenumiți-o sau ștergeți-o",
    ),
    "another_column": Bilingual(
        "a column of the table, as listed above; rename it or delete it",
        "o coloană a tabelului, din lista de mai sus; redenumiți-o sau ștergeți-o",
    ),
    "close_column": Bilingual(
        "a column of the table (did you mean {meant}?); rename it to {meant} or delete it",
        "o coloană a tabelului (poate {meant}?); redenumiți-o în {meant} sau ștergeți-o",
    ),
    "undeclared_column": Bilingual(
        "a column of the table or one declared in prezent.toml; declare it there under [situation.{name}] or delete it",
        "o coloană a tabelului sau una declarată în prezent.toml; "
        "declarați-o acolo sub [situation.{name}] sau ștergeți-o",
    ),
    "personal_column": Bilingual(
        "no names, identity numbers or ethnicity in records; delete the column",
        "date fără nume, coduri numerice personale sau etnie; ștergeți coloana",
    ),
    # one cell
    "identity_number": Bilingual(
        "no identity number; replace it by a pseudonym before you hand the file on",
        "date fără coduri numerice personale; înlocuiți-l cu un pseudonim înainte de a da fișierul mai departe",
    ),
    "missing_value": Bilingual("a value: {meaning}; fill in the cell", "o valoare: {meaning}; completați celula"),
    "not_a_date": Bilingual(
        "a date such as 2025-02-03; write year-month-day{hint}", "o dată precum 2025-02-03; scrieți an-lună-zi{hint}"
    ),
    "point_in_time": Bilingual(
        "a day, not a point in time; write the school's own day as year-month-day",
        "o zi, nu un moment în timp; scrieți ziua de la școală, în forma an-lună-zi",
    ),
    "short_year": Bilingual(
        "a year of four digits; write year-month-day, such as 2025-02-03",
        "un an cu patru cifre; scrieți an-lună-zi, de pildă 2025-02-03",
    ),
    "two_readings": Bilingual(
        "a date that can be read in one way only, but no date of the column shows if this is {by_day} or {by_month}; "
        "write year-month-day",
        "o dată care se poate citi într-un singur fel, dar nicio dată din coloană nu arată dacă aceasta este {by_day} "
        "sau {by_month}; scrieți an-lună-zi",
    ),
    "mixed_dates": Bilingual(
        "dates in one order, but {day} (row {day_row}) has the day first and {month} (row {month_row}) the month; "
        "write year-month-day",
        "date în aceeași ordine, dar {day} (rândul {day_row}) are întâi ziua, iar {month} (rândul {month_row}) întâi "
        "luna; scrieți an-lună-zi",
    ),
    "no_such_day": Bilingual("a day of the calendar; correct the date", "o zi care există în calendar; corectați data"),
    "early_date": Bilingual(
        "a date from {earliest} on; correct the year", "o dată începând cu {earliest}; corectați anul"
    ),
    "future_date": Bilingual(
        "a date not after today, {today}; correct the date",
        "o dată care nu este după ziua de azi, {today}; corectați data",
    ),
    "future_plan": Bilingual(
        "a date not after today, {today}; correct the date, or leave the row out until it has happened",
        "o dată care nu este după ziua de azi, {today}; corectați data sau lăsați rândul deoparte până se întâmplă",
    ),
    "not_a_number": Bilingual(
        "a number: {meaning}; correct the cell{or_empty}", "un număr: {meaning}; corectați celula{or_empty}"
    ),
    "decimal_comma": Bilingual(
        "a decimal point, {hint}, or {whole} if the comma parts thousands; write one of the two",
        "un număr cu punct zecimal, {hint}, sau {whole} dacă virgula desparte miile; scrieți unul dintre ele",
    ),
    "thousands": Bilingual(
        "a number without signs between thousands, {hint}; correct the cell",
        "un număr fără semne între mii, {hint}; corectați celula",
    ),
    "not_whole": Bilingual(
        "a whole number: {meaning}; correct the cell{or_empty}",
        "un număr întreg: {meaning}; corectați celula{or_empty}",
    ),
    "out_of_range": Bilingual(
        "a number {range}: {meaning}; correct the cell{or_empty}",
        "un număr {range}: {meaning}; corectați celula{or_empty}",
    ),
    "not_yes_no": Bilingual(
        "yes or no (also da/nu, true/false, 1/0); correct the cell{or_empty}",
        "da sau nu (ori yes/no, true/false, 1/0); corectați celula{or_empty}",
    ),
    "not_an_outcome": Bilingual(
        "one of {choices}; correct the cell, or declare an outcome of your own in prezent.toml under [outcomes.NAME]",
        "una dintre valorile {choices}; corectați celula sau declarați o situație proprie în prezent.toml sub "
        "[outcomes.NUME]",
    ),
    "not_a_term": Bilingual(
        "a teaching module, no holiday; delete the row: days between modules are holidays",
        "un modul de cursuri, nu o vacanță; ștergeți rândul: zilele dintre module sunt vacanțe",
    ),
    "separator_line": Bilingual(
        "the column names in the first row; delete row 1 of the file",
        "numele coloanelor în primul rând; ștergeți rândul 1 al fișierului",
    ),
    "not_a_choice": Bilingual(
        "one of {choices}; correct the cell{or_empty}", "una dintre valorile {choices}; corectați celula{or_empty}"
    ),
    "not_yet_an_outcome": Bilingual(
        "one of {choices}; whoever must sit a second examination has no outcome yet: delete the row, or write the "
        "outcome after the examination",
        "una dintre valorile {choices}; un elev corigent sau amânat nu are încă un rezultat: ștergeți rândul sau "
        "scrieți rezultatul de după examen",
    ),
    "unknown_scale": Bilingual(
        "a scale among {scales}; correct the cell or declare the scale in prezent.toml under [scales]",
        "o scară dintre {scales}; corectați celula sau declarați scara în prezent.toml sub [scales]",
    ),
    "mark_not_on_scale": Bilingual(
        "a mark {range} on the scale {scale}; correct the mark or the scale",
        "o notă {range} pe scara {scale}; corectați nota sau scara",
    ),
    "word_not_on_scale": Bilingual(
        "a mark {range} on the scale {scale}; correct the mark or the scale, or declare the word in prezent.toml under "
        '[scales."{scale}"] as one of its words or as not_taken',
        "o notă {range} pe scara {scale}; corectați nota sau scara ori declarați cuvântul în prezent.toml sub "
        '[scales."{scale}"], între words sau ca not_taken',
    ),
    "mark_past_the_best": Bilingual(
        "a mark {range} on the scale {scale}; correct the mark or the scale or, if marks past the best are given, "
        'declare beyond = {beyond} in prezent.toml under [scales."{scale}"]',
        "o notă {range} pe scara {scale}; corectați nota sau scara ori, dacă se dau note peste cea mai bună, declarați "
        'beyond = {beyond} în prezent.toml sub [scales."{scale}"]',
    ),
    "blank_mark": Bilingual(
        "a mark on its scale; delete the row if no mark was due, write not_taken under kind if the pupil did not sit "
        "it, or write the mark that was given, 0 for instance",
        "o notă pe scara ei; ștergeți rândul dacă nu trebuia dată nicio notă, scrieți not_taken sub kind dacă elevul "
        "nu s-a prezentat sau scrieți nota care s-a dat, de pildă 0",
    ),
    "mark_of_not_taken": Bilingual(
        "no mark where kind is not_taken; delete the mark, or correct the kind if it was sat",
        "nicio notă acolo unde kind este not_taken; ștergeți nota sau corectați kind dacă elevul s-a prezentat",
    ),
    # what hours are worked out from
    "undeclared_codes": Bilingual(
        "codes whose meaning is declared; write in prezent.toml, under [attendance.codes], what each one means: "
        "{example} (also late, not_recorded, or with hours: see docs/how-to/status_codes.md)",
        "coduri cu înțeles declarat; scrieți în prezent.toml, sub [attendance.codes], ce înseamnă fiecare: "
        "{example} (de asemenea late, not_recorded sau cu ore: vedeți docs/how-to/status_codes.md)",
    ),
    "rate_needs_lessons": Bilingual(
        "the hours that the rate is of, in the column lessons; fill in the hours held in the period",
        "orele la care se referă procentul, în coloana lessons; completați orele ținute în acea perioadă",
    ),
    "rate_needs_period": Bilingual(
        "the first day of the period that the rate is of, in the column from_date; fill it in (date is the last day)",
        "prima zi a perioadei la care se referă procentul, în coloana from_date; completați-o (date este ultima zi)",
    ),
    "rate_is_share": Bilingual(
        "percent from 0 to 100; multiply the rates by 100", "procente de la 0 la 100; înmulțiți valorile cu 100"
    ),
    # the cells of a row, the rows of a table, the tables together
    "not_a_school_year": Bilingual(
        "a school year such as 2025-2026 (2025 for a calendar year), a label of the table terms, or a date in left_on; "
        "correct the label, add its terms or fill in left_on",
        "un an școlar precum 2025-2026 (2025 pentru un an calendaristic), un nume din tabelul terms sau o dată în "
        "left_on; corectați anul, adăugați-i modulele în terms sau completați left_on",
    ),
    "not_weekdays": Bilingual(
        "days of a week, Monday 1 to Sunday 7, such as 1-5 or 7,1-4; correct the cell or leave it empty for 1-5",
        "zile ale săptămânii, luni 1 până la duminică 7, precum 1-5 sau 7,1-4; "
        "corectați celula sau lăsați-o goală pentru 1-5",
    ),
    "date_order": Bilingual(
        "a date not before {other}; correct one of the two dates",
        "o dată care nu este înainte de {other}; corectați una dintre cele două date",
    ),
    "needs_from_date": Bilingual(
        "at most 24 hours on one day; fill in from_date if this is a period's total, or correct the hours",
        "cel mult 24 de ore într-o zi; completați from_date dacă este totalul unei perioade sau corectați orele",
    ),
    "more_than_lessons": Bilingual(
        "no more hours missed than there were lessons; correct hours or lessons",
        "cel mult atâtea ore lipsite câte ore s-au ținut; corectați hours sau lessons",
    ),
    "duplicate_key": Bilingual(
        "one row for each {key}; delete the repeated rows or correct them",
        "un singur rând pentru fiecare {key}; ștergeți rândurile repetate sau corectați-le",
    ),
    "duplicate_across": Bilingual(
        "one row for each {key} in all counties together; delete all but one of the rows",
        "un singur rând pentru fiecare {key} în toate județele la un loc; păstrați doar unul dintre rânduri",
    ),
    "unknown_pupil": Bilingual(
        "a pupil_id that has an enrolment; add the pupil to enrolments or correct the pupil_id",
        "un pupil_id care are o înscriere; adăugați elevul în enrolments sau corectați pupil_id",
    ),
    "unknown_school": Bilingual(
        "a school_id of the schools table; add the school to schools or correct the cell",
        "un school_id din tabelul schools; adăugați școala în schools sau corectați celula",
    ),
    # prezent.toml
    "bad_toml": Bilingual("valid TOML; correct the file", "TOML valid; corectați fișierul"),
    "config_key": Bilingual(
        "a key among {keys}; rename or delete it", "o cheie dintre {keys}; redenumiți-o sau ștergeți-o"
    ),
    "config_value": Bilingual("{expected}; correct the value", "{expected}; corectați valoarea"),
}
