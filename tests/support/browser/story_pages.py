"""A server of the pages as a county would start it: invented records up to yesterday, names, people of each role."""

import contextlib
import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from features.synthetic.country import schools_of_programme, write_areas
from serving.api.startup import SOURCES
from tests.support.command_line import CommandLine
from tests.support.serving.served import free_port, running

COUNTY, PROGRAMME = "OT", "noroc"
CAPACITY = 20
PEOPLE = {
    "ro": {
        "director": "Ion Pop", "form_teacher": "Ana Marin", "counsellor": "Maria Toma", "coordinator": "Elena Radu",
        "ngo_worker": "Mihai Stan", "secretary": "Ioana Dinu", "auditor": "Radu Ene", "administrator": "Dan Ilie",
    },
    "en": {
        "director": "John Priest", "form_teacher": "Anne Miller", "counsellor": "Mary Cook", "coordinator": "Helen Ray",
        "ngo_worker": "Michael Stone", "secretary": "Joan Archer", "auditor": "Ralph Lee", "administrator": "Dan Hill",
    },
}  # fmt: skip
_FIRST = ("Ana", "Bogdan", "Carmen", "Dan", "Elena", "Florin", "Gabriela", "Horia", "Ilinca", "Lucian", "Mara")
_SECOND = ("Maria", "Andrei", "Ioana", "Mihai", "Sofia", "Radu", "Teodora")
# One process makes all people, by the command itself: Django is configured once in a process, and that takes seconds.
_MANY_COMMANDS = """
import json, sys
from prezent.cli import cli
for each in json.loads(sys.stdin.read()):
    cli.main(each, standalone_mode=False)
"""
# No command makes a programme: those that are there come with the demo.
_PROGRAMME = """
import json, sys
from prezent.settings import read_settings
from prezent.commands.pages.pages_start import open_pages
open_pages(read_settings("en"))
from serving.web.invented.examples import examples
from serving.web.demo.pages import keep_programme
keep_programme(examples()[sys.argv[1]], tuple(sys.argv[2:]))
"""


@dataclass(frozen=True)
class School:
    """The school of a story: its code, and the class of whose children most are on the list."""

    school_id: str
    class_label: str


@dataclass(frozen=True)
class StoryPages:
    """A running server, the school of each language's story, and the ways in of its people by language and role."""

    url: str
    schools: Mapping[str, School]
    ways_in: Mapping[tuple[str, str], str]
    said: Path


@contextlib.contextmanager
def story_pages(folder: Path, program: CommandLine) -> Iterator[StoryPages]:
    """Serve a county from a database, with the champion of ``program``; each language's story has its own school."""
    var, port = folder / "var", free_port()
    var.mkdir()
    program = program.copy(var)
    records = _records(folder)
    program.run("import", "records", records, folder / "records.sqlite")
    _keep_names(records, program)
    schools = _schools(records, program)
    environment = _environment(program)
    _run(["-c", _PROGRAMME, PROGRAMME, *sorted({each.school_id for each in schools.values()})], environment)
    ways_in = _ways_in(schools, f"http://127.0.0.1:{port}", environment)
    serve = ["serve", "--pages", "--records", f"{folder / 'records.sqlite'}", "--port", f"{port}"]
    with running([sys.executable, "-m", "prezent", *serve], port, folder=folder, environment=environment) as served:
        yield StoryPages(f"http://127.0.0.1:{port}", schools, ways_in, served.said)


def _records(folder: Path) -> Path:
    """Write the records of a few village schools, up to yesterday."""
    today = dt.datetime.now().astimezone().date()
    area = schools_of_programme(COUNTY, locality="rural", schools=3, pupils=900, years=2, seed=7, today=today)
    write_areas(folder / "records", [area], file_format="parquet", tell=lambda _step: None)
    return folder / "records"


def _keep_names(records: Path, program: CommandLine) -> None:
    """Give every child a name, as an import of a school's sheets would."""
    from serving.roster.installation import open_installation

    enrolled = pd.read_parquet(records / "enrolments.parquet").astype("string").drop_duplicates("pupil_id")
    names = [f"{_FIRST[each % 11]}-{_SECOND[each % 7]} Exemplu" for each in range(len(enrolled))]
    opened = open_installation(f"sqlite:///{program.var / 'roster.sqlite'}", program.var / "keyring.toml")
    assert opened.roster is not None
    opened.roster.keep(enrolled[["pupil_id", "school_id"]].assign(name=names), key_id=opened.pseudonyms.key_id)


def _schools(records: Path, program: CommandLine) -> dict[str, School]:
    """Return the largest schools, one for each language, with the class of which most children are listed."""
    enrolled = pd.read_parquet(records / "enrolments.parquet").astype("string")
    now = enrolled[enrolled["school_year"] == enrolled["school_year"].max()]
    found = {}
    for language, school in zip(PEOPLE, now["school_id"].value_counts().index, strict=False):
        asked = ("--as-of", dt.datetime.now().astimezone().date(), "--school", school, "--capacity", CAPACITY)
        ranked = program.json("rank", records, *asked, "--format", "json")
        classes = pd.Series([pupil["class_label"] for pupil in ranked["pupils"]])
        found[language] = School(school, str(classes.mode()[0]))
    return found


def _ways_in(schools: Mapping[str, School], address: str, environment: Mapping[str, str]) -> dict[tuple[str, str], str]:
    asked = {
        (language, role): ["--lang", language, "people", "add", f"{role.replace('_', '-')}@{language}.example",
                           "--role", role, "--name", name, "--address", address, *_place(role, schools[language])]
        for language, people in PEOPLE.items() for role, name in people.items()
    }  # fmt: skip
    said = _run(["-c", _MANY_COMMANDS], environment, json.dumps(list(asked.values())))
    return dict(zip(asked, re.findall(r"http://\S+/people/way-in/\S+", said), strict=True))


def _place(role: str, school: School) -> Sequence[str]:
    at_school = ("--school", school.school_id)
    return {
        "form_teacher": (*at_school, "--class", school.class_label), "coordinator": ("--county", COUNTY),
        "ngo_worker": ("--programme", PROGRAMME), "auditor": (), "administrator": (),
    }.get(role, at_school)  # fmt: skip


def _environment(program: CommandLine) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    return {
        **kept, "PREZENT_VAR": str(program.var), "PREZENT_LANG": "en", "MLFLOW_TRACKING_URI": program.tracking_uri,
        "PYTHONPATH": str(SOURCES), "OMP_NUM_THREADS": "1",
    }  # fmt: skip


def _run(python: Sequence[str], environment: Mapping[str, str], said: str = "") -> str:
    done = subprocess.run(
        [sys.executable, *python], env=environment, input=said, capture_output=True, text=True, check=False, cwd=SOURCES
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
