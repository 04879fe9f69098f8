"""Faults of what a process does by itself: nobody waits for it, so that they are logged, and it goes on."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)


@contextmanager
def told_by_kind(what: str) -> Iterator[None]:
    """Log a fault by its kind alone, which names nobody; the next look may find it gone."""
    try:
        yield
    except Exception as error:
        logger.warning("%s: %s", what, type(error).__name__)
