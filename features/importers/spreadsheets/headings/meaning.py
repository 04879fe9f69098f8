"""What one heading means: a column of records, a day, a month, a subject, or a part of one of these."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from features.cells.months import Month, month_of
from features.importers.spreadsheets.cells.days import NoDay, Year, day_of, month_in
from features.importers.spreadsheets.cells.modules import module_named
from features.importers.spreadsheets.cells.pairs import pair_said
from features.importers.spreadsheets.cells.weeks import weekday_number
from features.importers.spreadsheets.files.grid import Cell, column_name, shown
from features.importers.spreadsheets.headings.words import meant_by, reason_left_out, subject_name, subject_of, words_of
from features.schema.synonyms import plain

_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SEPARATED = re.compile(r"\s+[-–:/]\s+|\s*[:\n]\s*|\s*[-–/]\s*")
_LED = re.compile(
    r"^((?:medi[ae](?:\s+anual[ăa])?|not[ae]|abs(?:en[țt]e)?\.?|tez[ăa])(?:\s+la)?)\s+(.+)$", re.IGNORECASE
)
WEEKDAYS = frozenset((
    "l", "ma", "mi", "j", "v", "s", "d", "m", "lu", "jo", "vi", "sa", "du", "lun", "mar", "mie", "joi", "vin", "luni",
    "marti", "miercuri", "vineri", "sambata", "duminica",
))  # fmt: skip
_WORDS = re.compile(r"\w+\.?")
_OF_A_MONTH = ("attendance.excused_hours", "attendance.unexcused_hours", "grades.average")  # else the cells tell
_NEAR, _SHORTEST_NEAR = 90, 6
_BESIDE_WEEKDAY = re.compile(
    r"(?:(?P<word>[^\W\d_]+)\.?\s*[-–,:(\n]?\s*(?P<before>\d[^()]*?)|(?P<after>\d[^()]*?)\s*[-–,:(\n]?\s*(?P<last>[^\W\d_]+)\.?)\)?"
)
_LONGEST_SUBJECT = 40  # letters; more are a title
_GENERAL = re.compile(
    r"(?:sem|s?modul|situa|rezultat|evalu|catalog|anul|an\b|perioad|trim|total|gener|discipl|mater|obiecte|elev|clas|cls|"
    r"[șsş]coal|liceu|coleg|note|medi|absen|numar|num[ăa]r|nr|I{1,3}$|IV$|V$)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:n|not[aă]|cal|calificativ)\.?\s*(?:nr\.?\s*)?\d{1,2}", re.IGNORECASE)
_BLANK = re.compile(r"\([A-Z]{1,3}\)")
SUBJECT = "subject:"  # before the name of a subject, where a mapping says that a column is one


@dataclass(frozen=True)
class Heading:
    """A heading and what it stands for.

    ``target`` is ``table.column``, ``ignore``, ``day``, or empty where it is not known (or, with a subject or a month,
    where the cells must tell). ``near`` says that the word is not quite the one that is meant. ``part`` is what stands
    beside a day (``Note``, ``M``), ``weekday`` the day of a week, Monday 1, where its heading names that,
    ``module`` that of the school year, from 1. ``left_out`` is why a column is ignored that the records have no place
    for. ``over`` is a word above marks or absences that is no subject that we know, and may be one.
    """

    column: int
    text: str
    target: str = ""
    subject: str = ""
    month: Month | None = None
    day: dt.date | None = None
    day_number: int = 0
    near: str = ""
    part: str = ""
    weekday: int = 0
    module: int = 0
    left_out: str = ""
    over: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it says something."""
        return bool(self.target or self.subject or self.month or self.module)


def heading_of(column: int, upper: Cell, lower: Cell, year: Year, answers: Mapping[str, str]) -> Heading:
    """Return what a heading of one or two rows means; ``answers`` are those of the school's mapping, by plain words."""
    above, below = shown(upper), shown(lower)
    text = " / ".join(dict.fromkeys(each for each in (above, below) if each)) or f"({column_name(column)})"
    blank = Heading(column, text)
    if answer := answers.get(answer_key(text)):
        month = _month(above, year) if below and above != below else None
        return replace(_answered(blank, answer), month=month, module=module_named(above) or module_named(below))
    if not above or above == below or not below:
        return _single(blank, lower if below else upper, year)
    double, answer = _double(blank, upper, lower, year), answers.get(answer_key(above), "")
    return _told_of_group(double, answer) if double.over and answer else double


def _told_of_group(heading: Heading, answer: str) -> Heading:
    """Return a heading whose upper word was asked about: a subject, nothing to read, or any other group."""
    if answer == "ignore":
        return Heading(heading.column, heading.text, answer)
    return replace(heading, over="", subject=answer.removeprefix(SUBJECT) if answer.startswith(SUBJECT) else "")


def stacked(column: int, cells: Sequence[Cell], year: Year, answers: Mapping[str, str]) -> Heading:
    """Return what a heading of several rows means, such as ``Matematică``, ``Note`` and ``12.10`` above each other."""
    kept = list({shown(cell): cell for cell in cells if cell is not None}.values())
    if len(kept) < 3:
        upper, lower = cells if len(cells) == 2 else [None, None, *kept][-2:]
        return heading_of(column, upper, lower, year, answers)
    blank = Heading(column, " / ".join(map(shown, kept)))
    texts = [shown(cell) for cell in kept]
    month = next((month for text in texts if (month := _month(text, year))), None)
    if answer := answers.get(answer_key(blank.text)):
        return replace(_answered(blank, answer), month=month)
    if dated := _dated(blank, kept, year):
        return dated
    subject, number = next(filter(None, map(subject_of, texts)), ""), _day_number(kept[-1])
    part = next((part for text in reversed(texts) if (part := part_in(text))), "")
    if number and month:
        return replace(blank, target="day", day_number=number, month=month, subject=subject, part=part)
    module = next(filter(None, map(module_named, texts)), 0)
    if subject or month or module:
        return replace(blank, target=part, subject=subject, month=month, module=module)
    return replace(heading_of(column, kept[-2], kept[-1], year, answers), text=blank.text)


def part_in(text: str) -> str:
    """Return what stands beside days below a word: marks, absences, excused ones; empty where the word says nothing.

    >>> part_in("Note"), part_in("M"), part_in("Matematică")
    ('grades.list', 'attendance.excused_hours', '')
    """
    meant = meant_by(text, "parts") or meant_by(text)
    return meant if meant.startswith(("attendance.", "grades.")) else ""


def answer_key(text: str) -> str:
    """Return what a heading is called among the answers of a mapping: its plain word, or ``(F)`` of a blank one."""
    return text if _BLANK.fullmatch(text) else plain(text) or text


def _answered(blank: Heading, answer: str) -> Heading:
    target, _, subject = answer.partition(":")
    return replace(blank, target="" if f"{target}:" == SUBJECT else target, subject=subject.strip())


def _single(blank: Heading, cell: Cell, year: Year) -> Heading:
    if day := _day_number(cell):
        return replace(blank, target="day", day_number=day)
    text = shown(cell)
    word = plain(text)
    if module := module_named(text):
        return replace(blank, module=module)
    for said in (text, _IN_BRACKETS.sub("", text)):
        if target := meant_by(said):
            return replace(blank, target=target, left_out=reason_left_out(said))
    if _NUMBERED.fullmatch(text) or text == "#":
        return replace(blank, target="ignore" if text == "#" else "grades.list")
    if subject := subject_of(text) or subject_of(_IN_BRACKETS.sub("", text)):
        return replace(blank, subject=subject)
    if isinstance(cell, str) and word and (month := _month(text, year)):
        return replace(blank, target=_beside_month(text), month=month)
    if (day_said := _day(cell, year)) is not None:
        return replace(blank, target="day", day=day_said, weekday=_weekday(text))
    return _compound(blank, text, year) or _near(blank, word)


def _beside_month(text: str) -> str:
    """Return what the words beside the name of a month say: ``nemotivate`` of ``Absențe nemotivate oct. 2025``."""
    words = [
        word for word in _WORDS.findall(text) if word.lower() not in ("luna", "lunii", "pe", "in", "în", "din", "a")
    ]
    kept = " ".join(word for word in words if not any(map(str.isdigit, word)) and month_in(word, Year()) is None)
    meant = meant_by(kept, "parts") or meant_by(kept) if len(plain(kept)) > 1 else ""
    return meant if meant in _OF_A_MONTH else ""


def _double(blank: Heading, upper: Cell, lower: Cell, year: Year) -> Heading:
    """Read a heading below another: a part of a month or subject, a day of a month, or both words together."""
    if dated := _dated(blank, (upper, lower), year):
        return dated
    above, below = shown(upper), shown(lower)
    if module := module_named(above):
        return replace(blank, target=part_in(below), module=module, subject=subject_of(below))
    month, subject = _month(above, year), subject_of(above)
    part = meant_by(below, "parts")
    if number := _day_number(lower):  # below a subject the first mark, the second …
        numbered = replace(blank, target="day", day_number=number, month=month, part=part_in(above))
        return replace(blank, subject=subject) if subject else numbered
    if (month or subject) and plain(below) in WEEKDAYS and not part:
        return replace(blank, month=month, subject=subject)
    if month or subject:
        known = part or meant_by(below)
        if month and not known and not subject_of(below):
            return replace(blank, month=month) if pair_said(below) else blank
        return replace(blank, target=known, month=month, subject=subject)
    if day := _day_number(upper):  # the letter of the weekday below the number
        return replace(blank, target="day", day_number=day) if plain(below) in WEEKDAYS else blank
    if together := meant_by(above + below):
        return replace(blank, target=together)
    lower_alone = _single(blank, lower, year)
    general = meant_by(above)
    if part.startswith("grades.") and general == "grades.conduct":
        return replace(blank, target=general)
    if part and general.startswith("attendance.") and part.startswith("attendance."):
        return replace(blank, target=part)
    if (lower_alone.subject or lower_alone.month) and general:
        return replace(lower_alone, target=general if general != "ignore" else "")
    if not lower_alone.is_known:
        return replace(_single(blank, upper, year), near="")
    is_list = lower_alone.target.startswith(("grades.", "attendance.")) and lower_alone.target != "grades.conduct"
    return replace(lower_alone, over=above) if is_list and _may_be_subject(above, general) else lower_alone


def _may_be_subject(text: str, general: str) -> bool:
    """Tell whether a word over marks may be a subject: none that is a heading itself, or says of what time they are."""
    is_heading = bool(general) and not reason_left_out(text)
    return any(map(str.isalpha, text)) and len(text) <= _LONGEST_SUBJECT and not is_heading and not _GENERAL.match(text)


def _dated(blank: Heading, cells: Sequence[Cell], year: Year) -> Heading | None:
    """Read a day above or below a subject, a part such as ``Note``, the number of an hour, or any other words."""
    days = {day for cell in cells if (day := _day(cell, year))}
    texts = [shown(cell) for cell in cells if not _day(cell, year)]
    if len(days) != 1:
        return None
    subject = next(filter(None, map(subject_of, texts)), "")
    part = next((part for text in reversed(texts) if (part := part_in(text))), "")
    return replace(blank, target="day", day=days.pop(), subject=subject, part=part, weekday=_weekday(blank.text))


def _weekday(text: str) -> int:
    """Return the day of the week that a text says beside a day, Monday 1; 0 where it says none."""
    return next((number for word in re.findall(r"[^\W\d_]+", text) if (number := weekday_number(word))), 0)


def _compound(blank: Heading, text: str, year: Year) -> Heading | None:
    """Read ``Matematică - medie``, ``Media la matematică``, ``Octombrie mot.``"""
    pieces = [each for each in _SEPARATED.split(text) if each]
    if led := _LED.match(text):
        pieces = [led[1], led[2]]
    elif len(pieces) != 2 and len(text.split()) == 2:
        pieces = text.split()
    if len(pieces) != 2:
        return None
    for one, other in (pieces, pieces[::-1]):
        part = meant_by(one, "parts") or meant_by(re.sub(r"\s+la$", "", one))
        subject, month = subject_of(other), _month(other, year)
        if part and (subject or month):
            return replace(blank, target=part, subject=subject, month=month)
    return None


def _near(blank: Heading, word: str) -> Heading:
    """Read a heading that is nearly a known word: a slip of writing."""
    if len(word) < _SHORTEST_NEAR or len(word) > 60:
        return blank
    from rapidfuzz import fuzz, process

    known = {**words_of("subjects"), **dict.fromkeys(words_of("left_out"), "ignore"), **words_of("columns")}
    found = process.extractOne(word, [each for each in known if len(each) >= _SHORTEST_NEAR], scorer=fuzz.ratio)
    if found is None or found[1] < _NEAR:
        return blank
    meant = known[found[0]]
    if "." in meant or meant in words_of("columns").values():
        return replace(blank, target=meant, near=found[0], left_out=reason_left_out(found[0]))
    return replace(blank, subject=subject_name(meant), near=found[0])


def near_targets(text: str) -> list[str]:
    """Return what a heading may mean by its letters, the likeliest first."""
    from rapidfuzz import fuzz, process

    known = words_of("columns")
    found = process.extract(plain(text)[:60], list(known), scorer=fuzz.WRatio, limit=5, score_cutoff=82)
    return list(dict.fromkeys(known[word] for word, _, _ in found))


def _day_number(cell: Cell) -> int:
    text = shown(cell).rstrip(".")
    return int(text) if text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31 else 0


def _day(cell: Cell, year: Year) -> dt.date | None:
    if isinstance(cell, int) or cell is None:
        return None
    if isinstance(cell, str) and (found := _BESIDE_WEEKDAY.fullmatch(cell)):
        cell = found["before"] or found["after"] if weekday_number(found["word"] or found["last"]) else cell
    try:
        return day_of(cell, year)[0]
    except NoDay:
        return None


def _month(text: str, year: Year) -> Month | None:
    """Return the month that a heading is: a name, alone or with a year, or ``luna octombrie``."""
    if text.isdecimal():
        return None
    found = month_of(text) if len(plain(text)) >= 3 and not plain(text).isdecimal() else None
    found = found or month_in(text, year)
    if found is None or (any(map(str.isdigit, text)) and not any(map(str.isalpha, text)) and not found.year):
        return None
    return Month(found.year or year.of_month(found.month), found.month)
