"""The tables and columns that records may have.

The schema is data: reading, checking, writing and the data dictionary all follow it. Sentences are given in
English and Romanian because they are shown to people when a cell is wrong.
"""

from features.i18n.text import Bilingual
from features.schema.columns import Column as Column
from features.schema.columns import Kind as Kind
from features.schema.columns import Table as Table

ENDING_OUTCOMES = ("dropped_out", "transferred", "emigrated", "graduated")
LEFT_EARLY = ("dropped_out", "not_reenrolled", "year_not_closed")
FAILED = ("exam_no_show", "repeated_year", "failed")
OUTCOMES = (*LEFT_EARLY, *FAILED, "transferred", "emigrated", "graduated", "promoted")
ATTENDANCE_KINDS = ("absent", "late", "present")
EXCUSED = ("yes", "no", "unknown")
MARK_KINDS = ("mark", "average", "exam", "conduct", "not_taken")
STANDING_ONCE = ("average", "conduct")  # marks of which there is one for a period, often without a day
DERIVED_OUTCOMES = ("not_reenrolled", "chronic_absence")  # can be a target though nobody wrote them down
GUARDIANSHIPS = ("both_parents", "one_parent", "relatives", "foster_care", "institution")
PARENTS_ABROAD = ("none", "one", "both")

_PUPIL = Column("pupil_id", "id", Bilingual("pseudonym of the pupil", "pseudonimul elevului"), required=True)
_RETRACTED = Column(
    "retracted_on", "date",
    Bilingual("day the row was taken back; empty: it stands", "ziua în care rândul a fost retras; gol: este valabil"),
    added=True,
)  # fmt: skip


def _known(since: str, *, added: bool = False) -> Column:
    meaning = Bilingual("day it was known; empty: the same day", "ziua în care s-a aflat; gol: aceeași zi")
    return Column("known_on", "date", meaning, added=added, not_before=since)


def _school(required: bool = True) -> Column:
    return Column("school_id", "id", Bilingual("code of the school", "codul școlii"), required=required)


def _isced(name: str, parent: Bilingual) -> Column:
    meaning = Bilingual(f"{parent.en}'s education, ISCED 0-8", f"studiile {parent.ro}, ISCED 0-8")
    return Column(name, "whole", meaning, unit="ISCED level", low=0, high=8)


SCHOOLS = Table(
    "schools",
    Bilingual("a school unit", "o unitate de învățământ"),
    (
        _school(),
        Column("name", "text", Bilingual("name of the school", "numele școlii")),
        Column("county", "text", Bilingual("county", "județul")),
        Column("locality", "choice", Bilingual("rural or urban", "mediul: rural sau urban"),
               choices=("rural", "urban")),
        Column("parent_school_id", "id", Bilingual("school it belongs to", "școala de care aparține"),
               kept_only=True),
    ),
    key=("school_id",),
)  # fmt: skip

ENROLMENTS = Table(
    "enrolments",
    Bilingual("a pupil in a school for one school year", "un elev într-o școală, într-un an școlar"),
    (
        _PUPIL,
        _school(),
        Column("school_year", "school_year",
               Bilingual("school year, such as 2025-2026", "anul școlar, de pildă 2025-2026"), True),
        Column("enrolled_on", "date", Bilingual("day of enrolment", "ziua înscrierii"), required=True),
        Column("left_on", "date",
               Bilingual("day the pupil left; a later day is a planned end",
                         "ziua plecării; o zi viitoare este un sfârșit planificat"), past=False),
        Column("left_known_on", "date",
               Bilingual("day the leaving was known; empty: left_on", "ziua în care s-a aflat plecarea; gol: left_on"),
               past=False, not_before="left_on"),
        Column("grade_level", "whole", Bilingual("class, 0 (preparatory) to 13", "clasa, de la 0 (pregătitoare) la 13"),
               unit="class", low=0, high=13),
        Column("class_label", "text", Bilingual("name of the class, such as V A", "numele clasei, de pildă V A")),
        Column("track", "text", Bilingual("track or profile", "filiera sau profilul")),
        Column("main", "yes_no",
               Bilingual("of two enrolments at once, the one by which the child is listed",
                         "dintre două înscrieri simultane, cea după care elevul apare pe listă"), added=True),
        Column("birth_year", "whole", Bilingual("year of birth", "anul nașterii"), unit="year", low=1900, high=2100),
        Column("repeated_years", "whole", Bilingual("years repeated so far", "ani repetați până acum"),
               unit="years", low=0, high=10),
        Column("sex", "choice", Bilingual("F or M, for audits only", "F sau M, doar pentru audit"),
               choices=("F", "M"), audit_only=True),
        Column("special_needs", "yes_no",
               Bilingual("special educational needs, for audits only",
                         "cerințe educaționale speciale, doar pentru audit"), audit_only=True),
        _known("enrolled_on", added=True),
        _RETRACTED,
    ),
    key=("pupil_id", "school_id", "school_year", "enrolled_on"),
)  # fmt: skip

ATTENDANCE = Table(
    "attendance",
    Bilingual(
        "absence from lessons on a day, or a period's total dated at its end",
        "absența de la ore într-o zi, sau totalul unei perioade, datat la sfârșitul ei",
    ),
    (
        _PUPIL,
        Column("date", "date",
               Bilingual("day of the absence, or last day of the period", "ziua absenței sau ultima zi a perioadei"),
               True),
        Column("hours", "number", Bilingual("hours missed", "ore lipsite"),
               required=True, unit="hours", low=0, high=2000),
        Column("from_date", "date",
               Bilingual("first day of the period, for a total", "prima zi a perioadei, pentru un total")),
        Column("kind", "choice",
               Bilingual("absent; late: hours lost but no day absent; present: hours attended",
                         "absent (lipsă), late (întârziere: ore pierdute, nu zi lipsă), present (ore la care a fost)"),
               choices=ATTENDANCE_KINDS, added=True),
        Column("lessons", "number",
               Bilingual("hours held that day or in that period", "ore ținute în acea zi sau perioadă"),
               unit="hours", low=0, high=2000, added=True),
        Column("excused_on", "date",
               Bilingual("day it was excused; empty: not excused, or not known where a school records no excuses",
                         "ziua motivării; gol: nemotivată, sau necunoscut unde școala nu trece motivările")),
        Column("excused", "choice",
               Bilingual("yes, no or unknown, where the day is not known",
                         "yes (motivată), no (nemotivată), unknown (nu se știe), dacă ziua nu se cunoaște"),
               choices=EXCUSED, added=True),
        Column("subject", "text", Bilingual("subject", "disciplina"), kept_only=True),
        _known("date"),
        _RETRACTED,
    ),
    instead=(
        Column("status", "text",
               Bilingual("code of a roll call, declared in prezent.toml under [attendance.codes]",
                         "codul de la prezență, declarat în prezent.toml sub [attendance.codes]"), gives=("hours",)),
        Column("rate", "number",
               Bilingual("percent of the lessons of a period that the pupil attended",
                         "procentul orelor dintr-o perioadă la care elevul a fost prezent"),
               unit="percent", low=0, high=100, gives=("hours",)),
        Column("month", "text",
               Bilingual("month of a total, such as 2025-10; without its year where there is one school year",
                         "luna unui total, de pildă 2025-10; fără an dacă există un singur an școlar"),
               gives=("date", "from_date")),
        Column("school_year", "school_year",
               Bilingual("school year of the month", "anul școlar al lunii")),
        Column("excused_hours", "number",
               Bilingual("hours missed that are excused", "ore lipsite motivate"),
               unit="hours", low=0, high=2000, gives=("hours",)),
        Column("unexcused_hours", "number",
               Bilingual("hours missed that are not excused", "ore lipsite nemotivate"),
               unit="hours", low=0, high=2000, gives=("hours",)),
    ),
)  # fmt: skip

GRADES = Table(
    "grades",
    Bilingual("a mark", "o notă sau un calificativ"),
    (
        _PUPIL,
        Column("date", "date", Bilingual("day of the mark", "ziua notei"), required=True),
        Column("mark", "mark",
               Bilingual("the mark, on its scale; empty only if kind is not_taken",
                         "nota, pe scara ei; gol doar dacă kind este not_taken"), required=True),
        Column("scale", "text",
               Bilingual("marking scale, such as 1-10 or FB-I", "scara de notare, de pildă 1-10 sau FB-I"), True),
        Column("subject", "text", Bilingual("subject", "disciplina")),
        Column("kind", "choice",
               Bilingual("mark, average, exam, conduct, or not_taken: due but not sat",
                         "mark (notă), average (medie), exam (examen), conduct (purtare), not_taken (neprezentat)"),
               choices=MARK_KINDS),
        Column("weight", "number", Bilingual("weight of the mark; empty: 1", "ponderea notei; gol: 1"),
               unit="times", low=0, high=1000, added=True),
        _known("date"),
        _RETRACTED,
    ),
)  # fmt: skip

FAMILY = Table(
    "family",
    Bilingual(
        "what is known of a pupil's situation from a date on",
        "ce se știe despre situația unui elev, de la o dată încolo",
    ),
    (
        _PUPIL,
        Column("valid_from", "date", Bilingual("day from which it holds", "ziua de la care este valabil"),
               required=True),
        Column("guardianship", "choice", Bilingual("who looks after the pupil", "în grija cui este elevul"),
               choices=GUARDIANSHIPS),
        Column("parents_abroad", "choice",
               Bilingual("parents working abroad", "părinți plecați la muncă în străinătate"), choices=PARENTS_ABROAD),
        _isced("mother_education", Bilingual("mother", "mamei")),
        _isced("father_education", Bilingual("father", "tatălui")),
        Column("household_size", "whole", Bilingual("people in the household", "persoane în gospodărie"),
               unit="people", low=1, high=30),
        Column("social_benefit", "yes_no",
               Bilingual("the family receives a social benefit", "familia primește un ajutor social")),
        Column("commute_minutes", "whole", Bilingual("minutes from home to school", "minute de acasă la școală"),
               unit="minutes", low=0, high=300),
        Column("home_internet", "yes_no", Bilingual("internet at home", "internet acasă")),
        _known("valid_from"),
        _RETRACTED,
    ),
    key=("pupil_id", "valid_from", "known_on"),
)  # fmt: skip

INCIDENTS = Table(
    "incidents",
    Bilingual("a recorded event of conduct", "o abatere consemnată"),
    (
        _PUPIL,
        Column("date", "date", Bilingual("day it happened", "ziua în care s-a întâmplat"), required=True),
        Column("kind", "text", Bilingual("what kind of event", "felul abaterii"), required=True),
        Column("severity", "whole", Bilingual("from 1 (slight) to 3 (grave)", "de la 1 (ușoară) la 3 (gravă)"),
               unit="level", low=1, high=3),
        _known("date"),
        _RETRACTED,
    ),
)  # fmt: skip

OUTCOME_TABLE = Table(
    "outcomes",
    Bilingual("how a pupil's story went on", "cum a continuat povestea unui elev"),
    (
        _PUPIL,
        Column("date", "date", Bilingual("day it happened", "ziua în care s-a întâmplat"), required=True),
        Column("outcome", "choice", Bilingual("what happened", "ce s-a întâmplat"), required=True, choices=OUTCOMES),
        _known("date"),
        _RETRACTED,
    ),
    key=("pupil_id", "date", "outcome"),
)  # fmt: skip

TERMS = Table(
    "terms",
    Bilingual("a teaching module or term", "un modul sau semestru de cursuri"),
    (
        Column("school_year", "text", Bilingual("school year", "anul școlar"), required=True),
        Column("term", "text", Bilingual("name of the term", "numele modulului"), required=True),
        Column("starts_on", "date", Bilingual("first day of lessons", "prima zi de cursuri"),
               required=True, past=False),
        Column("ends_on", "date", Bilingual("last day of lessons", "ultima zi de cursuri"), required=True, past=False),
        Column("county", "text",
               Bilingual("county it holds for; empty: all", "județul pentru care este valabil; gol: toate")),
        Column("weekdays", "text",
               Bilingual("days of school in a week, Monday 1 to Sunday 7, such as 1-5, 1-6 or 7,1-4; empty: 1-5",
                         "zilele de școală din săptămână, luni 1 … duminică 7, de pildă 1-5, 1-6; gol: 1-5"),
               added=True),
    ),
    key=("school_year", "term", "county"),
)  # fmt: skip

TABLES = (SCHOOLS, ENROLMENTS, ATTENDANCE, GRADES, FAMILY, INCIDENTS, OUTCOME_TABLE, TERMS)

# A row per event: millions of rows, whose texts repeat. They are kept as categorical columns, which take a fifth of the
# memory and of which each distinct text is looked at once.
EVENT_TABLES = ("attendance", "grades", "incidents")


def table(name: str) -> Table:
    """Return the table of that name.

    >>> table("grades").column("mark").kind
    'mark'
    """
    for candidate in TABLES:
        if candidate.name == name:
            return candidate
    raise KeyError(name)
