"""The same records twice: as documented, and as a secretary's Romanian Excel saves them."""

from collections.abc import Mapping

# What is documented; the texts hold what a spreadsheet is apt to change: dates, decimals, letters, words.
PLAIN: Mapping[str, str] = {
    "schools.csv": "school_id,name,county,locality,parent_school_id\n"
    'S1,"Școala Țintești, nr. 1",VL,rural,S2\nS2,Liceul Înălțarea,VL,urban,\n',
    "enrolments.csv": "pupil_id,school_id,school_year,enrolled_on,left_on,left_known_on,grade_level,class_label,track,"
    "main,birth_year,repeated_years,sex,special_needs\n"
    "p1,S1,2024-2025,2024-09-09,,,7,VII B,,true,2011,0,F,false\n"
    "p2,S2,2024-2025,2024-09-09,2025-02-03,2025-02-17,0,CP A,teoretic,,2018,1,M,true\n",
    "attendance.csv": "pupil_id,date,hours,from_date,kind,lessons,excused_on,excused,subject,known_on,retracted_on\n"
    "p1,2024-10-01,1.5,,absent,6,2024-10-13,,științe,2024-10-02,\n"
    "p2,2024-10-31,40,2024-10-01,,,,no,,2024-11-05,2024-11-06\n"
    "p2,2024-11-04,0.75,,late,,,unknown,,,\n",
    "grades.csv": "pupil_id,date,mark,scale,subject,kind,weight,known_on,retracted_on\n"
    "p1,2024-10-02,7.50,1-10,matematică,average,1.5,,\np1,2024-10-22,10,1-10,chimie,exam,,2024-10-24,\n"
    "p2,2024-10-02,FB,FB-I,română,mark,,,2024-10-09\n",
    "family.csv": "pupil_id,valid_from,guardianship,parents_abroad,mother_education,father_education,household_size,"
    "social_benefit,commute_minutes,home_internet,known_on\n"
    "p1,2024-09-09,relatives,both,3,1,4,true,25,false,2024-09-20\n"
    "p2,2024-10-11,both_parents,none,6,2,5,false,0,true,\n",
    "incidents.csv": "pupil_id,date,kind,severity,known_on\n"
    "p1,2024-10-14,ceartă,2,\np2,2024-11-12,întârzieri,1,2024-11-13\n",
    "outcomes.csv": "pupil_id,date,outcome,known_on\n"
    "p1,2025-06-20,repeated_year,2025-06-21\np2,2025-02-03,dropped_out,2025-02-17\n",
    "terms.csv": "school_year,term,starts_on,ends_on,county,weekdays\n"
    "2024-2025,M1,2024-09-09,2024-10-25,VL,1-5\n2024-2025,M2,2024-11-04,2024-12-20,,\n",
}

# A header and rows, to be joined by the separator.
ROMANIAN: Mapping[str, tuple[str, ...]] = {
    "Școli.csv": (
        "Cod școală;Denumire;Județ;Mediu;Școala coordonatoare",
        "S1;Școala Țintești, nr. 1;VL;Rural;S2",
        "S2;Liceul Înălțarea;VL;U;",
    ),
    "Înscrieri.csv": (
        "Elev;Școala;An școlar;Data înscrierii;Plecat la;Plecare aflată la;Nivel;Clasa;Profil;Principală;An naștere;"
        "Ani repetați;Sex;CES",
        "p1;S1;2024/2025;09.09.2024;;;a VII-a;VII B;;Da;2011;0;Fată;Nu",
        "p2;S2;2024-25;9.9.2024;03.02.2025;17.02.2025;CP;CP A;teoretic;;2018;1;Băiat;X",
    ),
    "Absențe.csv": (
        "Elev;Data;Nr. ore;De la;Fel;Ore ținute;Motivată la;Motivată;Disciplina;Aflată la;Anulată la",
        "p1;01.10.2024;1,5;;absență;6;13.10.2024;;științe;02.10.2024;",
        "p2;31.10.2024;40;01.10.2024;;;;Nu;;05.11.2024;06.11.2024",
        "p2;04.11.2024;0,75;;întârziere;;;nu se știe;;;",
    ),
    "Note.csv": (
        "Elev;Data;Nota;Scara;Materia;Tip;Pondere;Aflată la;Anulată la",
        "p1;02.10.2024;7,50;1-10;matematică;Medie;1,5;;",
        "p1;22.10.2024;10;1-10;chimie;Teză;;24.10.2024;",
        "p2;02.10.2024;FB;calificative;română;Calificativ;;;09.10.2024",
    ),
    "Familie.csv": (
        "Cod elev;Valabil din;Tutela;Părinți plecați;Studii mama;Studii tata;Membri familie;Ajutor social;Naveta;"
        "Internet;Aflat la",
        "p1;09.09.2024;bunici;amândoi;Liceu;Primar;4;DA;25;nu;20.09.2024",
        "p2;11.10.2024;ambii părinți;niciunul;facultate;gimnaziu;5;NU;0;Da;",
    ),
    "Incidente.csv": (
        "Elev;Data;Tip;Gravitate;Aflat la",
        "p1;14.10.2024;ceartă;2;",
        "p2;12.11.2024;întârzieri;1;13.11.2024",
    ),
    "Situații.csv": (
        "Elev;Data;Situația;Aflată la",
        "p1;20.06.2025;Repetent;21.06.2025",
        "p2;03.02.2025;abandon;17.02.2025",
    ),
    "Structura anului.csv": (
        "An școlar;Modul;Început;Sfârșit;Județ;Zile",
        "2024–2025;M1;09.09.2024;25.10.2024;VL;1-5",
        "2024/2025;M2;04.11.2024;20.12.2024;;",
    ),
}  # fmt: skip

_CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")  # Windows-1250 has no others


def as_saved(rows: tuple[str, ...], encoding: str) -> bytes:
    """Return a file as Excel saves it: ``utf-8-sig`` and ``cp1250`` with semicolons, ``utf-16`` with tabs."""
    text = "".join(f"{row}\r\n" for row in rows)
    if encoding == "cp1250":
        return text.translate(_CEDILLAS).replace("–", "-").encode("cp1250")
    return text.replace(";", "\t").encode("utf-16") if encoding == "utf-16" else text.encode(encoding)
