"""Names of files: which table they name, whatever year, number or date stands behind the word."""

import re
from collections.abc import Mapping
from functools import lru_cache

from features.schema.synonyms import plain
from features.schema.tables import TABLES

_TABLES: Mapping[str, str] = {
    "schools": "școli, școală, școala, unități, unități școlare, unități de învățământ, school, "
    "unități școlare din județ, lista școlilor",
    "enrolments": "elevi, elev, lista elevilor, înmatriculări, înscrieri, enrollments, enrolment, enrollment, "
    "pupils, students, lista elevi, elevi înscriși, elevi înmatriculați, înscrieri elevi, efective, "
    "registru matricol",
    "attendance": "absențe, absențe elevi, absenteism, prezență, prezența, frecvență, absences, absențe lunare, "
    "absențe pe luni, situația absențelor, situație absențe, evidența absențelor, registru absențe, "
    "absențe motivate și nemotivate, prezență elevi",
    "grades": "note, note elevi, catalog, calificative, marks, note și medii, medii, mediile, note elevi pe discipline",
    "family": "familie, familii, situație familială, situația familială, families, date familie, situație socială, "
    "situația socială, date sociale, context familial, familii elevi",
    "incidents": "incidente, abateri, incident",
    "outcomes": "rezultate, rezultat, situații, situații școlare, parcursuri, results, outcome, situație școlară, "
    "situația școlară, situație finală, situația finală, situația la sfârșitul anului, abandon",
    "terms": "module, semestre, structura anului, structura anului școlar, calendar, calendar școlar, term, "
    "structură an școlar, semestre și vacanțe, module de învățare",
}  # fmt: skip

_MONTHS = (
    "ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie|"
    "january|february|march|april|may|june|july|september|october|november|december"
)
_BEFORE = re.compile(r"^(?:copie|copia|copy)\s+(?:a|de|of|la)\s+|^[\d\s._()-]+(?=[^\W\d])")
_BEHIND = re.compile(
    rf"[\s._(\[-]*(?:(?<!\d)\d{{1,8}}|v\d+|copie|copy|final|finala|finală|nou|noua|nouă|{_MONTHS}|"
    r"sem(?:estrul)?\.?\s*(?:\d|I{1,2})|modulul?\s*(?:\d|IV|V|I{1,3}))[\s._)\]-]*$",
    re.IGNORECASE,
)
_LONGEST = 200


def table_of_file(stem: str) -> str:
    """Return the table that a file's name without its ending names; empty if it names none.

    >>> table_of_file("Absențe 2025-2026 (1)"), table_of_file("copie de elevi_2025.10.01"), table_of_file("orar")
    ('attendance', 'enrolments', '')
    """
    words, name = tables_by_word(), stem[:_LONGEST].strip().lower()
    while (found := words.get(plain(name), "")) == "":
        shorter = _BEFORE.sub("", _BEHIND.sub("", name))
        if shorter == name:
            return ""
        name = shorter
    return found


@lru_cache(1)
def tables_by_word() -> Mapping[str, str]:
    """Return the table that each plain word names."""
    own = {plain(table.name): table.name for table in TABLES}
    words = {plain(word): name for name, listed in _TABLES.items() for word in listed.split(", ")}
    return {**words, **own}
