"""People, keys and the log from the machine itself, as an administrator types it on the first day."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.long_process import LongProcess, long_process


@dataclass(frozen=True)
class Machine:
    """The program with a folder of its own, and a process that does its commands."""

    var: Path
    process: LongProcess

    def run(self, *arguments: object, code: int = 0) -> str:
        return "".join(self.process.run("--lang", "en", *arguments, code=code))


def run_alone(var: Path, *arguments: object, code: int = 0, **environment: str) -> str:
    """Run a command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "prezent", "--lang", "en", *map(str, arguments)], capture_output=True, text=True,
        check=False, env={**os.environ, "PREZENT_VAR": str(var), **environment},
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    var = tmp_path_factory.mktemp("first_day")
    said = run_alone(var, "people", "add", "Ana@School.example", "--role", "administrator", "--by", "Ana Pop")
    assert re.search(r"http://127\.0\.0\.1:3000/people/way-in/[\w-]{43}/", said)
    with long_process(var, {**os.environ, "PREZENT_VAR": str(var)}) as process:
        yield Machine(var, process)


def test_a_role_without_its_place_is_refused_and_nothing_is_made(machine: Machine) -> None:
    said = machine.run("people", "add", "d@s.ro", "--role", "form_teacher", "--school", "S1", code=4)
    assert "name it with --class" in said
    assert "d@s.ro" not in machine.run("people", "list")


@pytest.mark.parametrize(
    ("place", "said"),
    [(("coordinator", "--county", "XX"), "There is no county XX. The two letters of the county"),
     (("ngo_worker", "--programme", "zzz"), "There is no programme zzz. One of: noroc.")],
)  # fmt: skip
def test_a_place_that_there_is_not_is_refused_as_the_pages_refuse_it(machine: Machine, place, said) -> None:
    with closing(sqlite3.connect(machine.var / "pages.sqlite")) as pages, pages:
        pages.execute(
            "INSERT OR IGNORE INTO programmes_programme "
            "(code, organisation, name_ro, name_en, about_ro, about_en, transitions) "
            "VALUES ('noroc', 'NOROC', 'n', 'n', '', '', '[]')"
        )
    assert said in machine.run("people", "add", "eva@s.ro", "--role", *place, code=4)
    assert "eva@s.ro" not in machine.run("people", "list")


def test_a_county_is_known_by_its_name_and_a_school_that_nobody_has_met_is_doubted(machine: Machine) -> None:
    machine.run("people", "add", "olt@s.ro", "--role", "coordinator", "--county", "Olt")
    assert "olt@s.ro  coordinator  OT" in machine.run("people", "list")
    doubted = "The records are not at hand here, and 9999 is no code of SIIIR. If it is a slip"
    assert doubted in machine.run("people", "add", "eli@s.ro", "--role", "director", "--school", "9999")
    ro = machine.process.run("--lang", "ro", "people", "grant", "eli@s.ro", "--role", "secretary", "--school", "9999")
    assert "iar 9999 nu este un cod SIIIR. Dacă" in "".join(ro)
    assert "SIIIR" not in machine.run("people", "grant", "eli@s.ro", "--role", "secretary", "--school", "0761101234")


def test_people_are_added_given_roles_reset_and_closed(machine: Machine) -> None:
    machine.run("people", "add", "dan@s.ro", "--role", "director", "--school", "S1", "--address", "https://prezent.ro")
    machine.run("people", "grant", "dan@s.ro", "--role", "secretary", "--school", "S2", "--until", "2030-01-01")
    assert "/people/way-in/" in machine.run("--lang", "ro", "people", "reset", "dan@s.ro")
    with closing(sqlite3.connect(machine.var / "pages.sqlite")) as pages:  # the pages speak to dan as it was asked for
        assert pages.execute("SELECT language FROM accounts_user WHERE email = 'dan@s.ro'").fetchone() == ("ro",)
    key = machine.run("people", "token", "dan@s.ro", "--role", "director", "--name", "catalog").splitlines()[-1]
    assert len(key) == 43
    assert "open ones: catalog" in machine.run("people", "close-token", "dan@s.ro", "--name", "orar", code=4)
    assert "Keys closed: 1" in machine.run("people", "close-token", "dan@s.ro", "--name", "catalog")
    assert "open ones: –" in machine.run("people", "close-token", "dan@s.ro", "--name", "catalog", code=4)
    late = ("--role", "auditor", "--until", "2001-01-01")
    assert "is over" in machine.run("people", "grant", "dan@s.ro", *late, code=4)
    machine.run("people", "close", "dan@s.ro")
    assert "dan@s.ro  director  S1; secretary  S2  closed" in machine.run("people", "list")
    assert "is closed" in machine.run("people", "invite", "dan@s.ro", code=4)
    machine.run("people", "close", "dan@s.ro", "--open")
    assert "already an account" in machine.run("people", "add", "dan@s.ro", "--role", "auditor", code=4)
    assert "no account" in machine.run("people", "close", "nobody@s.ro", code=4)
    assert "no e-mail address" in machine.run("people", "add", "nobody", "--role", "auditor", code=4)


def test_what_was_done_is_in_the_log_which_is_exported_and_verified(machine: Machine, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    machine.run("audit", "export", file)
    entries = [json.loads(line) for line in file.read_text().splitlines()]
    assert entries[0]["who"] == "Ana Pop"
    assert [each["number"] for each in entries] == list(range(1, len(entries) + 1))
    assert entries[-1]["action"] == "log_exported"
    assert all(after["before"] == each["digest"] for each, after in pairwise(entries))
    assert "as it was written" in machine.run("audit", "verify")


def test_a_changed_log_ends_with_4_and_the_number_of_the_entry(machine: Machine) -> None:
    with closing(sqlite3.connect(machine.var / "pages.sqlite")) as database, database:
        database.execute("UPDATE audit_entry SET who = 'somebody else' WHERE number = 2")
    assert "entry 2 (changed)" in machine.run("audit", "verify", code=4)


def test_half_of_an_organisations_log_in_is_refused(machine: Machine) -> None:
    said = run_alone(machine.var, "people", "list", code=2, PREZENT_OIDC_NAME="Inspectorate")
    assert "oidc_server, oidc_client, oidc_secret is missing" in said


def test_a_class_that_nobody_has_met_is_given_with_a_word_about_those_there_are(machine: Machine) -> None:
    with closing(sqlite3.connect(machine.var / "pages.sqlite")) as pages, pages:
        pages.execute(
            "INSERT INTO roster_child (opaque, pupil_id, school_id, class_label) "
            "VALUES ('a-child', 'P1', 'S7', 'VII B')"
        )
    place = ("--role", "form_teacher", "--school", "S7", "--class")
    said = machine.run("people", "add", "ion@s.ro", *place, "7C")
    assert "have met no child of a class 7C in school S7. Classes met so far: VII B." in said
    assert "/people/way-in/" in said  # it is made all the same
    assert "met no child" not in machine.run("people", "grant", "ion@s.ro", *place, "7B")
    assert "ion@s.ro  form_teacher 7C S7; form_teacher VII B S7" in machine.run("people", "list")
