"""Commands that make and look at records."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.errors import UsageError
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.schema.problems import RecordsError
from prezent.bilingual_commands import command, echo, option
from prezent.option_types import Place
from prezent.options import (
    AS_OF,
    CLUSTER,
    FOLDER,
    PROCESSES,
    READING,
    RECORDS,
    load,
    one_way_of_working,
    partitions_of,
    pass_settings,
    say,
    say_cleared,
    steps,
    workers_of,
    writable,
)  # fmt: skip
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.records.writer import FileFormat
    from features.synthetic.county import Kind

MOST_IN_CSV = 100_000  # pupils; a spreadsheet has about a million rows

# What the features of a partition need; processes load it as they start.
_FEATURES = ("features.partitions.feature_tables", "features.point_in_time.events_numba", "pyarrow.parquet")


@command(ro="Spune fiecare problemă a datelor sau, dacă nu sunt probleme, ce conțin ele și ce este neobișnuit în ele.")
@RECORDS
@option(
    "--strict", is_flag=True, en="End with exit code 3 where there are warnings.",
    ro="Se încheie cu codul 3 dacă sunt avertismente.",
)  # fmt: skip
@pass_settings
def check(settings: Settings, records: Place, *, strict: bool) -> None:
    """Say every problem of the records, or what they hold and what is odd in it."""
    say(READING)
    from features.derived_outcomes.derived_counts import derived_counts
    from features.point_in_time.record_index import index_records
    from features.records.summary import summary_lines
    from features.warnings.all_warnings import records_warnings, warning_lines

    loaded = load(records, settings)
    warnings = records_warnings(loaded)
    summary = summary_lines(loaded, settings.language, derived_counts(index_records(loaded)))
    of_store = [sentence.said(settings.language) for sentence in _unknown_before(records)]
    click.echo("\n".join([*summary, *of_store, *warning_lines(warnings, settings.language)]))
    if strict and warnings:
        click.get_current_context().exit(RecordsError.exit_code)


def _unknown_before(records: Place) -> list[Bilingual]:
    """Return what a database could not know of the past of its records; nothing of a folder."""
    if isinstance(records, Path):
        return []
    from features.store.imports.history import unknown_history

    return unknown_history(records)


@command(ro="Scrie datele unui județ inventat sau ale întregii țări, cu riscul adevărat alături.")
@click.argument("out", type=FOLDER)
@option(
    "--pupils",
    default=4000,
    show_default=True,
    en="Pupils in each school year, 1 to 3,000,000.",
    ro="Elevi în fiecare an școlar, de la 1 la 3.000.000.",
)
@option("--years", default=3, show_default=True, en="School years, 1 to 20.", ro="Ani școlari, de la 1 la 20.")
@option("--seed", default=7, show_default=True, en="Another seed, other pupils.", ro="Alt număr, alți elevi.")
@option(
    "--county",
    en="Only this county, such as IS. Without it: VL, or all 42 above 100,000 pupils.",
    ro="Numai acest județ, de exemplu IS. Fără el: VL sau, peste 100.000 de elevi, toate cele 42.",
)
@option(
    "--format",
    "file_format",
    type=click.Choice(["csv", "parquet"]),
    en="By default csv, which a spreadsheet opens; above 100,000 pupils parquet.",
    ro="Implicit csv, care se deschide cu un program de calcul tabelar; peste 100.000 de elevi, parquet.",
)
@option(
    "--kind",
    type=click.Choice(["yearly", "hazard"]),
    default="yearly",
    show_default=True,
    en="yearly: one risk a year for each child; hazard, harder: it moves by month and the records tell little of it.",
    ro="yearly: un risc pe an pentru fiecare elev; hazard, mai greu: riscul se schimbă lunar și se vede puțin în date.",
)
def synth(
    out: Path, *, pupils: int, years: int, seed: int, county: str | None, file_format: "FileFormat | None", kind: "Kind"
) -> None:
    """Write the records of an invented Romanian county or of the whole country, the true risk beside them."""
    from features.synthetic import write_country

    say_cleared(out)
    chosen = file_format or ("csv" if pupils <= MOST_IN_CSV else "parquet")
    write_country(
        out, pupils=pupils, years=years, seed=seed, county=county, file_format=chosen, kind=kind, tell=steps()
    )
    _say_written(out)


def _say_written(out: Path) -> None:
    echo(Bilingual(f"Wrote {out}. Next: prezent check {out}", f"Am scris {out}. Urmează: prezent check {out}"))


@command(
    ro="""Scrie tabelul indicatorilor, pentru analiști.

    Într-un dosar sau pe un cluster, părțile datelor (dosarele county=XX) se lucrează fiecare în parte, câteva deodată.
    """
)
@RECORDS
@AS_OF
@option(
    "--out",
    type=FOLDER,
    callback=writable,
    required=True,
    en="A .csv or .parquet file to write, or a new folder with a .parquet file for each partition of the records.",
    ro="Un fișier .csv sau .parquet de scris sau un dosar nou, cu un fișier .parquet pentru fiecare parte a datelor.",
)
@CLUSTER
@PROCESSES
@pass_settings
def features(
    settings: Settings, records: Place, *, as_of: dt.date, out: Path, cluster: str | None, processes: int | None
) -> None:
    """Write the feature table itself, for analysts.

    Into a folder, or on a cluster, the partitions of the records (folders county=XX) are worked on by themselves,
    several at a time.
    """
    from features.table.feature_table import require_table_file

    one_way_of_working(cluster, processes)
    if out.suffix:
        require_table_file(out)
        if processes is not None:
            raise UsageError(
                Bilingual(
                    "Into one file all records are worked on at once; give --out a folder for --processes.",
                    "Într-un singur fișier, datele se lucrează toate deodată; cu --processes dați la --out un dosar.",
                )
            )
        children = _write_one_table(settings, records, as_of, out=out, cluster=cluster)
    else:
        from features.partitions.feature_tables import write_features_by_partition

        partitions = partitions_of(records)
        with workers_of(partitions, settings, cluster=cluster, processes=processes, loads=_FEATURES) as workers:
            children = write_features_by_partition(
                partitions, as_of, out, workers=workers, today=settings.today, tell=steps()
            )
    of_whom = (counted(children, "child", "children", "en"), counted(children, "copil", "copii", "ro"))
    echo(
        Bilingual(
            f"Wrote the features of {of_whom[0]} to {out}.", f"Am scris indicatorii pentru {of_whom[1]} în {out}."
        )
    )


def _write_one_table(settings: Settings, records: Place, as_of: dt.date, *, out: Path, cluster: str | None) -> int:
    """Write one table of all children and return how many they are; without a cluster, all records are read at once."""
    from features.partitions.feature_tables import gather_features
    from features.point_in_time.record_index import index_records
    from features.table.feature_table import build_features, write_feature_table

    if cluster is None:
        say(READING)
        table = build_features(index_records(load(records, settings)), as_of)
    else:
        partitions = partitions_of(records)
        with workers_of(partitions, settings, cluster=cluster) as workers:
            table = gather_features(partitions, as_of, workers=workers, today=settings.today, tell=steps())
    write_feature_table(table, out)
    return len(table)
