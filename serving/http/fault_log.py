"""Faults in the log of the service: by their place in the code, whoever logs them."""

import logging

from serving.http.responses import said_of


class PlaceFilter(logging.Filter):
    """Takes the traceback and the words of a fault out of a record: they could hold what was asked about a child."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let a record pass."""
        by_place(record)
        return True


def by_place(record: logging.LogRecord) -> None:
    """Have a record of a fault say where in the code it was, and nothing else."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, Exception):
        record.msg, record.args, record.exc_info, record.exc_text = said_of(error, "en"), (), None, None
