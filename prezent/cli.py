"""The command line: the one place where records, models, training and serving are joined.

Whatever is heavy is imported by the command that needs it, so that ``prezent --help`` answers at once.
"""

import shlex
import shutil
import traceback
from pathlib import Path
from typing import Any

import click

from features.errors import PrezentError
from features.identity_numbers import redact
from prezent.commands.lists import bento, explain, rank, serve
from prezent.commands.records import check, features, import_, synth
from prezent.commands.training import compare, models, promote, rollback, train
from prezent.commands.tuning import search
from prezent.options import load
from prezent.settings import Settings, quieten_libraries, read_settings, speak_utf8

DEMO = """
synth {records} --county OT --pupils 4000 --years 3 --seed 7
check {records}
train {records} --after-term M1 --after-term M3 --after-term M4
promote challenger --by demo --reason "the demo's only model"
rank {records} --as-of 2026-04-20 --school SCHOOL --capacity 10
"""


class Group(click.Group):
    """The group of commands; mistakes are sentences on standard error, with exit codes of their own."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command; explain a mistake instead of showing a traceback."""
        try:
            return super().invoke(context)
        except PrezentError as error:
            click.echo("\n".join(error.sentences(context.obj.language)), err=True)
            context.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception:  # our own fault: people get a sentence, whoever mends it the rest
            log = context.obj.var / "error.log"
            log.write_text(redact(traceback.format_exc()), encoding="utf-8")
            click.echo(f"Prezent itself failed; this is our mistake, not yours. Please send us {log}.", err=True)
            context.exit(PrezentError.exit_code)


def main() -> None:
    """Run the command line."""
    quieten_libraries()
    speak_utf8()
    cli()


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    commands=[
        check, synth, import_, features, train, search, models, compare, promote, rollback, rank, explain, serve, bento,
    ],
)  # fmt: skip
@click.version_option(package_name="prezent")
@click.option("--lang", type=click.Choice(["ro", "en"]), help="Language to speak to people; default from the locale.")
@click.pass_context
def cli(context: click.Context, lang: str | None) -> None:
    """Prezent: from attendance, marks and family situation to a ranked list of children to look after.

    RECORDS is a folder of record files; dates are written 2025-02-03. A capacity is a number of children (20) or a
    share of them (0.05).
    """
    context.obj = read_settings(lang)


@cli.command()
@click.pass_obj
def demo(settings: Settings) -> None:
    """Go the whole way on an invented county: records, training, promotion, ranked list with reasons."""
    records = settings.var / "demo-records"
    shutil.rmtree(records, ignore_errors=True)
    for line in DEMO.format(records=shlex.quote(str(records))).strip().splitlines():
        command = line.replace("SCHOOL", _largest_school(records, settings)) if "SCHOOL" in line else line
        click.secho(f"\n$ prezent {command}", bold=True)
        if failed := cli.main(["--lang", settings.language, *shlex.split(command)], standalone_mode=False):
            click.get_current_context().exit(failed)
    click.echo("\nNext: 'prezent check FOLDER' on records of your own; the folder above shows how they look.")
    click.echo(f"'prezent serve --records {records}' answers other systems; 'prezent --help' lists the rest.")


def _largest_school(records: Path, settings: Settings) -> str:
    return str(load(records, settings)["enrolments"]["school_id"].mode()[0])


if __name__ == "__main__":
    main()
