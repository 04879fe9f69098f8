"""What was expected and what to do about it, for each kind of mistake.

It is the end of a sentence: "... expected {message}." and "... așteptam {message}."
"""

from collections.abc import Mapping

from features.i18n.text import Bilingual
from features.schema.cell_messages import CELL_MESSAGES

MESSAGES: Mapping[str, Bilingual] = {
    # the folder and its files
    "no_enrolments": Bilingual(
        "the file enrolments.csv or enrolments.parquet; add it: every pupil needs an enrolment",
        "fișierul elevi.csv (enrolments.csv sau enrolments.parquet); adăugați-l: fiecare elev are nevoie de o "
        "înscriere",
    ),
    "no_rows": Bilingual("at least one row; add the pupils", "cel puțin un rând; adăugați elevii"),
    "two_files": Bilingual(
        "one file per table; keep only one of them, or put their rows together in one",
        "un singur fișier pentru fiecare tabel; păstrați doar unul dintre ele sau puneți rândurile lor "
        "într-unul singur",
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
    "missing_scale": Bilingual(
        "the scale of the marks; add the column scale, or write once in prezent.toml, beside the files: "
        'default_scale = "1-10"',
        "scara notelor; adăugați coloana Scara (scale) sau scrieți o singură dată în prezent.toml, lângă fișiere: "
        'default_scale = "1-10"',
    ),
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
    # files of other systems
    "no_source_files": Bilingual(
        "files of {system}: {files}; name the folder they were exported to",
        "fișiere din {system}: {files}; indicați dosarul în care au fost exportate",
    ),
    "missing_source_file": Bilingual(
        "the file {name}; export it with the others, into the same folder",
        "fișierul {name}; exportați-l împreună cu celelalte, în același dosar",
    ),
    "not_of_system": Bilingual(
        "a file of {system}; take it out of the folder, or export it again",
        "un fișier din {system}; scoateți-l din dosar sau exportați-l din nou",
    ),
    "broken_markup": Bilingual(
        "a whole {format} file; export it again, and copy it whole",
        "un fișier {format} întreg; exportați-l din nou și copiați-l până la capăt",
    ),
    "not_objects": Bilingual(
        "a list of the resource's objects, as the API answers them; fetch this page again",
        "o listă cu obiectele resursei, așa cum răspunde API-ul; descărcați din nou această pagină",
    ),
    "no_school_named": Bilingual(
        "a student whose school some file names (StudentSchoolAssociation, attendance, marks); export these too, into "
        "the same folder",
        "un elev căruia un fișier îi spune școala (StudentSchoolAssociation, prezență, note); exportați-le și pe "
        "acestea, în același dosar",
    ),
    "not_a_year": Bilingual(
        "the year in which a school year ends, such as 2026, or both, 2025-2026; correct the cell",
        "anul în care se încheie anul școlar, de pildă 2026, sau amândoi, 2025-2026; corectați celula",
    ),
    "declared_entities": Bilingual(
        "XML without declarations of its own (DOCTYPE, entities), which can hide a flood of text; export it again from "
        "the system itself",
        "XML fără declarații proprii (DOCTYPE, entități), care pot ascunde texte nesfârșite; exportați-l din nou, "
        "chiar din sistem",
    ),
    "unmatched_reference": Bilingual(
        "one that stands in {known_in}; export all files again together, on the same day",
        "o valoare care se găsește în {known_in}; exportați din nou toate fișierele împreună, în aceeași zi",
    ),
    "no_students": Bilingual(
        "at least one row of a student (student) who is not to be deleted; export all files again together, on the "
        "same day",
        "cel puțin un rând al unui elev (student) care nu este marcat pentru ștergere; exportați din nou toate "
        "fișierele împreună, în aceeași zi",
    ),
    "deleted_school": Bilingual(
        "a school without children, or one that is not to be deleted: row {row} of {file} enrols one in it; export all "
        "files again together, on the same day",
        "o școală fără elevi sau una care nu este marcată pentru ștergere: rândul {row} din {file} înscrie un elev în "
        "ea; exportați din nou toate fișierele împreună, în aceeași zi",
    ),
    "unknown_code": Bilingual(
        "one of {choices}; say what the code means when you import",
        "una dintre valorile {choices}; spuneți la import ce înseamnă codul",
    ),
    "not_bulk": Bilingual(
        "a whole (bulk) export, not only what changed; export everything again",
        "un export întreg (bulk), nu doar modificările; exportați din nou totul",
    ),
    "packed_twice": Bilingual(
        "one file {name} in the archive; export again into an empty folder, and pack that alone",
        "un singur fișier {name} în arhivă; exportați din nou într-un dosar gol și arhivați-l numai pe acela",
    ),
    "too_much_unpacked": Bilingual(
        "an archive of school files, which unpacks to at most {most}; unpack it yourself and name the folder",
        "o arhivă cu fișiere de la școală, care despachetată are cel mult {most}; dezarhivați-o și indicați dosarul",
    ),
    "not_dated_mark": Bilingual(
        "marks as day-month-year: mark, separated by semicolons, such as 12-10-2025: 7; 03-11-2025: 9; correct the "
        "cell",
        "note scrise zi-lună-an: notă, despărțite prin punct și virgulă, de pildă 12-10-2025: 7; 03-11-2025: 9; "
        "corectați celula",
    ),
    "not_dated_absence": Bilingual(
        "days as day-month-year, separated by semicolons, such as 12-10-2025; 03-11-2025; correct the cell",
        "zile scrise zi-lună-an, despărțite prin punct și virgulă, de pildă 12-10-2025; 03-11-2025; corectați celula",
    ),
    "same_name_twice": Bilingual(
        "one row of a subject for each child; if these are two children, add a second given name or an initial to one; "
        "if it is one child, delete the further row",
        "câte un rând pe disciplină pentru fiecare elev; dacă sunt doi elevi, adăugați unuia al doilea prenume sau "
        "inițiala; dacă este un singur elev, ștergeți rândul în plus",
    ),
    "not_siiir": Bilingual(
        "a SIIIR code: 10 digits, of which the first two are the county's; correct the cell",
        "un cod SIIIR: 10 cifre, dintre care primele două sunt ale județului; corectați celula",
    ),
    "no_network_header": Bilingual(
        "a row of headings that begins with An and has {columns}; export the network again, with all columns",
        "un rând de antet care începe cu An și are {columns}; exportați din nou rețeaua, cu toate coloanele",
    ),
    **CELL_MESSAGES,
    # the cells of a row, the rows of a table, the tables together
    "not_a_school_year": Bilingual(
        "a school year such as 2025-2026 (2025 for a calendar year), a label of the table terms, or a date in left_on; "
        "correct the label, add its terms or fill in left_on",
        "un an școlar precum 2025-2026 (2025 pentru un an calendaristic), un nume din tabelul modulelor (terms) sau o "
        "dată a plecării (left_on); corectați anul, adăugați-i modulele sau completați data plecării",
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
        "cel mult 24 de ore într-o zi; completați De la (from_date) dacă este totalul unei perioade sau corectați "
        "orele",
    ),
    "more_than_lessons": Bilingual(
        "no more hours missed than there were lessons; correct hours or lessons",
        "cel mult atâtea ore lipsite câte ore s-au ținut; corectați orele lipsite (hours) sau orele ținute (lessons)",
    ),
    "duplicate_key": Bilingual(
        "one row for each {key}; delete the repeated rows or correct them",
        "un singur rând pentru fiecare {key}; ștergeți rândurile repetate sau corectați-le",
    ),
    "duplicate_across": Bilingual(
        "one row for each {key} in all counties together; delete all but one of the rows",
        "un singur rând pentru fiecare {key} în toate județele la un loc; păstrați doar unul dintre rânduri",
    ),
    "id_written_otherwise": Bilingual(
        "codes written as in {table}; it has them with zeros in front, other capitals or spaces: {examples}; write "
        "both alike, in a spreadsheet as text",
        "coduri scrise ca în {table}, unde au zerouri în față, alte majuscule sau spații: {examples}; scrieți-le la "
        "fel în ambele, în programul de calcul tabelar ca text",
    ),
    "unknown_pupil": Bilingual(
        "a pupil_id that has an enrolment; add the pupil to enrolments or correct the pupil_id",
        "codul unui elev înscris; adăugați elevul în tabelul elevilor (enrolments) sau corectați codul (pupil_id)",
    ),
    "unknown_school": Bilingual(
        "a school_id of the schools table; add the school to schools or correct the cell",
        "codul unei școli din tabelul școlilor (schools); adăugați școala acolo sau corectați codul (school_id)",
    ),
    # prezent.toml
    "bad_toml": Bilingual("valid TOML; correct the file", "TOML valid; corectați fișierul"),
    "config_key": Bilingual(
        "a key among {keys}; rename or delete it", "o cheie dintre {keys}; redenumiți-o sau ștergeți-o"
    ),
    "config_value": Bilingual("{expected}; correct the value", "{expected}; corectați valoarea"),
}
