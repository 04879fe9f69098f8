"""What may be written on the command line, and what commands share."""

import datetime as dt
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from features.errors import UsageError
from features.files.whole_files import clear_unfinished
from features.i18n.text import Bilingual
from prezent.bilingual_commands import echo, option, said, spoken_language
from prezent.option_types import Capacity, Day, NamedPath, Place, RecordsPlace
from prezent.progress import Bar, Steps
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.partitions.partition import Partition, Workers
    from features.records.records import Records
    from features.records.source import RecordSource


_VERBOSE = "prezent.verbose"


def _or_today(context: click.Context, _option: click.Parameter, day: dt.date | None) -> dt.date:
    """Return the day that was given, by default today."""
    settings: Settings = context.obj
    return day or settings.today


def writable(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a file in a folder that is not there or cannot be written to, before any work is done.

    What a killed run left beside it is deleted and named.
    """
    return None if path is None else writable_place(path)


def writable_place(path: Path) -> Path:
    """Return a place in a folder that is there and can be written to; raises BadParameter where it is not."""
    folder = path.resolve().parent
    if not folder.is_dir():
        missing = Bilingual(
            f"there is no folder {path.parent}; make it first.", f"nu există dosarul {path.parent}; creați-l întâi."
        )
        raise click.BadParameter(said(missing))
    if not os.access(path if path.exists() else folder, os.W_OK):
        closed = Bilingual(
            f"{path} cannot be written (no permission); name another place.",
            f"{path} nu poate fi scris (fără drept de scriere); indicați alt loc.",
        )
        raise click.BadParameter(said(closed))
    say_cleared(path)
    return path


def possible_capacity(_context: click.Context, _option: click.Parameter, capacity: float | None) -> float | None:
    """Refuse what is no capacity, before any work is done."""
    from models.ranking.ordering import list_length

    if capacity is not None:
        list_length(capacity, 1)
    return capacity


def say_cleared(out: Path) -> None:
    """Delete what killed runs left unfinished beside a file or folder to write, and name it."""
    for left in clear_unfinished(out.absolute().parent):
        echo(
            Bilingual(
                f"Deleted {left}, which a run that was stopped had left unfinished.",
                f"Am șters {left}, lăsat neterminat de o rulare întreruptă.",
            ),
            err=True,
        )


READING = Bilingual("reading the records", "citirea datelor")
LOADING = Bilingual("loading the libraries", "încărcarea bibliotecilor")


FOLDER = NamedPath(path_type=Path)
FILE = NamedPath(path_type=Path, dir_okay=False)
RECORDS = click.argument("records", type=RecordsPlace())
AS_OF = option(
    "--as-of", type=Day(), callback=_or_today, en="Use only what was known before this day; by default today.",
    ro="Folosește numai ce se știa înainte de această zi; implicit, ziua de azi.",
)  # fmt: skip
CLUSTER = option(
    "--cluster", metavar="ADDRESS",
    en="Work on a Dask cluster: tcp://host:8786, or local:4 for processes here.",
    ro="Lucrează pe un cluster Dask: tcp://host:8786 sau local:4 pentru procese pe acest calculator.",
)  # fmt: skip
PROCESSES = option(
    "--processes", type=click.IntRange(min=1),
    en="Parts to work on at the same time, each in a process; by default as many as processors, at most 4.",
    ro="Câte părți se lucrează deodată, fiecare într-un proces; implicit câte procesoare sunt, cel mult 4.",
)  # fmt: skip
MODEL = option(
    "--model", default="champion", show_default=True, en="champion, challenger or a version.",
    ro="Modelul în uz („champion”), candidatul („challenger”) sau numărul unei versiuni.",
)  # fmt: skip
OUT = option(
    "--out", type=FOLDER, callback=writable, en="Write to this file instead of the screen.",
    ro="Scrie în acest fișier, nu pe ecran.",
)  # fmt: skip


def _keep_verbose(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        context.meta[_VERBOSE] = True


VERBOSE = option(
    "--verbose", is_flag=True, expose_value=False, callback=_keep_verbose,
    en="Also show steps with their times, checks that passed, and all figures.",
    ro="Arată și etapele cu durata lor, verificările trecute și toate cifrele.",
)  # fmt: skip


def is_verbose() -> bool:
    """Tell whether the command that runs was asked to show everything."""
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(_VERBOSE))


_PLAN = (
    option(
        "--outcome", "outcomes", multiple=True, en="What to predict, repeatedly; by default leaving early.",
        ro="Ce se prezice, se poate repeta; implicit părăsirea timpurie a școlii.",
    ),
    option(
        "--as-of", "as_of", type=Day(), multiple=True, en="Past date, repeatedly; the last one judges.",
        ro="O dată din trecut, se poate repeta; pe ultima se face evaluarea.",
    ),
    option(
        "--after-term", "terms", multiple=True, en="Instead of --as-of: the day after each such term, as M2.",
        ro="În loc de --as-of: ziua de după fiecare astfel de modul, de exemplu M2.",
    ),
    option(
        "--horizon", "horizon_days", type=int, en="Days after the as-of date within which the outcome counts.",
        ro="Câte zile după data --as-of mai contează situația urmărită.",
    ),
    option(
        "--until", en="Instead of --horizon: the month and day it ends on; without either, 09-30.",
        ro="În loc de --horizon: luna și ziua în care se încheie; fără niciuna din ele, 09-30.",
    ),
    option(
        "--known-until", type=Day(), en="Last day the records cover, where they do not show it.",
        ro="Ultima zi acoperită de date, dacă nu se vede din ele.",
    ),
    option(
        "--capacity", type=Capacity(), callback=possible_capacity, default=0.05, show_default=True,
        en="Length of the list to judge.", ro="Lungimea listei care se evaluează.",
    ),
)  # fmt: skip


def plan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say what is to be learnt, from which dates."""
    for each in reversed(_PLAN):
        command = each(command)
    return command


def pass_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the settings; the folder for everything local is there then, and said where it is when new."""

    @click.pass_obj
    @wraps(command)
    def begin(settings: Settings, *arguments: Any, **options: Any) -> Any:
        if settings.make_folder():
            where = settings.var
            echo(
                Bilingual(
                    f"Models, database and log are kept in {where}; --var or PREZENT_VAR names another folder.",
                    f"Modelele, baza de date și jurnalul se țin în {where}; --var sau PREZENT_VAR numește alt dosar.",
                ),
                err=True,
            )
        return command(settings, *arguments, **options)

    return begin


def one_way_of_dates(as_of: Sequence[dt.date], terms: Sequence[str]) -> None:
    """Refuse dates beside names of terms, and neither of them."""
    if bool(as_of) == bool(terms):
        raise UsageError(
            Bilingual(
                "Give either past dates (--as-of) or names of terms (--after-term).",
                "Dați fie date din trecut (--as-of), fie nume de module (--after-term).",
            )
        )


def one_way_of_working(cluster: str | None, processes: int | None) -> None:
    """Refuse a number of processes of this machine beside a cluster."""
    if cluster is not None and processes is not None:
        raise UsageError(
            Bilingual(
                "Give either a cluster (--cluster) or processes of this machine (--processes).",
                "Dați fie un cluster (--cluster), fie procese pe acest calculator (--processes).",
            )
        )


@contextmanager
def workers_of(
    partitions: "Sequence[Partition]", settings: Settings, *, cluster: str | None, processes: int | None = None,
    loads: Sequence[str] = (),
) -> "Iterator[Workers]":  # fmt: skip
    """Give those who work on partitions, until the block ends: a cluster if one is asked for, else processes here.

    ``loads`` are modules that these will need. A single partition is worked on in this process.
    """
    count = min(processes or settings.workers, len(partitions))
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


def source_of(records: Place) -> "RecordSource":
    """Return the records at a place, under a name by which other processes find them too."""
    from features.store.source import records_at

    return records_at(records.absolute() if isinstance(records, Path) else records)


def partitions_of(records: Place) -> "tuple[Partition, ...]":
    """Return the partitions of records, under a name by which other processes find them too."""
    from features.partitions.partition import record_partitions

    return record_partitions(source_of(records))


def load(records: Place, settings: Settings) -> "Records":
    """Read and check records; nothing in them may lie after today."""
    from features.records.records import load_records
    from features.store.source import records_at

    return load_records(records_at(records), today=settings.today)


def say(step: Bilingual) -> None:
    """Name the one step of a short command, to people only."""
    if sys.stderr.isatty():
        click.echo(f"{said(step)} ...", err=True)


def steps(*, bar: bool = False) -> Steps:
    """Return what a long command tells its steps to: a line for each to those who asked for everything.

    Others see a bar, where people look on, if it is wanted.
    """
    shown = Bar() if bar and sys.stderr.isatty() else None
    write = partial(click.echo, err=True) if is_verbose() else _say_nothing
    return Steps(write, time.monotonic, language=spoken_language(), bar=shown)


def _say_nothing(_line: str) -> None:
    """Take a line that nobody asked for."""


def most_memory(workers: "Workers | None" = None) -> int | None:
    """Return the most memory of this process and those that worked for it here; None where the system does not say."""
    from features.partitions.process_memory import peak_bytes
    from features.partitions.process_pool import ProcessPool

    own = peak_bytes()
    return own and own + (workers.peak_bytes if isinstance(workers, ProcessPool) else 0)
