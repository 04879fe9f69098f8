"""How long do features at one and at ten dates take, beside DuckDB, Polars and plain pandas?

Each engine reads the same Parquet files in a process of its own and must come to the same values. ``seconds`` count
from the first file to the whole table in memory, ``process`` also the start of Python and the libraries, ``cpu`` is the
work of all cores. Prezent's whole road also checks every cell of every table and works out calendar and cohort; its
event index alone, like the peers, trusts the two tables it reads and is given the cohort.

    python benchmarks/feature_speed.py [--pupils 300000] [--years 2] [--runs 5] [--dates 1 10] [--records FOLDER]
"""

import argparse
import datetime as dt
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pandas as pd
from measured import Watch, machine_line
from speed_columns import COLUMNS, KEY, counties

from features.partitions.process_pool import ProcessPool, processes_of

ENGINES = {"prezent": "Prezent", "events": "Prezent", "duckdb": "DuckDB", "polars": "Polars", "pandas": "pandas"}
DATES = tuple(
    dt.date.fromisoformat(date)
    for date in (
        "2026-02-02", "2024-11-15", "2025-01-20", "2025-02-17", "2025-04-07", "2025-06-02", "2025-10-15", "2025-12-01",
        "2026-03-16", "2026-05-11",
    )
)  # fmt: skip
TODAY = dt.date(2026, 11, 22)
SEED = 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=300_000)
    parser.add_argument("--years", type=int, default=2)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--dates", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--engines", nargs="+", default=list(ENGINES))
    parser.add_argument("--records", type=Path, help="a folder of such records that is there already")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)  # engine, form, cohort, out: a single measurement
    asked = parser.parse_args()
    if asked.one:
        _measure(asked.records, asked.dates[0], *asked.one)
        return
    with tempfile.TemporaryDirectory() as folder:
        records = asked.records or _invented(Path(folder) / "records", asked)
        print(f"{machine_line()}; {_size(records)}", flush=True)
        cohort = _write_cohort(records, Path(folder) / "cohort.parquet", max(asked.dates))
        for number in asked.dates:
            found = [row for run in range(asked.runs) for row in _run(records, cohort, number, asked.engines, run == 0)]
            _print_table(number, pd.DataFrame(found))


def _invented(records: Path, asked: argparse.Namespace) -> Path:
    from features.synthetic import write_country

    print(f"prezent synth --pupils {asked.pupils} --years {asked.years} --seed {SEED}")
    write_country(records, pupils=asked.pupils, years=asked.years, seed=SEED, county=None, tell=lambda _: None)
    return records


def _size(records: Path) -> str:
    from pyarrow.parquet import read_metadata

    def rows(table: str) -> int:
        return sum(read_metadata(county / f"{table}.parquet").num_rows for county in counties(records))

    return f"{len(counties(records))} folders, {rows('attendance'):,} absences, {rows('grades'):,} marks"


def _write_cohort(records: Path, out: Path, number: int) -> Path:
    """Write whom the peers ask for, county by county: a row per date and child, with the first days of its windows."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    writer = None
    for county in counties(records):
        table = pa.Table.from_pandas(_cohort_of(county, DATES[:number]), preserve_index=False)
        writer = writer or ParquetWriter(out, table.schema)
        writer.write_table(table)
    writer.close()
    return out


def _cohort_of(county: Path, dates: Sequence[dt.date]) -> pd.DataFrame:
    from features.days import day_of
    from features.point_in_time.record_index import index_records
    from features.point_in_time.snapshot import Snapshot
    from features.records.records import load_records

    parts = []
    index = index_records(load_records(county, today=TODAY))
    for date in dates:
        snapshot = Snapshot(index, day_of(date))
        days = {f"start_{count}": snapshot.last_school_days(count).start for count in (20, 40, 60)}
        days["year_start"] = snapshot.this_year().start
        starts = {name: each.astype("datetime64[D]").astype("datetime64[ms]") for name, each in days.items()}
        children = snapshot.cohort[["pupil_id"]].assign(county=county.name, as_of=pd.Timestamp(date).as_unit("ms"))
        parts.append(children.assign(**starts))
    return pd.concat(parts, ignore_index=True)


def _run(records: Path, cohort: Path, number: int, engines: list[str], check: bool) -> list[dict[str, object]]:
    """Measure every form of every engine once, in turn, so that a busy minute falls on all of them."""
    found, expected = [], None
    for engine in engines:
        forms = list(importlib.import_module(f"speed_{engine}").FORMS)
        for form in forms[: 1 if number == 1 else None]:  # at one date the forms are one
            out = cohort.with_name(f"{engine}.parquet")
            asked = [__file__, "--records", records, "--dates", number, "--one", engine, form, cohort, out]
            start = time.perf_counter()
            answer = subprocess.run([sys.executable, *map(str, asked)], check=True, stdout=subprocess.PIPE, text=True)
            took = json.loads(answer.stdout)
            process = time.perf_counter() - start - took.pop("writing")
            found.append({"engine": ENGINES[engine], "form": form, **took, "process": process})
            if check:
                table = _comparable(out)
                expected = table if expected is None else expected
                _require_equal(expected, table, f"{engine}, {form}")
            out.unlink()
    return found


def _measure(records: Path, number: int, engine: str, form: str, cohort: str, out: str) -> None:
    """Run one form of one engine, and print what it took; libraries are loaded and processes started before."""
    module = importlib.import_module(f"speed_{engine}")
    with ExitStack() as stack:
        asked = module.FORMS[form]
        if loads := getattr(module, "LOADS", None):
            asked = partial(asked, workers=stack.enter_context(_started(loads)))
        with Watch() as watch:
            table = asked(records, Path(cohort), list(DATES[:number]))
        start = time.perf_counter()
        _in_one(table).to_parquet(out, index=False)
    took = {"seconds": watch.seconds, "cpu": watch.cpu, "GiB": watch.peak / 2**30}
    print(json.dumps({**took, "writing": time.perf_counter() - start}))


@contextmanager
def _started(loads: Sequence[str]) -> Iterator[ProcessPool]:
    with processes_of(os.cpu_count() or 1, loads=loads) as workers:
        list(workers.each(time.sleep, [0.05] * workers.count))  # each of them, so that all are there
        yield workers


def _in_one(tables: pd.DataFrame | list[pd.DataFrame]) -> pd.DataFrame:
    return (
        tables
        if isinstance(tables, pd.DataFrame)
        else pd.concat([table.assign(pupil_id=table["pupil_id"].astype("str")) for table in tables], ignore_index=True)
    )


def _comparable(path: Path) -> pd.DataFrame:
    table = pd.read_parquet(path)
    table = table.astype(dict.fromkeys(COLUMNS, "float64")).assign(as_of=pd.to_datetime(table["as_of"]).dt.as_unit("s"))
    return table.sort_values(list(KEY), ignore_index=True)[[*KEY, *COLUMNS]]


def _require_equal(expected: pd.DataFrame, table: pd.DataFrame, name: str) -> None:
    keys = expected[list(KEY)]
    assert keys.equals(table[list(KEY)].astype(keys.dtypes.to_dict())), f"{name}: other children"
    for column in COLUMNS:
        pd.testing.assert_series_equal(
            expected[column], table[column], check_exact=False, rtol=0, atol=1e-9, obj=f"{name}: {column}"
        )


def _print_table(number: int, found: pd.DataFrame) -> None:
    medians = found.groupby(["engine", "form"], sort=False).median()
    ours = {name: medians["seconds"].get(("Prezent", name), float("nan")) for name in ("whole road", "events alone")}
    ratios = {f"/ {name}": medians["seconds"] / seconds for name, seconds in ours.items()}
    shown = medians.assign(**ratios)[["seconds", *ratios, "cpu", "process", "GiB"]]
    runs = len(found) // len(medians)
    print(f"\n{len(COLUMNS)} columns at {number} date(s), equal to 1e-9; medians of {runs}; / is a ratio of seconds")
    print(shown.to_string(float_format=lambda value: f"{value:.2f}"), flush=True)


if __name__ == "__main__":
    main()
