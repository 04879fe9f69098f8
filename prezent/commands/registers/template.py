"""The command that gives our own workbook to fill in."""

from pathlib import Path

import click

from features.errors import UsageError
from features.files.whole_files import write_whole
from features.i18n.text import Bilingual
from prezent.bilingual_commands import command, echo, option, spoken_language
from prezent.options import FILE, pass_settings, writable
from prezent.settings import Settings


@command(
    ro="""Scrie un fișier Excel de completat de mână: elevi, absențe, note, situația familiei, final de an.

    Are liste din care se alege, un exemplu și o pagină de ajutor; completat, se importă fără întrebări.
    """
)
@click.argument("out", type=FILE, callback=writable)
@option(
    "--year",
    en="The school year, such as 2025-2026; by default this one.",
    ro="Anul școlar, ca 2025-2026; implicit acesta.",
)
@option(
    "--lang", "language", type=click.Choice(["ro", "en"]), en="Language of the workbook; by default the one spoken.",
    ro="Limba fișierului; implicit cea în care vorbește programul.",
)  # fmt: skip
@pass_settings
def template(settings: Settings, out: Path, *, year: str | None, language: str | None) -> None:
    """Write a workbook to fill in by hand: pupils, absences, marks, family situation, end of year.

    It has drop-downs, an example and a page of help; filled in, it is imported without a question.
    """
    from features.schema.school_time import is_school_year
    from serving.paper.template_workbook import template_workbook, template_year

    if out.suffix.lower() != ".xlsx":
        raise UsageError(
            Bilingual(
                f"{out} is a workbook; name it FILE.xlsx.", f"{out} este un registru de calcul; numiți-l FIȘIER.xlsx."
            )
        )
    label = year or template_year(settings.today)
    if not is_school_year(label) or "-" not in label:
        raise UsageError(
            Bilingual(
                f"{label} is no school year; write it as 2025-2026.",
                f"{label} nu este un an școlar; scrieți 2025-2026.",
            )
        )
    content = template_workbook(label, "ro" if (language or spoken_language()) == "ro" else "en")
    write_whole(out, lambda half: half.write_bytes(content))
    echo(
        Bilingual(
            f"Wrote {out}. Filled in: prezent import school {out} records --school CODE",
            f"Am scris {out}. După completare: prezent import school {out} date --school COD",
        )
    )
