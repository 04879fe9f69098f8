"""The monthly report of absences for the inspectorate: by cycle and by class."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from features.i18n.text import Bilingual
from serving.reports.document.evidence import evidence_table, undivided_table
from serving.reports.document.report import CLASS, Report, ReportTable, Row, columns_of, plain_hours, without_column
from serving.reports.register.class_membership import CYCLES, class_order
from serving.reports.register.school_register import SchoolRegister
from serving.reports.register.silence_words import silence_words

_CYCLE = Bilingual("Cycle", "Ciclul")
_TOTAL = Bilingual("Total", "Total")
_TOTAL_OF_OTHERS = Bilingual("Total of classes with data", "Total clase cu date")
_FIGURES = (
    (Bilingual("Pupils at the month's end", "Elevi la sfârșitul lunii"), 10),
    (Bilingual("Excused hours", "Ore motivate"), 10),
    (Bilingual("Unexcused hours", "Ore nemotivate"), 12),
    (Bilingual("Hours not known to be either", "Ore despre care nu se știe"), 12),
    (Bilingual("All hours", "Total ore"), 9),
    (Bilingual("Unexcused hours per pupil", "Nemotivate pe elev"), 12),
    (Bilingual("All hours per pupil", "Ore pe elev"), 9),
    (Bilingual("Pupils without any absence", "Elevi fără nicio absență"), 12),
)  # fmt: skip
_NOT_RECORDED = Bilingual("not recorded", "catalog necompletat")
_NOT_THIS_MONTH = Bilingual("nothing this month", "nimic în această lună")
_UNKNOWN = 4  # place, after the cycle, of the column that most schools have nothing in


def absence_report(register: SchoolRegister) -> Report:
    """Return the report; hours are those of the class in which the child was on that day."""
    touching = register.hours[register.hours["touches_month"]]
    is_sure = touching["why"] == ""
    mine = touching[is_sure & (touching["school_id"] == register.school_id)]
    doubtful = touching[~is_sure & touching["school_id"].isin([register.school_id, ""])]
    enrolled = register.enrolled
    with_any = set(mine["pupil_id"]) | set(doubtful["pupil_id"])
    enrolled = enrolled.assign(without=~enrolled["pupil_id"].isin(with_any))
    by_class = _keys(enrolled, mine)
    row = partial(_row, register)
    is_silent = enrolled["class_text"].isin(register.silent | register.silent_in_month)
    total = row((_TOTAL_OF_OTHERS if is_silent.any() else _TOTAL,), enrolled, mine)
    cycles = tuple(
        row((CYCLES[cycle],), _of(enrolled, (cycle,)), _of(mine, (cycle,)))
        for cycle in sorted({key[0] for key in by_class}, key=list(CYCLES).index)
    )
    classes = tuple(
        row((CYCLES[key[0]], key[1]), _of(enrolled, key), _of(mine, key)) for key in sorted(by_class, key=_order)
    )
    by_cycle = ReportTable(Bilingual("By cycle", "Pe cicluri"), columns_of((_CYCLE, 18), *_FIGURES), cycles, (total,))
    classes_table = ReportTable(
        Bilingual("By class", "Pe clase"), columns_of((_CYCLE, 18), (CLASS, 12), *_FIGURES), classes,
        ((total[0], None, *total[1:]),),
    )  # fmt: skip
    return Report(
        title=Bilingual("Monthly report of absences", "Raport lunar al absențelor"),
        school=register.school,
        month=register.month.words,
        about=_about(register),
        tables=tuple(
            table if table.totals[0][place] else without_column(table, place)
            for table, place in ((by_cycle, _UNKNOWN), (classes_table, _UNKNOWN + 1))
        ),
        evidence=(
            evidence_table(mine),
            *undivided_table(doubtful),
        ),
        landscape=True,
    )


def _about(register: SchoolRegister) -> tuple[Bilingual, ...]:
    lines = [
        register.month.known_words(),
        Bilingual(
            "Hours belong to the class in which the child was on that day; pupils are those in the class at the end "
            "of the month. Hours lost by coming late are among the hours.",
            "Orele aparțin clasei în care era copilul în acea zi; elevii sunt cei din clasă la sfârșitul lunii. Orele "
            "pierdute prin întârziere sunt incluse.",
        ),
    ]
    if not register.tells_excuses:
        lines.append(
            Bilingual(
                "This school's records do not say which absences are excused.",
                "Datele acestei școli nu spun care absențe sunt motivate.",
            )
        )
    lines += silence_words(register)
    return tuple(lines)


def _keys(enrolled: pd.DataFrame, hours: pd.DataFrame) -> set[tuple[str, ...]]:
    return {key for frame in (enrolled, hours) for key in zip(frame["cycle"], frame["class_text"], strict=True)}


def _of(frame: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Return the rows of a cycle, or of a class in it."""
    matches = [frame[name] == value for name, value in zip(("cycle", "class_text"), key, strict=False)]
    return frame[np.logical_and.reduce(matches)]


def _order(key: Sequence[str]) -> tuple[int, tuple[float, str]]:
    return list(CYCLES).index(key[0]), class_order(key[1])


def _row(register: SchoolRegister, head: Row, enrolled: pd.DataFrame, hours: pd.DataFrame) -> Row:
    """Return the figures of the classes with an entry this month; of nothing else, the children and what is missing."""
    silent, tells_excuses = register.silent | register.silent_in_month, register.tells_excuses
    is_silent = enrolled["class_text"].isin(silent)
    if len(enrolled) and is_silent.all() and hours.empty:
        of_year = enrolled["class_text"].isin(register.silent).all()
        missing = _NOT_RECORDED if of_year else _NOT_THIS_MONTH
        return (*head, len(enrolled), *[None] * (len(_FIGURES) - 2), missing)
    enrolled = enrolled[~is_silent]
    by_state = hours.groupby("excused")["hundredths"].sum()
    excused, unexcused, unknown = (int(by_state.get(state, 0)) for state in ("yes", "no", "unknown"))
    pupils, every = len(enrolled), excused + unexcused + unknown
    told: Row = (plain_hours(excused), plain_hours(unexcused)) if tells_excuses else (None, None)
    each_pupil: tuple[int | None, ...] = (unexcused if tells_excuses else None, every)
    return (
        *head, pupils, *told, plain_hours(unknown), plain_hours(every),
        *(round(hundredths / 100 / pupils, 2) if pupils and hundredths is not None else None
          for hundredths in each_pupil),
        int(enrolled["without"].sum()),
    )  # fmt: skip
