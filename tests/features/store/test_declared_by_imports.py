"""Does a store declare what the imports that stand declare, and nothing of one that was undone?"""

import pytest
from sqlalchemy import text

from features.errors import Refused
from features.store.database.connection import connected, reading, writing
from features.store.database.declared_text import stored_text
from features.store.database.engines import engine_of
from features.store.database.migration import HEAD, VERSION_TABLE
from features.store.database.tables import BODIES, COMPACTED
from features.store.imports.importing import import_record_folder
from tests.support.records.class_lists import HEAD as COLUMNS
from tests.support.records.class_lists import bring_class
from tests.support.small_records import TODAY
from tests.support.stores import bring, day, stored, undo, url_of, written

CHILD = f"{COLUMNS}P1 S1 2025-2026 2025-09-08 5A -"
OTHER = f"{COLUMNS}P2 S2 2025-2026 2025-09-08 5A -"


def scale(best: int, name: str = "z") -> str:
    return f'[scales."{name}"]\nworst = 0\npass = 5\nbest = {best}\n'


def mark(number: int, name: str = "z") -> str:
    return f"pupil_id date mark scale\nP1 2025-09-09 {number} {name}"


def test_a_scale_of_an_import_that_was_undone_may_be_said_rightly(database):
    bring(database, "2025-09-10", file="wrong", config=scale(10), enrolments=CHILD, grades=mark(5))
    undo(database, 1)
    bring(database, "2025-09-10", file="right", config=scale(20), enrolments=CHILD, grades=mark(15))
    assert stored(database)["grades"]["mark"].tolist() == [15]


def test_a_scale_that_another_import_declares_too_stays(database):
    for on, file in (("2025-09-10", "a"), ("2025-09-11", "b")):
        bring(database, on, file=file, config=scale(20), enrolments=CHILD, grades=mark(15))
    undo(database, 1)
    assert stored(database)["grades"]["mark"].tolist() == [15]
    with pytest.raises(Refused, match=r"scales\.z"):
        bring(database, "2025-09-12", config=scale(10), enrolments=CHILD)


def test_a_scale_of_one_import_does_not_go_with_the_undo_of_another(database):
    bring(database, "2025-09-10", config=scale(20), enrolments=CHILD, grades=mark(15))
    bring(database, "2025-09-11", config=scale(8, "y"), enrolments=OTHER)
    undo(database, 2)
    with reading(url_of(database)) as connection:
        assert stored_text(connection) == scale(20)


def test_invented_children_who_were_undone_leave_room_for_real_ones_and_the_other_way_round(database):
    bring(database, "2025-09-10", config="invented = true\n", enrolments=CHILD)
    undo(database, 1)
    bring(database, "2025-09-11", enrolments=OTHER)
    assert not stored(database).declared.invented
    undo(database, 2)
    bring(database, "2025-09-12", config="invented = true\n", enrolments=CHILD)
    assert stored(database).declared.invented


def test_real_children_who_come_to_invented_ones_count_as_invented_until_those_are_undone(database):
    bring(database, "2025-09-10", config="invented = true\n", enrolments=CHILD)
    done = bring(database, "2025-09-11", enrolments=OTHER)
    assert "for trying out only" in done.notes[-1].sentence("en")
    assert stored(database).declared.invented
    undo(database, 1)
    assert not stored(database).declared.invented


def test_invented_children_do_not_come_to_real_ones(database):
    bring(database, "2025-09-10", enrolments=OTHER)
    with pytest.raises(Refused, match="These children are invented"):
        bring(database, "2025-09-11", config="invented = true\n", enrolments=CHILD)


def test_the_key_of_an_import_that_was_undone_locks_nothing(database):
    for place, key in enumerate("ab", start=1):
        bring(database, "2025-09-10", file=key, config=f'[import]\nkey = "{key}"\n', enrolments=CHILD)
        undo(database, place)


def test_a_folder_is_as_invented_in_a_store_as_it_was(database, tmp_path):
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "prezent.toml").write_text("invented = true\n")
    (tmp_path / "records" / "enrolments.csv").write_text(
        CHILD.replace(" ", ",").replace("-\n", "\n").replace(",-", ",")
    )
    import_record_folder(
        url_of(database), tmp_path / "records", day=day("2025-09-10"), who="Ana", today=TODAY, day_told=True
    )
    assert stored(database).declared.invented


def test_what_was_declared_before_imports_said_their_own_stays_until_all_of_them_are_undone(database):
    bring(database, "2025-09-10", config=scale(20), enrolments=CHILD, grades=mark(15))
    make_0004(database)
    bring(database, "2025-09-11", config=scale(8, "y"), enrolments=OTHER)
    undo(database, 2)
    assert stored(database)["grades"]["mark"].tolist() == [15]
    undo(database, 1)
    bring(database, "2025-09-12", config=scale(10), enrolments=CHILD, grades=mark(5))
    assert stored(database)["grades"]["mark"].tolist() == [5]


def test_what_was_folded_by_the_classes_of_later_imports_is_folded_anew(database):
    bring_class(database, "2025-10-10", "5A", absences="P1 2025-10-06 2")
    absences = "P1 2025-10-06 2\nP3 2025-09-25 3"
    bring_class(database, "2025-10-20", "5A", further="P3 S1 2025-2026 2025-09-22 5A -", absences=absences)
    make_0004(database)
    told = ["P1 2025-10-06", "P3 2025-10-20"]
    assert written(database, "attendance", "pupil_id", "known_on") == told
    bring(database, "2025-10-21", enrolments=OTHER)  # of another school
    assert written(database, "attendance", "pupil_id", "known_on") == told
    with reading(url_of(database)) as connection:
        folded = connection.execute(COMPACTED.select().where(COMPACTED.c.table_name == "attendance")).mappings().all()
    assert [each["school_id"] for each in folded] == ["S1"]


def make_0004(address: str) -> None:
    """Take a store back to the form before: nothing of what each import declared, and folded as it then was."""
    with writing(url_of(address)) as connection:
        last = connection.execute(BODIES.select().order_by(BODIES.c.batch_id.desc())).mappings().first()
        assert last is not None
        wrong = {"body": last["body"], "rows": last["rows"]}
        connection.execute(COMPACTED.update().where(COMPACTED.c.table_name == last["table_name"]).values(wrong))
    engine = engine_of(url_of(address))
    with connected(engine, write=True) as connection:
        connection.execute(text("DROP TABLE brought_again"))
        connection.execute(text("ALTER TABLE coverage DROP COLUMN adds_only"))
        connection.execute(text("ALTER TABLE coverage DROP COLUMN of_totals"))
        connection.execute(text("ALTER TABLE batches DROP COLUMN declared"))
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '0004'"))
    assert HEAD > "0004"
