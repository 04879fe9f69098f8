"""Commands that give ranked lists and reasons."""

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.errors import Refused, UsageError
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.schema.problems import RecordsError
from models.ranking.viewer import Viewer
from prezent.bilingual_commands import command, echo, option
from prezent.options import (
    AS_OF,
    CLUSTER,
    FOLDER,
    MODEL,
    PROCESSES,
    READING,
    RECORDS,
    Capacity,
    load,
    most_memory,
    one_way_of_working,
    partitions_of,
    pass_settings,
    possible_capacity,
    steps,
    workers_of,
    writable,
)  # fmt: skip
from prezent.progress import Steps
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.point_in_time.record_index import RecordIndex
    from models.ranking.scorer import Scorer
    from serving.batch.checkpoints import CountryFiles


COMMAND_LINE = Viewer("command line")  # whoever may start it may read the records too

# What ranking a partition needs; processes load it while this one loads the model.
_COUNTRY = (
    "serving.batch.run",
    "features.point_in_time.events_numba",
    "models.explain.lookup_numba",
    "pyarrow.parquet",
)


@command(
    ro="""Dă lista ordonată a copiilor de urmărit cu prioritate, cu motive.

    Cu --each-school fiecare școală primește lista ei, cât de lungă spune capacitatea; pornită din nou după o
    întrerupere, comanda continuă de unde a rămas.
    """
)
@RECORDS
@AS_OF
@option(
    "--capacity",
    type=Capacity(),
    callback=possible_capacity,
    required=True,
    en="Children that can be looked after, or a share.",
    ro="Câți copii pot fi urmăriți sau ce parte din ei.",
)
@option("--school", en="Only this school.", ro="Numai această școală.")
@MODEL
@option(
    "--format",
    "file_format",
    type=click.Choice(["table", "csv", "json", "xlsx", "html", "parquet"]),
    en="By default a table; with --each-school parquet, or csv.",
    ro="Implicit un tabel; cu --each-school parquet sau csv.",
)
@option(
    "--out",
    type=FOLDER,
    callback=writable,
    en="Write to this file instead of the screen.",
    ro="Scrie în acest fișier, nu pe ecran.",
)
@option(
    "--each-school",
    is_flag=True,
    en="A list of every school, county by county, into the folder --out.",
    ro="Lista fiecărei școli, județ cu județ, în dosarul --out.",
)
@CLUSTER
@PROCESSES
@pass_settings
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
        raise UsageError(
            Bilingual(
                "Only the lists of each school are made partition by partition; add --each-school.",
                "Numai listele fiecărei școli se fac pe părți; adăugați --each-school.",
            )
        )
    file_format = file_format or "table"
    _require_one_list(file_format, out)
    from features.warnings.all_warnings import records_warnings
    from prezent.views.record_warnings import record_warning_lines
    from serving.output.export import write_list
    from serving.output.text import not_scored_lines

    tell = steps()
    scorer, index = _scorer(settings, records, model, tell)
    tell(Bilingual("ranking", "ordonarea"))
    ranked = scorer.rank(index, as_of, viewer=COMMAND_LINE, capacity=capacity, school_id=school)
    ranked = ranked.with_record_warnings(records_warnings(index.records))
    for caution in ranked.shown_cautions:
        echo(Bilingual(caution.text_en, caution.text_ro), err=True)
    for line in record_warning_lines(ranked, settings.language):
        click.echo(line, err=True)
    if file_format == "csv":  # which has rows of listed children only
        click.echo("\n".join(not_scored_lines(ranked, settings.language)), err=True, nl=bool(ranked.not_scored))
    write_list(ranked, file_format, out, language=settings.language)
    if out is not None:
        listed, of = ranked.capacity, ranked.cohort_size
        echo(
            Bilingual(
                f"Wrote the list to {out}: {counted(listed, 'child', 'children', 'en')} of {of}.",
                f"Am scris lista în {out}: {counted(listed, 'copil', 'copii', 'ro')} din {of}.",
            )
        )


def _require_one_list(file_format: str, out: Path | None) -> None:
    """Refuse what cannot be written as one list, or not where it was asked for."""
    if file_format == "parquet":
        raise UsageError(
            Bilingual(
                "Only the lists of each school are written as Parquet; add --each-school.",
                "Numai listele fiecărei școli se scriu ca Parquet; adăugați --each-school.",
            )
        )
    if file_format == "xlsx" and out is None:
        raise UsageError(
            Bilingual(
                "A workbook cannot be shown on the screen; name a file with --out list.xlsx.",
                "Un registru Excel nu se poate arăta pe ecran; numiți un fișier cu --out lista.xlsx.",
            )
        )
    if out is not None and out.is_dir():
        raise UsageError(Bilingual(f"{out} is a folder; name a file.", f"{out} este un dosar; numiți un fișier."))


@command(ro="Spune de ce un copil are scorul pe care îl are.")
@RECORDS
@AS_OF
@option("--pupil", required=True, en="The pupil_id.", ro="Identificatorul elevului (pupil_id).")
@MODEL
@option(
    "--format",
    "file_format",
    type=click.Choice(["table", "json"]),
    default="table",
    en="A table for people, JSON for programs.",
    ro="Un tabel pentru oameni, JSON pentru programe.",
)
@pass_settings
def explain(settings: Settings, records: Path, *, as_of: dt.date, pupil: str, model: str, file_format: str) -> None:
    """Say why one child's score is what it is."""
    from serving.output.export import pupil_json, pupil_lines

    scorer, index = _scorer(settings, records, model, steps())
    from models.ranking.scored_cohort import feature_cohort

    cohort = scorer.score(feature_cohort(index, as_of))
    explained, scored = scorer.child_of(cohort, viewer=COMMAND_LINE, pupil_id=pupil), len(cohort.school(None).ordered)
    if file_format == "json":
        click.echo(pupil_json(explained))
    else:
        lines = pupil_lines(explained, settings.language, as_of=as_of, model_version=scorer.version, scored=scored)
        click.echo("\n".join(lines))


def _folder_of_lists(out: Path | None, school: str | None, file_format: str | None) -> "CountryFiles":
    """Say where the lists of each school go and as what; UsageError where it is something else that is asked for."""
    if school is not None:
        raise UsageError(
            Bilingual(
                "Give either one school (--school) or all of them (--each-school).",
                "Dați fie o școală (--school), fie toate (--each-school).",
            )
        )
    if file_format not in (None, "parquet", "csv"):
        raise UsageError(
            Bilingual(
                "The lists of each school are written as parquet or csv; give --format one of them.",
                "Listele fiecărei școli se scriu ca parquet sau csv; dați unul dintre ele la --format.",
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

    files = CountryFiles(out.absolute(), "csv" if file_format == "csv" else "parquet")
    files.require_ours()
    return files


def _rank_each_school(
    settings: Settings, records: Path, files: "CountryFiles", *, as_of: dt.date, capacity: float, model: str,
    cluster: str | None, processes: int | None,
) -> None:  # fmt: skip
    """Rank partition by partition; exit code 3 if one has problems, 4 if one was refused, all of it said."""
    from serving.batch.text import country_lines

    one_way_of_working(cluster, processes)
    partitions = partitions_of(records)
    tell = steps(bar=True)
    try:
        with workers_of(partitions, settings, cluster=cluster, processes=processes, loads=_COUNTRY) as workers:
            scorer = _model(settings, model, tell)
            tell(Bilingual("loading the rest", "încărcarea celorlalte"))
            from features.partitions.process_pool import ProcessPool
            from serving.batch.run import CountryRun, load_compiled_loops, rank_country

            if isinstance(
                workers, ProcessPool
            ):  # else the first partitions would seem to take longer than their size tells
                workers.load()
            elif cluster is None:
                load_compiled_loops()
            run = CountryRun(scorer, as_of, capacity, files, COMMAND_LINE, settings.today, time.monotonic)
            summary = rank_country(records.absolute(), run, workers=workers, tell=tell)
    finally:
        tell.close()
    tell.finish(peak_bytes=most_memory(workers))
    for caution in summary.cautions:
        echo(Bilingual(caution.text_en, caution.text_ro), err=True)
    click.echo("\n".join(country_lines(summary, files.out, settings.language)))
    refusals = [(partition.partition, partition.refused) for partition in summary.missing if partition.refused]
    en, ro = ("\n".join(f"{name}: {why.said(language)}" for name, why in refusals) for language in ("en", "ro"))
    refused = Bilingual(en, ro)
    if problems := [problem for partition in summary.missing for problem in partition.problems]:
        click.echo(refused.said(settings.language), err=True, nl=bool(refusals))
        raise RecordsError(problems)
    if refusals:
        raise Refused(refused)


def _scorer(settings: Settings, records: Path, model: str, tell: Steps) -> "tuple[Scorer, RecordIndex]":
    """Load the model first, so that a missing champion is said before the records are read."""
    scorer = _model(settings, model, tell)
    from features.point_in_time.record_index import index_records

    tell(READING)
    loaded = load(records, settings)
    scorer.require_children_of_its_kind(loaded)
    return scorer, index_records(loaded)


def _model(settings: Settings, model: str, tell: Steps) -> "Scorer":
    tell(Bilingual("loading the model", "încărcarea modelului"))
    from models.ranking.scorer import Scorer
    from models.registry.registry import Registry

    return Scorer(*Registry(settings.tracking_uri).load(model))
