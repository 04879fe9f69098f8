"""Is nothing of an erased child left in a store, and everything of the others?"""

import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest
from sqlalchemy import Connection, select

from features.errors import OutsideServiceError
from features.store.batches import list_batches, read_batches
from features.store.database.connection import reading
from features.store.database.tables import BODIES
from features.store.database.url import StoreUrl
from features.store.erasure.erasing import erase_pupils, stored_among
from features.store.erasure.free_pages import clear_pages, delete_copies
from features.store.imports import importing
from tests.support.postgresql import PostgresServer
from tests.support.small_records import rows
from tests.support.stores import bring, erased_from, undo, url_of, written

GONE, STAYS = "p" + "qzwx" * 4 + "abc", "p" + "efgh" * 4 + "abc"  # as an import makes them
ENROLMENTS = f"""
    pupil_id school_id school_year enrolled_on class_label
    {GONE}   S1        2025-2026   2025-09-08  5A
    {STAYS}  S1        2025-2026   2025-09-08  5B
"""
ABSENCES = ("pupil_id", "date", "hours", "known_on", "retracted_on")


def absences(text: str) -> list[dict[str, str]]:
    return rows("pupil_id date hours\n" + text.replace("GONE", GONE).replace("STAYS", STAYS))


@pytest.fixture
def store(database):
    """Two imports of both children, the second of which corrects the first; and one that is undone."""
    first = absences("GONE 2025-10-06 2\nSTAYS 2025-10-06 1\nGONE 2025-10-07 1\nSTAYS 2025-10-08 3")
    bring(database, "2025-10-10", file=f"{GONE}.xlsx", enrolments=ENROLMENTS, attendance=first)
    second = absences("GONE 2025-10-06 4\nSTAYS 2025-10-06 1\nSTAYS 2025-10-08 2")
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=second)
    wrong = bring(database, "2025-10-18", enrolments=ENROLMENTS, attendance=absences("GONE 2025-10-13 1"))
    undo(database, wrong.batch.number)
    return database


def erase(database: str, *pupils: str) -> dict[str, int]:
    removed = dict(erase_pupils(url_of(database), pupils or [GONE], by="Ana", because=f"{GONE} asked"))
    clear_pages(url_of(database))
    return removed


def bodies(database: str) -> list[bytes]:
    with reading(url_of(database)) as connection:
        return list(connection.execute(select(BODIES.c.body)).scalars())


def without_child(lines: list[str]) -> list[str]:
    return [line for line in lines if GONE not in line]


def test_rows_of_every_import_go_and_those_of_others_stay_as_they_were(store):
    before = written(store, "attendance", *ABSENCES)
    assert erase(store) == {"enrolments": 3, "attendance": 4, "folded": 2}
    assert written(store, "attendance", *ABSENCES) == without_child(before)
    assert stored_among(url_of(store), [GONE, STAYS]) == {STAYS}
    assert erased_from(store, [GONE, STAYS]) == {GONE}


def test_batches_keep_their_hash_and_lose_rows_and_words(store):
    before = list_batches(url_of(store))
    erase(store)
    after = list_batches(url_of(store))
    assert [batch.origin.sha256 for batch in after] == [batch.origin.sha256 for batch in before]
    assert [batch.rows for batch in before] == [6, 5, 3]
    assert [batch.rows for batch in after] == [3, 3, 1]
    assert after[0].origin.file_name == "….xlsx"


def test_the_only_child_of_a_school_can_go(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=absences("GONE 2025-10-06 2"))
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=absences("GONE 2025-10-06 3"))
    erase(database, GONE, STAYS)
    assert bodies(database) == []
    back = bring(database, "2025-10-24", enrolments=ENROLMENTS.replace(GONE, "P3").replace(STAYS, "P4"))
    assert back.batch.rows == 2
    assert written(database, "enrolments", "pupil_id") == ["P3", "P4"]


def test_images_of_counties_go_with_the_child_in_them(database):
    schools = [{"school_id": f"S{number}", "county": "OT"} for number in range(9)]
    pupils = [
        {"pupil_id": f"p{'ab' * 9}{chr(97 + number)}", "school_id": f"S{number}", "school_year": "2025-2026",
         "enrolled_on": "2025-09-08"}
        for number in range(9)
    ]  # fmt: skip
    days = [{"pupil_id": each["pupil_id"], "date": "2025-10-06", "hours": "2"} for each in pupils]
    bring(database, "2025-10-10", schools=schools, enrolments=pupils, attendance=days)
    first = pupils[0]["pupil_id"]
    assert erase(database, first) == {"enrolments": 1, "attendance": 1, "images": 2}
    assert written(database, "attendance", "pupil_id") == sorted(each["pupil_id"] for each in pupils[1:])
    assert stored_among(url_of(database), [first]) == set()


def test_an_old_file_does_not_bring_the_child_back(store):
    erase(store)
    again = absences("GONE 2025-10-20 2\nSTAYS 2025-10-20 1")
    again[0]["pupil_id"] = f" {GONE} "
    back = bring(store, "2025-10-24", enrolments=ENROLMENTS, attendance=again)
    assert stored_among(url_of(store), [GONE]) == set()
    assert back.batch.rows == 2
    assert "1 child left out" in back.notes[-1].sentence("en")
    assert "un copil" in back.notes[-1].sentence("ro")


def test_a_file_of_the_child_alone_brings_nothing(store):
    erase(store)
    only = absences("GONE 2025-10-20 2")
    assert bring(store, "2025-10-24", attendance=only).batch.rows == 0


def test_an_erasure_again_changes_nothing_and_says_what_went_then(store):
    first, state = erase(store), written(store, "attendance", *ABSENCES)
    assert erase(store) == first
    assert written(store, "attendance", *ABSENCES) == state


def traces(content: bytes, old: list[bytes]) -> list[object]:
    """Return what of the child stands in some bytes: its pseudonym, or pieces of the bodies it was in."""
    pieces = [body[start : start + 48] for body in old for start in range(0, len(body) - 48, 48)]
    return [each for each in (GONE.encode(), *pieces) if each in content]


def many() -> list[dict[str, str]]:
    days = [f"{who} 2025-10-{day:02} {day % 5 + 1}" for day in range(1, 30) for who in ("GONE", "STAYS")]
    return absences("\n".join(days))


def test_no_byte_of_the_child_is_in_the_files_of_sqlite(tmp_path):
    database = f"sqlite:///{tmp_path / 'store.sqlite'}"
    bring(database, "2025-10-30", enrolments=ENROLMENTS, attendance=many())
    bring(database, "2025-10-31", enrolments=ENROLMENTS, attendance=many()[:20])
    (tmp_path / "store.sqlite.before-0003").write_bytes((tmp_path / "store.sqlite").read_bytes())
    old = bodies(database)
    before = b"".join(path.read_bytes() for path in sorted(tmp_path.iterdir()))
    assert len(traces(before, old)) > 10
    erase(database)
    assert delete_copies(url_of(database)) == 1
    files = sorted(tmp_path.iterdir())
    assert [path for path in files if _shared(old, bodies(database), path.read_bytes())] == []


def _shared(old: list[bytes], new: list[bytes], content: bytes) -> list[object]:
    """Return traces that are not also in what stands now: the ends of Parquet files are alike."""
    kept = b"".join(new)
    return [each for each in traces(content, old) if each not in kept]


def test_a_reader_of_what_was_before_is_told(tmp_path):
    database = f"sqlite:///{tmp_path / 'store.sqlite'}"
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=absences("GONE 2025-10-06 2"))
    with closing(sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)) as reader:
        reader.execute("BEGIN").fetchall()
        reader.execute("SELECT count(*) FROM bodies").fetchall()
        erase_pupils(url_of(database), [GONE], by="Ana", because="asked")
        with pytest.raises(OutsideServiceError):
            clear_pages(url_of(database), wait=0)
    clear_pages(url_of(database))
    assert GONE.encode() not in (tmp_path / "store.sqlite").read_bytes()


def test_a_writer_who_does_not_end_is_told(tmp_path):
    database = f"sqlite:///{tmp_path / 'store.sqlite'}"
    bring(database, "2025-10-10", enrolments=ENROLMENTS)
    erase_pupils(url_of(database), [GONE], by="Ana", because="asked")
    with closing(sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE").fetchall()
        with pytest.raises(OutsideServiceError, match="another program still reads"):
            clear_pages(url_of(database), wait=0)


def test_a_reader_of_postgresql_is_told_after_the_seconds_and_others_read_meanwhile(postgresql: PostgresServer):
    database = postgresql.new_database()
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=absences("GONE 2025-10-06 2"))
    told: list[OutsideServiceError] = []

    def clear() -> None:
        with pytest.raises(OutsideServiceError, match="another program still reads") as error:
            clear_pages(url_of(database), wait=3)
        told.append(error.value)

    with reading(url_of(database)) as reader:
        assert len(read_batches(reader)) == 1
        clearing = Thread(target=clear)
        began = monotonic()
        clearing.start()
        while clearing.is_alive():
            asked = monotonic()
            assert len(list_batches(url_of(database))) == 1
            assert monotonic() - asked < 3, "another reader waited for the one that does not end"
        clearing.join()
    assert told
    assert monotonic() - began < 30
    clear_pages(url_of(database), wait=3)
    with reading(url_of(database)) as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar_one() == "0"


def test_children_of_whom_a_store_holds_anything_are_told_together_as_one_by_one(store):
    pupils = [GONE, STAYS, *(f"p{number:019}" for number in range(300))]
    one_by_one = {each for each in pupils if stored_among(url_of(store), [each])}

    assert stored_among(url_of(store), pupils) == one_by_one == {GONE, STAYS}


def test_no_byte_of_the_child_is_in_the_data_of_postgresql_but_in_its_log(postgresql: PostgresServer):
    database = postgresql.new_database()
    bring(database, "2025-10-30", enrolments=ENROLMENTS, attendance=many())
    with reading(url_of(database)) as connection:
        connection.exec_driver_sql("ANALYZE enrolments")  # the server notes the values of columns
        own = connection.exec_driver_sql("SELECT oid FROM pg_database WHERE datname = current_database()").scalar_one()
    old = bodies(database)
    erase(database)
    new = bodies(database)
    found = {"/".join(place.parts[:-1]) for place in _places(postgresql.data, old, new)}
    others = {place for place in found if place.startswith("base/") and place != f"base/{own}"}  # of other tests
    assert found - others <= {
        "pg_wal"
    }  # its log is written over in time; whoever looks after the server deletes archives of it


def _places(folder: Path, old: list[bytes], new: list[bytes]) -> list[Path]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.relative_to(folder) for path in files if _shared(old, new, path.read_bytes())]


def erase_before_the_lock(monkeypatch: pytest.MonkeyPatch, store: str, *pupils: str) -> None:
    """Let children be erased after an import has checked its rows, and before it writes them."""
    real = importing.writing

    def late(url: StoreUrl, *, create: bool = False) -> AbstractContextManager[Connection]:
        erase(store, *pupils)
        return real(url, create=create)

    monkeypatch.setattr(importing, "writing", late)


def test_an_erasure_between_the_check_and_the_writing_is_not_undone(store, monkeypatch):
    erase_before_the_lock(monkeypatch, store)
    again = absences("GONE 2025-10-20 2\nSTAYS 2025-10-20 1")
    grades = rows(f"pupil_id date subject mark scale\n{GONE} 2025-10-20 math 4 1-10\n{STAYS} 2025-10-20 math 9 1-10")
    late = bring(store, "2025-10-24", enrolments=ENROLMENTS, attendance=again, grades=grades)
    assert stored_among(url_of(store), [GONE, STAYS]) == {STAYS}
    assert late.batch.rows == 3
    assert [each.sentence("en") for each in late.notes if "1 child left out" in each.sentence("en")]
    assert written(store, "grades", "pupil_id", "mark") == [f"{STAYS} 9"]


def test_an_import_of_children_who_are_all_erased_meanwhile_brings_nothing(store, monkeypatch):
    erase_before_the_lock(monkeypatch, store, GONE, STAYS)
    late = bring(store, "2025-10-24", enrolments=ENROLMENTS, attendance=absences("GONE 2025-10-20 2"))
    assert (late.batch.rows, stored_among(url_of(store), [GONE, STAYS])) == (0, set())
