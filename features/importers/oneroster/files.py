"""The files of a OneRoster 1.2 export, and what is read of each.

Columns of race and ethnicity, passwords and telephone numbers are never read.
"""

from collections.abc import Mapping

from features.i18n.text import Bilingual
from features.schema.columns import Column, Kind, Table

_TEXT = Bilingual("a text", "un text")
_DAY = Bilingual("a day, such as 2025-09-08", "o zi, de pildă 2025-09-08")
_NUMBER = Bilingual("points, such as 17.5", "puncte, de pildă 17.5")
_STATUS = Bilingual("whether the row counts still", "dacă rândul mai este valabil")
DELETED_WORD = "tobedeleted"
_ID = Bilingual("the identifier of a row", "identificatorul unui rând")


def _column(word: str, *, required: bool) -> Column:
    """Return a column written as ``name``, ``name:date`` or ``name:number``; ``status`` is one of two words."""
    if word == "status":
        return Column(word, "choice", _STATUS, choices=("active", DELETED_WORD))
    name, _, kind = word.partition(":")
    kinds: Mapping[str, tuple[Kind, Bilingual]] = {"date": ("date", _DAY), "number": ("number", _NUMBER)}
    read_as, meaning = kinds.get(kind, ("text", _ID if name.endswith("ourcedId") else _TEXT))
    return Column(name, read_as, meaning, required, past=name == "scoreDate")


def _file(name: str, en: str, ro: str, *, required: str, others: str = "") -> Table:
    columns = [_column(word, required=True) for word in required.split()]
    columns += [_column(word, required=False) for word in f"status dateLastModified {others}".split()]
    return Table(name, Bilingual(en, ro), tuple(columns), key=("sourcedId",))


SESSIONS = _file(
    "academicSessions", "school years and terms", "anii școlari și semestrele",
    required="sourcedId title type startDate:date endDate:date schoolYear", others="parentSourcedId",
)  # fmt: skip
ORGS = _file("orgs", "schools", "școlile", required="sourcedId name type", others="identifier parentSourcedId")
USERS = _file(
    "users", "people", "persoanele", required="sourcedId givenName familyName",
    others="role middleName identifier grades",
)  # fmt: skip
ROLES = _file("roles", "roles of people", "rolurile persoanelor", required="sourcedId userSourcedId role")
CLASSES = _file(
    "classes", "classes", "clasele", required="sourcedId title schoolSourcedId termSourcedIds",
    others="classType subjects",
)  # fmt: skip
ENROLMENTS = _file(
    "enrollments", "who is in which class", "cine este în ce clasă",
    required="sourcedId classSourcedId schoolSourcedId userSourcedId role", others="beginDate:date endDate:date",
)  # fmt: skip
LINE_ITEMS = _file(
    "lineItems", "pieces of work", "lucrările", required="sourcedId title classSourcedId",
    others="assignDate:date dueDate:date resultValueMin:number resultValueMax:number",
)  # fmt: skip
RESULTS = _file(
    "results", "results", "rezultatele", required="sourcedId lineItemSourcedId studentSourcedId scoreStatus",
    others="score:number scoreDate:date",
)  # fmt: skip
DEMOGRAPHICS = _file(
    "demographics", "birth and sex", "nașterea și sexul", required="sourcedId", others="birthDate:date sex"
)
FILES = (ORGS, USERS, ROLES, SESSIONS, CLASSES, ENROLMENTS, LINE_ITEMS, RESULTS, DEMOGRAPHICS)
NEEDED = (ORGS, USERS, SESSIONS, CLASSES, ENROLMENTS)
MANIFEST = Table(
    "manifest", Bilingual("what the export holds", "ce cuprinde exportul"),
    (Column("propertyName", "text", _TEXT, True), Column("value", "text", _TEXT)),
)  # fmt: skip
