"""The digests of the log kept beside it in a file, so that its end cannot be cut off, nor all of it be made anew."""

from collections.abc import Mapping
from pathlib import Path

from serving.web.configuration.django_settings import started_with

FILE = "pages.log-digests"


def remember(number: int, digest: str) -> None:
    """Add an entry's digest to the file; a line this short is written whole, whoever else writes."""
    with _path().open("a", encoding="ascii") as file:
        file.write(f"{number} {digest}\n")


def remembered() -> Mapping[int, str] | None:
    """Return the digests by number, None where there is no file; a line that is none counts as another digest."""
    try:
        lines = _path().read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return None
    split = (line.partition(" ") for line in lines)
    return {int(number): digest for number, _, digest in split if number.isdecimal()}


def _path() -> Path:
    return started_with().var / FILE
