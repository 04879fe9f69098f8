"""What the program writes is whole and safe to open; what a killed run left is named and deleted by the next one."""

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from features.files import whole_files
from tests.support.command_line import CommandLine

POSIX = pytest.mark.skipif(os.name != "posix", reason="processes are found by their number on POSIX only")
DEAD = 2**22 + 1  # above the highest number of a process
ENROLMENTS = (
    "pupil_id,school_id,school_year,enrolled_on,class_label\n"
    "=HYPERLINK(1),s1,2024-2025,2024-09-09,VIII;=1+1\n-p2,s1,2024-2025,2024-09-09,7A\n"
)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "enrolments.csv").write_text(ENROLMENTS)
    return folder


def test_the_feature_table_as_csv_holds_no_formula_and_its_numbers_are_numbers(tmp_path: Path, records: Path) -> None:
    out = tmp_path / "features.csv"
    CommandLine(tmp_path).run("features", records, "--as-of", "2025-02-03", "--out", out)
    rows = [line.split(",") for line in out.read_text(encoding="utf-8").splitlines()]
    ids = rows[0].index("pupil_id"), rows[0].index("class_label")
    assert sorted(tuple(row[place] for place in ids) for row in rows[1:]) == [
        ("'-p2", "7A"), ("'=HYPERLINK(1)", "VIII;'=1+1"),
    ]  # fmt: skip
    for row in rows[1:]:
        assert all(cell == "" or float(cell) is not None for cell in row[3:])


def test_a_full_disk_leaves_the_feature_table_of_before(
    tmp_path: Path, records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    program = CommandLine(tmp_path)
    for name in ("features.csv", "features.parquet"):
        asked = ("features", records, "--as-of", "2025-02-03", "--out", tmp_path / name)
        program.run(*asked)
        before = (tmp_path / name).read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(whole_files.os, "fsync", full)
            said = program.run(*asked, exit_code=6).stderr
        assert f"{name}: there is no room left; make room and start again." in said
        assert (tmp_path / name).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if "half" in path.name] == []


@POSIX
@pytest.mark.parametrize("language", ["en", "ro"])
def test_what_a_killed_run_left_is_named_and_deleted(tmp_path: Path, records: Path, language: str) -> None:
    left = tmp_path / f".records.{DEAD}.0123456789ab.prezent-half"
    left.mkdir()
    (left / "enrolments.csv").write_text(ENROLMENTS)
    asked = ("features", records, "--as-of", "2025-02-03", "--out", tmp_path / "x.csv")
    said = CommandLine(tmp_path).run("--lang", language, *asked).stderr
    words = {"en": f"Deleted {left}, which", "ro": f"Am șters {left}, lăsat neterminat"}
    assert words[language] in said
    assert not left.exists()


@POSIX
@pytest.mark.slow
def test_a_killed_synth_leaves_a_private_folder_that_the_next_one_clears(tmp_path: Path) -> None:
    asked = ["synth", str(tmp_path / "county"), "--pupils", "20000", "--years", "3"]
    environment = {**os.environ, "PREZENT_VAR": str(tmp_path / "var"), "PREZENT_LANG": "en"}
    process = subprocess.Popen([sys.executable, "-m", "prezent", *asked], env=environment, stderr=subprocess.DEVNULL)
    left: list[Path] = []
    deadline = time.monotonic() + 120
    while not left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = list(tmp_path.glob(".county.*"))
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    (folder,) = left
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    said = CommandLine(tmp_path / "var").run("synth", tmp_path / "county", "--pupils", 50, "--years", 1).stderr
    assert f"Deleted {folder}, which a run that was stopped had left unfinished." in said
    assert list(tmp_path.glob(".county.*")) == []
