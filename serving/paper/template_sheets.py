"""What our own workbook has to fill in: its sheets, their columns in words that the import knows, and the help."""

from dataclasses import dataclass
from typing import Literal

from features.i18n.text import Bilingual
from features.importers.spreadsheets.notes import EXPLAINING

Kind = Literal["text", "date", "number"]

YES_NO = (Bilingual("yes", "da"), Bilingual("no", "nu"))
MARKS = tuple(
    Bilingual(mark, mark) for mark in ("10", "9", "8", "7", "6", "5", "4", "3", "2", "1", "FB", "B", "S", "I")
)
EDUCATION = (
    Bilingual("no education", "fără studii"), Bilingual("primary", "primare"),
    Bilingual("lower secondary", "gimnaziale"),
    Bilingual("vocational", "profesională"), Bilingual("upper secondary", "liceale"),
    Bilingual("post secondary", "postliceale"), Bilingual("bachelor", "universitare"), Bilingual("master", "masterat"),
)  # fmt: skip


@dataclass(frozen=True)
class TemplateColumn:
    """A column: its heading, what is written in it, an example ({first} and {second}: the years), its choices.

    ``free`` says that the choices are proposals: anything else may be typed too.
    """

    heading: Bilingual
    means: Bilingual
    example: Bilingual
    width: int
    kind: Kind = "text"
    choices: tuple[Bilingual, ...] = ()
    free: bool = False


@dataclass(frozen=True)
class TemplateSheet:
    """A sheet to fill in; a row is what ``row`` says."""

    title: Bilingual
    row: Bilingual
    columns: tuple[TemplateColumn, ...]


def _same(text: str) -> Bilingual:
    return Bilingual(text, text)


_WHO = (
    TemplateColumn(Bilingual("Register number", "Nr. matricol"),
                   Bilingual("the number in the school's register", "numărul din registrul matricol"),
                   _same("125/7"), 14),
    TemplateColumn(Bilingual("Name", "Nume și prenume"), Bilingual("the full name", "numele întreg"),
                   Bilingual("Example Ana", "Exemplu Ana"), 28),
    TemplateColumn(Bilingual("Class", "Clasa"), Bilingual("the class and its letter", "clasa și litera"),
                   _same("VII B"), 9),
)  # fmt: skip
_SUBJECT = TemplateColumn(
    Bilingual("Subject", "Disciplina"), Bilingual("the subject", "disciplina"),
    Bilingual("mathematics", "matematică"), 22,
)  # fmt: skip


def _day(heading: Bilingual, means: Bilingual, example: str) -> TemplateColumn:
    return TemplateColumn(heading, means, _same(example), 13, kind="date")


SHEETS = (
    TemplateSheet(
        Bilingual("Pupils", "Elevi"),
        Bilingual("a pupil of this school year", "un elev din acest an școlar"),
        (
            *_WHO,
            _day(Bilingual("Date of birth", "Data nașterii"),
                 Bilingual("only the year is kept", "se păstrează doar anul"), "14.05.2012"),
            TemplateColumn(Bilingual("Sex", "Sex"), _same("F, M"), _same("F"), 6, choices=(_same("F"), _same("M"))),
            TemplateColumn(Bilingual("Special needs", "CES"),
                           Bilingual("special educational needs", "cu CES: da sau nu"),
                           YES_NO[1], 8, choices=YES_NO),
            _day(Bilingual("Enrolled on", "Data înscrierii"),
                 Bilingual("if later than the first day", "dacă a venit după prima zi"), "08.09.{first}"),
            _day(Bilingual("Left on", "Data plecării"), Bilingual("if the pupil left", "dacă a plecat"), ""),
            TemplateColumn(Bilingual("Contacts", "Telefon părinte"),
                           Bilingual("for the school's eyes only", "numai pentru școală"), _same(""), 18),
        ),
    ),
    TemplateSheet(
        Bilingual("Absences", "Absențe"),
        Bilingual("absences of one day", "absențele dintr-o zi"),
        (
            *_WHO,
            _day(Bilingual("Date", "Data"), Bilingual("the day", "ziua"), "14.10.{first}"),
            TemplateColumn(Bilingual("Hours", "Nr. ore"), Bilingual("lessons missed", "câte ore a lipsit"),
                           _same("3"), 9,
                           kind="number"),
            _SUBJECT,
            TemplateColumn(Bilingual("Excused yes/no", "Motivată (da/nu)"), Bilingual("excused", "dacă este motivată"),
                           YES_NO[1], 12, choices=YES_NO),
            _day(Bilingual("Excused on", "Data motivării"),
                 Bilingual("if excused later", "dacă s-a motivat mai târziu"), ""),
        ),
    ),
    TemplateSheet(
        Bilingual("Marks", "Note"),
        Bilingual("one mark", "o notă"),
        (
            *_WHO,
            _day(Bilingual("Date", "Data"), Bilingual("the day", "ziua"), "20.10.{first}"),
            _SUBJECT,
            TemplateColumn(Bilingual("Mark", "Nota"),
                           Bilingual("1 to 10, or FB, B, S, I", "de la 1 la 10 sau FB, B, S, I"),
                           _same("8"), 9, choices=MARKS, free=True),
        ),
    ),
    TemplateSheet(
        Bilingual("Family situation", "Situația familiei"),
        Bilingual("what is known of a pupil from a day on", "ce se știe despre un elev începând cu o zi"),
        (
            *_WHO,
            _day(Bilingual("Valid from", "Valabil din"), Bilingual("since when it is so", "de când este așa"),
                 "08.09.{first}"),
            TemplateColumn(Bilingual("Lives with", "În grija cui"),
                           Bilingual("who looks after the child", "cine are grijă"),
                           Bilingual("both parents", "ambii părinți"), 18,
                           choices=(Bilingual("both parents", "ambii părinți"), Bilingual("one parent", "un părinte"),
                                    Bilingual("relatives", "rude"), Bilingual("foster care", "plasament"),
                                    Bilingual("institution", "instituție"))),
            TemplateColumn(Bilingual("Parents abroad", "Părinți plecați"),
                           Bilingual("at work abroad", "la muncă în străinătate"),
                           Bilingual("none", "niciunul"), 14,
                           choices=(Bilingual("none", "niciunul"), Bilingual("one", "unul"),
                                    Bilingual("both", "ambii"))),
            TemplateColumn(Bilingual("Mother education", "Studii mama"),
                           Bilingual("last school finished", "ultima școală terminată"),
                           EDUCATION[4], 15, choices=EDUCATION),
            TemplateColumn(Bilingual("Father education", "Studii tata"),
                           Bilingual("last school finished", "ultima școală terminată"),
                           EDUCATION[3], 15, choices=EDUCATION),
            TemplateColumn(Bilingual("Household size", "Membri familie"),
                           Bilingual("people at home", "câte persoane sunt acasă"),
                           _same("4"), 11, kind="number"),
            TemplateColumn(Bilingual("Social benefit", "Ajutor social"), Bilingual("yes or no", "da sau nu"),
                           YES_NO[1], 10,
                           choices=YES_NO),
            TemplateColumn(Bilingual("Commute minutes", "Naveta (minute)"),
                           Bilingual("from home to school", "de acasă la școală"),
                           _same("20"), 10, kind="number"),
            TemplateColumn(Bilingual("Home internet", "Internet acasă"), Bilingual("yes or no", "da sau nu"),
                           YES_NO[0], 10,
                           choices=YES_NO),
        ),
    ),
    TemplateSheet(
        Bilingual("End of year", "Final de an"),
        Bilingual("how a pupil's year ended", "cum s-a încheiat anul unui elev"),
        (
            *_WHO,
            TemplateColumn(Bilingual("Outcome", "Situația școlară"), Bilingual("one of the list", "una din listă"),
                           Bilingual("promoted", "promovat"), 24,
                           choices=(Bilingual("promoted", "promovat"), Bilingual("repeated year", "repetent"),
                                    Bilingual("year not closed", "situație neîncheiată"),
                                    Bilingual("dropped out", "abandon"),
                                    Bilingual("transferred", "transferat"), Bilingual("emigrated", "emigrat"),
                                    Bilingual("graduated", "absolvent"))),
            _day(Bilingual("Outcome date", "Data situației"), Bilingual("the day", "ziua"), "19.06.{second}"),
            TemplateColumn(Bilingual("Conduct", "Media la purtare"), Bilingual("of the year", "a anului"),
                           _same("10"), 11,
                           choices=MARKS, free=True),
        ),
    ),
)  # fmt: skip

_WHAT_WHERE, _HOW_TO_FILL_IN = EXPLAINING  # by which an import knows them

EXAMPLE = Bilingual("Example", "Exemplu")
EXAMPLE_HEADINGS = (_WHAT_WHERE, Bilingual("For instance", "De pildă"))
HELP = Bilingual("Help", "Ajutor")
HELP_LINES = (
    _HOW_TO_FILL_IN,
    Bilingual(
        "One row is one thing: a pupil, a day of absence, a mark. Leave empty what is not known.",
        "Un rând este un singur lucru: un elev, o zi de absență, o notă. Lăsați gol ce nu se știe.",
    ),
    Bilingual(
        "Only Pupils is needed; every other sheet may stay empty.",
        "Este necesară numai foaia Elevi; celelalte pot rămâne goale.",
    ),
    Bilingual(
        "Write the register number in every row; where there is none, the name and the class.",
        "Scrieți numărul matricol pe fiecare rând; unde nu există, numele și clasa.",
    ),
    Bilingual(
        "Never write the national identity number (CNP): it is not needed, and is dropped.",
        "Nu scrieți niciodată CNP-ul: nu este nevoie de el și nu se păstrează.",
    ),
    Bilingual("Write days as 14.10.{first}.", "Scrieți datele ca 14.10.{first}."),
    Bilingual(
        "Names and telephone numbers stay on this computer; the lists are made without them.",
        "Numele și telefoanele rămân pe acest calculator; listele se fac fără ele.",
    ),
    Bilingual(
        "When it is filled in: upload it on the page Records, or prezent import school FILE.xlsx records --school CODE",
        "După completare: încărcați-l în pagina Date sau prezent import school FIȘIER.xlsx date --school COD",
    ),
)
