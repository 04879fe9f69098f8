"""What may be written on the command line, and what commands share."""

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from features.errors import UsageError
from prezent.progress import Bar, Steps
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.partitions.partition import Partition, Workers
    from features.records.records import Records


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
CLUSTER = click.option(
    "--cluster", metavar="ADDRESS", help="Work on a Dask cluster: tcp://host:8786, or local:4 for processes here."
)
PROCESSES = click.option(
    "--processes",
    type=click.IntRange(min=1),
    help="Parts to work on at the same time, each in a process; by default as many as processors, at most 4.",
)
MODEL = click.option("--model", default="champion", show_default=True, help="champion, challenger or a version.")

_PLAN = (
    click.option("--outcome", "outcomes", multiple=True, help="What to predict, repeatedly; by default leaving early."),
    click.option("--as-of", "as_of", type=Day(), multiple=True, help="Past date, repeatedly; the last one judges."),
    click.option(
        "--after-term", "terms", multiple=True, help="Instead of --as-of: the day after each such term, as M2."
    ),
    click.option(
        "--horizon", "horizon_days", type=int, help="Days after the as-of date within which the outcome counts."
    ),
    click.option("--until", help="Instead of --horizon: the month and day it ends on; without either, 09-30."),
    click.option("--known-until", type=Day(), help="Last day the records cover, where they do not show it."),
    click.option("--capacity", type=float, default=0.05, show_default=True, help="Length of the list to judge."),
)


def plan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say what is to be learnt, from which dates."""
    for option in reversed(_PLAN):
        command = option(command)
    return command


def one_way_of_dates(as_of: Sequence[dt.date], terms: Sequence[str]) -> None:
    """Refuse dates beside names of terms, and neither of them."""
    if bool(as_of) == bool(terms):
        raise UsageError("Give either past dates (--as-of) or names of terms (--after-term).")


def one_way_of_working(cluster: str | None, processes: int | None) -> None:
    """Refuse a number of processes of this machine beside a cluster."""
    if cluster is not None and processes is not None:
        raise UsageError("Give either a cluster (--cluster) or processes of this machine (--processes).")


@contextmanager
def workers_of(
    parts: "Sequence[Partition]", settings: Settings, *, cluster: str | None, processes: int | None = None,
    loads: Sequence[str] = (),
) -> "Iterator[Workers]":  # fmt: skip
    """Give those who work on parts, until the block ends: a cluster if one is asked for, else processes here.

    ``loads`` are modules that these will need. A single part is worked on in this process.
    """
    count = min(processes or settings.workers, len(parts))
    if cluster is not None:
        from training.cluster.dask_workers import cluster_workers

        with cluster_workers(cluster, scratch=settings.var) as connected:
            yield connected
    elif count > 1:
        from features.partitions.process_pool import processes_of

        with processes_of(count, loads=loads) as started:
            yield started
    else:
        from features.partitions.partition import SerialExecutor

        yield SerialExecutor()


def parts_of(records: Path) -> "tuple[Partition, ...]":
    """Return the parts of a record folder, under a name by which other processes find them too."""
    from features.partitions.partition import record_parts

    return record_parts(records.absolute())


def load(records: Path, settings: Settings) -> "Records":
    """Read and check a record folder; nothing in it may lie after today."""
    from features.records.records import load_records

    return load_records(records, today=settings.today)


def say(step: str) -> None:
    """Name the one step of a short command, to people only."""
    if sys.stderr.isatty():
        click.echo(f"{step} ...", err=True)


def steps(*, bar: bool = False) -> Steps:
    """Return what a long command tells its steps to: a line for each, or a bar if it is wanted and people look on."""
    shown = Bar() if bar and sys.stderr.isatty() else None
    return Steps(partial(click.echo, err=True), time.monotonic, bar=shown)


def most_memory(workers: "Workers | None" = None) -> int | None:
    """Return the most memory of this process and those that worked for it here; None where the system does not say."""
    from features.partitions.process_memory import peak_bytes
    from features.partitions.process_pool import ProcessPool

    own = peak_bytes()
    return own and own + (workers.peak_bytes if isinstance(workers, ProcessPool) else 0)
