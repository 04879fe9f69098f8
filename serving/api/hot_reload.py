"""The model version and the records that answer now, exchanged while the service runs."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from pathlib import Path

from features.i18n.text import Bilingual, Language
from features.point_in_time.record_index import RecordIndex, index_records
from features.records.records import load_records
from features.records.source import RecordSource
from features.schema.problems import RecordsError
from features.table.feature_table import feature_catalogue
from serving.api.answers import RankingService, RecordState
from serving.http.responses import logger, said_of
from serving.model_store.model_cache import version_folder
from serving.model_store.model_folder import read_card, read_pinned

_RECORDS_NOW = Bilingual("The changed records answer now.", "De acum se răspunde din datele schimbate.")
_RECORDS_STAY = Bilingual(
    "The records of before go on answering, the changed ones cannot be used:",
    "Se răspunde în continuare din datele dinainte, cele schimbate nu pot fi folosite:",
)


@dataclass(frozen=True)
class ReadableRecords:
    """Records that can be read again; ``watermark`` changes when they do."""

    watermark: Callable[[], Hashable]
    read: Callable[[], RecordIndex]

    def as_they_are(self) -> RecordState:
        """Read them; a change while they are read is one against what was read."""
        watermark = self.watermark()
        return RecordState(watermark, self.read())


def readable_records(source: RecordSource, *, today: Callable[[], dt.date]) -> ReadableRecords:
    """Return the records of a source; nothing in them may be dated after the day on which they are read."""

    def read() -> RecordIndex:
        records = load_records(source, today=today())
        feature_catalogue(records.declared)  # which refuses columns with the name of a feature
        return index_records(records)

    return ReadableRecords(source.watermark, read)


class ReloadingService:
    """The service of the version at a place, and of records that may change.

    A request takes ``service`` once, when it begins, and so has one version and one state of the records from beginning
    to end, however long it takes.

    Parameters
    ----------
    place
        A version's folder, or the pointer to one.
    records
        The records to answer from, if the service has any of its own.
    language
        What the log is written in.
    """

    def __init__(self, place: Path, records: ReadableRecords | None, *, language: Language = "en") -> None:
        self._place, self._folder, self._records, self._language = place, version_folder(place), records, language
        self._faults: dict[str, str] = {}
        own = records.as_they_are() if records else None
        self._seen = self._tried = own and own.watermark
        self.service = RankingService(read_pinned(self._folder), own, read_card(self._folder))

    def look(self) -> None:
        """Change to the version that the pointer names now, and to the records as they are now.

        What cannot be used is logged once, and not used.
        """
        version = self.service.scorer.version
        stays = Bilingual(
            f"Model version {version} goes on answering:", f"Versiunea {version} a modelului răspunde în continuare:"
        )
        self._attempt("model", self._look_at_model, stays)
        self._attempt("records", self._look_at_records, _RECORDS_STAY)

    def _attempt(self, what: str, look: Callable[[], None], stays: Bilingual) -> None:
        try:
            look()
        except Exception as error:
            fault = f"{stays.said(self._language)} {said_of(error, self._language)}"
            if fault != self._faults.get(what):
                logger.error("%s", fault)
            self._faults[what] = fault
        else:
            self._faults.pop(what, None)

    def _look_at_model(self) -> None:
        """Load beside the work, then change one reference; the records stay as they were sorted."""
        folder = version_folder(self._place)
        if folder != self._folder:
            former = self.service
            self.service = replace(former, scorer=read_pinned(folder), card=read_card(folder))
            self._folder = folder
            now, then = self.service.scorer.version, former.scorer.version
            self._log(
                Bilingual(
                    f"Model version {now} answers now, after {then}.",
                    f"De acum răspunde versiunea {now} a modelului, după {then}.",
                )
            )

    def _look_at_records(self) -> None:
        """Read changed records once they are still from one look to the next, and wrong ones once only."""
        if self._records is None:
            return
        before, self._seen = self._seen, self._records.watermark()
        if self._seen != before or self._seen == self._tried:
            return
        try:
            self.service = replace(self.service, own=self._records.as_they_are())
        except RecordsError:
            self._tried = self._seen
            raise
        self._tried = self._seen
        self._log(_RECORDS_NOW)

    def _log(self, line: Bilingual) -> None:
        logger.info("%s", line.said(self._language))


def look_every(seconds: float, look: Callable[[], None]) -> None:
    """Look now and then until the process ends; ``look`` sees to its own mistakes."""

    def forever() -> None:
        while True:
            time.sleep(seconds)
            look()

    threading.Thread(target=forever, daemon=True).start()
