"""What was expected of a single cell and what to do about it; ``messages`` has the rest."""

from collections.abc import Mapping

from features.i18n.text import Bilingual
from features.schema.sheets.file_messages import FILE_MESSAGES
from features.schema.sheets.messages import SHEET_MESSAGES

CELL_MESSAGES: Mapping[str, Bilingual] = {
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
    "not_a_month": Bilingual(
        "a month such as 2025-10, 10.2025 or octombrie 2025; correct the cell, or delete a row of totals",
        "o lună precum 2025-10, 10.2025 sau octombrie 2025; corectați celula sau ștergeți rândul de total",
    ),
    "month_without_year": Bilingual(
        "a month with its year, such as 2025-10, since the pupils are enrolled in several school years; write the year "
        "or add a column school_year",
        "o lună cu anul ei, de pildă 2025-10, deoarece elevii sunt înscriși în mai mulți ani școlari; scrieți anul sau "
        "adăugați coloana An școlar (school_year)",
    ),
    "parts_of_total": Bilingual(
        "a total that is the sum of its excused and its unexcused hours, neither of them more than it; correct one of "
        "the three",
        "un total care este suma orelor motivate și nemotivate, niciunele mai multe decât el; corectați una dintre "
        "valori",
    ),
    "several_outcomes": Bilingual(
        "one outcome: this can mean dropped_out, transferred or emigrated; write which it was",
        "un singur rezultat: cuvântul poate însemna abandon, transferat sau plecat în străinătate; scrieți care dintre "
        "ele",
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
        "one of {choices}{guess}; correct the cell, or declare an outcome of your own in prezent.toml under "
        "[outcomes.NAME]",
        "una dintre valorile {choices}{guess}; corectați celula sau declarați o situație proprie în prezent.toml sub "
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
        "one of {choices}{guess}; correct the cell{or_empty}",
        "una dintre valorile {choices}{guess}; corectați celula{or_empty}",
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
        "orele la care se referă procentul, în coloana Ore ținute (lessons); completați orele ținute în acea perioadă",
    ),
    "rate_needs_period": Bilingual(
        "the first day of the period that the rate is of, in the column from_date; fill it in (date is the last day)",
        "prima zi a perioadei la care se referă procentul, în coloana De la (from_date); completați-o "
        "(Data este ultima zi)",
    ),
    "rate_is_share": Bilingual(
        "percent from 0 to 100; multiply the rates by 100", "procente de la 0 la 100; înmulțiți valorile cu 100"
    ),
    **FILE_MESSAGES,
    **SHEET_MESSAGES,
}  # fmt: skip
