"""The deductions from conduct that are due by the rule of unexcused hours, and those that were due before."""

from collections.abc import Iterator, Mapping

import pandas as pd

from features.days import date_of, day_of, to_days
from features.errors import Refused
from features.i18n.dates import date_words
from features.i18n.text import LANGUAGES, Bilingual
from features.point_in_time.school_years import terms_in_force
from serving.reports.document.evidence import evidence_table, undivided_table
from serving.reports.document.legal_values import LegalValue, LegalValues
from serving.reports.document.report import CLASS, PUPIL, Report, ReportTable, Row, columns_of, plain_hours
from serving.reports.register.school_register import SchoolRegister
from serving.reports.register.silence_words import silence_words
from serving.reports.subject_hours import SubjectHours, folded

_POINTS, _STEPS = Bilingual("points", "puncte"), Bilingual("qualifiers (FB-B-S-I)", "calificative (FB-B-S-I)")
_NOTHING = Bilingual("no conduct mark in this class", "fără notă la purtare în această clasă")
_MOST_POINTS, _MOST_STEPS = 9, 3  # from 10 to 1, from FB to I
_COLUMNS = (
    (PUPIL, 24), (CLASS, 10), (Bilingual("Unexcused hours before the month", "Nemotivate înainte de lună"), 12),
    (Bilingual("Unexcused hours in the month", "Nemotivate în lună"), 12), (Bilingual("Together", "În total"), 9),
    (Bilingual("Due before", "De scăzut dinainte"), 10), (Bilingual("Due now, in all", "De scăzut acum, în total"), 11),
    (Bilingual("New this month", "Nou în această lună"), 10), (Bilingual("What is lowered by it", "Ce se scade"), 24),
)  # fmt: skip
_BY_SUBJECT = (Bilingual("By subject (due)", "Pe disciplină (de scăzut)"), 34)
_NEW = 7  # place of the column


def conduct_report(register: SchoolRegister, values: LegalValues, subject_hours: SubjectHours | None = None) -> Report:
    """Return the report: deductions new this month, and those due before of children with nothing new.

    Raises
    ------
    Refused
        If no rule is known for the month, or the school does not record what is excused.
    """
    rule = values.on("conduct_hours", register.month.last)
    if rule is None:
        raise Refused(_no_rule(register))
    start = day_of(register.year_starts_on) if rule.per == "school_year" else _semester_start(register, rule)
    stop = day_of(register.month.stop)
    unexcused = register.unexcused()
    counted = unexcused[(unexcused["from_date"] >= start) & (unexcused["date"] < stop)]
    of_subjects = values.on("conduct_subject_percent", register.month.last)
    share = of_subjects if subject_hours else None
    rows = tuple(_rows(register, counted, rule, share, subject_hours or {}))
    columns = columns_of(*_COLUMNS, *([_BY_SUBJECT] if share else []))
    new, before = (tuple(row for row in rows if (row[_NEW] != 0) == is_new) for is_new in (True, False))
    listed = counted["pupil_id"].isin([row[0] for row in rows])
    return Report(
        title=Bilingual("Conduct: deductions due for unexcused hours", "Purtare: scăderi pentru ore nemotivate"),
        school=register.school,
        month=register.month.words,
        about=(
            register.month.known_words(), *_about(start, of_subjects, applied=share is not None),
            *silence_words(register),
        ),
        tables=(
            ReportTable(Bilingual(f"New this month ({len(new)})", f"Noi în această lună ({len(new)})"), columns, new),
            ReportTable(
                Bilingual(f"Due before, nothing new ({len(before)})", f"Dinainte, nimic nou ({len(before)})"),
                columns, before,
            ),
        ),
        evidence=(
            evidence_table(counted[listed]),
            *undivided_table(_left_out(register, start, stop)),
        ),
        values=(rule, *([share] if share else [])),
        values_version=values.version,
        landscape=True,
    )  # fmt: skip


def _rows(
    register: SchoolRegister, counted: pd.DataFrame, rule: LegalValue, share: LegalValue | None,
    subject_hours: Mapping[tuple[str, str], float],
) -> Iterator[Row]:  # fmt: skip
    first = day_of(register.month.first)
    earlier = counted["date"] < first
    by_pupil = {
        "before": counted[earlier].groupby("pupil_id")["hundredths"].sum(),
        "now": counted.groupby("pupil_id")["hundredths"].sum(),
    }
    for child in register.children():
        most = _MOST_STEPS if child.cycle == "primary" else _MOST_POINTS
        before, now = (int(by_pupil[name].get(child.pupil_id, 0)) for name in ("before", "now"))
        due_before, due = (min(int(each // (100 * rule.number)), most) for each in (before, now))
        subjects: tuple[str, ...] = ()
        if share is not None:
            mine = counted[counted["pupil_id"] == child.pupil_id]
            points, said = _of_subjects(mine, child.class_text, share.number, subject_hours)
            points_before, _ = _of_subjects(mine[mine["date"] < first], child.class_text, share.number, subject_hours)
            due, due_before = min(max(due, points), most), min(max(due_before, points_before), most)
            subjects = (said,)
        if due:
            unit = _unit(child.cycle, child.level)
            hours = (plain_hours(before), plain_hours(now - before), plain_hours(now))
            yield (child.pupil_id, child.class_text, *hours, due_before, due, due - due_before, unit, *subjects)


def _of_subjects(
    mine: pd.DataFrame, class_text: str, percent: float, subject_hours: Mapping[tuple[str, str], float]
) -> tuple[int, str]:
    """Return the points that are due by subjects, and which ones; those whose yearly hours are known."""
    points, said = 0, []
    by_subject = mine.groupby(mine["subject"].map(folded))
    for subject, hundredths in by_subject["hundredths"].sum().items():
        yearly = subject_hours.get((folded(class_text), str(subject)))
        due = int(hundredths // (percent * yearly)) if yearly else 0  # hundredths of hours, hundredths of the year's
        if due:
            points += due
            said.append(f"{subject}: {plain_hours(hundredths)} / {yearly:g} ({due})")
    return points, "; ".join(said)


def _unit(cycle: str, level: float) -> Bilingual:
    if level == 0:
        return _NOTHING
    return _STEPS if cycle == "primary" else _POINTS


def _left_out(register: SchoolRegister, start: int, stop: int) -> pd.DataFrame:
    """Return hours of the time that are counted for nobody: totals that cross its limits, and what may be excused."""
    hours = register.hours[register.hours["pupil_id"].isin(register.enrolled["pupil_id"])]
    within = (hours["from_date"] >= start) & (hours["date"] < stop)
    overlaps = (hours["date"] >= start) & (hours["from_date"] < stop)
    out = hours[overlaps & (hours["excused"] != "yes") & (~within | (hours["excused"] == "unknown"))]
    return out.assign(why=(out["excused"] == "unknown").map({True: "unknown", False: "crosses"}))


def _semester_start(register: SchoolRegister, rule: LegalValue) -> int:
    """Return the first day of the semester of the month's last day, where the year has exactly two terms."""
    records = register.index.records
    terms = terms_in_force(records["terms"], records["schools"])
    starts = sorted(set(to_days(terms["starts_on"]).tolist()))
    begin = day_of(register.year_starts_on)
    of_year = [day for day in starts if begin <= day < begin + 365]
    if len(of_year) != 2:
        raise Refused(
            Bilingual(
                f"The rule for {register.month.words.en} counts {rule.number:g} hours a semester, and the records "
                "name no two semesters of that school year; add them to the table terms.",
                f"Regula pentru {register.month.words.ro} numără {rule.number:g} ore pe semestru, iar datele nu au "
                "cele două semestre ale acelui an școlar; adăugați-le în tabelul terms.",
            )
        )
    return int(max(day for day in of_year if day <= day_of(register.month.last)))


def _about(start: int, of_subjects: LegalValue | None, *, applied: bool) -> tuple[Bilingual, ...]:
    en, ro = (date_words(date_of(start), language) for language in LANGUAGES)
    return (
        Bilingual(
            f"Hours since {en}, those of an earlier school of the year included. A total that crosses the "
            "beginning of the month counts in the month in which it ends.",
            f"Orele din {ro} încoace, inclusiv cele de la o școală anterioară din acest an. Un total care trece "
            "peste începutul lunii se numără în luna în care se încheie.",
        ),
        *([_about_subjects(of_subjects, applied=applied)] if of_subjects else []),
        Bilingual(
            "What is due by the hours alone; the class council decides.",
            "Ce rezultă numai din ore; hotărăște consiliul clasei.",
        ),
    )


def _no_rule(register: SchoolRegister) -> Bilingual:
    return Bilingual(
        f"For {register.month.words.en} no rule of unexcused hours and conduct is known here (legal_values.toml).",
        f"Pentru {register.month.words.ro} nu se cunoaște aici o regulă despre orele nemotivate și purtare "
        "(legal_values.toml).",
    )


def _about_subjects(rule: LegalValue, *, applied: bool) -> Bilingual:
    if applied:
        return Bilingual(
            "Of the rule of hours and that of subjects the larger is shown: the order does not say here that both add "
            "up.",
            "Dintre regula orelor și cea pe disciplină apare cea mai mare: nu se știe aici dacă ele se adună.",
        )
    return Bilingual(
        f"The rule of {rule.number:g} % of a subject's hours is not applied: the yearly hours of subjects are not in "
        "the records (--subject-hours FILE).",
        f"Regula de {rule.number:g} % din orele unei discipline nu este aplicată: orele pe an ale disciplinelor nu "
        "sunt în date (--subject-hours FIȘIER).",
    )
