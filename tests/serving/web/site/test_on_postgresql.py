"""Do the pages do on PostgreSQL what they do on SQLite, with its policies of rows in force?

Those tests run there that write what may not be lost (decisions, plans, notes, uploads, the log), those that ask for
rows of others and for children who moved, and two whose values it does not take. All tests of the pages do with
``TESTS_PAGES_DB=postgresql pytest tests/serving/web``.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.postgresql import PostgresServer
from tests.support.serving.pages import DATABASE

PAGES = Path(__file__).parents[1]
CHOSEN = (
    *(f"access/test_every_row.py::test_no_row_of_another_school_is_shown_or_changed[{role}]"
      for role in ("coordinator", "director", "ngo_worker")),
    "roster/test_places.py",
    "audit/test_chain.py", "reviews", "plans/test_plans.py", "plans/test_transfers.py", "children/test_notes.py",
    "lists/test_first_list.py", "imports/views/test_steps.py",
    "site/test_odd_values_kept.py", "site/test_requests.py::test_a_changed_cookie_is_nobodys",
    "accounts/test_sign_in.py::test_letters_that_nobody_sees_neither_let_in_nor_keep_out",
)  # fmt: skip


@pytest.mark.slow
def test_what_may_not_be_lost_is_kept_there_too(postgresql: PostgresServer) -> None:
    environment = {**os.environ, DATABASE: postgresql.database_of_nobody_special()}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(str(PAGES / each) for each in CHOSEN)]
    done = subprocess.run(
        command, cwd=PAGES.parents[2], env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:]
    assert "skipped" not in done.stdout, done.stdout[-1000:]
