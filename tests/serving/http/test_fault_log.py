"""Does the log of the service hold a fault's place and neither its traceback nor its words, whoever logs it?"""

import logging
from collections.abc import Iterator
from logging.config import dictConfig

import pytest

from serving.deployment.server import LOGGING


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What a service writes to its log, through the handler of its configuration."""
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    written: list[str] = []
    dictConfig(LOGGING)
    (handler,) = root.handlers
    monkeypatch.setattr(handler, "emit", lambda record: written.append(handler.format(record)))
    yield written
    root.handlers[:] = kept
    root.setLevel(level)
    logging.getLogger("bentoml").handlers.clear()
    logging.getLogger("bentoml").propagate = True


@pytest.mark.parametrize("name", ["django.security.SuspiciousFileOperation", "uvicorn.error", "django.db.backends"])
def test_a_fault_is_written_by_its_place_whoever_logs_it(lines: list[str], name: str) -> None:
    child = "Nuca Ana"
    try:
        raise KeyError(child)
    except KeyError as error:
        logging.getLogger(name).error("of %s", error, exc_info=error)
    (line,) = lines
    assert "KeyError, at:" in line
    assert "test_fault_log.py" in line
    assert "Nuca" not in line
    assert "Traceback" not in line


def test_what_is_no_fault_is_written_as_it_was_said(lines: list[str]) -> None:
    logging.getLogger("uvicorn.error").warning("%s connections", 7)
    assert lines[0].endswith("[WARNING] 7 connections")
