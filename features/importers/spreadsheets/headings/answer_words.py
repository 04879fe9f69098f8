"""What headings, signs and outcomes of sheets may mean, in the words of both languages."""

from collections.abc import Callable, Mapping

from features.i18n.table_words import VALUES
from features.i18n.text import Bilingual
from features.schema.problems import in_quotes
from features.schema.synonyms import plain

_WORDS: Mapping[str, tuple[str, str]] = {
    "ignore": ("leave it out", "nu se ia în seamă"),
    "pupil.cnp": ("identity number (never kept)", "CNP (nu se păstrează niciodată)"),
    "pupil.name": ("name of the pupil", "numele și prenumele elevului"),
    "pupil.surname": ("surname", "numele de familie"),
    "pupil.given_names": ("given names", "prenumele"),
    "pupil.initial": ("father's initial", "inițiala tatălui"),
    "pupil.register_number": ("register number", "numărul matricol"),
    "pupil.contacts": ("contacts of the parents", "datele de contact ale părinților"),
    "school.code": ("code of the school", "codul școlii"),
    "school.name": ("name of the school", "numele școlii"),
    "enrolments.class_label": ("class", "clasa"),
    "enrolments.grade_level": ("level of the class", "nivelul clasei (5, 6, 7 …)"),
    "enrolments.birth_year": ("day or year of birth", "data sau anul nașterii"),
    "enrolments.sex": ("sex", "sexul"),
    "enrolments.special_needs": ("special educational needs", "cerințe educaționale speciale (CES)"),
    "enrolments.repeated_years": ("years repeated", "anii repetați"),
    "enrolments.track": ("track", "profilul sau specializarea"),
    "enrolments.enrolled_on": ("day of enrolment", "data înscrierii"),
    "enrolments.left_on": ("day of leaving", "data plecării"),
    "date": ("day of the event", "data absenței, a notei sau a abaterii"),
    "month": ("month", "luna"),
    "subject": ("subject", "disciplina"),
    "known_on": ("day on which it was entered", "data introducerii"),
    "attendance.hours": ("hours of absence", "ore de absență"),
    "attendance.total": ("hours of absence in all", "totalul orelor de absență"),
    "attendance.list": ("days of absence", "zilele de absență"),
    "attendance.excused_list": ("days of excused absence", "zilele de absență motivată"),
    "attendance.unexcused_list": ("days of unexcused absence", "zilele de absență nemotivată"),
    "attendance.excused_hours": ("excused hours", "ore motivate"),
    "attendance.unexcused_hours": ("unexcused hours", "ore nemotivate"),
    "attendance.excused": ("whether it is excused (yes or no)", "dacă absența este motivată (da sau nu)"),
    "attendance.excused_on": ("day on which it was excused", "data motivării"),
    "grades.mark": ("a mark", "o notă"),
    "grades.list": ("several marks", "mai multe note"),
    "grades.average": ("average", "media"),
    "grades.overall": ("average of all subjects", "media generală"),
    "grades.exam": ("mark of the term paper", "nota la teză"),
    "grades.conduct": ("mark of conduct", "nota la purtare"),
    "grades.kind": ("kind of mark", "tipul notei"),
    "grades.weight": ("weight of the mark", "ponderea notei"),
    "incidents.kind": ("misconduct", "abaterea"),
    "incidents.severity": ("severity of misconduct", "gravitatea abaterii"),
    "outcomes.outcome": ("how the year ended", "situația școlară la sfârșitul anului"),
    "outcomes.date": ("day on which the year ended so", "data situației școlare"),
    "family.valid_from": (
        "day from which this holds of the family",
        "data de la care familia este în această situație",
    ),
    "family.guardianship": ("in whose care the pupil is", "în grija cui este elevul"),
    "family.parents_abroad": ("parents abroad", "părinți plecați în străinătate"),
    "family.mother_education": ("mother's education", "studiile mamei"),
    "family.father_education": ("father's education", "studiile tatălui"),
    "family.household_size": ("members of the household", "numărul membrilor familiei"),
    "family.social_benefit": ("social benefit", "ajutor social sau bursă socială"),
    "family.commute_minutes": ("minutes on the way to school", "minutele de drum până la școală"),
    "family.home_internet": ("internet at home", "internet acasă"),
    "absent": ("absent, not known whether excused", "absent, fără să se știe dacă este motivat"),
    "excused": ("absent, excused", "absent motivat"),
    "unexcused": ("absent, unexcused", "absent nemotivat"),
    "late": ("late", "întârziat"),
    "present": ("present", "prezent"),
    "averages": ("averages", "medii"),
    "marks": ("single marks", "note simple"),
    "hours": ("hours of absence", "ore de absență"),
    "total_unexcused": ("total / unexcused", "total / nemotivate"),
    "total_excused": ("total / excused", "total / motivate"),
    "excused_unexcused": ("excused / unexcused", "motivate / nemotivate"),
    "unexcused_excused": ("unexcused / excused", "nemotivate / motivate"),
    "days": ("day / month", "ziua / luna"),
}


_FORMER: Mapping[str, str] = {  # words that were shown before, and may still be typed
    "identity number (dropped)": "pupil.cnp", "CNP (se elimină)": "pupil.cnp", "numele elevului": "pupil.name",
    "nivelul clasei": "enrolments.grade_level", "data faptei, a notei sau a absenței": "date",
    "total ore de absență": "attendance.total", "situația școlară la final": "outcomes.outcome",
    "data de la care este valabilă situația familiei": "family.valid_from",
    "minutele de navetă": "family.commute_minutes", "absență": "absent", "excused absence": "excused",
    "absență motivată": "excused", "unexcused absence": "unexcused", "absență nemotivată": "unexcused",
    "abandon": "dropped_out", "transferred": "transferred", "emigrated": "emigrated", "plecat din țară": "emigrated",
}  # fmt: skip


def words_for(answer: str) -> Bilingual:
    """Return an answer in words; one that is no code, as it is.

    >>> words_for("attendance.unexcused_hours").ro, words_for("2025-2026").ro
    ('ore nemotivate', '2025-2026')
    """
    if subject := answer.removeprefix("subject:") if answer.startswith("subject:") else "":
        quoted = in_quotes(subject)
        return Bilingual(f"the subject {quoted.en}", f"disciplina {quoted.ro}")
    return Bilingual(*_WORDS[answer]) if answer in _WORDS else VALUES["outcome"].get(answer, Bilingual(answer, answer))


def words_to_write(answer: str) -> Bilingual:
    """Return an answer in words, with what is written into the file of mappings behind them.

    >>> words_to_write("ignore").ro, words_to_write("2025-2026").ro
    ('nu se ia în seamă [ignore]', '2025-2026')
    """
    said = words_for(answer)
    is_code = answer in _WORDS or answer.startswith("subject:") or answer in VALUES["outcome"]
    return Bilingual(f"{said.en} [{answer}]", f"{said.ro} [{answer}]") if is_code else said


def answer_meant(typed: str, allows: Callable[[str], bool]) -> str:
    """Return the code of an answer that is typed in words, of those that a question allows; else what is typed.

    >>> answer_meant("Ore de absență", {"attendance.hours"}.__contains__)
    'attendance.hours'
    >>> answer_meant("Ore de absență", {"marks", "hours"}.__contains__), answer_meant("altceva", {"hours"}.__contains__)
    ('hours', 'altceva')
    """
    word = plain(typed)
    every = {**_WORDS, **VALUES["outcome"]}
    meant = [code for code, words in every.items() if word and word in map(plain, words)]
    meant += [code for words, code in _FORMER.items() if word and word == plain(words)]
    return next((code for code in meant if allows(code)), typed)
