"""``prezent rank --each-school`` as people call it, killed in the middle by the system and started again."""

import csv
import json
import shutil
import time
from pathlib import Path

import pytest

from features.progress import silent
from features.synthetic import write_country
from tests.support.command_line import CommandLine, Trained, strict_json

pytestmark = pytest.mark.slow

PROGRAM = ("-m", "prezent")
ASKED = ("--as-of", "2026-04-20", "--capacity", "0.05", "--each-school", "--verbose")
COUNTIES = ("AB", "CJ", "OT", "VL")


@pytest.fixture(scope="module")
def country(county_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four counties of 1,000 pupils each; they are the same, so each is in the lists four times, which is said."""
    folder = tmp_path_factory.mktemp("country")
    for county in COUNTIES:
        shutil.copytree(county_folder, folder / f"county={county}")
    return folder


@pytest.fixture(scope="module")
def uninterrupted(champion: Trained, country: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("lists") / "uninterrupted"
    said = champion.program.run("rank", country, *ASKED, "--format", "csv", "--out", out)
    assert f"Wrote {out / 'summary.csv'}, lists beside." in said.stdout
    assert "ranking; CJ took " in said.stderr
    assert "GB at most in memory" in said.stderr
    assert "children are in the lists of more than one partition (AB, CJ, OT, VL)" in said.stderr
    return out


def written(out: Path) -> dict[str, object]:
    """Return every file by its name; of what says how long it took, all the rest."""
    found = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    return {
        name: content if name.endswith(".parquet") else timeless(name, content.decode("utf-8"))
        for name, content in found.items()
    }


def timeless(name: str, text: str) -> object:
    if name == "summary.csv":
        return [{**row, "seconds": ""} for row in csv.DictReader(text.splitlines())]
    if not name.endswith(".json"):
        return text
    content = json.loads(text)
    for figures in (content.get("figures", {}), content.get("total", {}), *content.get("partitions", [])):
        figures.pop("seconds", None)
    return content


def test_a_run_that_the_system_killed_goes_on_and_ends_with_the_same_bytes(
    champion: Trained, country: Path, uninterrupted: Path, tmp_path: Path
):
    out = tmp_path / "lists"
    arguments = ("--lang", "en", "rank", country, *ASKED, "--format", "csv", "--out", out)
    process = champion.program.start(*PROGRAM, *arguments, folder=tmp_path)
    until = time.monotonic() + 120
    while not list(out.glob("done/*.json")) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    process.kill()
    said = process.communicate()[1]
    assert process.returncode == -9, said
    done = [path.stem for path in out.glob("done/*.json")]
    assert 1 <= len(done) < len(COUNTIES)
    assert not (out / "summary.json").exists()

    process = champion.program.start(*PROGRAM, *arguments, folder=tmp_path)
    said = process.communicate(timeout=300)[1]
    assert process.returncode == 0, said
    assert f"going on; {len(done)} of 4 partitions are done and their records unchanged" in said
    assert "(1 of " + str(4 - len(done)) + ")" in said
    assert written(out) == written(uninterrupted)


def test_one_process_writes_the_same_bytes_as_several(
    champion: Trained, country: Path, uninterrupted: Path, tmp_path: Path
):
    champion.program.run("rank", country, *ASKED, "--format", "csv", "--processes", 1, "--out", tmp_path / "lists")
    assert written(tmp_path / "lists") == written(uninterrupted)


PLACED = ("--as-of", "2026-04-20", "--each-school", "--places", "240", "--at-most", "10%")


def test_places_are_given_to_all_schools_and_each_is_told_why(champion: Trained, country: Path, tmp_path: Path):
    out = tmp_path / "lists"
    said = champion.program.run("rank", country, *PLACED, "--format", "csv", "--out", out, "--verbose")
    assert said.stdout.splitlines()[0].split() == ["school", "children", "places", "expected", "cases", "why"]
    assert "at most 10 % of" in said.stdout
    assert "Expected cases among 240 places: the same share of every school" in said.stdout
    assert ": 240 listed; of " in said.stdout
    assert "giving the places" in said.stderr
    rows = list(csv.DictReader((out / "places.csv").read_text(encoding="utf-8").splitlines()))
    assert sum(int(row["places"]) for row in rows) == 240
    for row in rows:
        assert 1 <= int(row["places"]) <= max(1, int(row["scored"]) // 10)
        lists = csv.DictReader((out / "lists" / f"{row['partition']}.csv").read_text(encoding="utf-8").splitlines())
        mine = [each for each in lists if each["school_id"] == row["school_id"] and each["listed"] == "true"]
        assert [int(each["rank"]) for each in mine] == list(range(1, 1 + int(row["places"])))
    champion.program.run("rank", country, *PLACED, "--format", "csv", "--processes", 1, "--out", tmp_path / "one")
    assert written(tmp_path / "one") == written(out)
    again = champion.program.run("rank", country, *PLACED, "--format", "csv", "--out", out, "--verbose")
    assert "going on; 4 of 4 partitions are done" in again.stderr
    assert written(tmp_path / "one") == written(out)


def test_places_that_the_bounds_forbid_end_with_exit_code_4_and_the_number_that_would_do(
    champion: Trained, country: Path, tmp_path: Path
):
    few = ("--as-of", "2026-04-20", "--each-school", "--places", "3", "--out", tmp_path / "lists")
    said = champion.program.run("rank", country / "county=OT", *few, exit_code=4).stderr
    assert "At least 1 child in every school (4 schools) needs 4 places, and there are 3; give --places 4" in said
    enough = (*few[:4], "4", *few[5:])
    assert "4 listed" in champion.program.run("rank", country / "county=OT", *enough).stdout


def test_features_are_the_same_by_one_process_and_by_several(no_models: CommandLine, country: Path, tmp_path: Path):
    counties = tmp_path / "counties"  # apart, as the parts of a country are
    for number, county in enumerate(COUNTIES[:3]):
        write_country(counties / f"county={county}", pupils=200, years=1, seed=number, county=county, tell=silent)
    for out, options in (("one", ("--processes", 1)), ("some", ())):
        no_models.run("features", counties, "--as-of", "2026-04-20", "--out", tmp_path / out, *options)
    one, some = ({path.name: path.read_bytes() for path in (tmp_path / out).iterdir()} for out in ("one", "some"))
    assert sorted(one) == [f"{county}.parquet" for county in COUNTIES[:3]]
    assert one == some


ASKED_OF_ONE = ("--as-of", "2026-04-20", "--capacity", "0.05")


def test_each_schools_list_is_the_one_it_gets_alone(champion: Trained, country: Path, uninterrupted: Path):
    schools = list(csv.DictReader((uninterrupted / "schools" / "OT.csv").read_text(encoding="utf-8").splitlines()))
    lists = list(csv.DictReader((uninterrupted / "lists" / "OT.csv").read_text(encoding="utf-8").splitlines()))
    assert len(schools) == 4
    for school in schools:
        asked = (
            "rank",
            country / "county=OT",
            "--as-of",
            "2026-04-20",
            "--capacity",
            "0.05",
            "--school",
            school["school_id"],
        )
        alone = champion.program.json(*asked, "--format", "json")
        assert [float(school[f"expected_hits{end}"]) for end in ("", "_low", "_high")] == [
            alone[f"expected_hits{end}"] for end in ("", "_low", "_high")
        ]
        told_of_all = {"invented_children"}  # of the run, once
        codes = [caution["code"] for caution in alone["cautions"] if caution["code"] not in told_of_all]
        assert school["cautions"].split() == codes
        mine = [row for row in lists if row["school_id"] == school["school_id"] and row["listed"] == "true"]
        assert [(row["pupil_id"], int(row["rank"]), float(row["score"]), float(row["margin"])) for row in mine] == [
            (pupil["pupil_id"], pupil["rank"], pupil["score"], pupil["margin"]) for pupil in alone["pupils"]
        ]
        told = list(csv.DictReader(champion.program.run(*asked, "--format", "csv").stdout.splitlines()))
        for row, pupil in zip(mine, told, strict=True):
            assert [row[f"reason_{number}_en"] for number in (1, 2, 3)] == [
                pupil[f"reason_{number}"].partition(" (")[0] for number in (1, 2, 3)
            ]


def test_problems_end_with_exit_code_3_all_sentences_and_the_lists_of_the_others(
    champion: Trained, country: Path, tmp_path: Path
):
    shutil.copytree(country / "county=OT", tmp_path / "records" / "county=OT")
    for county in ("AB", "CJ"):
        bad = tmp_path / "records" / f"county={county}"
        bad.mkdir()
        (bad / "enrolments.csv").write_text(
            f"pupil_id,school_id,school_year,enrolled_on\nP,S{county},soon,2024-09-09\n"
        )
    said = champion.program.run("rank", tmp_path / "records", *ASKED, "--out", tmp_path / "lists", exit_code=3)
    assert [line.partition(",")[0] for line in said.stderr.splitlines() if line.startswith("county=")] == [
        "county=AB/enrolments.csv", "county=CJ/enrolments.csv",
    ]  # fmt: skip
    assert "Missing: AB, CJ. Correct the records and start again" in said.stdout
    summary = strict_json((tmp_path / "lists" / "summary.json").read_text(encoding="utf-8"))
    assert [part["partition"] for part in summary["missing"]] == ["AB", "CJ"]
    assert [path.name for path in (tmp_path / "lists" / "lists").iterdir()] == ["OT.parquet"]


def test_a_county_without_anybody_ends_with_exit_code_4(champion: Trained, country: Path, tmp_path: Path):
    early = ("--as-of", "2020-04-20", "--capacity", "5", "--each-school", "--out", tmp_path / "lists")
    said = champion.program.run("rank", country / "county=OT", *early, exit_code=4)
    assert "OT: Nobody is in school at 20 April 2020" in said.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*ASKED, "--out", "lists", "--school", "S1"), "Give either one school (--school) or all of them"),
        ((*ASKED, "--out", "lists", "--format", "table"), "are written as parquet, csv, xlsx or html"),
        (ASKED, "need a folder; name a new one with --out FOLDER"),
        ((*ASKED[:-2], "--out", "list.parquet", "--format", "parquet"), "add --each-school"),
        ((*ASKED[:-2], "--out", "."), "is a folder; name a file"),
        ((*ASKED[:-2], "--processes", "2"), "partition by partition; add --each-school"),
        ((*ASKED, "--out", "lists", "--processes", "0"), "is not in the range x>=1"),
        (
            (*ASKED[:2], "--places", "20"),
            "Places are given to schools (--places, --by, --at-least, --at-most); add --each",
        ),
        (ASKED[:2], "Say how long the list is with --capacity"),
        (
            (*ASKED[:2], "--each-school", "--out", "lists"),
            "how many places there are for all schools together (--places)",
        ),
        ((*ASKED, "--places", "20", "--out", "lists"), "how many places there are for all schools together (--places)"),
        ((*ASKED, "--at-most", "3", "--out", "lists"), "give their number with --places"),
        ((*PLACED, "--by", "share", "--out", "lists"), "are bounds of --by school; leave them out with --by share"),
        ((*PLACED, "--at-least", "20%", "--out", "lists"), "At least 0.2 and at most 0.1 of a school cannot both hold"),
        ((*PLACED[:-1], "none", "--out", "lists"), "none is no capacity"),
        ((*ASKED, "--out", "lists", "--processes", "2", "--cluster", "local"), "Give either a cluster (--cluster) or"),
    ],
)
def test_what_does_not_go_together_is_a_wrong_command(
    no_models: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
):
    monkeypatch.chdir(tmp_path)
    assert said in no_models.run("rank", tmp_path, *arguments, exit_code=2).stderr


@pytest.mark.parametrize(
    ("out", "options", "said"),
    [
        ("table.csv", ("--processes", "2"), "Into one file all records are worked on at once; give --out a folder"),
        ("folder", ("--processes", "2", "--cluster", "local"), "Give either a cluster (--cluster) or"),
    ],
)
def test_processes_are_for_parts_and_here(
    no_models: CommandLine, country: Path, tmp_path: Path, out: str, options: tuple[str, ...], said: str
):
    asked = ("features", country, "--as-of", "2026-04-20", "--out", tmp_path / out, *options)
    assert said in no_models.run(*asked, exit_code=2).stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_champion_nothing_is_written(no_models: CommandLine, country: Path, tmp_path: Path):
    said = no_models.run("rank", country, *ASKED, "--out", tmp_path / "lists", exit_code=4).stderr
    assert "There is no champion yet" in said
    assert not (tmp_path / "lists").exists()
