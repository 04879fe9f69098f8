"""The command that hands what people decided and did to training."""

from pathlib import Path

import click

from features.files.whole_files import write_text_whole
from features.i18n.text import Bilingual
from prezent.bilingual_commands import Command, CommandGroup, echo
from prezent.commands.pages.pages_start import open_pages
from prezent.options import FILE, pass_settings, writable
from prezent.settings import Settings


@click.group(cls=CommandGroup, ro="Deciziile oamenilor despre copiii de pe liste.")
def reviews() -> None:
    """Look after what people decided about children of lists."""


@reviews.command(
    cls=Command,
    ro="Scrie în FILE ce au decis și ce au făcut oamenii, pentru 'prezent train --reviews', ca CSV.",
    examples=("reviews export decizii.csv", "train date.sqlite --reviews decizii.csv"),
)  # fmt: skip
@click.argument("file", type=FILE, callback=writable)
@pass_settings
def export(settings: Settings, file: Path) -> None:
    """Write to FILE what people decided and did, for 'prezent train --reviews': pupil_id, date and kind, as CSV."""
    open_pages(settings)
    from serving.web.audit.chain import record
    from serving.web.plans.records import reviews_table

    table = reviews_table()
    rows = table.count("\n") - 1
    record(None, "reviews_exported", what={"rows": rows})
    write_text_whole(file, table)
    echo(Bilingual(f"Wrote {rows} rows to {file}.", f"Am scris {file} (rânduri: {rows})."))
