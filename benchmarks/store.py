"""How long does reading a county's records for training take from its Parquet folder, from SQLite and from PostgreSQL?

Beside them ``pandas.read_sql`` of the same rows, plain, in an SQLite file: read only, nothing checked. Each reading is
a process of its own; the quickest of several runs counts, ratios are to the folder in the same run. What a process
loads once is loaded before: what reads Parquet, and what speaks to PostgreSQL, whose loading is told apart. Then how
long the import of the county takes, and one child's rows.

    python benchmarks/store.py [--pupils 60000] [--years 2] [--runs 3] [--records FOLDER]
"""

import argparse
import datetime as dt
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pandas as pd
from measured import machine_line

sys.path.insert(0, str(Path(__file__).parents[1]))

from features.progress import silent
from features.store.database.url import StoreUrl, store_url
from features.store.imports.importing import import_record_folder
from features.store.source import RecordStore, records_at
from features.synthetic import write_country
from tests.support.postgresql import programs, running_server

TODAY = dt.date(2026, 11, 28)
DAY = dt.date(2026, 7, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=60_000)
    parser.add_argument("--years", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--records", type=Path, help="a folder of such records that is there already")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)  # how and where: a single measurement
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(_measured(*asked.one)))
        return
    with tempfile.TemporaryDirectory() as place, _server() as postgresql:
        folder = asked.records or Path(place) / "records"
        if not asked.records:
            write_country(folder, pupils=asked.pupils, years=asked.years, seed=7, county="IS", tell=silent)
        _run(folder, Path(place), postgresql, runs=asked.runs)


def _run(folder: Path, place: Path, postgresql: str | None, *, runs: int) -> None:
    print(f"{machine_line()}; {sum(path.stat().st_size for path in folder.glob('*.parquet')) / 1e6:.0f} MB of Parquet")
    stores = {"SQLite": f"sqlite:///{place / 'store.sqlite'}"} | ({"PostgreSQL": postgresql} if postgresql else {})
    for name, address in stores.items():
        begun = time.perf_counter()
        done = import_record_folder(_url(address), folder, day=DAY, who="bench", today=TODAY, day_told=True)
        seconds = time.perf_counter() - begun
        print(f"import into {name:<11} {seconds:6.1f} s, {done.batch.rows:,} rows", flush=True)
    _write_plain(folder, place / "plain.sqlite")
    ways = {"Parquet folder": ("records", str(folder))}
    ways |= {name: ("records", address) for name, address in stores.items()}
    ways["pandas.read_sql, unchecked"] = ("plain", str(place / "plain.sqlite"))
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(runs):  # in turn, so that what else the machine does meets them all
        for name, way in ways.items():
            taken[name].append(_in_a_process(*way))
    seconds, used = ({name: min(each[place] for each in runs) for name, runs in taken.items()} for place in (0, 1))
    for name in ways:
        ratios = [each[name] / each["Parquet folder"] for each in (seconds, used)]
        print(
            f"read from {name:<27} {seconds[name]:6.2f} s ({ratios[0]:.2f} x the folder), of the processor "
            f"{used[name]:6.2f} s ({ratios[1]:.2f} x)", flush=True,
        )  # fmt: skip
    if postgresql:
        print(f"loading what speaks to PostgreSQL {_in_a_process('driver', '')[0] * 1000:.0f} ms, once a process")
    for name, address in stores.items():
        print(f"one child's rows from {name:<11} {_child(address) * 1000:6.1f} ms")


def _in_a_process(how: str, where: str) -> tuple[float, float]:
    """Return the seconds that a reading took, and those of the processor."""
    done = subprocess.run([sys.executable, __file__, "--one", how, where], capture_output=True, text=True, check=True)
    seconds, used = json.loads(done.stdout)
    return seconds, used


def _measured(how: str, where: str) -> tuple[float, float]:
    from features.records.records import load_records

    if how == "records":  # what every reading needs is loaded before it
        import pyarrow.parquet  # noqa: F401

        if where.startswith("postgresql:"):
            _load_driver()
        begun, used = time.perf_counter(), time.process_time()
        load_records(records_at(where), today=TODAY)
        return time.perf_counter() - begun, time.process_time() - used
    begun, used = time.perf_counter(), time.process_time()
    if how == "driver":
        _load_driver()
        return time.perf_counter() - begun, time.process_time() - used
    with closing(sqlite3.connect(where)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            pd.read_sql(f"SELECT * FROM {name}", connection)
    return time.perf_counter() - begun, time.process_time() - used


def _load_driver() -> None:
    import psycopg  # noqa: F401
    import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401


def _child(address: str) -> float:
    """Return the median time of asking for the rows of one child, of twenty children."""
    store = RecordStore(_url(address))
    enrolled = store.rows_of(class_label="VI A")["enrolments"]["pupil_id"].unique()[:21].tolist()
    times = []
    for pupil in enrolled:
        begun = time.perf_counter()
        assert len(store.rows_of(pupil_id=pupil)["enrolments"])
        times.append(time.perf_counter() - begun)
    return sorted(times[1:])[len(times) // 2]


def _write_plain(folder: Path, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for path in sorted(folder.glob("*.parquet")):
            pd.read_parquet(path).to_sql(path.stem, connection, index=False)


def _url(address: str) -> StoreUrl:
    url = store_url(address)
    assert url is not None
    return url


@contextmanager
def _server() -> Iterator[str | None]:
    place = programs()
    if place is None:
        print("PostgreSQL is not installed and left out.")
        yield None
        return
    with running_server(place) as server:
        yield server.new_database()


if __name__ == "__main__":
    main()
