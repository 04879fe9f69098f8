"""A server of the pages on a port of its own, with people of three schools and a programme, as a demo would have."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from serving.api.startup import SOURCES
from tests.support.serving.served import free_port, running

PASSWORD = "un cal alb trece dealul"
_START = """
import sys
from pathlib import Path
from serving.web.configuration.start import PagesStart
var = Path(sys.argv[1])
pages = PagesStart(var, f"sqlite:///{var}/pages.sqlite", "k" * 50, roster=f"sqlite:///{var}/roster.sqlite")
"""
_SERVE = (
    _START
    + """
from serving.deployment import server
pinned, records, port = sys.argv[2:]
server.model_place = lambda *_arguments, **_options: Path(pinned)
server.serve(var, tracking_uri="", model="3", records=Path(records), host="127.0.0.1", port=int(port), pages=pages)
"""
)
_PEOPLE = (
    _START
    + """
import json
import pandas as pd
from dataclasses import replace
from serving.web.configuration.django_settings import configure
configure(replace(pages, from_machine=True))
from serving.web.site.application import bring_up_to_date
bring_up_to_date()
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from serving.roster.roster import open_roster
from serving.web.access.models import ROLES
from serving.web.access.policy import Role
from serving.web.accounts.models import User
from serving.web.demo.examples import examples
from serving.web.demo.pages import keep_programme
from serving.web.people import by_machine
asked = json.loads(sys.argv[2])
open_roster(pages.roster).keep(pd.DataFrame(asked["children"], dtype="string"), key_id="k")
keep_programme(examples()["noroc"], tuple(asked["schools"]))
made = {}
for each in asked["people"]:
    role = Role(each["role"])
    way_in = by_machine.let_in(each["email"], role, each["place"], name=each["name"], language=each["language"],
                               until=None, by="the tests")
    user, secret = User.objects.get(email=each["email"]), ""
    if each["role"] != "form_teacher":
        user.set_password(asked["password"])
        user.save()
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
    made[each["email"]] = {"way_in": way_in, "secret": secret}
print(json.dumps(made))
"""
)
_NAMES = {
    "form_teacher": "Ana Marin", "director": "Ion Pop", "coordinator": "Elena Radu", "ngo_worker": "Mihai Stan",
    "secretary": "Ioana Dinu", "auditor": "Radu Ene", "counsellor": "Maria Toma", "administrator": "Dan Ilie",
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """How a person of a story signs in: by a way in at first, or with the second factor made of ``secret``."""

    email: str
    way_in: str
    secret: str


@dataclass(frozen=True)
class ServedPages:
    """A running server, and the people of each language's story by their roles."""

    url: str
    people: Mapping[tuple[str, str], Person]
    said: Path


@contextlib.contextmanager
def served_pages(folder: Path, pinned: Path, county: Path, stories: Mapping[str, str]) -> Iterator[ServedPages]:
    """Serve the pages of a county; each story has its own school there, and its people one language."""
    asked = _asked(county, stories)
    answer = subprocess.run(
        [sys.executable, "-c", _PEOPLE, folder, json.dumps(asked)], check=True, capture_output=True, text=True,
        cwd=SOURCES,
    )  # fmt: skip
    made = json.loads(answer.stdout)
    people = {(each["story"], each["role"]): Person(each["email"], **made[each["email"]]) for each in asked["people"]}
    port = free_port()
    command = [sys.executable, "-c", _SERVE, *map(str, (folder, pinned, county, port))]
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "OMP_NUM_THREADS": "1"}
    with running(command, port, folder=folder, environment=environment) as served:
        yield ServedPages(f"http://127.0.0.1:{port}", people, served.said)


def _asked(county: Path, stories: Mapping[str, str]) -> dict[str, object]:
    """Return the schools, children and people of the stories, a school each."""
    enrolled = pd.read_parquet(county / "enrolments.parquet")
    enrolled = enrolled[enrolled["school_year"] == enrolled["school_year"].max()].astype("string")
    area = str(pd.read_parquet(county / "schools.parquet")["county"].iloc[0])
    schools = enrolled["school_id"].value_counts().index[: len(stories)]
    people = []
    for (story, language), school in zip(stories.items(), schools, strict=True):
        label = enrolled.loc[enrolled["school_id"] == school, "class_label"].mode()[0]
        place = {"school_id": school, "class_label": label, "county": area, "programme": "noroc"}
        people += [
            {"story": story, "role": role, "email": f"{role.replace('_', '-')}@{story}.example", "place": place,
             "name": name, "language": language}
            for role, name in _NAMES.items()
        ]  # fmt: skip
    children = [
        {"pupil_id": pupil, "school_id": school, "name": f"{given} Exemplu"}
        for pupil, school, given in zip(
            enrolled["pupil_id"], enrolled["school_id"], _given_names(len(enrolled)), strict=True
        )
    ]  # fmt: skip
    return {"schools": list(schools), "children": children, "people": people, "password": PASSWORD}


def _given_names(many: int) -> list[str]:
    firsts = ("Ana", "Bogdan", "Carmen", "Dan", "Elena", "Florin", "Gabriela", "Horia", "Ilinca", "Lucian", "Mara")
    seconds = ("Maria", "Andrei", "Ioana", "Mihai", "Sofia", "Radu", "Teodora")
    return [f"{firsts[each % len(firsts)]}-{seconds[each % len(seconds)]}" for each in range(many)]
