"""The model version that answers, beside the last one of which the log speaks.

A model may be signed for on another machine, which has no pages, and an alias other than the champion needs nobody to
sign: neither tells the log.
"""

from collections.abc import Callable

from django.db import close_old_connections, transaction

from serving.web.access.rows import every_row
from serving.web.audit.chain import hold_the_end, record
from serving.web.audit.models import MODEL_ACTIONS, Entry
from serving.web.upkeep.faults import told_by_kind

LOOK_EVERY = 5  # seconds
PATIENCE = 60  # seconds until the command that put a model to use has told the log


class ServedModel:
    """Looks, once for each version that comes to answer in this process, whether the log speaks of it.

    Two services of two versions on one database of the pages do not answer each other: neither looks again.

    Parameters
    ----------
    version
        Returns the version that answers now.
    now
        The seconds of a clock that only goes on.
    """

    def __init__(self, version: Callable[[], str], now: Callable[[], float]) -> None:
        self._version, self._now = version, now
        self._looked_up = self._seen = ""
        self._since = 0.0

    def look(self) -> None:
        """Tell the log of a version that has answered for a while, unless it speaks of that one last."""
        with told_by_kind("served model"):
            version = self._version()
            if version != self._seen:
                self._seen, self._since = version, self._now()
            if version != self._looked_up and self._now() - self._since >= PATIENCE:
                try:
                    tell_log(version)
                finally:
                    close_old_connections()
                self._looked_up = version


def tell_log(version: str) -> None:
    """Add an entry of the version that answers, unless the log speaks of it last; of several processes one does."""
    with transaction.atomic(), every_row():
        hold_the_end()
        last = Entry.objects.filter(action__in=MODEL_ACTIONS).order_by("-number").first()
        before = str(last.what.get("model_version", "")) if last else ""
        if last is None:
            record(None, "model_found", what={"model_version": version})
        elif before != version:
            record(None, "model_changed", what={"model_version": version, "version_before": before})
