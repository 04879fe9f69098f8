"""Places given to all schools of a country together: by one partition or several, at once or after a kill, the same."""

import json
import pickle
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pandas as pd
import pytest

from features.errors import Refused, UsageError
from features.partitions.partition import Item, Result, SerialExecutor, record_partitions
from models.ranking.placing import Bounds, Placing
from tests.support.serving.small_country import Told, lists_of, ranked, run_of, write_country, written

SCHOOLS = {"A1": 12, "C1": 10, "C2": 5, "M1": 6}  # the children who are scored; of C2 eleven more are silent
ASKED = Placing(9, "school", Bounds(1, 0.5))


@pytest.fixture
def country(tmp_path: Path) -> Path:
    return write_country(tmp_path / "country")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "lists"


class Killed(BaseException):
    """What no code may catch, as nothing is caught when a process is killed."""


class KilledAfter(SerialExecutor):
    """Workers who are killed once they have done so many partitions, over all passes."""

    def __init__(self, partitions: int) -> None:
        self.left = partitions

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[Item, Result]]:
        for item in items:
            if not self.left:
                raise Killed
            self.left -= 1
            yield item, work(item)


def rows_of(out: Path) -> list[dict]:
    return json.loads((out / "places.json").read_text())["schools"]


def listed(out: Path, partitions: Sequence[str] = ("AB", "CJ", "MM")) -> pd.DataFrame:
    lists = pd.concat([lists_of(out, partition) for partition in partitions])
    return lists[lists["listed"].astype(str).str.lower() == "true"]


def best_of(everybody: pd.DataFrame, asked: Placing) -> set[str]:
    """Give the floors, then place by place to the next best child of a school with room."""
    ordered = everybody.sort_values(["score", "margin", "pupil_id"], ascending=[False, False, True])
    given: list[str] = []
    counts = dict.fromkeys(SCHOOLS, 0)
    for school in SCHOOLS:
        given += list(ordered[ordered["school_id"] == school]["pupil_id"].head(1))
        counts[school] = 1
    for pupil, school in zip(ordered["pupil_id"], ordered["school_id"], strict=True):
        if pupil not in given and len(given) < asked.places and counts[school] < SCHOOLS[school] // 2:
            given.append(pupil)
            counts[school] += 1
    return set(given)


def test_the_children_with_the_highest_scores_of_all_counties_have_the_places(country: Path, out: Path):
    ranked(country, run_of(out, capacity=ASKED))
    everybody = pd.concat([lists_of(out, partition) for partition in ("AB", "CJ", "MM")])
    assert set(listed(out)["pupil_id"]) == best_of(everybody, ASKED)
    assert len(listed(out)) == 9


def test_every_school_has_as_many_places_as_its_list_is_long_and_expects_as_many_cases(country: Path, out: Path):
    summary = ranked(country, run_of(out, capacity=ASKED))
    rows = {row["school_id"]: row for row in rows_of(out)}
    assert list(rows) == list(SCHOOLS)
    assert {school: row["scored"] for school, row in rows.items()} == SCHOOLS
    assert rows["C2"]["children"] == 16
    for partition in ("AB", "CJ", "MM"):
        for _, school in lists_of(out, partition, "schools").iterrows():
            row = rows[school["school_id"]]
            assert row["partition"] == partition
            assert (row["places"], row["expected_hits"]) == (school["listed"], school["expected_hits"])
    assert summary.total()["listed"] == sum(row["places"] for row in rows.values()) == 9


@pytest.mark.parametrize("way", ["share", "one-list"])
def test_the_other_ways_give_the_same_number_of_places(country: Path, out: Path, way: str):
    ranked(country, run_of(out, capacity=Placing(9, way)))
    assert len(listed(out)) == 9
    if way == "share":
        assert {row["school_id"]: row["places"] for row in rows_of(out)} == {"A1": 3, "C1": 3, "C2": 1, "M1": 2}
    else:
        everybody = pd.concat([lists_of(out, partition) for partition in ("AB", "CJ", "MM")])
        order = everybody.sort_values(["score", "margin", "pupil_id"], ascending=[False, False, True])
        assert set(listed(out)["pupil_id"]) == set(order["pupil_id"].head(9))


def test_one_folder_and_folders_by_county_give_the_same_places(country: Path, out: Path, tmp_path: Path):
    """What makes them one folder is an order of their rows; the silent class stays silent."""
    whole = tmp_path / "whole"
    whole.mkdir()
    for table in ("enrolments", "attendance", "grades"):
        pd.concat(pd.read_csv(path, dtype="str") for path in sorted(country.rglob(f"{table}.csv"))).to_csv(
            whole / f"{table}.csv", index=False
        )
    ranked(country, run_of(out, capacity=ASKED))
    ranked(whole, run_of(tmp_path / "pooled", capacity=ASKED))
    places, pooled = (
        {row["school_id"]: (row["places"], row["why"]) for row in rows_of(folder)}
        for folder in (out, tmp_path / "pooled")
    )
    assert places == pooled
    (partition,) = (path.stem for path in (tmp_path / "pooled" / "lists").iterdir())
    assert set(listed(tmp_path / "pooled", (partition,))["pupil_id"]) == set(listed(out)["pupil_id"])


@pytest.mark.parametrize("partitions", range(6))
def test_a_run_that_was_killed_goes_on_and_ends_with_the_same_bytes(
    country: Path, out: Path, tmp_path: Path, partitions: int
):
    ranked(country, run_of(tmp_path / "other", capacity=ASKED))
    with pytest.raises(Killed):
        ranked(country, run_of(out, capacity=ASKED), workers=KilledAfter(partitions))
    assert not (out / "places.json").exists()
    ranked(country, run_of(out, capacity=ASKED), workers=KilledAfter(6 - partitions))  # nothing is done twice
    assert written_but_markers(out) == written_but_markers(tmp_path / "other")


def written_but_markers(out: Path) -> dict[str, bytes]:
    return {name: content for name, content in written(out).items() if not name.startswith("scored/")}


def test_a_run_that_is_over_is_only_summed_up_again(country: Path, out: Path):
    ranked(country, run_of(out, capacity=ASKED))
    before = written(out)
    ranked(country, run_of(out, capacity=ASKED), workers=KilledAfter(0))
    assert written(out) == before


def test_where_one_county_changed_only_it_is_scored_again_and_lists_follow_the_places(
    country: Path, out: Path, tmp_path: Path
):
    ranked(country, run_of(out, capacity=ASKED))
    absences = country / "county=MM" / "attendance.csv"
    absences.write_text(absences.read_text().replace(",1\n", ",6\n"))
    workers = KilledAfter(4)
    ranked(country, run_of(out, capacity=ASKED), workers=workers)
    ranked(country, run_of(tmp_path / "other", capacity=ASKED))
    assert written_but_markers(out) == written_but_markers(tmp_path / "other")
    assert json.loads((out / "places.json").read_text()) == json.loads((tmp_path / "other/places.json").read_text())


def test_no_place_is_given_until_all_counties_can_be_scored(country: Path, out: Path):
    ranked(country, run_of(out, capacity=ASKED))
    (country / "county=AB" / "grades.csv").write_text("pupil_id,date,mark,scale\nA1A00,2024-11-11,11,1-10\n")
    summary = ranked(country, run_of(out, capacity=ASKED))
    assert [partition.partition for partition in summary.missing] == ["AB"]
    assert (summary.done, summary.places) == ((), None)
    assert list((out / "lists").iterdir()) == []
    assert not (out / "places.json").exists()
    write_country(country)
    assert len(ranked(country, run_of(out, capacity=ASKED)).done) == 3
    assert len(listed(out)) == 9


def test_records_that_change_between_the_passes_are_refused(country: Path, out: Path):
    class Changing(SerialExecutor):
        def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[Item, Result]]:
            for item in items:
                if (out / "scored" / "MM.json").exists() and not (out / "lists" / "MM.csv").exists():
                    absences = country / "county=CJ" / "attendance.csv"
                    absences.write_text(absences.read_text() + "C1A01,2025-01-20,1\n")
                yield item, work(item)

    summary = ranked(country, run_of(out, capacity=ASKED), workers=Changing())
    (missing,) = summary.missing
    assert missing.partition == "CJ"
    assert missing.refused is not None
    assert missing.refused.en.startswith("The records changed after the places were given; start the same command")
    assert ranked(country, run_of(out, capacity=ASKED)).missing == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (Placing(8, "school", Bounds(1, 0.5)), "places 9.0, now 8.0"),
        (Placing(9, "school", Bounds(1, 0.4)), "at_most 0.5, now 0.4"),
        (Placing(9, "one-list"), "by school, now one-list"),
        (0.2, "capacity None, now 0.2"),
    ],
)
def test_another_number_of_places_does_not_go_into_the_same_folder(
    country: Path, out: Path, changed: Placing | float, said: str
):
    ranked(country, run_of(out, capacity=ASKED))
    with pytest.raises(UsageError, match=f"holds lists of another request .*{said}"):
        ranked(country, run_of(out, capacity=changed))


def test_bounds_that_cannot_be_met_are_refused_with_the_number_that_would_do(country: Path, out: Path):
    with pytest.raises(Refused, match="needs 4 places, and there are 3; give --places 4 or more"):
        ranked(country, run_of(out, capacity=Placing(3, "school", Bounds(1, 0.5))))
    with pytest.raises(Refused, match="leaves room for 16 places, and there are 17 to give"):
        ranked(country, run_of(out / "more", capacity=Placing(17, "school", Bounds(1, 0.5))))
    told = Told()
    ranked(country, run_of(out, capacity=Placing(4, "school", Bounds(1, 0.5))), told=told)  # into the same folder
    assert "going on; 3 of 3 partitions are done and their records unchanged" in told.steps
    assert len(listed(out)) == 4
    with pytest.raises(UsageError, match=r"The capacity 1.5 is no number of children"):
        ranked(country, run_of(out / "none", capacity=Placing(1.5)))


def test_both_passes_can_be_sent_to_another_process(country: Path, out: Path, tmp_path: Path):
    class Elsewhere(SerialExecutor):
        def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[Item, Result]]:
            sent = pickle.loads(pickle.dumps(work))
            yield from ((item, sent(pickle.loads(pickle.dumps(item)))) for item in items[::-1])

    from time import monotonic

    ranked(country, run_of(tmp_path / "other", capacity=ASKED))
    ranked(country, run_of(out, capacity=ASKED, seconds=monotonic), workers=Elsewhere())
    assert written_but_markers(out) == written_but_markers(tmp_path / "other")


def test_a_school_in_two_counties_is_a_school_in_each(country: Path, out: Path):
    shutil.copytree(country / "county=MM", country / "county=VL")
    summary = ranked(country, run_of(out, capacity=ASKED))
    assert [row["places"] for row in rows_of(out) if row["school_id"] == "M1"] == [
        len(listed(out, (partition,))) for partition in ("MM", "VL")
    ]
    assert "schools_in_two_partitions" in [caution.code for caution in summary.cautions]
    assert [partition.name for partition in record_partitions(country)] == ["AB", "CJ", "MM", "VL"]
