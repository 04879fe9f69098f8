"""Do rows come in one order from every database, whatever the language by which it orders texts?"""

import psycopg
import pytest

from features.store.source import RecordStore
from serving.roster.roster import open_roster
from tests.support.postgresql import PostgresServer
from tests.support.stores import bring, day, features_at, stored, undo, url_of

# As Romanian orders them: a1, A1, a-2, ă1, B1, z1; in bytes capitals come first and ă last.
SCHOOLS = ["z1", "B1", "a1", "A1", "a-2", "ă1"]
ROWS = [(f"{school}P{number}", school) for school in SCHOOLS for number in ("1", "a", "Z")]


@pytest.fixture(params=["", "ro-RO", "en-US"])
def address(request: pytest.FixtureRequest, postgresql: PostgresServer) -> str:
    return postgresql.new_database(language=request.param)


def filled(address: str, *, imports: int) -> str:
    enrolments = "pupil_id school_id school_year enrolled_on class_label" + "".join(
        f"\n{pupil} {school} 2025-2026 2025-09-08 {label}"
        for (pupil, school), label in zip(ROWS, ["5a", "5B", "5ă"] * len(SCHOOLS), strict=True)
    )
    for on, hours in (("2025-10-10", 1), ("2025-10-17", 2), ("2025-10-24", 3))[:imports]:
        absences = "pupil_id date hours" + "".join(f"\n{pupil} 2025-10-06 {hours}" for pupil, _ in ROWS)
        bring(address, on, enrolments=enrolments, attendance=absences)
    if imports > 1:
        undo(address, 2)
    return address


@pytest.mark.parametrize("imports", [1, 3])
def test_a_store_gives_its_rows_in_the_order_of_a_file(address, tmp_path, imports):
    file = filled(f"sqlite:///{tmp_path / 'store.sqlite'}", imports=imports)
    there, of_file = stored(filled(address, imports=imports)), stored(file)
    for table in ("enrolments", "attendance"):
        assert there[table].astype(str).values.tolist() == of_file[table].astype(str).values.tolist()
    tables = [features_at(records, day("2025-10-20")) for records in (there, of_file)]
    assert tables[0].pupils.equals(tables[1].pupils)
    assert tables[0].values.equals(tables[1].values)
    with_schools = [RecordStore(url_of(each)).enrolments_of("a1")["pupil_id"].tolist() for each in (address, file)]
    assert with_schools[0] == with_schools[1]


def test_a_roster_gives_people_in_the_order_of_a_file(address, tmp_path):
    import pandas as pd

    people = pd.DataFrame(
        [("S1", pupil, f"Nume {pupil}") for pupil, _ in ROWS], columns=["school_id", "pupil_id", "name"]
    )
    twice = pd.DataFrame([(school, "p1", f"Nume {school}") for school in SCHOOLS], columns=people.columns)
    orders = []
    for url in (address, f"sqlite:///{tmp_path / 'roster.sqlite'}"):
        roster = open_roster(url)
        roster.keep(pd.concat([people, twice]), key_id="k")
        orders.append(([row["pupil_id"] for row in roster.people_of("S1")], roster.names(["p1"])))
    assert orders[0] == orders[1]


def test_the_databases_do_order_texts_otherwise(postgresql: PostgresServer):
    with psycopg.connect(postgresql.new_database(language="ro-RO")) as connection:
        rows = connection.execute("SELECT * FROM unnest(%s::text[]) AS t(x) ORDER BY x", [SCHOOLS]).fetchall()
    assert [row[0] for row in rows] != sorted(SCHOOLS)
