"""Does PostgreSQL itself keep the children of other schools from a view that forgets to ask?

The server's own user would see all; here the pages use one that is nobody special.
"""

import subprocess
import sys
from pathlib import Path

from tests.support.postgresql import PostgresServer

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
from serving.web.audit.chain import faults, record
from serving.web.audit.models import Entry
from serving.web.children.models import Note
from serving.web.configuration.ranking import answer_from
from serving.web.lists.models import ShownList
from serving.web.plans.models import Contact, Plan, Step
from serving.web.roster.models import Child
from tests.support.serving.two_schools import AS_OF, small_service
from django.db import ProgrammingError
from django.utils import timezone
timezone.localdate = lambda *a: AS_OF
answer_from(small_service)
author = User.objects.create_user("a@x.ro")
children = {}
for pupil, school in (("P1", "S1"), ("P6", "S2"), ("P8", "S9")):
    child = children[pupil] = Child.objects.create(pupil_id=pupil, school_id=school, class_label="5A")
    Note.objects.create(child=child, author=author, text=pupil)
    ShownList.objects.create(school_id=school, as_of=AS_OF, model_version="3", data_fingerprint=pupil, capacity=1,
                             cohort_size=1)
    plan = Plan.objects.create(child=child, school_id=school, owner=author, made_by=author, need=pupil, starts_on=AS_OF)
    Step.objects.create(plan=plan, text=pupil, due_on=AS_OF, responsible=author)
    Contact.objects.create(plan=plan, on=AS_OF, how="visit", result=pupil, by=author)
def seen():
    all = ((Child, "pupil_id"), (Note, "text"), (ShownList, "school_id"), (Plan, "need"), (Step, "text"),
           (Contact, "result"), (Entry, "action"))
    return *("".join(sorted(str(each)[1:] for each in model.objects.values_list(name, flat=True)))
             for model, name in all[:-1]), Entry.objects.count()
record(None, "list_viewed", who="director@x.ro")
print("machine", *seen())
rows.show_no_rows()
record(None, "list_viewed", who="b@x.ro")
print("nobody", *seen())
def as_role(role, **place):
    user = User.objects.create_user(role + "@x.ro")
    Grant.objects.create(user=user, role=role, given_by="t", **place)
    if role == "ngo_worker":
        with rows.every_row():
            SharedChild.objects.create(user=user, pupil_id="P8", school_id="S9", until=AS_OF, given_by="t")
    rows.show_rows_of(reach_of(user))
    print(role, *seen())
as_role("director", school_id="S1")
for forged in (Note(child=children["P6"], author=author, text="forged"),
               Plan(child=children["P6"], school_id="S2", owner=author, made_by=author, need="x", starts_on=AS_OF)):
    try:
        forged.save()
        print("written")
    except ProgrammingError: print("not written")
with rows.every_row():
    print("for a moment", *seen())
print("after it", *seen())
as_role("coordinator", county="OT")
as_role("ngo_worker", programme="noroc")
as_role("administrator")
as_role("analyst")
as_role("auditor")
rows.show_every_row(rows.connection)
Note.objects.create(child=children["P1"], author=author, text="P1", restricted=True, school_id="S1")
def notes_and_shares(role, **place):
    as_role(role, **place)
    print(Note.objects.filter(restricted=True).count(), SharedChild.objects.count())
notes_and_shares("counsellor", school_id="S1")
notes_and_shares("form_teacher", school_id="S1", class_label="5A")
notes_and_shares("secretary", school_id="S9")
rows.show_rows_of(reach_of(User.objects.get(email="ngo_worker@x.ro")))
print("worker", SharedChild.objects.count(), SharedChild.objects.update(until="2999-01-01"))
rows.show_no_rows()
print("nobody", SharedChild.objects.count())
with rows.connection.cursor() as cursor:
    cursor.execute("ALTER TABLE children_note DISABLE ROW LEVEL SECURITY")
    cursor.execute("ALTER TABLE plans_plan NO FORCE ROW LEVEL SECURITY")
    cursor.execute("CREATE POLICY everything ON plans_contact USING (true)")
print("taken off", Note.objects.count(), Plan.objects.count(), Contact.objects.count())
bring_up_to_date()
print("started again", Note.objects.count(), Plan.objects.count(), Contact.objects.count())
rows.show_every_row(rows.connection)
print("changed", Entry.objects.update(who="x"), "deleted", Entry.objects.all()._raw_delete("default"), list(faults()))
"""


def test_rows_of_other_schools_are_not_there(postgresql: PostgresServer, tmp_path: Path) -> None:
    """What an analyst sees is lists; a restricted note is for few, and who shares a child is no auditor's to know.

    Children, notes, lists, plans, steps, contacts by their schools or numbers; and how many entries of the log.
    """
    own = postgresql.database_of_nobody_special()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), own], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines() == [
        "machine 168 168 129 168 168 168 1",
        "nobody       0",
        "director 1 1 1 1 1 1 1",
        "not written",
        "not written",
        "for a moment 168 168 129 168 168 168 2",
        "after it 1 1 1 1 1 1 1",
        "coordinator 16  12 16 16  0",
        "ngo_worker 8 8  8 8 8 0",
        "administrator       0",
        "analyst 168  129 168 168  0",
        "auditor       2",
        "counsellor 1 11 1 1 1 1 0",
        "1 0",
        "form_teacher 1 1 1 1 1 1 0",
        "0 0",
        "secretary 8 8 9 8 8 8 0",
        "0 1",
        "worker 1 0",
        "nobody 0",
        "taken off 4 3 3",
        "started again 0 0 0",
        "changed 0 deleted 0 []",
    ]
