"""What outcomes, models, splits, tables, verdicts and aliases are called, whose codes stand in files.

A code without a name is shown as it is.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from features.i18n.text import Bilingual, Language

Kind = Literal["outcome", "model", "split", "table", "verdict", "alias"]

CODE_NAMES: Mapping[Kind, Mapping[str, Bilingual]] = {
    "outcome": {
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
    },
    "model": {
        "random": Bilingual("drawn at random", "la întâmplare"),
        "absences_only": Bilingual("absences only", "doar absențele"),
        "rules": Bilingual("today's rules", "regulile de azi"),
        "school_only": Bilingual("the school only", "doar școala"),
        "logistic": Bilingual("logistic regression", "regresie logistică"),
        "tree": Bilingual("decision tree", "arbore de decizie"),
        "lightgbm": Bilingual("Prezent", "Prezent"),
        "champion": Bilingual("champion, retrained", "modelul în uz, din nou"),
    },
    "split": {
        "time": Bilingual("in time", "în timp"),
        "school": Bilingual("by school", "pe școli"),
        "pupil": Bilingual("by pupil", "pe elevi"),
    },
    "table": {
        "schools": Bilingual("schools", "școli"),
        "enrolments": Bilingual("enrolments", "înscrieri"),
        "attendance": Bilingual("attendance", "frecvență"),
        "grades": Bilingual("marks", "note"),
        "family": Bilingual("family situation", "situația familiei"),
        "incidents": Bilingual("incidents", "abateri"),
        "outcomes": Bilingual("outcomes", "parcursuri"),
        "terms": Bilingual("terms", "module"),
    },
    "verdict": {
        "passed": Bilingual("passed", "trecută"),
        "failed": Bilingual("FAILED", "PICATĂ"),
        "cannot_say": Bilingual("cannot say", "nu se poate spune"),
    },
    "alias": {
        "champion": Bilingual("champion, in use", "model în uz"),
        "challenger": Bilingual("challenger", "candidat"),
    },
}


def code_name(kind: Kind, code: str) -> Bilingual:
    """Return what a code is called.

    >>> code_name("outcome", "dropped_out").ro, code_name("split", "by county").en
    ('abandon școlar', 'by county')
    """
    return CODE_NAMES[kind].get(code, Bilingual(code, code))


def code_names(kind: Kind, codes: Iterable[str], language: Language) -> str:
    """Return what several codes are called, in one line.

    >>> code_names("outcome", ["dropped_out", "failed"], "ro")
    'abandon școlar, nepromovat'
    """
    return ", ".join(code_name(kind, code).said(language) for code in codes)
