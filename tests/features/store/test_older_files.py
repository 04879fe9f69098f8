"""Is a file told that seems older than what is there, before it takes newer rows back?"""

import datetime as dt

import pandas as pd
import pytest

from features.errors import Refused
from features.records.imported_records import Coverage
from features.store.database.connection import writing
from features.store.database.erased import readmit
from features.store.erasure.erasing import erase_pupils
from features.store.imports.importing import import_batch
from features.store.imports.trial import Trial
from tests.support.records.class_lists import HEAD
from tests.support.small_records import TODAY
from tests.support.stores import bring, day, imported, stored, url_of, written

BOTH = HEAD + "P1 S1 2025-2026 2025-09-08 5A -\nP2 S1 2025-2026 2025-09-08 5B -"


def absences(pupil, *days):
    return "".join(f"\n{pupil} {on} 1" for on in days)


def of_month(month, count):
    return [f"2025-{month}-{on:02d}" for on in range(3, 3 + count)]


def brought(address, rows, *, told=False, coverage=(), trial=None, enrolments=BOTH):
    what = imported("", coverage, enrolments=enrolments, attendance="pupil_id date hours" + rows)
    return import_batch(
        url_of(address), what, day=day("2025-11-17"), who="Ana", file_name="f", sha256=rows, today=TODAY,
        day_told=told, trial=trial,
    )  # fmt: skip


@pytest.fixture
def store(database):
    """A store with four absences of each class in October and of each in November."""
    rows = "".join(absences(pupil, *of_month(10, 4), *of_month(11, 4)) for pupil in ("P1", "P2"))
    bring(database, "2025-11-10", enrolments=BOTH, attendance="pupil_id date hours" + rows)
    return database


OLD = absences("P1", *of_month(10, 4)) + absences("P2", *of_month(10, 4))


def test_an_older_file_is_refused_with_what_it_would_take_back_and_the_day_to_give(store):
    with pytest.raises(Refused) as refused:
        brought(store, OLD)
    assert refused.value.message.en == (
        "Of classes 5A, 5B the newest row in the file is of 6 October 2025, the database has rows up to 6 November "
        "2025: 8 rows of attendance would be taken back. If the file is older, give its day: --day 2025-10-06. If they "
        "were all deleted since: --day 2025-11-17."
    )
    assert refused.value.message.ro.startswith(
        "Cel mai nou rând din fișier pentru clasele 5A, 5B este din 6 octombrie 2025, iar baza de date are rânduri "
        "până la 6 noiembrie 2025: s-ar retrage 8 rânduri de absențe."
    )
    assert len(written(store, "attendance", "date")) == 16


def test_it_comes_in_where_its_day_is_told(store):
    brought(store, OLD, told=True)
    assert sum(row.endswith("2025-11-17") for row in written(store, "attendance", "date", "retracted_on")) == 8


def test_what_is_only_tried_is_told_and_not_refused(store):
    brought(store, OLD, trial=(trial := Trial()))
    assert (trial.older.newest, trial.older.newest_there) == (dt.date(2025, 10, 6), dt.date(2025, 11, 6))
    assert trial.older.rows == {"attendance": 8}


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(absences("P1", *of_month(10, 4), *of_month(11, 2)) * 1 + absences("P2", *of_month(11, 4)),
                     id="two-days-of-a-class-are-gone"),
        pytest.param(absences("P1", *of_month(11, 4)) + absences("P2", *of_month(11, 4)), id="october-is-gone"),
        pytest.param(absences("P1", "2025-11-12") + absences("P2", "2025-11-12"), id="only-newer-rows"),
        pytest.param(absences("P1", *of_month(11, 4)), id="nothing-of-a-class"),
    ],
)  # fmt: skip
def test_a_correct_new_file_is_not_refused(store, rows):
    assert not brought(store, rows).again


def test_one_old_file_among_new_ones_is_told_by_its_class(store):
    rows = absences("P1", *of_month(10, 4)) + absences("P2", *of_month(10, 4), *of_month(11, 4), "2025-11-14")
    with pytest.raises(Refused) as refused:
        brought(store, rows)
    assert refused.value.message.en == (
        "Of class 5A the newest row in the file is of 6 October 2025, the database has rows up to 6 November 2025: 4 "
        "rows of attendance would be taken back. If its sheet is older, bring it alone, with its day: 5A --day "
        "2025-10-06. If they were all deleted since: --day 2025-11-17."
    )
    assert "Dacă foaia ei este mai veche, aduceți-o singură, cu ziua ei: 5A --day 2025-10-06." in (
        refused.value.message.ro
    )
    assert refused.value.older.on_pages().en.endswith("bring it alone, with its day: 5A – 6 October 2025.")
    alone = imported(enrolments=BOTH.rsplit("\n", 1)[0], attendance="pupil_id date hours" + OLD.split("\nP2")[0])
    import_batch(url_of(store), alone, day=day("2025-10-06"), who="Ana", file_name="f", sha256="5A", today=TODAY,
                 day_told=True)  # fmt: skip
    there = stored(store)["attendance"]
    assert len(there) == 16
    assert there.get("retracted_on", pd.Series(dtype=object)).isna().all()


def test_only_what_the_file_is_the_whole_of_counts(store):
    covered = Coverage("S1", ("attendance",), day("2025-09-08"), day("2025-10-31"))
    assert not brought(store, OLD, coverage=[covered]).again


def test_rows_of_children_whom_a_list_lacks_stay_and_do_not_count(store):
    covered = Coverage("S1", ("enrolments", "attendance"), day("2025-09-08"), day("2025-11-17"), of_listed=True)
    listed = BOTH.rsplit("\n", 1)[0]
    with pytest.raises(Refused, match="4 rows of attendance"):
        brought(store, absences("P1", *of_month(10, 4)), coverage=[covered], enrolments=listed)


def test_what_was_taken_back_before_does_not_count(store):
    brought(store, OLD, told=True)
    assert not brought(store, OLD.replace("2025-10-06 1", "2025-10-06 2")).again


def test_the_rows_of_marks_count_too_and_the_newest_of_all_tables_is_that_of_the_file(store):
    marks = "pupil_id date mark scale" + "".join(f"\nP1 {on} 7 1-10" for on in of_month(11, 4))
    what = imported(enrolments=BOTH, attendance="pupil_id date hours" + OLD, grades=marks)
    with pytest.raises(Refused, match="4 rows of attendance"):  # of 5B alone: 5A has marks of November
        import_batch(
            url_of(store), what, day=day("2025-11-17"), who="Ana", file_name="f", sha256="m", today=TODAY,
            day_told=False,
        )  # fmt: skip


def test_the_first_import_is_never_an_older_one(database):
    assert not brought(database, OLD).again


def test_the_very_same_file_is_told_where_another_has_come_upon_it(store):
    brought(store, OLD, told=True)
    brought(store, OLD + absences("P1", "2025-11-14"), told=True)
    with pytest.raises(Refused) as refused:
        brought(store, OLD)
    assert refused.value.message.en == (
        "This is the file of import 2 of 17 November 2025, and import 3 of 17 November 2025 has come upon it: it would "
        "bring back what stood then. If it was taken by mistake, there is nothing to do. If it is what holds today: "
        "--day 2025-11-17."
    )
    assert refused.value.message.ro.startswith("Acesta este fișierul importului 2 din 17 noiembrie 2025, iar peste el")
    assert not brought(store, OLD, told=True).again


def test_an_import_before_it_on_the_same_day_has_not_come_upon_it(store):
    brought(store, OLD + absences("P1", "2025-11-14"), told=True)
    brought(store, OLD, told=True)
    erase_pupils(url_of(store), ["P1"], by="Ana", because="asked for")
    with writing(url_of(store)) as connection:
        readmit(connection, ["P1"])
    assert not brought(store, OLD).again


def test_so_is_a_class_list_brought_again_that_would_move_a_child_back(database):
    september = imported(enrolments=BOTH)
    november = imported(enrolments=BOTH.replace("P1 S1 2025-2026 2025-09-08 5A", "P1 S1 2025-2026 2025-11-03 5B"))
    told = {"who": "Ana", "file_name": "f", "today": TODAY}
    for what, on, file in ((september, "2025-10-15", "september"), (november, "2025-11-03", "november")):
        import_batch(url_of(database), what, day=day(on), sha256=file, day_told=False, **told)
    with pytest.raises(Refused, match="the file of import 1 of 15 October 2025, and import 2 of 3 November 2025"):
        import_batch(url_of(database), september, day=day("2025-11-17"), sha256="september", day_told=False, **told)
    assert written(database, "enrolments", "pupil_id", "class_label", "retracted_on").count("P1 5B -") == 1


THREE = "pupil_id school_id school_year enrolled_on class_label left_on" + "".join(
    f"\nP{number} S1 2025-2026 2025-09-08 5A -" for number in (1, 2, 3)
)


@pytest.mark.parametrize(
    ("children", "on", "is_told"),
    [(3, "2025-11-06", True), (2, "2025-11-06", False), (3, "2025-10-16", False)],
    ids=["three-children-a-month-later", "two-children", "three-children-days-later"],
)
def test_rows_of_three_children_two_weeks_later_are_told_though_of_one_day(database, children, on, is_told):
    old = "".join(absences(f"P{number}", "2025-10-06") for number in (1, 2, 3))
    newer = "".join(absences(f"P{number}", on) for number in range(1, children + 1))
    bring(database, "2025-11-10", enrolments=THREE, attendance="pupil_id date hours" + old + newer)
    if not is_told:
        assert not brought(database, old, enrolments=THREE).again
        return
    with pytest.raises(Refused, match="3 rows of attendance would be taken back"):
        brought(database, old, enrolments=THREE)


TOTALS = "pupil_id from_date date hours excused"


def totals(hours, on, excused="no"):
    return "".join(
        f"\n{pupil} 2025-09-08 {on} {value} {excused}"
        for pupil, value in hours.items()
    )  # fmt: skip


FIVE = HEAD + "\n".join(f"P{number} S1 2025-2026 2025-09-08 {'5A' if number < 5 else '5B'} -" for number in range(1, 6))


@pytest.mark.parametrize(
    ("now", "is_told"),
    [
        ({"P1": 2, "P2": 3, "P3": 1, "P4": 0, "P5": 7}, True),
        ({"P1": 2, "P2": 3, "P3": 1, "P4": 1, "P5": 7}, False),
        ({"P1": 2, "P2": 3, "P3": 9, "P4": 0, "P5": 7}, False),
        ({"P1": 9, "P2": 9, "P3": 9, "P4": 0, "P5": 2}, True),
    ],
    ids=["three-children-have-less", "and-one-has-more", "two-of-three-have-less", "the-only-child-of-its-class"],
)
def test_totals_without_a_day_that_become_smaller_are_asked_about(database, now, is_told):
    had = {"P1": 9, "P2": 9, "P3": 9, "P4": 0, "P5": 7}
    bring(database, "2025-11-10", enrolments=FIVE, attendance=TOTALS + totals(had, "2025-11-10"))
    what = imported(enrolments=FIVE, attendance=TOTALS + totals(now, "2025-11-17"))
    told = {"day": day("2025-11-17"), "who": "Ana", "file_name": "f", "sha256": "t", "today": TODAY}
    if not is_told:
        assert not import_batch(url_of(database), what, day_told=False, **told).again
        return
    with pytest.raises(Refused, match=r"Totals of hours of class 5[AB] would become smaller for [13] child") as refused:
        import_batch(url_of(database), what, day_told=False, **told)
    assert "alone, with its day: 5" in refused.value.message.en
    assert not import_batch(url_of(database), what, day_told=True, **told).again


def test_hours_that_became_excused_do_not_make_a_total_smaller(database):
    bring(database, "2025-11-10", enrolments=FIVE, attendance=TOTALS + totals({"P5": 9}, "2025-11-10"))
    parts = totals({"P5": 2}, "2025-11-17") + totals({"P5": 7}, "2025-11-17", "yes")
    what = imported(enrolments=FIVE, attendance=TOTALS + parts)
    told = {"day": day("2025-11-17"), "who": "Ana", "file_name": "f", "sha256": "t", "today": TODAY}
    assert not import_batch(url_of(database), what, day_told=False, **told).again
