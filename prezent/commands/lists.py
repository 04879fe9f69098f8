"""Commands that give ranked lists and reasons."""

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.errors import Refused, UsageError
from features.progress import Tell
from features.schema.problems import RecordsError
from prezent.options import (
    AS_OF,
    CLUSTER,
    FOLDER,
    MODEL,
    PROCESSES,
    RECORDS,
    load,
    most_memory,
    one_way_of_working,
    parts_of,
    steps,
    workers_of,
    writable,
)  # fmt: skip
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.point_in_time.record_index import RecordIndex
    from models.ranking.scorer import Scorer
    from serving.batch.checkpoints import CountryFiles


# What ranking a part needs; processes load it while this one loads the model.
_COUNTRY = (
    "serving.batch.run",
    "features.point_in_time.events_numba",
    "models.explain.lookup_numba",
    "pyarrow.parquet",
)


@click.command()
@RECORDS
@AS_OF
@click.option("--capacity", type=float, required=True, help="Children that can be looked after, or a share.")
@click.option("--school", help="Only this school.")
@MODEL
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["table", "csv", "json", "xlsx", "html", "parquet"]),
    help="By default a table; with --each-school parquet, or csv.",
)
@click.option("--out", type=FOLDER, callback=writable, help="Write to this file instead of the screen.")
@click.option("--each-school", is_flag=True, help="A list of every school, county by county, into the folder --out.")
@CLUSTER
@PROCESSES
@click.pass_obj
def rank(
    settings: Settings, records: Path, *, as_of: dt.date, capacity: float, school: str | None, model: str,
    file_format: str | None, out: Path | None, each_school: bool, cluster: str | None, processes: int | None,
) -> None:  # fmt: skip
    """Give the ranked list of children to look after, with reasons.

    With --each-school every school gets its own, as long as the capacity says; started again after an interruption, it
    goes on where it was.
    """
    if each_school:
        _rank_each_school(
            settings, records, _folder_of_lists(out, school, file_format), as_of=as_of, capacity=capacity, model=model,
            cluster=cluster, processes=processes,
        )  # fmt: skip
        return
    if cluster is not None or processes is not None:
        raise UsageError("Only the lists of each school are made part by part; add --each-school.")
    file_format = file_format or "table"
    if file_format == "parquet":
        raise UsageError("Only the lists of each school are written as Parquet; add --each-school.")
    if file_format == "xlsx" and out is None:
        raise UsageError("A workbook cannot be shown on the screen; name a file with --out list.xlsx.")
    if out is not None and out.is_dir():
        raise UsageError(f"{out} is a folder; name a file.")
    from serving.output.export import write_list
    from serving.output.text import not_scored_lines

    tell = steps()
    scorer, index = _scorer(settings, records, model, tell)
    tell("ranking")
    ranked = scorer.rank(index, as_of, capacity=capacity, school_id=school)
    for caution in ranked.cautions:
        click.echo(caution.text_ro if settings.language == "ro" else caution.text_en, err=True)
    if file_format == "csv":  # which has rows of listed children only
        click.echo("\n".join(not_scored_lines(ranked, settings.language)), err=True, nl=bool(ranked.not_scored))
    write_list(ranked, file_format, out, language=settings.language)


@click.command()
@RECORDS
@AS_OF
@click.option("--pupil", required=True, help="The pupil_id.")
@MODEL
@click.option("--format", "file_format", type=click.Choice(["table", "json"]), default="table")
@click.pass_obj
def explain(settings: Settings, records: Path, *, as_of: dt.date, pupil: str, model: str, file_format: str) -> None:
    """Say why one child's score is what it is."""
    from serving.output.export import pupil_json, pupil_lines

    scorer, index = _scorer(settings, records, model, steps())
    explained = scorer.explain(index, as_of, pupil_id=pupil)
    click.echo(pupil_json(explained) if file_format == "json" else "\n".join(pupil_lines(explained, settings.language)))


@click.command()
@click.option("--records", type=FOLDER, help="The record folder to answer from; without it, requests bring records.")
@MODEL
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=3000, show_default=True)
@click.pass_obj
def serve(settings: Settings, records: Path | None, *, model: str, host: str, port: int) -> None:
    """Serve ranked lists and explanations over HTTP.

    An alias such as champion is followed: when it moves, the service answers from the other version, without a restart
    and never from two versions in one list. A version number stays: --model 7 answers from version 7 for good.
    """
    from serving.deployment.server import serve as serve_until_ctrl_c

    serve_until_ctrl_c(
        settings.var, tracking_uri=settings.tracking_uri, model=model, records=records, host=host, port=port,
        tell=steps(),
    )  # fmt: skip


@click.command()
@MODEL
@click.pass_obj
def bento(settings: Settings, model: str) -> None:
    """Pack a model version with the program as a bento, to be served elsewhere."""
    from serving.deployment.bento import build_bento

    tag = build_bento(settings.var, tracking_uri=settings.tracking_uri, model=model)
    click.echo(f"Built {tag}. Next: BENTOML_HOME={settings.var / 'bentoml'} bentoml serve {tag}")


def _folder_of_lists(out: Path | None, school: str | None, file_format: str | None) -> "CountryFiles":
    """Say where the lists of each school go and as what; UsageError where it is something else that is asked for."""
    if school is not None:
        raise UsageError("Give either one school (--school) or all of them (--each-school).")
    if file_format not in (None, "parquet", "csv"):
        raise UsageError("The lists of each school are written as parquet or csv; give --format one of them.")
    if out is None:
        raise UsageError("The lists of each school need a folder; name a new one with --out FOLDER.")
    from serving.batch.checkpoints import CountryFiles

    return CountryFiles(out.absolute(), "csv" if file_format == "csv" else "parquet")


def _rank_each_school(
    settings: Settings, records: Path, files: "CountryFiles", *, as_of: dt.date, capacity: float, model: str,
    cluster: str | None, processes: int | None,
) -> None:  # fmt: skip
    """Rank part by part; exit code 3 if a part has problems, 4 if one was refused, with all that is to be said."""
    from serving.batch.text import country_lines

    one_way_of_working(cluster, processes)
    parts = parts_of(records)
    tell = steps(bar=True)
    try:
        with workers_of(parts, settings, cluster=cluster, processes=processes, loads=_COUNTRY) as workers:
            scorer = _model(settings, model, tell)
            tell("loading the rest")
            from features.partitions.process_pool import ProcessPool
            from serving.batch.run import CountryRun, load_compiled_loops, rank_country

            if isinstance(workers, ProcessPool):  # else the first parts would seem to take longer than their size tells
                workers.load()
            elif cluster is None:
                load_compiled_loops()
            run = CountryRun(scorer, as_of, capacity, files, settings.today, time.monotonic)
            summary = rank_country(records.absolute(), run, workers=workers, tell=tell)
    finally:
        tell.close()
    tell.finish(peak_bytes=most_memory(workers))
    for caution in summary.cautions:
        click.echo(caution.text_ro if settings.language == "ro" else caution.text_en, err=True)
    click.echo("\n".join(country_lines(summary, files.out, settings.language)))
    refused = "\n".join(f"{part.part}: {part.refused}" for part in summary.missing if part.refused)
    if problems := [problem for part in summary.missing for problem in part.problems]:
        click.echo(refused, err=True, nl=bool(refused))
        raise RecordsError(problems)
    if refused:
        raise Refused(refused)


def _scorer(settings: Settings, records: Path, model: str, tell: Tell) -> "tuple[Scorer, RecordIndex]":
    """Load the model first, so that a missing champion is said before the records are read."""
    scorer = _model(settings, model, tell)
    from features.point_in_time.record_index import index_records

    tell("reading the records")
    return scorer, index_records(load(records, settings))


def _model(settings: Settings, model: str, tell: Tell) -> "Scorer":
    tell("loading the model")
    from models.ranking.scorer import Scorer
    from models.registry.registry import Registry

    return Scorer(*Registry(settings.tracking_uri).load(model))
