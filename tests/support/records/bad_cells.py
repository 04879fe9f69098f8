"""Which cells and rows are wrong, and what is said of each?"""

from tests.support.records.record_files import (
    BAD_YEAR,
    CNP,
    ENROLMENT_KEY,
    EVERY_TABLE,
    NO_NUMBER,
    P1,
    P2,
    TABLES,
    TODAY,
    WRITE_DATE,
    attendance,
    bad,
    enrolments,
    family,
    grades,
    schools,
)

ONE_TO_TEN = ("from 1 to 10", "de la 1 la 10")
FB_TO_I = "I, S, B, FB, insuficient, suficient, bine, foarte bine"
DECLARE_THE_WORD = (
    ', or declare the word in prezent.toml under [scales."1-10"] as one of its words or as not_taken',
    ' ori declarați cuvântul în prezent.toml sub [scales."1-10"], între words sau ca not_taken',
)
DECLARE_BEYOND = (
    ' or, if marks past the best are given, declare beyond = 11 in prezent.toml under [scales."1-10"]',
    ' ori, dacă se dau note peste cea mai bună, declarați beyond = 11 în prezent.toml sub [scales."1-10"]',
)

CELLS = [
    bad(
        "a comma that may part thousands",
        attendance('p1,2024-10-01,"1,234"', 'p1,2024-10-02,"1,235"'),
        "attendance.csv, row 2, column hours: found '1,234'; expected a decimal point, 1.234, or 1234 if the comma "
        "parts thousands; write one of the two.",
        "attendance.csv, row 3, column hours: found '1,235'; expected a decimal point, 1.235, or 1235 if the comma "
        "parts thousands; write one of the two.",
        ro="am găsit „1,234”; așteptam un număr cu punct zecimal, 1.234, sau 1234 dacă virgula desparte miile; scrieți",
    ),
    bad(
        "signs between thousands",
        attendance('p1,2024-10-01,"1.234,5"'),
        "attendance.csv, row 2, column hours: found '1.234,5'; expected a number without signs between thousands, "
        "1234.5; correct the cell.",
        ro="am găsit „1.234,5”; așteptam un număr fără semne între mii, 1234.5; corectați celula.",
    ),
    *(
        bad(
            f"a mark {mark} on {scale}",
            grades(f"p1,2024-10-01,{mark},{scale}"),
            f"grades.csv, row 2, column mark: found '{mark}'; expected a mark {allowed[0]} on the scale {scale}; "
            f"correct the mark or the scale{advice[0]}.",
            ro=f"am găsit „{mark}”; așteptam o notă {allowed[1]} pe scara {scale}; "
            f"corectați nota sau scara{advice[1]}.",
        )
        for mark, scale, allowed, advice in (
            ("NaN", "1-10", ONE_TO_TEN, DECLARE_THE_WORD),
            ("11", "1-10", ONE_TO_TEN, DECLARE_BEYOND),
            ("0", "1-10", ONE_TO_TEN, ("", "")),
            ("FB", "1-10", ONE_TO_TEN, DECLARE_THE_WORD),
            ("7", "FB-I", (f"among {FB_TO_I}", f"dintre {FB_TO_I}"), ("", "")),
        )
    ),
    bad(
        "an empty mark",
        grades("p1,2024-10-01,,1-10"),
        "grades.csv, row 2, column mark: found nothing; expected a mark on its scale; delete the row if no mark was "
        "due, write not_taken under kind if the pupil did not sit it, or write the mark that was given, 0 for "
        "instance.",
        ro="coloana mark: nu am găsit nimic; așteptam o notă pe scara ei; ștergeți rândul dacă nu trebuia dată nicio "
        "notă, scrieți not_taken sub kind dacă elevul nu s-a prezentat sau scrieți nota care s-a dat, de pildă 0.",
    ),
    bad(
        "a mark of a test that was not taken",
        {"grades.csv": "pupil_id,date,mark,scale,kind\np1,2024-10-01,7,1-10,not_taken\n"},
        "grades.csv, row 2, column mark: found '7'; expected no mark where kind is not_taken; delete the mark, or "
        "correct the kind if it was sat.",
        ro="am găsit „7”; așteptam nicio notă acolo unde kind este not_taken; ștergeți nota sau corectați kind",
    ),
    bad(
        "a scale of several countries",
        grades("p1,2024-10-01,5,1-5", "p1,2024-10-02,4,1-5"),
        "grades.csv, rows 2, 3, column scale: found '1-5'; expected a scale among AT 1-5, BA 1-5, CZ 1-5, EE 1-5, "
        "HR 1-5, HU 1-5, ME 1-5, MK 1-5, PH 1-5, RS 1-5, SI 1-5, SK 1-5; "
        "correct the cell or declare the scale in prezent.toml under [scales].",
        ro="am găsit „1-5”; așteptam o scară dintre AT 1-5, BA 1-5, CZ 1-5",
    ),
    bad(
        "an unknown scale",
        grades("p1,2024-10-01,5,0-40", "p1,2024-10-02,4,0-40"),
        "grades.csv, rows 2, 3, column scale: found '0-40'; expected a scale among 1-10, FB-I, 0-20, 0-100, 0-10, 1-6, "
        "2-5, 2-6, 1-12, percent; correct the cell or declare the scale in prezent.toml under [scales].",
        ro="am găsit „0-40”; așteptam o scară dintre 1-10, FB-I, 0-20, 0-100, 0-10, 1-6, 2-5, 2-6, 1-12, percent; "
        "corectați celula sau declarați",
    ),
    bad(
        "an absence in the future",
        attendance("p1,2099-10-01,2"),
        f"attendance.csv, row 2, column date: found '2099-10-01'; expected a date not after today, {TODAY}; "
        "correct the date.",
        ro=f"așteptam o dată care nu este după ziua de azi, {TODAY}; corectați data.",
    ),
    bad(
        "an absence of the Middle Ages",
        attendance("p1,1024-10-01,2"),
        "attendance.csv, row 2, column date: found '1024-10-01'; expected a date from 1900-01-01 on; correct the year.",
        ro="așteptam o dată începând cu 1900-01-01; corectați anul.",
    ),
    *(
        bad(
            f"a date {text}",
            attendance(f"p1,{text},2"),
            f"attendance.csv, row 2, column date: found '{text}'; {WRITE_DATE}{hint}.",
            ro=f"am găsit „{text}”; așteptam o dată precum 2025-02-03; scrieți an-lună-zi{hint}.",
        )
        for text, hint in (
            ("13/14/2024", ""),
            ("45691", ", 2025-02-03"),
            ("luni", ""),
        )
    ),
    *(
        bad(
            f"a date {text}",
            attendance(f"p1,{text},2"),
            f"attendance.csv, row 2, column date: found '{text}'; expected {expected}.",
            ro=f"am găsit „{text}”; așteptam {romanian}.",
        )
        for text, expected, romanian in (
            (
                "03/02/2025",
                "a date that can be read in one way only, but no date of the column shows if this is 2025-02-03 or "
                "2025-03-02; write year-month-day",
                "o dată care se poate citi într-un singur fel, dar nicio dată din coloană nu arată dacă aceasta este "
                "2025-02-03 sau 2025-03-02; scrieți an-lună-zi",
            ),
            (
                "03.02.25",
                "a year of four digits; write year-month-day, such as 2025-02-03",
                "un an cu patru cifre; scrieți an-lună-zi, de pildă 2025-02-03",
            ),
            *(
                (
                    moment,
                    "a day, not a point in time; write the school's own day as year-month-day",
                    "o zi, nu un moment în timp; scrieți ziua de la școală, în forma an-lună-zi",
                )
                for moment in ("2025-02-03 14:30", "2025-02-02T22:00:00.000Z", "13.02.2025 8:00", "1738540800000")
            ),
        )
    ),
    bad(
        "dates in two orders",
        attendance("p1,10/13/2024,2", "p1,03/09/2024,2", "p1,14/09/2024,2", "p1,2024-09-10,2"),
        *(
            f"attendance.csv, row {row}, column date: found '{found}'; expected dates in one order, but 14/09/2024 "
            "(row 4) has the day first and 10/13/2024 (row 2) the month; write year-month-day."
            for row, found in ((2, "10/13/2024"), (3, "03/09/2024"), (4, "14/09/2024"))
        ),
        ro="am găsit „03/09/2024”; așteptam date în aceeași ordine, dar 14/09/2024 (rândul 4) are întâi ziua, iar "
        "10/13/2024 (rândul 2) întâi luna; scrieți an-lună-zi.",
    ),
    bad(
        "a day that does not exist",
        attendance("p1,2025-02-30,2"),
        "attendance.csv, row 2, column date: found '2025-02-30'; expected a day of the calendar; correct the date.",
        ro="am găsit „2025-02-30”; așteptam o zi care există în calendar; corectați data.",
    ),
    bad(
        "hours in words",
        attendance("p1,2024-10-01,două"),
        "attendance.csv, row 2, column hours: found 'două'; expected a number: hours missed; correct the cell.",
        ro="am găsit „două”; așteptam un număr: ore lipsite; corectați celula.",
    ),
    bad(
        "negative hours",
        attendance("p1,2024-10-01,-2"),
        "attendance.csv, row 2, column hours: found '-2'; expected a number from 0 to 2000: hours missed; "
        "correct the cell.",
        ro="am găsit „-2”; așteptam un număr de la 0 la 2000: ore lipsite; corectați celula.",
    ),
    bad(
        "a class and a half",
        enrolments(f"{P1},2.5", f"{P2},seventh", more=",grade_level"),
        "enrolments.csv, row 2, column grade_level: found '2.5'; expected a whole number: class, 0 (preparatory) to "
        "13; correct the cell or leave it empty.",
        "enrolments.csv, row 3, column grade_level: found 'seventh'; expected a number: class, 0 (preparatory) to 13; "
        "correct the cell or leave it empty.",
        ro="am găsit „2.5”; așteptam un număr întreg: clasa, de la 0 (pregătitoare) la 13; corectați celula sau "
        "lăsați-o goală.",
    ),
    bad(
        "neither yes nor no",
        family("p1,2024-09-09,maybe", more=",home_internet"),
        "family.csv, row 2, column home_internet: found 'maybe'; expected yes or no (also da/nu, true/false, 1/0); "
        "correct the cell or leave it empty.",
        ro="am găsit „maybe”; așteptam da sau nu (ori yes/no, true/false, 1/0); corectați celula sau lăsați-o goală.",
    ),
    bad(
        "an unknown choice",
        family("p1,2024-09-09,vecini", more=",guardianship"),
        "family.csv, row 2, column guardianship: found 'vecini'; expected one of both_parents, one_parent, relatives, "
        "foster_care, institution; correct the cell or leave it empty.",
        ro="am găsit „vecini”; așteptam una dintre valorile ambii părinți (both_parents), un părinte",
    ),
    bad(
        "a pupil without a school",
        enrolments("p1,,2024-2025,2024-09-09", P2),
        "enrolments.csv, row 2, column school_id: found nothing; expected a value: code of the school; "
        "fill in the cell.",
        ro="coloana school_id: nu am găsit nimic; așteptam o valoare: codul școlii; completați celula.",
    ),
]

IDENTITY_NUMBERS = [
    bad(
        "as pupil_id, everywhere",
        {name: str(text).replace("p1", CNP) for name, text in EVERY_TABLE.items()},
        *(
            f"{table}.csv, row 2, column pupil_id: {NO_NUMBER}"
            for table in ("enrolments", "attendance", "grades", "family", "incidents", "outcomes")
        ),
        ro="am găsit un număr de 13 cifre; așteptam date fără coduri numerice personale; înlocuiți-l cu un pseudonim",
    ),
    *(
        bad(f"in {name}", files, f"{place}: {NO_NUMBER}", ro="am găsit un număr de 13 cifre")
        for name, files, place in (
            (
                "a text",
                attendance(f"p1,2024-10-01,2,mate {CNP}", more=",subject"),
                "attendance.csv, row 2, column subject",
            ),
            ("a scale", grades(f"p1,2024-10-01,7,{CNP}"), "grades.csv, row 2, column scale"),
            ("brackets", schools(f"S3,director ({CNP})"), "schools.csv, row 4, column name"),
            (
                "a declared choice",
                family(f"p1,2024-09-09,{CNP}", more=",dorm")
                | {"prezent.toml": '[situation.dorm]\ntype="choice"\nchoices=["a","b"]\nen="dorm"\nro="cămin"\n'},
                "family.csv, row 2, column dorm",
            ),
        )
    ),
    *(
        bad(
            f"where {name} belongs",
            files,
            f"{place}: found '[13 digits]'; expected {expected}",
            ro="găsit „[13 cifre]”",
        )
        for name, files, place, expected in (
            (
                "a number",
                attendance(f"p1,2024-10-01,{CNP}"),
                "attendance.csv, row 2, column hours",
                "a number from 0 to 2000: hours missed; correct the cell.",
            ),
            (
                "a date",
                attendance(f"p1,{CNP},2"),
                "attendance.csv, row 2, column date",
                "a day, not a point in time; write the school's own day as year-month-day.",
            ),
            (
                "a mark",
                grades(f"p1,2024-10-01,{CNP},1-10"),
                "grades.csv, row 2, column mark",
                "a mark from 1 to 10 on the scale 1-10; correct the mark or the scale.",
            ),
        )
    ),
    bad(
        "as a header",
        attendance("p1,2024-10-01,2,3", more=f",{CNP}"),
        f"attendance.csv, row 1, column [13 digits]: {NO_NUMBER}",
        ro="coloana [13 cifre]: am găsit un număr de 13 cifre",
    ),
    bad(
        "in a file name",
        {f"elev {CNP}.csv": "a\n"},
        f"elev [13 digits].csv: found an unknown table; expected a file named after one of the tables {TABLES}; "
        "rename it or take it out of the folder.",
        ro="elev [13 cifre].csv: am găsit un tabel necunoscut",
    ),
    bad(
        "beside a wrong word, where it would be cut in two",
        {"prezent.toml": f'"{"x" * 50}{CNP}" = 1\n'},
        f"prezent.toml: found '{'x' * 50}[13 dig...'; expected a key among attendance, default_scale, import, "
        "incidents, invented, outcomes, scales, situation, tracks; rename or delete it.",
        ro="am găsit „xxx",
    ),
]

ROWS = [
    bad(
        "a pupil enrolled twice",
        enrolments(f"{P1},5", f"{P2},5", f"{P1},6", more=",grade_level"),
        f"enrolments.csv, rows 2, 4, column pupil_id: found 'p1, S1, 2024-2025, 2024-09-09'; expected one row for each "
        f"{ENROLMENT_KEY}; delete the repeated rows or correct them.",
        ro="rândurile 2, 4, coloana pupil_id: am găsit „p1, S1, 2024-2025, 2024-09-09”; așteptam un singur rând pentru "
        "fiecare combinație de pupil_id, school_id, school_year, enrolled_on",
    ),
    bad(
        "a school twice",
        schools("S1,Prima"),
        "schools.csv, rows 2, 4, column school_id: found 'S1'; expected one row for each school_id; "
        "delete the repeated rows or correct them.",
        ro="așteptam un singur rând pentru fiecare school_id; ștergeți rândurile repetate sau corectați-le.",
    ),
    bad(
        "a mark of nobody",
        grades("p9,2024-10-01,7,1-10"),
        "grades.csv, row 2, column pupil_id: found 'p9'; expected a pupil_id that has an enrolment; "
        "add the pupil to enrolments or correct the pupil_id.",
        ro="am găsit „p9”; așteptam codul unui elev înscris; adăugați elevul în tabelul elevilor (enrolments)",
    ),
    bad(
        "a school that is not in schools",
        enrolments("p1,S9,2024-2025,2024-09-09", P2),
        "enrolments.csv, row 2, column school_id: found 'S9'; expected a school_id of the schools table; "
        "add the school to schools or correct the cell.",
        ro="am găsit „S9”; așteptam codul unei școli din tabelul școlilor (schools); adăugați școala acolo sau",
    ),
    bad(
        "more hours than a day has",
        attendance("p1,2024-10-01,25"),
        "attendance.csv, row 2, column hours: found '25'; expected at most 24 hours on one day; "
        "fill in from_date if this is a period's total, or correct the hours.",
        ro="așteptam cel mult 24 de ore într-o zi; completați De la (from_date) dacă este totalul",
    ),
    *(
        bad(
            f"{second} before {first}",
            files,
            f"{file}, row 2, column {second}: found '2024-09-01'; expected a date not before {first}; "
            "correct one of the two dates.",
            ro=f"am găsit „2024-09-01”; așteptam o dată care nu este înainte de {first}; corectați una dintre",
        )
        for first, second, file, files in (
            ("from_date", "date", "attendance.csv", attendance("p1,2024-09-01,30,2024-09-02", more=",from_date")),
            ("enrolled_on", "left_on", "enrolments.csv", enrolments(f"{P1},2024-09-01", f"{P2},", more=",left_on")),
            (
                "starts_on",
                "ends_on",
                "terms.csv",
                {"terms.csv": "school_year,term,starts_on,ends_on\n2024-2025,M1,2024-09-09,2024-09-01\n"},
            ),
        )
    ),
    *(
        bad(
            f"a school year {label}",
            enrolments(f"p1,S1,{label},2024-09-09", P2),
            f"enrolments.csv, row 2, column school_year: found '{label}'; {BAD_YEAR}",
            ro=f"am găsit „{label}”; așteptam un an școlar precum 2025-2026 (2025 pentru un an",
        )
        for label in ("2025-27", "2025/2027", "2025-2027", "1825")
    ),
]
