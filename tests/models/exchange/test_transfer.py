"""A promoted version leaves one installation in a file and is registered, once, in another that never trained."""

import datetime as dt
import io
import json
import random
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from features.i18n.dates import date_words
from models.exchange import model_file
from models.exchange.model_file import read_model_file, spoken
from tests.support.command_line import CommandLine, Trained


@pytest.fixture(scope="module")
def exported(champion: Trained, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The champion in a file."""
    folder = tmp_path_factory.mktemp("exported")
    file = folder / "model.zip"
    champion.program.copy(folder).run("model", "export", "champion", file)
    return file


@pytest.fixture
def elsewhere(tmp_path: Path) -> CommandLine:
    """An installation that never trained."""
    return CommandLine(tmp_path)


def changed(file: Path, out: Path, members: Mapping[str, bytes]) -> Path:
    """Write the file anew with other members, its list of contents as it was."""
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in members:
                after.writestr(name, before.read(name))
        for name, data in members.items():
            after.writestr(name, data)
    return out


def sealed(file: Path, out: Path, members: Mapping[str, bytes]) -> Path:
    """Write the file anew with other members and a list of contents that names them, as somebody with intent would."""
    with zipfile.ZipFile(file) as before:
        kept = {name: before.read(name) for name in before.namelist() if name != "contents.json"} | dict(members)
    contents = {"format": 1, "sha256": {name: model_file._sha256(data) for name, data in sorted(kept.items())}}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name, data in {"contents.json": json.dumps(contents).encode(), **kept}.items():
            after.writestr(name, data)
    return out


# Out of one, into another


def test_the_same_list_is_made_where_the_model_was_brought(champion: Trained, exported: Path, elsewhere: CommandLine):
    elsewhere.run("model", "import", exported)
    elsewhere.run("promote", "1", "--by", "Dana Rusu", "--reason", "from the county office")
    asked = ("rank", champion.records, "--as-of", "2025-05-15", "--capacity", 5, "--format", "json")
    assert elsewhere.json(*asked)["pupils"] == champion.program.json(*asked)["pupils"]


def test_who_promoted_it_and_why_is_told_with_the_fingerprint_of_both_sides(exported: Path, elsewhere: CommandLine):
    said = elsewhere.run("model", "import", exported).stdout
    fingerprint = spoken(read_model_file(exported)[1])
    assert f"is now version 1. Fingerprint {fingerprint}: compare it" in said
    assert "Promoted where it was made by " in said
    assert "Next: prezent promote 1 --by NAME" in said


def test_the_card_the_figures_and_the_checks_come_with_it(champion: Trained, exported: Path, elsewhere: CommandLine):
    elsewhere.run("model", "import", exported)
    listed = elsewhere.run("models").stdout
    assert "challenger" in listed
    assert "no checks" not in listed


def test_the_same_file_twice_is_one_version(exported: Path, elsewhere: CommandLine):
    elsewhere.run("model", "import", exported)
    assert "was brought before: it is version 1." in elsewhere.run("model", "import", exported).stdout
    assert elsewhere.run("models").stdout.count("challenger") == 1


def test_the_same_version_is_the_same_file_whenever_it_is_written(champion: Trained, exported: Path, tmp_path: Path):
    again = tmp_path / "again.zip"
    champion.program.copy(tmp_path).run("model", "export", "1", again)
    assert again.read_bytes() == exported.read_bytes()


def test_beside_a_champion_of_the_place_it_cannot_be_said_which_is_better(
    exported: Path, elsewhere: CommandLine, tmp_path: Path
):
    tags = {**read_model_file(exported)[0].tags, "capacity": "0.06"}
    another = sealed(exported, tmp_path / "another.zip", {"version.json": json.dumps(tags).encode()})
    signed = ("--by", "Dana Rusu", "--reason", "a try", "--verbose")
    elsewhere.run("model", "import", exported)
    elsewhere.run("promote", "1", *signed)
    elsewhere.run("model", "import", another)
    said = " ".join(elsewhere.run("promote", "2", *signed).stdout.split())
    assert "It came in a file and was compared where it was made, not with the champion here." in said


def test_no_child_is_in_the_file(exported: Path, champion: Trained):
    pupils = set(pd.read_parquet(champion.records / "enrolments.parquet")["pupil_id"])
    with zipfile.ZipFile(exported) as archive:
        texts = b"\n".join(archive.read(name) for name in archive.namelist())
    assert pupils
    assert not [pupil for pupil in pupils if pupil.encode() in texts]


# What is refused


def test_a_version_for_which_nobody_signed_stays_where_it_is(exported: Path, elsewhere: CommandLine, tmp_path: Path):
    elsewhere.run("model", "import", exported)
    said = elsewhere.run("model", "export", "1", tmp_path / "out.zip", exit_code=4).stderr
    assert "Version 1 was never promoted, so nobody has signed for it; promote it first: prezent promote 1." in said
    assert not (tmp_path / "out.zip").exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"pupil_id,school_id\np1,s1\n", b"\x00" * 5000, b"PK\x05\x06" + b"\x00" * 18],
    ids=["empty", "two letters", "a table", "zeros", "an empty archive"],
)
def test_a_file_of_something_else_is_refused(content: bytes, elsewhere: CommandLine, tmp_path: Path):
    file = tmp_path / "model.zip"
    file.write_bytes(content)
    said = elsewhere.run("model", "import", file, exit_code=4).stderr
    assert "is no model file of Prezent, or it was damaged on the way" in said
    assert "Traceback" not in said


def test_wherever_the_file_was_damaged_nothing_is_registered(exported: Path, elsewhere: CommandLine, tmp_path: Path):
    whole, file, place = exported.read_bytes(), tmp_path / "model.zip", random.Random(7)
    fingerprint = read_model_file(exported)[1]
    for _ in range(60):
        at = place.randrange(len(whole))
        file.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << place.randrange(8))]) + whole[at + 1 :])
        try:  # a bit of what no reader looks at, such as a time, may change nothing
            assert read_model_file(file)[1] == fingerprint
        except model_file.Refused:
            continue
    for length in (0, 1, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        elsewhere.run("model", "import", file, exit_code=4)
    assert "No model is registered yet" in elsewhere.run("models").stdout


def test_a_file_put_together_from_two_is_refused(exported: Path, elsewhere: CommandLine, tmp_path: Path):
    file = changed(exported, tmp_path / "m.zip", {"report.json": b"{}"})
    assert "is not what its list of contents says" in elsewhere.run("model", "import", file, exit_code=4).stderr


def test_a_model_that_nobody_signed_for_is_refused_however_well_the_file_is_made(
    exported: Path, elsewhere: CommandLine, tmp_path: Path
):
    with zipfile.ZipFile(exported) as archive:
        name = next(each for each in archive.namelist() if each.endswith("trees.txt"))
        trees = archive.read(name)
    file = sealed(exported, tmp_path / "m.zip", {name: trees + b"\n"})
    assert "are not those that were signed" in elsewhere.run("model", "import", file, exit_code=4).stderr


def test_a_decision_that_was_changed_is_refused(exported: Path, elsewhere: CommandLine, tmp_path: Path):
    decision = read_model_file(exported)[0].decision
    file = sealed(exported, tmp_path / "m.zip", {"decision.json": json.dumps({**decision, "by": "Somebody"}).encode()})
    assert "was changed after it was made" in elsewhere.run("model", "import", file, exit_code=4).stderr


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt",
        "model/../../outside.txt",
        "/etc/outside",
        "more.txt",
        "model\\a",
        "model//tmp/x",
        "model/./a",
        "model/a/../../b",
    ],
)
def test_names_that_lead_elsewhere_are_refused(name: str, exported: Path, elsewhere: CommandLine, tmp_path: Path):
    file = sealed(exported, tmp_path / "m.zip", {name: b"x"})
    assert "belongs to no model" in elsewhere.run("model", "import", file, exit_code=4).stderr


def test_a_file_that_unpacks_to_gigabytes_is_refused_unread(exported: Path, elsewhere: CommandLine, tmp_path: Path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("model/x", "w") as member:
        for _ in range(130):
            member.write(bytes(2**20))
    (file := tmp_path / "m.zip").write_bytes(packed.getvalue())
    assert "more than any model has" in elsewhere.run("model", "import", file, exit_code=4).stderr


def test_a_file_of_another_format_says_what_to_do(exported: Path, elsewhere: CommandLine, tmp_path: Path):
    file = changed(exported, tmp_path / "m.zip", {"contents.json": b'{"format": 9, "sha256": {}}'})
    assert "(format 9, here 1); update the older program" in elsewhere.run("model", "import", file, exit_code=4).stderr


def test_a_file_that_is_not_there_is_one_sentence(elsewhere: CommandLine, tmp_path: Path):
    assert "There is no file" in elsewhere.run("model", "import", tmp_path / "none.zip", exit_code=4).stderr
    folder = elsewhere.run("--lang", "ro", "model", "import", tmp_path / "none.zip", exit_code=4).stderr
    assert "Nu există fișierul" in folder


def test_the_decision_keeps_its_day(exported: Path, elsewhere: CommandLine):
    at = dt.datetime.fromisoformat(read_model_file(exported)[0].decision["at"])
    assert f"on {date_words(at.date(), 'en')}" in elsewhere.run("model", "import", exported).stdout
