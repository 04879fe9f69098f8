"""The command line: the one place where records, models, training and serving are joined.

Whatever is heavy is imported by the command that needs it, so that ``prezent --help`` answers at once.
"""

import contextlib
from pathlib import Path
from typing import Any

import click

from features.errors import PrezentError
from features.i18n.text import Language
from prezent.bilingual_commands import CommandGroup, Option, option, speak
from prezent.commands.demo.command import demo
from prezent.commands.exchange import model
from prezent.commands.explanations import explain
from prezent.commands.lists import rank
from prezent.commands.pages.audit import audit
from prezent.commands.pages.people import people
from prezent.commands.pages.reviews import reviews
from prezent.commands.records import check, features, synth
from prezent.commands.registers.batches import batches, export, undo
from prezent.commands.registers.forgetting import erase, readmit, retain
from prezent.commands.registers.identity import keyring, transfer
from prezent.commands.registers.importing import import_
from prezent.commands.registers.reports import report
from prezent.commands.registers.template import template
from prezent.commands.service import bento, serve
from prezent.commands.training import compare, models, promote, rollback, train
from prezent.commands.tuning import search
from prezent.faults import explained
from prezent.language import language_asked_for
from prezent.options import FILE, FOLDER
from prezent.settings import (
    for_owner_only,
    keep_current_folder_out,
    let_go_of_output,
    quieten_libraries,
    read_settings,
    speak_utf8,
)

_HELP_RO = """Prezent: de la absențe, note și situația familiei la o listă ordonată a copiilor de urmărit, cu motive.

RECORDS este un dosar cu date sau o bază de date (records.sqlite, postgresql://SERVER/NUME); zilele se scriu
2025-02-03. Capacitatea este un număr de copii (20) sau o parte din ei (0.05).
"""


class Group(CommandGroup):
    """The group of commands; mistakes are sentences on standard error, with exit codes of their own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options of the program; its language first, in which also a wrong option is answered."""
        with explained(ctx):
            speak(ctx, _language_of(self, ctx, args))
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; explain a mistake instead of showing a traceback."""
        with for_owner_only(), explained(ctx):
            return super().invoke(ctx)


def _language_of(group: click.Group, context: click.Context, arguments: list[str]) -> Language:
    """Return the language that the options before the command ask for; whatever is wrong with them is said later."""
    parser = group.make_parser(context)
    parser.ignore_unknown_options = True
    given: dict[str, Any] = {}
    with contextlib.suppress(click.UsageError):
        given = parser.parse_args(list(arguments))[0]
    var, config = (Path(given[name]) if given.get(name) else None for name in ("var", "config"))
    try:
        return read_settings(given.get("lang"), var=var, config=config).language
    except PrezentError:
        return language_asked_for(given.get("lang"))


def main() -> None:
    """Run the command line."""
    quieten_libraries()
    keep_current_folder_out()
    speak_utf8()
    try:
        cli()
    finally:
        let_go_of_output()


@click.group(
    cls=Group,
    ro=_HELP_RO,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    commands=[
        check, synth, template, import_, batches, undo, export, erase, retain, readmit, report, keyring, transfer,
        features, train, search, models, compare, promote, rollback, model, rank, explain, serve, bento, people, audit,
        reviews, demo,
    ],
)  # fmt: skip
@click.version_option(
    package_name="prezent", message="%(prog)s %(version)s", cls=Option,
    en="Show the version and exit.", ro="Arată versiunea.",
)  # fmt: skip
@option(
    "--lang", type=click.Choice(["ro", "en"]), en="Language to speak to people; default from the locale.",
    ro="Limba în care se vorbește cu oamenii; implicit cea a sistemului.",
)  # fmt: skip
@option(
    "--var", type=FOLDER, en="The folder for everything local: models, database, log.",
    ro="Dosarul pentru tot ce se ține local: modele, bază de date, jurnal.",
)  # fmt: skip
@option(
    "--config", type=FILE, en="The configuration file; by default config.toml in the folder for everything local.",
    ro="Fișierul de configurare; implicit config.toml din dosarul pentru tot ce se ține local.",
)  # fmt: skip
@click.pass_context
def cli(context: click.Context, lang: str | None, var: Path | None, config: Path | None) -> None:
    """Prezent: from attendance, marks and family situation to a ranked list of children to look after.

    RECORDS is a folder of record files or a database (records.sqlite, postgresql://HOST/NAME); dates are written
    2025-02-03. A capacity is a number of children (20) or a share of them (0.05).
    """
    if context.obj is None:
        context.obj = read_settings(lang, var=var, config=config)


if __name__ == "__main__":
    main()
