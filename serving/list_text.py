"""How is a ranked list, or one explained child, written as JSON?

Most of it are reasons, some fifty for each child, and most of a reason are words that many children share. Their text
is kept; of a reason only its two numbers are written anew.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from features.words import KEPT_TEXTS
from models.explanation import Reason
from models.ranked_list import RankedList, RankedPupil
from serving.json_text import Written, json_text

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
