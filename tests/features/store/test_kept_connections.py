"""Is a connection to a server kept for the next question, and never one that is dead or of another process?"""

import multiprocessing

import psycopg
import pytest

from features.store.database.connection import reading
from features.store.database.engines import engine_of
from features.store.database.tables import BODIES
from tests.support.postgresql import running_server
from tests.support.stores import bring, stored, url_of

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P1       S1        2025-2026   2025-09-08  5A
    P2       S2        2025-2026   2025-09-08  5B
"""
ABSENCES = "pupil_id date hours\nP1 2025-10-06 2\nP2 2025-10-07 3"


def connection_of(database: str) -> int:
    """Return the number of the server's process that answers."""
    with reading(url_of(database)) as connection:
        return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())


def connection_of_another_process(database: str) -> int:
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(connection_of, (database,))


@pytest.fixture
def server_database(postgresql):
    address = postgresql.new_database()
    bring(address, "2025-10-10", enrolments=ENROLMENTS, attendance=ABSENCES)
    return address


def test_the_next_question_goes_to_the_same_connection(server_database):
    assert len({connection_of(server_database) for _ in range(3)}) == 1


def test_two_questions_at_once_have_a_connection_each_and_one_is_kept(server_database):
    url = url_of(server_database)
    with reading(url) as one, reading(url) as other:
        pids = {int(each.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()) for each in (one, other)}
    assert len(pids) == 2
    assert engine_of(url).pool.checkedin() == 1


def test_a_server_that_was_started_anew_is_asked_on_a_new_connection(postgresql):
    with running_server(postgresql.programs) as server:
        database = server.new_database()
        bring(database, "2025-10-10", enrolments=ENROLMENTS)
        before = connection_of(database)
        server.stop()
        server.start()
        assert connection_of(database) != before
        assert stored(database)["enrolments"]["pupil_id"].tolist() == ["P1", "P2"]


def test_another_process_asks_on_a_connection_of_its_own(server_database):
    own = connection_of(server_database)
    assert connection_of_another_process(server_database) != own
    assert connection_of(server_database) == own


def test_connections_to_databases_that_were_asked_long_ago_are_closed(postgresql):
    databases = [postgresql.new_database() for _ in range(18)]
    for database in databases:
        bring(database, "2025-10-10", enrolments=ENROLMENTS)
    names = [database.rpartition("/")[2] for database in databases]
    with psycopg.connect(postgresql.address("postgres")) as connection:
        query = "SELECT count(DISTINCT datname) FROM pg_stat_activity WHERE datname = ANY(%s)"
        assert connection.execute(query, [names]).fetchone() == (16,)


def test_what_one_question_set_does_not_stay_for_the_next(server_database):
    with reading(url_of(server_database)) as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "repeatable read"
    with engine_of(url_of(server_database)).connect() as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"


def test_the_file_of_a_school_names_no_child_of_another(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=ABSENCES)
    with reading(url_of(database)) as connection:
        bodies = dict(connection.execute(BODIES.select().with_only_columns(BODIES.c.school_id, BODIES.c.body)).all())
    assert {school: [pupil in bodies[school] for pupil in (b"P1", b"P2")] for school in bodies} == {
        "S1": [True, False],
        "S2": [False, True],
    }
