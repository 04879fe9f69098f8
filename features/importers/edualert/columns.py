"""The columns of EduAlert's export that are read."""

from collections.abc import Mapping

from features.i18n.text import Bilingual
from features.schema.columns import Column, Table

_TEXT = Bilingual("a text", "un text")
_MARKS_LISTED = Bilingual(
    "marks with their days, such as 12-10-2025: 7; 3-11-2025: 9, and - where there are none",
    "note cu zilele lor, de pildă 12-10-2025: 7; 3-11-2025: 9, și - unde nu sunt",
)
_DAYS_LISTED = Bilingual(
    "days, such as 13-10-2025; 14-10-2025, and - where there are none",
    "zile, de pildă 13-10-2025; 14-10-2025, și - unde nu sunt",
)
NAME, CLASS, LABELS, SUBJECT = "Nume", "Clasă", "Etichete", "Materie"
_TERMS = ("sem. I", "sem. II")
_EXAMS = tuple(
    f"{what} {how} Prof. {who}"
    for what in ("Corigență", "Diferență sem. I", "Diferență sem. II", "Diferență anuală")
    for how in ("Oral", "Scris")
    for who in ("I", "II")
)
MARKS: Mapping[str, str] = (
    {f"Note {term}": "mark" for term in _TERMS}
    | {f"Teză {term}": "exam" for term in _TERMS}
    | dict.fromkeys(_EXAMS, "exam")
)
ABSENCES: Mapping[str, str] = {f"Absențe motivate {term}": "yes" for term in _TERMS} | {
    f"Absențe nemotivate {term}": "no" for term in _TERMS
}
TABLE = Table(
    "edualert",
    Bilingual("a child in a subject", "un elev la o disciplină"),
    (
        Column(NAME, "text", Bilingual("name of the child", "numele elevului"), True),
        Column(CLASS, "text", Bilingual("class, such as VI A", "clasa, de pildă VI A"), True),
        *(Column(name, "text", _TEXT) for name in (LABELS, SUBJECT)),
        *(Column(name, "text", _MARKS_LISTED, "Note" in name) for name in MARKS),
        *(Column(name, "text", _DAYS_LISTED, True) for name in ABSENCES),
    ),
)
