"""What a school's sheets mean, remembered: headings, values and the school year, in a file that people can edit."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from features.errors import UsageError
from features.files.bounded_text import parse_toml, read_bounded
from features.i18n.text import Bilingual
from features.importers.spreadsheets.headings.meaning import SUBJECT, Heading, answer_key
from features.importers.spreadsheets.headings.words import targets
from features.schema.school_time import is_school_year
from features.schema.synonyms import plain

_HEAD = """\
# Prezent: what the sheets of this school mean. Edit it freely; what is not here is told by the headings themselves.
# columns: a heading = table.column, "ignore", or "subject:name of a subject". values: a word or sign = what it means.
# Ce înseamnă foile acestei școli. Se poate modifica; ce nu este aici se recunoaște după antete.
"""
_LINE = re.compile(r"\(at line (\d+)")
_FINGERPRINT = re.compile(r"[\w-]{1,64}")
_KEYS = {"school_id", "school_year", "layout", "same_pupil", "other_pupil"}
MAPPINGS = "mappings"  # in the folder for everything local, a file for each school
_NO_FILE_NAME = re.compile(r"[^\w-]+")
_LAYOUT_KEYS = {"fingerprint", "sheet", "is", "columns", "values", "cross_hours", "headings"}


@dataclass(frozen=True)
class LayoutMapping:
    """What is remembered of one layout: its fingerprint, the sheet it was met on, and what was answered."""

    fingerprint: str
    sheet: str = ""
    kind: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    cross_hours: int = 1
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetMapping:
    """What is remembered of a school's sheets; ``same_pupil`` joins pseudonyms, ``other_pupil`` keeps them apart."""

    school_id: str = ""
    school_year: str = ""
    layouts: tuple[LayoutMapping, ...] = ()
    same_pupil: Mapping[str, str] = field(default_factory=dict)
    other_pupil: Mapping[str, str] = field(default_factory=dict)

    def layout(self, fingerprint: str) -> LayoutMapping:
        """Return what is remembered of a layout; nothing, where it is new."""
        return next((each for each in self.layouts if each.fingerprint == fingerprint), LayoutMapping(fingerprint))

    def answers(self) -> dict[str, str]:
        """Return what every heading that is remembered means, by its plain word."""
        return {answer_key(text): meant for each in self.layouts for text, meant in each.columns.items()}

    def values(self, fingerprint: str) -> dict[str, str]:
        """Return what signs and words mean: as in the layout, else as in any other of the school."""
        others = {text: meant for each in self.layouts for text, meant in each.values.items()}
        return {**others, **self.layout(fingerprint).values}

    def with_layout(self, layout: LayoutMapping) -> "SheetMapping":
        """Return the mapping with a layout in the place of what was remembered of it."""
        others = tuple(each for each in self.layouts if each.fingerprint != layout.fingerprint)
        return replace(self, layouts=(*others, layout))

    def remembered_with(self, later: "SheetMapping") -> "SheetMapping":
        """Return the mapping with what a later one says in the place of what was remembered of the same."""
        layouts = {each.fingerprint: each for each in (*self.layouts, *later.layouts)}
        told = {*later.same_pupil, *later.other_pupil}
        same, other = (
            {**{pupil: one for pupil, one in before.items() if pupil not in told}, **now}
            for before, now in ((self.same_pupil, later.same_pupil), (self.other_pupil, later.other_pupil))
        )
        return replace(later, layouts=tuple(layouts.values()), same_pupil=same, other_pupil=other)

    def changes(self, layout: LayoutMapping) -> tuple[list[str], list[str]]:
        """Return the headings that a sheet has now and had not, and those it had; nothing where its layout is known."""
        if any(each.fingerprint == layout.fingerprint for each in self.layouts) or not layout.sheet:
            return [], []
        before = next((each for each in self.layouts if each.sheet == layout.sheet), None)
        if before is None:
            return [], []
        known, now = ({plain(text): text for text in each.headings} for each in (before, layout))
        return [now[word] for word in now if word not in known], [known[word] for word in known if word not in now]


def fingerprint_of(headings: Iterable[Heading]) -> str:
    """Return what tells one layout from another: its headings, whatever days and months stand among them."""
    told = list(headings)
    words = [plain(each.text) for each in told if each.text and each.target != "day" and each.month is None]
    words += sorted({plain(each.subject) + each.part for each in told if each.target == "day"} - {""})
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:12]


def is_target(answer: str) -> bool:
    """Tell whether a text is something that a heading can stand for."""
    target, _, subject = answer.partition(":")
    return answer in targets() or (bool(subject.strip()) and (target == SUBJECT[:-1] or target in targets()))


def read_mapping(path: Path) -> SheetMapping:
    """Read a mapping.

    Raises
    ------
    UsageError
        If it is none.
    """
    try:
        text = read_bounded(path).decode("utf-8")
        content = parse_toml(text)
    except FileNotFoundError:
        raise _refused(path, Bilingual("it is not there", "fișierul nu există")) from None
    except (OSError, ValueError) as error:
        line = _LINE.search(str(error))
        raise _refused(path, Bilingual("it is no valid TOML", "nu este TOML valid"), line and int(line[1])) from None
    try:
        return _mapping(content)
    except (ValueError, TypeError, AttributeError) as error:
        if not isinstance(error.args[0], Bilingual):
            raise
        raise _refused(path, error.args[0], _line_of(text, error.args[0].en)) from None


def _line_of(text: str, wrong: str) -> int | None:
    """Return the line on which what is wrong is set; None where several lines may be it."""
    words = set(re.findall(r"[\w.-]+", wrong.partition(" is ")[0]))
    lines = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if (key := line.partition("=")[0].strip(' "[]')) in words or key.rpartition(".")[2] in words
    ]
    told = [number for number in lines if "=" in text.splitlines()[number - 1]] or lines
    return told[0] if len(told) == 1 else None


def _refused(path: Path, why: Bilingual, line: int | None = None) -> UsageError:
    en, ro = (f", line {line}", f", rândul {line}") if line else ("", "")
    return UsageError(
        Bilingual(
            f"{path}{en}: {why.en}; expected a mapping as the import writes it; correct it, or leave --mapping out.",
            f"{path}{ro}: {why.ro}; așteptam un fișier de potriviri așa cum îl scrie importul; corectați-l sau "
            "renunțați la --mapping.",
        )
    )


def _mapping(content: Mapping[str, object]) -> SheetMapping:
    _refuse_unknown(set(content) - _KEYS)
    year = _text(content, "school_year")
    if year and not is_school_year(year):
        raise ValueError(Bilingual(f"school_year {year!r} is none", f"school_year {year!r} nu este un an școlar"))
    layouts = tuple(map(_layout, _list(content, "layout")))
    same, other = _texts(content, "same_pupil"), _texts(content, "other_pupil")
    return SheetMapping(_text(content, "school_id"), year, layouts, same, other)


def _layout(entry: object) -> LayoutMapping:
    if not isinstance(entry, dict):
        raise ValueError(Bilingual("layout is no table", "layout nu este un tabel"))
    _refuse_unknown(set(entry) - _LAYOUT_KEYS)
    columns = _texts(entry, "columns")
    for heading, target in columns.items():
        if not is_target(target):
            english = f"{heading!r} = {target!r} names no column"
            raise ValueError(Bilingual(english, f"{heading!r} = {target!r} nu numește nicio coloană"))
    hours = entry.get("cross_hours", 1)
    if not isinstance(hours, int) or isinstance(hours, bool) or not 1 <= hours <= 12:
        english = "cross_hours is no number from 1 to 12"
        raise ValueError(Bilingual(english, "cross_hours nu este un număr de la 1 la 12"))
    fingerprint, sheet, kind = (_text(entry, name) for name in ("fingerprint", "sheet", "is"))
    headings = _list(entry, "headings")
    if not all(isinstance(each, str) for each in headings):
        raise ValueError(_no_text("headings"))
    if not _FINGERPRINT.fullmatch(fingerprint):
        english = f"fingerprint {fingerprint!r} is none: letters and digits, as the import wrote them"
        romanian = f"fingerprint {fingerprint!r} nu este bun: litere și cifre, așa cum le-a scris importul"
        raise ValueError(Bilingual(english, romanian))
    return LayoutMapping(fingerprint, sheet, kind, columns, _texts(entry, "values"), hours, tuple(map(str, headings)))


def _texts(content: Mapping[str, object], name: str) -> dict[str, str]:
    entries = content.get(name, {})
    if not isinstance(entries, dict):
        raise ValueError(Bilingual(f"{name} is no table", f"{name} nu este un tabel"))
    if wrong := [key for key, value in entries.items() if not isinstance(value, str)]:
        raise ValueError(_no_text(f"{name}: {wrong[0]}"))
    return dict(entries)


def _text(content: Mapping[str, object], name: str) -> str:
    text = content.get(name, "")
    if not isinstance(text, str):
        raise ValueError(_no_text(name))
    return text


def _no_text(name: str) -> Bilingual:
    return Bilingual(f"{name} is no text; write it in quotes", f"{name} nu este un text; scrieți-l între ghilimele")


def _list(content: Mapping[str, object], name: str) -> list[object]:
    listed = content.get(name, [])
    if not isinstance(listed, list):
        raise ValueError(Bilingual(f"{name} is no list", f"{name} nu este o listă"))
    return listed


def _refuse_unknown(keys: set[str]) -> None:
    if keys:
        raise ValueError(
            Bilingual(f"unknown keys {', '.join(sorted(keys))}", f"chei necunoscute: {', '.join(sorted(keys))}")
        )


def mapping_file(folder: Path, school_id: str) -> Path:
    """Return the file in a folder for everything local in which the answers about a school's sheets are remembered."""
    return folder / MAPPINGS / f"{_NO_FILE_NAME.sub('_', school_id)}.toml"


def mapping_text(mapping: SheetMapping) -> str:
    """Return a mapping as the text of its file."""
    lines = [_HEAD, f"school_id = {_quoted(mapping.school_id)}"]
    lines += [f"school_year = {_quoted(mapping.school_year)}"] if mapping.school_year else []
    for layout in mapping.layouts:
        lines += ["", "[[layout]]", f"sheet = {_quoted(layout.sheet)}", f"fingerprint = {_quoted(layout.fingerprint)}"]
        lines += [f"is = {_quoted(layout.kind)}"] if layout.kind else []
        lines += [f"cross_hours = {layout.cross_hours}"] if layout.cross_hours != 1 else []
        lines += [f"headings = [{', '.join(map(_quoted, layout.headings))}]"] if layout.headings else []
        for name, entries in (("columns", layout.columns), ("values", layout.values)):
            if entries:
                lines += [f"[layout.{name}]", *(f"{_quoted(key)} = {_quoted(entries[key])}" for key in entries)]
    for name, pairs in (("same_pupil", mapping.same_pupil), ("other_pupil", mapping.other_pupil)):
        if pairs:
            lines += ["", f"[{name}]", *(f"{_quoted(key)} = {_quoted(pairs[key])}" for key in pairs)]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return re.sub(r"\x7f", r"\\u007f", json.dumps(text, ensure_ascii=False))
