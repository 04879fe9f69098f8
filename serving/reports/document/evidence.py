"""The rows of the register behind the figures of a report."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from features.days import date_of
from features.i18n.text import Bilingual
from serving.reports.document.report import CLASS, PUPIL, ROWS, ReportTable, Row, columns_of, plain_hours
from serving.reports.register.school_register import WHY_NOT_DIVIDED

HOURS = Bilingual("Hours", "Ore")
EXCUSED_WORDS = {"yes": Bilingual("yes", "da"), "no": Bilingual("no", "nu"), "unknown": Bilingual("?", "?")}
_KINDS = {"absent": Bilingual("absent", "absență"), "late": Bilingual("late", "întârziere")}
_COLUMNS = columns_of(
    (PUPIL, 24), (CLASS, 10), (Bilingual("Date", "Data"), 12),
    (Bilingual("From (of a total)", "De la (la totaluri)"), 12),
    (HOURS, 8), (Bilingual("Excused", "Motivată"), 10), (Bilingual("Kind", "Felul"), 12),
    (Bilingual("Subject", "Disciplina"), 22),
)  # fmt: skip
_OUT = Bilingual("Not counted", "Nenumărate")
_WHY = Bilingual("Why not", "De ce nu")


def evidence_table(hours: pd.DataFrame, *, sheet: Bilingual = ROWS) -> ReportTable:
    """Return rows of the register as a table, by class, child and day."""
    title = Bilingual("Rows of the register behind the figures", "Rândurile din registru din spatele cifrelor")
    return ReportTable(title, _COLUMNS, tuple(_row(each) for each in _records(hours)), sheet=sheet)


def undivided_table(hours: pd.DataFrame) -> tuple[ReportTable, ...]:
    """Return the rows that belong to no class or month for certain, with the reason; no table where there are none."""
    rows = tuple((*_row(each), WHY_NOT_DIVIDED[each["why"]]) for each in _records(hours))
    title = Bilingual("Cannot be divided, so not counted", "Nu se pot împărți, deci nu sunt numărate")
    return (ReportTable(title, (*_COLUMNS, *columns_of((_WHY, 34))), rows, sheet=_OUT),) if rows else ()


def day_words(hours: pd.DataFrame) -> str:
    """Return the hours by day, of a total by its first and last day.

    >>> rows = pd.DataFrame({"date": [20485, 20488], "from_date": [20485, 20486], "hundredths": [300, 150]})
    >>> day_words(rows)
    '01.02: 3; 02–04.02: 1.5'
    """
    together = hours.groupby(["date", "from_date"], as_index=False)["hundredths"].sum()
    said = []
    for day, first, hundredths in zip(together["date"], together["from_date"], together["hundredths"], strict=True):
        start = "" if first == day else f"{date_of(first):%d.%m}–"
        if start and date_of(first).month == date_of(day).month:
            start = f"{date_of(first):%d}–"
        said.append(f"{start}{date_of(day):%d.%m}: {plain_hours(hundredths)}")
    return "; ".join(said)


def _records(hours: pd.DataFrame) -> list[dict[Hashable, Any]]:
    ordered = hours.sort_values(["class_text", "pupil_id", "date", "from_date", "subject"], kind="stable")
    return ordered.to_dict("records")


def _row(each: Mapping[Hashable, Any]) -> Row:
    is_total = each["from_date"] < each["date"]
    return (
        str(each["pupil_id"]),
        str(each["class_text"]),
        date_of(each["date"]),
        date_of(each["from_date"]) if is_total else None,
        plain_hours(each["hundredths"]),
        EXCUSED_WORDS[each["excused"]],
        _KINDS[each["kind"]],
        str(each["subject"]),
    )
