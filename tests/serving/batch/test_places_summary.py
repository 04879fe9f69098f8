"""Each school's places and why, in both languages, on the screen and in files."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from models.ranking.placing import Bounds, Placing, ScoredChildren, allot
from serving.batch.checkpoints import CountryFiles
from serving.batch.places_summary import SHOWN, places_lines, why_words, write_places
from serving.batch.placing import CountryPlaces, PartitionScored
from serving.batch.text import country_lines
from tests.support.serving.small_country import ranked, run_of, write_country

SIZES = {"S1": 40, "S2": 20, "S3": 2, "S4": 0}


def country_places(
    places: int, way: str = "school", bounds: Bounds | None = None, sizes: dict[str, int] = SIZES
) -> CountryPlaces:
    """Return the places of schools of which the first has all the high scores."""
    schools = np.repeat(np.arange(len(sizes)), list(sizes.values()))
    scores = (1 - np.arange(len(schools)) / 100) * 0.5
    ids = np.array([f"P{number:03}" for number in range(len(schools))], dtype=object)
    children = ScoredChildren(scores, scores, ids, schools)
    found = allot(children, Placing(places, way, bounds or Bounds()), schools=len(sizes))
    partition = PartitionScored(
        "OT",
        tuple(sizes),
        ("Liceul Mare", *[""] * (len(sizes) - 1)),
        tuple(size + 1 for size in sizes.values()),
        "w",
        1.0,
    )
    return CountryPlaces((partition,), found, {"share": 1.25, "school": 2.5})


def words(places: CountryPlaces) -> dict[str, tuple[str, str]]:
    return {
        school: why_words(places.allotment, number, children=size)
        for number, (school, size) in enumerate(SIZES.items())
    }


def test_a_floor_a_ceiling_and_the_cut_are_said_with_their_numbers():
    said = words(country_places(8, bounds=Bounds(3, 0.15)))
    assert said == {
        "S1": ("at least 3 children", "cel puțin 3 copii"),
        "S2": ("at least 3 children", "cel puțin 3 copii"),
        "S3": ("at least 3 children; it has 2 children", "cel puțin 3 copii; are 2 copii"),
        "S4": ("nothing can be said of its children yet", "despre copiii ei nu se poate spune încă nimic"),
    }
    said = words(country_places(9, bounds=Bounds(1, 0.15)))
    assert said["S1"] == ("at most 15 % of 40 children", "cel mult 15 % din 40 de copii")
    assert said["S2"] == (
        "by expected cases (0.6): scores from 29.5 % up", "după cazurile așteptate (0,6): scoruri de la 29,5 % în sus",
    )  # fmt: skip
    assert said["S3"] == ("at least 1 child", "cel puțin 1 copil")


def test_a_school_that_gets_nothing_is_told_what_its_children_lack():
    said = words(country_places(6, bounds=Bounds(0, 0.15)))
    assert said["S2"] == (
        "by expected cases: no score above 47.5 %", "după cazurile așteptate: niciun scor peste 47,5 %",
    )  # fmt: skip


def test_shares_of_a_school_are_said_of_its_children():
    said = words(country_places(5, bounds=Bounds(0.05, 0.15)))
    assert said["S2"] == ("at least 5 % of 20 children", "cel puțin 5 % din 20 de copii")
    assert said["S3"] == ("at least 5 % of 2 children", "cel puțin 5 % din 2 copii")


MIXED = {"A1": 600, "A2": 100, "A3": 3, "A4": 0, "A5": 40}


@pytest.mark.parametrize(
    ("bounds", "above"),
    [
        (Bounds(5, 0.01), ["A2", "A3", "A5"]),  # 1 % of 600 is 6 children, of 100 one
        (Bounds(0.05, 1), ["A1", "A2", "A5"]),  # 5 % of 40 are 2 children, of 3 one
        (Bounds(0.05, 30), []),
        (Bounds(1, 0.01), []),  # 1 % of any school is at least one child
        (Bounds(0, 0.01), []),
        (Bounds(5, 0.15), ["A3"]),  # three children, all of them listed: 15 % would be one
    ],
)
def test_where_both_bounds_cannot_hold_the_fewest_holds_and_is_said_to(bounds: Bounds, above: list[str]):
    sizes = np.array(list(MIXED.values()))
    least, most = int(bounds.floors(sizes).sum()), int(bounds.ceilings(sizes).sum())
    for places in {max(1, least), most}:
        found = country_places(places, bounds=bounds, sizes=MIXED)
        assert [list(MIXED)[number] for number in found.allotment.above_most] == above
        assert all(found.allotment.counts[n] == bounds.floors(sizes)[n] for n in found.allotment.above_most)
        said = " ".join(places_lines(found, "ro"))
        assert ("rămâne valabil --at-least" in said) == bool(above)
        assert ", ".join(above) in said


def test_the_sentence_says_how_many_schools_and_both_bounds():
    found = country_places(19, bounds=Bounds(5, 0.01), sizes=MIXED)
    assert (
        "In 3 schools (A2, A3, A5) at most 1 % would be fewer than at least 5 children: there --at-least holds, and "
        "the lists are longer than --at-most." in " ".join(places_lines(found, "en"))
    )
    many = {f"S{number:02}": 40 for number in range(25)}
    lines = " ".join(places_lines(country_places(125, bounds=Bounds(5, 0.01), sizes=many), "ro"))
    assert "În 25 de școli (S00, S01, S02, S03, S04, …) cel mult 1 % ar fi mai puțin decât cel puțin 5 copii" in lines


def test_by_share_and_on_one_list_there_are_no_bounds_to_contradict():
    for way in ("share", "one-list"):
        assert country_places(20, way, Bounds(5, 0.01), MIXED).allotment.above_most.tolist() == []


def test_the_schools_above_their_most_are_in_the_file(tmp_path: Path):
    write_places(country_places(19, bounds=Bounds(5, 0.01), sizes=MIXED), CountryFiles(tmp_path, "csv"))
    told = json.loads((tmp_path / "places.json").read_text())["above_most"]
    assert told == [{"partition": "OT", "school_id": school} for school in ("A2", "A3", "A5")]
    write_places(country_places(9), CountryFiles(tmp_path, "csv"))
    assert json.loads((tmp_path / "places.json").read_text())["above_most"] == []


def test_of_children_without_a_score_it_is_said_how_many_they_are():
    places = country_places(9, bounds=Bounds(1, 0.15))
    assert why_words(places.allotment, 0, children=52) == (
        "at most 15 % of 40 children with a score (12 without)", "cel mult 15 % din 40 de copii cu scor (12 fără)",
    )  # fmt: skip


def test_where_a_small_schools_most_is_its_fewest_the_fewest_is_the_reason():
    places = country_places(9, bounds=Bounds(2, 0.15), sizes={"S1": 5, "S2": 40, "S3": 40, "S4": 0})
    assert places.allotment.counts.tolist() == [2, 5, 2, 0]
    assert words(places)["S1"] == ("at least 2 children", "cel puțin 2 copii")


def test_the_other_ways_have_reasons_of_their_own():
    assert words(country_places(6, "share"))["S1"] == ("9.7 % of 40 children, as everywhere",
                                                      "9,7 % din 40 de copii, ca peste tot")  # fmt: skip
    said = words(country_places(6, "one-list"))
    assert said["S1"] == (
        "one list (2.9): scores from 47.5 % up", "o singură listă (2,9): scoruri de la 47,5 % în sus",
    )  # fmt: skip
    assert said["S2"] == ("one list: no score above 47.5 %", "o singură listă: niciun scor peste 47,5 %")


def test_the_screen_shows_the_schools_with_most_places_and_what_other_ways_would_hold():
    lines = places_lines(country_places(9), "en")
    assert lines[0].split() == ["school", "children", "places", "expected", "cases", "why"]
    assert lines[1].split("  ")[0] == "S1 Liceul Mare"
    assert [line.replace(" Liceul Mare", "").split()[:3] for line in lines[1:5]] == [
        ["S1", "41", "6"], ["S2", "21", "2"], ["S3", "3", "1"], ["S4", "1", "0"],
    ]  # fmt: skip
    assert lines[-1] == (
        "Expected cases among 9 places: the same share of every school 1.2; by school, within bounds 2.5."
    )
    assert places_lines(country_places(9), "ro")[-1] == (
        "Cazuri așteptate la 9 locuri: aceeași proporție în fiecare școală 1,2; pe școli, între limite 2,5."
    )


def test_of_many_schools_the_rest_is_counted():
    many = country_places(51, sizes={f"S{number}": 10 for number in range(SHOWN + 31)})
    assert "... and 31 more schools: in places.csv." in places_lines(many, "en")
    assert "... și încă 31 de școli: în places.csv." in places_lines(many, "ro")
    assert len(places_lines(many, "en")) == 1 + SHOWN + 2


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "lists"


def test_the_files_have_a_row_per_school_with_words_in_both_languages(tmp_path: Path, out: Path):
    country = write_country(tmp_path / "country")
    summary = ranked(country, run_of(out, capacity=Placing(9, "school", Bounds(1, 0.5))))
    found = json.loads((out / "places.json").read_text(encoding="utf-8"))
    assert (found["places"], found["by"], found["bounds"]) == (9, "school", {"at_least": 1, "at_most": 0.5})
    assert list(found["expected_hits"]) == ["share", "school", "one-list"]
    assert found["expected_hits"]["share"] <= found["expected_hits"]["school"] <= found["expected_hits"]["one-list"]
    rows = list(csv.DictReader((out / "places.csv").read_text(encoding="utf-8").splitlines()))
    assert [{name: str(cell) for name, cell in row.items()} for row in found["schools"]] == rows
    assert all(row["why_ro"] and row["why_en"] for row in rows)
    lines = country_lines(summary, out, "ro")
    assert lines[0].split()[0] == "școala"
    assert any("4 școli, 44 de copii: 9 în liste" in line for line in lines)
