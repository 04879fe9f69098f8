"""All that records declare in ``prezent.toml``: situation columns, marking scales, words of their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from features.files.bounded_text import parse_toml, read_bounded
from features.headings.headers import is_personal
from features.i18n.text import Bilingual
from features.reading.declaration_values import (
    CONFIG_FILE,
    NAME,
    NUMBER,
    TRUTH,
    WORDS,
    entries,
    is_number,
    is_word,
    not_a_section,
    one_of,
    unknown_keys,
    value_problem,
)
from features.reading.declared_scales import parse_scales
from features.reading.declared_words import DeclaredWords, parse_words
from features.reading.folder import county_folders, is_county
from features.reading.status_codes import AttendanceRules, parse_attendance
from features.schema.problems import Problem
from features.schema.scales import SCALES, Scale, scale_of
from features.schema.tables import FAMILY, Column, Kind

_DIRECTIONS = {"up": 1, "down": -1, "none": 0}
_TYPES: Mapping[str, Kind] = {"yes_no": "yes_no", "whole": "whole", "number": "number", "choice": "choice"}
_SITUATION_KEYS = frozenset(
    {"type", "choices", "ordered", "unit", "direction", "can_change", "en", "ro", "low", "high"}
)  # fmt: skip
IMPORT = "import"  # section in which an import says with which key it made the pseudonyms
_IMPORT_KEYS = frozenset({"key"})
INVENTED = "invented"  # says of records that their children never were
_SECTIONS = frozenset(
    {IMPORT, INVENTED, "situation", "scales", "tracks", "incidents", "outcomes", "attendance", "default_scale"}
)

_NEW_NAME = Bilingual(
    "a new column name of lower-case letters, digits and _", "un nume nou de coloană, din litere mici, cifre și _"
)
_CHOICES = Bilingual(
    "a list of different words if the type is choice, and no list otherwise",
    "o listă de cuvinte diferite dacă tipul este choice, altfel nicio listă",
)
_SCALE = Bilingual(
    'the name of a scale in quotes, such as "1-10"', "numele unei scări între ghilimele, de pildă „1-10”"
)
_LOW_TO_HIGH = Bilingual("a low that is not above high", "o valoare low nu mai mare decât high")


@dataclass(frozen=True)
class SituationColumn:
    """A declared column of the ``family`` table.

    ``direction`` is +1 where a higher value may only raise the risk, -1 where it may only lower it, else 0.
    """

    column: Column
    direction: int = 0
    can_change: bool = False
    ordered: bool = False


@dataclass(frozen=True)
class Declarations:
    """All that ``prezent.toml`` says of the tables beside it; ``readable`` is False where the file is no TOML.

    ``cumulative`` says that totals of absences are meant to hold each other. ``default_scale`` is the scale of marks
    whose file has no column for it; "" where none is declared. ``invented`` says that the children never were:
    ``prezent synth`` writes so of its own.
    """

    situation: tuple[SituationColumn, ...] = ()
    scales: tuple[Scale, ...] = SCALES
    words: DeclaredWords = field(default_factory=DeclaredWords)
    attendance: AttendanceRules = field(default_factory=AttendanceRules)
    default_scale: str = ""
    readable: bool = True
    invented: bool = False

    def scale(self, name: str) -> Scale | None:
        """Return the scale of that name, however it is capitalised and spaced; None if there is none."""
        return scale_of(self.scales, name)


def read_declarations(folder: Path) -> tuple[Declarations, list[Problem]]:
    """Read the ``prezent.toml`` that holds for a record folder; without one there are no further columns."""
    path = declarations_file(folder)
    if not path.is_file():
        return Declarations(invented=any(map(_says_invented, county_folders(folder)))), []
    try:
        content = parse_toml(read_bounded(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = Bilingual("letters in another encoding", "litere în altă codare")
        return Declarations(readable=False), [Problem("not_utf8", CONFIG_FILE, (line,), found=found)]
    except ValueError as error:  # of tomllib, or of Python where a number has thousands of digits
        what, _, where = str(error).partition(" (at ")
        rows = tuple(map(int, re.findall(r"^line (\d+)", where)))
        found = Bilingual(f"a slip of writing ({what})", "o greșeală de scriere")
        return Declarations(readable=False), [Problem("bad_toml", CONFIG_FILE, rows, found=found)]
    return parse_declarations(content)


def declarations_file(folder: Path) -> Path:
    """Return where the declarations of a record folder are: those beside all counties hold for each of them."""
    beside_all = folder.absolute().parent / CONFIG_FILE
    return beside_all if is_county(folder) and beside_all.is_file() else folder / CONFIG_FILE


def _says_invented(county: Path) -> bool:
    """Tell whether one county of a folder that declares nothing for all of them has invented children."""
    return (county / CONFIG_FILE).is_file() and read_declarations(county)[0].invented


def parse_declarations(content: Mapping[str, Any]) -> tuple[Declarations, list[Problem]]:
    """Turn the content of ``prezent.toml`` into declarations, with every problem found on the way."""
    situation, of_situation = entries(content, "situation")
    scales, of_scales = parse_scales(content)
    columns = [_situation(name, entry) for name, entry in situation.items()]
    words, of_words = parse_words(content)
    attendance, of_attendance = parse_attendance(content)
    invented = content.get(INVENTED, False)
    problems = [
        *unknown_keys(content, _SECTIONS, ""),
        *_of_import(content.get(IMPORT, {})),
        *of_situation,
        *(problem for _, found in columns for problem in found),
        *of_scales,
        *of_words,
        *of_attendance,
        *([] if isinstance(invented, bool) else [value_problem(INVENTED, invented, TRUTH)]),
    ]
    default = content.get("default_scale", "")
    known = scale_of(scales, default) if isinstance(default, str) else None
    if "default_scale" in content and known is None:
        problems.append(value_problem("default_scale", default, _SCALE))
    of_family = tuple(column for column, _ in columns if column)
    default_scale = known.name if known else ""
    return Declarations(of_family, scales, words, attendance, default_scale, invented=invented is True), problems


def _of_import(section: object) -> list[Problem]:
    """Say what is wrong with the section of an import; its key is an id, from which no key can be told."""
    if not isinstance(section, dict):
        return [not_a_section(IMPORT, IMPORT, section)]
    wrong = [value_problem(f"{IMPORT}.{name}", section[name], WORDS) for name in section if not is_word(section[name])]
    return [*unknown_keys(section, _IMPORT_KEYS, IMPORT), *wrong]


def _situation(name: str, entry: Mapping[str, Any]) -> tuple[SituationColumn | None, list[Problem]]:
    """Return a declared column; as plain text where the declaration is wrong, None where it cannot be one."""
    where = f"situation.{name}"
    if is_personal(name):
        found = Bilingual("a column about the person", "o coloană despre persoană")
        return None, [Problem("personal_column", CONFIG_FILE, column=name, found=found)]
    if not NAME.fullmatch(name) or name in {column.name for column in FAMILY.columns}:
        return None, [value_problem(where, name, _NEW_NAME)]
    if problems := unknown_keys(entry, _SITUATION_KEYS, where) + _situation_problems(where, entry):
        return SituationColumn(Column(name, "text", Bilingual(name, name))), problems
    column = Column(
        name,
        _TYPES[entry["type"]],
        Bilingual(entry["en"], entry["ro"]),
        unit=entry.get("unit", ""),
        low=entry.get("low"),
        high=entry.get("high"),
        choices=tuple(entry.get("choices", ())),
    )
    direction = _DIRECTIONS[entry.get("direction", "none")]
    return SituationColumn(column, direction, entry.get("can_change", False), entry.get("ordered", False)), []


def _situation_problems(where: str, entry: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the values of one declaration."""
    rules = [
        (entry.get("type") in tuple(_TYPES), "type", one_of(_TYPES)),
        (entry.get("direction", "none") in tuple(_DIRECTIONS), "direction", one_of(_DIRECTIONS)),
        *((is_word(entry.get(key)), key, WORDS) for key in ("en", "ro")),
        (isinstance(entry.get("unit", ""), str), "unit", WORDS),
        (_are_choices(entry), "choices", _CHOICES),
        *((is_number(entry.get(key, 0)), key, NUMBER) for key in ("low", "high")),
        *((isinstance(entry.get(key, False), bool), key, TRUTH) for key in ("can_change", "ordered")),
    ]
    problems = [value_problem(f"{where}.{key}", entry.get(key), expected) for good, key, expected in rules if not good]
    low, high = entry.get("low"), entry.get("high")
    if is_number(low) and is_number(high) and low > high:
        problems.append(value_problem(where, f"low {low}, high {high}", _LOW_TO_HIGH))
    return problems


def _are_choices(entry: Mapping[str, Any]) -> bool:
    choices = entry.get("choices")
    if entry.get("type") != "choice":
        return choices is None
    if not isinstance(choices, list) or not choices or not all(map(is_word, choices)):
        return False
    return len(set(choices)) == len(choices)
