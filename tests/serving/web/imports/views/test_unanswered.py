"""Do the pages of the import say no place of the machine where the records, the roster or the key do not answer?"""

import logging

import pytest
from django.test import Client

from features.store.database.engines import engine_of
from serving.web.access.policy import Role
from serving.web.imports.models import Upload
from tests.support.serving.sheets_sent import sent, workbook

UNANSWERED = "Something that the pages need does not answer"
OTHER_KEY = 'key = "another"'


@pytest.fixture(autouse=True)
def place(records_place):
    yield records_place
    engine_of(records_place).dispose()


@pytest.mark.parametrize("spoilt", ["records.sqlite", "roster.sqlite", "keyring.toml"])
@pytest.mark.parametrize("path", ["", "bring-in/", "answers/", "marked/1/"])
def test_a_step_says_no_place(person, tmp_path, spoilt, path, caplog):
    client = person(Role.SECRETARY).client
    page = sent(client, workbook())
    client.get(page.url)
    (tmp_path / spoilt).write_bytes(b"no database, and no key" * 999)
    ask = client.post if path in ("bring-in/", "answers/") else client.get
    with caplog.at_level(logging.ERROR):
        answer = ask(f"{page.url}{path}")
    assert (answer.status_code, UNANSWERED in answer.text) == (503, True)
    assert str(tmp_path) not in answer.text
    assert spoilt in caplog.text
    assert Upload.objects.exists()


@pytest.mark.parametrize("spoilt", ["records.sqlite", "roster.sqlite", "keyring.toml"])
def test_nothing_is_uploaded_then(person, tmp_path, spoilt):
    client: Client = person(Role.SECRETARY).client
    client.post(f"{sent(client, workbook()).url}bring-in/")
    (tmp_path / spoilt).write_bytes(b"no database, and no key" * 999)
    answer = sent(client, workbook())
    assert (answer.status_code, str(tmp_path) in answer.text) == (503, False)
    assert not Upload.objects.exists()
    if spoilt == "records.sqlite":
        others = (client.get("/records/"), client.get("/records/import/1/"),
                  client.post("/records/import/1/undo/", {"reason": "wrong files"}))  # fmt: skip
        assert [(each.status_code, str(tmp_path) in each.text) for each in others] == [(503, False)] * 3
