"""Which random records does the time rule have to hold for? Small ones, with every date near the as-of date."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from tests.support.records.past_and_future import AS_OF, without_repeated_keys
from tests.support.small_records import Row, Rows


def days(*offsets: int) -> st.SearchStrategy[dt.date]:
    return st.sampled_from([AS_OF + dt.timedelta(offset) for offset in offsets])


AROUND = days(-400, -180, -157, -60, -28, -10, -3, -2, -1, 0, 1, 2, 30, 200)
MAYBE = st.just("") | AROUND


def table_rows(pupils: tuple[str, ...], cells: dict[str, Any], most: int) -> st.SearchStrategy[list[Row]]:
    row = st.fixed_dictionaries({"pupil_id": st.sampled_from(pupils), **cells})
    return st.lists(row, min_size=most // 3, max_size=most)


def absences(pupils: tuple[str, ...]) -> st.SearchStrategy[list[Row]]:
    def with_period(row: dict[str, Any]) -> Row:
        length = row.pop("length")
        return row | {"from_date": row["date"] - dt.timedelta(length) if length else ""}

    hours = st.sampled_from([0, 0.5, 2, 7])
    cells = {
        "date": AROUND,
        "retracted_on": MAYBE,
        "hours": hours,
        "excused_on": MAYBE,
        "known_on": MAYBE,
        "length": st.sampled_from([0, 0, 0, 20]),
    }
    return table_rows(pupils, cells, 45).map(lambda rows: [with_period(row) for row in rows])


def marks(pupils: tuple[str, ...]) -> st.SearchStrategy[list[Row]]:
    kinds, subjects = st.sampled_from(["mark", "average", "conduct"]), st.sampled_from(["matematică", "istorie", ""])
    on_scale = st.sampled_from([("1-10", "3"), ("1-10", "9.5"), ("FB-I", "I"), ("FB-I", "FB"), ("0-20", "7")])
    cells = {"date": AROUND, "of": on_scale, "kind": kinds, "subject": subjects, "known_on": MAYBE}
    cells |= {"retracted_on": MAYBE}
    scaled = table_rows(pupils, cells, 36)
    return scaled.map(lambda rows: [row | dict(zip(("scale", "mark"), row.pop("of"), strict=True)) for row in rows])


def situations(pupils: tuple[str, ...]) -> st.SearchStrategy[list[Row]]:
    cells = {
        "valid_from": AROUND,
        "guardianship": st.sampled_from(["", "both_parents", "relatives"]),
        "social_benefit": st.sampled_from(["", "da", "nu"]),
        "mother_education": st.sampled_from(["", 1, 4]),
        "known_on": st.just(""),
        "retracted_on": MAYBE,
    }
    late = table_rows(pupils, cells | {"valid_from": days(-60, -28), "known_on": days(-1, 0, 30)}, 6)
    rows = st.tuples(table_rows(pupils, cells, 12), late).map(lambda parts: parts[0] + parts[1])
    return rows.map(lambda all_rows: without_repeated_keys(all_rows, "family"))


def outcomes(pupils: tuple[str, ...]) -> st.SearchStrategy[list[Row]]:
    names = st.sampled_from(["dropped_out", "transferred", "promoted", "failed"])
    rows = table_rows(pupils, {"date": AROUND, "outcome": names, "known_on": MAYBE, "retracted_on": MAYBE}, 6)
    return rows.map(lambda all_rows: without_repeated_keys(all_rows, "outcomes"))


def incidents(pupils: tuple[str, ...]) -> st.SearchStrategy[list[Row]]:
    kinds, severities = st.sampled_from(["fight", "chiul"]), st.sampled_from(["", 1, 3])
    cells = {"date": AROUND, "kind": kinds, "severity": severities, "known_on": MAYBE, "retracted_on": MAYBE}
    return table_rows(pupils, cells, 9)


def enrolments(pupils: tuple[str, ...]) -> st.SearchStrategy[list[Row]]:
    """Give each pupil an enrolment begun before the as-of date, maybe corrected one day, and some of them further ones.

    Those may be known later or taken back.
    """

    def enrolment(
        pupil: st.SearchStrategy[str], day: st.SearchStrategy[dt.date], **further: st.SearchStrategy[Any]
    ) -> st.SearchStrategy[Row]:
        cells = further | {"pupil_id": pupil, "school_id": st.sampled_from(["S1", "S2"]), "enrolled_on": day}
        cells |= {
            "stays": st.integers(0, 250),
            "school_year": st.sampled_from(["2023-2024", "2024-2025", "2024-2025", "2025-2026", "2024J"]),
        }
        cells |= {"grade_level": st.sampled_from(["", 5, 6]), "birth_year": st.sampled_from(["", 2012])}
        return st.fixed_dictionaries(cells | {"told_after": st.sampled_from([0, 5, 100])}).map(with_leaving)

    def with_leaving(row: dict[str, Any]) -> Row:
        stays, told_after = row.pop("stays"), row.pop("told_after")
        left = row["enrolled_on"] + dt.timedelta(stays) if stays % 2 or row["school_year"] == "2024J" else ""
        return row | {"left_on": left, "left_known_on": left and left + dt.timedelta(told_after)}

    stands, maybe = {"known_on": st.just(""), "retracted_on": st.just("")}, {"known_on": MAYBE, "retracted_on": MAYBE}
    first = [enrolment(st.just(pupil), days(-400, -170, -157, -1), corrected_on=MAYBE, **stands) for pupil in pupils]
    later = st.lists(enrolment(st.sampled_from(pupils), AROUND, **maybe), min_size=1, max_size=6)
    return st.tuples(st.tuples(*first), later).map(
        lambda parts: with_corrections(without_repeated_keys([*parts[0], *parts[1]], "enrolments"))
    )


def with_corrections(rows: list[Row]) -> list[Row]:
    """Take a row back on the day on which it is corrected, and put the corrected one behind it."""
    found: list[Row] = []
    for row in rows:
        corrected_on = row.get("corrected_on")
        stated = {name: cell for name, cell in row.items() if name != "corrected_on"}
        found.append(stated | {"retracted_on": corrected_on or row["retracted_on"]})
        if corrected_on:
            found.append(stated | {"known_on": corrected_on, "grade_level": 7, "birth_year": 2010})
    return found


def record_sets(*pupils: str) -> st.SearchStrategy[dict[str, Rows]]:
    return st.fixed_dictionaries(
        {
            "enrolments": enrolments(pupils),
            "attendance": absences(pupils),
            "grades": marks(pupils),
            "family": situations(pupils),
            "incidents": incidents(pupils),
            "outcomes": outcomes(pupils),
        }
    )
