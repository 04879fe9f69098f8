"""What was expected of a school's sheet, for each problem of one."""

from collections.abc import Mapping

from features.i18n.text import Bilingual

SHEET_MESSAGES: Mapping[str, Bilingual] = {
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
    "sheet_other_month": Bilingual(
        "a day of the month above the column; correct the day, or move it into the column of its own month",
        "o zi din luna scrisă deasupra coloanei; corectați data sau mutați-o în coloana lunii ei",
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
        "un tabel cu o coloană pentru elevi, de pildă „Nume și prenume” sau „Nr. matricol”; adăugați antetele",
    ),
    "sheet_no_header": Bilingual(
        "a row of headings above the pupils, such as Nume și prenume; add it",
        "un rând cu antetele coloanelor deasupra elevilor, de pildă „Nume și prenume”; adăugați-l",
    ),
    "sheet_heading_twice": Bilingual(
        "a heading that stands once in a table; rename or delete one of the two columns",
        "un antet o singură dată în tabel; redenumiți sau ștergeți una dintre cele două coloane",
    ),
    "sheet_no_pupil": Bilingual(
        "the pupil of this row; write the name or the register number, or delete the row",
        "numele elevului de pe acest rând; scrieți numele sau numărul matricol ori ștergeți rândul",
    ),
    "sheet_pupil_twice": Bilingual(
        "each pupil once in a table, but row {other} is of the same one; delete one row, or write register numbers",
        "fiecare elev o singură dată în tabel, dar și rândul {other} este al lui; ștergeți un rând sau scrieți "
        "numerele matricole",
    ),
    "sheet_number_twice": Bilingual(
        "each pupil once in a table, but row {other} has the same register number; delete one row, or correct the "
        "number of one",
        "fiecare elev o singură dată în tabel, dar și rândul {other} are același număr matricol; ștergeți un rând sau "
        "corectați numărul unuia",
    ),
    "sheet_two_classes": Bilingual(
        "one class for a pupil, but {other} has the same one in another; correct or delete one row, or, of a child "
        "that changed its class, write when it left into the one row and when it came into the other; of two children, "
        "write the register number of each",
        "o singură clasă pentru un elev, dar {other} îl are în alta; corectați sau ștergeți un rând ori, dacă elevul "
        "și-a schimbat clasa, treceți într-un rând data plecării și în celălalt data înscrierii; dacă sunt doi elevi, "
        "scrieți numărul matricol al fiecăruia",
    ),
    "sheet_said_otherwise": Bilingual(
        "the same in all rows of a pupil, but {other}; correct one of the two cells",
        "același lucru în toate rândurile unui elev, dar {other}; corectați una dintre celule",
    ),
    "sheet_two_names": Bilingual(
        "one pupil for a register number, but another row has it with another name; correct one of the two",
        "un singur elev pentru un număr matricol, dar alt rând îl are cu alt nume; corectați unul dintre ele",
    ),
    "sheet_which_pupil": Bilingual(
        "a pupil that can be told, but two have this name; write the register number or the class",
        "un elev care se poate recunoaște, dar doi elevi au acest nume; scrieți numărul matricol sau clasa",
    ),
    "sheet_unknown_pupil": Bilingual(
        "a child of the class as its class list has them; correct the number, the name or the class, or bring the "
        "class list in with this child first",
        "un elev din lista clasei; corectați numărul, numele sau clasa ori aduceți întâi lista clasei cu acest elev",
    ),
    "sheet_day": Bilingual(
        "a day such as 12.10.2025 or 12.10; correct the cell",
        "o dată precum 12.10.2025 sau 12.10; corectați celula",
    ),
    "sheet_day_order": Bilingual(
        "a day before its month, such as 12.10; correct the cell",
        "întâi ziua și apoi luna, ca în 12.10; corectați celula",
    ),
    "sheet_day_year": Bilingual(
        "a day with its year, as the school year is not known; name the school year",
        "o dată scrisă cu an, fiindcă anul școlar nu se cunoaște; indicați anul școlar",
    ),
    "sheet_day_or_ten": Bilingual(
        "a day that can be read in one way: a spreadsheet writes 12.1 for 12.10 too; write the day with its year",
        "o dată fără îndoială: programul scrie 12.1 și pentru 12.10; scrieți data cu an, de pildă 12.10.2025",
    ),
    "sheet_no_such_day": Bilingual(
        "a day that its month has; correct the day", "o zi care există în calendar; corectați ziua"
    ),
    "sheet_birth": Bilingual(
        "a day or year of birth, such as 14.05.2012; correct the cell",
        "data sau anul nașterii, de pildă 14.05.2012; corectați celula",
    ),
    "sheet_month": Bilingual(
        "a month, such as octombrie; correct the cell", "o lună, de pildă octombrie; corectați celula"
    ),
    "sheet_no_week": Bilingual(
        "the week of these days in the title, above them or in the sheet's name, such as Săptămâna 10-14.11.2025; "
        "write it there, or say in the mapping what the column is",
        "săptămâna acestor zile în titlu, deasupra lor sau în numele foii, de pildă Săptămâna 10-14.11.2025; scrieți-o "
        "acolo sau spuneți în fișierul de potriviri ce este coloana",
    ),
    "sheet_no_module": Bilingual(
        "totals of a month, or of the whole year: the days of this school year's modules are not known; the calendar "
        "has them from 2022-2023 on",
        "totaluri pe luni sau pe tot anul: zilele modulelor din acest an școlar nu sunt cunoscute; calendarul le are "
        "din 2022-2023 încoace",
    ),
    "sheet_pair": Bilingual(
        "two numbers of hours as in the other cells, such as 12/5; correct the cell",
        "două numere de ore, ca în celelalte celule, de pildă 12/5; corectați celula",
    ),
    "sheet_pair_more": Bilingual(
        "a total and a part of it, which is not more than it, such as 12/5; correct the cell",
        "un total și o parte a lui, nu mai mare decât el, de pildă 12/5; corectați celula",
    ),
    "sheet_pair_became_day": Bilingual(
        "two numbers of hours, such as 12/5, of which the spreadsheet made a day; format the column as text and write "
        "them again",
        "două numere de ore, de pildă 12/5, din care programul a făcut o dată; formatați coloana ca text și scrieți-le "
        "din nou",
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
        "o notă cu data ei, de pildă 7/12.10 sau 12-10-2025: 7; corectați această parte a celulei",
    ),
    "sheet_mark_became_day": Bilingual(
        "marks, but a spreadsheet made a day of them (7/12 became 7 December); write 7/12.10 as text",
        "note, dar programul a făcut din ele o dată (7/12 a devenit 7 decembrie); scrieți 7/12.10 ca text",
    ),
    "sheet_mark_without_subject": Bilingual(
        "the subject of the marks of the row, as the other rows have one; fill it in",
        "disciplina notelor de pe rând, cum o au celelalte rânduri; completați-o",
    ),
    "sheet_mark_without_day": Bilingual(
        "the day of each mark, such as 8/12.10 or in a column Data; write it, or the month in the sheet's name",
        "data fiecărei note, ca în 8/12.10 sau într-o coloană Data; scrieți-o sau treceți luna în numele foii",
    ),
    "sheet_missing_mark": Bilingual("a mark for this day; fill it in or delete the row",
                                    "o notă pentru această zi; completați-o sau ștergeți rândul"),
    "sheet_missing_day": Bilingual("the day; fill it in", "data; completați-o"),
    "sheet_no_days": Bilingual(
        "a column Data too, with the day of each row, as this column says something of one absence or incident; add "
        "it, or, of absences, write their month in the sheet's name",
        "și o coloană Data, cu ziua fiecărui rând, fiindcă această coloană spune ceva despre o singură absență sau "
        "abatere; adăugați-o sau, la absențe, treceți luna în numele foii",
    ),
    "sheet_event_beside": Bilingual(
        "a row with its day for each absence or incident, as this column says something of a single one; write an "
        "excuse as m behind its day (12.10m), incidents in a sheet of their own, or leave the column out",
        "câte un rând, cu ziua lui, pentru fiecare absență sau abatere, fiindcă această coloană spune ceva despre una "
        "singură; treceți motivarea ca m după zi (12.10m), abaterile într-o foaie a lor, sau scoateți coloana",
    ),
    "sheet_missing_hours": Bilingual("how many hours; fill it in", "numărul de ore; completați-l"),
    "sheet_absences": Bilingual(
        "days of absence, such as 12.10; 13.10m; correct this part of the cell",
        "zile de absență, de pildă 12.10; 13.10m; corectați această parte a celulei",
    ),
    "sheet_excused": Bilingual(
        "whether it is excused, such as m, n, da, nu; correct the cell",
        "un răspuns dacă absența este motivată: m, n, da sau nu; corectați celula",
    ),
    "sheet_sign": Bilingual(
        "a sign of an absence, such as a, x, m, n or a number of hours; correct the cell",
        "un semn de absență (a, x, m, n) sau un număr de ore; corectați celula",
    ),
    "not_an_outcome_word": Bilingual(
        "how the pupil's year ended, such as promovat, repetent, transferat; correct the cell",
        "situația elevului la sfârșitul anului, de pildă promovat, repetent sau transferat; corectați celula",
    ),
    "sheet_other_school": Bilingual(
        "the code of the school that is imported, {school}; import the rows of each school from a file of its own, or "
        "correct the code",
        "codul școlii care se importă, {school}; importați rândurile fiecărei școli dintr-un fișier separat sau "
        "corectați codul",
    ),
    "sheet_other_year": Bilingual(
        "the school year that is imported, {year}; bring the sheets and rows of each school year in a file of its own, "
        "or correct the year here, in the title or in the name of the sheet or file",
        "anul școlar care se importă, {year}; aduceți foile și rândurile fiecărui an școlar într-un fișier separat sau "
        "corectați anul de aici, din titlu sau din numele foii ori al fișierului",
    ),
    "sheet_day_other_year": Bilingual(
        "a day between {first} and {last}, as the sheet is of this school year; correct the day, or bring the rows of "
        "each school year in a file of its own, with the year in its title",
        "o zi între {first} și {last}, fiindcă foaia este din acest an școlar; corectați data sau aduceți rândurile "
        "fiecărui an școlar într-un fișier separat, cu anul în titlu",
    ),
    "sheet_several_schools": Bilingual(
        "rows of one school, {school}, but most rows are of another than this one; import the rows of each school from "
        "a file of its own, or write its name in the same way everywhere",
        "rândurile unei singure școli, {school}, dar cele mai multe sunt ale alteia decât aceasta; importați rândurile "
        "fiecărei școli dintr-un fișier separat sau scrieți numele ei peste tot la fel",
    ),
    "two_copies": Bilingual(
        "each row in one file or sheet alone, as all its absences and marks would count twice; import the newest copy "
        "alone, or name the subject where they are of two subjects",
        "fiecare rând într-un singur fișier sau pe o singură foaie, altfel toate absențele și notele lui s-ar număra "
        "de două ori; importați numai copia cea mai nouă sau scrieți disciplina, dacă sunt la două discipline",
    ),
    "sheet_number": Bilingual("a number of hours; correct the cell", "un număr de ore; corectați celula"),
    "sheet_hours_or_days": Bilingual(
        "the hours of the month, such as 12, or its days, such as 3, 5m, 12.10; correct the cell",
        "orele lunii, de pildă 12, sau zilele ei, de pildă 3, 5m, 12.10; corectați celula",
    ),
}  # fmt: skip
