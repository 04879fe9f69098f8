"""Other words for tables, columns and values, Romanian and English, that are read because their meaning is plain.

Case, accents, spaces and signs between letters do not matter: ``Cod elev``, ``COD_ELEV`` and ``codelev`` are one word.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from features.schema.tables import TABLES, Column, Table

CLASS_HEADINGS = ("clasa", "clase", "class")  # a class level or the name of a class: its values tell which
NO_OUTCOMES = ("corigent", "corigenta", "amanat", "amanata")  # plain words that do not yet say how the year ended

_TABLES: Mapping[str, str] = {
    "schools": "școli, școală, școala, unități, unități școlare, unități de învățământ, school",
    "enrolments": "elevi, elev, lista elevilor, înmatriculări, înscrieri, enrollments, enrolment, enrollment, pupils, "
    "students",
    "attendance": "absențe, absențe elevi, absenteism, prezență, prezența, frecvență, absences",
    "grades": "note, note elevi, catalog, calificative, marks",
    "family": "familie, familii, situație familială, situația familială, families",
    "incidents": "incidente, abateri, incident",
    "outcomes": "rezultate, rezultat, situații, situații școlare, parcursuri, results, outcome",
    "terms": "module, semestre, structura anului, structura anului școlar, calendar, calendar școlar, term",
}

_COLUMNS: Mapping[str, str] = {
    "pupil_id": "elev, elevul, cod elev, codul elevului, id elev, cod matricol, nr matricol, număr matricol, "
    "numărul matricol, pseudonim, student, student id, student code, pupil, pupil code, learner, learner id, child id",
    "school_id": "școala, școală, cod școală, codul școlii, id școală, unitate, unitatea, cod unitate, "
    "unitate de învățământ, cod siiir, school, school code",
    "school_year": "an școlar, anul școlar, academic year",
    "known_on": "aflat la, aflată la, cunoscut la, cunoscută la, data aflării, înregistrat la, înregistrată la, "
    "data înregistrării, date known",
    "retracted_on": "retras la, retrasă la, anulat la, anulată la, data anulării",
    "county": "județ, județul",
    "subject": "disciplina, disciplină, materia, materie, obiect, obiectul",
    "date": "data, dată, ziua, zi, day",
    "locality": "mediu, mediul, mediul de rezidență, urban rural, rural urban",
    "parent_school_id": "școala coordonatoare, unitate coordonatoare, unitatea coordonatoare, parent school",
    "enrolled_on": "data înscrierii, înscris la, înscrisă la, data înmatriculării, înmatriculat la, înmatriculată la, "
    "enrolment date, enrollment date, date enrolled, enrolled",
    "left_on": "data plecării, plecat la, plecată la, data retragerii, leaving date, date left, left, exit date",
    "left_known_on": "plecare aflată la, data aflării plecării",
    "grade_level": "nivel, nivelul, nivelul clasei, an de studiu, grade, year group",
    "class_label": "numele clasei, nume clasă, denumire clasă, denumirea clasei, formațiune, formațiunea, "
    "formațiune de studiu, formațiunea de studiu, class name",
    "track": "profil, profilul, filiera, filieră, specializare, specializarea, stream",
    "main": "principal, principală, înscriere principală",
    "birth_year": "an naștere, anul nașterii, an de naștere, year of birth",
    "repeated_years": "ani repetați, clase repetate, repetenții, years repeated",
    "sex": "sexul, gen, genul, gender",
    "special_needs": "ces, are ces, cerințe speciale, cerințe educaționale speciale, special educational needs, sen",
    "hours": "ore, nr ore, număr ore, număr de ore, ore absențe, ore absență, ore lipsă, ore lipsite, absențe, "
    "nr absențe, număr absențe, număr de absențe, absences, hours absent, hours missed, missed hours",
    "from_date": "de la, din data, începând cu, from",
    "excused_on": "motivat la, motivată la, motivate la, data motivării, excused date, date excused",
    "excused": "motivat, motivată, motivate, este motivată",
    "lessons": "ore ținute, ore efectuate, ore desfășurate, lessons held, hours held",
    "mark": "nota, notă, note, calificativ, calificativul, grade, score",
    "scale": "scara, scară, scara de notare, sistem de notare",
    "weight": "pondere, ponderea",
    "kind": "fel, felul, tip, tipul, tip notă, tipul notei, felul notei, type",
    "rate": "rata prezenței, rată de prezență, rata de prezență, procent prezență, attendance rate, attendancerate",
    "status": "stare, cod prezență, cod, attendance status, attendance code",
    "severity": "gravitate, gravitatea",
    "valid_from": "data, valabil din, valabil de la, valabilă din, de la, din data, since, from, date",
    "guardianship": "tutela, tutelă, în grija, în grija cui, locuiește cu, cu cine locuiește, îngrijitor, guardian, "
    "lives with",
    "parents_abroad": "părinți plecați, părinți în străinătate, părinți plecați în străinătate",
    "mother_education": "studii mama, studii mamă, studiile mamei, educația mamei, mother's education",
    "father_education": "studii tata, studii tată, studiile tatălui, educația tatălui, father's education",
    "household_size": "membri familie, membri în familie, număr membri, număr persoane, persoane în gospodărie",
    "social_benefit": "ajutor social, ajutoare sociale, beneficii sociale, social benefits",
    "commute_minutes": "naveta, navetă, minute navetă, naveta minute, timp navetă, commute",
    "home_internet": "internet, acces internet, internet at home",
    "outcome": "rezultat, rezultatul, rezultate, situația, situație, situația școlară, situație școlară, parcurs, "
    "parcursul, result",
    "term": "modul, modulul, semestru, semestrul, nume modul, numele modulului",
    "starts_on": "început, începe, începe la, data începerii, data început, de la, start, start date, starts",
    "ends_on": "sfârșit, se termină, data sfârșitului, data sfârșit, încheiere, până la, end, end date, ends",
    "weekdays": "zile, zilele săptămânii, zile de curs",
    "name": "nume, numele, denumire, denumirea, nume școală, numele școlii, denumirea școlii, denumirea unității, "
    "school name",
}  # fmt: skip

_ISCED: Mapping[str, str] = {
    "0": "fără studii, fără școală, no education, none",
    "1": "primar, primare, primară, școala primară, studii primare, 4 clase, primary",
    "2": "gimnaziu, gimnazial, gimnaziale, studii gimnaziale, 8 clase, lower secondary",
    "3": "liceu, liceal, liceale, studii liceale, 12 clase, bacalaureat, profesional, profesională, "
    "școala profesională, upper secondary, vocational",
    "4": "postliceal, postliceală, postliceale, școala postliceală, studii postliceale, post secondary",
    "6": "facultate, licență, studii de licență, universitare, studii universitare, superioare, studii superioare, "
    "bachelor",
    "7": "master, masterat, studii de master, master's",
    "8": "doctorat, studii doctorale, doctorate, phd",
}  # fmt: skip

_VALUES: Mapping[str, Mapping[str, str]] = {
    "locality": {"rural": "r, rurală, sat, comună", "urban": "u, urbană, oraș, municipiu"},
    "sex": {"F": "fată, fete, feminin, femeie, female, girl", "M": "băiat, b, masculin, bărbat, male, boy"},
    "guardianship": {
        "both_parents": "ambii părinți, amândoi părinții, părinți, părinții, mama și tata, parents",
        "one_parent": "un părinte, un singur părinte, mama, tata, doar mama, doar tata, mamă, tată, monoparental, "
        "monoparentală, mother, father, single parent",
        "relatives": "rude, bunici, bunica, bunicul, bunicii, mătușă, unchi, frate, soră, grandparents",
        "foster_care": "plasament, asistent maternal, foster",
        "institution": "instituție, centru de plasament, casă de copii, cămin",
    },
    "parents_abroad": {
        "none": "niciunul, nici unul, niciun părinte, nu, no, 0",
        "one": "unul, unul dintre ei, un părinte, mama, tata, mother, father, 1",
        "both": "amândoi, ambii, ambii părinți, 2",
    },
    "outcome": {
        "dropped_out": "abandon, abandon școlar, abandonat, a abandonat, dropout, drop out",
        "not_reenrolled": "neînscris, neînscrisă, nereînscris, nereînscrisă, not re-enrolled",
        "year_not_closed": "situație neîncheiată, situația neîncheiată, neîncheiat, neîncheiată",
        "exam_no_show": "neprezentat EN, neprezentată EN, neprezentat la EN, neprezentat BAC, neprezentat la BAC, "
        "neprezentat la evaluarea națională, neprezentat la bacalaureat, neprezentat la examen, absent EN, "
        "absent la EN",
        "repeated_year": "repetent, repetentă, repetă anul, repetenție, repeated, retained",
        "failed": "respins, respinsă, nepromovat, nepromovată, picat, picată, fail",
        "transferred": "transferat, transferată, transfer, moved",
        "emigrated": "plecat în străinătate, plecată în străinătate, emigrat, emigrată, emigrare",
        "graduated": "absolvent, absolventă, absolvit, a absolvit, graduate",
        "promoted": "promovat, promovată, admis, passed",
    },
    "kind": {
        "mark": "notă, nota, calificativ",
        "average": "medie, media, mean",
        "exam": "examen, teză, teza, test național, evaluare națională",
        "conduct": "purtare, notă la purtare, nota la purtare, conduită",
        "not_taken": "nesusținut, nesusținută, nedat",
        "absent": "absență, absentă, absența",
        "late": "întârziere, întârziat, întârziată",
        "present": "prezent, prezență, prezentă",
    },
    "excused": {
        "yes": "da, x, motivat, motivată, motivate, true, 1",
        "no": "nu, nemotivat, nemotivată, nemotivate, false, 0",
        "unknown": "nu se știe, necunoscut, necunoscută",
    },
    "scale": {"1-10": "note, note 1-10, de la 1 la 10, 01.oct, 1.oct, oct 1", "FB-I": "calificative, FB/B/S/I"},
    "mother_education": _ISCED,
    "father_education": _ISCED,
}  # fmt: skip

_NO_CHOICES = ("scale", "mother_education", "father_education")  # columns that are no list of words, and have some

_YES_NO: Mapping[str, str] = {
    "1": "1, true, yes, y, da, x, adevărat",
    "0": "0, false, no, n, nu, fals",
}  # fmt: skip

_LEVELS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")


def plain(text: str) -> str:
    """Return the letters and digits of a text, in lower case and without accents.

    >>> plain("Cod_Elev "), plain("ŞCOALĂ"), plain("a VII-a")
    ('codelev', 'scoala', 'aviia')
    """
    letters = text.lower() if text.isascii() else unicodedata.normalize("NFKD", text.lower())
    return "".join(filter(str.isalnum, letters))


@lru_cache(1)
def tables_by_word() -> Mapping[str, str]:
    """Return the table that each plain word names."""
    own = {plain(table.name): table.name for table in TABLES}
    return {**_by_word({name: words for name, words in _TABLES.items() if name in own.values()}), **own}


@lru_cache(64)
def columns_by_word(table: Table) -> Mapping[str, str]:
    """Return the column of a table that each plain word names: its own name, its meaning or another word."""
    names = {column.name for column in table.readable}
    meanings = {plain(words): column.name for column in table.readable for words in column.meaning}
    others = _by_word({name: words for name, words in _COLUMNS.items() if name in names})
    return {**meanings, **others, **{plain(name): name for name in names}}


@lru_cache(64)
def values_by_word(column: Column) -> Mapping[str, str]:
    """Return the text, as it is documented, that each plain word in a column stands for; empty without other words."""
    if column.kind == "yes_no":
        return _by_word(_YES_NO)
    if column.name == "grade_level":
        return _levels_by_word()
    values = {value: words for value, words in _VALUES.get(column.name, {}).items() if _is_value(column, value)}
    return {**_by_word(values), **_alone((plain(choice), choice) for choice in column.choices)}


def _is_value(column: Column, value: str) -> bool:
    return value in column.choices or column.name in _NO_CHOICES


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    return {plain(word): meant for meant, listed in words.items() for word in listed.split(", ")}


def _alone(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the words that stand for one choice only; declared choices may differ in case alone."""
    choices: dict[str, list[str]] = {}
    for word, choice in pairs:
        choices.setdefault(word, []).append(choice)
    return {word: same[0] for word, same in choices.items() if len(same) == 1}


def _levels_by_word() -> dict[str, str]:
    """Return the class level that each way of writing it stands for: ``VII``, ``a VII-a``, ``clasa a 7-a``, ``CP``."""
    forms = ("{}", "a {}-a", "clasa {}", "clasa a {}-a", "cls {}", "cls a {}-a", "cl {}", "grade {}")
    levels = {plain(form.format(name)): str(level) for level, name in enumerate(_LEVELS) if name for form in forms}
    digits = {plain(form.format(level)): str(level) for level in range(14) for form in forms}
    preparatory = {plain(word): "0" for word in ("CP", "pregătitoare", "clasa pregătitoare", "preparatory")}
    return {**levels, **digits, **preparatory}
