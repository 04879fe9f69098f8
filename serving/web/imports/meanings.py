"""What a column, a sign or a word of a sheet can mean, in words to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from features.i18n.text import Bilingual, Language
from features.importers.spreadsheets.cells.signs import MEANINGS
from features.importers.spreadsheets.headings.words import targets
from features.importers.spreadsheets.questions import DAY_KINDS, PAIR_KINDS, SHEET_KINDS, Question
from features.schema.problems import in_quotes
from features.schema.tables import OUTCOMES

_COLUMNS: Mapping[str, Bilingual] = {
    "ignore": Bilingual("not needed: leave it out", "nu este nevoie de ea: nu se citește"),
    "pupil.cnp": Bilingual("personal identity number (never kept)", "CNP (nu se păstrează niciodată)"),
    "pupil.name": Bilingual("name of the pupil", "numele și prenumele elevului"),
    "pupil.surname": Bilingual("surname", "numele de familie"),
    "pupil.given_names": Bilingual("given names", "prenumele"),
    "pupil.initial": Bilingual("initial of a parent", "inițiala unui părinte"),
    "pupil.register_number": Bilingual("register number", "numărul matricol"),
    "pupil.contacts": Bilingual("contacts of the parents", "datele de contact ale părinților"),
    "enrolments.class_label": Bilingual("class", "clasa"),
    "enrolments.grade_level": Bilingual("grade level", "nivelul clasei"),
    "enrolments.birth_year": Bilingual("date or year of birth", "data sau anul nașterii"),
    "enrolments.sex": Bilingual("sex", "sexul"),
    "enrolments.special_needs": Bilingual("special educational needs", "cerințe educaționale speciale (CES)"),
    "enrolments.repeated_years": Bilingual("number of repeated years", "numărul de ani repetați"),
    "enrolments.track": Bilingual("track or specialisation", "filiera, profilul sau specializarea"),
    "enrolments.enrolled_on": Bilingual("day of enrolment", "data înscrierii"),
    "enrolments.left_on": Bilingual("day of leaving", "data plecării"),
    "date": Bilingual("day", "data"),
    "month": Bilingual("month", "luna"),
    "subject": Bilingual("subject", "disciplina"),
    "known_on": Bilingual("day of entry into the register", "data consemnării"),
    "attendance.hours": Bilingual("absences: hours", "absențe: ore"),
    "attendance.total": Bilingual("absences: total", "absențe: total"),
    "attendance.list": Bilingual("absences: list of days", "absențe: lista zilelor"),
    "attendance.excused_list": Bilingual("excused absences: list of days", "absențe motivate: lista zilelor"),
    "attendance.unexcused_list": Bilingual("unexcused absences: list of days", "absențe nemotivate: lista zilelor"),
    "attendance.excused_hours": Bilingual("excused hours", "ore motivate"),
    "attendance.unexcused_hours": Bilingual("unexcused hours", "ore nemotivate"),
    "attendance.excused": Bilingual("absence excused: yes or no", "absență motivată: da sau nu"),
    "attendance.excused_on": Bilingual("day on which it was excused", "data motivării"),
    "grades.mark": Bilingual("mark", "nota"),
    "grades.list": Bilingual("list of marks", "lista notelor"),
    "grades.average": Bilingual("average of a subject", "media la o disciplină"),
    "grades.overall": Bilingual("overall average", "media generală"),
    "grades.exam": Bilingual("mark of the term paper", "nota la teză"),
    "grades.conduct": Bilingual("mark for conduct", "nota la purtare"),
    "grades.kind": Bilingual("kind of mark", "tipul notei"),
    "grades.weight": Bilingual("weight of the mark", "ponderea notei"),
    "incidents.kind": Bilingual("incident: what it was", "abatere: felul ei"),
    "incidents.severity": Bilingual("incident: how serious", "abatere: gravitatea"),
    "outcomes.outcome": Bilingual("situation at the end of the year", "situația la sfârșitul anului"),
    "outcomes.date": Bilingual("day of that situation", "data acelei situații"),
    "family.valid_from": Bilingual("family: since when", "familie: de când"),
    "family.guardianship": Bilingual("who looks after the child", "în grija cui este copilul"),
    "family.parents_abroad": Bilingual("parents who work abroad", "părinți plecați la muncă în străinătate"),
    "family.mother_education": Bilingual("education of the mother", "studiile mamei"),
    "family.father_education": Bilingual("education of the father", "studiile tatălui"),
    "family.household_size": Bilingual("persons in the household", "persoane în gospodărie"),
    "family.social_benefit": Bilingual("social benefit or scholarship", "ajutor social sau bursă socială"),
    "family.commute_minutes": Bilingual("way to school, minutes", "drumul până la școală, minute"),
    "family.home_internet": Bilingual("internet at home", "internet acasă"),
}
_SIGNS: Mapping[str, Bilingual] = {
    "absent": Bilingual("absent, not known whether excused", "absent, nu se știe dacă motivat"),
    "excused": Bilingual("absent, excused", "absent motivat"),
    "unexcused": Bilingual("absent, unexcused", "absent nemotivat"),
    "late": Bilingual("late", "întârziat"),
    "present": Bilingual("present", "prezent"),
    "ignore": Bilingual("means nothing: leave it out", "nu înseamnă nimic: nu se citește"),
}
_OUTCOMES: Mapping[str, Bilingual] = {
    "dropped_out": Bilingual("dropped out", "abandon școlar"),
    "not_reenrolled": Bilingual("not enrolled again", "nu s-a reînscris"),
    "year_not_closed": Bilingual("year not closed", "situație neîncheiată"),
    "exam_no_show": Bilingual("did not come to the exam", "neprezentat la examen"),
    "repeated_year": Bilingual("repeats the year", "repetent"),
    "failed": Bilingual("failed subjects", "corigent"),
    "transferred": Bilingual("moved to another school", "transferat"),
    "emigrated": Bilingual("moved abroad", "plecat în străinătate"),
    "graduated": Bilingual("graduated", "absolvent"),
    "promoted": Bilingual("promoted", "promovat"),
    "ignore": _SIGNS["ignore"],
}
_KINDS = {
    "averages": Bilingual("averages", "medii"), "marks": Bilingual("single marks", "note simple"),
    "hours": Bilingual("hours of absence", "ore de absență"),
}  # fmt: skip
_PAIRS = {
    "total_unexcused": Bilingual("total / unexcused", "total / nemotivate"),
    "total_excused": Bilingual("total / excused", "total / motivate"),
    "excused_unexcused": Bilingual("excused / unexcused", "motivate / nemotivate"),
    "unexcused_excused": Bilingual("unexcused / excused", "nemotivate / motivate"),
    "days": Bilingual("day / month", "ziua / luna"),
}  # fmt: skip
_WORDS: Mapping[str, Mapping[str, Bilingual]] = {
    "heading": _COLUMNS, "sign": _SIGNS, "outcome": _OUTCOMES, "marks": _KINDS, "day_numbers": _KINDS, "pairs": _PAIRS,
}  # fmt: skip


TABLES: Mapping[str, Bilingual] = {
    "schools": Bilingual("Schools", "Școli"), "terms": Bilingual("Terms", "Module"),
    "enrolments": Bilingual("Pupils and classes", "Elevi și clase"), "attendance": Bilingual("Absences", "Absențe"),
    "grades": Bilingual("Marks", "Note"), "incidents": Bilingual("Incidents", "Abateri"),
    "family": Bilingual("Family situation", "Situația familiei"),
    "outcomes": Bilingual("Situation at the end of the year", "Situația școlară la sfârșitul anului"),
}  # fmt: skip
_PAIR = {"one": Bilingual("one child", "un singur copil"), "two": Bilingual("two children", "doi copii diferiți")}


@dataclass(frozen=True)
class Choice:
    """An answer to choose, and how people say it."""

    answer: str
    words: str


def asked_words(question: Question) -> Bilingual:
    """Return a question in words, without the answers, which are chosen from a list."""
    text = in_quotes(question.text)
    return {
        "heading": Bilingual(f"What is the column {text.en}?", f"Ce este coloana {text.ro}?"),
        "sign": Bilingual(f"What does {text.en} mean in a day?", f"Ce înseamnă {text.ro} într-o zi?"),
        "outcome": Bilingual(f"What does {text.en} mean for the pupil?", f"Ce înseamnă {text.ro} pentru elev?"),
        "marks": Bilingual("Are the marks without days averages, or single marks?",
                           "Notele fără dată sunt medii sau note simple?"),
        "day_numbers": Bilingual("Are the numbers below the days marks, or hours of absence?",
                                 "Numerele de sub zile sunt note sau ore de absență?"),
        "pairs": Bilingual("What are the two numbers of a cell, such as 12/5?",
                           "Ce sunt cele două numere dintr-o celulă, de pildă 12/5?"),
        "school_year": Bilingual("Which school year are the files of?", "Din ce an școlar sunt fișierele?"),
    }[question.kind]  # fmt: skip


def pair_choices(language: Language) -> tuple[Choice, ...]:
    """Return what may be answered about two rows that may be one child."""
    return tuple(Choice(answer, words.said(language)) for answer, words in _PAIR.items())


def choices(question: Question, language: Language) -> tuple[Choice, ...]:
    """Return what may be answered, the likeliest first; a column may also be a subject of its own."""
    further: tuple[str, ...] = ()
    if question.kind == "heading" and question.text.strip():
        further = (f"subject:{' '.join(question.text.split())}",)
    every = {"heading": targets(), "sign": MEANINGS, "outcome": (*OUTCOMES, "ignore"), "marks": SHEET_KINDS,
             "day_numbers": DAY_KINDS, "pairs": PAIR_KINDS, "school_year": ()}[question.kind]  # fmt: skip
    answers = dict.fromkeys((*question.candidates, *further, *every))
    return tuple(Choice(each, _said(question, each, language)) for each in answers if question.allows(each))


def _said(question: Question, answer: str, language: Language) -> str:
    kind, _, subject = answer.partition(":")
    if subject:
        kept = _COLUMNS.get(kind)
        of_subject = Bilingual(f"the subject {in_quotes(subject).en}", f"disciplina {in_quotes(subject).ro}")
        return (
            f"{kept.said(language)}, {of_subject.said(language)}"
            if kept and kind != "subject"
            else (of_subject.said(language))
        )
    words = _WORDS.get(question.kind, {}).get(answer)
    return words.said(language) if words else answer
