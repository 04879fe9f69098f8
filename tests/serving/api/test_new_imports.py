"""The service shows what a new import brought without a restart, and what an undone one took away again."""

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest

from features.store.imports.batch_writing import undo_batch
from features.store.imports.importing import import_record_folder
from features.store.source import RecordStore
from models.viewer import Viewer
from serving.api.hot_reload import ReloadingService, readable_records
from serving.api.request_models import RankRequest
from tests.support.stores import bring, url_of

AS_OF, TODAY = dt.date(2026, 4, 20), dt.date(2026, 7, 2)


def pupils(opened: ReloadingService, school: str) -> list[object]:
    request = RankRequest(as_of=AS_OF, capacity=5, school_id=school)
    answer = opened.service.rank(request, viewer=Viewer(frozenset({"*"})), today=TODAY)
    return list(json.loads(answer)["pupils"])


@pytest.fixture
def opened(pinned: Path, county_folder: Path, database: str) -> ReloadingService:
    import_record_folder(url_of(database), county_folder, day=dt.date(2026, 7, 1), who="Ana", today=TODAY)
    return ReloadingService(pinned, readable_records(RecordStore(url_of(database)), today=lambda: TODAY))


def test_a_new_import_changes_the_list_at_the_next_looks_and_undoing_it_changes_it_back(
    opened: ReloadingService, county_folder: Path, database: str
) -> None:
    pass
