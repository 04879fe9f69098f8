"""JSON that people can read, written without losing time.

Python's own writer is slow wherever lines are indented, since only its plain form is compiled. Rows of plain cells are
written by the compiled form, with line breaks for separators; what has been written already is taken as it is.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from features.i18n.numbers import KEPT_TEXTS
from models.explain.reasons import Reason
from models.ranking.scorer import RankedList, RankedPupil

_PLAIN = {str, int, float, bool, type(None)}


class Written(str):
    """A text that is JSON already, indented for its place."""


def json_text(value: object, level: int = 0) -> str:
    """Return what ``json.dumps(value, indent=1)`` does, of objects with texts as keys.

    >>> print(json_text({"as_of": "2025-02-03", "pupils": [{"rank": 1}, {"rank": 2}]}))
    {
     "as_of": "2025-02-03",
     "pupils": [
      {
       "rank": 1
      },
      {
       "rank": 2
      }
     ]
    }
    """
    if isinstance(value, Written):
        return value
    line = "\n" + " " * level
    if isinstance(value, Mapping) and value:
        entries = (f"{json.dumps(key)}: {json_text(entry, level + 1)}" for key, entry in value.items())
        return f"{{{line} {f',{line} '.join(entries)}{line}}}"
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        if all(map(_is_row, value)):
            return _rows_text(value, level)
        return f"[{line} {f',{line} '.join(json_text(entry, level + 1) for entry in value)}{line}]"
    return json.dumps(value)


def _is_row(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and _PLAIN.issuperset(map(type, value.values()))


def _rows_text(rows: Sequence[Mapping[str, Any]], level: int) -> str:
    """Write rows of plain cells at once; in it a line break is a separator's, for in a cell it is written out."""
    row, cell = "\n" + " " * (level + 1), "\n" + " " * (level + 2)
    text = json.dumps(rows, separators=("," + cell, ": "))
    inside = text[2:-2].replace(f"}},{cell}{{", f"{row}}},{row}{{{cell}")
    return f"[{row}{{{cell}{inside}{row}}}\n{' ' * level}]"


_IN_A_LIST, _ALONE = 3, 1  # how deep the reasons of a child are
_NUMBER = "\0"  # holds the place of a number; no name of a feature, which comes before, can contain it


def list_json(ranked: RankedList) -> str:
    """Return a list as JSON with the fixed keys; floats read back to the same bits."""
    pupils = [_with_reasons_written(pupil, _IN_A_LIST) for pupil in ranked.pupils]
    return json_text({**replace(ranked, pupils=()).as_json(), "pupils": pupils})


def pupil_json(pupil: RankedPupil) -> str:
    """Return one child as JSON, with the keys it has in a list."""
    return json_text(_with_reasons_written(pupil, _ALONE))


def _with_reasons_written(pupil: RankedPupil, level: int) -> dict[str, Any]:
    return {**replace(pupil, reasons=()).as_json(), "reasons": reasons_text(pupil.reasons, level)}


def reasons_text(reasons: Sequence[Reason], level: int) -> Written:
    """Return what ``json_text`` writes of reasons as rows.

    >>> print(reasons_text([Reason("age", "family", 9.0, 0.25, False, "9 ani", "aged 9")], 0))
    [
     {
      "feature": "age",
      "group": "family",
      "value": 9.0,
      "contribution": 0.25,
      "can_change": false,
      "text_ro": "9 ani",
      "text_en": "aged 9"
     }
    ]
    """
    if not reasons:
        return Written("[]")
    written = iter(json.dumps([number for each in reasons for number in each[2:4]])[1:-1].split(", "))
    rows = []
    for feature, group, _, _, can_change, ro, en in reasons:
        before, between, after = _around_numbers(feature, group, can_change, ro, en, level)
        rows.append(f"{before}{next(written)}{between}{next(written)}{after}")
    line = "\n" + " " * level
    return Written(f"[{line} {f',{line} '.join(rows)}{line}]")


@lru_cache(KEPT_TEXTS)
def _around_numbers(feature: str, group: Any, can_change: bool, ro: str, en: str, level: int) -> tuple[str, str, str]:
    """Return what is written of a reason before, between and after its value and its contribution."""
    row = {**Reason(feature, group, None, 0.0, can_change, ro, en)._asdict(), "value": _NUMBER, "contribution": _NUMBER}
    before, between, after = json_text(row, level + 1).split(json.dumps(_NUMBER), 2)
    return before, between, after
