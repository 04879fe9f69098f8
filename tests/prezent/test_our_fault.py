"""A fault of the program itself is a sentence for people and a file for whoever mends it."""

from pathlib import Path

import pytest

import features.records.records
from tests.support.command_line import CommandLine


def test_a_fault_of_ours_is_one_sentence_exit_code_1_and_a_log_without_identity_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fails(_path: Path, **_options: object) -> None:
        raise ZeroDivisionError("pupil 1960101123456")

    monkeypatch.setattr(features.records.records, "load_records", fails)
    said = CommandLine(tmp_path).run("check", tmp_path, exit_code=1)
    log = (tmp_path / "error.log").read_text(encoding="utf-8")
    assert said.stdout == ""
    assert said.stderr.startswith("Prezent itself failed; this is our mistake, not yours.")
    assert "Traceback" not in said.stderr
    assert "ZeroDivisionError" in log
    assert "1960101123456" not in log
