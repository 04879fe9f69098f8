"""The lists of every school at once, each as long as a capacity says, or with places given to all schools together."""

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.errors import Refused, UsageError
from features.i18n.text import Bilingual
from features.schema.problems import RecordsError
from prezent.bilingual_commands import echo
from prezent.commands.one_list import COMMAND_LINE, load_scorer
from prezent.option_types import Place
from prezent.options import most_memory, one_way_of_working, partitions_of, source_of, steps, workers_of
from prezent.settings import Settings

if TYPE_CHECKING:
    from models.ranking.placing import Placing
    from serving.batch.checkpoints import CountryFiles
    from serving.batch.summary import CountrySummary


# What ranking a partition needs; processes load it while this one loads the model.
_COUNTRY = (
    "serving.batch.run",
    "features.point_in_time.events_numba",
    "models.explain.lookup_numba",
    "pyarrow.parquet",
)


def length_of_lists(
    capacity: float | None, places: float | None, *, by: str | None, at_least: float | None, at_most: float | None
) -> "float | Placing":
    """Return the capacity of each school, or the places of all; UsageError where neither or both are asked for."""
    if (capacity is None) == (places is None):
        raise UsageError(
            Bilingual(
                "Say how many children each school lists (--capacity), or how many places there are for all schools "
                "together (--places).",
                "Spuneți câți copii are lista fiecărei școli (--capacity) sau câte locuri sunt pentru toate școlile "
                "împreună (--places).",
            )
        )
    bounds = {name: bound for name, bound in (("at_least", at_least), ("at_most", at_most)) if bound is not None}
    if capacity is not None:
        if bounds or by:
            raise UsageError(
                Bilingual(
                    "--by, --at-least and --at-most say how places are given to schools; give their number with "
                    "--places.",
                    "--by, --at-least și --at-most spun cum se împart locurile între școli; dați numărul lor cu "
                    "--places.",
                )
            )
        return capacity
    from models.ranking.placing import WAYS, Bounds, Placing

    way = next((each for each in WAYS if each == by), WAYS[0])
    if bounds and way != "school":
        raise UsageError(
            Bilingual(
                f"--at-least and --at-most are bounds of --by school; leave them out with --by {way}.",
                f"--at-least și --at-most sunt limite pentru --by school; renunțați la ele cu --by {way}.",
            )
        )
    return Placing(places or 0, way, Bounds(**bounds))


def folder_of_lists(out: Path | None, school: str | None, file_format: str | None) -> "CountryFiles":
    """Say where the lists of each school go and as what; UsageError where it is something else that is asked for."""
    if school is not None:
        raise UsageError(
            Bilingual(
                "Give either one school (--school) or all of them (--each-school).",
                "Dați fie o școală (--school), fie toate (--each-school).",
            )
        )
    if file_format in ("table", "json"):
        raise UsageError(
            Bilingual(
                "The lists of each school are written as parquet, csv, xlsx or html; give --format one of them.",
                "Listele fiecărei școli se scriu ca parquet, csv, xlsx sau html; dați unul dintre ele la --format.",
            )
        )
    if out is None:
        raise UsageError(
            Bilingual(
                "The lists of each school need a folder; name a new one with --out FOLDER.",
                "Listele fiecărei școli au nevoie de un dosar; numiți unul nou cu --out DOSAR.",
            )
        )
    from serving.batch.checkpoints import CountryFiles
    from serving.paper.school_files import PAPER_FORMATS

    paper = next((each for each in PAPER_FORMATS if each == file_format), None)
    files = CountryFiles(
        out.absolute(), "csv" if paper else "parquet", paper=paper, schools_to_read=file_format is None
    )
    files.require_ours()
    return files


def rank_each_school(
    settings: Settings, records: Place, files: "CountryFiles", *, as_of: dt.date,
    capacity: "float | Placing", model: str,
    cluster: str | None, processes: int | None,
) -> None:  # fmt: skip
    """Rank partition by partition; exit code 3 if one has problems, 4 if one was refused, all of it said."""
    one_way_of_working(cluster, processes)
    partitions = partitions_of(records)
    tell = steps(bar=True)
    try:
        with workers_of(partitions, settings, cluster=cluster, processes=processes, loads=_COUNTRY) as workers:
            scorer = load_scorer(settings, model, tell)
            tell(Bilingual("loading the rest", "încărcarea celorlalte"))
            from features.partitions.process_pool import ProcessPool
            from serving.batch.country_run import CountryRun, load_compiled_loops
            from serving.batch.run import rank_country

            if isinstance(
                workers, ProcessPool
            ):  # else the first partitions would seem to take longer than their size tells
                workers.load()
            elif cluster is None:
                load_compiled_loops()
            run = CountryRun(
                scorer, as_of, capacity, files, COMMAND_LINE, settings.today, time.monotonic,
                language=settings.language,
            )  # fmt: skip
            summary = rank_country(source_of(records), run, workers=workers, tell=tell)
    finally:
        tell.close()
    tell.finish(peak_bytes=most_memory(workers))
    _say(settings, summary, files)


def _say(settings: Settings, summary: "CountrySummary", files: "CountryFiles") -> None:
    """Say what came of it; exit code 3 if a partition has problems, 4 if one was refused."""
    from serving.batch.checkpoints import FOR_SCHOOLS
    from serving.batch.text import country_lines

    for caution in summary.cautions:
        echo(Bilingual(caution.text_en, caution.text_ro), err=True)
    click.echo("\n".join(country_lines(summary, files.out, settings.language)))
    if files.paper:
        where = files.out / FOR_SCHOOLS
        echo(Bilingual(f"A file for each school: in {where}.", f"Câte un fișier pentru fiecare școală: în {where}."))
    refusals = [(partition.partition, partition.refused) for partition in summary.missing if partition.refused]
    en, ro = ("\n".join(f"{name}: {why.said(language)}" for name, why in refusals) for language in ("en", "ro"))
    refused = Bilingual(en, ro)
    if problems := [problem for partition in summary.missing for problem in partition.problems]:
        click.echo(refused.said(settings.language), err=True, nl=bool(refusals))
        raise RecordsError(problems)
    if refusals:
        raise Refused(refused)
