"""The service shows what a new import brought without a restart, and what an undone one took away again."""

import datetime as dt
import json
from pathlib import Path

from features.store.imports.batch_writing import undo_batch
from features.store.imports.importing import import_record_folder
from features.store.source import RecordStore
from serving.api.hot_reload import ReloadingService, readable_records
from serving.api.request_models import RankRequest
from serving.http.responses import RequestError
from tests.support.stores import bring, url_of
from tests.support.viewers import ALL

AS_OF, TODAY = dt.date(2025, 2, 3), dt.date(2026, 1, 1)
ENROLLED = {"pupil_id": "pnew", "school_id": "new", "school_year": "2024-2025", "enrolled_on": "2024-09-09"}


def names(opened: ReloadingService) -> list[str]:
    """Return who is on the list of the new school, after the service looked twice, as it does all the time."""
    opened.look()
    opened.look()
    request = RankRequest(as_of=AS_OF, capacity=10, school_id="new")
    try:
        answer = opened.service.rank(request, viewer=ALL, today=TODAY)
    except RequestError:
        return []
    return [pupil["pupil_id"] for pupil in json.loads(answer)["pupils"]]


def test_a_new_import_changes_the_list_and_undoing_it_changes_it_back(
    pinned: Path, county: Path, database: str
) -> None:
    url = url_of(database)
    import_record_folder(url, county, day=dt.date(2025, 10, 1), who="Ana", today=TODAY, day_told=True)
    opened = ReloadingService(pinned, readable_records(RecordStore(url), today=lambda: TODAY))
    assert names(opened) == []
    done = bring(database, "2025-10-02", enrolments=[ENROLLED, {**ENROLLED, "pupil_id": "pother"}])
    assert sorted(names(opened)) == ["pnew", "pother"]
    undo_batch(url, done.batch.number, by="Ana", because="the wrong school", today=TODAY)
    assert names(opened) == []
