"""Hours missed, worked out from the codes of a roll call or from attendance rates."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Booleans, Floats
from features.cells.columns import WrongCell
from features.i18n.text import Bilingual
from features.reading.declarations import Declarations
from features.reading.folder import RawTable
from features.reading.status_codes import StatusCode
from features.schema.problems import Problem
from features.schema.tables import ATTENDANCE_KINDS, EXCUSED, Column
from features.validation.checked_table import CheckedTable, cell_problems, problems_at

_SHOWN_CODES = 6
_USUAL_CODES = {
    "present": ("present", "p", "y", "yes", "1", "x", "prezent", "da", "+"),
    "late": ("late", "tardy", "t", "l", "întârziat", "întârziere", "i", "î"),
    "not_recorded": ("missing", "null", "none", "na", "n/a", "unknown", "-", "necunoscut"),
}


def columns_to_read(raw: RawTable) -> list[Column]:
    """Return the columns of the table that the file has; hours may be empty where another column gives them."""
    columns = [column for column in raw.table.readable if column.name in raw.frame.columns]
    given = {name for column in columns for name in column.gives}
    return [replace(column, required=False) if column.name in given else column for column in columns]


def with_hours(checked: CheckedTable, declared: Declarations) -> tuple[CheckedTable, list[Problem]]:
    """Return attendance with the hours that its codes and rates stand for; any other table as it is.

    What a row says itself is never changed. A row whose code says that nobody took the register, or whose code is
    empty, keeps no hours: ``recorded`` leaves it out.
    """
    if checked.table.name != "attendance" or not (checked.has("status") or checked.has("rate")):
        return checked, []
    problems = [] if declared.attendance.codes else _undeclared_codes(checked)
    problems += _rate_problems(checked)
    frame = checked.frame.copy(deep=False)
    if checked.has("status") and not problems:
        frame = frame.assign(**_of_codes(frame, declared.attendance.codes))
    if checked.has("rate"):
        frame["hours"] = _filled(frame, "hours", _numbers(frame, "lessons") * (1 - _numbers(frame, "rate") / 100))
    problems += [] if problems else _missing_hours(checked, frame)
    wrong = {name: checked.wrong.get(name, np.zeros(len(frame), dtype=np.bool_)) for name in map(str, frame)}
    return replace(checked, frame=frame, wrong=wrong), problems


def recorded(checked: CheckedTable) -> CheckedTable:
    """Return a table in which nothing is wrong without the rows of attendance that say that nothing was recorded."""
    if checked.table.name != "attendance" or not checked.has("hours") or not checked.frame["hours"].isna().any():
        return checked
    return checked.at(np.flatnonzero(checked.frame["hours"].notna()))


def _undeclared_codes(checked: CheckedTable) -> list[Problem]:
    """Say that codes need a meaning, with an example made of those that were found."""
    if not checked.has("status"):
        return []
    codes = [str(code) for code in checked.distinct["status"].tolist() if code][:_SHOWN_CODES]
    if not codes:
        return []
    said = ", ".join(f'{json.dumps(code, ensure_ascii=False)} = "{_meant(code)}"' for code in codes)
    found = ", ".join(codes)
    return [
        Problem(
            "undeclared_codes", checked.file, (1,), "status", Bilingual(f"the codes {found}", f"codurile {found}"),
            {"example": said},
        )
    ]  # fmt: skip


def _meant(code: str) -> str:
    """Guess what a code means, for an example that has to be looked at anyway."""
    return next((kind for kind, words in _USUAL_CODES.items() if code.casefold() in words), "absent")


def _of_codes(frame: pd.DataFrame, codes: Sequence[StatusCode]) -> dict[str, Any]:
    """Return the columns that codes fill: hours, lessons held, kind, excused."""
    places = {code.code: place for place, code in enumerate(codes)}
    status = frame["status"].array
    of_text = np.array([*(places.get(text, -1) for text in status.categories), -1], dtype=np.intp)
    row = of_text[status.codes]  # the place of each row's code, -1 where there is none
    hours = np.array([*(code.hours if code.kind in ATTENDANCE_KINDS else np.nan for code in codes), np.nan])
    lessons = np.array([*(code.lessons if code.kind in ATTENDANCE_KINDS else np.nan for code in codes), np.nan])
    return {
        "hours": _filled(frame, "hours", hours[row]),
        "lessons": _filled(frame, "lessons", lessons[row]),
        "kind": _filled_words(frame, "kind", [code.kind for code in codes], row, ATTENDANCE_KINDS),
        "excused": _filled_words(frame, "excused", [code.excused for code in codes], row, EXCUSED),
    }


def _numbers(frame: pd.DataFrame, name: str) -> Floats:
    return frame[name].to_numpy(float) if name in frame else np.full(len(frame), np.nan)


def _filled(frame: pd.DataFrame, name: str, worked_out: Floats) -> Floats:
    """Return a column of numbers, where it is empty what was worked out, in hundredths of an hour."""
    own = _numbers(frame, name)
    return np.where(np.isnan(own), np.round(worked_out, 2), own)


def _filled_words(
    frame: pd.DataFrame, name: str, words: Sequence[str], row: npt.NDArray[np.intp], allowed: Sequence[str]
) -> pd.Categorical:
    """Return a column of words, where it is empty those of the row's code."""
    places = {word: place for place, word in enumerate(allowed)}
    filled = np.array([*(places.get(word, -1) for word in words), -1], dtype=np.int8)[row]
    if name in frame:
        own = frame[name].array
        numbers = np.array([*(places.get(word, -1) for word in own.categories), -1], dtype=np.int8)[own.codes]
        filled = np.where(numbers < 0, filled, numbers)
    return pd.Categorical.from_codes(filled, categories=pd.Index(np.array(allowed, dtype=object)))


def _rate_problems(checked: CheckedTable) -> list[Problem]:
    """Say which rates do not say of what they are, and whether they are shares of 1."""
    if not checked.has("rate"):
        return []
    rates = checked.frame["rate"].to_numpy(float)
    given = ~np.isnan(rates)
    problems = [
        *problems_at(checked, "rate_needs_lessons", "rate", given & ~checked.given("lessons"), {}),
        *problems_at(checked, "rate_needs_period", "rate", given & ~checked.given("from_date"), {}),
    ]
    if ((rates > 0) & (rates < 1)).any() and rates[given].max() <= 1:
        problems += problems_at(checked, "rate_is_share", "rate", (rates > 0) & (rates < 1), {})
    return problems


def _missing_hours(checked: CheckedTable, frame: pd.DataFrame) -> list[Problem]:
    """Say which rows have no hours though they should: something else than "not recorded" was written, or nothing."""
    empty: Booleans = np.isnan(_numbers(frame, "hours"))
    for name in ("hours", "status", "rate"):
        if name in checked.wrong:
            empty &= ~checked.wrong[name]
    rows = np.flatnonzero(empty) if not checked.has("status") else np.empty(0, np.intp)
    if not len(rows):
        return []
    return cell_problems(checked, checked.table.column("rate"), [WrongCell("missing_value", "", rows, {})])
