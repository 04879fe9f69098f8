"""The application that ``prezent serve`` runs, in this process; BentoML's counters let a process have one only."""

from pathlib import Path
from typing import Any

import pytest

from features.point_in_time.record_index import RecordIndex
from serving.api import service
from serving.api.hot_reload import ReadableRecords, ReloadingService
from serving.api.startup import ServerStart


@pytest.fixture(scope="session")
def opened(pinned: Path, index: RecordIndex) -> ReloadingService:
    return ReloadingService(pinned, ReadableRecords(lambda: "as they were", lambda: index))


@pytest.fixture(scope="session")
def app(opened: ReloadingService, pinned: Path) -> Any:
    return service.application(opened, ServerStart(pinned, None, ("lists.example",)))
