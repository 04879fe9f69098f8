"""A fault of the machine is a sentence with an exit code of its own; saying it needs nothing that may have failed."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import features.records.records
from tests.support.command_line import CommandLine

FULL = OSError(errno.ENOSPC, "No space left on device", "/data/list.csv")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Have the records fail to be read."""

    def fail_with(error: BaseException) -> None:
        def fails(_path: Path, **_options: Any) -> None:
            raise error

        monkeypatch.setattr(features.records.records, "load_records", fails)

    return fail_with


@pytest.mark.parametrize(
    ("error", "code", "en", "ro"),
    [
        (MemoryError(), 6, "not enough memory", "nu are destulă memorie"),
        (FULL, 6, "/data/list.csv: there is no room left", "/data/list.csv: nu mai este loc"),
        (PermissionError(errno.EACCES, "no", "grades.csv"), 6, "grades.csv: this account may not", "acest cont nu îl"),
        (OSError(errno.EIO, "Input/output error", "grades.csv"), 6, "the disk does not answer", "discul nu răspunde"),
        (OSError(errno.EMFILE, "Too many open files", "x"), 6, "too many files are open", "prea multe fișiere"),
        (OSError(errno.ENAMETOOLONG, "File name too long", "x" * 300), 2, "the name is too long", "este prea lung"),
    ],
)
def test_a_fault_of_the_machine_is_one_sentence_in_either_language(
    tmp_path: Path, failing: Callable[[BaseException], None], error: BaseException, code: int, en: str, ro: str
) -> None:
    failing(error)
    for language, words in (("en", en), ("ro", ro)):
        said = CommandLine(tmp_path).run("--lang", language, "check", tmp_path, exit_code=code)
        assert words in said.stderr
        assert len(said.stderr.splitlines()) == 1
    assert not (tmp_path / "error.log").exists()


@pytest.mark.parametrize(
    "command", [["check", "x" * 300], ["--var", "x" * 300, "models"], ["--config", "x" * 300, "models"]]
)
def test_a_name_of_300_letters_is_a_sentence(tmp_path: Path, command: list[str]) -> None:
    said = CommandLine(tmp_path).run(*command, exit_code=2).stderr
    assert "the name is too long; choose a shorter one" in said
    assert "x" * 200 not in said


@pytest.mark.parametrize("place", ["file", "file/var", "file/a/b"])
def test_a_folder_for_everything_local_that_cannot_be_one_is_a_sentence(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    said = CommandLine(tmp_path).run("--var", tmp_path / place, "models", exit_code=2).stderr
    assert len(said.splitlines()) == 1
    assert "cannot be used" in said


def test_our_own_fault_is_told_where_no_log_can_be_written(
    tmp_path: Path, failing: Callable[[BaseException], None]
) -> None:
    failing(ZeroDivisionError("pupil 1960101123456"))
    (tmp_path / "error.log").mkdir()
    said = CommandLine(tmp_path).run("check", tmp_path, exit_code=1).stderr
    assert said.startswith(
        "Prezent itself failed; this is our mistake, not yours. Please tell us: ZeroDivisionError, fails:"
    )
    assert "1960101123456" not in said
    ro = CommandLine(tmp_path).run("--lang", "ro", "check", tmp_path, exit_code=1).stderr
    assert ro.startswith("Prezent a greșit; este vina noastră, nu a dumneavoastră. Vă rugăm să ne spuneți: Zero")


def test_a_fault_before_the_settings_are_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: Any, **_options: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("prezent.cli.read_settings", fails)
    said = CommandLine(tmp_path).run("models", exit_code=1).stderr
    assert said.startswith("Prezent itself failed; this is our mistake, not yours. Please tell us: ZeroDivisionError")


def test_a_password_is_not_in_the_log_of_our_faults(tmp_path: Path, failing: Callable[[BaseException], None]) -> None:
    failing(RuntimeError("cannot reach https://ana:geheim@mlflow.example/x?token=geheim"))
    CommandLine(tmp_path).run("check", tmp_path, exit_code=1)
    log = (tmp_path / "error.log").read_text(encoding="utf-8")
    assert "mlflow.example" in log
    assert "geheim" not in log


def test_a_folder_that_may_not_be_opened_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "records").mkdir(mode=0)
    if os.geteuid() == 0:  # may open everything: the system's answer to others is given instead
        monkeypatch.setattr(Path, "iterdir", _refused)
    said = CommandLine(tmp_path).run("check", tmp_path / "records", exit_code=6).stderr
    assert "this account may not open it" in said


def _refused(path: Path) -> Iterator[Path]:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_the_screen_is_told(tmp_path: Path, unbuffered: str) -> None:
    environment = {
        **os.environ, "PREZENT_VAR": str(tmp_path), "PREZENT_LANG": "en", "PYTHONUNBUFFERED": unbuffered,
    }  # fmt: skip
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "prezent", "models"], stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env=environment,
        )  # fmt: skip
    assert done.returncode == 6
    assert "no room left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_memory_that_is_really_not_there_is_a_sentence(tmp_path: Path) -> None:
    code = (
        "import resource, sys, pyarrow, pandas\n"
        "import features.records.records as records\n"
        "def load(*_, **__):\n"
        "    resource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32))\n"
        "    return b'x' * 2**33\n"
        "records.load_records = load\n"
        "from prezent.cli import main\n"
        "sys.argv = ['prezent', 'check', '.']\n"
        "main()"
    )
    environment = {**os.environ, "PREZENT_VAR": str(tmp_path), "PREZENT_LANG": "en"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 6, done.stderr
    assert "This machine has not enough memory for that" in done.stderr
    assert "Traceback" not in done.stderr
