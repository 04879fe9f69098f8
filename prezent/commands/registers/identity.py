"""Commands about who the children are: the key's recovery sheet, and a child that moves to another school."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.errors import UsageError
from features.files.whole_files import write_text_whole
from features.i18n.text import Bilingual
from prezent.bilingual_commands import Command, CommandGroup, command, echo, option, said
from prezent.commands.registers.imports.installation import open_settings_roster, required_roster
from prezent.option_types import Signature
from prezent.options import FILE, pass_settings, writable
from prezent.settings import Settings

if TYPE_CHECKING:
    from serving.roster.transfers import UndoneTransfer

_KINDS = (".html", ".txt")


@click.group(
    cls=CommandGroup, ro="Cheia cu care se fac pseudonimele elevilor: foaia de recuperare și reintroducerea ei."
)
def keyring() -> None:
    """Print or restore the key under which pupils get their pseudonyms."""


@keyring.command(
    cls=Command,
    ro="""Scrie foaia de recuperare a cheii, de tipărit și de ținut în fișet.

    OUT se termină în .html sau .txt. După tipărire, ștergeți fișierul.
    """,
)
@click.argument("out", type=FILE, callback=writable)
@pass_settings
def sheet(settings: Settings, out: Path) -> None:
    """Write the key's recovery sheet, to print and to lock away.

    OUT ends in .html or .txt. Delete the file when it is printed.
    """
    from prezent.commands.registers.imports.installation import open_installation
    from serving.roster.recovery_sheet import sheet_page, sheet_text

    if out.suffix.lower() not in _KINDS:
        raise UsageError(
            Bilingual("The sheet is a page or a text; name it FILE.html or FILE.txt.",
                      "Foaia este o pagină sau un text; numiți-o FIȘIER.html sau FIȘIER.txt.")
        )  # fmt: skip
    key = open_installation(settings).pseudonyms.key
    is_page = out.suffix.lower() == ".html"
    write_text_whole(out, sheet_page(key, settings.language) if is_page else sheet_text(key, settings.language))
    echo(
        Bilingual(
            f"Wrote {out}. Print it, lock the paper away, and delete the file: whoever has it can tell the children.",
            f"Am scris {out}. Tipăriți-l, încuiați foaia și ștergeți fișierul: cine îl are află cine sunt copiii.",
        )
    )


@keyring.command(
    cls=Command, ro="Reface fișierul cu cheia, din grupurile de litere de pe foaia de recuperare; le cere la tastatură."
)
@pass_settings
def restore(settings: Settings) -> None:
    """Make the keyring again from the groups of the recovery sheet, which are asked for."""
    from serving.roster.keyring import restore_keyring

    roster = open_settings_roster(settings)
    known = roster.made_with if roster else None
    if sys.stdin.isatty():
        typed = click.prompt(said(Bilingual("All groups of the sheet", "Toate grupurile de pe foaie")))
    else:
        typed = sys.stdin.read()
    restore_keyring(settings.keyring, typed, known=known)
    where = settings.keyring
    echo(Bilingual(f"The key is back, in {where}.", f"Cheia a fost refăcută, în {where}."))


@command(
    ro="""Leagă un elev mutat la altă școală de datele lui de dinainte, dacă ambele școli semnează.

    Elevul este găsit la școala nouă după numărul matricol de acolo (--number) sau după nume. Un transfer greșit se
    anulează cu --undo, semnat (--by) și cu un motiv (--reason).
    """
)
@option("--pupil", required=True, en="The pupil_id at the former school.", ro="pupil_id la școala de la care pleacă.")
@option("--from", "from_school", required=True, en="The former school.", ro="Școala de la care pleacă.")
@option("--to", "to_school", required=True, en="The receiving school.", ro="Școala care primește.")
@option("--number", en="The register number at the receiving school.", ro="Numărul matricol la școala care primește.")
@option(
    "--by",
    type=Signature(),
    required=True,
    en="Who signs for the former school.",
    ro="Cine semnează pentru școala de la care pleacă.",
)
@option(
    "--agreed-by",
    type=Signature(),
    en="Who signs for the receiving school.",
    ro="Cine semnează pentru școala nouă.",
)
@option(
    "--names-differ", is_flag=True, en="They are one child although the two schools have other names of it.",
    ro="Este același copil, deși cele două școli îi știu alt nume.",
)  # fmt: skip
@option(
    "--undo", is_flag=True, en="Take this transfer back: they were two children.",
    ro="Anulează acest transfer: erau doi copii.",
)  # fmt: skip
@option("--reason", type=Signature(), en="Why it is taken back.", ro="De ce se anulează.")
@pass_settings
def transfer(
    settings: Settings,
    *,
    pupil: str,
    from_school: str,
    to_school: str,
    number: str | None,
    by: str,
    agreed_by: str | None,
    names_differ: bool,
    undo: bool,
    reason: str | None,
) -> None:
    """Link a child that moved to another school with its former records, where both schools sign.

    The child is found at the new school by its register number there (--number), or by its name. A wrong transfer is
    taken back with --undo, signed (--by) and with a reason (--reason).
    """
    from serving.roster.keyring import open_keyring
    from serving.roster.transfers import Transfer, UndoneTransfer, transfer_pupil, undo_transfer

    roster = required_roster(settings)
    pseudonyms = open_keyring(settings.keyring, known=roster.made_with)
    if undo:
        why = _required(reason, "--reason")
        taken_back = UndoneTransfer(pupil, from_school, to_school, by, why, settings.today)
        _say_undone(taken_back, undo_transfer(roster, pseudonyms, taken_back, number=number))
        return
    agreed_by = _required(agreed_by, "--agreed-by")
    signed = Transfer(pupil, from_school, to_school, by, agreed_by, settings.today)
    other = transfer_pupil(roster, pseudonyms, signed, number=number, names_differ=names_differ)
    echo(
        Bilingual(
            f"{other} of school {to_school} is {pupil} from now on; signed by {by} and {agreed_by}. Import that "
            "school's files again if they were imported before.",
            f"{other} de la școala {to_school} este de acum {pupil}; au semnat {by} și {agreed_by}. Dacă datele acelei "
            "școli au fost deja importate, importați-le din nou.",
        )
    )


def _required(told: str | None, name: str) -> str:
    """Return what an option told that is needed here; a transfer and its undoing need different ones."""
    if told is None:
        raise UsageError(Bilingual(f"The option {name} is missing.", f"Lipsește opțiunea {name}."))
    return told


def _say_undone(undone: "UndoneTransfer", own: str) -> None:
    pupil, school, by = undone.pupil_id, undone.to_school, undone.undone_by
    echo(
        Bilingual(
            f"{own} of school {school} is no longer {pupil}; signed by {by}. Import that school's files again: until "
            f"then its rows stay with {pupil}.",
            f"{own} de la școala {school} nu mai este {pupil}; a semnat {by}. Importați din nou datele acelei școli: "
            f"până atunci rândurile ei rămân la {pupil}.",
        )
    )
