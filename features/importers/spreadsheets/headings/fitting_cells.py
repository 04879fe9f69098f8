"""Which meanings of a heading the cells below it allow: yes and no are no hours, kilometres are no minutes."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from features.cells.months import month_of
from features.importers.spreadsheets.cells.marks import mark_of
from features.importers.spreadsheets.files.grid import Cell, shown
from features.importers.spreadsheets.headings.meaning import Heading
from features.importers.spreadsheets.headings.profiles import Profile, profile_of
from features.importers.spreadsheets.headings.words import subject_of
from features.schema.columns import Column
from features.schema.synonyms import plain, values_by_word
from features.schema.tables import ATTENDANCE, table

_MOST = 0.7  # so many cells must fit
_YES_NO = frozenset(("da", "nu", "d", "n", "yes", "no", "x", "true", "false", "1", "0"))
_NOTHING = ("", "-", "–", "—", "?")
_CYCLE = re.compile(r"(?:ante)?prescolar|primar|gimnazial|gimnaziu|liceal|liceu|profesional|postliceal|maistri|dual")
# Whose cells can show that they are none:
_MAY_NOT_FIT = ("family.commute_minutes", "subject", "attendance.excused", "enrolments.grade_level")
_MINUTES = re.compile(r"\d{1,3}\s*(?:de\s+)?(?:min\w*\.?|m|')?", re.IGNORECASE)
_UNIT_OF_MINUTES = re.compile(r"(?<![^\W\d_])min(?:ut|\b)", re.IGNORECASE)
_OF_THE_WAY = frozenset(("transport", "mijlocdetransport", "mijlocultransport", "transportscolar", "microbuz"))
COMMUTE = "family.commute_minutes"
_KILOMETRES = re.compile(r"(?<![^\W\d_])km\b|kilometr", re.IGNORECASE)
_DAY_ALONE = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{4}-\d\d-\d\d")  # of a vaccination, of a paper
_MAY_BE_SUBJECTS = frozenset(("cult", "religiaelevului", "religieelev"))  # by their plain words
_LANGUAGES = {"limba maternă": "protected", "limba străină": "further"}  # which one, where the cells are no marks
_RELIGION = re.compile(
    r"orto?d|catol|romano|greco|reformat|penticost|baptist|advent|musulm|islam|unitar|lutheran|evanghel|ateu|agnostic|"
    r"martor|iehov|creștin|crestin|mozaic|armean|lipovean"
)
_HOUR_OF_THE_DAY = re.compile(
    r"(?:ora\s*)?\d{1,2}(?:[:.]\d\d){0,2}(?:\s*[-–]\s*\d{1,2}(?:[:.]\d\d){0,2})?", re.IGNORECASE
)
_NUMBERS = frozenset((
    "attendance.hours", "attendance.total", "attendance.excused_hours", "attendance.unexcused_hours",
    "enrolments.repeated_years", "family.household_size", "incidents.severity", "grades.weight",
))  # fmt: skip
_DAYS = frozenset((
    "date", "known_on", "enrolments.birth_year", "enrolments.enrolled_on", "enrolments.left_on", "outcomes.date",
    "attendance.excused_on", "family.valid_from",
))  # fmt: skip
_LISTS = frozenset(("attendance.list", "attendance.excused_list", "attendance.unexcused_list"))


def fitting(targets: Sequence[str], cells: Sequence[Cell]) -> list[str]:
    """Return the meanings that most cells allow, in their order."""
    told = [cell for cell in cells if shown(cell) not in _NOTHING]
    profile = profile_of(told)
    return [target for target in targets if not told or _fits(target, told, profile)]


def _fits(target: str, cells: Sequence[Cell], profile: Profile) -> bool:
    texts = [shown(cell) for cell in cells]
    if target in _NUMBERS:
        return max(profile.hours, profile.numbers) >= _MOST
    if target in _DAYS:
        years = target == "enrolments.birth_year" and _mostly(
            lambda text: bool(re.fullmatch(r"(19|20)\d\d", text)), texts
        )
        return profile.days >= _MOST or years
    if target in _LISTS:
        return profile.dated_hours >= _MOST
    if target.startswith("grades.") and target != "grades.kind":
        return max(profile.marks, profile.qualifiers, profile.dated_marks) >= _MOST
    if target in _OF_TEXTS:
        return _mostly(_OF_TEXTS[target], texts)
    allowed = _words_of(target)
    return not allowed or _mostly(lambda text: plain(text) in allowed, texts)


def _mostly(fits: Callable[[str], bool], texts: Sequence[str]) -> bool:
    return sum(map(fits, texts)) >= _MOST * len(texts)


def _is_of_letters(text: str) -> bool:
    return plain(text) not in _YES_NO and sum(map(str.isalpha, text)) > sum(map(str.isdigit, text))


def _has_digits(text: str) -> bool:
    return any(map(str.isdigit, text)) and plain(text) not in _YES_NO


_OF_TEXTS: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys(("pupil.name", "pupil.surname", "pupil.given_names", "pupil.initial", "school.name",
                     "incidents.kind", "enrolments.track"), _is_of_letters),
    "pupil.register_number": _has_digits, "school.code": _has_digits, "pupil.cnp": _has_digits,
    "enrolments.class_label": lambda text: plain(text) not in _YES_NO and len(text) <= 40,
    "enrolments.grade_level": lambda text: plain(text) not in _YES_NO,
    "pupil.contacts": lambda text: plain(text) not in _YES_NO,
    "family.commute_minutes": lambda text: _MINUTES.fullmatch(text) is not None,
    "subject": lambda text: bool(subject_of(text)) or _is_of_letters(text),
    "month": lambda text: month_of(text) is not None,
}  # fmt: skip


def _words_of(target: str) -> frozenset[str]:
    """Return every plain word that a column of yes and no, or of choices, may have; none of other columns."""
    name, _, column = target.partition(".")
    documented = _column(name, column) if column else None
    return (
        frozenset() if documented is None else frozenset((*values_by_word(documented), *map(plain, documented.choices)))
    )


def _column(name: str, column: str) -> Column | None:
    try:
        return table(name).column(column)
    except KeyError:
        return None


def reason_of_cells(heading: Heading, cells: Sequence[Cell]) -> str:
    """Return why a column is left out whose heading is known and whose cells are none of that; empty where they are.

    Kilometres, and yes or no alone, are no minutes of the way to school; the hour of a day is no subject; that an
    absence is one does not say whether it is excused; a cycle is no level. Below the name of a subject a religion or a
    language says what a child is or learns, and is no mark.
    """
    if not heading.subject and heading.target not in _MAY_NOT_FIT:
        return ""
    told = [shown(cell) for cell in cells if shown(cell) not in _NOTHING]
    if heading.target == "family.commute_minutes" and told:
        answers = all(plain(text) in _YES_NO and not text.isdecimal() for text in told)
        return "commute" if answers or any(map(_KILOMETRES.search, (heading.text, *told))) else ""
    if heading.target == "subject" and told:
        return "further" if all(map(_HOUR_OF_THE_DAY.fullmatch, told)) else ""
    if heading.target == "enrolments.grade_level" and told:
        return "further" if all(map(_CYCLE.fullmatch, map(plain, told))) else ""
    if heading.target == "attendance.excused" and told:
        kinds = values_by_word(ATTENDANCE.column("kind"))
        excuses = values_by_word(ATTENDANCE.column("excused"))
        says_kind = all(kinds.get(plain(text)) == "absent" and plain(text) not in excuses for text in told)
        return "further" if says_kind else ""
    if not heading.subject or heading.target or not told:
        return ""
    if heading.subject == "religie" and all(_RELIGION.match(text.lower()) for text in told):
        return "protected"
    if heading.subject in _LANGUAGES and not any(_is_mark_or_day(text) for text in told):
        return _LANGUAGES[heading.subject]
    are_languages = all(subject_of(text).startswith("limba") for text in told)
    return "further" if are_languages and heading.subject.startswith("limba") else ""


def _is_mark_or_day(text: str) -> bool:
    return any(map(str.isdigit, text)) or mark_of(text) is not None


def read_if_minutes(heading: Heading, cells: Sequence[Cell]) -> Heading:
    """Return a heading about the way to school that is left out as its minutes, where they are what its cells say."""
    is_of_way = heading.left_out == "commute" or plain(re.sub(r"\([^()]*\)", "", heading.text)) in _OF_THE_WAY
    if not heading.left_out or not is_of_way or _KILOMETRES.search(heading.text):
        return heading
    told = [shown(cell) for cell in cells if shown(cell) not in _NOTHING]
    if not told:
        return heading
    unit = _UNIT_OF_MINUTES.search(heading.text)
    are_minutes = _mostly(lambda text: bool(_MINUTES.fullmatch(text) and (unit or not text.isdecimal())), told)
    return replace(heading, target=COMMUTE, left_out="", near="") if are_minutes else heading


def asked_if_marks(heading: Heading, cells: Sequence[Cell]) -> Heading:
    """Return a heading that is left out by its words as one that means nothing, where its cells are marks or absences.

    Dates with marks or hours are of a register under whatever heading; a number alone is a mark only below what may
    be a subject: kilometres, ages and rooms are numbers, too.
    """
    told = [cell for cell in cells if shown(cell) not in _NOTHING] if heading.left_out else []
    if not told:
        return heading
    listed = [cell for cell in told if not isinstance(cell, dt.date) and not _DAY_ALONE.fullmatch(shown(cell))]
    profile = profile_of(listed)
    is_listed = max(profile.dated_marks, profile.dated_hours) >= _MOST and len(listed) >= _MOST * len(told)
    is_subject = plain(heading.text) in _MAY_BE_SUBJECTS and max(profile.marks, profile.qualifiers) >= _MOST
    return replace(heading, target="", left_out="", near="") if is_listed or is_subject else heading
