"""Is the log whole when two processes add to it at once?"""

import subprocess
import sys

import pytest

from tests.support.postgresql import programs, running_server

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
    from serving.web.audit.chain import faults
    from serving.web.audit.models import Entry
    print(Entry.objects.count(), Entry.objects.values("who").distinct().count(), list(faults()))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'pages.sqlite'}"
        return
    place = programs()
    if place is None:
        pytest.skip("PostgreSQL is not installed")
    with running_server(place) as server:
        yield server.new_database()


def test_two_processes_add_one_after_the_other(database, tmp_path):
    def program(*arguments):
        return subprocess.run(
            [sys.executable, "-c", VERIFY, str(tmp_path), database, *arguments],
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    program("migrate")
    adders = [
        subprocess.Popen([sys.executable, "-m", "tests.support.serving.two_adders", tmp_path, database, name, "60"])
        for name in ("ana@x.ro", "ion@x.ro")
    ]
    assert [adder.wait(120) for adder in adders] == [0, 0]
    assert program("verify").strip() == "120 2 []"
