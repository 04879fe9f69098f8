"""Is an erased child nowhere in what the pages keep, and does their log still hold without naming it?"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from features.store.erasure.traces import Traces
from serving.roster.roster import open_roster
from tests.support.postgresql import PostgresServer
from tests.support.stores import bring

GONE, STAYS = "p" + "qzwx" * 4 + "abc", "p" + "efgh" * 4 + "abc"
NAME, NEIGHBOUR = "Prunoiu Închipuita-Ștefania", "Nucă Inventată"
NUMBER = "347/219"
SIGNED = ("--by", "Ana Pop", "--reason", f"the mother of {NAME} asked")
WRITTEN = "Scriem numai despre vecin"
HEAD = "Nume;Prenume;Clasa\n"
# Uploads that wait: of the child's school, and of another one, the last of which alone is of other children.
WAITING = [
    ("S1", f"{NAME}.csv", f"{HEAD}{NAME};;5A\n", "{}"),
    ("S1", "altii.csv", f"{HEAD}Alun;Doi;5A\n", "{}"),
    ("S2", "despartit.csv", f"{HEAD}PRUNOIU;Ștefania;5A\n", "{}"),
    ("S2", "numar.csv", f"Matricol;Clasa\n{NUMBER};5A\n", "{}"),
    ("S2", "raspuns.csv", f"{HEAD}Alun;Doi;5A\n", f'{{"pair:x": "{GONE} one"}}'),
    ("S2", "stricat.xlsx", "PK\x03\x04 nothing", "{}"),
    ("S2", "vecini.csv", f"{HEAD}Alun;Doi;5A\nNucă;Ștefania;5A\n", "{}"),
]
PAGES = f"""
import datetime as dt, sys
from pathlib import Path
from prezent.commands.pages.pages_start import open_pages
from prezent.settings import read_settings
open_pages(read_settings("ro", var=Path(sys.argv[1])))
from serving.web.access.models import SharedChild
from serving.web.accounts.models import User
from serving.web.audit.chain import record
from serving.web.children.models import Note, NoteRevision, Objection
from serving.web.imports.models import Upload
from serving.web.lists.models import SavedView, ShownList, ShownPlace
from serving.web.plans.models import Approval, Change, Contact, Measure, Plan, Step, Transfer
from serving.web.reviews.models import Decision
from serving.web.roster.models import Child
day = dt.date(2025, 10, 20)
ana = User.objects.create_user("ana@scoala.example", name="Ana Pop")
shown = ShownList.objects.create(school_id="S1", as_of=day, model_version="1", data_fingerprint="f", capacity=5,
                                 cohort_size=9)
for rank, (pupil, name) in enumerate((({GONE!r}, {NAME!r}), ({STAYS!r}, {NEIGHBOUR!r})), 1):
    child = Child.objects.create(pupil_id=pupil, school_id="S1", class_label="5A")
    ShownPlace.objects.create(shown=shown, child=child, rank=rank, score=0.5, reasons=[{{"of": pupil}}])
    Decision.objects.create(child=child, kind="agreed", reason=f"{{name}} lipsește", by=ana, school_id="S1", as_of=day)
    record(None, "decision_made", pupil_id=pupil, school_id="S1", why=f"{{name}} lipsește", who="ana@scoala.example")
    record(None, "child_viewed", pupil_id=pupil, school_id="S1", who="ana@scoala.example")
    note = Note.objects.create(child=child, author=ana, text=f"Am vorbit cu {{name}} ({{pupil}}).")
    NoteRevision.objects.create(note=note, text=f"{{name}}", restricted=True)
    Objection.objects.create(child=child, kind="object", raised_on=day, raised_by=f"mama lui {{name}}", text=name,
                             entered_by=ana)
    SharedChild.objects.create(user=ana, pupil_id=pupil, school_id="S1", until=day, given_by="x")
    plan = Plan.objects.create(child=child, school_id="S1", owner=ana, made_by=ana, need=name, starts_on=day)
    Measure.objects.create(plan=plan, code="1", starts_on=day, provider=f"bunica lui {{name}}")
    Step.objects.create(plan=plan, text=f"de sunat {{name}}", due_on=day, responsible=ana)
    Contact.objects.create(plan=plan, on=day, how="visit", result=f"{{name}} era acasă", by=ana)
    Transfer.objects.create(plan=plan, kind="hand_over", to=ana, asked_by=ana, why=name)
    Approval.objects.create(plan=plan, of="plan", asked_by=ana, words=name)
    Change.objects.create(plan=plan, record="plan", record_pk=plan.pk, field="need", before=name, after=pupil, by=ana)
of_other = {WRITTEN + ": vine cu INCHIPUITA ȘTEFANIA Prunoiu, nr. matricol " + NUMBER + ", pe jos"!r}
note.text = of_other
note.save()
record(None, "note_changed", pupil_id={STAYS!r}, why=of_other, who="ana@scoala.example")
SavedView.objects.create(user=ana, name="clasa mea", query="class=5A")
SavedView.objects.create(user=ana, name="ei", query="class=Prunoiu+%C3%8Enchipuita-%C8%98tefania")
for school, name, content, answers in {WAITING!r}:
    upload = Upload.objects.create(school_id=school, by=ana, names=[name], exported_on=day)
    folder = Path(sys.argv[1]) / "uploads" / upload.opaque
    folder.mkdir(parents=True)
    (folder / ("1" + Path(name).suffix)).write_text(content)
    (folder / "answers.json").write_text(answers)
"""
LEFT = """
import sys
from pathlib import Path
from prezent.commands.pages.pages_start import open_pages
from prezent.settings import read_settings
open_pages(read_settings("ro", var=Path(sys.argv[1])))
from django.apps import apps
import json
from serving.web.audit.models import Entry
from serving.web.children.models import Note
from serving.web.imports.models import Upload
parts = ("access", "lists", "children", "reviews", "plans", "imports", "roster")
rows = {m._meta.label: m._base_manager.count() for part in parts for m in apps.get_app_config(part).get_models()}
uploads = [name for each in Upload.objects.all() for name in each.names]
print(json.dumps({"rows": rows, "uploads": uploads, "note": Note.objects.order_by("pk").last().text, "log": [
    [e.action, e.pupil_id, e.why, e.what] for e in Entry.objects.order_by("number")]}))
"""

STOPPED = """
from features.errors import OutsideServiceError
from prezent.cli import main
from prezent.commands.registers.erasures import everywhere

def stop(*_):
    raise OutsideServiceError(everywhere.BEYOND_REACH)

everywhere.clear_files = stop
main()
"""


@dataclass(frozen=True)
class Installation:
    """A school's whole installation: records, roster, pages, and where the pages' database is."""

    var: Path
    pages: str

    def python(self, *arguments: object, code: int = 0, lang: str = "en") -> str:
        environment = {**os.environ, "PREZENT_VAR": str(self.var), "PREZENT_LANG": lang}
        if self.pages:
            environment["PREZENT_PAGES_DATABASE"] = self.pages
        done = subprocess.run(
            [sys.executable, *map(str, arguments)], capture_output=True, text=True, check=False, env=environment
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def prezent(self, *arguments: object, code: int = 0, lang: str = "en") -> str:
        return self.python("-m", "prezent", *arguments, code=code, lang=lang)

    @property
    def records(self) -> Path:
        return self.var / "records.sqlite"

    def left(self) -> dict[str, dict[str, int]]:
        return json.loads(self.python("-c", LEFT, self.var).splitlines()[-1])


BOTH = pytest.mark.parametrize("installation", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation with the two children, which a test copies."""
    var = tmp_path_factory.mktemp("installed") / "var"
    fill(Installation(var, pages=""))
    return var


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Installation:
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("installed"), tmp_path / "var")
        return Installation(tmp_path / "var", pages="")
    server: PostgresServer = request.getfixturevalue("postgresql")
    pages = _of_nobody_special(server) if "no_byte" not in request.node.name else server.new_database()
    made = Installation(tmp_path / "var", pages)
    fill(made)
    return made


def fill(made: Installation) -> None:
    """Make the records, names and pages of two children."""
    made.var.mkdir()
    rows = [{"pupil_id": each, "school_id": "S1", "school_year": "2025-2026", "enrolled_on": "2025-09-08",
             "class_label": "5A"} for each in (GONE, STAYS)]  # fmt: skip
    days = [{"pupil_id": each, "date": "2025-10-06", "hours": "2"} for each in (GONE, STAYS)]
    bring(f"sqlite:///{made.records}", "2025-10-08", file=f"{NAME}.xlsx", enrolments=rows, attendance=days)
    people = [
        {"school_id": "S1", "pupil_id": each, "name": name, "register_number": number, "contacts": ""}
        for each, name, number in ((GONE, NAME, NUMBER), (STAYS, NEIGHBOUR, "12"))
    ]
    open_roster(f"sqlite:///{made.var / 'roster.sqlite'}").keep(pd.DataFrame(people), key_id="k")
    (made.var / "lista.csv").write_text(f"nume;absențe\n{NAME};12\n", encoding="utf-8")
    made.python("-c", PAGES, made.var)


def _of_nobody_special(server: PostgresServer) -> str:
    """Return a database whose owner is no superuser, so that policies of rows hold for it too."""
    address = server.new_database()
    role = f"pages_{address.rpartition('_')[2]}"
    server.sql(f"CREATE ROLE {role} LOGIN")
    server.sql(f"ALTER DATABASE {address.rpartition('/')[2]} OWNER TO {role}")
    return address.replace("//prezent@", f"//{role}@")


def found_in(folder: Path) -> list[str]:
    """Return the files in which the child is, by pseudonym, by name as the roster or people write it, or by number."""
    said = (NAME, NAME.upper(), "INCHIPUITA", "Prunoiu", "PRUNOIU", NUMBER)
    traces = Traces(frozenset({GONE}), frozenset(each.encode() for each in said))
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "pg_wal" not in path.parts)
    return [path.relative_to(folder).as_posix() for path in files if traces.in_file(path)]


@BOTH
def test_after_an_erasure_no_byte_of_the_installation_is_of_the_child(installation, request):
    assert len(found_in(installation.var)) >= 4
    said = installation.prezent("erase", installation.records, "--pupil", GONE, *SIGNED, "--yes")
    assert "found in 0" in said
    assert "children with an open support plan: 1" in said
    assert found_in(installation.var) == []
    if installation.pages:
        name = installation.pages.rpartition("/")[2]
        server: PostgresServer = request.getfixturevalue("postgresql")
        server.sql("CHECKPOINT")
        own = sql_value(installation.pages, f"SELECT oid FROM pg_database WHERE datname = '{name}'")
        assert found_in(server.data / "base" / own) == []


def sql_value(address: str, query: str) -> str:
    import psycopg

    with psycopg.connect(address) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return str(row[0])


def test_the_other_child_stays_and_what_was_written_of_it_but_for_the_erased_name(installation):
    installation.prezent("erase", installation.records, "--pupil", GONE, *SIGNED, "--yes")
    left = installation.left()
    one_each = {label: count for label, count in left["rows"].items() if label.partition(".")[0] != "access"}
    assert one_each == {
        "lists.ShownList": 1, "lists.ShownPlace": 1, "lists.SavedView": 1, "children.Note": 1,
        "children.NoteRevision": 1, "children.Objection": 1, "reviews.Decision": 1, "plans.Plan": 1,
        "plans.Measure": 1, "plans.Step": 1, "plans.Contact": 1, "plans.Transfer": 1, "plans.Approval": 1,
        "plans.Change": 1, "imports.Upload": 1, "roster.Child": 1,
    }  # fmt: skip
    assert left["rows"]["access.SharedChild"] == 1
    assert left["uploads"] == ["vecini.csv"]
    assert left["note"] == f"{WRITTEN}: vine cu …, nr. matricol …, pe jos"


@BOTH
def test_the_log_keeps_that_something_was_erased_and_holds(installation):
    installation.prezent("erase", installation.records, "--pupil", GONE, *SIGNED, "--yes")
    log = installation.left()["log"]
    assert [entry[:3] for entry in log[:2]] == [["decision_made", "", ""], ["child_viewed", "", ""]]
    assert log[2][:3] == ["decision_made", STAYS, f"{NEIGHBOUR} lipsește"]
    assert log[4][:3] == ["note_changed", "", ""]
    action, pupil, why, what = log[-1]
    assert (action, pupil, why) == ("children_erased", "", "the mother of … asked")
    assert (what["receipt"], what["children"], what["entries"], what["plans"]) == (1, 1, "1-2, 5", 1)
    assert "as it was written" in installation.prezent("audit", "verify")


def test_a_child_with_an_open_plan_is_asked_about_first(installation):
    command = ("erase", installation.records, "--pupil", GONE, *SIGNED)
    assert "Nothing was erased. Close the plan first" in installation.prezent(*command, code=4)
    refused = installation.prezent(*command, code=4, lang="ro")
    assert "are un plan de sprijin deschis" in refused
    assert "--yes" in refused
    assert installation.left()["rows"]["roster.Child"] == 2


def test_retention_keeps_children_with_an_open_plan(installation):
    (installation.var / "config.toml").write_text("retention_months = 1\n", encoding="utf-8")
    said = installation.prezent("retain", installation.records, "--by", "Dan", lang="ro")
    assert "0 copii cu date păstrate" in said
    assert installation.left()["rows"]["roster.Child"] == 2


def test_an_erasure_that_is_stopped_between_the_pages_and_the_roster_is_completed(installation):
    command = ("erase", installation.records, "--pupil", GONE, *SIGNED, "--yes")
    installation.python("-c", STOPPED, *command, code=5)
    assert "found in 0" in installation.prezent(*command)
    assert found_in(installation.var) == []
    assert [entry[0] for entry in installation.left()["log"]].count("children_erased") == 1
    assert "as it was written" in installation.prezent("audit", "verify")


def test_a_child_that_only_the_pages_know_is_erased_and_let_in_again_in_the_log(installation):
    folder = installation.var / "own"
    folder.mkdir()
    (folder / "enrolments.csv").write_text("pupil_id,school_id,school_year,enrolled_on\nQ1,S1,2025-2026,2025-09-08\n")
    installation.prezent("erase", folder, "--pupil", GONE, *SIGNED, "--yes")
    assert found_in(installation.var) == []
    installation.prezent("readmit", folder, "--pupil", GONE, "--by", "Ana", "--reason", "back")
    assert installation.left()["log"][-1][:3] == ["child_let_in_again", "", "back"]
