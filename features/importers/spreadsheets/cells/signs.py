"""What stands in a day of a grid: crosses, letters, numbers of hours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from features.importers.spreadsheets.files.grid import Cell, shown

MEANINGS = ("absent", "excused", "unexcused", "late", "present", "ignore")  # what a mapping may say of a sign

_SIGNS: Mapping[str, str] = {
    **dict.fromkeys(
        ("a", "x", "abs", "absent", "absentă", "absență", "/", "\\", "✗", "✘", "×", "╳", "lipsă", "l"), "absent"
    ),
    **dict.fromkeys(
        ("m", "am", "ma", "mot", "motivat", "motivată", "ⓜ", "ⓐ", "ⓧ", "(m)", "(a)", "(x)", "excused", "e"), "excused"
    ),
    **dict.fromkeys(("n", "nm", "an", "nem", "nemotivat", "nemotivată", "u", "unexcused", "(n)"), "unexcused"),
    **dict.fromkeys(("î", "int", "înt", "întârziat", "întârziere", "late"), "late"),
    **dict.fromkeys(("p", "prezent", "prezentă", "-", "–", "—", ".", "·", "•", "✓", "✔", "0", "present"), "present"),
}
_HOURS = re.compile(r"(\d{1,2})\s*(?:h|ore|oră|ora)?\.?\s*([^\W\d]*)\.?|([^\W\d]+)\.?\s*(\d{1,2})", re.IGNORECASE)
_PLUS = re.compile(r"\s*[+,;\s]\s*")


@dataclass(frozen=True)
class DaySign:
    """What one sign of a day says: ``hours`` is None where it is a cross, which does not tell them."""

    meaning: str
    hours: int | None = None


def signs_of(cell: Cell, further: Mapping[str, str]) -> list[DaySign] | None:
    """Return what a day's cell says; None where it is not known what it means. ``further`` are a school's own signs.

    >>> signs_of("2m 1n", {})
    [DaySign(meaning='excused', hours=2), DaySign(meaning='unexcused', hours=1)]
    >>> signs_of("x", {}), signs_of("Q", {}), signs_of("Q", {"q": "present"})
    ([DaySign(meaning='absent', hours=None)], None, [DaySign(meaning='present', hours=None)])
    """
    text = shown(cell).strip().lower()
    if (whole := _sign(text, further)) is not None:
        return [whole]
    parts = [_sign(part, further) for part in _PLUS.split(text) if part]
    return [part for part in parts if part] if parts and all(parts) else None


def _sign(text: str, further: Mapping[str, str]) -> DaySign | None:
    if meaning := further.get(text) or _SIGNS.get(text) or _SIGNS.get(text.rstrip(".")):
        return DaySign(meaning)
    if (found := _HOURS.fullmatch(text)) is None:
        return None
    letters, hours = found[2] or found[3] or "", int(found[1] or found[4])
    meaning = (further.get(letters) or _SIGNS.get(letters)) if letters else "absent"
    if meaning not in ("absent", "excused", "unexcused", "late") or hours > 14:
        return None
    return DaySign(meaning, hours) if hours else DaySign("present")
