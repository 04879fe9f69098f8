"""What tests of the import share: a database of records, a roster and a keyring of each test's own."""

from dataclasses import replace

import pytest

from features.store.database.url import StoreUrl
from serving.web.configuration.django_settings import started_with


@pytest.fixture
def records_place(tmp_path, settings_of_pages):
    """A database of records, a roster and a keyring of this test's own."""
    url = f"sqlite:///{tmp_path / 'records.sqlite'}"
    settings_of_pages(var=tmp_path, records=url, roster=f"sqlite:///{tmp_path / 'roster.sqlite'}",
                      keyring=tmp_path / "keyring.toml")  # fmt: skip
    return StoreUrl(url)


@pytest.fixture
def settings_of_pages(monkeypatch):
    """Let the pages have been started with something else."""
    from django.conf import settings

    def start(**values):
        monkeypatch.setattr(settings, "PREZENT", replace(started_with(), **values))

    return start
