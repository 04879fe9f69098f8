"""What may be written on the command line, and what do commands share?"""

import datetime as dt
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from prezent_settings import Settings
from training.progress import Tell, timed_steps

if TYPE_CHECKING:
    from features.records import Records


class Day(click.ParamType[dt.date]):
    """A date such as 2025-02-03."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read a date, or say what one looks like."""
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value} is no date; write it as 2025-02-03.", param, ctx)


def writable(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a file in a folder that is not there, before any work is done."""
    if path is not None and not path.resolve().parent.is_dir():
        raise click.BadParameter(f"there is no folder {path.parent}; make it first.")
    return path


FOLDER = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)
RECORDS = click.argument("records", type=FOLDER)
AS_OF = click.option("--as-of", type=Day(), required=True, help="Use only what was known before this day.")
MODEL = click.option("--model", default="champion", show_default=True, help="champion, challenger or a version.")


def load(records: Path, settings: Settings) -> "Records":
    """Read and check a record folder; nothing in it may lie after today."""
    from features.records import load_records

    return load_records(records, today=settings.today)


def say(step: str) -> None:
    """Name the one step of a short command, to people only."""
    if sys.stderr.isatty():
        click.echo(f"{step} ...", err=True)


def steps() -> Tell:
    """Return what a long command tells its steps to, with the seconds since now."""
    return timed_steps(partial(click.echo, err=True), time.monotonic)
