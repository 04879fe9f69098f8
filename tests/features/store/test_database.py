"""Does a store say what is wrong with it in a sentence, and is nothing half-written, whatever happens?"""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, create_engine, inspect, text

from features.errors import MachineFault, OutsideServiceError, Refused, UsageError
from features.store.batches import list_batches
from features.store.database.connection import reading, writing
from features.store.database.migration import HEAD, VERSION_TABLE, migrate
from features.store.database.tables import METADATA
from features.store.database.url import store_url
from features.store.source import RecordStore
from tests.support.postgresql import PostgresServer, running_server
from tests.support.stores import bring, stored, url_of, written

ROOT = Path(__file__).parents[3]
ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P1       S1        2025-2026   2025-09-08  5A
"""
FIRST = "pupil_id date hours\nP1 2025-10-06 2"


def test_an_address_is_shown_without_its_password():
    url = store_url("postgresql://ana:secret@db.example/records")
    assert "secret" not in f"{url} {url!r} {RecordStore(url)!r} {RecordStore(url).name}"
    assert RecordStore(url) == RecordStore(store_url("postgresql+psycopg://ana:secret@db.example/records"))


@pytest.mark.parametrize("text", ["records.sqlite", "sqlite:///records.sqlite", "records.db"])
def test_a_file_is_named_by_itself_or_as_an_address(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert url_of(text).file == tmp_path / Path(text.rpartition("/")[2])


@pytest.mark.parametrize("text", ["mysql://localhost/records", "sqlite:///", "sqlite:///:memory:", "http://x/y"])
def test_other_addresses_are_refused(text):
    with pytest.raises(UsageError, match="names no database"):
        store_url(text)


def test_only_its_owner_can_read_the_file(tmp_path):
    os.umask(0o022)
    bring(f"sqlite:///{tmp_path / 'store.sqlite'}", "2025-10-10", enrolments=ENROLMENTS)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("store.*")} == {0o600}


def test_reading_makes_no_store(tmp_path):
    with pytest.raises(UsageError, match="no records"):
        stored(f"sqlite:///{tmp_path / 'store.sqlite'}")
    assert list(tmp_path.iterdir()) == []


def test_what_the_steps_make_is_what_the_program_knows(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS)
    with reading(url_of(database)) as connection:
        made = inspect(connection)
        for table in METADATA.sorted_tables:
            assert {each["name"] for each in made.get_columns(table.name)} == set(table.columns.keys())


def test_an_older_store_is_taken_to_the_new_form_and_a_copy_is_kept(tmp_path):
    path = tmp_path / "store.sqlite"
    make_old(f"sqlite:///{path}")
    bring(f"sqlite:///{path}", "2025-10-10", enrolments=ENROLMENTS)
    assert written(f"sqlite:///{path}", "enrolments", "pupil_id") == ["P1"]
    kept = tmp_path / f"store.sqlite.before-{HEAD}"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchall() == [("0001",)]


def test_programs_that_take_an_older_store_to_the_new_form_at_once_keep_one_copy_of_before(tmp_path):
    for attempt in range(5):
        path = tmp_path / f"store{attempt}.sqlite"
        make_old(f"sqlite:///{path}")
        told: list[BaseException] = []
        together = threading.Barrier(4)

        def read(path=path, told=told, together=together) -> None:
            together.wait()
            try:
                assert list_batches(url_of(str(path))) == []
            except BaseException as error:
                told.append(error)

        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        assert told == []
        with closing(sqlite3.connect(tmp_path / f"{path.name}.before-{HEAD}")) as copy:
            assert copy.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchall() == [("0001",)]
    assert list(tmp_path.glob("*.half")) == []


def test_a_store_of_a_newer_program_is_refused(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS)
    with writing(url_of(database)) as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '0099'"))
    for act in (stored, lambda address: bring(address, "2025-10-17", enrolments=ENROLMENTS)):
        with pytest.raises(Refused, match="newer Prezent"):
            act(database)


def test_a_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "mlflow.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE experiments (name TEXT)")
    with pytest.raises(Refused, match="another program"):
        bring(str(path), "2025-10-10", enrolments=ENROLMENTS)


def test_a_file_that_is_no_database_is_said(tmp_path):
    (tmp_path / "store.sqlite").write_text("Elev,Data\n" * 1000)
    with pytest.raises(UsageError, match="no SQLite database"):
        stored(f"sqlite:///{tmp_path / 'store.sqlite'}")


def test_a_server_that_is_not_there_is_said(tmp_path):
    with pytest.raises(OutsideServiceError, match="cannot be reached"):
        stored("postgresql://prezent:secret@127.0.0.1:9/records")


@pytest.mark.slow
def test_a_connection_that_is_lost_is_said_and_nothing_is_half_written(postgresql):
    with running_server(postgresql.programs) as server:
        database = server.new_database()
        bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=FIRST)
        with pytest.raises(OutsideServiceError, match="cannot be reached"):
            delete_and_lose_the_server(database, server)
        server.start()
        assert len(stored(database)["attendance"]) == 1


def test_two_imports_at_once_come_one_after_the_other(database):
    bring(database, "2025-10-03", enrolments=ENROLMENTS)
    wrong: list[BaseException] = []

    def bring_school(number: int) -> None:
        try:
            bring(database, "2025-10-10", enrolments=ENROLMENTS.replace("S1", f"S{number}").replace("P1", f"P{number}"))
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=bring_school, args=(number,)) for number in range(2, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(list_batches(url_of(database))) == 5
    assert written(database, "enrolments", "pupil_id") == ["P1", "P2", "P3", "P4", "P5"]


def test_readers_do_not_wait_for_a_writer_and_see_what_was_before(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=FIRST)
    with writing(url_of(database)) as connection:
        connection.execute(text("DELETE FROM bodies"))
        assert len(stored(database)["attendance"]) == 1


FILL = """
import resource, sys
from tests.support.stores import bring
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
rows = [{"pupil_id": "P1", "date": f"2025-{month:02}-{day:02}", "hours": f"{(day * 7919 % 97) / 100 + month / 1000}",
         "subject": f"{month} {day} {number * 104729 % 99991}"}
        for month in range(1, 11) for day in range(1, 29) for number in range(60)]
try:
    bring(sys.argv[1], "2025-11-10", attendance=rows)
except Exception as error:
    print(type(error).__name__, error)
"""


def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path):
    database = f"sqlite:///{tmp_path / 'store.sqlite'}"
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=FIRST)
    done = subprocess.run(
        [sys.executable, "-c", FILL, database],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert "MachineFault" in done.stdout
    assert "no room left" in done.stdout
    assert len(stored(database)["attendance"]) == 1
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=FIRST)


def delete_and_lose_the_server(database: str, server: PostgresServer) -> None:
    with writing(url_of(database)) as connection:
        connection.execute(text("DELETE FROM bodies"))
        server.stop()
        connection.execute(text("DELETE FROM enrolments"))


def make_old(address: str) -> None:
    engine = create_engine(address)
    with engine.begin() as connection:
        migrate(connection, to="0001")
    engine.dispose()


def copy_fails(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let PostgreSQL refuse rows that are copied into it."""

    def write_row(_copy: object, _row: object) -> None:
        raise error

    monkeypatch.setattr(psycopg.Copy, "write_row", write_row)


def test_a_full_disk_of_a_server_is_said(postgresql, monkeypatch):
    database = postgresql.new_database()
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=FIRST)
    copy_fails(monkeypatch, psycopg.errors.DiskFull("could not extend file: No space left on device"))
    with pytest.raises(MachineFault, match="no room left"):
        bring(database, "2025-10-17", enrolments=ENROLMENTS)
    assert len(list_batches(url_of(database))) == 1


def test_a_connection_that_is_ended_while_rows_are_copied_is_said(postgresql, monkeypatch):
    copy_fails(monkeypatch, psycopg.errors.AdminShutdown("terminating connection due to administrator command"))
    with pytest.raises(OutsideServiceError, match="cannot be reached"):
        bring(postgresql.new_database(), "2025-10-10", enrolments=ENROLMENTS)


@pytest.mark.parametrize("column", ["track", "class_label"])
def test_a_cell_with_a_character_that_a_server_does_not_take_is_said(postgresql, column):
    row = {"pupil_id": "P1", "school_id": "S1", "school_year": "2025-2026", "enrolled_on": "2025-09-08"}
    with pytest.raises(UsageError, match="character NUL"):
        bring(postgresql.new_database(), "2025-10-10", enrolments=[{**row, column: "re\x00al"}])


@pytest.mark.parametrize("style", ["German, DMY", "SQL, DMY", "SQL, MDY", "Postgres, DMY", "ISO, DMY"])
def test_days_are_read_as_they_were_written_however_the_server_writes_them(postgresql, style):
    database = postgresql.new_database()
    name = database.rpartition("/")[2]
    postgresql.sql(f"ALTER DATABASE {name} SET datestyle = '{style}'")
    postgresql.sql(f"ALTER DATABASE {name} SET timezone = 'Pacific/Kiritimati'")
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=FIRST)
    assert written(database, "enrolments", "pupil_id", "enrolled_on") == ["P1 2025-09-08"]


def test_what_an_address_sets_itself_stays(postgresql):
    database = postgresql.new_database()
    with reading_of(f"{database}?options=-c%20work_mem%3D5MB") as connection:
        assert connection.execute(text("SHOW work_mem")).scalar() == "5MB"
        assert connection.execute(text("SHOW datestyle")).scalar() == "ISO, MDY"


@contextmanager
def reading_of(address: str) -> Iterator[Connection]:
    bring(address, "2025-10-10", enrolments=ENROLMENTS)
    with reading(url_of(address)) as connection:
        yield connection
