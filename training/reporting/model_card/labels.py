"""What models, outcomes, groups, tables and verdicts are called on the card.

A code without a name is shown as it is.
"""

from collections.abc import Mapping
from typing import Protocol

from features.catalogue.feature import GROUP_NAMES
from features.i18n.text import Bilingual, Language
from features.i18n.unlabelled import UNLABELLED_NAMES

_MODELS: Mapping[str, Bilingual] = {
    "random": Bilingual("a list drawn at random", "o listă la întâmplare"),
    "absences_only": Bilingual("absences only", "doar absențele"),
    "rules": Bilingual("the rules schools use today", "regulile de azi"),
    "school_only": Bilingual("the school only", "doar școala"),
    "logistic": Bilingual("logistic regression", "regresie logistică"),
    "tree": Bilingual("decision tree", "arbore de decizie"),
    "lightgbm": Bilingual("Prezent", "Prezent"),
}
_OUTCOMES: Mapping[str, Bilingual] = {
    "dropped_out": Bilingual("dropped out", "abandon școlar"),
    "not_reenrolled": Bilingual("not enrolled again", "neînscris din nou"),
    "year_not_closed": Bilingual("school year not closed", "situație școlară neîncheiată"),
    "exam_no_show": Bilingual("did not come to the exam", "neprezentat la examen"),
    "repeated_year": Bilingual("repeats the year", "repetent"),
    "failed": Bilingual("failed", "nepromovat"),
    "transferred": Bilingual("transferred", "transferat"),
    "emigrated": Bilingual("emigrated", "plecat din țară"),
    "graduated": Bilingual("graduated", "absolvent"),
    "promoted": Bilingual("promoted", "promovat"),
    "chronic_absence": Bilingual("a tenth of the teaching days missed", "o zecime din zilele de cursuri lipsite"),
}
_TABLES: Mapping[str, Bilingual] = {
    "schools": Bilingual("schools", "școli"),
    "enrolments": Bilingual("enrolments", "înscrieri"),
    "attendance": Bilingual("attendance", "frecvență"),
    "grades": Bilingual("marks", "note"),
    "family": Bilingual("family situation", "situația familiei"),
    "incidents": Bilingual("incidents", "abateri"),
    "outcomes": Bilingual("outcomes", "parcursuri"),
    "terms": Bilingual("terms", "module"),
}
_DIVISIONS: Mapping[str, Bilingual] = {
    "sex": Bilingual("sex", "sex"),
    "locality": Bilingual("locality of the school", "mediul școlii"),
    "special_needs": Bilingual("special educational needs", "cerințe educaționale speciale"),
    "school_size": Bilingual("size of the school", "mărimea școlii"),
    "grade_level": Bilingual("class", "clasă"),
    "sex_and_locality": Bilingual("sex and locality", "sex și mediu"),
    "sex x locality": Bilingual("sex and locality", "sex și mediu"),
}
_VERDICTS: Mapping[str, Bilingual] = {
    "passed": Bilingual("passed", "trecută"),
    "failed": Bilingual("FAILED", "PICATĂ"),
    "cannot_say": Bilingual("cannot say", "nu se poate spune"),
}
_ALIASES: Mapping[str, Bilingual] = {
    "champion": Bilingual("champion, in use", "model în uz"),
    "challenger": Bilingual("challenger", "candidat"),
}

LABELS: Mapping[str, Mapping[str, Bilingual]] = {
    "model": _MODELS,
    "outcome": _OUTCOMES,
    "table": _TABLES,
    "unlabelled": UNLABELLED_NAMES,
    "division": _DIVISIONS,
    "verdict": _VERDICTS,
    "alias": _ALIASES,
    "feature group": {code: Bilingual(*names) for code, names in GROUP_NAMES.items()},
}


class GroupWords(Protocol):
    """How a group of children is called: by what it is divided, its code, the language."""

    def __call__(self, by: str, group: str, language: Language, /) -> str:
        """Return the words."""
        ...


def group_as_given(_by: str, group: str, _language: Language) -> str:
    """Return the code of a group itself."""
    return group
