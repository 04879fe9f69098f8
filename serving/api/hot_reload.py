"""The model version that answers now, exchanged while the service runs."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from features.point_in_time.record_index import RecordIndex
from serving.api.answers import RankingService
from serving.api.responses import logger, said_of
from serving.model_store.model_cache import version_folder
from serving.model_store.model_folder import read_card, read_pinned


class ReloadingService:
    """The desk of the version at a place, which is a version's folder or the pointer to one.

    A request takes ``desk`` once, when it begins, and so has one version from beginning to end, however long it takes.
    """

    def __init__(self, place: Path, index: RecordIndex | None) -> None:
        self._place, self._folder, self._fault = place, version_folder(place), ""
        self.desk = RankingService(read_pinned(self._folder), index, read_card(self._folder))

    def look(self) -> None:
        """Change to the version that the pointer names now; one that cannot be used is logged once, and not used."""
        try:
            folder = version_folder(self._place)
            if folder != self._folder:
                self._change(folder)
            self._fault = ""
        except Exception as error:
            fault = said_of(error)
            if fault != self._fault:
                logger.error("Model version %s goes on answering: %s", self.desk.scorer.version, fault)
            self._fault = fault

    def _change(self, folder: Path) -> None:
        """Load beside the work, then change one reference; the records stay as they were sorted."""
        former = self.desk
        self.desk = replace(former, scorer=read_pinned(folder), card=read_card(folder))
        self._folder = folder
        logger.info("Model version %s answers now, after %s.", self.desk.scorer.version, former.scorer.version)


def look_every(seconds: float, look: Callable[[], None]) -> None:
    """Look now and then until the process ends; ``look`` sees to its own mistakes."""

    def forever() -> None:
        while True:
            time.sleep(seconds)
            look()

    threading.Thread(target=forever, daemon=True).start()
