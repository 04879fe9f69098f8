"""Do promotions stand in the log of the pages, chained like all that people do there?"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from models.registry.registry import Registry
from tests.support.command_line import CommandLine, finished


@pytest.mark.slow
def test_promotion_and_rollback_by_command_are_entries_of_one_chain(
    program: CommandLine, registry: Registry, environment: Mapping[str, str], tmp_path: Path
) -> None:
    def run(*words: str) -> str:
        return finished(program.start("-m", "prezent", *words, folder=tmp_path, **environment))

    run("people", "add", "ana@school.example", "--role", "auditor", "--by", "Ana Pop")
    overruled = ("--overruled-by", "Ion Rus", "--overrule-reason", "a trial")
    run("promote", "2", "--by", "Ana Pop", "--reason", "it found more", *overruled)
    run("rollback", "--by", "Ion Rus", "--reason", "it found fewer after all")
    with closing(sqlite3.connect(program.var / "pages.sqlite")) as database:
        said = database.execute("SELECT action, who, why, what FROM audit_entry ORDER BY number").fetchall()
    assert said[-2:] == [
        ("model_promoted", "Ana Pop", "it found more", '{"model_version": "2"}'),
        ("model_rolled_back", "Ion Rus", "it found fewer after all", '{"model_version": "1"}'),
    ]
    assert "as it was written" in run("audit", "verify")
    assert registry.champion() == "1"
