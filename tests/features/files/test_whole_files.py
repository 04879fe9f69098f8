"""A file is there whole or not at all, whatever fails; what a killed run left is cleared by the next one."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from features.errors import MachineFault, UsageError
from features.files import whole_files
from features.files.whole_files import clear_unfinished, hidden_name, write_text_whole, write_whole

POSIX = pytest.mark.skipif(os.name != "posix", reason="the system of this test")
DEAD = 2**22 + 1  # above the highest number of a process


def failing(code: int) -> Callable[[Path], None]:
    """Write half of a file, then fail as a machine does."""

    def write(path: Path) -> None:
        path.write_text("half")
        raise OSError(code, os.strerror(code))

    return write


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_with_nothing_beside_it(tmp_path: Path) -> None:
    write_text_whole(tmp_path / "list.csv", "școală\r\n")
    assert (tmp_path / "list.csv").read_bytes() == "școală\r\n".encode()
    assert names(tmp_path) == ["list.csv"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EACCES, errno.EROFS, errno.EMFILE])
def test_what_was_there_stays_where_the_machine_fails(tmp_path: Path, code: int) -> None:
    path = tmp_path / "list.csv"
    write_text_whole(path, "before")
    with pytest.raises(MachineFault, match=r"list\.csv: ") as told:
        write_whole(path, failing(code))
    assert told.value.exit_code == 6
    assert told.value.sentences("ro") != told.value.sentences("en")
    assert (path.read_text(), names(tmp_path)) == ("before", ["list.csv"])


def test_no_memory_leaves_what_was_there_too(tmp_path: Path) -> None:
    def write(_path: Path) -> None:
        raise MemoryError

    write_text_whole(tmp_path / "a", "before")
    with pytest.raises(MachineFault, match="not enough memory"):
        write_whole(tmp_path / "a", write)
    assert (tmp_path / "a").read_text() == "before"


def test_a_disk_that_is_full_only_when_it_is_synced_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    write_text_whole(tmp_path / "a", "before")
    monkeypatch.setattr(whole_files.os, "fsync", full)
    with pytest.raises(MachineFault, match="make room and start again"):
        write_text_whole(tmp_path / "a", "after")
    assert (tmp_path / "a").read_text() == "before"


@POSIX
def test_a_file_beyond_what_a_process_may_write_is_no_half_of_one(tmp_path: Path) -> None:
    write_text_whole(tmp_path / "a", "before")
    code = (
        "import resource, sys; from pathlib import Path; from features.files.whole_files import write_text_whole\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: write_text_whole(Path(sys.argv[1]), 'x' * 100_000)\n"
        "except Exception as error: sys.exit(error.exit_code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (6, "")
    assert ((tmp_path / "a").read_text(), names(tmp_path)) == ("before", ["a"])


@pytest.mark.parametrize("place", ["nowhere/a", "file/a", "."])
def test_where_no_file_can_be_is_a_mistake_of_the_command(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        write_text_whole(tmp_path / place, "x")


def test_a_name_may_be_as_long_as_the_system_allows_and_no_longer(tmp_path: Path) -> None:
    write_text_whole(tmp_path / ("a" * 250), "x")
    with pytest.raises(UsageError, match="the name is too long; choose a shorter one"):
        write_text_whole(tmp_path / ("a" * 300), "x")


@POSIX
def test_a_file_keeps_its_mode_and_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("before")
    (tmp_path / "real").chmod(0o640)
    (tmp_path / "link").symlink_to("real")
    write_text_whole(tmp_path / "link", "after")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after"
    assert stat.S_IMODE((tmp_path / "real").stat().st_mode) == 0o640


@POSIX
def test_a_device_is_written_as_it_is() -> None:
    before = os.stat(os.devnull).st_ino
    write_text_whole(Path(os.devnull), "x")
    assert os.stat(os.devnull).st_ino == before


# What killed runs left


@POSIX
def test_what_a_killed_run_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    left = tmp_path / f".list.csv.{DEAD}.0123456789ab.prezent-half"
    left.write_text("children")
    folder = tmp_path / f".records.{DEAD}.0123456789ab.prezent-half"
    (folder / "county=VL").mkdir(parents=True)
    others = [
        hidden_name(tmp_path / "list.csv"),
        tmp_path / "list.csv",
        tmp_path / ".mine",
        tmp_path / "x.prezent-half",
    ]
    for path in others:
        path.write_text("x")
    assert clear_unfinished(tmp_path) == [left, folder]
    assert names(tmp_path) == sorted(path.name for path in others)
    assert clear_unfinished(tmp_path / "nowhere") == []


@POSIX
def test_a_link_that_looks_like_it_does_not_lead_to_a_deletion_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "records.csv").write_text("x")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / f".a.{DEAD}.0123456789ab.prezent-half").symlink_to(tmp_path / "mine")
    assert len(clear_unfinished(tmp_path / "here")) == 1
    assert names(tmp_path / "mine") == ["records.csv"]
