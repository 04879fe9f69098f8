"""Does what docs/how-to/backup.md says give the records back?"""

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from features.records.fingerprint import data_fingerprint
from tests.support.small_records import TODAY
from tests.support.stores import bring, stored

PAGES = sorted((Path(__file__).parents[3] / "docs" / "how-to").glob("backup*.md"))
ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P1       S1        2025-2026   2025-09-08  5A
"""
ABSENCES = "pupil_id date hours\nP1 2025-10-06 2"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_statement_of_the_page_copies_an_sqlite_file(page, tmp_path):
    (statement,) = re.findall(r"```sqlite\n(.+)\n```", page.read_text(encoding="utf-8"))
    database = f"sqlite:///{tmp_path / 'records.sqlite'}"
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=ABSENCES)
    with closing(sqlite3.connect(tmp_path / "records.sqlite")) as connection:
        connection.execute(statement.replace("copy.sqlite", str(tmp_path / "copy.sqlite")))
    copy = f"sqlite:///{tmp_path / 'copy.sqlite'}"
    assert data_fingerprint(stored(copy), TODAY) == data_fingerprint(stored(database), TODAY)


def test_a_plain_copy_of_the_one_file_is_enough_when_nothing_has_it_open(tmp_path):
    database = f"sqlite:///{tmp_path / 'records.sqlite'}"
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=ABSENCES)
    assert [path.name for path in tmp_path.iterdir()] == ["records.sqlite"]
    shutil.copy(tmp_path / "records.sqlite", tmp_path / "copy.sqlite")
    copy = f"sqlite:///{tmp_path / 'copy.sqlite'}"
    assert data_fingerprint(stored(copy), TODAY) == data_fingerprint(stored(database), TODAY)


def test_dump_and_restore_give_a_postgresql_store_back(postgresql, tmp_path):
    first, second = postgresql.new_database(), postgresql.new_database()
    bring(first, "2025-10-10", enrolments=ENROLMENTS, attendance=ABSENCES)
    dump = tmp_path / "records.dump"
    run(postgresql.programs / "pg_dump", "--format=custom", f"--file={dump}", first)
    run(postgresql.programs / "pg_restore", f"--dbname={second}", dump)
    assert data_fingerprint(stored(second), TODAY) == data_fingerprint(stored(first), TODAY)


def run(*command):
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
