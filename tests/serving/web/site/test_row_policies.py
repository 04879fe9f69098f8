"""Does PostgreSQL itself keep the children of other schools from a view that forgets to ask?

The server's own user would see all; here the pages use one that is nobody special.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.postgresql import programs, running_server

PROGRAM = """
import sys
from pathlib import Path
from serving.web.configuration.django_settings import configure
from serving.web.configuration.start import PagesStart
configure(PagesStart(Path(sys.argv[1]), sys.argv[2], "k" * 50, from_machine=True))
from serving.web.site.application import bring_up_to_date
bring_up_to_date(); bring_up_to_date()
from serving.web.access import rows
from serving.web.access.models import Grant, SharedChild
from serving.web.access.reach import reach_of
from serving.web.accounts.models import User
from serving.web.children.models import Note
from serving.web.configuration.ranking import answer_from
from serving.web.lists.models import ShownList
from serving.web.roster.models import Child
from tests.support.serving.two_schools import AS_OF, small_service
from django.db import ProgrammingError
from django.utils import timezone
timezone.localdate = lambda *a: AS_OF
answer_from(small_service)
author = User.objects.create_user("a@x.ro")
for pupil, school in (("P1", "S1"), ("P6", "S2"), ("P8", "S9")):
    child = Child.objects.create(pupil_id=pupil, school_id=school, class_label="5A")
    Note.objects.create(child=child, author=author, text=pupil)
    ShownList.objects.create(school_id=school, as_of=AS_OF, model_version="3", data_fingerprint=pupil, capacity=1,
                             cohort_size=1)
def seen():
    notes, lists = Note.objects.values_list("text", flat=True), ShownList.objects.values_list("school_id", flat=True)
    return sorted(notes), sorted(lists)
print("machine", *seen())
rows.show_no_rows()
print("nobody", *seen())
def as_role(role, **place):
    user = User.objects.create_user(role + "@x.ro")
    Grant.objects.create(user=user, role=role, given_by="t", **place)
    if role == "ngo_worker":
        SharedChild.objects.create(user=user, pupil_id="P8", school_id="S9", until=AS_OF, given_by="t")
    rows.show_rows_of(reach_of(user))
    print(role, *seen())
as_role("director", school_id="S1")
try:
    Note.objects.create(child=Child.objects.get(pupil_id="P6"), author=author, text="forged")
    print("written")
except ProgrammingError: print("not written")
as_role("coordinator", county="OT")
as_role("ngo_worker", programme="noroc")
as_role("administrator")
as_role("analyst")
"""


@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")
def test_rows_of_other_schools_are_not_there(tmp_path: Path) -> None:
    place = programs()
    assert place is not None
    with running_server(place) as server:
        server.sql("CREATE ROLE pages LOGIN")
        address = server.new_database()
        name = address.rpartition("/")[2]
        server.sql(f"ALTER DATABASE {name} OWNER TO pages")
        own = address.replace("//prezent@", "//pages@")
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path), own], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines() == [
        "machine ['P1', 'P6', 'P8'] ['S1', 'S2', 'S9']",
        "nobody [] []",
        "director ['P1'] ['S1']",
        "not written",
        "coordinator [] ['S1', 'S2']",
        "ngo_worker ['P8'] []",
        "administrator [] []",
        "analyst ['P1', 'P6', 'P8'] ['S1', 'S2', 'S9']",
    ]
