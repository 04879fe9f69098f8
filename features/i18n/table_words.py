"""What tables of records and their columns are called when a person is told of rows."""

from collections.abc import Mapping

from features.i18n.text import Language

_TABLES: Mapping[str, str] = {
    "schools": "școli", "terms": "module", "enrolments": "înscrieri", "attendance": "absențe", "grades": "note",
    "family": "situația familiei", "incidents": "incidente", "outcomes": "final de an",
}  # fmt: skip
_COLUMNS: Mapping[str, str] = {
    "pupil_id": "elev", "school_id": "școala", "school_year": "anul școlar", "enrolled_on": "înscris din",
    "left_on": "plecat din", "class_label": "clasa", "grade_level": "nivelul", "birth_year": "anul nașterii",
    "sex": "sexul", "date": "data", "from_date": "de la", "hours": "ore", "subject": "disciplina",
    "excused": "motivat", "excused_on": "motivat din", "mark": "nota", "scale": "scara", "kind": "felul",
    "valid_from": "din data", "outcome": "rezultatul",
}  # fmt: skip
_VALUES: Mapping[str, str] = {"True": "da", "False": "nu", "yes": "da", "no": "nu"}


def table_words(table: str, language: Language) -> str:
    """Return what a table is called.

    >>> table_words("attendance", "ro"), table_words("attendance", "en"), table_words("own", "ro")
    ('absențe', 'attendance', 'own')
    """
    return _TABLES.get(table, table) if language == "ro" else table


def cell_words(column: str, value: str, language: Language) -> str:
    """Return a cell with what its column is called.

    >>> cell_words("excused", "yes", "ro"), cell_words("hours", "2", "en"), cell_words("pupil_id", "Alfa Ana", "en")
    ('motivat da', 'hours 2', 'pupil Alfa Ana')
    """
    if language == "ro":
        return f"{_COLUMNS.get(column, column)} {cell_value(value, language)}"
    return f"{'pupil' if column == 'pupil_id' else column} {value}"


def cell_value(value: str, language: Language) -> str:
    """Return what a cell says; only yes and no are other words in Romanian."""
    return _VALUES.get(value, value) if language == "ro" else value
