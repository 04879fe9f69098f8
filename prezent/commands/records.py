"""Commands that make and look at records."""

import datetime as dt
from pathlib import Path

import click

from features.errors import UsageError
from features.importers import IMPORTERS, import_source
from prezent.options import (
    AS_OF,
    CLUSTER,
    FOLDER,
    PROCESSES,
    RECORDS,
    load,
    one_way_of_working,
    parts_of,
    say,
    steps,
    workers_of,
    writable,
)  # fmt: skip
from prezent.settings import Settings


@click.command()
@RECORDS
@click.pass_obj
def check(settings: Settings, records: Path) -> None:
    """Say every problem of the records, or what they hold."""
    say("reading the records")
    from features.records.summary import summary_lines

    click.echo("\n".join(summary_lines(load(records, settings), settings.language)))


@click.command()
@click.argument("out", type=FOLDER)
@click.option("--pupils", default=4000, show_default=True, help="Pupils in each school year, 1 to 3,000,000.")
@click.option("--years", default=3, show_default=True, help="School years, 1 to 20.")
@click.option("--seed", default=7, show_default=True, help="Another seed, other pupils.")
@click.option("--county", help="Only this county, such as IS. Without it: VL, or all 42 above 100,000 pupils.")
def synth(out: Path, pupils: int, years: int, seed: int, county: str | None) -> None:
    """Write the records of an invented Romanian county or of the whole country, the true risk beside them."""
    from features.synthetic import write_nation

    write_nation(out, pupils=pupils, years=years, seed=seed, county=county, tell=steps())
    click.echo(f"Wrote {out}. Next: prezent check {out}")


@click.command("import")
@click.argument("outside_format", metavar="FORMAT", type=click.Choice(list(IMPORTERS)))
@click.argument("source", type=FOLDER)
@click.argument("out", type=FOLDER)
def import_(outside_format: str, source: Path, out: Path) -> None:
    """Turn an outside format into a record folder: uci-student FILE OUT, or oulad FOLDER OUT."""
    say(f"importing {source}")
    import_source(outside_format, source, out)
    click.echo(f"Wrote {out}. Next: prezent check {out}")


@click.command()
@RECORDS
@AS_OF
@click.option(
    "--out",
    type=FOLDER,
    callback=writable,
    required=True,
    help="A .csv or .parquet file to write, or a new folder with a .parquet file for each part of the records.",
)
@CLUSTER
@PROCESSES
@click.pass_obj
def features(
    settings: Settings, records: Path, *, as_of: dt.date, out: Path, cluster: str | None, processes: int | None
) -> None:
    """Write the feature table itself, for analysts.

    Into a folder, or on a cluster, the parts of the records (folders county=XX) are worked on by themselves, several at
    a time.
    """
    from features.table.feature_table import require_table_file

    one_way_of_working(cluster, processes)
    if out.suffix:
        require_table_file(out)
        if processes is not None:
            raise UsageError("Into one file all records are worked on at once; give --out a folder for --processes.")
        children = _write_one_table(settings, records, as_of, out=out, cluster=cluster)
    else:
        from features.partitions.feature_tables import write_features_by_part

        parts, loads = (
            parts_of(records),
            ("features.partitions.feature_tables", "features.point_in_time.events_numba", "pyarrow.parquet"),
        )
        with workers_of(parts, settings, cluster=cluster, processes=processes, loads=loads) as workers:
            children = write_features_by_part(parts, as_of, out, workers=workers, today=settings.today, tell=steps())
    click.echo(f"Wrote the features of {children} children to {out}.")


def _write_one_table(settings: Settings, records: Path, as_of: dt.date, *, out: Path, cluster: str | None) -> int:
    """Write one table of all children and return how many they are; without a cluster, all records are read at once."""
    from features.partitions.feature_tables import gather_features
    from features.point_in_time.record_index import index_records
    from features.table.feature_table import build_features, write_feature_table

    if cluster is None:
        say("reading the records")
        table = build_features(index_records(load(records, settings)), as_of)
    else:
        parts = parts_of(records)
        with workers_of(parts, settings, cluster=cluster) as workers:
            table = gather_features(parts, as_of, workers=workers, today=settings.today, tell=steps())
    write_feature_table(table, out)
    return len(table)
