"""What may be written on the command line, and what do commands share?"""

import datetime as dt
from pathlib import Path
from typing import Any

import click


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
