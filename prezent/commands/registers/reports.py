"""The reports that a school's secretary owes each month."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from features.errors import UsageError
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from prezent.bilingual_commands import CommandGroup, command, echo, option
from prezent.commands.registers.names import NAMES, names_of
from prezent.option_types import Day, Place
from prezent.options import FILE, FOLDER, READING, RECORDS, load, pass_settings, say, writable
from prezent.settings import Settings

if TYPE_CHECKING:
    from serving.reports.document.report import Report
    from serving.reports.register.school_register import SchoolRegister

_SHARED = (
    RECORDS,
    option("--month", required=True, en="The month, such as 2026-02.", ro="Luna, de pildă 2026-02."),
    option("--school", required=True, en="The code of the school.", ro="Codul școlii."),
    option(
        "--as-of", type=Day(),
        en="Use only what was known before this day; by default the end of the month, or today while it goes on.",
        ro="Folosește numai ce se știa înainte de această zi; implicit, sfârșitul lunii sau azi, dacă luna continuă.",
    ),
    option(
        "--out", type=FOLDER, callback=writable, required=True, en="The workbook to write, such as absences.xlsx.",
        ro="Registrul de calcul de scris, de pildă absente.xlsx.",
    ),
    NAMES,
)  # fmt: skip


class _ReportedPupil(NamedTuple):
    pupil_id: str
    school_id: str


def _shared_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for each in reversed(_SHARED):
        function = each(function)
    return function


@command(ro="Raportul lunar al absențelor pentru inspectorat, pe clase și pe cicluri.")
@_shared_options
@pass_settings
def absences(
    settings: Settings, records: Place, *, month: str, school: str, as_of: dt.date | None, out: Path, names: bool,
) -> None:  # fmt: skip
    """Give the monthly report of absences for the inspectorate, by class and by cycle."""
    from serving.reports.absences import absence_report

    _write(settings, records, out, absence_report, month=month, school=school, as_of=as_of, names=names)


@command(ro="Elevii la care orele nemotivate ale lunii opresc bursa, cu orele pe zile.")
@_shared_options
@pass_settings
def scholarships(
    settings: Settings, records: Place, *, month: str, school: str, as_of: dt.date | None, out: Path, names: bool,
) -> None:  # fmt: skip
    """List the pupils whose unexcused hours of the month stop a scholarship, with the hours by day."""
    from serving.reports.document.legal_values import read_legal_values
    from serving.reports.scholarships import scholarship_report

    values = read_legal_values()
    _write(
        settings, records, out, lambda register: scholarship_report(register, values), month=month, school=school,
        as_of=as_of, names=names,
    )  # fmt: skip


@command(ro="Scăderile la purtare care rezultă din orele nemotivate, și cele dinainte.")
@_shared_options
@option(
    "--subject-hours", type=FILE,
    en="CSV with class_label, subject, hours: the hours of each subject in the year, for the rule of a share of them.",
    ro="CSV cu Clasa, Disciplina, Ore: orele pe an ale fiecărei discipline, pentru regula unui procent din ele.",
)  # fmt: skip
@pass_settings
def conduct(
    settings: Settings, records: Place, *, month: str, school: str, as_of: dt.date | None, out: Path, names: bool,
    subject_hours: Path | None,
) -> None:  # fmt: skip
    """List the deductions from conduct that unexcused hours make due, and those due before."""
    from serving.reports.conduct import conduct_report
    from serving.reports.document.legal_values import read_legal_values
    from serving.reports.subject_hours import read_subject_hours

    values, yearly = read_legal_values(), read_subject_hours(subject_hours) if subject_hours else None
    _write(
        settings, records, out, lambda register: conduct_report(register, values, yearly), month=month, school=school,
        as_of=as_of, names=names,
    )  # fmt: skip


@command(ro="Propuneri pentru cei cinci indicatori DA/NU din MATE, cu ce spun datele.")
@_shared_options
@pass_settings
def mate(
    settings: Settings, records: Place, *, month: str, school: str, as_of: dt.date | None, out: Path, names: bool
) -> None:
    """Suggest answers to MATE's five yes/no indicators, with what the records say."""
    from serving.reports.document.legal_values import read_legal_values
    from serving.reports.mate import mate_report

    values = read_legal_values()
    _write(
        settings,
        records,
        out,
        lambda register: mate_report(register, values),
        month=month,
        school=school,
        as_of=as_of,
        names=names,
    )


@click.group(
    cls=CommandGroup, commands=[absences, scholarships, conduct, mate],
    ro="Face rapoartele lunare ale secretariatului, ca registre de calcul de tipărit.",
)  # fmt: skip
def report() -> None:
    """Make the monthly reports of a school's office, as workbooks to print."""


def _write(
    settings: Settings, records: Place, out: Path, make: "Callable[[SchoolRegister], Report]", *, month: str,
    school: str, as_of: dt.date | None, names: bool,
) -> None:  # fmt: skip
    """Make a report and write it; nothing is written over, and nothing read before the options are right."""
    from features.files.whole_files import write_whole
    from serving.reports.document.workbook import report_workbook
    from serving.reports.register.report_month import report_month
    from serving.reports.register.school_register import read_register

    asked = report_month(month, as_of=as_of, today=settings.today)
    _require_new_workbook(out)
    say(READING)
    made = make(read_register(load(records, settings), school, asked))
    if names:
        pupils_of_school = [_ReportedPupil(pupil, school) for pupil in made.pupils]
        made = made.with_names(
            names_of(settings, pupils_of_school, what=f"report {click.get_current_context().info_name}")
        )
    content = report_workbook(made, settings.language)
    write_whole(out, lambda half: half.write_bytes(content))
    pupils = len(made.pupils)
    echo(
        Bilingual(
            f"Wrote {made.title.en}, {made.month.en}, to {out}: rows of {counted(pupils, 'child', 'children', 'en')}.",
            f"Am scris {made.title.ro}, {made.month.ro}, în {out}: cu rânduri despre "
            f"{counted(pupils, 'copil', 'copii', 'ro')}.",
        )
    )


def _require_new_workbook(out: Path) -> None:
    if out.suffix.lower() != ".xlsx":
        raise UsageError(
            Bilingual(
                f"A report is a workbook; name a file that ends in .xlsx instead of {out}.",
                f"Un raport este un registru de calcul; numiți un fișier terminat în .xlsx în loc de {out}.",
            )
        )
    if out.exists():
        raise UsageError(
            Bilingual(
                f"{out} is there already; name another file, or move it away.",
                f"{out} există deja; numiți alt fișier sau mutați-l.",
            )
        )
