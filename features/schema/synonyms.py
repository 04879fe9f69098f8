"""Other words for columns and values, Romanian and English, that are read because their meaning is plain.

Case, accents, spaces and signs between letters do not matter: ``Cod elev``, ``COD_ELEV`` and ``codelev`` are one word.
"""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from features.i18n.text import Bilingual
from features.schema.tables import Column, Table

# Plain words that do not yet say how the year ended, and those that can mean several outcomes.
NO_OUTCOMES = (
    "corigent",
    "corigenta",
    "corigenti",
    "amanat",
    "amanata",
    "amanati",
    "incurs",
    "situatiescolaradeschisa",
)
SEVERAL_OUTCOMES = ("retras", "retrasa", "plecat", "plecata")

_NEAR = 0.75  # as difflib counts
_SHORT_WORD = 3
_LONGEST_SLIP = 40

_COLUMNS: Mapping[str, str] = {
    "pupil_id": "elev, elevul, cod elev, codul elevului, id elev, cod matricol, nr matricol, număr matricol, "
    "numărul matricol, pseudonim, student, student id, student code, pupil, pupil code, learner, learner id, "
    "child id, nr matricol elev, matricol, nr matr, nr registru matricol, cod unic elev, cod intern elev",
    "school_id": "școala, școală, cod școală, codul școlii, id școală, unitate, unitatea, cod unitate, "
    "unitate de învățământ, cod siiir, school, school code, cod unitate școlară, unitatea școlară, unitate școlară, "
    "unitatea de învățământ, cod siiir unitate, cod siiir pj, cod pj, siiir",
    "school_year": "an școlar, anul școlar, academic year, an școlar curent",
    "known_on": "aflat la, aflată la, cunoscut la, cunoscută la, data aflării, înregistrat la, înregistrată la, "
    "data înregistrării, date known, data introducerii, introdus la, introdusă la, consemnat la, consemnată la, "
    "data consemnării",
    "retracted_on": "retras la, retrasă la, anulat la, anulată la, data anulării",
    "county": "județ, județul",
    "subject": "disciplina, disciplină, materia, materie, obiect, obiectul, obiect de studiu, disciplina de studiu, "
    "disciplină de studiu, denumire disciplină",
    "date": "data, dată, ziua, zi, day, data absenței, data notei, data notării, data evaluării, data incidentului, "
    "data faptei, data situației, data rezultatului, data evenimentului",
    "locality": "mediu, mediul, mediul de rezidență, urban rural, rural urban, mediul rural urban, "
    "mediu rural urban, mediu de proveniență, mediul școlii",
    "parent_school_id": "școala coordonatoare, unitate coordonatoare, unitatea coordonatoare, parent school",
    "enrolled_on": "data înscrierii, înscris la, înscrisă la, data înmatriculării, înmatriculat la, "
    "înmatriculată la, enrolment date, enrollment date, date enrolled, enrolled, data intrării",
    "left_on": "data plecării, plecat la, plecată la, data retragerii, leaving date, date left, left, exit date, "
    "data ieșirii, data transferului",
    "left_known_on": "plecare aflată la, data aflării plecării",
    "grade_level": "nivel, nivelul, nivelul clasei, an de studiu, grade, year group, nivel clasă, an de studii, "
    "anul de studiu",
    "class_label": "numele clasei, nume clasă, denumire clasă, denumirea clasei, formațiune, formațiunea, "
    "formațiune de studiu, formațiunea de studiu, class name, clasa și litera, clasa elevului",
    "track": "profil, profilul, filiera, filieră, specializare, specializarea, stream, filieră profil, "
    "profil specializare",
    "main": "principal, principală, înscriere principală",
    "birth_year": "an naștere, anul nașterii, an de naștere, year of birth, data nașterii, data naștere, "
    "data de naștere, născut la, născută la, date of birth, birth date",
    "repeated_years": "ani repetați, clase repetate, repetenții, years repeated, nr repetenții, număr repetenții, "
    "nr ani repetați",
    "sex": "sexul, gen, genul, gender",
    "special_needs": "ces, are ces, cerințe speciale, cerințe educaționale speciale, special educational needs, sen",
    "hours": "ore, nr ore, număr ore, număr de ore, ore absențe, ore absență, ore lipsă, ore lipsite, absențe, "
    "nr absențe, număr absențe, număr de absențe, total, absences, hours absent, hours missed, missed hours, "
    "total absențe, total ore, total ore absențe, nr total absențe, număr total absențe, ore absente, ore absentate, "
    "nr ore absențe, total absences",
    "from_date": "de la, din data, începând cu, from",
    "excused_on": "motivat la, motivată la, motivate la, data motivării, excused date, date excused, "
    "motivat în data, motivată în data",
    "excused": "motivat, motivată, motivate, este motivată, motivat da nu, motivată da nu, motivate da nu",
    "lessons": "ore ținute, ore efectuate, ore desfășurate, lessons held, hours held",
    "month": "luna, lună, luna calendaristică",
    "excused_hours": "din care motivate, absențe motivate, ore motivate, total motivate, nr motivate, "
    "nr absențe motivate, total absențe motivate, ore absențe motivate",
    "unexcused_hours": "nemotivate, din care nemotivate, absențe nemotivate, ore nemotivate, total nemotivate, "
    "nr nemotivate, nr absențe nemotivate, total absențe nemotivate, ore absențe nemotivate",
    "mark": "nota, notă, note, calificativ, calificativul, grade, score, nota obținută, media, medie, media anuală, "
    "medie anuală, media generală, medie generală, purtare, purtarea, nota la purtare, media la purtare",
    "scale": "scara, scară, scara de notare, sistem de notare",
    "weight": "pondere, ponderea",
    "kind": "fel, felul, tip, tipul, tip notă, tipul notei, felul notei, type, felul absenței, tip absență, "
    "tipul absenței",
    "rate": "rata prezenței, rată de prezență, rata de prezență, procent prezență, attendance rate, attendancerate",
    "status": "stare, cod prezență, cod, attendance status, attendance code",
    "severity": "gravitate, gravitatea",
    "valid_from": "data, valabil din, valabil de la, valabilă din, de la, din data, since, from, date, valabilă de la",
    "guardianship": "tutela, tutelă, în grija, în grija cui, locuiește cu, cu cine locuiește, îngrijitor, guardian, "
    "lives with",
    "parents_abroad": "părinți plecați, părinți în străinătate, părinți plecați în străinătate, "
    "părinți plecați la muncă, părinți plecați la muncă în străinătate, părinte plecat, plecați în străinătate",
    "mother_education": "studii mama, studii mamă, studiile mamei, educația mamei, mother's education, "
    "nivel studii mamă, studii mame, educație mamă, pregătirea mamei",
    "father_education": "studii tata, studii tată, studiile tatălui, educația tatălui, father's education, "
    "nivel studii tată, studii tați, educație tată, pregătirea tatălui",
    "household_size": "membri familie, membri în familie, număr membri, număr persoane, persoane în gospodărie, "
    "nr membri familie, nr membri, nr membri în familie, număr membri familie, nr persoane",
    "social_benefit": "ajutor social, ajutoare sociale, beneficii sociale, social benefits, vmi, are vmi, "
    "ajutor social vmi, venit minim de incluziune, beneficiar vmi, beneficiar ajutor social",
    "commute_minutes": "naveta, navetă, minute navetă, naveta minute, timp navetă, commute, naveta în minute, "
    "durata navetei, durată navetă, min navetă, timp deplasare",
    "home_internet": "internet, acces internet, internet at home, acces la internet, internet la domiciliu, "
    "are internet",
    "outcome": "rezultat, rezultatul, rezultate, situația, situație, situația școlară, situație școlară, parcurs, "
    "parcursul, result, rezultat final, rezultatul final, situație finală, situația finală, "
    "situația la sfârșitul anului, statut",
    "term": "modul, modulul, semestru, semestrul, nume modul, numele modulului, denumire modul, interval de cursuri",
    "starts_on": "început, începe, începe la, data începerii, data început, de la, start, start date, starts",
    "ends_on": "sfârșit, se termină, data sfârșitului, data sfârșit, încheiere, până la, end, end date, ends",
    "weekdays": "zile, zilele săptămânii, zile de curs",
    "name": "nume, numele, denumire, denumirea, nume școală, numele școlii, denumirea școlii, denumirea unității, "
    "school name, denumire unitate, denumirea unității școlare, nume unitate",
}  # fmt: skip

_ISCED: Mapping[str, str] = {
    "0": "fără studii, fără școală, no education, none",
    "1": "primar, primare, primară, școala primară, studii primare, 4 clase, primary",
    "2": "gimnaziu, gimnazial, gimnaziale, studii gimnaziale, 8 clase, lower secondary",
    "3": "liceu, liceal, liceale, studii liceale, medii, studii medii, 12 clase, bacalaureat, profesional, "
    "profesională, școala profesională, upper secondary, vocational",
    "4": "postliceal, postliceală, postliceale, școala postliceală, studii postliceale, post secondary",
    "6": "facultate, licență, studii de licență, universitare, studii universitare, superioare, studii superioare, "
    "bachelor",
    "7": "master, masterat, studii de master, master's",
    "8": "doctorat, studii doctorale, doctorate, phd",
}  # fmt: skip

_VALUES: Mapping[str, Mapping[str, str]] = {
    "locality": {
        "rural": "r, rurală, sat, comună",
        "urban": "u, urbană, oraș, municipiu",
    },
    "sex": {
        "F": "fată, fete, feminin, femeie, female, girl",
        "M": "băiat, b, masculin, bărbat, male, boy",
    },
    "guardianship": {
        "both_parents": "ambii părinți, amândoi părinții, părinți, părinții, mama și tata, parents",
        "one_parent": "un părinte, un singur părinte, mama, tata, doar mama, doar tata, mamă, tată, monoparental, "
        "monoparentală, mother, father, single parent, familie monoparentală, părinte singur",
        "relatives": "rude, bunici, bunica, bunicul, bunicii, mătușă, unchi, frate, soră, grandparents, "
        "familie extinsă, bunici materni, bunici paterni",
        "foster_care": "plasament, asistent maternal, foster, AMP",
        "institution": "instituție, centru de plasament, casă de copii, cămin",
    },
    "parents_abroad": {
        "none": "niciunul, nici unul, nici un părinte, niciun părinte, nu, no, 0",
        "one": "unul, unul dintre ei, un părinte, mama, tata, mother, father, 1",
        "both": "amândoi, ambii, ambii părinți, 2",
    },
    "outcome": {
        "dropped_out": "abandon, abandon școlar, abandonat, a abandonat, dropout, drop out, a abandonat școala, "
        "abandon de școală, exmatriculat, exmatriculată, exmatriculare, radiat, radiată",
        "not_reenrolled": "neînscris, neînscrisă, nereînscris, nereînscrisă, not re-enrolled",
        "year_not_closed": "situație neîncheiată, situația neîncheiată, neîncheiat, neîncheiată, "
        "situație școlară neîncheiată, situația școlară neîncheiată",
        "exam_no_show": "neprezentat EN, neprezentată EN, neprezentat la EN, neprezentat BAC, neprezentat la BAC, "
        "neprezentat la evaluarea națională, neprezentat la bacalaureat, neprezentat la examen, absent EN, "
        "absent la EN",
        "repeated_year": "repetent, repetentă, repetă anul, repetenție, repeated, retained, declarat repetent, "
        "declarată repetentă, rămas repetent",
        "failed": "respins, respinsă, nepromovat, nepromovată, picat, picată, fail",
        "transferred": "transferat, transferată, transfer, moved, transferat la altă școală, "
        "transferată la altă școală, mutat, mutată",
        "emigrated": "plecat în străinătate, plecată în străinătate, emigrat, emigrată, emigrare, plecat din țară, "
        "plecată din țară, plecat definitiv în străinătate, emigrant",
        "graduated": "absolvent, absolventă, absolvit, a absolvit, graduate, absolvenți, absolvire",
        "promoted": "promovat, promovată, admis, passed, a promovat, promovați, admisă",
    },
    "kind": {
        "mark": "notă, nota, calificativ, notă curentă, nota curentă, curentă, evaluare curentă, notă simplă",
        "average": "medie, media, mean, medie anuală, media anuală, medie generală, media generală, "
        "medie semestrială, media semestrială",
        "exam": "examen, teză, teza, test național, evaluare națională, bac, bacalaureat, simulare, en",
        "conduct": "purtare, notă la purtare, nota la purtare, conduită, purtarea, media la purtare, medie la purtare",
        "not_taken": "nesusținut, nesusținută, nedat, neprezentat, neprezentată, absent, absentă",
        "absent": "absență, absentă, absența, absențe, lipsă, lipsa, lipsește, abs, a",
        "late": "întârziere, întârziat, întârziată, întârzieri, întârz, înt",
        "present": "prezent, prezență, prezentă, p, prez",
    },
    "excused": {
        "yes": "da, x, motivat, motivată, motivate, true, 1, m, mot, am, motivabil, motivabilă, absență motivată, "
        "absențe motivate, motivat da",
        "no": "nu, nemotivat, nemotivată, nemotivate, false, 0, n, nm, nem, nemot, an, nemotivabil, nemotivabilă, "
        "absență nemotivată, absențe nemotivate, motivat nu",
        "unknown": "nu se știe, necunoscut, necunoscută",
    },
    "scale": {
        "1-10": "note, note 1-10, nota 1-10, de la 1 la 10, 1 la 10, note de la 1 la 10, 1 10, 01.oct, 1.oct, oct 1",
        "FB-I": "calificative, calificativ, FB/B/S/I, FB B S I",
    },
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


@lru_cache(64)
def columns_by_word(table: Table) -> Mapping[str, str]:
    """Return the column of a table that each plain word names: its own name, its meaning or another word."""
    names = {column.name for column in table.readable}
    meanings = {plain(words): column.name for column in table.readable for words in column.meaning}
    others = _by_word({name: words for name, words in _COLUMNS.items() if name in names})
    return {**meanings, **others, **{plain(name): name for name in names}}


def said_column(name: str) -> Bilingual:
    """Return what a column is called in each language: in Romanian the usual heading, with our name in brackets.

    >>> said_column("hours").ro
    'Ore (hours)'
    """
    return _with_name(_COLUMNS[name].partition(", ")[0], name) if name in _COLUMNS else Bilingual(name, name)


def said_choices(column: Column) -> Bilingual:
    """Return the words that a column may hold: in Romanian the usual word for each, with ours in brackets."""
    words = {choice: _VALUES.get(column.name, {}).get(choice, "").partition(", ")[0] for choice in column.choices}
    said = (f"{word} ({choice})" if len(word) > 1 else choice for choice, word in words.items())
    return Bilingual(", ".join(column.choices), ", ".join(said))


def near_word(column: Column, text: str) -> str:
    """Return the word of a column of which a text is a slip of writing; empty where none is near.

    >>> from features.schema.tables import OUTCOME_TABLE
    >>> near_word(OUTCOME_TABLE.column("outcome"), "Repetnt")
    'repetent'
    """
    listed = (word for words in _VALUES.get(column.name, {}).values() for word in words.split(", "))
    words = {plain(word): word for word in (*listed, *column.choices) if len(word) > _SHORT_WORD}
    near = [word for word in words if values_by_word(column).get(word)]
    found = difflib.get_close_matches(plain(text[:_LONGEST_SLIP]), near, n=1, cutoff=_NEAR)
    return words[found[0]] if found else ""


def _with_name(word: str, name: str) -> Bilingual:
    return Bilingual(name, f"{word[0].upper()}{word[1:]} ({name})")


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
