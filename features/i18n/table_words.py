"""What tables of records, their columns and the codes in them are called when a person is told of rows."""

import re
from collections.abc import Mapping

from features.i18n.dates import days_in_words
from features.i18n.text import Bilingual, Language

_TABLES: Mapping[str, str] = {
    "schools": "școli", "terms": "module", "enrolments": "înscrieri", "attendance": "absențe", "grades": "note",
    "family": "situația familiei", "incidents": "abateri", "outcomes": "final de an",
}  # fmt: skip
_TITLES: Mapping[str, Bilingual] = {
    "schools": Bilingual("Schools", "Școli"), "terms": Bilingual("Terms", "Module"),
    "enrolments": Bilingual("Pupils and classes", "Elevi și clase"), "attendance": Bilingual("Absences", "Absențe"),
    "grades": Bilingual("Marks", "Note"), "incidents": Bilingual("Incidents", "Abateri"),
    "family": Bilingual("Family situation", "Situația familiei"),
    "outcomes": Bilingual("Situation at the end of the year", "Situația școlară la sfârșitul anului"),
}  # fmt: skip
_COLUMNS: Mapping[str, str] = {
    "pupil_id": "elev", "school_id": "școala", "school_year": "anul școlar", "enrolled_on": "înscris din",
    "left_on": "plecat din", "left_known_on": "plecare aflată la", "class_label": "clasa", "grade_level": "nivelul",
    "track": "profilul", "main": "înscriere principală", "birth_year": "anul nașterii",
    "repeated_years": "ani repetați", "sex": "sexul", "special_needs": "CES", "date": "data", "from_date": "de la",
    "hours": "ore", "lessons": "ore ținute", "subject": "disciplina", "excused": "motivat", "excused_on": "motivat din",
    "status": "codul de la prezență", "rate": "rata prezenței", "month": "luna", "excused_hours": "ore motivate",
    "unexcused_hours": "ore nemotivate", "mark": "nota", "scale": "scara", "kind": "felul", "weight": "ponderea",
    "valid_from": "din data", "guardianship": "în grija cui", "parents_abroad": "părinți plecați",
    "mother_education": "studiile mamei", "father_education": "studiile tatălui",
    "household_size": "membri în familie", "social_benefit": "ajutor social",
    "commute_minutes": "minute până la școală", "home_internet": "internet acasă", "severity": "gravitatea",
    "outcome": "rezultatul", "known_on": "aflat la", "retracted_on": "retras la", "name": "numele", "county": "județul",
    "locality": "mediul", "parent_school_id": "școala coordonatoare", "term": "modulul", "starts_on": "începe la",
    "ends_on": "se termină la", "weekdays": "zilele săptămânii",
}  # fmt: skip
_YES_NO = {
    "True": Bilingual("yes", "da"), "False": Bilingual("no", "nu"), "yes": Bilingual("yes", "da"),
    "no": Bilingual("no", "nu"), "unknown": Bilingual("unknown", "nu se știe"),
}  # fmt: skip
_ONE_OR_NOUGHT = {"1": _YES_NO["yes"], "0": _YES_NO["no"]}
_EDUCATION = {
    "0": Bilingual("none", "fără studii"), "1": Bilingual("primary", "primare"),
    "2": Bilingual("lower secondary", "gimnaziale"), "3": Bilingual("upper secondary", "liceale"),
    "4": Bilingual("post-secondary", "postliceale"), "5": Bilingual("short tertiary", "superioare de scurtă durată"),
    "6": Bilingual("bachelor", "universitare"), "7": Bilingual("master", "masterat"),
    "8": Bilingual("doctorate", "doctorat"),
}  # fmt: skip
VALUES: Mapping[str, Mapping[str, Bilingual]] = {
    "outcome": {
        "dropped_out": Bilingual("dropped out", "abandon școlar"),
        "not_reenrolled": Bilingual("not enrolled again", "nu s-a reînscris"),
        "year_not_closed": Bilingual("year not closed", "situație școlară neîncheiată"),
        "exam_no_show": Bilingual("did not come to the exam", "neprezentat la examen"),
        "repeated_year": Bilingual("repeats the year", "repetent"), "failed": Bilingual("failed", "respins"),
        "transferred": Bilingual("moved to another school", "transferat"),
        "emigrated": Bilingual("moved abroad", "plecat în străinătate"),
        "graduated": Bilingual("graduated", "absolvent"), "promoted": Bilingual("promoted", "promovat"),
    },
    "kind": {
        "absent": Bilingual("absent", "absență"), "late": Bilingual("late", "întârziere"),
        "present": Bilingual("present", "prezență"), "mark": Bilingual("mark", "notă"),
        "average": Bilingual("average", "medie"), "exam": Bilingual("exam", "teză sau examen"),
        "conduct": Bilingual("conduct", "purtare"), "not_taken": Bilingual("not taken", "nesusținută"),
    },
    "guardianship": {
        "both_parents": Bilingual("both parents", "ambii părinți"), "one_parent": Bilingual("one parent", "un părinte"),
        "relatives": Bilingual("relatives", "rude"), "foster_care": Bilingual("foster care", "plasament"),
        "institution": Bilingual("institution", "instituție"),
    },
    "parents_abroad": {
        "none": Bilingual("none", "niciunul"), "one": Bilingual("one", "unul"), "both": Bilingual("both", "amândoi"),
    },
    "locality": {"rural": Bilingual("rural", "rural"), "urban": Bilingual("urban", "urban")},
    "scale": {"FB-I": Bilingual("FB-I", "calificative")},
    "mother_education": _EDUCATION, "father_education": _EDUCATION,
    **dict.fromkeys(("special_needs", "social_benefit", "home_internet", "main"), _ONE_OR_NOUGHT),
}  # fmt: skip
_CODES = frozenset((*_COLUMNS, *(code for values in VALUES.values() for code in values)))
_TYPED = frozenset(("not_taken",))  # into a file of declarations, as it is
_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_CODE_BEHIND_WORDS = re.compile(r" \(([a-z]+(?:_[a-z]+)*)\)(?![\w(])")


def table_words(table: str, language: Language) -> str:
    """Return what a table is called.

    >>> table_words("attendance", "ro"), table_words("attendance", "en"), table_words("own_table", "ro")
    ('absențe', 'attendance', 'own table')
    """
    return _TABLES[table] if language == "ro" and table in _TABLES else table.replace("_", " ")


def table_title(table: str, language: Language) -> str:
    """Return what a table is called at the head of what is told of it.

    >>> table_title("enrolments", "ro"), table_title("own_table", "ro")
    ('Elevi și clase', 'own table')
    """
    return _TITLES[table].said(language) if table in _TITLES else table.replace("_", " ")


def column_words(column: str, language: Language) -> str:
    """Return what a column is called.

    >>> column_words("special_needs", "ro"), column_words("special_needs", "en"), column_words("own_column", "ro")
    ('CES', 'special needs', 'own column')
    """
    if language == "ro" and column in _COLUMNS:
        return _COLUMNS[column]
    return "pupil" if column == "pupil_id" else column.replace("_", " ")


def cell_words(column: str, value: str, language: Language) -> str:
    """Return a cell with what its column is called.

    >>> cell_words("excused", "yes", "ro"), cell_words("hours", "2", "en"), cell_words("pupil_id", "Alfa Ana", "en")
    ('motivat da', 'hours 2', 'pupil Alfa Ana')
    """
    return f"{column_words(column, language)} {cell_value(column, value, language)}"


def cell_value(column: str, value: str, language: Language) -> str:
    """Return what a cell of a column says: a code in words, a day as it is written in the language.

    >>> cell_value("date", "2025-10-14", "ro"), cell_value("date", "2025-10-14", "en")
    ('14.10.2025', '14 October 2025')
    >>> cell_value("parents_abroad", "none", "ro")
    'niciunul'
    >>> cell_value("outcome", "dropped_out", "en"), cell_value("special_needs", "True", "en")
    ('dropped out', 'yes')
    """
    words = VALUES.get(column, {}).get(value) or _YES_NO.get(value)
    if words:
        return words.said(language)
    return days_said(value, language) if language == "ro" else days_in_words(value, language)


def days_said(text: str, language: Language) -> str:
    """Return a text with its days as they are typed in a language.

    >>> days_said("between 2025-10-14 and 2025-10-17", "ro")
    'between 14.10.2025 and 17.10.2025'
    """
    return _DAY.sub(r"\3.\2.\1", text) if language == "ro" else text


def without_codes(text: str, language: Language) -> str:
    """Return a sentence with the words of columns and values instead of their codes, and days as they are written.

    What is typed as it is, such as a key of a file, or is a name of a file, stays.

    >>> without_codes("așteptam De la (from_date) sau unul (one), nu left_on", "ro")
    'așteptam De la sau unul, nu „plecat din”'
    """
    text = _CODE_BEHIND_WORDS.sub(lambda found: "" if found[1] in _CODES else found[0], text)
    return days_said(_CODE.sub(lambda found: _code_said(found[0], language), text), language)


def _code_said(code: str, language: Language) -> str:
    if code not in _CODES or code in _TYPED:
        return code
    words = next((values[code] for values in VALUES.values() if code in values), None)
    column = column_words(code, language)
    return words.said(language) if words else f"„{column}”" if language == "ro" else f"'{column}'"
