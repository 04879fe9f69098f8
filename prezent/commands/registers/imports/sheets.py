"""The command that brings in a school's own sheets, with what they leave open asked once and remembered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.schema.problems import RecordsError
from features.store.database.url import StoreUrl
from prezent.bilingual_commands import Command, option
from prezent.commands.registers.imports.bringing import BY, DAY, DRY_RUN, GONE, OUT, export_day, finish
from prezent.commands.registers.imports.erased_children import erased_among
from prezent.commands.registers.imports.installation import log_shown, open_installation, who_runs
from prezent.commands.registers.imports.origin import Delivery, key_of, used_school
from prezent.commands.registers.imports.written_imports import require_place
from prezent.option_types import Place, SchoolCode, SchoolYear
from prezent.options import FILE, pass_settings, say
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.importers.known_children import KnownChild
    from features.importers.pseudonyms import DoubtfulPair
    from features.importers.spreadsheets.importer import SheetImport
    from features.importers.spreadsheets.mapping import SheetMapping
    from features.importers.spreadsheets.questions import Question
    from serving.roster.installation import Installation

_SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".pdf", ".docx", ".doc")

_PAIRS = Bilingual(
    "Pairs that are known to be one child may also be written into the mapping, under [same_pupil].",
    "Perechile despre care știți că sunt un singur copil se pot scrie și în fișierul de potriviri, la [same_pupil].",
)


@click.command(
    "school", cls=Command,
    ro="""Aduce foile unei școli: Excel, LibreOffice sau CSV, așa cum le ține școala.

    Ce nu se înțelege din foi se întreabă o singură dată și se ține minte. Numele rămân pe acest calculator.
    """,
)  # fmt: skip
@click.argument("files", nargs=-1, type=FILE)
@OUT
@option("--school", type=SchoolCode(), required=True, en="The school's code.", ro="Codul școlii.")
@option(
    "--year",
    type=SchoolYear(),
    default="",
    en="The school year, where the sheets do not say it.",
    ro="Anul școlar, dacă foile nu îl spun.",
)
@option(
    "--mapping", type=FILE, en="What the sheets mean; by default what was answered before for this school.",
    ro="Ce înseamnă foile; implicit ce s-a răspuns înainte pentru această școală.",
)  # fmt: skip
@DRY_RUN
@GONE
@BY
@DAY
@pass_settings
def school(
    settings: Settings, files: tuple[Path, ...], out: Place, *, school: str, year: str, mapping: Path | None,
    dry_run: bool, gone: bool, by: str | None, day: dt.date | None,
) -> None:  # fmt: skip
    """Bring in a school's own sheets: Excel, LibreOffice or CSV, as the school keeps them.

    What the sheets leave open is asked once and remembered. Names stay on this machine.
    """
    from features.importers.spreadsheets.mapping import MAPPINGS, mapping_file, read_mapping

    _require_out(files, out)
    if not dry_run:
        require_place(out)
    school = used_school(school, settings.var / MAPPINGS)
    installation = open_installation(settings, made_with=key_of(out))
    origin = Delivery(by or who_runs(), export_day(day, settings), day is not None, files, "school")
    of_school = mapping_file(settings.var, school)
    before = read_mapping(of_school) if of_school.exists() else None
    _require_same_school(before, school, of_school)
    remembered = mapping or of_school
    known = read_mapping(mapping) if mapping else before
    _require_same_school(known, school, remembered)
    say(Bilingual("reading the sheets", "citirea foilor"))
    try:
        children = installation.known_children(school, out if isinstance(out, StoreUrl) else None)
        found = _read(
            origin, installation, settings, school=school, year=year, mapping=known, remembered=remembered,
            children=children,
        )  # fmt: skip
    except RecordsError as error:
        if dry_run:
            from prezent.commands.registers.imports.marked_copies import write_marked_copies

            write_marked_copies(files, error.problems, out, settings.language)
        raise
    origin = replace(origin, read_as=found.read_as)
    records = replace(found.records, notes=(*found.records.notes, _PAIRS)) if found.unnamed else found.records
    finish(settings, out, records, installation, origin, dry_run=dry_run, gone=gone)
    if not dry_run:
        if found.mapping != known:
            _keep(found.mapping, remembered)
        _keep(before.remembered_with(found.mapping) if before else found.mapping, of_school)


def _require_out(files: tuple[Path, ...], out: Place) -> None:
    """Refuse a last file that stands where OUT should: it would be taken for the place that is written to."""
    if not files or (isinstance(out, Path) and out.suffix.lower() in _SHEETS):
        raise UsageError(
            Bilingual(
                f"the place that the data is written to (OUT) is missing: name a folder or a database after {out}, for "
                "instance records or records.sqlite.",
                f"lipsește locul unde se scriu datele (OUT): numiți după {out} un dosar sau o bază de date, de pildă "
                "date sau date.sqlite.",
            )
        )


def _keep(mapping: "SheetMapping", path: Path) -> None:
    from features.files.whole_files import write_text_whole
    from features.importers.spreadsheets.mapping import mapping_text

    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    write_text_whole(path, mapping_text(mapping))


def _read(
    origin: Delivery, installation: "Installation", settings: Settings, *, school: str, year: str,
    mapping: "SheetMapping | None", remembered: Path, children: "Sequence[KnownChild]",
) -> "SheetImport":  # fmt: skip
    """Read the sheets, and once more where rows that may be one child were asked about.

    What was answered is kept at once: it need not be answered again if the sheets must be corrected first.
    """
    from features.importers.spreadsheets.importer import read_workbooks
    from prezent.commands.registers.imports.questions import (
        answer_in_terminal,
        answers_about_pairs,
        explaining_questions,
        somebody_is_there,
    )  # fmt: skip

    asked: list[object] = []

    def ask(question: "Question") -> str:
        asked.append(question)
        return answer_in_terminal(question)

    def keep(answers: "SheetMapping") -> None:
        if asked:
            _keep(answers, remembered)

    while True:
        with explaining_questions(school):
            found = read_workbooks(
                origin.files, school_id=school, pseudonyms=installation.pseudonyms, today=origin.day,
                school_year=year, mapping=mapping, ask=ask if somebody_is_there() else None, keep=keep,
                known_children=children,
            )  # fmt: skip
        erased = erased_among(settings, (pupil.pupil_id for pupil in found.pupils))
        pairs = found.doubtful_pairs(left_out=erased)
        _log_known(pairs, settings, school)
        answers = answers_about_pairs(pairs)
        if not answers:
            return found
        asked += answers
        same = {other: pupil for other, pupil, is_one in answers if is_one}
        apart = {other: pupil for other, pupil, is_one in answers if not is_one}
        before = found.mapping
        mapping = replace(before, same_pupil={**before.same_pupil, **same}, other_pupil={**before.other_pupil, **apart})


def _log_known(pairs: "Sequence[DoubtfulPair]", settings: Settings, school: str) -> None:
    """Log the children whom the roster names in questions that are about to be asked."""
    if known := {pair.first.pupil_id for pair in pairs if pair.first_stays}:
        log_shown(settings, what="import", schools=[school], children=len(known))


def _require_same_school(mapping: "SheetMapping | None", school: str, path: Path) -> None:
    if mapping is not None and mapping.school_id not in ("", school):
        raise UsageError(
            Bilingual(
                f"{path} is of school {mapping.school_id}; name another file with --mapping.",
                f"{path} este al școlii {mapping.school_id}; numiți alt fișier cu --mapping.",
            )
        )
