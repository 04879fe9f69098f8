"""Which files and headers are wrong, and what is said of each?"""

from tests.support.records.record_files import (
    ATTENDANCE,
    EVERY_TABLE,
    NO_NAMES,
    NOT_UTF8,
    P1,
    P2,
    SAVE_AS_CSV,
    SCHOOLS,
    attendance,
    bad,
    enrolments,
    family,
    grades,
    schools,
)

HEADERS = [
    bad(
        "a misspelt column",
        {"attendance.csv": "pupil_id,date,hour\np1,2024-10-01,2\n"},
        "attendance.csv, row 1, column hour: found an unknown column; "
        "expected a column of the table (did you mean hours?); rename it to hours or delete it.",
        ro="rândul 1, coloana hour: am găsit o coloană necunoscută; așteptam o coloană a tabelului "
        "(poate Ore (hours)?); redenumiți-o în Ore (hours) sau ștergeți-o.",
    ),
    bad(
        "a misspelt column over a wrong cell",
        {"attendance.csv": "pupil_id,date,hour\np1,2024-10-01,x\n"},
        "attendance.csv, row 1, column hour: found an unknown column; "
        "expected a column of the table (did you mean hours?); rename it to hours or delete it.",
        "attendance.csv, row 2, column hour (hours): found 'x'; expected a number: hours missed; correct the cell.",
        ro="rândul 2, coloana hour (hours): am găsit „x”",
    ),
    bad(
        "two unknown columns",
        {"schools.csv": "school_id,phone,fax\nS1,0264,1\nS2,0264,1\n"},
        f"schools.csv, row 1, column phone: found an unknown column; expected a column among {SCHOOLS}; "
        "rename it or delete it.",
        "schools.csv, row 1, column fax: found an unknown column; expected a column of the table, as listed above; "
        "rename it or delete it.",
        ro="coloana fax: am găsit o coloană necunoscută; așteptam o coloană a tabelului, din lista de mai sus",
    ),
    bad(
        "two names for a column",
        {"attendance.csv": "Elev,Data,Ore,Număr ore\np1,2024-10-01,2,2\n"},
        'attendance.csv, row 1, column hours: found "Ore", "Număr ore" for it; expected each column once; '
        "delete or rename one of them.",
        ro="coloana hours: am găsit „Ore”, „Număr ore” pentru ea; așteptam fiecare coloană o singură dată; ștergeți",
    ),
    bad(
        "no header at all",
        {"attendance.csv": "p1,2024-10-01,2\np2,2024-10-01,2\n"},
        f"attendance.csv, row 1: found no known column name; expected a header row with names among {ATTENDANCE}; "
        "write the column names in the first row.",
        ro="am găsit doar nume de coloane necunoscute; așteptam un rând de antet cu nume dintre Elev (pupil_id), ",
    ),
    bad(
        "an empty first row",
        {"schools.csv": "\nschool_id,name\nS1,Unu\nS2,Doi\n"},
        f"schools.csv, row 1: found nothing; expected a header row with names among {SCHOOLS}; "
        "write the column names in the first row.",
        ro="schools.csv, rândul 1: nu am găsit nimic; așteptam un rând de antet",
    ),
    bad(
        "a missing required column",
        {"grades.csv": "pupil_id,date,scale\np1,2024-10-02,1-10\n"},
        "grades.csv, row 1: found nothing; expected the column mark; add it: the mark, on its scale; empty only if "
        "kind is not_taken.",
        ro="nu am găsit nimic; așteptam coloana Nota (mark); adăugați-o: nota, pe scara ei",
    ),
    bad(
        "marks of which nothing says the scale",
        {"grades.csv": "pupil_id,date,mark\np1,2024-10-02,7\n", "schools.csv": None},
        "grades.csv, row 1: found nothing; expected the scale of the marks; add the column scale, or write once in "
        'prezent.toml, beside the files: default_scale = "1-10".',
        ro="adăugați coloana Scara (scale) sau scrieți o singură dată în prezent.toml, lângă fișiere: default_scale = ",
    ),
    bad(
        "an extra column",
        {"schools.csv": "school_id,phone\nS1,0264\nS2,0264\n"},
        f"schools.csv, row 1, column phone: found an unknown column; expected a column among {SCHOOLS}; "
        "rename it or delete it.",
        ro="coloana phone: am găsit o coloană necunoscută",
    ),
    bad(
        "a column twice",
        {"schools.csv": "school_id,name,name\nS1,Unu,1\nS2,Doi,2\n"},
        "schools.csv, row 1, column name: found it 2 times; expected each column once; delete or rename one of them.",
        ro="am găsit numele de 2 ori; așteptam fiecare coloană o singură dată; ștergeți sau redenumiți una dintre ele.",
    ),
    bad(
        "cells under no name",
        {"schools.csv": "school_id,name,\nS1,Unu,x\nS2,Doi,\n"},
        "schools.csv, row 1, column 3: found cells under no name; expected a column name; "
        "name the column or delete it.",
        ro="coloana 3: am găsit celule fără nume de coloană; așteptam un nume de coloană",
    ),
    *(
        bad(
            f"a column {name}",
            enrolments(f"{P1},x", f"{P2},x", more=f",{name}"),
            f"enrolments.csv, row 1, column {name}: found a column about the person; {NO_NAMES}",
            ro=f"coloana {name}: am găsit o coloană despre persoană; așteptam date fără nume, coduri numerice "
            "personale sau etnie; ștergeți coloana.",
        )
        for name in ("cnp", "CNP elev", "nume", "Nume și prenume", "etnie", "Etnia", "first_name")
    ),
    bad(
        "an undeclared situation column",
        family("p1,2024-09-09,2,da", more=",siblings,home_internt"),
        "family.csv, row 1, column siblings: found a column nobody declared; expected a column of the table or one "
        "declared in prezent.toml; declare it there under [situation.siblings] or delete it.",
        "family.csv, row 1, column home_internt: found an unknown column; expected a column of the table (did you mean "
        "home_internet?); rename it to home_internet or delete it.",
        ro="declarați-o acolo sub [situation.siblings] sau ștergeți-o.",
    ),
]

FILES = [
    bad(
        "an encoding of DOS",
        {"schools.csv": "school_id,name\nS1,Unu\nS2,Şcoala în vâlcea\n".encode("cp852")},
        f"schools.csv, row 3: found letters in another encoding; {NOT_UTF8}",
        ro="rândul 3: am găsit litere în altă codare; așteptam text în UTF-8; salvați-l din nou",
    ),
    bad(
        "an empty file",
        {"schools.csv": "\n\n"},
        "schools.csv: found nothing; expected a header row with the column names; export the file again.",
        ro="nu am găsit nimic; așteptam un rând de antet cu numele coloanelor; exportați din nou fișierul.",
    ),
    bad(
        "enrolments without a row",
        enrolments(),
        "enrolments.csv: found nothing; expected at least one row; add the pupils.",
        ro="așteptam cel puțin un rând; adăugați elevii.",
    ),
    bad(
        "rows with too many and too few cells",
        attendance("p1,2024-10-01,1,5", "p1,2024-10-02", "p1,2024-10-03", "p1,2024-10-04,2"),
        "attendance.csv, row 2: found 4 cells; expected 3 cells, as in the header; "
        "put quotes round cells that hold a comma.",
        "attendance.csv, rows 3, 4: found 2 cells; expected 3 cells, as in the header; "
        "add the missing cells, empty ones too.",
        ro="rândurile 3, 4: am găsit 2 celule; așteptam 3 celule, ca în antet; adăugați celulele care lipsesc",
    ),
    bad(
        "a quote that is never closed",
        schools('S3,"Școala', "S4,Patru"),
        "schools.csv, row 4: found a quote that nothing closes; expected quotes at both ends of the cell, or none; "
        "add the missing quote or delete the other one.",
        ro="am găsit ghilimele care nu se închid; așteptam ghilimele la ambele capete ale celulei sau deloc",
    ),
    bad(
        "two files for one table",
        grades() | {"grades.parquet": b"PAR1 not really"},
        "grades.csv: found grades.csv and grades.parquet; expected one file per table; keep only one of them, or put "
        "their rows together in one.",
        ro="am găsit grades.csv și grades.parquet; așteptam un singur fișier pentru fiecare tabel; păstrați doar unul",
    ),
    bad(
        "a Romanian and an English file for one table",
        grades() | {"note.csv": "pupil_id,date,mark,scale\n"},
        "grades.csv: found grades.csv and note.csv; expected one file per table; keep only one of them, or put "
        "their rows together in one.",
        ro="am găsit grades.csv și note.csv; așteptam un singur fișier pentru fiecare tabel; păstrați doar unul",
    ),
    bad(
        "a misspelt file name over a wrong cell",
        {"enrolments.csv": None, "enrolmnts.csv": f"pupil_id,school_id,school_year,enrolled_on\n{P1},2\n{P2}\n"},
        "enrolmnts.csv: found an unknown table; expected a file named after a table (did you mean enrolments.csv?); "
        "rename it to enrolments.csv or take it out of the folder.",
        "enrolmnts.csv, row 2: found 5 cells; expected 4 cells, as in the header; put quotes round cells that hold a "
        "comma.",
        ro="am găsit un tabel necunoscut; așteptam un fișier cu numele unui tabel (poate enrolments.csv?); "
        "redenumiți-l în enrolments.csv sau scoateți-l din dosar.",
    ),
    bad(
        "no enrolments",
        {"enrolments.csv": None},
        "records: found nothing; expected the file enrolments.csv or enrolments.parquet; "
        "add it: every pupil needs an enrolment.",
        ro="așteptam fișierul elevi.csv (enrolments.csv sau enrolments.parquet); adăugați-l: fiecare elev are",
    ),
    bad(
        "an Excel file",
        {"grades.xlsx": b"PK\x03\x04"},
        f"grades.xlsx: found a file of the kind .xlsx; {SAVE_AS_CSV}",
        ro="am găsit un fișier de tipul .xlsx; așteptam un fișier .csv sau .parquet; salvați tabelul ca grades.csv",
    ),
    bad(
        "an Excel file that was only renamed",
        {"grades.csv": b"PK\x03\x04\x14\x00\x06\x00"},
        f"grades.csv: found a workbook that was only renamed; {SAVE_AS_CSV}",
        ro="am găsit un registru de calcul doar redenumit",
    ),
    bad(
        "a table as .txt",
        {"grades.csv.txt": "pupil_id,date,mark,scale\n"},
        f"grades.csv.txt: found a file of the kind .txt; {SAVE_AS_CSV}",
        ro="am găsit un fișier de tipul .txt",
    ),
    bad(
        "a table that is a folder",
        {"grades.parquet/part-0.parquet": b""},
        f"grades.parquet: found a folder of that name; {SAVE_AS_CSV}",
        ro="am găsit un dosar cu acest nume",
    ),
    bad(
        "a damaged Parquet file",
        {"grades.parquet": b"PAR1 and then nothing PAR1"},
        "grades.parquet: found a damaged or locked file; expected a readable Parquet file; export the file again.",
        ro="am găsit un fișier stricat sau blocat; așteptam un fișier Parquet care se poate citi; exportați din nou",
    ),
    bad(
        "a damaged CSV file",
        {"grades.csv": b"pupil_id,date,mark,scale\np1,\0\0\0"},
        "grades.csv: found a damaged or locked file; expected a readable CSV file; export the file again.",
        ro="așteptam un fișier CSV care se poate citi",
    ),
    bad(
        "tables beside county folders",
        {"county=CJ/enrolments.csv": f"pupil_id,school_id,school_year,enrolled_on\n{P1}\n"}
        | {"terms.csv": EVERY_TABLE["terms.csv"], "schools.csv": None, "enrolments.csv": None},
        "terms.csv: found a table beside the county=... folders; "
        "expected all tables inside the county=... folders; move the file into one of them.",
        ro="am găsit un tabel lângă dosarele county=...; așteptam toate tabelele în dosarele county=...; mutați",
    ),
]
