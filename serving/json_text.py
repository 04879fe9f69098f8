"""How is JSON written so that people can read it, without losing time?

Python's own writer is slow wherever lines are indented, since only its plain form is compiled. Rows of plain cells are
written by the compiled form, with line breaks for separators; what has been written already is taken as it is.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

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
