"""What was expected of a single cell and what to do about it; ``messages`` has the rest."""

from collections.abc import Mapping

from features.i18n.text import Bilingual

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
    # sheets as a school keeps them
    "sheet_missing": Bilingual("a file of that name; correct its name", "un fișier cu acest nume; corectați numele"),
    "sheet_empty": Bilingual("a sheet with pupils; the file is empty", "o foaie cu elevi; fișierul este gol"),
    "sheet_damaged": Bilingual(
        "a workbook that can be opened; the file is damaged: save it again in the program that made it",
        "un fișier care se poate deschide; acesta este deteriorat: salvați-l din nou în programul în care a fost făcut",
    ),
    "sheet_locked": Bilingual(
        "a workbook without a password; take the password away and save it",
        "un fișier fără parolă; eliminați parola și salvați-l",
    ),
    "sheet_bomb": Bilingual(
        "a school's workbook; this one unpacks to more than any register holds and is not opened",
        "un fișier al unei școli; acesta se despachetează la mai mult decât încape în orice catalog și nu se deschide",
    ),
    "sheet_other": Bilingual(
        "a workbook (XLSX, XLS, ODS, XLSB) or CSV; save the table as XLSX",
        "un registru de calcul (XLSX, XLS, ODS, XLSB) sau CSV; salvați tabelul ca XLSX",
    ),
    "sheet_lock_file": Bilingual(
        "a workbook; this is only the mark that a spreadsheet program keeps beside a workbook that is open: close the "
        "workbook there, and name the file without ~$ in front",
        "un registru de calcul; acesta este doar semnul pe care programul îl ține lângă un registru deschis: închideți "
        "registrul și numiți fișierul fără ~$ în față",
    ),
    "sheet_pdf": Bilingual(
        "a workbook; this is a PDF: ask for the workbook that it was printed from, or open the PDF in a program that "
        "makes tables of it and save those as XLSX",
        "un registru de calcul; acesta este un PDF: cereți registrul din care a fost tipărit sau deschideți PDF-ul "
        "într-un program care face tabele din el și salvați-le ca XLSX",
    ),
    "sheet_picture": Bilingual(
        "a workbook; this is a picture: type its table into a workbook, for instance into ours (prezent template)",
        "un registru de calcul; aceasta este o imagine: treceți tabelul într-un registru de calcul, de pildă în al "
        "nostru (prezent template)",
    ),
    "sheet_word": Bilingual(
        "a workbook; this is a text document (Word): copy its table into a workbook and save it as XLSX",
        "un registru de calcul; acesta este un document text (Word): copiați tabelul într-un registru de calcul și "
        "salvați-l ca XLSX",
    ),
    "sheet_slides": Bilingual(
        "a workbook; this is a presentation: copy its table into a workbook and save it as XLSX",
        "un registru de calcul; aceasta este o prezentare: copiați tabelul într-un registru de calcul și salvați-l ca "
        "XLSX",
    ),
    "sheet_archive": Bilingual(
        "a workbook; this is an archive: unpack it and name the workbooks that are in it",
        "un registru de calcul; aceasta este o arhivă: dezarhivați-o și numiți registrele din ea",
    ),
    "sheet_markup": Bilingual(
        "a workbook; this is a web page or XML under another name: open it in a spreadsheet program and save it as "
        "XLSX",
        "un registru de calcul; aceasta este o pagină web sau XML cu alt nume: deschideți-o în programul de calcul "
        "tabelar și salvați-o ca XLSX",
    ),
    "sheet_no_pupils": Bilingual(
        "a table whose headings name the pupil, such as Nume și prenume or Nr. matricol; add the headings",
        "un tabel ale cărui antete numesc elevul, de pildă Nume și prenume sau Nr. matricol; adăugați antetele",
    ),
    "sheet_no_header": Bilingual(
        "a row of headings above the pupils, such as Nume și prenume; add it",
        "un rând de antete deasupra elevilor, de pildă Nume și prenume; adăugați-l",
    ),
    "sheet_heading_twice": Bilingual(
        "a heading that stands once in a table; rename or delete one of the two columns",
        "un antet care apare o singură dată în tabel; redenumiți sau ștergeți una dintre cele două coloane",
    ),
    "sheet_no_pupil": Bilingual(
        "the pupil of this row; write the name or the register number, or delete the row",
        "elevul acestui rând; scrieți numele sau numărul matricol ori ștergeți rândul",
    ),
    "sheet_pupil_twice": Bilingual(
        "each pupil once in a table, but row {other} is of the same one; delete one row, or write register numbers",
        "fiecare elev o singură dată în tabel, dar și rândul {other} este al lui; ștergeți un rând sau scrieți "
        "numerele matricole",
    ),
    "sheet_two_names": Bilingual(
        "one pupil for a register number, but another row has it with another name; correct one of the two",
        "un singur elev pentru un număr matricol, dar alt rând îl are cu alt nume; corectați unul dintre ele",
    ),
    "sheet_which_pupil": Bilingual(
        "a pupil that can be told, but two have this name; write the register number or the class",
        "un elev care poate fi recunoscut, dar doi au acest nume; scrieți numărul matricol sau clasa",
    ),
    "sheet_day": Bilingual(
        "a day such as 12.10.2025 or 12.10; correct the cell",
        "o dată precum 12.10.2025 sau 12.10; corectați celula",
    ),
    "sheet_day_order": Bilingual(
        "a day before its month, such as 12.10; correct the cell",
        "ziua înaintea lunii, ca în 12.10; corectați celula",
    ),
    "sheet_day_year": Bilingual(
        "a day with its year, as the school year is not known; name the school year",
        "o dată cu anul ei, deoarece anul școlar nu se cunoaște; indicați anul școlar",
    ),
    "sheet_day_or_ten": Bilingual(
        "a day that can be read in one way: a spreadsheet writes 12.1 for 12.10 too; write the day with its year",
        "o dată care se poate citi într-un singur fel: programul scrie 12.1 și pentru 12.10; scrieți data cu anul ei",
    ),
    "sheet_no_such_day": Bilingual(
        "a day that its month has; correct the day", "o zi care există în luna ei; corectați ziua"
    ),
    "sheet_birth": Bilingual(
        "a day or year of birth, such as 14.05.2012; correct the cell",
        "data sau anul nașterii, de pildă 14.05.2012; corectați celula",
    ),
    "sheet_month": Bilingual(
        "a month, such as octombrie; correct the cell", "o lună, de pildă octombrie; corectați celula"
    ),
    "sheet_no_month": Bilingual(
        "the month of these days in the title or the sheet's name, such as Absențe octombrie; write it there",
        "luna acestor zile în titlu sau în numele foii, de pildă Absențe octombrie; scrieți-o acolo",
    ),
    "sheet_mark": Bilingual(
        "a mark from 1 to 10, or FB, B, S, I; correct the cell",
        "o notă de la 1 la 10 sau FB, B, S, I; corectați celula",
    ),
    "sheet_marks": Bilingual(
        "a mark with its day, such as 7/12.10 or 12-10-2025: 7; correct this part of the cell",
        "o notă cu data ei, ca 7/12.10 sau 12-10-2025: 7; corectați această parte a celulei",
    ),
    "sheet_mark_became_day": Bilingual(
        "marks, but a spreadsheet made a day of them (7/12 became 7 December); write 7/12.10 as text",
        "note, dar programul a făcut din ele o dată (7/12 a devenit 7 decembrie); scrieți 7/12.10 ca text",
    ),
    "sheet_mark_without_day": Bilingual(
        "the day of each mark, such as 8/12.10; write it, or the month in the sheet's name",
        "ziua fiecărei note, ca în 8/12.10; scrieți-o sau treceți luna în numele foii",
    ),
    "sheet_missing_mark": Bilingual("a mark for this day; fill it in or delete the row",
                                    "o notă pentru această zi; completați-o sau ștergeți rândul"),
    "sheet_missing_day": Bilingual("the day; fill it in", "data; completați-o"),
    "sheet_missing_hours": Bilingual("how many hours; fill it in", "câte ore; completați"),
    "sheet_absences": Bilingual(
        "days of absence, such as 12.10; 13.10m; correct this part of the cell",
        "zile de absență, ca 12.10; 13.10m; corectați această parte a celulei",
    ),
    "sheet_excused": Bilingual(
        "whether it is excused, such as m, n, da, nu; correct the cell",
        "dacă este motivată, ca m, n, da, nu; corectați celula",
    ),
    "sheet_sign": Bilingual(
        "a sign of an absence, such as a, x, m, n or a number of hours; correct the cell",
        "un semn de absență, ca a, x, m, n sau un număr de ore; corectați celula",
    ),
    "not_an_outcome_word": Bilingual(
        "how the pupil's year ended, such as promovat, repetent, transferat; correct the cell",
        "cum s-a încheiat anul elevului, ca promovat, repetent, transferat; corectați celula",
    ),
    "sheet_other_school": Bilingual(
        "the code of the school that is imported, {school}; import the rows of each school from a file of its own, or "
        "correct the code",
        "codul școlii care se importă, {school}; importați rândurile fiecărei școli dintr-un fișier separat sau "
        "corectați codul",
    ),
    "sheet_several_schools": Bilingual(
        "rows of one school, {school}, but most rows are of another than this one; import the rows of each school from "
        "a file of its own, or write its name in the same way everywhere",
        "rândurile unei singure școli, {school}, dar cele mai multe sunt ale alteia decât aceasta; importați rândurile "
        "fiecărei școli dintr-un fișier separat sau scrieți numele ei peste tot la fel",
    ),
    "sheet_number": Bilingual("a number of hours; correct the cell", "un număr de ore; corectați celula"),
}  # fmt: skip
