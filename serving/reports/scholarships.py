"""The monthly list of children over the unexcused hours with which no scholarship is paid."""

import pandas as pd

from features.errors import Refused
from features.i18n.text import Bilingual
from serving.reports.document.evidence import CLASS, day_words, evidence_table, undivided_table
from serving.reports.document.report import PUPIL, Report, ReportTable, columns_of, plain_hours
from serving.reports.legal_values import LegalValue, LegalValues
from serving.reports.register.school_register import SchoolRegister

_UNEXCUSED = Bilingual("Unexcused hours in the month", "Ore nemotivate în lună")
_DAYS = Bilingual("By day", "Pe zile")
_UNSURE = Bilingual("Further hours that may count", "Alte ore care pot conta")


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
    unexcused = register.unexcused()
    sure = unexcused[unexcused["in_month"]]
    everybody = register.hours[register.hours["pupil_id"].isin(register.enrolled["pupil_id"])]
    doubtful = everybody[
        everybody["touches_month"] & (everybody["excused"] != "yes")
        & (~everybody["in_month"] | (everybody["excused"] == "unknown"))
    ]  # fmt: skip
    of_sure, of_doubtful = (part.groupby("pupil_id")["hundredths"].sum() for part in (sure, doubtful))
    most = of_sure.add(of_doubtful, fill_value=0)
    over = of_sure.index[of_sure >= 100 * limit.number]
    perhaps = most.index[most >= 100 * limit.number].difference(over)
    shown = sure["pupil_id"].isin(over.union(perhaps))
    return Report(
        title=Bilingual("Scholarships: unexcused hours of the month", "Burse: orele nemotivate ale lunii"),
        school=register.school,
        month=register.month.words,
        about=(register.month.known_words(), *_about(limit)),
        tables=(
            _table(
                register, sure, of_doubtful.reindex([]), over,
                Bilingual(f"At the limit or over it ({len(over)})", f"La limită sau peste ({len(over)})"),
            ),
            *(
                [
                    _table(
                        register, sure, of_doubtful, perhaps,
                        Bilingual(f"To be checked by hand ({len(perhaps)})", f"De verificat de mână ({len(perhaps)})"),
                    )
                ]
                if len(perhaps)
                else []
            ),
        ),
        evidence=(
            evidence_table(sure[shown]),
            *undivided_table(_explained(doubtful[doubtful["pupil_id"].isin(perhaps)])),
        ),
        values=(limit,),
        values_version=values.version,
    )  # fmt: skip


def _explained(doubtful: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the reason why they are doubtful: a limit they cross, or that nobody knows of an excuse."""
    return doubtful.assign(why=doubtful["why"].where(~doubtful["in_month"], "unknown"))


def _table(
    register: SchoolRegister, sure: pd.DataFrame, doubtful: "pd.Series", pupils: "pd.Index", title: Bilingual
) -> ReportTable:
    rows = []
    for child in (each for each in register.children() if each.pupil_id in pupils):
        mine = sure[sure["pupil_id"] == child.pupil_id]
        hours = plain_hours(mine["hundredths"].sum())
        further = (plain_hours(doubtful.get(child.pupil_id, 0)),) if len(doubtful) else ()
        rows.append((child.pupil_id, child.class_text, hours, *further, day_words(mine)))
    columns = ((PUPIL, 24), (CLASS, 10), (_UNEXCUSED, 13), *([(_UNSURE, 13)] if len(doubtful) else []), (_DAYS, 44))
    return ReportTable(title, columns_of(*columns), tuple(rows))


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


def _no_limit(register: SchoolRegister, values: LegalValues) -> Bilingual:
    first = values.first_day("scholarship_hours")
    return Bilingual(
        f"For {register.month.words.en} no limit of unexcused hours for scholarships is known here; "
        f"legal_values.toml has one from {first} on.",
        f"Pentru {register.month.words.ro} nu se cunoaște aici o limită de ore nemotivate pentru burse; "
        f"legal_values.toml are una de la {first}.",
    )
