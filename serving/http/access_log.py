"""The log of requests, a line for each: what a client wrote cannot begin another line, and no way in is written."""

import logging
import re

ACCESS_LOG = "bentoml.access"
_LOGS = (ACCESS_LOG, "django.request", "django.security.csrf")  # Django writes the addresses of requests that failed
_WAY_IN = re.compile(r"(?<=/way-in/)[^/,\s]+")  # an address that whoever reads it could use first


class OneLineFilter(logging.Filter):
    """Hides the secret of a way in; shows letters that steer a screen, line breaks too, as Python writes them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let a record pass, on one line."""
        line = record.getMessage()
        record.msg, record.args = "%s", (_on_one_line(_WAY_IN.sub("***", line)),)
        return True


def keep_lines_whole() -> None:
    """Have the logs of requests written through the filter, once however often this is called."""
    for log in map(logging.getLogger, _LOGS):
        if not any(isinstance(each, OneLineFilter) for each in log.filters):
            log.addFilter(OneLineFilter())


def _on_one_line(line: str) -> str:
    r"""Escape what cannot be printed.

    >>> _on_one_line("path=/x\n2026 all is well")
    'path=/x\\n2026 all is well'
    """
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in line)
