"""The monthly list of children over the unexcused hours with which no scholarship is paid."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from features.counting.event_rows import HUNDREDTHS
from features.errors import Refused
from features.i18n.dates import date_words
from features.i18n.text import Bilingual
from serving.reports.document.evidence import day_words, evidence_table, undivided_table
from serving.reports.document.legal_values import LegalValue, LegalValues
from serving.reports.document.report import CLASS, PUPIL, Report, ReportTable, columns_of, plain_hours
from serving.reports.register.school_register import SchoolRegister
from serving.reports.register.silence_words import silence_words

_UNEXCUSED = Bilingual("Unexcused hours in the month", "Ore nemotivate în lună")
_DAYS = Bilingual("By day", "Pe zile")
_UNSURE = Bilingual("Further hours that may count", "Alte ore care pot conta")


@dataclass(frozen=True)
class _Found:
    sure: pd.DataFrame
    doubtful: pd.DataFrame
    over: frozenset[str]
    perhaps: frozenset[str]


def scholarship_report(register: SchoolRegister, values: LegalValues) -> Report:
    """Return the report: who is over the limit, and of whom it cannot be said.

    Raises
    ------
    Refused
        If no limit is known for the month, or the school does not record what is excused.
    """
    limit = values.on("scholarship_hours", register.month.last)
    if limit is None:
        raise Refused(_no_limit(register, values))
    found = _found(register, limit)
    over, perhaps = (
        _table(register, found, pupils, title, with_doubtful=is_doubtful)
        for pupils, title, is_doubtful in (
            (found.over, Bilingual("At the limit or over it", "La limită sau peste"), False),
            (found.perhaps, Bilingual("To be checked by hand", "De verificat de mână"), True),
        )
    )
    return Report(
        title=Bilingual("Scholarships: unexcused hours of the month", "Burse: orele nemotivate ale lunii"),
        school=register.school,
        month=register.month.words,
        about=(register.month.known_words(), *_about(limit), *silence_words(register)),
        tables=(over, *([perhaps] if found.perhaps else [])),
        evidence=(
            evidence_table(found.sure[found.sure["pupil_id"].isin([*found.over, *found.perhaps])]),
            *undivided_table(found.doubtful[found.doubtful["pupil_id"].isin(found.perhaps)]),
        ),
        values=(limit,),
        values_version=values.version,
    )


def _found(register: SchoolRegister, limit: LegalValue) -> _Found:
    """Tell who is over the limit for certain, and who would be if all doubtful hours counted.

    Doubtful are totals that cross the month's limits, and hours of which it is not known whether they are excused.
    """
    unexcused = register.unexcused()
    sure = unexcused[unexcused["in_month"]]
    mine = register.hours[register.hours["pupil_id"].isin(register.enrolled["pupil_id"])]
    is_doubtful = ~mine["in_month"] | (mine["excused"] == "unknown")
    doubtful = mine[mine["touches_month"] & (mine["excused"] != "yes") & is_doubtful]
    doubtful = doubtful.assign(why=doubtful["in_month"].map({True: "unknown", False: "crosses"}))
    of_sure, of_doubtful = (part.groupby("pupil_id")["hundredths"].sum() for part in (sure, doubtful))
    most = of_sure.add(of_doubtful, fill_value=0)
    over = frozenset(of_sure.index[of_sure >= HUNDREDTHS * limit.number])
    return _Found(sure, doubtful, over, frozenset(most.index[most >= HUNDREDTHS * limit.number]) - over)


def _table(
    register: SchoolRegister, found: _Found, pupils: frozenset[str], title: Bilingual, *, with_doubtful: bool
) -> ReportTable:
    rows = []
    for child in (each for each in register.children() if each.pupil_id in pupils):
        mine, further = (each[each["pupil_id"] == child.pupil_id] for each in (found.sure, found.doubtful))
        hours: tuple[int | float, ...] = (plain_hours(mine["hundredths"].sum()),)
        if with_doubtful:
            hours += (plain_hours(further["hundredths"].sum()),)
        rows.append((child.pupil_id, child.class_text, *hours, day_words(mine)))
    doubtful = [(_UNSURE, 13)] if with_doubtful else []
    columns = columns_of((PUPIL, 24), (CLASS, 10), (_UNEXCUSED, 13), *doubtful, (_DAYS, 44))
    counted_title = Bilingual(*(f"{words} ({len(rows)})" for words in title))
    return ReportTable(counted_title, columns, tuple(rows))


def _about(limit: LegalValue) -> tuple[Bilingual, ...]:
    return (
        Bilingual(
            f"Every child of the school with {limit.number:g} or more unexcused hours in the month, whether or not the "
            "child has a scholarship: that is not in the records. Hours of a school the child was in earlier this "
            "month are counted too.",
            f"Toți elevii școlii cu {limit.number:g} sau mai multe ore nemotivate în lună, indiferent dacă au bursă: "
            "acest lucru nu este în date. Sunt numărate și orele de la școala în care elevul a fost mai devreme în "
            "aceeași lună.",
        ),
    )


def _said(day: dt.date | None) -> str:
    return date_words(day, "ro") if day else "-"


def _no_limit(register: SchoolRegister, values: LegalValues) -> Bilingual:
    first = values.first_day("scholarship_hours")
    return Bilingual(
        f"For {register.month.words.en} no limit of unexcused hours for scholarships is known here; "
        f"legal_values.toml has one from {first} on.",
        f"Pentru {register.month.words.ro} nu se cunoaște aici o limită de ore nemotivate pentru burse; "
        f"legal_values.toml are una din {_said(first)}.",
    )
