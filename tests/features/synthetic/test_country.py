"""The invented nation: which counties, how many pupils in each, and how it is written part by part."""

import datetime
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.records.records import load_records
from features.synthetic import country, write_country, write_county
from features.synthetic import county as county_module
from features.synthetic.behaviour.simulation import County
from features.synthetic.country import area_plans
from features.synthetic.county import AreaPlan
from features.synthetic.world.places import place_of, places

TODAY = datetime.date(2026, 11, 22)
ALL = [place.code for place in places()]
SMALL = ("CJ", "TR")


def silent(_step: str) -> None:
    pass


def names(**numbers: Any) -> list[str]:
    return [area.place.name for area in area_plans(seed=7, **numbers)]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def small_country() -> Iterator[None]:
    """Let the country be two counties, both there from 101 pupils on; 90 pupils' years are a part. To be quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(country, "places", lambda: tuple(place_of(code) for code in SMALL))
        patch.setattr(country, "ONE_COUNTY", 100)
        patch.setattr(country, "AT_ONCE", 90)
        yield


@pytest.fixture
def small() -> Iterator[None]:
    with small_country():
        yield


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def written(told: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small country, written."""
    folder = tmp_path_factory.mktemp("nation") / "nation"
    with small_country():
        write_country(folder, pupils=150, years=1, seed=7, tell=lambda step: told.append(step.en))
    return folder


# Of the whole country


def test_up_to_a_hundred_thousand_pupils_are_one_county_and_more_are_all_of_them() -> None:
    assert names(pupils=200, years=3) == ["VL"]
    assert names(pupils=100_000, years=3) == ["VL"]
    assert names(pupils=100_001, years=2) == ALL


def test_a_county_that_is_named_is_the_only_one_whatever_its_size() -> None:
    assert names(pupils=60_000, years=5, county="is") == ["IS"]
    assert names(pupils=300_000, years=1, county="IS") == ["IS"]


def test_pupils_are_spread_in_proportion_to_the_real_counties_and_none_is_lost() -> None:
    areas = area_plans(pupils=1_000_000, years=1, seed=7)
    real = sum(sum(place.pupils) for place in places())
    for area in areas:
        assert area.pupils == pytest.approx(1_000_000 * sum(area.place.pupils) / real, abs=1)
    assert sum(area.pupils for area in areas) == 1_000_000


def test_the_largest_nation_is_in_memory_a_part_at_a_time() -> None:
    areas = area_plans(pupils=3_000_000, years=5, seed=7)
    assert sum(area.pupils for area in areas) == 3_000_000
    assert max(area.pupils * area.years for area in areas) <= country.AT_ONCE
    bucharest = [area.place.name for area in areas if area.place.code == "B"]
    assert bucharest == ["B-1", "B-2", "B-3", "B-4", "B-5", "B-6"]
    assert len({area.place.name for area in areas}) == len(areas)


def test_areas_are_as_equal_as_can_be() -> None:
    areas = area_plans(pupils=100_001, years=6, seed=7, county="B")
    assert [area.pupils for area in areas] == [33_334, 33_334, 33_333]
    assert [area.place.area for area in areas] == [1, 2, 3]


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"pupils": 0, "years": 3}, "0 pupils cannot be invented; ask for 1 to 3,000,000."),
        ({"pupils": -5, "years": 3}, "-5 pupils cannot be invented; ask for 1 to 3,000,000."),
        ({"pupils": 5_000_000, "years": 3}, "5,000,000 pupils cannot be invented; ask for 1 to 3,000,000."),
        ({"pupils": 200, "years": 0}, "0 years cannot be invented; ask for 1 to 20."),
        ({"pupils": 200, "years": 21}, "21 years cannot be invented; ask for 1 to 20."),
    ],
)
def test_a_number_out_of_bounds_is_refused_with_the_bounds(numbers: dict[str, int], sentence: str) -> None:
    with pytest.raises(UsageError) as refused:
        area_plans(seed=7, **numbers)
    assert str(refused.value) == sentence


def test_a_seed_below_zero_is_refused() -> None:
    with pytest.raises(UsageError, match="The seed -1 is below 0"):
        area_plans(pupils=200, years=1, seed=-1)


def test_an_unknown_county_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no county XX"):
        write_country(tmp_path / "out", pupils=60, years=1, seed=7, county="XX", tell=silent)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("pupils", [1, 200])
def test_a_few_pupils_are_a_flat_folder_like_that_of_write_county(tmp_path: Path, pupils: int) -> None:
    write_country(tmp_path / "nation", pupils=pupils, years=1, seed=7, tell=silent)
    write_county(tmp_path / "county", pupils=pupils, years=1, seed=7)
    assert files_of(tmp_path / "nation") == files_of(tmp_path / "county")
    assert not load_records(tmp_path / "nation", today=TODAY)["enrolments"].empty


# Of a small country


def test_each_county_or_area_has_a_folder_of_its_own_and_is_told_before_it_is_invented(
    written: Path, told: list[str]
) -> None:
    assert told == [
        "inventing 55 pupils of CJ-1 (1 of 3)",
        "inventing 54 pupils of CJ-2 (2 of 3)",
        "inventing 41 pupils of TR (3 of 3)",
    ]
    assert sorted(path.name for path in written.iterdir()) == [
        "county=CJ-1", "county=CJ-2", "county=TR", "prezent.toml", "truth",
    ]  # fmt: skip
    assert {path.name for path in (written / "county=TR").iterdir()} == {
        path.name for path in (written / "county=CJ-2").iterdir()
    }


def test_the_counties_load_together_without_a_problem(written: Path) -> None:
    records = load_records(written, today=TODAY)
    schools = records["schools"].set_index("school_id")
    assert schools.index.is_unique
    home = records["enrolments"]["school_id"].map(schools["county"])
    assert home.value_counts().to_dict() == {"CJ": 109, "TR": 41}
    assert not records["enrolments"]["pupil_id"].duplicated().any()
    assert set(records["attendance"]["pupil_id"]) <= set(records["enrolments"]["pupil_id"])


def test_counties_have_their_winter_weeks_in_their_own_terms(written: Path) -> None:
    terms = pd.concat(pd.read_parquet(path) for path in written.glob("county=*/terms.parquet"))
    third = terms[(terms["term"] == "M3") & (terms["school_year"] == "2025-2026")].drop_duplicates(["county"])
    ends = third.set_index("county")["ends_on"].dt.strftime("%m-%d").to_dict()
    weeks = ["02-06", "02-13", "02-20"]  # domain.md 1.2
    assert ends == {code: weeks[place_of(code).winter_week] for code in SMALL}
    assert len(set(ends.values())) == 2


def test_the_truth_is_one_file_for_each_part_about_the_pupils_of_that_part(written: Path) -> None:
    assert sorted(path.name for path in (written / "truth").iterdir()) == ["CJ-1.parquet", "CJ-2.parquet", "TR.parquet"]
    for path in (written / "truth").iterdir():
        truth = pd.read_parquet(path)
        enrolled = pd.read_parquet(written / f"county={path.stem}" / "enrolments.parquet")
        keys = ["pupil_id", "school_year", "school_id"]
        pd.testing.assert_frame_equal(
            truth[keys].sort_values(keys, ignore_index=True), enrolled[keys].sort_values(keys, ignore_index=True)
        )


@pytest.mark.usefixtures("small")
def test_a_county_of_a_nation_is_to_the_byte_the_same_when_it_is_invented_again_alone(
    written: Path, tmp_path: Path
) -> None:
    write_country(tmp_path / "alone", pupils=41, years=1, seed=7, county="TR", tell=silent)
    alone = files_of(tmp_path / "alone")
    assert alone.pop("prezent.toml") == (written / "prezent.toml").read_bytes()
    assert alone.pop("truth/TR.parquet") == (written / "truth" / "TR.parquet").read_bytes()
    assert alone == files_of(written / "county=TR")


@pytest.mark.usefixtures("small")
def test_no_county_is_in_memory_when_the_next_one_is_simulated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alive: list[weakref.ref[County]] = []
    really_simulate = county_module.simulate

    def watched(*given: Any, **numbers: Any) -> County:
        assert [each for each in alive if each() is not None] == []
        county = really_simulate(*given, **numbers)
        alive.append(weakref.ref(county))
        return county

    monkeypatch.setattr(county_module, "simulate", watched)
    write_country(tmp_path / "nation", pupils=60, years=3, seed=7, county="B", tell=silent)
    assert len(alive) == 2


def test_tables_are_let_go_of_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    tables: dict[str, pd.DataFrame] = {}
    really_record = county_module.record

    def watched(*given: Any) -> dict[str, pd.DataFrame]:
        tables.update(really_record(*given))
        return tables

    monkeypatch.setattr(county_module, "record", watched)
    area = AreaPlan(60, 1, 7, place_of("VL"))
    left = [len(tables) for _ in county_module._until_last_day(county_module._invented(area).tables, area)]
    assert left == list(range(len(left) - 1, -1, -1))


def test_another_county_of_the_same_seed_has_another_fate() -> None:
    one, other = (county_module._invented(AreaPlan(60, 1, 7, place_of(code))).truth for code in ("OT", "VL"))
    assert set(one["true_risk"]).isdisjoint(other["true_risk"])


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("there_before", [False, True])
def test_a_nation_that_fails_half_way_leaves_nothing(tmp_path: Path, there_before: bool) -> None:
    out = tmp_path / "nation"
    if there_before:
        out.mkdir()

    def tell(step: Bilingual) -> None:
        if "(2 of" in step.en:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_country(out, pupils=150, years=1, seed=7, tell=tell)
    assert [path for path in tmp_path.rglob("*") if path != out] == []
    assert out.exists() == there_before


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="already holds something"):
        write_country(tmp_path, pupils=30, years=1, seed=1, tell=silent)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_invented_folder_says_that_its_children_never_were(tmp_path: Path):
    write_country(tmp_path / "county", pupils=30, years=1, seed=7, tell=silent)
    write_county(tmp_path / "other", pupils=30, years=1, seed=7)
    for name in ("county", "other"):
        assert load_records(tmp_path / name, today=datetime.date(2026, 12, 31)).declared.invented
        assert "numai pentru încercare" in (tmp_path / name / "prezent.toml").read_text(encoding="utf-8")
