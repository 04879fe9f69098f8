"""Commands that hand a version to another installation, or take one from there."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.i18n.dates import date_words, local_time
from features.i18n.text import LANGUAGES, Bilingual
from prezent.bilingual_commands import Command, CommandGroup, echo
from prezent.options import FILE, pass_settings, writable
from prezent.settings import Settings

if TYPE_CHECKING:
    from models.exchange.transfer import BroughtVersion


@click.group(cls=CommandGroup, ro="Duce o versiune a modelului la altă instalare: export aici, import acolo.")
def model() -> None:
    """Hand a model version to another installation: export here, import there."""


@model.command(
    cls=Command,
    ro="""Scrie într-un fișier o versiune promovată, cu fișa ei și decizia semnată.

    VERSIUNEA este un număr sau un alias, ca „champion” (modelul în uz). Fișierul nu conține date ale vreunui copil.
    """,
)
@click.argument("version")
@click.argument("file", type=FILE, callback=writable)
@pass_settings
def export(settings: Settings, version: str, file: Path) -> None:
    """Write a promoted version to a file, with its card and the signed decision.

    VERSION is a number, or an alias such as champion. No record of any child is in the file.
    """
    from models.exchange.model_file import spoken
    from models.exchange.transfer import export_version
    from models.registry.registry import Registry
    from prezent.views.versions import invented_lines

    registry = Registry(settings.tracking_uri)
    number, fingerprint = export_version(registry, version, file)
    echo(
        Bilingual(
            f"Wrote version {number} to {file}, fingerprint {spoken(fingerprint)}. Tell the fingerprint by another way "
            f"than the file, such as the telephone. Next, there: prezent model import {file.name}",
            f"Am scris versiunea {number} în {file}, amprenta {spoken(fingerprint)}. Comunicați amprenta pe altă cale "
            f"decât fișierul, de exemplu la telefon. Urmează, acolo: prezent model import {file.name}",
        )
    )
    for line in invented_lines(registry.find(number).tags, settings.language):
        click.echo(line)


@model.command(
    "import", cls=Command,
    ro="Înregistrează modelul dintr-un fișier scris de „prezent model export”; în uz îl pune „prezent promote”.",
)  # fmt: skip
@click.argument("file", type=FILE)
@pass_settings
def import_model(settings: Settings, file: Path) -> None:
    """Register the model in a file that 'prezent model export' wrote; 'prezent promote' makes it the champion."""
    from models.exchange.transfer import import_version
    from models.registry.registry import Registry
    from prezent.views.versions import invented_lines

    registry = Registry(settings.tracking_uri)
    brought = import_version(registry, file, artifacts=settings.artifacts)
    echo(_brought(brought, file))
    for line in invented_lines(registry.find(brought.version).tags, settings.language):
        click.echo(line)
    number = brought.version
    if registry.champion() == number:
        echo(Bilingual("It is the champion here already.", "Este deja modelul în uz aici."))
        return
    echo(
        Bilingual(
            f'Next: prezent promote {number} --by NAME --reason "..."',
            f'Urmează: prezent promote {number} --by NUME --reason "..."',
        )
    )


def _brought(brought: "BroughtVersion", file: Path) -> Bilingual:
    """Say which version the model in a file is here, and who promoted it where it was made."""
    from models.exchange.model_file import spoken

    decision, number, fingerprint = brought.decision, brought.version, spoken(brought.fingerprint)
    before = Bilingual("was brought before: it is", "a fost adus deja: este")
    how = Bilingual("is now", "este acum") if brought.new else before
    reason = decision.reason.rstrip(".")
    day = Bilingual(*(date_words(local_time(decision.at).date(), language) for language in LANGUAGES))
    return Bilingual(
        f"The model in {file} {how.en} version {number}. Fingerprint {fingerprint}: compare it with what you were "
        f"told.\nPromoted where it was made by {decision.by}, on {day.en}: {reason}.",
        f"Modelul din {file} {how.ro} versiunea {number}. Amprenta {fingerprint}: comparați-o cu cea comunicată.\n"
        f"Pus în uz acolo unde a fost făcut de {decision.by}, la {day.ro}: {reason}.",
    )
