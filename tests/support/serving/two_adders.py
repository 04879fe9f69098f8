"""A process that adds entries to a log as fast as it can: ``python -m tests.support.serving.two_adders ...``."""

import sys
from pathlib import Path

from serving.web.configuration.django_settings import configure
from serving.web.configuration.start import PagesStart
from tests.support.serving.pages import KEY


def main(folder: str, database: str, name: str, entries: str) -> None:
    """Add entries under a name."""
    configure(PagesStart(Path(folder), database, KEY))
    from serving.web.audit.chain import record

    for each in range(int(entries)):
        record(None, "list_viewed", school_id="S1", what={"each": each}, who=name)


if __name__ == "__main__":
    main(*sys.argv[1:])
