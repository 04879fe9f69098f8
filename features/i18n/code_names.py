"""What outcomes, models, splits, tables, verdicts, aliases and cautions are called, whose codes stand in files.

A code without a name is shown as it is.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from features.i18n.text import LANGUAGES, Bilingual, Language

Kind = Literal["outcome", "model", "split", "table", "verdict", "alias", "placing", "caution"]

CODE_NAMES: Mapping[Kind, Mapping[str, Bilingual]] = {
    "outcome": {
        "dropped_out": Bilingual("dropped out", "abandon școlar"),
        "not_reenrolled": Bilingual("not enrolled again", "neînscriere"),
        "year_not_closed": Bilingual("school year not closed", "situație școlară neîncheiată"),
        "exam_no_show": Bilingual("did not come to the exam", "neprezentare la examen"),
        "repeated_year": Bilingual("repeats the year", "repetenție"),
        "failed": Bilingual("failed", "nepromovare"),
        "transferred": Bilingual("transferred", "transfer"),
        "emigrated": Bilingual("emigrated", "plecare din țară"),
        "graduated": Bilingual("graduated", "absolvire"),
        "promoted": Bilingual("promoted", "promovare"),
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
    "placing": {
        "share": Bilingual("the same share of every school", "aceeași proporție în fiecare școală"),
        "school": Bilingual("by school, within bounds", "pe școli, între limite"),
        "one-list": Bilingual("one list of all schools", "o singură listă a tuturor școlilor"),
        "school_only": Bilingual("by the school's rate, then absences", "după rata școlii, apoi absențe"),
    },
    "caution": {
        "features_moved": Bilingual(
            "the records of the school are unlike those of the training", "datele școlii sunt altfel decât la antrenare"
        ),
        "marks_missing": Bilingual("many children have no mark this year", "mulți copii nu au nicio notă anul acesta"),
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
    'abandon școlar, nepromovare'
    """
    return ", ".join(code_name(kind, code).said(language) for code in codes)


def one_of(named: Iterable[Bilingual]) -> Bilingual:
    """Name several things of which one happens.

    >>> one_of([code_name("outcome", code) for code in ("dropped_out", "not_reenrolled", "failed")]).ro
    'abandon școlar, neînscriere sau nepromovare'
    """
    names = list(named)
    said = []
    for language in LANGUAGES:
        *others, last = (each.said(language) for each in names)
        either = " sau " if language == "ro" else " or "
        said.append(either.join([", ".join(others), last] if others else [last]))
    return Bilingual(*said)
