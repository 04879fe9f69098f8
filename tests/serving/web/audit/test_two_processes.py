"""Does the database come up when several processes start at once, and is the log whole when two add to it at once?

Of decisions, plans and notes, too, test_kills.py asks that: two processes write them until they are killed.
"""

import subprocess
import sys

VERIFY = """
import sys
from pathlib import Path
from serving.web.configuration.django_settings import configure
from serving.web.configuration.start import PagesStart
configure(PagesStart(Path(sys.argv[1]), sys.argv[2], "k" * 50))
if sys.argv[3] == "migrate":
    from serving.web.site.application import bring_up_to_date
    bring_up_to_date()
else:
    from serving.web.access.rows import show_every_row
    from serving.web.audit.chain import faults
    from serving.web.audit.models import Entry
    from django.db import connection
    show_every_row(connection)
    print(Entry.objects.count(), Entry.objects.values("who").distinct().count(), list(faults()))
"""


def test_two_processes_start_at_once_and_add_one_after_the_other(guarded_database, tmp_path):
    def program(*arguments):
        command = [sys.executable, "-c", VERIFY, str(tmp_path), guarded_database, *arguments]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    starting = [program("migrate") for _ in range(3)]
    assert [each.communicate()[1] for each in starting] == ["", "", ""]
    adders = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.serving.two_adders", tmp_path, guarded_database, name, "60"]
        )
        for name in ("ana@x.ro", "ion@x.ro")
    ]
    assert [adder.wait(300) for adder in adders] == [0, 0]
    assert program("verify").communicate()[0].strip() == "120 2 []"
