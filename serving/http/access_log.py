"""The log of requests, a line for each: what a client wrote into it cannot begin another line."""

import logging

ACCESS_LOG = "bentoml.access"


class OneLineFilter(logging.Filter):
    """Shows line breaks, and other letters that steer a screen, as they are written in Python."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let a record pass, on one line."""
        line = record.getMessage()
        record.msg, record.args = "%s", (_on_one_line(line),)
        return True


def keep_lines_whole() -> None:
    """Have the log of requests written through the filter, once however often this is called."""
    log = logging.getLogger(ACCESS_LOG)
    if not any(isinstance(each, OneLineFilter) for each in log.filters):
        log.addFilter(OneLineFilter())


def _on_one_line(line: str) -> str:
    r"""Escape what cannot be printed.

    >>> _on_one_line("path=/x\n2026 all is well")
    'path=/x\\n2026 all is well'
    """
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in line)
