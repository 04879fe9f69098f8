"""Totals of absences a month, and totals of which part is excused, as rows of one kind each."""

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from features.arrays import Booleans, Floats, Positions
from features.cells.columns import WrongCell
from features.cells.months import Month, month_of
from features.headings.reading_notes import meant_as
from features.i18n.text import Bilingual
from features.reading.csv_parquet import FIRST_ROW
from features.schema.problems import Problem
from features.schema.tables import EXCUSED
from features.validation.checked_table import CheckedTable, cell_problems, problems_at
from features.validation.other_tables import OtherTables

_SHOWN_MONTHS = 5
_PARTS = ("excused_hours", "unexcused_hours")
_HUNDREDTH = 0.005  # totals are compared to the hundredth


def with_months(checked: CheckedTable, others: OtherTables, *, today: dt.date) -> tuple[CheckedTable, list[Problem]]:
    """Return attendance with the days that its months stand for; any other table as it is.

    A month is from its first day to its last, the running one until today. One without a year is in the school year of
    its row, else in the only one of the records. What a row says of its days itself is never changed.
    """
    if checked.table.name != "attendance" or not checked.has("month"):
        return checked, []
    codes, texts, months = _read_months(checked, others)
    strange = _rows([bool(text) and month is None for text, month in zip(texts, months, strict=True)], codes)
    yearless = _rows([month is not None and not month.year for month in months], codes)
    ahead = _rows([bool(month and month.year and month.first_day() > today) for month in months], codes)
    problems = [
        *problems_at(checked, "not_a_month", "month", strange, {}),
        *problems_at(checked, "month_without_year", "month", yearless, {}),
        *problems_at(checked, "future_date", "month", ahead, {"today": today.isoformat()}),
    ]
    known = [month if month and month.year and month.first_day() <= today else None for month in months]
    last = np.array([month and min(month.last_day(), today) for month in known], "datetime64[s]")[codes]
    first = np.array([month and month.first_day() for month in known], "datetime64[s]")[codes]
    frame = checked.frame.assign(date=_or(checked, "date", last), from_date=_or(checked, "from_date", first))
    filled = _with(checked, frame)
    empty = np.flatnonzero(frame["date"].isna() & ~(strange | yearless | ahead) & ~checked.given("date"))
    cells = [WrongCell("missing_value", "", empty, {})] if len(empty) else []
    problems += cell_problems(filled, filled.table.column("date"), cells)
    read = {text: month.written() for text, month in zip(texts, known, strict=True) if month}
    in_doubt = checked.in_doubt or bool(yearless.any() and not others.school_year)
    return replace(filled, in_doubt=in_doubt, notes=(*checked.notes, *_note(read))), problems


def _read_months(checked: CheckedTable, others: OtherTables) -> tuple[Positions, list[str], list[Month | None]]:
    """Number the distinct pairs of month and school year; return the number of each row, their texts and months."""
    frame = checked.frame
    months = frame["month"].astype(object).fillna("")
    years = frame["school_year"].astype(object).fillna("") if checked.has("school_year") else months.map(lambda _: "")
    codes, distinct = pd.factorize(pd.MultiIndex.from_arrays([months, years]))
    read = [(month_of(text), year or others.school_year) for text, year in distinct]
    return codes, [text for text, _ in distinct], [month and month.of_school_year(year) for month, year in read]


def _rows(of_distinct: list[bool], codes: Positions) -> Booleans:
    return np.array(of_distinct, np.bool_)[codes]


def _or(checked: CheckedTable, name: str, worked_out: Any) -> Any:
    """Return a column of days, where nothing stands in it what was worked out."""
    if not checked.has(name):
        return worked_out
    return np.where(checked.given(name), checked.frame[name].to_numpy("datetime64[s]"), worked_out)


def _numbers(frame: pd.DataFrame, name: str) -> Floats:
    return frame[name].to_numpy(float) if name in frame else np.full(len(frame), np.nan)


def _note(read: dict[str, str]) -> tuple[Bilingual, ...]:
    other = [(text, month) for text, month in read.items() if text != month]
    if not other:
        return ()
    said = meant_as(other[:_SHOWN_MONTHS])
    return (Bilingual(f"month: {said.en}", f"month (luna): {said.ro}"),)


def with_excused_parts(checked: CheckedTable) -> tuple[CheckedTable, list[Problem]]:
    """Return attendance with a row for what is excused of a total and one for what is not; other tables as they are.

    Of the total and its two parts any two give the third.
    """
    if checked.table.name != "attendance" or not any(map(checked.has, _PARTS)):
        return checked, []
    frame = checked.frame
    total, excused, unexcused = (_numbers(frame, name) for name in ("hours", *_PARTS))
    own = np.isnan(excused) & np.isnan(unexcused)
    excused, unexcused = (np.where(np.isnan(part), total - other, part)
                          for part, other in ((excused, unexcused), (unexcused, excused)))  # fmt: skip
    with np.errstate(invalid="ignore"):
        wrong = ~own & ((np.abs(total - excused - unexcused) > _HUNDREDTH) | (excused < 0) | (unexcused < 0))
        two = ~own & (excused > 0) & (unexcused > 0)
        all_excused = ~own & (excused > 0) & ~(unexcused > 0)
    name = "hours" if checked.has("hours") else next(filter(checked.has, _PARTS))
    problems = problems_at(checked, "parts_of_total", name, wrong, {}) + _without_hours(checked, own & np.isnan(total))
    hours = np.where(own, total, np.where(all_excused, excused, np.nan_to_num(unexcused)))
    word = np.where(own, -1, np.where(all_excused, EXCUSED.index("yes"), EXCUSED.index("no")))
    places = np.repeat(np.arange(len(frame)), 1 + two)
    second = np.flatnonzero(np.diff(places, prepend=-1) == 0)
    hours, word = hours[places], word[places]
    hours[second], word[second] = excused[places[second]], EXCUSED.index("yes")
    return _of_parts(checked, places, second, hours, word), problems


def _without_hours(checked: CheckedTable, empty: Booleans) -> list[Problem]:
    """Say which rows have neither a total nor a part of it."""
    if checked.has("status") or checked.has("rate"):  # they may give the hours
        return []
    for name in ("hours", *_PARTS):
        empty = empty & ~checked.wrong.get(name, np.False_)
    cells = [WrongCell("missing_value", "", np.flatnonzero(empty), {})] if empty.any() else []
    return cell_problems(checked, checked.table.column("hours"), cells)


def _of_parts(
    checked: CheckedTable, places: Positions, second: Positions, hours: Floats, word: Positions
) -> CheckedTable:
    """Return the rows of the parts; the lessons of a total stand in the first of its rows."""
    frame = checked.frame.iloc[places].reset_index(drop=True)
    given = frame["excused"].astype(object).to_numpy() if "excused" in frame else np.full(len(frame), None)
    words = np.where(word < 0, given, np.array([*EXCUSED, None], dtype=object)[word])
    frame = frame.assign(hours=np.round(hours, 2), excused=pd.Categorical(words, categories=list(EXCUSED)))
    if "lessons" in frame:
        frame.loc[second, "lessons"] = np.nan
    rows = places + FIRST_ROW if checked.raw.rows is None else checked.raw.rows[places]
    wrong = {name: cells[places] for name, cells in checked.wrong.items()}
    raw = replace(checked.raw, frame=pd.DataFrame(index=frame.index), rows=rows)
    return _with(replace(checked, raw=raw, wrong=wrong), frame)


def _with(checked: CheckedTable, frame: pd.DataFrame, **changes: Any) -> CheckedTable:
    none: Booleans = np.zeros(len(frame), dtype=np.bool_)
    return replace(
        checked, frame=frame, wrong={name: checked.wrong.get(name, none) for name in map(str, frame)}, **changes
    )
