"""What the tests of the pages share: Django with a database, two small schools, and people for each role.

Each test runs in a transaction that is rolled back. ``TESTS_PAGES_DB=postgresql`` runs them on PostgreSQL.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.outside_programs import chromium
from tests.support.postgresql import PostgresServer
from tests.support.serving.pages import SignedIn, configured_site, sign_in
from tests.support.serving.two_schools import AS_OF, moved_service, small_service

if TYPE_CHECKING:
    from playwright.sync_api import Browser

configured_site()  # before the tests import models, which Django refuses until it is configured


@pytest.fixture(scope="session")
def pages_database() -> Iterator[None]:
    """The pages' database, brought up to date, and the ranking service behind the pages."""
    from django.core.signals import request_finished
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    from serving.web.configuration.ranking import answer_from
    from serving.web.site.application import bring_up_to_date

    setup_test_environment()
    bring_up_to_date()
    answer_from(small_service)
    request_finished.connect(every_row_again)
    yield
    request_finished.disconnect(every_row_again)
    connection.close()
    teardown_test_environment()


def every_row_again(**_signal: object) -> None:
    """Let a test itself see every row of a database that guards rows, between the requests that it makes."""
    from django.db import connection

    from serving.web.access.rows import show_every_row

    show_every_row(connection)


@pytest.fixture(autouse=True)
def rolled_back(pages_database: None) -> Iterator[None]:
    """Undo what a test writes, in the database and beside it, and the language in which it spoke last."""
    from django.core.cache import cache
    from django.db import transaction
    from django.utils import translation

    from serving.web.audit.heads import FILE

    cache.clear()
    with translation.override(translation.get_language()), transaction.atomic():
        every_row_again()
        yield
        transaction.set_rollback(True)
    (configured_site().var / FILE).unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> dt.date:
    """The day of these tests, on which the children of the two schools are in class."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "localdate", lambda *_arguments: AS_OF)
    return AS_OF


@pytest.fixture(params=["sqlite", "postgresql"])
def guarded_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with nothing in it, for a user for whom policies of rows hold."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'pages.sqlite').as_posix()}"
    server: PostgresServer = request.getfixturevalue("postgresql")
    return server.database_of_nobody_special()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Browser]":
    """A real browser, for how pages look; see ``tests.support.browser.still_pages``."""
    from playwright.sync_api import sync_playwright

    # The browser has a loop of events in this thread, beside which Django would not ask its database.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        opened = playwright.chromium.launch(executable_path=chromium(tmp_path_factory), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def person() -> Callable[..., SignedIn]:
    """Make a person with a role, signed in with a second factor; see ``sign_in`` for the place."""
    return sign_in


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Let P2 move to another school and P5 to another class, when the test says so: the records are exchanged."""
    from serving.web.configuration.ranking import answer_from
    from serving.web.roster import places

    monkeypatch.setattr(places, "_of", [])  # where children are is taken back with what else a test wrote
    yield lambda: answer_from(moved_service)
    answer_from(small_service)


@pytest.fixture
def committing() -> Iterator[None]:
    """Do at once what waits for a transaction to be committed, as it would be outside tests."""
    from django.db import connection

    class AtOnce(list):  # type: ignore[type-arg]
        def append(self, waiting: tuple[object, Callable[[], None], bool]) -> None:
            waiting[1]()

    before, connection.run_on_commit = connection.run_on_commit, AtOnce()
    yield
    connection.run_on_commit = before
