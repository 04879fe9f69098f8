"""Commands about the log: verified, and taken along."""

from pathlib import Path

import click

from features.errors import Refused
from features.i18n.text import Bilingual
from prezent.bilingual_commands import Command, CommandGroup, echo
from prezent.commands.pages.pages_start import open_pages
from prezent.options import FILE, pass_settings, writable
from prezent.settings import Settings


@click.group(cls=CommandGroup, ro="Jurnalul: cine ce a văzut și a făcut, când și de ce.")
def audit() -> None:
    """Look after the log: who saw and did what, when and why."""


@audit.command(
    cls=Command, ro="Verifică dacă nimic din jurnal nu a fost schimbat, șters sau adăugat.", examples=("audit verify",)
)
@pass_settings
def verify(settings: Settings) -> None:
    """Verify that nothing in the log was changed, removed or inserted."""
    open_pages(settings)
    from serving.web.audit.chain import entries_whole, faults

    found = list(faults())
    if found:
        first = found[0]
        raise Refused(
            Bilingual(
                f"The log is not as it was written: entry {first.number} ({first.kind}), "
                f"{len(found)} in all. Keep the database as it is, and call whoever is responsible.",
                f"Jurnalul nu mai este așa cum a fost scris: intrarea {first.number} ({_RO[first.kind]}), "
                f"în total {len(found)}. Păstrați baza de date așa cum este și anunțați persoana responsabilă.",
            )
        )
    count = entries_whole()
    echo(Bilingual(f"The log is as it was written ({count}).", f"Jurnalul este așa cum a fost scris ({count})."))


@audit.command(
    cls=Command, ro="Scrie jurnalul în FILE, câte o intrare JSON pe rând, cu tot cu amprente.",
    examples=("audit export jurnal.jsonl",),
)  # fmt: skip
@click.argument("file", type=FILE, callback=writable)
@pass_settings
def export(settings: Settings, file: Path) -> None:
    """Write the log to FILE, one JSON entry a line, with its digests."""
    open_pages(settings)
    from serving.web.audit.export import export_log

    count = export_log(file)
    echo(Bilingual(f"Wrote {count} entries to {file}.", f"Am scris jurnalul în {file} (intrări: {count})."))


_RO = {
    "missing": "lipsește", "changed": "schimbată", "unlinked": "nelegată de cea dinainte",
    "unwitnessed": "fără fișierul cu amprente",
}  # fmt: skip
